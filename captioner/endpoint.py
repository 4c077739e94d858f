"""Where speech begins and ends, from the voice probability of each 32 ms frame."""

from __future__ import annotations

from dataclasses import dataclass

from captioner.recognition import FRAME_MS, Traits

SPEECH = 0.5
SILENCE = 0.35
LEAST_VOICE_MS = 160
"""An utterance with less voice than this is a click or a cough: it is never recognised. A lone "no" has more."""
LONG_MS = 4_000
"""From this length on an utterance may end at ever shorter pauses, for engines that allow it."""
SHRINK_PER_S = 40


@dataclass
class Utterance:
    """One stretch of speech. `voice_to_ms` is the end of its last voiced frame; `ended_ms` where the pause was long
    enough to end it, None while it goes on."""

    number: int
    voice_from_ms: int
    voice_to_ms: int
    voiced_ms: int = 0
    certainty: float = 0.0
    ended_ms: int | None = None

    @property
    def worth_hearing(self) -> bool:
        return self.voiced_ms >= LEAST_VOICE_MS


class Endpointer:
    """Turns frame probabilities into utterances. Depends on nothing but the frames, so not on how audio is cut."""

    def __init__(self, traits: Traits, start_ms: int) -> None:
        self._traits = traits
        self.now_ms = start_ms
        self._count = 0
        self.open: Utterance | None = None

    def hear(self, probability: float) -> Utterance | None:
        """Take the next frame; return the utterance that it begins or ends, else None."""
        began = self.now_ms
        self.now_ms += FRAME_MS
        speech = self.open
        if speech is None:
            if probability < SPEECH:
                return None
            self._count += 1
            self.open = Utterance(self._count, began, self.now_ms, FRAME_MS, probability)
            return self.open
        if probability >= SILENCE:
            speech.voice_to_ms = self.now_ms
            if probability >= SPEECH:
                speech.voiced_ms += FRAME_MS
                speech.certainty += (probability - speech.certainty) * FRAME_MS / speech.voiced_ms
        elif self.now_ms - speech.voice_to_ms >= self._pause_ms(speech):
            return self.end()
        return None

    def end(self) -> Utterance | None:
        """End the open utterance here, if there is one, and return it."""
        speech, self.open = self.open, None
        if speech is not None:
            speech.ended_ms = self.now_ms
        return speech

    def _pause_ms(self, speech: Utterance) -> int:
        over_ms = max(0, self.now_ms - speech.voice_from_ms - LONG_MS)
        shrunk = self._traits.pause_ms - over_ms * SHRINK_PER_S // 1000
        return max(self._traits.least_pause_ms, shrunk)
