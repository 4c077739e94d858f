"""One source being recognised: which audio is due, what of the answer is settled.

The policy (docs/why/commit.md): windows are short and start shortly before the last committed word; a word is
committed once consecutive passes agree on it and it does not touch the end of the audio; at the end of speech one
more pass, padded with silence, commits the rest. Nothing here depends on how the audio was cut into chunks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from captioner.buffer import SampleBuffer
from captioner.context import Context
from captioner.edges import OVERLAP_MS
from captioner.endpoint import Endpointer, Utterance
from captioner.guards import repeats_across
from captioner.hearing import Hearing
from captioner.overload import Ladder
from captioner.recognition import SAMPLES_PER_MS, Backlog, Hypothesis, Reading, Samples, StreamSettings, Traits, Window
from captioner.stability import Tail
from models.cue import Word

PRE_ROLL_MS = 1_000
LONGEST_STEP_MS = 3_000
LEAD_IN_MS = 300
FLUSH_MS = 500
"""Silence appended when the sound ends without any."""
FILE_STEP_MS = 2_000
"""New audio between two passes when nobody waits for the words."""
FORGET_MS = 3_000
FORGET_BELOW = 0.5
TRIES = 3
LEAST_ASIDE_MS = 1_000


class AgreementStream:
    """A `RecognizerStream` over any `WindowRecognizer`, by agreement of consecutive passes."""

    def __init__(
        self,
        traits: Traits,
        key: str,
        start_ms: int,
        settings: StreamSettings = StreamSettings(),  # noqa: B008
    ) -> None:
        self._traits = traits
        self._key = key
        self._settings = settings
        self._buffer = SampleBuffer(start_ms)
        self._ends = Endpointer(traits, start_ms)
        self._queue: deque[Hearing] = deque()
        self._floor_ms = start_ms  # audio before it is dealt with: no window starts there
        self._out: Window | None = None
        self._turn_ms = 0
        self._tail = Tail()
        self._said: deque[Word] = deque(settings.said, maxlen=60)
        self._context = Context(settings.unkept)
        self._finished = False
        self._ready: list[Word] = []
        self._lost: list[tuple[int, int, str]] = []
        self._rejected: list[str] = []
        self._ladder = Ladder()

    @property
    def hearing(self) -> bool:
        return self._ends.open is not None

    @property
    def lag_ms(self) -> int:
        waiting = [item for item in self._queue if item.speech.worth_hearing and not item.cut_short]
        if not waiting:
            return 0
        first = waiting[0]
        begun = max(first.heard_ms, first.speech.voice_from_ms)
        last = waiting[-1].speech
        end = last.voice_to_ms if last.ended_ms is not None else self._buffer.end_ms
        return max(0, end - begun)

    @property
    def level(self) -> int:
        return self._ladder.level

    @property
    def idle(self) -> bool:
        return not self._queue and self._out is None

    def accept(self, samples: Samples, voice: Sequence[float]) -> None:
        self._buffer.append(samples)
        for probability in voice:
            begun_or_ended = self._ends.hear(probability)
            if begun_or_ended is not None and begun_or_ended.ended_ms is None:
                self._begin(begun_or_ended)
        if not self._queue:
            self._floor_ms = max(self._floor_ms, self._buffer.end_ms - PRE_ROLL_MS)
        self._drop_coughs()
        self._climb()
        self._buffer.drop_before(min(self._floor_ms, self._buffer.end_ms - PRE_ROLL_MS) - OVERLAP_MS)

    def finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        missing = FLUSH_MS * SAMPLES_PER_MS
        self._buffer.append(np.zeros(missing, np.float32))
        if self._ends.open is not None:
            self._ends.now_ms = self._buffer.end_ms
            self._ends.end()
        self._drop_coughs()

    def due(self) -> Window | None:
        if self._out is not None or not self._queue:
            return None
        item = self._queue[0]
        speech = item.speech
        end_ms = speech.ended_ms if speech.ended_ms is not None else self._buffer.end_ms
        full_ms = item.from_ms + self._traits.window_ms
        final = speech.ended_ms is not None and end_ms <= full_ms
        if not final and end_ms < full_ms and not self._step_is_due(item, end_ms):
            return None
        end_ms = min(end_ms, full_ms)
        self._out = Window(
            key=f"{self._key}/{speech.number}.{item.part}",
            start_ms=item.from_ms,
            samples=self._buffer.cut(item.from_ms, end_ms),
            context=self._context.before(item.from_ms),
            final=final,
            rank=self._ladder.rank if self._traits.lighter else 0,
            bias=self._settings.bias,
        )
        return self._out

    def receive(self, hypothesis: Hypothesis) -> None:
        window, self._out = self._out, None
        if window is None or not self._queue:
            return
        item = self._queue[0]
        item.failures = 0
        # How long the answer took, waiting for a worker included, by the sound that came meanwhile.
        turn_ms = max(hypothesis.took_ms * 6 // 5, (self._buffer.end_ms - window.end_ms) * 3 // 4)
        self._turn_ms = min(turn_ms, LONGEST_STEP_MS)
        self._ladder = self._ladder.took(hypothesis.took_ms, window.end_ms - item.heard_ms)
        item.heard_ms = window.end_ms
        self._climb()
        if hypothesis.rejected:
            self._reject(hypothesis.rejected)
        words = self._new_words(item, self._settings.respell(hypothesis.words), window)
        if item.cut_short:
            # The words at its end may be cut in two: they come with what was set aside.
            self._commit(item, item.whole(words, window))
            self._leave(item)
        elif window.final:
            self._settle(item, words)
            self._end(item)
        else:
            self._advance(item, words, window)

    def fail(self) -> None:
        window, self._out = self._out, None
        if window is None or not self._queue:
            return
        item = self._queue[0]
        item.failures, item.heard_ms = item.failures + 1, window.end_ms
        if item.failures < TRIES and not window.final and not item.cut_short:
            return
        if item.failures >= TRIES or item.cut_short:
            # Nobody could recognise this audio: say so instead of trying for ever.
            kept = item.earlier[-1] if item.earlier else ()
            self._commit(item, list(kept))
            from_ms = item.said_ms if item.committed else max(item.speech.voice_from_ms, item.edge_ms)
            self._lost.append((from_ms, window.end_ms, "recognition failed"))
            if item.cut_short:
                self._leave(item)
            elif window.final:
                self._end(item)
            else:
                item.restart(window.end_ms)

    def set_aside(self, served: bool) -> Backlog | None:
        kept_ms = self._ladder.keeps_ms(self.lag_ms, served)
        if kept_ms is None:
            return None
        out, first = self._out, self._queue[0]
        waiting = [item for item in self._queue if not item.cut_short]
        from_ms, to_ms = waiting[0].said_ms, self._buffer.end_ms - kept_ms
        if out is not None and not first.cut_short:
            # The window that a worker is busy with is paid for: its words still come.
            from_ms = max(from_ms, first.sure_ms(out))
        if to_ms - from_ms < LEAST_ASIDE_MS:
            return None  # most of what waits is being heard just now
        start_ms = max(self._buffer.start_ms, from_ms - OVERLAP_MS)
        samples = self._buffer.cut(start_ms, to_ms + OVERLAP_MS)
        self._queue.clear()
        if out is not None:
            first.cut_short = True
            self._queue.append(first)
        self._queue.extend(item.from_now(to_ms) for item in waiting if (item.speech.ended_ms or to_ms + 1) > to_ms)
        self._context.clear()
        self._floor_ms = to_ms
        self._ladder = self._ladder.relieved()
        return Backlog(from_ms, to_ms, start_ms, samples)

    def read(self) -> Reading:
        reading = Reading(
            tuple(self._ready), self._tail.text, self._dealt_with_ms(), tuple(self._lost), tuple(self._rejected)
        )
        self._ready, self._lost, self._rejected = [], [], []
        return reading

    # --- the utterance -------------------------------------------------------------------------

    def _begin(self, speech: Utterance) -> None:
        # A tenth of a second of the pause before belongs to the first sound of a word.
        from_ms = max(self._floor_ms, speech.voice_from_ms - LEAD_IN_MS, self._buffer.start_ms)
        if self._queue:
            before = self._queue[-1].speech
            from_ms = max(from_ms, before.voice_to_ms + (speech.voice_from_ms - before.voice_to_ms) // 2)
        if self._said and speech.voice_from_ms - self._said[-1].end_ms > FORGET_MS:
            self._context.clear()
        said = [word for word in self._settings.said if word.end_ms > from_ms]
        self._queue.append(Hearing(speech, from_ms, self._traits, heard_ms=from_ms, committed=said))

    def _drop_coughs(self) -> None:
        ended = [item for item in self._queue if item.speech.ended_ms is not None and not item.speech.worth_hearing]
        for item in ended:
            if self._out is None or item is not self._queue[0]:
                self._queue.remove(item)

    def _leave(self, item: Hearing) -> None:
        self._queue.popleft()
        self._tail.clear()

    def _end(self, item: Hearing) -> None:
        self._leave(item)
        ended_ms = item.speech.ended_ms or item.speech.voice_to_ms
        self._floor_ms = max(self._floor_ms, min(ended_ms, item.speech.voice_to_ms + LEAD_IN_MS))

    def _step_is_due(self, item: Hearing, end_ms: int) -> bool:
        # A pass covers at least the audio that came while the one before it was made: a slow machine, or one with
        # many meetings, gets coarser steps and not a longer queue.
        step_ms = max(self._traits.step_ms, self._turn_ms) if self._settings.live else FILE_STEP_MS
        return item.due(end_ms, step_ms)

    def _climb(self) -> None:
        if self._settings.live:
            self._ladder = self._ladder.at(self.lag_ms, self._buffer.end_ms)

    # --- the words -----------------------------------------------------------------------------

    def _new_words(self, item: Hearing, words: Sequence[Word], window: Window) -> list[Word]:
        new = item.new(words, window)
        loop = repeats_across([word.text for word in self._said], [word.text for word in new])
        if loop:
            self._reject("loop")
        return new[loop:]

    def _advance(self, item: Hearing, words: list[Word], window: Window) -> None:
        full = item.fills(window)
        count = item.settled(words, window, self._ladder.single_pass)
        self._commit(item, words[:count])
        item.remember(words, count)
        self._tail.offer(words[count:], window.end_ms, count)
        if full and not count:
            # Speech that yields no words for a whole window: let it go rather than hear it for ever.
            item.restart(max(item.from_ms, window.end_ms - PRE_ROLL_MS))
        elif not item.slide(window):
            return
        self._floor_ms = max(self._floor_ms, item.from_ms)

    def _settle(self, item: Hearing, words: list[Word]) -> None:
        words = words or item.inaudible()
        self._commit(item, words)
        if words and sum(word.probability for word in words) / len(words) < FORGET_BELOW:
            self._context.clear()

    def _commit(self, item: Hearing, words: list[Word]) -> None:
        if not words:
            return
        last_ms = self._said[-1].end_ms if self._said else item.from_ms
        for word in words:
            # Times of two passes may overlap by some hundredths; the record never goes back.
            start_ms = max(word.start_ms, last_ms)
            settled = replace(word, start_ms=start_ms, end_ms=max(word.end_ms, start_ms))
            last_ms = settled.end_ms
            self._ready.append(settled)
            self._said.append(settled)
            self._context.add(settled)
            item.committed.append(settled)

    def _reject(self, rule: str) -> None:
        self._rejected.append(rule)
        self._context.clear()

    def _dealt_with_ms(self) -> int:
        if not self._queue:
            return self._buffer.end_ms
        return self._queue[0].said_ms
