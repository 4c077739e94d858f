"""What a meeting's record becomes when words are taken out of it for good: bodies that replace others. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from archive.captions import Numbered, places, said_in
from archive.redaction import BLOT, FILE, BadRedaction, Redaction, Redactor
from models.cue import Cue
from models.events import Final, Note, decode
from models.transcript import Header, Transcript

Place = tuple[int, int]
"""A word as it was heard: the number of its cue, and its own within it."""
_Typed = Mapping[str, set[str]]
"""Words that go, by the field of a correction they stand in."""
COPIED = 5
"""So many words of a caption that goes are also looked for in the report, where somebody may have copied them."""
EVERY = ""
"""Stands for all words of a field."""


class Kept(NamedTuple):
    """An event as the record has it."""

    seq: int
    kind: str
    body: bytes


@dataclass(frozen=True)
class Rewritten:
    """New bodies by number, the transcript with them, and a redactor that finds the words in copies too."""

    bodies: Mapping[int, bytes]
    transcript: Transcript
    redactor: Redactor


def rewritten(header: Header, stream: Sequence[Kept], redactor: Redactor) -> Rewritten:
    """Return the captions' events without the words.

    Raises:
        BadRedaction: If a caption is not there under its number, or words would be left.
    """
    events = [Numbered(one.seq, decode(one.kind, one.body)) for one in stream]
    whole = _folded(header, events)
    lost = sorted(redactor.cues - {cue.id for cue in whole.cues})
    if lost:
        raise BadRedaction(f"caption {lost[0]} is to be redacted, but there is none of that number")
    said = said_in(whole.cues, redactor)
    redactor = redactor.knowing(said)
    gone = _heard_places(header, events, whole.cues, redactor)
    texts = _typed_places(events, whole.cues, redactor)
    bodies = {}
    for one in stream:
        body = _body(one, gone, texts, redactor)
        if json.loads(one.body) != json.loads(body):
            bodies[one.seq] = body
    texts_of = map(redactor.text, (header.title, header.group, header.mode_notice, header.standing_notice))
    title, group, mode, standing = texts_of
    header = replace(header, title=title, group=group, mode_notice=mode, standing_notice=standing)
    left = _folded(header, [Numbered(one.seq, decode(one.kind, bodies.get(one.seq, one.body))) for one in stream])
    _check(left, redactor)
    return Rewritten(bodies, left, redactor.knowing(part for text in said for part in _parts(text)))


def _parts(text: str) -> Iterator[str]:
    """What somebody may have copied of a caption: so many words of it that follow each other."""
    words = text.split()
    yield text
    yield from (" ".join(words[at : at + COPIED]) for at in range(len(words) - COPIED + 1))


def without(body: bytes, redactor: Redactor) -> bytes:
    """Return data as JSON without the words, and as it was where they are not in it."""
    before = json.loads(body)
    after = redactor.value(before)
    return body if after == before else _dumped(after)


def carried_out(redactions: Iterable[Redaction]) -> str:
    """Return the text of a `redactions.toml` that says what was done, and no longer the words."""
    return "\n".join("\n".join(_entry(one)) + "\n" for one in redactions)


def _entry(one: Redaction) -> Iterator[str]:
    yield "[[redaction]]"
    yield f"on = {one.on}"
    yield f"why = {json.dumps(one.why)}"
    if one.cues:
        yield f"cues = {list(one.cues)}"
    yield "for_good = true"


def _folded(header: Header, events: Iterable[Numbered]) -> Transcript:
    made = Transcript(header)
    for seq, event in events:
        made.apply(event, seq)
    return made


def _heard_places(header: Header, events: Sequence[Numbered], cues: Sequence[Cue], redactor: Redactor) -> set[Place]:
    """Where the words stand that go, as they were heard: a caption may have been split, joined or moved since."""
    marked = _folded(header, [Numbered(one.seq, _marked(one.event)) for one in events]).cues
    bad = places([[word.text for word in cue.words] for cue in cues], redactor)
    gone = set()
    for cue, mark, within in zip(cues, marked, bad, strict=True):
        gone |= {_place(word.text) for at, word in enumerate(mark.words) if at in within or cue.id in redactor.cues}
    return gone


def _marked(event: Any) -> Any:
    """The event with the place of each word instead of the word."""
    if not isinstance(event, Final):
        return event
    return replace(
        event, words=tuple(replace(one, text=f"{event.cue}/{event.at + at}") for at, one in enumerate(event.words))
    )


def _place(text: str) -> Place:
    cue, _, at = text.partition("/")
    return int(cue), int(at)


def _typed_places(events: Sequence[Numbered], cues: Sequence[Cue], redactor: Redactor) -> dict[int, _Typed]:
    """By number of a correction and field of it, the words that go."""
    shown = places([cue.text.split() for cue in cues], redactor)
    over = {cue.id: _at(cue.text.split(), bad) for cue, bad in zip(cues, shown, strict=True)}
    found: dict[int, _Typed] = {}
    wholly = set(redactor.cues)
    # The last one first: a caption that goes was another's, or had another's joined to it, before.
    for seq, event in reversed(events):
        if not isinstance(event, Note) or event.kind != "correction":
            continue
        cue, into, new = (int(event.fields.get(name) or 0) for name in ("cue", "merge", "new"))
        parts = over.get(cue, set()) | over.get(new, set()) | over.get(into, set())
        own, rest = ({EVERY} if id in wholly else parts for id in (cue, new))
        found[seq] = {"text": own, "first": own, "rest": rest}
        if {into, new} & wholly:
            wholly.add(cue)
    return found


def _at(words: Sequence[str], positions: set[int]) -> set[str]:
    return {word for at, word in enumerate(words) if at in positions}


def _body(one: Kept, gone: set[Place], texts: Mapping[int, _Typed], redactor: Redactor) -> bytes:
    fields: dict[str, Any] = json.loads(one.body)
    if one.kind == "final":
        rows = fields.pop("words")
        fields = redactor.value(fields)
        first = int(fields["at"])
        fields["words"] = [
            [*row[:2], BLOT, *row[3:]] if (fields["cue"], first + at) in gone else row for at, row in enumerate(rows)
        ]
        return _dumped(fields)
    for name, bad in texts.get(one.seq, {}).items():
        if isinstance(fields.get(name), str) and bad:
            fields[name] = BLOT if EVERY in bad else " ".join(BLOT if w in bad else w for w in fields[name].split())
    return _dumped(redactor.value(fields))


def _dumped(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _check(left: Transcript, redactor: Redactor) -> None:
    heard = places([[word.text for word in cue.words] for cue in left.cues], redactor)
    shown = places([cue.text.split() for cue in left.cues], redactor)
    for cue, first, second in zip(left.cues, heard, shown, strict=True):
        if first or second:
            raise BadRedaction(f"{FILE}: caption {cue.id} would still hold these words; name the caption in cues")
