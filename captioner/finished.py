"""What of a meeting can be read a sentence at a time, and what of it still waits for its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from captioner.reading import in_order
from captioner.sentences import Sentence, Sentences
from models.cue import Cue
from models.events import Final, Opening
from models.marks import AgendaMark, Between, Mark

RECENT = 60
"""So many of the newest cues are enough to find what waits: no sentence is longer."""


@dataclass(frozen=True)
class Finished:
    """`read` is in the order in which it came; `held` are the words that wait, `waiting` the headings behind them."""

    read: tuple[Sentence | Between, ...]
    held: tuple[Final, ...]
    waiting: tuple[AgendaMark, ...]

    def cut(self, cues: Iterable[Cue]) -> list[Cue]:
        """Return the cues without the words that wait; with them wait the corrections of their cues."""
        first = {final.cue: final.at for final in reversed(self.held) if final.words}
        kept = (cue for cue in cues if first.get(cue.id) != 0)
        return [
            replace(cue, words=cue.words[: first[cue.id]], corrected=None) if cue.id in first else cue for cue in kept
        ]

    def frames(self, cues: Iterable[Cue]) -> list[dict[str, Any]]:
        """Return what waits as the frames in which it came, for a page that goes on from here."""
        frames = [{"seq": None, "kind": "final", **final.body()} for final in self.held]
        waits = {final.cue for final in self.held if final.words}
        frames += [
            {"seq": None, "kind": "correction", "cue": cue.id, "text": cue.corrected}
            for cue in cues
            if cue.id in waits and cue.corrected is not None
        ]
        return frames + [
            {"seq": None, "kind": "agenda", "item": mark.item, "title": mark.title, "from_ms": mark.from_ms}
            for mark in self.waiting
        ]


def finished(cues: Sequence[Cue], marks: Iterable[Mark], quiet: bool) -> Finished:
    """Split the captions so far.

    Args:
        cues: In the order of their ids.
        marks: In the order of time.
        quiet: Nothing has come for a while, so that nothing waits any more.
    """
    sentences = Sentences()
    read: list[Sentence | Between] = []
    waiting: list[AgendaMark] = []
    things = list(in_order(cues, marks))
    spoken = max((at for at, thing in enumerate(things) if isinstance(thing, Cue)), default=-1)
    for thing in things[: spoken + 1]:
        if isinstance(thing, Cue):
            read += sentences.take(_final(thing))
        else:
            read += [*sentences.close(), thing]
    if quiet:
        read += sentences.finish()
    for mark in things[spoken + 1 :]:
        if isinstance(mark, AgendaMark):
            (waiting if sentences.open else read).append(mark)
        elif not isinstance(mark, Cue):
            read += [*sentences.close(), *waiting, mark]
            waiting = []
    return Finished(tuple(read), tuple(sentences.held), tuple(waiting))


def _final(cue: Cue) -> Final:
    return Final(cue.id, 0, cue.words, Opening(cue.speaker, cue.source, cue.origin, cue.engine, cue.lang, cue.gap))
