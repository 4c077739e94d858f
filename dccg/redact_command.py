"""`dccg redact`: take words out of the record for good, or tell what that would change."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from dccg.redacting import Decided, carry_out, decided, not_reached
from dccg.settings import Settings, read_settings
from record import SqliteEventLog


def redact(
    meeting: Annotated[str, typer.Argument(help="id of a meeting, as in its address")],
    for_good: Annotated[bool, typer.Option("--for-good", help="delete the words; without it only tell")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")] = None,
) -> None:
    """Delete what the meeting's redactions.toml names from the record too; while the program is not running."""
    settings = read_settings(data=data)
    wanted = decided(settings, meeting)
    if for_good:
        wanted = asyncio.run(_carry_out(settings, meeting))
    done = "were written anew without the words" if for_good else "would be written anew without the words"
    print(f"Events: {wanted.events}. Files: {', '.join(sorted(wanted.files)) or 'none'}. These {done}.")
    for sentence in not_reached(settings, wanted):
        print(f"Not reached: {sentence}", file=sys.stderr)


async def _carry_out(settings: Settings, meeting: str) -> Decided:
    # With the record open nobody else writes it, so what is decided now holds until it is done.
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    try:
        wanted = decided(settings, meeting)
        await carry_out(settings, wanted, log)
    finally:
        await log.close()
    return wanted
