"""One utterance on its way through recognition: where its next window starts, what of it is settled."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from captioner.agreement import agreed, held, seam
from captioner.edges import OVERLAP_MS
from captioner.endpoint import Utterance
from captioner.recognition import Traits, Window
from models.cue import INAUDIBLE, Word

PATIENCE_MS = 2_000
"""A word that passes keep disagreeing on is decided by one pass after this time."""
FIRST_PASS_MS = 600
SURE_SPEECH = 0.8
INAUDIBLE_MS = 1_500
DOUBT = 0.25
DOUBT_MS = 1_500
"""A word less probable than DOUBT waits this long for a better pass."""


@dataclass
class Hearing:
    """`from_ms` is where the next window starts, `heard_ms` the end of the audio of the last finished pass."""

    speech: Utterance
    from_ms: int
    traits: Traits
    part: int = 0
    heard_ms: int = 0
    failures: int = 0
    cut_short: bool = False
    """The audio behind the outstanding window was set aside: no window follows it."""
    edge_ms: int = 0
    """What lies before was set aside: words whose middle is earlier belong there."""
    committed: list[Word] = field(default_factory=list)
    earlier: deque[Sequence[Word]] = field(default_factory=deque)

    @property
    def said_ms(self) -> int:
        """End of the last committed word; before there is one, where the first may begin."""
        return max(self.from_ms, self.edge_ms, self.committed[-1].end_ms if self.committed else 0)

    def fills(self, window: Window) -> bool:
        """Whether the window holds as much as the recogniser takes."""
        return window.end_ms >= self.from_ms + self.traits.window_ms

    def due(self, end_ms: int, step_ms: int) -> bool:
        """Whether the audio up to `end_ms` is worth a pass, when passes are at least `step_ms` apart."""
        if not self.speech.worth_hearing:
            return False
        if self.heard_ms <= self.speech.voice_from_ms:
            return end_ms - self.speech.voice_from_ms >= min(FIRST_PASS_MS, self.traits.step_ms)
        return end_ms - self.heard_ms >= step_ms

    def from_now(self, ms: int) -> Hearing:
        """Return the same utterance without the words before `ms`; its windows begin a little earlier."""
        from_ms = max(self.from_ms, ms - OVERLAP_MS)
        return Hearing(self.speech, from_ms, self.traits, self.part + 1, heard_ms=max(from_ms, ms), edge_ms=ms)

    def new(self, words: Sequence[Word], window: Window) -> list[Word]:
        """Return the words of a hypothesis behind those that are committed already."""
        inside = [word for word in self.committed if word.end_ms > window.start_ms]
        new = words[seam(inside, words) :]
        return [word for word in new if word.start_ms + word.end_ms >= 2 * self.edge_ms]

    def settled(self, words: Sequence[Word], window: Window, alone: bool) -> int:
        """Return how many of the new words this pass settles; with `alone` it need not agree with another."""
        waiting_ms = window.end_ms - words[0].end_ms if words else 0
        if alone or self.fills(window) or waiting_ms > PATIENCE_MS:
            return held(words, window.end_ms - self.traits.hold_alone_ms)
        enough = len(self.earlier) >= self.traits.passes - 1
        count = agreed(words, tuple(self.earlier)) if enough else 0
        count = _without_doubt(words[:count], window.end_ms)
        return min(count, held(words, window.end_ms - self.traits.hold_ms))

    def whole(self, words: Sequence[Word], window: Window) -> list[Word]:
        """Return the words that the end of the window has not cut in two, by this pass alone."""
        return list(words[: held(words, self.sure_ms(window))])

    def sure_ms(self, window: Window) -> int:
        """Up to here the words of a window are whole, though no other pass confirms them."""
        return window.end_ms if window.final else window.end_ms - self.traits.hold_alone_ms

    def inaudible(self) -> list[Word]:
        """Return what stands for speech that no words were found in; empty if that may not have been speech."""
        speech = self.speech
        from_ms = max(speech.voice_from_ms, self.edge_ms)
        much = min(speech.voiced_ms, speech.voice_to_ms - from_ms) >= INAUDIBLE_MS
        sure = speech.certainty > SURE_SPEECH and not self.committed
        return [Word(from_ms, speech.voice_to_ms, INAUDIBLE, 0.0)] if much and sure else []

    def remember(self, words: Sequence[Word], count: int) -> None:
        """Keep the words for the next pass to agree with, but the first `count`, which are committed."""
        self.earlier.append(words)
        while len(self.earlier) > self.traits.passes - 1:
            self.earlier.popleft()
        self.earlier = deque(one[count:] for one in self.earlier)

    def slide(self, window: Window) -> bool:
        """Move the next window up behind the last committed word, less the run-up; say whether it moved."""
        if not self.committed:
            return False
        if self.traits.keeps_state:
            # A state that has grown long is given up at the last committed word.
            long = window.end_ms - self.from_ms > self.traits.window_ms * 3 // 4
            if not long or self.said_ms <= self.from_ms:
                return False
            self.restart(self.said_ms)
            return True
        kept = [word for word in self.committed if word.start_ms >= self.said_ms - self.traits.run_up_ms]
        start_ms = kept[0].start_ms if kept else self.said_ms - self.traits.run_up_ms
        before = [word.end_ms for word in self.committed if word.end_ms <= start_ms]
        if before:
            start_ms = (before[-1] + start_ms) // 2  # a window begins between two words
        if start_ms <= self.from_ms:
            return False
        self.from_ms = start_ms
        self.part += 1
        return True

    def restart(self, from_ms: int) -> None:
        """Begin a window at `from_ms` that owes nothing to those before it."""
        self.from_ms = from_ms
        self.part += 1
        self.earlier.clear()


def _without_doubt(words: Sequence[Word], end_ms: int) -> int:
    for count, word in enumerate(words):
        if word.probability < DOUBT and end_ms - word.end_ms < DOUBT_MS:
            return count
    return len(words)
