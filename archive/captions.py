"""The captions of a meeting as the archive keeps them: from its events or from a file of others, and redacted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.redaction import BLOT, BadRedaction, Redactor
from models.cue import Cue, Word
from models.events import Final, MeetingEvent, Note, Opening
from models.foreign import Foreign, Said
from models.plain import clean
from models.transcript import CHATHAM_HOUSE, Header, Transcript

ELSEWHERE = "Captions made elsewhere and brought into this archive from a file ({kind})."
NEVER = ("correction", "speaker")
"""Events that are not folded again: cues already are as these left them."""


class Numbered(NamedTuple):
    """An event with its number in the record."""

    seq: int
    event: MeetingEvent


def transcript_of(header: Header, events: Sequence[Numbered], redactor: Redactor) -> tuple[Transcript, Redactor]:
    """Return the transcript without what is redacted, and the redactor that knows what was said there.

    Raises:
        BadRedaction: If a caption that is to be taken out is not there under that number.
    """
    whole = Transcript(header)
    for seq, event in events:
        whole.apply(event, seq)
    _check(redactor, {cue.id for cue in whole.cues})
    if not redactor:
        return whole, redactor
    redactor = redactor.knowing(said_in(whole.cues, redactor))
    texts = (header.title, header.group, header.mode_notice, header.standing_notice)
    title, group, mode, standing = map(redactor.text, texts)
    made = Transcript(replace(header, title=title, group=group, mode_notice=mode, standing_notice=standing))
    for _, event in events:
        if isinstance(event, Note) and event.kind not in NEVER:
            made.apply(Note(event.kind, {key: _value(value, redactor) for key, value in event.fields.items()}))
    for cue in _blotted(whole.cues, redactor):
        opening = Opening(cue.speaker, cue.source, cue.origin, cue.engine, cue.lang, cue.gap)
        made.apply(Final(cue.id, 0, cue.words, opening))
        if cue.corrected is not None:
            made.apply(Note("correction", {"cue": cue.id, "text": cue.corrected, "by": cue.corrected_by or ""}))
    return made, redactor


def said_in(cues: Iterable[Cue], redactor: Redactor) -> list[str]:
    """Return what captions say that are taken out, as they were corrected and as they were heard."""
    gone = (cue for cue in cues if cue.id in redactor.cues)
    return [text for cue in gone for text in (cue.text, " ".join(word.text for word in cue.words))]


def timed(foreign: Foreign) -> bool:
    """Say whether every caption of the file has its time."""
    return bool(foreign.said) and all(one.start_ms is not None and one.end_ms is not None for one in foreign.said)


def brought_in(header: Header, foreign: Foreign, redactor: Redactor) -> tuple[Transcript, Redactor]:
    """Return a file of others, in which every caption has its time, as a transcript of ours."""
    known = replace(header, made=ELSEWHERE.format(kind=foreign.kind))
    events: list[Numbered] = [Numbered(1, Note("state", {"state": "ended", "at_ms": 0}))]
    for at, one in enumerate(foreign.said, 2):
        words = _words(one)
        if words:
            events.append(Numbered(at, Final(one.id, 0, words, _opening(one, header.language))))
    return transcript_of(known, events, redactor)


def untimed(foreign: Foreign, rule: str, redactor: Redactor) -> tuple[tuple[Said, ...], Redactor]:
    """Return what a file without times says, redacted; under the Chatham House rule without its speakers."""
    _check(redactor, {one.id for one in foreign.said})
    redactor = redactor.knowing(one.text for one in foreign.said if one.id in redactor.cues)
    made = []
    for one in foreign.said:
        text = BLOT if one.id in redactor.cues else redactor.text(one.text)
        speaker = None if rule == CHATHAM_HOUSE or not one.speaker else redactor.text(one.speaker)
        made.append(replace(one, text=text, speaker=speaker))
    return tuple(made), redactor


def _opening(one: Said, language: str) -> Opening:
    return Opening(one.speaker, one.channel, "human", "", one.lang or language)


def _words(one: Said) -> tuple[Word, ...]:
    """The words of a caption, each with its share of the time."""
    assert one.start_ms is not None
    assert one.end_ms is not None
    texts = clean(one.text).split()
    length = max(0, one.end_ms - one.start_ms)
    at = [one.start_ms + length * place // max(1, len(texts)) for place in range(len(texts) + 1)]
    return tuple(Word(at[place], at[place + 1], text) for place, text in enumerate(texts))


def _check(redactor: Redactor, ids: set[int]) -> None:
    lost = sorted(redactor.cues - ids)
    if lost:
        raise BadRedaction(f"caption {lost[0]} is to be redacted, but there is none of that number")


def _value(value: object, redactor: Redactor) -> object:
    return redactor.text(value) if isinstance(value, str) else value


def _blotted(cues: Sequence[Cue], redactor: Redactor) -> list[Cue]:
    heard = places([[word.text for word in cue.words] for cue in cues], redactor)
    shown = places([cue.text.split() for cue in cues], redactor)
    made = []
    for cue, bad, bad_shown in zip(cues, heard, shown, strict=True):
        words = tuple(replace(word, text=BLOT) if at in bad else word for at, word in enumerate(cue.words))
        corrected = cue.corrected
        if corrected is not None:
            corrected = " ".join(BLOT if at in bad_shown else word for at, word in enumerate(corrected.split()))
        if cue.id in redactor.cues:
            words, corrected = (Word(cue.start_ms, cue.end_ms, BLOT),), None
        speaker = None if cue.speaker is None else redactor.text(cue.speaker)
        by = None if cue.corrected_by is None else redactor.text(cue.corrected_by)
        source = redactor.text(cue.source)
        made.append(
            replace(cue, words=words, corrected=corrected, speaker=speaker, source=source, corrected_by=by)
        )
    return made


def places(lines: Sequence[Sequence[str]], redactor: Redactor) -> list[set[int]]:
    """Return for each line the positions of its words that must go; what goes may run on over several lines."""
    flat = [word for line in lines for word in line]
    bad, at, made = redactor.within(flat), 0, []
    for line in lines:
        made.append({place - at for place in bad if at <= place < at + len(line)})
        at += len(line)
    return made
