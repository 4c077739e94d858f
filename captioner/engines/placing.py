"""Where in the audio words lie, when the model's attention says too little about it or nothing.

Alignment leaves no gaps, so a word beside a pause swallows it; and a model whose alignment heads nobody picked
gives times that are half a second wrong (0.54 s on average with the fixture model, against 0.22 s for words
spread over the sound by their length).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from captioner.recognition import SAMPLES_PER_MS, Samples

POSITION_MS = 20
_LONG_WORD_MS, _LEAST_MS = 600, 120
_QUIET = 0.15
"""A frame this much weaker than the loud ones (-16 dB) is a pause."""
_BREATH = 1.5
"""Letters' worth of time that every word takes besides its own."""

Loud = npt.NDArray[np.bool_]


def picked_heads(model_dir: Path) -> bool:
    """Whether somebody picked the attention heads that align words.

    Those are a handful spread over the layers. The converter names every head of the later layers where it knows
    none, and then attention tells little of time.
    """
    heads = json.loads((model_dir / "config.json").read_text(encoding="utf-8")).get("alignment_heads") or []
    named = {(int(layer), int(head)) for layer, head in heads}
    layers, per_layer = {layer for layer, _ in named}, max((head for _, head in named), default=-1) + 1
    return len(named) == 1 or len(named) != len(layers) * per_layer


def loud_frames(samples: Samples) -> Loud:
    """Return for each 20 ms of the samples whether it is about as loud as the speech in them."""
    size = POSITION_MS * SAMPLES_PER_MS
    whole = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(whole):
        return np.zeros(0, np.bool_)
    levels = np.sqrt(np.mean(np.square(whole), axis=1))
    return np.asarray(levels > _QUIET * np.percentile(levels, 95))


def without_pauses(from_ms: int, to_ms: int, loud: Loud) -> tuple[int, int]:
    """Take the pauses off both ends of a word that lasts too long to be one."""
    if to_ms - from_ms <= _LONG_WORD_MS:
        return from_ms, to_ms
    inside = np.flatnonzero(loud[from_ms // POSITION_MS : to_ms // POSITION_MS]) * POSITION_MS
    if not len(inside):
        return from_ms, from_ms + _LONG_WORD_MS
    begin, end = from_ms + int(inside[0]), from_ms + int(inside[-1]) + POSITION_MS
    return min(begin, to_ms - _LEAST_MS), max(end, begin + _LEAST_MS)


def spread(words: Sequence[str], loud: Loud) -> list[tuple[int, int]]:
    """Return start and end of each word: the loud frames shared out by the length of the words.

    >>> spread(["we", "agree"], np.array([False, True, True, True, True, True, False]))
    [(20, 60), (40, 120)]
    """
    frames = np.flatnonzero(loud)
    if not len(frames):
        frames = np.arange(max(1, len(loud)))
    weights = np.array([len(word) + _BREATH for word in words])
    bounds = np.concatenate([[0.0], np.cumsum(weights) / weights.sum()]) * len(frames)
    times = []
    for begin, end in zip(bounds[:-1], bounds[1:], strict=True):
        first = min(int(begin), len(frames) - 1)
        last = max(first, min(int(np.ceil(end)) - 1, len(frames) - 1))
        times.append((int(frames[first]) * POSITION_MS, int(frames[last] + 1) * POSITION_MS))
    return times
