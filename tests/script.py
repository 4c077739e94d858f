"""A known speech, and a recogniser that hears it with every fault that a real one has."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from captioner.recognition import FRAME, FRAME_MS, SAMPLES_PER_MS, Hypothesis, RecognizerStream, Samples, Window
from models.cue import Word


def speech(rng: random.Random, sentences: int = 3, start_ms: int = 400) -> tuple[Word, ...]:
    """Words of a talk with breaths between words and pauses between sentences."""
    vocabulary = "we you the a report budget agree not item chair very point is in of call list note day".split()
    at_ms, words = start_ms, []
    for _ in range(sentences):
        for _ in range(rng.randint(1, 18)):
            length_ms = rng.randint(200, 480)
            words.append(Word(at_ms, at_ms + length_ms, f"{rng.choice(vocabulary)}{len(words)}"))
            at_ms += length_ms + rng.choice([0, 0, 0, 40, 120, 250])
        at_ms += rng.choice([700, 900, 1500, 4000])
    return tuple(words)


def voice(words: Sequence[Word], length_ms: int) -> list[float]:
    """The voice probability of each 32 ms frame."""
    frames = [0.02] * (length_ms // FRAME_MS)
    for word in words:
        for frame in range(word.start_ms // FRAME_MS, min(len(frames), -(-word.end_ms // FRAME_MS))):
            frames[frame] = 0.95
    return frames


@dataclass
class Faulty:
    """Hears the words of a talk that lie in a window; wrong about its last `blind_ms`, and about case and times."""

    talk: Sequence[Word]
    rng: random.Random
    blind_ms: int = 350
    jitter_ms: int = 60
    wrong: float = 0.2
    windows: list[Window] = field(default_factory=list)

    def recognize(self, window: Window) -> Hypothesis:
        self.windows.append(window)
        heard = []
        for word in self.talk:
            inside = min(word.end_ms, window.end_ms) - max(word.start_ms, window.start_ms)
            if inside < (word.end_ms - word.start_ms) * 0.6:
                continue
            text = word.text
            if not window.final and word.end_ms > window.end_ms - self.blind_ms and self.rng.random() < 0.7:
                text = self.rng.choice(["uh", "the", text[:2] + "x"])
            elif self.rng.random() < self.wrong:
                text = self.rng.choice([text.capitalize(), text + ",", text + "."])
            shift = self.rng.randint(-self.jitter_ms, self.jitter_ms)
            start_ms = max(window.start_ms, word.start_ms + shift)
            heard.append(Word(start_ms, max(start_ms, min(window.end_ms, word.end_ms + shift)), text, 0.9))
        if not window.final and self.rng.random() < 0.15:
            heard.append(Word(window.end_ms, window.end_ms, "thanks", 0.4))
        return Hypothesis(tuple(heard), took_ms=200)


def pieces(rng: random.Random, length_ms: int, longest_ms: int = 400) -> list[tuple[int, int]]:
    """Cuts of the audio at random samples, as (first sample, last sample)."""
    at, out = 0, []
    while at < length_ms * SAMPLES_PER_MS:
        end = min(length_ms * SAMPLES_PER_MS, at + rng.randint(1, longest_ms * SAMPLES_PER_MS))
        out.append((at, end))
        at = end
    return out


def silence(samples: int) -> Samples:
    return np.zeros(samples, np.float32)


def play(
    stream: RecognizerStream, recognizer: Faulty, rng: random.Random, length_ms: int, fail: float = 0.0
) -> tuple[list[Word], list[str]]:
    """Feed a stream the whole talk in random pieces; return what was committed and every tail that was shown.

    With `fail`, passes fail at that rate, never three in a row.
    """
    frames = voice(recognizer.talk, length_ms)
    committed: list[Word] = []
    tails: list[str] = []

    failed = 0

    def serve() -> None:
        nonlocal failed
        while (window := stream.due()) is not None:
            if failed < 2 and rng.random() < fail:
                failed += 1
                stream.fail()
            else:
                failed = 0
                stream.receive(recognizer.recognize(window))
            reading = stream.read()
            committed.extend(reading.committed)
            tails.append(reading.tail)

    for first, last in pieces(rng, length_ms):
        stream.accept(silence(last - first), frames[first // FRAME : last // FRAME])
        serve()
    stream.finish()
    serve()
    return committed, tails
