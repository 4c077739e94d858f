"""The parts of a report in the order of the print, each with its place in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.report import Block, Report, Statement
from models.report_parts import Action


@dataclass(frozen=True)
class Placed:
    """A block, where `statement` is None, or a statement in it. `depth` counts what it stands inside, from 0.

    A statement directly in a block has the depth of what the block holds beside it. `place` is for messages to people:
    "blocks 2, statements 1".
    """

    block: Block
    statement: Statement | None
    depth: int
    place: str


def in_print_order(report: Report) -> Iterator[Placed]:
    """Yield the front, the blocks and those of the annexes, every statement after its block, children after both."""
    yield from _blocks(report.front, 0, "front")
    yield from _blocks(report.blocks, 0, "blocks")
    for at, annex in enumerate(report.annexes, 1):
        yield from _blocks(annex.blocks, 0, f"annexes {at}, blocks")


def every_statement(report: Report) -> Iterator[tuple[Statement, str]]:
    """Yield each statement with its place in words, those that are only suggested as well."""
    for one in in_print_order(report):
        if one.statement:
            yield one.statement, one.place
    yield from _below(report.suggestions, "suggestions")


def every_action(actions: tuple[Action, ...], stem: str = "actions") -> Iterator[tuple[Action, str]]:
    """Yield each action with its place in words, its parts after it."""
    for at, one in enumerate(actions, 1):
        yield one, f"{stem} {at}"
        yield from every_action(one.children, f"{stem} {at}, children")


def set_aside(report: Report) -> frozenset[str]:
    """Return the ids of decisions, next steps and views that only rejected statements refer to: nobody prints them."""
    kept: set[str] = set()
    refused: set[str] = set()
    for one in in_print_order(report):
        if one.statement is None:
            for line in one.block.statements:
                _sort_out(line, False, kept, refused)
    return frozenset(refused - kept)


def _sort_out(statement: Statement, out: bool, kept: set[str], refused: set[str]) -> None:
    out = out or statement.standing == "rejected"
    if statement.refers:
        (refused if out else kept).add(statement.refers)
    for one in statement.children:
        _sort_out(one, out, kept, refused)


def _blocks(blocks: tuple[Block, ...], depth: int, stem: str) -> Iterator[Placed]:
    for at, block in enumerate(blocks, 1):
        place = f"{stem} {at}"
        yield Placed(block, None, depth, place)
        yield from _statements(block, block.statements, depth + 1, f"{place}, statements")
        yield from _blocks(block.blocks, depth + 1, f"{place}, blocks")


def _statements(block: Block, statements: tuple[Statement, ...], depth: int, stem: str) -> Iterator[Placed]:
    for at, one in enumerate(statements, 1):
        yield Placed(block, one, depth, f"{stem} {at}")
        yield from _statements(block, one.children, depth + 1, f"{stem} {at}, children")


def _below(statements: tuple[Statement, ...], stem: str) -> Iterator[tuple[Statement, str]]:
    for at, one in enumerate(statements, 1):
        yield one, f"{stem} {at}"
        yield from _below(one.children, f"{stem} {at}, children")


AGREED = "attendance_agreed"
"""In `extra` of a report under the Chatham House Rule: the id of the decision by which people may be listed."""


def may_list(report: Report) -> bool:
    """Say whether the report may list who was there: under the Chatham House Rule by a recorded decision alone."""
    if report.about.rule != "chatham-house":
        return True
    agreed = report.extra.get(AGREED)
    return isinstance(agreed, str) and any(one.id == agreed for one in report.decisions)
