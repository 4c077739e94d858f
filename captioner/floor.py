"""Who has the floor: the sources' words take turns in the captions, and each goes into a cue under its speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from captioner.cues import CueWriter
from captioner.speakers import Speakers
from captioner.speaking import Speaking
from captioner.written import written
from models.cue import WRITTEN, Word
from models.events import MeetingEvent, Note, Opening


class Floor:
    """Puts the words that sources have ready into cues, and what that adds to the meeting into `events`.

    Args:
        engine: Name of the recogniser, kept with every cue.
        nameless: The Chatham House Rule holds: nobody's name goes with what was said, nor with what was typed.
    """

    def __init__(self, events: list[MeetingEvent], first_cue: int, engine: str, lang: str, nameless: bool) -> None:
        self.cues = CueWriter(events, first_cue)
        self.speakers = Speakers()
        self._events = events
        self._engine = engine
        self._lang = lang
        self._nameless = nameless

    def take_turns(self, sources: Mapping[str, Speaking]) -> None:
        """Move ready words into cues: the source of the open cue goes on, others come when it rests."""
        while True:
            waiting = [one for one in sources.values() if one.ready and one.gap is None]
            if not waiting:
                return
            holder = sources.get(self.cues.source)
            first = min(waiting, key=lambda one: one.ready[0][0].start_ms)
            if holder is not None and holder is not first and holder.keeps_floor(first):
                if not holder.ready:
                    return
                first = holder
            self._say(first)

    def type_text(self, text: str, speaker: str | None, from_ms: int, to_ms: int, side: int) -> None:
        """Put typed words into cues, their times spread over the typing; `side` as `CueWriter.put` has it."""
        parts = text.split()
        each_ms = max(1, (to_ms - from_ms) // max(1, len(parts)))
        for i, part in enumerate(parts):
            start_ms = from_ms + i * each_ms
            word = Word(start_ms, start_ms + each_ms, part)
            self.cues.put(word, self._by_hand(speaker, "typed"), side)

    def contribute(self, text: str, speaker: str | None, at_ms: int, side: int) -> None:
        """Put what somebody wrote into a cue of its own."""
        self.cues.put_whole(written(text, at_ms), self._by_hand(speaker, WRITTEN), side)

    def fill(self, one: Speaking, words: Sequence[Word]) -> None:
        """Put the words of a gap, all at once, into cues of their own beside the open one; `one` is done then."""
        aside = self.cues.beside()
        for word in words:
            aside.put(word, Opening(one.name, one.id, "machine", self._engine, self._lang, one.gap))
        one.ready.clear()
        self._events.append(Note("filled", {"gap": one.gap}))
        one.gap = None

    def speaker_at(self, one: Speaking, at_ms: int) -> str | None:
        if self._nameless:
            return None
        return one.name if one.name is not None else self.speakers.at(at_ms)

    def _by_hand(self, speaker: str | None, source: str) -> Opening:
        return Opening(None if self._nameless else speaker, source, "human", "typed", self._lang)

    def _say(self, one: Speaking) -> None:
        while one.ready:
            word, _ = one.ready.popleft()
            speaker = self.speaker_at(one, word.start_ms)
            opening = Opening(speaker, one.id, one.origin, self._engine, self._lang)
            self.cues.put(word, opening, one.off.side(word.start_ms, word.end_ms))

