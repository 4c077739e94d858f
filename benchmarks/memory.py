"""How much memory grows while a long recording is captioned: the program and its workers, by the hour of sound.

python benchmarks/memory.py RECORDING.flac --times 3 --engine sphinx
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import av
from machine import Memory, told


def repeated(recording: Path, times: int, out: Path) -> float:
    """Write the recording several times over as one WAV file; return its length in seconds."""
    resampler = av.AudioResampler("s16", "mono", 16_000)
    with av.open(str(recording)) as sound:
        frames = [part for frame in [*sound.decode(audio=0), None] for part in resampler.resample(frame)]
    pcm = b"".join(frame.to_ndarray().tobytes() for frame in frames)
    with wave.open(str(out), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        for _ in range(times):
            file.writeframes(pcm)
    return times * len(pcm) / 32_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--engine", default="sphinx")
    parser.add_argument("--model", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        length_s = repeated(args.recording, args.times, Path(folder) / "long.wav")
        command = [sys.executable, "-m", "dccg", "caption", f"{folder}/long.wav", "-o", f"{folder}/out"]
        command += ["--engine", args.engine, *(["--model", args.model] if args.model else [])]
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with Memory(child.pid) as memory:
            child.wait()
    growth = (memory.last_mb - memory.first_mb) / (0.8 * length_s / 3600)
    print("| sound | engine | after a tenth, MB | before the last tenth, MB | growth MB an hour |")
    print("|---|---|--:|--:|--:|")
    print(f"| {length_s / 60:.0f} min | {args.engine} | {memory.first_mb} | {memory.last_mb} | {growth:.0f} |\n")
    print(told())


if __name__ == "__main__":
    main()
