"""`dccg caption` as a user runs it, in a process of its own, measured."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from machine import Memory, children_cpu_s

from captioner.audio import to_pcm16
from captioner.recognition import SAMPLE_RATE, Samples

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """What one run left behind and cost."""

    log: Path
    out: Path
    cpu_s: float
    peak_mb: int
    growth_mb: int


def caption(file: Path, folder: Path, *flags: str, realtime: bool = False) -> Run:
    """Caption a file into a folder; whatever the program says goes to stderr."""
    log, out = folder / f"{file.stem}.jsonl", folder / file.stem
    command = [sys.executable, "-m", "dccg", "caption", str(file.resolve()), "-o", str(out), "--events", str(log)]
    before_s = children_cpu_s()
    child = subprocess.Popen(
        [*command, "--offline", *(["--realtime"] if realtime else []), *flags], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    with Memory(child.pid) as memory:
        code = child.wait()
    if code:
        raise SystemExit(f"dccg caption ended with {code}; its message is above")
    return Run(log, out, children_cpu_s() - before_s, memory.peak_mb, memory.last_mb - memory.first_mb)


def start_up_cpu_s(*flags: str) -> float:
    """Processor seconds of a run over half a second of silence: loading, and no recognition."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_wav(Path(folder) / "nothing.wav", np.zeros(SAMPLE_RATE // 2, np.float32))
        return caption(file, Path(folder), *flags).cpu_s


def write_wav(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(to_pcm16(samples))
    return path


def engine_flags(engine: str, model: str) -> list[str]:
    return ["--engine", engine, *(["--model", model] if model else [])]
