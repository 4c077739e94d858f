"""Decisions and next steps of the last minutes, looked for again at most every three seconds a meeting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer.actions import find_actions
from summarizer.desk_entries import Mark
from summarizer.finding import Finding
from summarizer.frames import find_frames
from summarizer.people import People
from summarizer.sentences import split_sentences
from summarizer.talk import Talk

AGAIN_S = 3.0
NEWEST = 200
"""Utterances that are looked at: enough for what a decision rests on, few enough for every three seconds."""
SHOWN = 8
GROWS_S = 120.0
"""A talk that had a new utterance since then is going on."""


@dataclass(frozen=True)
class Found:
    kind: str
    finding: Finding


@dataclass
class _Ear:
    """What was found in one meeting, when, and when the meeting last had a word more."""

    found: tuple[Found, ...] = ()
    looked_s: float = -AGAIN_S
    length: int = -1
    grown_s: float = -GROWS_S
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Listening:
    """Keeps what was found by meeting; who asks too soon gets what was found before."""

    def __init__(self) -> None:
        self._ears: dict[str, _Ear] = {}

    async def at(self, meeting_id: str, talk: Talk) -> tuple[tuple[Found, ...], bool]:
        """Return what was found in the last minutes of a talk, oldest first, and whether the talk is going on."""
        ear = self._ears.setdefault(meeting_id, _Ear())
        async with ear.turn:
            now_s, words = time.monotonic(), await asyncio.to_thread(_length, talk)
            if words != ear.length and now_s - ear.looked_s >= AGAIN_S:
                ear.grown_s = now_s if ear.length >= 0 else ear.grown_s
                ear.looked_s, ear.length = now_s, words
                ear.found = await asyncio.to_thread(look, talk)
        return ear.found, now_s - ear.grown_s < GROWS_S


def _length(talk: Talk) -> int:
    return sum(len(one.text) for one in talk.utterances)


def look(talk: Talk) -> tuple[Found, ...]:
    """Return the decisions and next steps of the last utterances, oldest first."""
    last = replace(talk, utterances=talk.utterances[-NEWEST:])
    people = People(last.roster, (one.speaker for one in last.utterances))
    sentences = split_sentences(last.utterances)
    found = [Found("decision", one) for one in find_frames(last, sentences, people, ended=False).decisions if one.sure]
    found += [Found("next step", one) for one in find_actions(last, sentences, people, None) if one.sure]
    return tuple(sorted(found, key=lambda one: last.place.get(one.finding.links[-1], 0)))


def found_in(found: Iterable[Found], talk: Talk, marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Return what was found for a page, the newest first; `cue` is the caption that it ends with."""
    marked = {str(one.cue) for one in marks}
    out = []
    for one in found:
        at = talk.place.get(one.finding.links[-1])
        if at is None or not one.finding.links[-1].isdigit():
            continue
        said = talk.utterances[at]
        out.append(
            {"kind": one.kind, "text": one.finding.text, "cue": int(said.id), "at_ms": said.start_ms or 0,
             "marked": bool(marked & set(one.finding.links))}
        )  # fmt: skip
    return out[::-1][:SHOWN]
