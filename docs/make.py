"""Writes the generated parts of the documentation anew: `make docs`. A test fails while they are stale.

A generated part stands between `<!-- made by make docs: NAME -->` and `<!-- end of NAME -->`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

from captioner.hub import frame
from dccg.__main__ import whole
from dccg.rights import EVERYBODY, READ, SOCKET, TABLE
from dccg.settings import Settings
from models.cue import Word
from models.events import DURABLE, FLEETING, Final, MeetingEvent, Note, Opening, Partial, encode, is_kept
from models.report_json import json_schema

DOCS = Path(__file__).parent
PART = re.compile(r"(<!-- made by make docs: ([a-z]+) -->\n).*?(\n<!-- end of \2 -->)", re.DOTALL)

_MACHINE = Opening("Mara Quill", "s1", "machine", "whisper base.en", "en")
EXAMPLES: tuple[MeetingEvent, ...] = (
    Final(12, 0, (Word(61_200, 61_480, "The", 0.97), Word(61_500, 61_980, "proposal", 0.91)), _MACHINE),
    Final(12, 2, (Word(62_020, 62_400, "stands.", 0.94),)),
    Final(13, 0, (Word(75_300, 75_560, "Between", 0.93), Word(75_580, 75_700, "us,", 0.88)), _MACHINE, off=True),
    Note("correction", {"cue": 12, "text": "The proposals stand.", "by": "Tomás Ibarrola"}),
    Note("speaker", {"name": "Mara Quill", "from_ms": 60_700}),
    Note("agenda", {"item": "2", "title": "Roster of liaisons", "from_ms": 58_000}),
    Note(
        "state",
        {
            "state": "listening",
            "at_ms": 0,
            "utc": "2026-01-14T14:00:03.120+00:00",
            "engine": "whisper base.en",
            "notice": "",
        },
    ),
    Note("origin", {"origin": "human", "by": "Ngozi Adeyemi-Hart", "from_ms": 90_000}),
    Note("record", {"on": False, "at_ms": 75_000, "next_cue": 100_013}),
    Note("gap", {"gap": 1, "from_ms": 120_000, "to_ms": 131_500, "why": "captions fell behind"}),
    Note("filled", {"gap": 1}),
    Note("notice", {"text": "We go on at 15:10 UTC."}),
    Note("sound", {"on": True, "at_ms": 30_000}),
    Partial("s1", "Mara Quill", "is there any"),
    Note("health", {"delay_ms": 1_000, "hearing": True, "saved": True, "sources": 2, "silent": False}),
)


def events() -> str:
    """Example frames in the order in which the kinds are defined."""
    order = (*DURABLE, *FLEETING)
    lines, seq = ["```json"], 100
    for event in sorted(EXAMPLES, key=lambda one: order.index(one.kind)):
        kept = is_kept(event)
        seq += kept
        lines.append(frame(seq if kept else None, event.kind, encode(event)).decode())
    return "\n".join([*lines, "```"])


def settings() -> str:
    rows = ["| name | in the environment | default | what it is |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        told = "a folder of yours, by system" if field.default_factory else f"`{default}`" if str(default) else "none"
        rows.append(f"| `{name}` | `DCCG_{name.upper()}` | {told} | {field.description} |")
    return "\n".join(rows)


def commands() -> str:
    parts = []
    for name, command in every_command():
        arguments = [param.name.upper() for param in command.params if param.param_type_name == "argument"]
        parts.append(f"### `{' '.join(['dccg', name, *arguments])}`\n\n{(command.help or '').strip()}")
        options = [param for param in command.params if param.param_type_name == "option"]
        if options:
            flags = [", ".join(f"`{flag}`" for flag in sorted(param.opts, key=len)) for param in options]
            rows = (f"| {flag} | {param.help} |" for flag, param in zip(flags, options, strict=True))
            parts.append("\n".join(["| option | what it does |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def every_command() -> Iterator[tuple[str, Any]]:
    """Every command of the program: its name as it is typed, and what the command line library knows of it."""
    top: Any = typer.main.get_command(whole())
    for name, command in top.commands.items():
        below = getattr(command, "commands", None)
        if below is None:
            yield name, command
        else:
            yield from ((f"{name} {inner}", one) for inner, one in below.items())


def rights() -> str:
    """The table of rights, by who may."""
    rows = ["| who may | address | how |", "|---|---|---|"]
    for rule in TABLE:
        named = {EVERYBODY: "everybody", READ: "readers"}
        who = named.get(rule.roles) or ", ".join(sorted(rule.roles))
        rows.append(f"| {who} | `{rule.path}` | {rule.method if rule.method != SOCKET else 'WebSocket'} |")
    return "\n".join(rows)


PARTS: dict[str, Callable[[], str]] = {
    "events": events, "settings": settings, "commands": commands, "rights": rights,
}  # fmt: skip


def report_schema() -> str:
    """The JSON Schema of report.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


FILES: dict[str, Callable[[], str]] = {"report.schema.json": report_schema}


def made(text: str) -> str:
    """Return the page with its generated parts as they should be."""
    return PART.sub(lambda found: found[1] + PARTS[found[2]]() + found[3], text)


def pages() -> list[Path]:
    return [page for page in sorted(DOCS.rglob("*.md")) if PART.search(page.read_text(encoding="utf-8"))]


def main() -> None:
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = made(text)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"{page.relative_to(DOCS.parent)} was stale and is made anew")
    for name, make in FILES.items():
        path, new = DOCS / name, make()
        if not path.is_file() or path.read_text(encoding="utf-8") != new:
            path.write_text(new, encoding="utf-8")
            print(f"docs/{name} was stale and is made anew")


if __name__ == "__main__":
    main()
