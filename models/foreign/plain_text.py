"""Text without any sign of its own: `Name: text`, a line of name and time above each turn, bare paragraphs, a chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from models.foreign.gathering import Gathering
from models.foreign.labels import is_name
from models.foreign.loose_times import loose_offset
from models.foreign.notices import agenda_start, is_notice
from models.foreign.paragraphs import paragraphs
from models.foreign.said import Foreign, count
from models.foreign.turn_signs import tell_speakers

_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_CHAT = re.compile(
    r"\d\d:\d\d:\d\d\s+From\s{1,9}(?P<name>\S.{0,99}?)(?:\s{1,9}to\s{1,9}(?P<to>\S.{0,99}?))?\s{0,9}"
    r"(?::\s*(?P<text>.*)|$)",
    re.IGNORECASE,
)
_STAMPED = re.compile(rf"(?P<open>\[|\()?(?P<time>{_TIME})[\])]?\s+(?P<text>\S.*)", re.ASCII)
_HEADED = re.compile(
    rf"(?:\[(?P<bracketed>[^\]]{{1,60}})\]|(?P<name>[^\W\d_][^:;?!]{{0,60}}?))\s+[\[(]?(?P<time>{_TIME})[\])]?"
)
_NAMED = re.compile(r"[^\W\d_][^:：?!;<>]{0,60}(?::\s+|：\s*)\S")
_FIELD = re.compile(r"(Meeting|Group|Number|Date|Start \(UTC\)|Rule|Language|State): (.+)")

_Match = Callable[[str], re.Match[str] | None]


def is_chat(text: str) -> bool:
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return _CHAT.fullmatch(first) is not None


def read_chat(text: str) -> Foreign:
    """Return the messages of a chat that Zoom saved; private ones are left out."""
    gathering = Gathering()
    private = 0
    for found, lines in _cut(text.split("\n"), _CHAT.fullmatch):
        to = ((found and found["to"]) or "everyone").casefold()
        if not to.startswith(("everyone", "all ")) or "direct message" in to or "privately" in to:
            private += 1
        else:
            first = (found and found["text"]) or ""
            gathering.add(" ".join([first, *lines]), found["name"] if found else None, channel="chat")
    if private:
        gathering.told.append(f"{count(private, 'private message was', 'private messages were')} left out.")
    return gathering.done("Zoom chat")


def read_plain(text: str) -> Foreign:
    """Return the paragraphs of a text, with the names and the times that stand before them."""
    lines = text.split("\n")
    if sum(_heading(line.strip()) is not None for line in lines) > 1:
        return _read_headed(lines)
    fields: dict[str, str] = {}
    units: list[str] = []
    for line in _units(lines):
        field = _FIELD.fullmatch(line)
        if field and not units:
            fields[field[1]] = field[2].strip()
        elif not is_notice(line, head=not units):
            units.append(line)
    gathering = Gathering()
    stamps = [_STAMPED.fullmatch(unit) for unit in units]
    # A time of the day may begin a sentence; most sentences do not begin with one.
    stamped = sum(stamp is not None for stamp in stamps) * 2 > len(units)
    times = [stamp if stamp and (stamped or stamp["open"]) else None for stamp in stamps]
    bare = [stamp["text"] if stamp else unit for stamp, unit in zip(times, units, strict=True)]
    telling = tell_speakers(bare, carries=True)
    gathering.told += telling.notes
    for one in telling.told:
        start, stamp = agenda_start(one.text), times[one.unit]
        if start:
            gathering.mark(*start)
        else:
            gathering.add(one.text, one.speaker, loose_offset(stamp["time"]) if stamp else None)
    return gathering.done("plain text", fields.get("Meeting", ""), fields.get("Date", ""), fields.get("Language", ""))


def _read_headed(lines: Sequence[str]) -> Foreign:
    """Read a text whose turns have a line of their own for name and time: `Ana Petrović   0:03`."""
    gathering = Gathering()
    base: int | None = None
    for found, held in _cut(lines, _heading):
        at = loose_offset(found["time"]) if found else None
        if base is None and found and at is not None:
            # Names in brackets stand with the time of the day.
            base = at if found["bracketed"] else 0
        start = None if at is None else max(0, at - (base or 0))
        speaker = (found["bracketed"] or found["name"]) if found else None
        for part in paragraphs(held):
            if not is_notice(part, head=found is None):
                gathering.add(part, speaker, start)
    return gathering.done("plain text")


def _heading(line: str) -> re.Match[str] | None:
    found = _HEADED.fullmatch(line)
    return found if found and (found["bracketed"] or is_name(found["name"])) else None


def _cut(lines: Iterable[str], match: _Match) -> Iterator[tuple[re.Match[str] | None, list[str]]]:
    """Return each line that matches with the lines up to the next; None for what stands before the first."""
    head: re.Match[str] | None = None
    held: list[str] = []
    for line in lines:
        found = match(line.strip())
        if found is None:
            held.append(line)
            continue
        if head or any(one.strip() for one in held):
            yield head, held
        head, held = found, []
    if head or any(one.strip() for one in held):
        yield head, held


def _units(lines: Sequence[str]) -> Iterator[str]:
    """Return paragraphs, but single lines where several of a block begin with a field, a time or a name."""
    for block in _blocks(lines):
        own = sum(bool(_FIELD.fullmatch(line) or _STAMPED.fullmatch(line) or _NAMED.match(line)) for line in block)
        yield from block if own > 1 else paragraphs(block)


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for line in lines:
        if line.strip():
            held.append(line.strip())
        elif held:
            yield held
            held = []
    if held:
        yield held
