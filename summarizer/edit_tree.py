"""Lines and blocks of a report, found and changed by id; what is not touched stays the very same object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from models.report import Annex, Block, Report, Statement
from models.report_order import in_print_order
from summarizer.edit import EditRefused

Lines = tuple[Statement, ...]
Blocks = tuple[Block, ...]
ChangeLine = Callable[[Statement], Lines]
ChangeBlock = Callable[[Block], Blocks]


@dataclass(frozen=True)
class Found:
    """A line, the block that it stands in ("" for a suggestion), and the lines that it stands inside, the outer first.
    """

    line: Statement
    block: str
    inside: Lines


def lines_of(report: Report) -> Iterator[Found]:
    """Yield every line in the order of the print, then the suggestions."""
    for placed in in_print_order(report):
        if placed.statement is None:
            yield from _found(placed.block.statements, placed.block.id, ())
    yield from _found(report.suggestions, "", ())


def _found(lines: Lines, block: str, inside: Lines) -> Iterator[Found]:
    for one in lines:
        yield Found(one, block, inside)
        yield from _found(one.children, block, (*inside, one))


def find_line(report: Report, id: str) -> Found | None:
    """Return the line of this id; every key that is pressed asks several times, so that it goes straight for it."""
    for one in blocks_of(report):
        if (path := _path(one.statements, id)) is not None:
            return Found(path[-1], one.id, path[:-1])
    path = _path(report.suggestions, id)
    return Found(path[-1], "", path[:-1]) if path is not None else None


def _path(lines: Lines, id: str) -> Lines | None:
    for one in lines:
        if one.id == id:
            return (one,)
        if one.children and (below := _path(one.children, id)) is not None:
            return (one, *below)
    return None


def blocks_of(report: Report) -> Iterator[Block]:
    """Yield every block, each ahead of those inside it."""
    waiting = [*report.front, *report.blocks, *(one for annex in report.annexes for one in annex.blocks)][::-1]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.blocks[::-1]


def line(report: Report, id: str) -> Found:
    """Return the line of this id.

    Raises:
        EditRefused: If there is none.
    """
    found = find_line(report, id)
    if found is None:
        raise EditRefused(f'no line of this report has the id "{id[:80]}"; it may have been taken back: load the page')
    return found


def find_block(report: Report, id: str) -> Block | None:
    return next((one for one in blocks_of(report) if one.id == id), None)


def block(report: Report, id: str) -> Block:
    """Return the block of this id.

    Raises:
        EditRefused: If there is none.
    """
    found = find_block(report, id)
    if found is None:
        raise EditRefused(f'no part of this report has the id "{id[:80]}"; it may have been taken back: load the page')
    return found


def change_line(report: Report, id: str, change: ChangeLine) -> Report:
    """Return the report with what `change` makes of the line in its place: none, one or several lines."""
    suggestions = _change_lines(report.suggestions, id, change)
    if suggestions is not None:
        return replace(report, suggestions=suggestions)

    def in_block(one: Block) -> Block | None:
        made = _change_lines(one.statements, id, change)
        return None if made is None else replace(one, statements=made)

    found = _change_report(report, in_block)
    if found is None:
        line(report, id)
    return found or report


def set_line(report: Report, id: str, **fields: Any) -> Report:
    """Return the report with these fields of the line changed."""
    return change_line(report, id, lambda one: (replace(one, **fields),))


def change_block(report: Report, id: str, change: Callable[[Block], Block]) -> Report:
    """Return the report with what `change` makes of the block."""
    found = _change_report(report, lambda one: change(one) if one.id == id else None)
    if found is None:
        block(report, id)
    return found or report


def put_line(report: Report, block_id: str, after: str | None, new: Statement) -> Report:
    """Return the report with the line in the block: behind the line `after`, ahead of all for "", last for None.

    A line that stands inside another one counts as that one.
    """

    def put(one: Block) -> Block:
        if not after:
            at = len(one.statements) if after is None else 0
        else:
            found = find_line(report, after)
            outer = found and (found.inside[0] if found.inside else found.line).id
            at = next((n for n, line in enumerate(one.statements, 1) if line.id == outer), -1)
            if at < 0:
                raise EditRefused(f'the line "{after[:80]}" is not in that part of the report any more; choose again')
        return replace(one, statements=(*one.statements[:at], new, *one.statements[at:]))

    return change_block(report, block_id, put)


def put_block(report: Report, into: str, after: str, new: Block) -> Report:
    """Return the report with the block inside another, or ("") among the items; behind `after`, or last."""

    def placed(blocks: Blocks) -> Blocks:
        at = next((n for n, one in enumerate(blocks, 1) if one.id == after), -1) if after else len(blocks)
        if at < 0:
            raise EditRefused(f'the part "{after[:80]}" is not there any more; choose again where the new one goes')
        return (*blocks[:at], new, *blocks[at:])

    if not into:
        return replace(report, blocks=placed(report.blocks))
    return change_block(report, into, lambda one: replace(one, blocks=placed(one.blocks)))


def _change_lines(lines: Lines, id: str, change: ChangeLine) -> Lines | None:
    for at, one in enumerate(lines):
        if one.id == id:
            return (*lines[:at], *change(one), *lines[at + 1 :])
        below = _change_lines(one.children, id, change) if one.children else None
        if below is not None:
            return (*lines[:at], replace(one, children=below), *lines[at + 1 :])
    return None


def _change_blocks(blocks: Blocks, change: Callable[[Block], Block | None]) -> Blocks | None:
    for at, one in enumerate(blocks):
        made = change(one)
        if made is None and one.blocks:
            below = _change_blocks(one.blocks, change)
            made = None if below is None else replace(one, blocks=below)
        if made is not None:
            return (*blocks[:at], made, *blocks[at + 1 :])
    return None


def _change_report(report: Report, change: Callable[[Block], Block | None]) -> Report | None:
    if (made := _change_blocks(report.blocks, change)) is not None:
        return replace(report, blocks=made)
    if (made := _change_blocks(report.front, change)) is not None:
        return replace(report, front=made)
    for at, annex in enumerate(report.annexes):
        made = _change_blocks(annex.blocks, change)
        if made is not None:
            annexes: tuple[Annex, ...] = (*report.annexes[:at], replace(annex, blocks=made), *report.annexes[at + 1 :])
            return replace(report, annexes=annexes)
    return None
