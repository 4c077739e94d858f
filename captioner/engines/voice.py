"""How probable it is that somebody speaks, for every 32 ms of a stream of sound."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from captioner.recognition import FRAME, Samples

_CONTEXT = 64
"""Samples of the frame before that the model hears again."""
_STATE = (1, 1, 128)
_MODEL = Path("assets", "silero_vad_v6.onnx")


class VoiceDetector:
    """Silero VAD over one stream. What it says does not depend on how the sound is cut into calls."""

    def __init__(self) -> None:
        self._session = _session()
        self._h = np.zeros(_STATE, np.float32)
        self._c = np.zeros(_STATE, np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._rest = np.zeros(0, np.float32)

    def probabilities(self, samples: Samples) -> list[float]:
        """Return the probability of voice, 0 to 1, in each frame of 512 samples that the samples complete.

        Args:
            samples: float32, shape (n,), mono, 16 kHz, within [-1, 1]; what fills no frame waits for the next call.
        """
        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) // FRAME * FRAME
        self._rest = waiting[whole:].copy()
        return [self._step(waiting[at : at + FRAME]) for at in range(0, whole, FRAME)]

    def _step(self, frame: Samples) -> float:
        heard = np.concatenate([self._context, frame])[None]
        said, self._h, self._c = self._session.run(None, {"input": heard, "h": self._h, "c": self._c})
        self._context = frame[-_CONTEXT:].copy()
        return float(said.ravel()[0])


@cache
def _session() -> Any:
    """The one ONNX session of the process; it keeps no state between calls."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_model_file()), options, providers=["CPUExecutionProvider"])


def _model_file() -> Path:
    # Importing faster-whisper would load CTranslate2 into the main process, which has no use for it.
    package = importlib.util.find_spec("faster_whisper")
    assert package is not None
    assert package.submodule_search_locations
    return Path(package.submodule_search_locations[0]) / _MODEL
