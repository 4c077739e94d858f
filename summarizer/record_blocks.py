"""The sections, blocks and annexes of a record as blocks, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args

from models.report import Annex, Block, BlockKind, Statement
from summarizer.record_keys import Key, Table, given, kept_words, label, taken, text, words
from summarizer.record_lines import role_of
from summarizer.record_statements import (
    Shelf,
    Shelved,
    entries_of,
    entry_of,
    how_written,
    lines_of,
    mark,
    put_statements,
    read_statement,
    readable,
    usual_of,
)
from summarizer.record_yaml import IN_RECORD

LISTS = ("intro", "paragraphs", "items", "bullets", "points")
ONE_BY_ONE = ("text", "gist")
KINDS = {
    "front": "front", "conclusions": "front", "executive summary": "front", "decisions": "decisions",
    "decisions made": "decisions", "decisions taken": "decisions", "decision register": "decisions",
    "next steps": "next steps", "actions": "next steps", "action items": "next steps", "key points": "key points",
    "decisions and next steps": "decisions and next steps", "views": "views", "updates": "updates", "aob": "aob",
    "notes": "note", "table": "table",
}  # fmt: skip
"""What the unknown key of a block makes of it; other keys make a list."""

_STATES = ("planned", "added", "discussed", "postponed", "dropped")
_REST: Table = {
    "number": label("number"),
    "kind": words("kind", *get_args(BlockKind)),
    "attribution": Key("attribution", lambda value: value if value in ("anonymous", "by body", "by person") else None),
    "item": label("item"),
    "asked_by": text("asked_by"),
    "state": Key("state", lambda value: value if value in _STATES else None),
}
SECTION: Table = {"title": text("heading"), "heading": text("heading"), **_REST}
BLOCK: Table = {"heading": text("heading"), "title": text("heading"), **_REST}
ANNEX: Table = {"label": label("label"), "title": text("title"), "kind": text("kind")}


def read_sections(entries: Iterable[Any], shelf: Shelf) -> tuple[Block, ...]:
    """Return the blocks that a record's list of sections is."""
    return tuple(read_block(entry, f"b{at}", shelf, SECTION) for at, entry in enumerate(entries, 1))


def read_block(data: Any, id: str, shelf: Shelf, table: Table = BLOCK, implied: str = "discussion") -> Block:
    """Return one block; `implied` is its kind where it names none."""
    if isinstance(data, str):
        statement = read_statement(data, f"{id}.s1", shelf)
        return Block(id=id, kind="discussion", statements=(statement,), extra=mark({}, form="text"))
    part = taken(data, Block, table)
    unsaid = implied if "kind" not in part.fields and implied != "discussion" else ""
    kind = part.fields.setdefault("kind", implied)
    if table is SECTION:
        shelf.item = part.fields.get("number", "")
    statements: list[Statement] = []
    blocks: list[Block] = []
    kept: dict[str, Any] = {}
    for key, value in part.rest.items():
        if key in ("blocks", "sections") and entries_of(value):
            for entry in entries_of(value):
                inner = read_block(entry, f"{id}.{len(blocks) + 1}", shelf)
                blocks.append(replace(inner, extra=mark(inner.extra, among=key if key != "blocks" else "")))
        elif key in LISTS or (in_body(key, value) and isinstance(value, str)):
            found = _read_list(key, value, f"{id}.s", len(statements), shelf, role_of(kind))
            statements += found
            kept.update({} if found else {key: value})
        elif in_body(key, value):
            blocks.append(read_named(key, value, f"{id}.{len(blocks) + 1}", shelf))
        else:
            kept[key] = value
    extra = mark({**part.kept, **kept}, kind=unsaid)
    return Block(id=id, statements=tuple(statements), blocks=tuple(blocks), extra=extra, **part.fields)


def in_body(key: str, value: Any) -> bool:
    """Whether an unknown key of a section is meant to be read; its notes are those of the meeting."""
    return readable(key, value) or (key == "notes" and kept_words(value))


def _read_list(key: str, value: Any, stem: str, before: int, shelf: Shelf, role: str) -> list[Statement]:
    one = isinstance(value, str) and bool(value)
    entries = [value] if one else lines_of(value)
    role = role_of(key) if key not in LISTS else role if key in ("items", "bullets") else ""
    found = []
    for at, entry in enumerate(entries, before + 1):
        statement = read_statement(entry, f"{stem}{at}", shelf, role)
        found.append(how_written(statement, entry, key, usual_of(statement), one))
    return found


def read_named(key: str, value: Any, id: str, shelf: Shelf) -> Block:
    """Return the block that stands under a key of its own: text, a list of entries, or a mapping."""
    name = key.replace("_", " ").strip()
    heading = "" if key == "front" else name[:1].upper() + name[1:]
    kind: Any = KINDS.get(name.casefold(), "list")
    if isinstance(value, dict):
        block = read_block(value, id, shelf, BLOCK, kind)
        made = heading if not block.heading else ""
        return replace(block, heading=block.heading or made, extra=mark(block.extra, key=key, made=made))
    statements = []
    for at, entry in enumerate(value if isinstance(value, list) else [value], 1):
        statement = read_statement(entry, f"{id}.s{at}", shelf, role_of(kind))
        statements.append(how_written(statement, entry, "", ""))
    how = {"key": key, "list": isinstance(value, list), "one": not isinstance(value, list), "made": heading}
    return Block(id=id, kind=kind, heading=heading, statements=tuple(statements), extra=mark({}, **how))


def print_block(block: Block, shelved: Shelved, table: Table = BLOCK) -> Any:
    """Return what the block was in its record."""
    how = block.extra.get(IN_RECORD, {})
    if how.get("list") or how.get("one"):
        entries = [entry_of(one, "", shelved) for one in block.statements]
        return entries[0] if how.get("one") and len(entries) == 1 else entries
    if how.get("form") == "text" and len(block.statements) == 1 and block.statements[0].text:
        return block.statements[0].text
    unsaid: dict[str, Any] = {"kind": "discussion"} if how.get("kind") == block.kind else {}
    if block.heading and how.get("made") == block.heading:
        unsaid["heading"] = ""
    out = given(replace(block, **unsaid), table, block.extra)
    put_statements(out, block.statements, shelved)
    put_blocks(out, block.blocks, shelved)
    return out


def put_blocks(out: dict[str, Any], blocks: Iterable[Block], shelved: Shelved, usual: str = "blocks") -> None:
    """Put the blocks under the keys of their own, those without one into the list `usual`."""
    for block in blocks:
        how = block.extra.get(IN_RECORD, {})
        if "key" in how:
            out[how["key"]] = print_block(block, shelved)
        else:
            key, table = how.get("among", usual), SECTION if usual == "sections" else BLOCK
            out[key] = [*out.get(key, ()), print_block(block, shelved, table)]


def read_annex(data: Any, id: str, shelf: Shelf) -> Annex:
    """Return one annex; what it holds beside its names is its block."""
    if isinstance(data, str):
        return Annex(label=data, extra=mark({}, form="text"))
    part = taken(data, Annex, ANNEX)
    part.fields.setdefault("label", "")
    body = any(in_body(key, value) or (key in LISTS and lines_of(value)) for key, value in part.rest.items())
    block = read_block(part.rest, id, shelf, BLOCK, "annex") if body else None
    return Annex(**part.fields, blocks=(block,) if block else (), extra={**part.kept, **({} if body else part.rest)})


def print_annex(annex: Annex, shelved: Shelved) -> Any:
    """Return what the annex was in its record."""
    if annex.extra.get(IN_RECORD, {}).get("form") == "text" and not annex.blocks:
        return annex.label
    out: dict[str, Any] = given(annex, ANNEX, annex.extra)
    if len(annex.blocks) == 1 and annex.blocks[0].extra.get(IN_RECORD, {}).get("kind") == "annex":
        return {**out, **print_block(annex.blocks[0], shelved)}
    put_blocks(out, annex.blocks, shelved)
    return out
