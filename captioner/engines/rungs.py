"""The fixed window sizes a Whisper model is asked at, and which of them an installed model may use.

A full window is 30 s, and most of its cost is silence. Shorter ones work only with room to spare after the audio,
and not for every model, so `dccg doctor` measures each size on a recording and keeps the answer beside the weights
(or in the user's cache, where those cannot be written).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

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


def measure_rungs(hear: Callable[[Samples, int], Sequence[Word]], samples: Samples, reference: str) -> dict[int, float]:
    """Return the word error in points of each rung, the same pieces of the recording heard at each.

    Args:
        hear: Recognises samples in a window of so many frames (`WhisperRecognizer.hear`).
        samples: A recording, as `Window.samples`, of any length.
        reference: What is said in it.
    """
    said = bare(reference.split())
    pieces = list(_pieces(samples))
    errors = {}
    for rung in RUNGS:
        heard = bare([word.text for piece in pieces for word in hear(piece, rung)])
        errors[rung] = round(100 * Levenshtein.distance(said, heard) / max(1, len(said)), 2)
    return errors


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


def load_rungs(model_dir: Path) -> tuple[int, ...]:
    """Return the rungs that this model may use; all of them where nobody has measured."""
    for path in _places(model_dir):
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))["rungs"]
            return tuple(rung for rung in RUNGS if rung in kept or rung == FULL)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return RUNGS


def save_rungs(model_dir: Path, errors: dict[int, float]) -> Path:
    """Keep what was measured and return where: beside the weights if that can be written, else in the cache."""
    text = json.dumps({"rungs": usable(errors), "errors": {str(k): v for k, v in errors.items()}}, indent=1)
    beside, cached = _places(model_dir)
    try:
        beside.write_text(text + "\n", encoding="utf-8")
        return beside
    except OSError:
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_text(text + "\n", encoding="utf-8")
        return cached


def _places(model_dir: Path) -> tuple[Path, Path]:
    key = hashlib.sha256(str(model_dir.resolve()).encode()).hexdigest()[:16]
    return model_dir / _FILE, platformdirs.user_cache_path("dccg") / "rungs" / f"{key}.json"
