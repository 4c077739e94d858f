"""Settled words a finished sentence at a time, for those who read or listen in whole sentences.

A sentence ends at a word with a full stop or the like, where the turn breaks (another speaker, source or language, a
pause, whatever the caller says), when it is overlong, or when nothing comes any more. How the words were cut into
finals makes no difference. The same rules are in `static/sentences.js`; `tests/data/sentences.json` tries both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from captioner.reading import PAUSE_MS
from models.cue import Word
from models.events import Final, Opening

QUIET_MS = 3_000
"""When nothing has come for so long, what is there is taken for finished."""
LONG = 300
"""Characters from which a sentence ends at the next comma; a little later at the next word, whatever it is."""
TOO_LONG = 360

_STOPS = tuple(".?!…。？！؟۔।")
_COMMAS = tuple(",;:–—،、，")
_CLOSERS = "\"')]}”’»"
_OPENERS = "\"'([{“‘«¿¡"
_SHORT = frozenset("dr. mr. mrs. ms. prof. e.g. i.e. vs. st. approx.".split())


def ends(word: str, first: bool = False) -> bool:
    """Return whether a sentence ends at this word; `first` says that it also begins there.

    >>> [ends(word) for word in ("meeting.", "Dr.", "J.", "3.5", "said.”")]
    [True, False, False, False, True]
    """
    bare = word.rstrip(_CLOSERS)
    if not bare.endswith(_STOPS):
        return False
    if not bare.endswith("."):
        return True
    bare = bare.lstrip(_OPENERS)
    if bare == "No.":
        return first  # an answer; within a sentence it stands before a number
    return bare.lower() not in _SHORT and not all(len(one) == 1 and one.isupper() for one in bare[:-1].split("."))


@dataclass(frozen=True)
class Part:
    """Words of one cue, from its word number `at` on."""

    cue: int
    at: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Sentence:
    """A finished sentence. It may hold parts of several cues; `turn` says that it is the first of its turn."""

    opening: Opening
    off: bool
    turn: bool
    parts: tuple[Part, ...]

    @property
    def speaker(self) -> str | None:
        return self.opening.speaker

    @property
    def lang(self) -> str:
        return self.opening.lang

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


@dataclass
class _Lane:
    """Where sentences grow: one for what is said now, one for each gap that is filled meanwhile."""

    cue: int
    opening: Opening
    off: bool
    end_ms: int
    heard_ms: int = 0
    turn: bool = True
    length: int = 0
    parts: list[tuple[int, int, list[Word]]] = field(default_factory=list)

    def enter(self, cue: int, opening: Opening, off: bool, start_ms: int) -> list[Sentence]:
        """Go on with another cue; returns the sentence that this ends."""
        before = self.opening
        breaks = (before.speaker, before.source, self.off) != (opening.speaker, opening.source, off)
        breaks = breaks or start_ms - self.end_ms > PAUSE_MS
        done = self.finish() if breaks or before.lang != opening.lang else []
        self.turn = self.turn or breaks
        self.cue, self.opening, self.off = cue, opening, off
        return done

    def add(self, at: int, word: Word) -> list[Sentence]:
        """Take the cue's word number `at`; returns the sentence that it ends."""
        first = not self.parts
        if first or self.parts[-1][0] != self.cue:
            self.parts.append((self.cue, at, []))
        self.parts[-1][2].append(word)
        self.end_ms = max(self.end_ms, word.end_ms)
        self.length += len(word.text) + 1
        overlong = self.length > TOO_LONG or (self.length > LONG and word.text.endswith(_COMMAS))
        return self.finish() if overlong or ends(word.text, first) else []

    def finish(self) -> list[Sentence]:
        if not self.parts:
            return []
        parts = tuple(Part(cue, at, tuple(words)) for cue, at, words in self.parts)
        done = Sentence(self.opening, self.off, self.turn, parts)
        self.parts, self.turn, self.length = [], False, 0
        return [done]


class Sentences:
    """Takes the finals of a meeting in their order and gives the sentences, each once, as soon as it is finished."""

    def __init__(self) -> None:
        self._cues: dict[int, tuple[Opening, bool]] = {}
        self._have: dict[int, int] = {}
        self._lanes: dict[int | None, _Lane] = {}

    def take(self, final: Final, now_ms: int = 0) -> list[Sentence]:
        """Return what these words finish. Words held already are skipped, words of an unknown cue left out.

        `now_ms`: when they came, on the clock that `quiet` is asked by.
        """
        if final.opening is not None:
            self._cues.setdefault(final.cue, (final.opening, final.off))
        if final.cue not in self._cues:
            return []
        have = self._have.get(final.cue, final.at)
        words = final.words[have - final.at :] if have >= final.at else ()
        if not words:
            return []
        (opening, off), done = self._cues[final.cue], []
        lane = self._lanes.get(opening.gap)
        if lane is None:
            lane = self._lanes[opening.gap] = _Lane(final.cue, opening, off, words[0].start_ms)
        elif lane.cue != final.cue:
            done += lane.enter(final.cue, opening, off, words[0].start_ms)
        for at, word in enumerate(words, have):
            done += lane.add(at, word)
        lane.heard_ms, self._have[final.cue] = now_ms, have + len(words)
        return done

    def close(self) -> list[Sentence]:
        """Break the turn of what is said now, for a heading or a gap; returns what this finishes."""
        lane = self._lanes.get(None)
        if lane is None:
            return []
        done = lane.finish()
        lane.turn = True
        return done

    def quiet(self, now_ms: int) -> list[Sentence]:
        """Return the sentences to which nothing came for `QUIET_MS`: they are finished now."""
        idle = (lane for lane in self._lanes.values() if now_ms - lane.heard_ms >= QUIET_MS)
        return [sentence for lane in idle for sentence in lane.finish()]

    def finish(self) -> list[Sentence]:
        """Return all that is unfinished, finished: nothing more will come."""
        return [sentence for lane in self._lanes.values() for sentence in lane.finish()]

    @property
    def open(self) -> bool:
        """Whether a sentence of what is said now is unfinished."""
        lane = self._lanes.get(None)
        return lane is not None and bool(lane.parts)

    @property
    def held(self) -> list[Final]:
        """Return the unfinished words, and with none the newest cue, as finals that another may go on from."""
        found = []
        for lane in self._lanes.values():
            parts = lane.parts or [(lane.cue, self._have[lane.cue], [])]
            found += [Final(cue, at, tuple(words), *self._cues[cue]) for cue, at, words in parts]
        return found
