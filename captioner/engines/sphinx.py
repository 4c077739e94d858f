"""The built-in offline engine: pocketsphinx with the English model that its wheel carries.

Its decoder hears a stream once and keeps its state, so a window of an utterance it knows costs only its new sound.
Whoever comes with an utterance that it does not know, as after a crash, has the whole window heard.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from captioner.engines.sphinx_terms import Terms
from captioner.engines.sphinx_text import written
from captioner.recognition import Hypothesis, RecognizerStream, StreamSettings, Traits, Window
from models.cue import Word

FRAME_MS = 10
MOST_DECODERS = 8
"""A decoder holds about 100 MB; there are never more than sources that spoke at the same time."""
MOST_SOURCES = 256
ABANDONED_S = 30.0
FIRST_MEAN = "40,3,-1"
"""Where the decoder starts with a voice it never heard. Starting every utterance here, instead of with the mean of
the source's last one, cost 3 to 4 points of word error on recorded speech."""
UNKNOWN_PROBABILITY = 0.5
"""The decoder gives posteriors only at the end of an utterance."""


@dataclass(frozen=True)
class Sphinx:
    """The built-in engine."""

    name: str = "pocketsphinx (built-in)"
    notice: str = "Basic offline recognition: expect many errors."

    traits: ClassVar[Traits] = Traits(
        window_ms=40_000,
        keeps_state=True,
        passes=2,
        hold_ms=700,
        hold_alone_ms=1_000,
        run_up_ms=0,
        step_ms=500,
        pause_ms=700,
        least_pause_ms=400,
    )

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        from captioner.stream import AgreementStream

        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": __name__}


class Ear:
    """One decoder and the utterance that it is hearing, if any."""

    def __init__(self, decoder: Any, bias: str, terms: Terms) -> None:
        self.bias = bias
        self._decoder = decoder
        self._terms = terms
        self._heard = 0
        self._used_s = time.monotonic()
        self.utterance: tuple[str, int] | None = None

    @property
    def idle(self) -> bool:
        """Whether it may be given away: its utterance has ended, or nobody goes on with it."""
        return self.utterance is None or time.monotonic() - self._used_s > ABANDONED_S

    def knows(self, window: Window) -> bool:
        return self.utterance == (window.key, window.start_ms) and len(window.samples) >= self._heard

    @property
    def mean(self) -> str:
        """The mean of the sound heard last, by which the decoder takes account of voice and microphone."""
        return str(self._decoder.get_cmn(False))

    def begin(self, window: Window, mean: str) -> None:
        if self.utterance is not None:
            self._decoder.end_utt()
        # Without this the last milliseconds of the utterance before would be heard at the start of this one.
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.set_cmn(mean)
        self.utterance, self._heard = (window.key, window.start_ms), 0

    def hear(self, window: Window) -> list[Word]:
        """Hear what is new in the window and return the words of all of it."""
        self._used_s = time.monotonic()
        new = window.samples[self._heard :]
        if len(new):
            self._decoder.process_raw(np.clip(new * 32768, -32768, 32767).astype("<i2").tobytes())
            self._heard = len(window.samples)
        if window.final:
            self._decoder.end_utt()
            self.utterance = None
        return written(self._words(window), window.context, window.final)

    def _words(self, window: Window) -> list[Word]:
        words = []
        for segment in self._decoder.seg() or ():
            text = self._terms.text_of(segment.word)
            if text is None:
                continue
            start_ms = window.start_ms + segment.start_frame * FRAME_MS
            end_ms = max(start_ms, min(window.start_ms + (segment.end_frame + 1) * FRAME_MS, window.end_ms))
            probability = min(1.0, max(0.0, segment.prob)) if window.final else UNKNOWN_PROBABILITY
            words.append(Word(start_ms, end_ms, text, probability))
        return words


class SphinxRecognizer:
    """A `WindowRecognizer` over a few decoders, one for each utterance under way."""

    def __init__(self, new_decoder: Callable[[], Any]) -> None:
        self._new_decoder = new_decoder
        self._biases: dict[str, tuple[str, ...]] = {}
        self._ears: OrderedDict[str, Ear] = OrderedDict()  # by source, least recently used first
        self._means: dict[str, str] = {}
        self._ears[""] = self._new_ear("")

    def set_bias(self, bias_id: str, terms: Sequence[str], prompt: str) -> None:
        """Take the glossary that windows name by `bias_id`, most important terms first."""
        self._biases[bias_id] = tuple(terms)

    def recognize(self, window: Window) -> Hypothesis:
        started = time.perf_counter()
        ear = self._ear(window)
        source = _source(window)
        if not ear.knows(window):
            ear.begin(window, self._means.get(source, FIRST_MEAN))
        try:
            words = ear.hear(window)
        except Exception:
            # A decoder that failed in the middle of an utterance is in no known state.
            self._ears = OrderedDict((name, one) for name, one in self._ears.items() if one is not ear)
            raise
        self._remember(source, ear.mean)
        return Hypothesis(tuple(words), round(1000 * (time.perf_counter() - started)))

    def _ear(self, window: Window) -> Ear:
        """The decoder of the window's source; else an idle one, a new one, or the longest unused."""
        source = _source(window)
        ear = self._ears.pop(source, None)
        if ear is None:
            idle = [name for name, one in self._ears.items() if one.idle]
            fitting = [name for name in idle if self._ears[name].bias == window.bias]
            if fitting or idle:
                ear = self._ears.pop((fitting or idle)[0])
            elif len(self._ears) >= MOST_DECODERS:
                ear = self._ears.popitem(last=False)[1]
        if ear is None or ear.bias != window.bias:
            # Words cannot be taken out of a decoder again.
            ear = self._new_ear(window.bias)
        self._ears[source] = ear
        return ear

    def _remember(self, source: str, mean: str) -> None:
        self._means.pop(source, None)
        self._means[source] = mean
        while len(self._means) > MOST_SOURCES:
            del self._means[next(iter(self._means))]

    def _new_ear(self, bias: str) -> Ear:
        decoder = self._new_decoder()
        return Ear(decoder, bias, Terms(decoder, self._biases.get(bias, ())))


def _source(window: Window) -> str:
    return window.key.partition("/")[0]


def load(spec: dict[str, object]) -> SphinxRecognizer:
    """Return the recogniser; the model comes with the pocketsphinx package."""
    from pocketsphinx import Decoder

    # The second search (fwdflat) cost a third more time here and read slightly worse.
    return SphinxRecognizer(lambda: Decoder(fwdflat=False, loglevel="FATAL"))
