"""Prints how late captions are when several meetings share one pool of workers, in real time.

python benchmarks/meetings.py [FILE.flac ...] [--meetings 4] [--engine sphinx|whisper|tiny|base|small] [--model FOLDER]
                              [--workers 2] [--seconds 120] [--shared FOLDER]

Each meeting hears one of the recordings, the meetings begin some seconds apart. `tiny`, `base` and `small` cost what
Whisper models of that size cost and hear perfectly (`benchmarks/perfect.py`). CPU is less that of loading.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from machine import children_cpu_s, own_cpu_s, told
from recordings import Recording, metrics, recording, samples_of, scores, shared
from running import write_wav
from shape import SHAPES
from shape import make as make_shape

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.engines.sphinx import Sphinx
from captioner.engines.whisper import Whisper
from captioner.recognition import SAMPLE_RATE, StreamRecognizer
from dccg.caption import blank_meeting, caption
from dccg.demo.sample import AUDIO

APART_S = 1.7


def cut(one: Recording, seconds: float, folder: Path) -> Recording:
    """Return the beginning of the recording as a file of its own."""
    samples = asyncio.run(samples_of(one.path))[: round(seconds * SAMPLE_RATE)]
    path = write_wav(folder / f"{one.name}.wav", samples)
    return replace(one, path=path, words=[word for word in one.words if word["end"] <= len(samples) / SAMPLE_RATE])


def recognizer_for(args: argparse.Namespace, heard: dict[str, Recording], folder: Path) -> StreamRecognizer:
    if args.engine == "sphinx":
        return Sphinx()
    if args.engine == "whisper":
        return Whisper(Path(args.model).resolve())
    from benchmarks.perfect import Perfect

    spoken = {
        name: [(round(1000 * w["start"]), round(1000 * w["end"]), w["word"]) for w in one.words]
        for name, one in heard.items()
    }
    return Perfect(make_shape(args.engine, folder / args.engine), spoken, f"stand-in of {args.engine} shape")


async def listen(name: str, one: Recording, wait_s: float, engine: Engine, folder: Path) -> Path:
    """Caption one meeting in real time; returns its log."""
    await asyncio.sleep(wait_s)
    log = folder / f"{name}.jsonl"
    with log.open("w", encoding="utf-8") as file:
        meeting = replace(blank_meeting(one.path), id=name)
        await caption(one.path, folder / name, meeting, engine, realtime=True, events=file)
    return log


async def loaded(recognizer: StreamRecognizer, workers: int) -> None:
    async with running(recognizer, workers):
        pass


async def together(
    recognizer: StreamRecognizer, workers: int, heard: dict[str, Recording], folder: Path
) -> Sequence[Path]:
    async with running(recognizer, workers) as engine:
        runs = (listen(name, one, APART_S * n, engine, folder) for n, (name, one) in enumerate(heard.items()))
        return await asyncio.gather(*runs)


def row(name: str, one: Recording, found: Any) -> str:
    commit, first = found.commit, found.first
    if commit.mean is None:
        return f"| {name} | {one.name} | {100 * found.wer:.1f} | – | – | – | – | {found.final_rewrites} |"
    return (
        f"| {name} | {one.name} | {100 * found.wer:.1f} | {commit.mean:.2f} | {commit.p95:.2f} | {first.mean:.2f} "
        f"| {found.normalized_erasure:.2f} | {found.final_rewrites} |"
    )


def main() -> None:
    args = _arguments()
    scoring = metrics(shared(args.shared))
    print("| meeting | recording | WER % | commit mean s | p95 s | first text s | erasure | rewrites |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pieces = [cut(recording(path), args.seconds, folder) for path in args.files]
        heard = {f"meeting-{n + 1}": pieces[n % len(pieces)] for n in range(args.meetings)}
        recognizer = recognizer_for(args, heard, folder)
        before_s = children_cpu_s()
        asyncio.run(loaded(recognizer, args.workers))
        loading_s, before_s, own_s = children_cpu_s() - before_s, children_cpu_s(), own_cpu_s()
        logs = asyncio.run(together(recognizer, args.workers, heard, folder))
        cost_s = children_cpu_s() - before_s - loading_s + own_cpu_s() - own_s
        delays = []
        for log, (name, one) in zip(logs, heard.items(), strict=True):
            found = scores(scoring, log, one)
            delays.append(found.commit.mean)
            print(row(name, one, found), flush=True)
        audio_s = sum(len(asyncio.run(samples_of(one.path))) for one in heard.values()) / SAMPLE_RATE
    means = [delay for delay in delays if delay is not None]
    print(f"\nEngine: {recognizer.name}, {args.workers or 'as many as cores'} workers.")
    print(f"Mean commit latency of all meetings: {np.mean(means):.2f} s." if means else "No word was matched.")
    print(f"CPU seconds per second of audio, all processes: {cost_s / audio_s:.2f}.")
    print(told())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=[AUDIO])
    parser.add_argument("--meetings", type=int, default=4)
    parser.add_argument("--engine", choices=("sphinx", "whisper", *SHAPES), default="sphinx")
    parser.add_argument("--model", default="", help="folder of Whisper weights")
    parser.add_argument("--workers", type=int, default=0, help="recogniser processes; 0 is one for each core")
    parser.add_argument("--seconds", type=float, default=120.0, help="how much of each recording")
    parser.add_argument("--shared", type=Path, help="folder with bench/caption_metrics.py; else DCCG_SHARED")
    return parser.parse_args()


if __name__ == "__main__":
    main()
