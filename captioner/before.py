"""Before a meeting: what is looked at, and what the moderator says when it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.meeting import Meeting

LOW_ROOM, NO_ROOM = 1 << 30, 200 << 20
"""Bytes free on the disk: below the first no recordings, below the second soon no captions."""
QUIET_DBFS = -45
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Facts:
    """How things stand.

    `level_dbfs`: the loudest source just now, None without any; `room`: bytes free on the disk; `list_lacks`: what the
    settings lack for posting to the list, as a sentence, "" for nothing; `address`: where readers reach the captions,
    and `host` the machine that it names.
    """

    sources: int
    level_dbfs: int | None
    clipping: bool
    engine: str
    engine_notice: str
    engine_fault: str
    saved: bool
    room: int
    list_lacks: str
    address: str
    host: str


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `text` is its key in the catalogue, with what fills its holes. `fine` False: the
    meeting will suffer from it until somebody does something."""

    fine: bool
    text: str
    holes: tuple[tuple[str, str | int], ...] = ()


def checks(meeting: Meeting, facts: Facts) -> Iterator[Check]:
    """Yield everything that was looked at, in the order in which it is put right."""
    yield _sound(facts)
    if facts.engine_fault:
        yield Check(False, "engine_fault", (("engine", facts.engine), ("why", facts.engine_fault)))
    elif facts.engine_notice:
        yield Check(False, "engine_basic", (("engine", facts.engine), ("notice", facts.engine_notice)))
    else:
        yield Check(True, "engine", (("engine", facts.engine),))
    people = len(meeting.roster.people)
    yield Check(people > 0, "names" if people else "names_none", (("n", people),))
    known = len(meeting.terms)
    yield Check(known > 0, "words" if known else "words_none", (("n", known),))
    yield Check(bool(meeting.agenda), "agenda" if meeting.agenda else "agenda_none", (("n", len(meeting.agenda)),))
    yield Check(facts.saved, "saved" if facts.saved else "saved_no")
    yield _room(facts.room)
    local = facts.host in LOOPBACK
    yield Check(not local, "address_local" if local else "address", (("address", facts.address),))
    yield Check(not facts.list_lacks, "list_lacks" if facts.list_lacks else "list", (("why", facts.list_lacks),))


def _sound(facts: Facts) -> Check:
    if not facts.sources:
        return Check(False, "sound_none")
    if facts.clipping:
        return Check(False, "sound_loud")
    if facts.level_dbfs is None or facts.level_dbfs < QUIET_DBFS:
        return Check(False, "sound_quiet", (("n", facts.sources),))
    return Check(True, "sound", (("n", facts.sources), ("db", facts.level_dbfs)))


def _room(free: int) -> Check:
    if free < NO_ROOM:
        return Check(False, "room_none", (("mib", free >> 20),))
    return Check(free >= LOW_ROOM, "room" if free >= LOW_ROOM else "room_low", (("gib", f"{free / (1 << 30):.1f}"),))


def script(meeting: Meeting, machine: bool) -> tuple[str, ...]:
    """Return what the moderator says at the start: keys of the catalogue, in order."""
    rule = "say_nameless" if meeting.rule == "chatham-house" else "say_named"
    written = "say_machine" if machine else "say_human"
    return ("say_where", written, rule, "say_turns", "say_spell", "say_near", "say_chat", "say_describe", "say_wait")
