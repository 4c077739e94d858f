"""Prints what captions make of ten minutes of nothing said: words invented, and what the hearing of it costs.

python benchmarks/silence.py [--minutes 10] [--engine sphinx|whisper] [--model FOLDER] [--kind pink ...]

The sound is made here, the same each time: digital silence, white and pink noise as from a bad line, and chords over
a beat. It is captioned by `dccg caption`, as fast as the machine can. CPU is less that of starting and loading.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from machine import told
from running import caption, engine_flags, start_up_cpu_s, write_wav

from captioner.recognition import SAMPLE_RATE, Samples
from models.cue import INAUDIBLE

LEVEL = 0.05
"""Root mean square of what is no silence: about -26 dBFS, as loud as speech."""
TEMPO_S = 0.5
PROGRESSION = ((220.0, 261.63, 329.63), (174.61, 220.0, 261.63), (196.0, 246.94, 293.66), (164.81, 196.0, 246.94))


def silence(count: int) -> Samples:
    return np.zeros(count, np.float32)


def white(count: int) -> Samples:
    return levelled(np.random.default_rng(1).standard_normal(count))


def pink(count: int) -> Samples:
    """Noise whose power falls with the pitch, by ten-second pieces: one long transform would not fit in memory."""
    piece = 10 * SAMPLE_RATE
    rng = np.random.default_rng(2)
    pitch = np.sqrt(np.maximum(np.fft.rfftfreq(piece, 1 / SAMPLE_RATE), 20.0))
    pieces = [np.fft.irfft(np.fft.rfft(rng.standard_normal(piece)) / pitch, piece) for _ in range(0, count, piece)]
    return levelled(np.concatenate(pieces)[:count])


def music(count: int) -> Samples:
    """Chords of plucked strings with overtones, a melody on top and a drum on every beat."""
    rng = np.random.default_rng(3)
    beat = round(TEMPO_S * SAMPLE_RATE)
    time = np.arange(beat) / SAMPLE_RATE
    drum = rng.standard_normal(beat) * np.exp(-40 * time)
    out = np.zeros(-(-count // beat) * beat)
    for number in range(len(out) // beat):
        chord = PROGRESSION[number // 8 % len(PROGRESSION)]
        notes = (*chord, 2 * rng.choice(chord))
        tone = sum(np.sin(2 * np.pi * note * n * time) / n for note in notes for n in (1, 2, 3, 4))
        out[number * beat : (number + 1) * beat] = tone * np.exp(-3 * time) + (number % 2) * drum
    return levelled(out[:count])


def levelled(sound: np.ndarray) -> Samples:
    return np.asarray(np.clip(sound * LEVEL / np.std(sound), -1, 1), np.float32)


KINDS: dict[str, Callable[[int], Samples]] = {"silence": silence, "white": white, "pink": pink, "music": music}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--engine", choices=("sphinx", "whisper"), default="sphinx")
    parser.add_argument("--model", default="", help="folder of Whisper weights")
    parser.add_argument("--kind", choices=tuple(KINDS), action="append", help="only this; may be given again")
    args = parser.parse_args()
    flags = engine_flags(args.engine, str(Path(args.model).resolve()) if args.model else "")
    seconds = 60 * args.minutes
    start_s = start_up_cpu_s(*flags)
    print("| sound | minutes | words invented | marked inaudible | CPU s per s | the words |")
    print("|---|--:|--:|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind in args.kind or KINDS:
            file = write_wav(Path(folder) / f"{kind}.wav", KINDS[kind](round(seconds * SAMPLE_RATE)))
            run = caption(file, Path(folder), *flags)
            events = map(json.loads, run.log.read_text(encoding="utf-8").splitlines())
            words = [word for _, what, text in events if what == "final" for word in text.split()]
            said = Counter(word for word in words if word != INAUDIBLE)
            heard = ", ".join(f"{word} {n}" for word, n in said.most_common(5))
            cost = max(0.0, run.cpu_s - start_s) / seconds
            marks = words.count(INAUDIBLE)
            print(f"| {kind} | {args.minutes:g} | {said.total()} | {marks} | {cost:.3f} | {heard} |", flush=True)
    print(told())


if __name__ == "__main__":
    main()
