"""Which cue a committed word belongs to: decided once, when the word is committed."""

from __future__ import annotations

from dataclasses import dataclass

from models.cue import Word
from models.events import Final, MeetingEvent, Opening

LINE = 37
CUE_CHARS = 2 * LINE
LONGEST_MS = 6_500
PAUSE_MS = 1_000
"""A pause from which the next word always begins a cue."""
BREATH_MS = 350
SENTENCE_CHARS = 30
CLAUSE_CHARS = 48
PHRASE_CHARS = 52

_SENTENCE_END = (".", "?", "!", "…", "。", "？", "！")
_CLAUSE_END = (",", ";", ":", "–", "—")
OPENERS = frozenset(
    "and or but so because that which who when where while if although though since unless until than as "
    "of in on at to for from by with without about into over under between through after before during "
    "the a an this these those our your their his her its my".split()
)
"""Words that begin a phrase: a line should break before them and never behind them."""


@dataclass
class Numbers:
    """Cue numbers; `next` is the first that is free."""

    next: int = 1

    def take(self) -> int:
        number, self.next = self.next, self.next + 1
        return number


@dataclass
class OpenCue:
    """The cue that may still grow."""

    id: int
    opening: Opening
    side: int
    start_ms: int
    end_ms: int
    text: str = ""
    count: int = 0

    def add(self, word: Word) -> None:
        self.text = f"{self.text} {word.text}" if self.text else word.text
        self.end_ms = max(self.end_ms, word.end_ms)
        self.count += 1

    def takes(self, word: Word) -> bool:
        """Whether the word, of the same speaker, belongs to this cue."""
        pause_ms = word.start_ms - self.end_ms
        if pause_ms >= PAUSE_MS or word.end_ms - self.start_ms > LONGEST_MS:
            return False
        text = f"{self.text} {word.text}"
        if not fits(text):
            return False
        ends_sentence = self.text.endswith(_SENTENCE_END)
        if ends_sentence and (len(self.text) >= SENTENCE_CHARS or pause_ms >= BREATH_MS):
            return False
        if self.text.endswith(_CLAUSE_END) and len(self.text) >= CLAUSE_CHARS:
            return False
        return not (len(self.text) >= PHRASE_CHARS and _begins_phrase(self.text, word.text))


def _begins_phrase(text: str, word: str) -> bool:
    last = text.rpartition(" ")[2].casefold().strip(",.;:?!")
    return word.casefold() in OPENERS and last not in OPENERS


def fits(text: str) -> bool:
    """Whether the text can be set in two lines of `LINE` characters, broken at a space."""
    if len(text) <= LINE:
        return True
    if len(text) > 2 * LINE + 1:
        return False
    first = text.rfind(" ", 0, LINE + 1)
    return first > 0 and len(text) - first - 1 <= LINE


class CueWriter:
    """Puts committed words into cues, and what that adds to the meeting into `events`.

    Words put one after the other without another event between go out as one event.
    """

    def __init__(self, events: list[MeetingEvent], first: int = 1) -> None:
        self._events = events
        self.numbers = Numbers(first)
        self._open: OpenCue | None = None

    @property
    def source(self) -> str:
        """The source whose cue is open; empty before the first."""
        return self._open.opening.source if self._open is not None else ""

    @property
    def rests(self) -> bool:
        """Whether the open cue, if there is one, stands at the end of a sentence."""
        return self._open is None or self._open.text.endswith(_SENTENCE_END)

    def beside(self) -> CueWriter:
        """Return a writer whose cues stand beside the open one, which goes on untouched."""
        writer = CueWriter(self._events)
        writer.numbers = self.numbers
        return writer

    def put_whole(self, words: tuple[Word, ...], opening: Opening, side: int = 0) -> None:
        """Put all the words, however many, into one cue of their own; the next word opens another."""
        self._open = None
        self._events.append(Final(self.numbers.take(), 0, words, opening, side % 2 == 1))

    def put(self, word: Word, opening: Opening, side: int = 0) -> None:
        """Put the word into the open cue if it belongs there, else into a new one that opens so.

        `side` is how often the meeting was taken off the record or back on before the word: no cue has words of two.
        """
        cue, off = self._open, side % 2 == 1
        if cue is None or (cue.opening, cue.side) != (opening, side) or not cue.takes(word):
            self._open = cue = OpenCue(self.numbers.take(), opening, side, word.start_ms, word.end_ms)
            self._events.append(Final(cue.id, 0, (word,), opening, off))
        else:
            last = self._events[-1] if self._events else None
            if isinstance(last, Final) and last.cue == cue.id:
                self._events[-1] = Final(cue.id, last.at, (*last.words, word), last.opening, off)
            else:
                self._events.append(Final(cue.id, cue.count, (word,), off=off))
        cue.add(word)
