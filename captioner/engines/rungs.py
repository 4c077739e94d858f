"""The fixed window sizes a Whisper model is asked at, and which of them an installed model may use.

A full window is 30 s, and most of its cost is silence. Shorter ones work only with room to spare after the audio,
and not for every model, so `dccg doctor` measures each size on a recording and keeps the answer beside the weights
(or in the user's cache, where those cannot be written). The same with context: models that were tuned without it
read worse with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import platformdirs
from rapidfuzz.distance import Levenshtein

from captioner.guards import bare
from captioner.recognition import SAMPLES_PER_MS, Samples
from models.cue import Word

FRAME_MS = 10
RUNGS = (1000, 1500, 2000, 3000)
"""Frames of 10 ms. The encoder gives half as many positions. Where those equal the number of mel bins (159 or 160
frames with 80 bins, 255 or 256 with 128), CTranslate2 takes its own output for features and encodes it again, in
silence; fixed sizes far above that keep clear of it."""
FULL = RUNGS[-1]
MARGIN_MS = 2_600
"""Silence after the audio without which the model does not know when to stop."""
TOLERANCE = 0.5
"""Points of word error by which a short window may be worse than the full one."""
_FILE = "rungs.json"
_SHORTEST_MS = RUNGS[0] * FRAME_MS - MARGIN_MS


def rung_for(audio_ms: int, rungs: Sequence[int] = RUNGS) -> int:
    """Return the frames of the smallest window that holds the audio and its margin; else those of the full one.

    >>> rung_for(7_400), rung_for(7_401), rung_for(29_000), rung_for(1_000, (2000, 3000))
    (1000, 1500, 3000, 2000)
    """
    return next((rung for rung in sorted(rungs) if rung * FRAME_MS >= audio_ms + MARGIN_MS), FULL)


def usable(errors: dict[int, float]) -> tuple[int, ...]:
    """Return the rungs whose word error, in points, is near that of the full window; the full window always."""
    return tuple(rung for rung in RUNGS if rung == FULL or errors.get(rung, 1e9) <= errors[FULL] + TOLERANCE)


class Hear(Protocol):
    """Recognises samples in a window of so many frames, after the text before (`WhisperRecognizer.hear`)."""

    def __call__(self, samples: Samples, frames: int, before: str = "") -> Sequence[Word]: ...


def measure_rungs(hear: Hear, samples: Samples, reference: str) -> dict[int, float]:
    """Return the word error in points of each rung, the same pieces of the recording heard at each.

    Args:
        hear: The model.
        samples: A recording, as `Window.samples`, of any length.
        reference: What is said in it.
    """
    return {rung: _error(hear, samples, reference, rung, with_context=False) for rung in RUNGS}


def context_helps(hear: Hear, samples: Samples, reference: str, rung: int = RUNGS[0]) -> bool:
    """Return whether the model reads about as well at this rung when it is told what was said before.

    Arguments as above; the rung is best the smallest that is usable, the one that windows mostly have.
    """
    without, with_it = (_error(hear, samples, reference, rung, told) for told in (False, True))
    return with_it <= without + TOLERANCE


def _error(hear: Hear, samples: Samples, reference: str, rung: int, with_context: bool) -> float:
    said = bare(reference.split())
    heard: list[str] = []
    for piece in _pieces(samples):
        heard += [word.text for word in hear(piece, rung, " ".join(heard[-40:]) if with_context else "")]
    return round(100 * Levenshtein.distance(said, bare(heard)) / max(1, len(said)), 2)


def _pieces(samples: Samples) -> Iterator[Samples]:
    """Cut the recording where it is quietest, into pieces that the shortest rung holds."""
    longest, step = _SHORTEST_MS * SAMPLES_PER_MS, 100 * SAMPLES_PER_MS
    while len(samples) > longest:
        starts = range(longest // 2, longest - step + 1, step)
        quietest = min(starts, key=lambda at: float(np.mean(np.square(samples[at : at + step]))))
        cut = quietest + step // 2
        yield samples[:cut]
        samples = samples[cut:]
    yield samples


@dataclass(frozen=True)
class SelfTest:
    """What a model may be asked with: the rungs, and whether context."""

    rungs: tuple[int, ...] = RUNGS
    context: bool = True


def load_self_test(model_dir: Path) -> SelfTest:
    """Return what was measured of this model; everything allowed where nobody has."""
    for path in _places(model_dir):
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return SelfTest(tuple(r for r in RUNGS if r in kept["rungs"] or r == FULL), bool(kept["context"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return SelfTest()


def save_self_test(model_dir: Path, test: SelfTest) -> Path:
    """Keep what was measured and return where: beside the weights if that can be written, else in the cache."""
    text = json.dumps({"rungs": test.rungs, "context": test.context}) + "\n"
    beside, cached = _places(model_dir)
    try:
        beside.write_text(text, encoding="utf-8")
        return beside
    except OSError:
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_text(text, encoding="utf-8")
        return cached


def _places(model_dir: Path) -> tuple[Path, Path]:
    key = hashlib.sha256(str(model_dir.resolve()).encode()).hexdigest()[:16]
    return model_dir / _FILE, platformdirs.user_cache_path("dccg") / "rungs" / f"{key}.json"
