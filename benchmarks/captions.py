"""Prints how good live captions of recordings are, on the product's real path, beside one pass over the whole file.

python benchmarks/captions.py [FILE.flac ...] [--engine sphinx|whisper] [--model FOLDER] [--shared FOLDER] [--at-once]

Each recording is captioned by `dccg caption --realtime`; its log of what a viewer sees is scored against the words
in NAME.words.tsv. Without a file it is the sample meeting, whose words have guessed times: its latency is worth no
more than some tenths of a second. CPU is that of all processes, less that of starting and loading.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from machine import told
from recordings import Recording, metrics, recording, scores, shared, word_error
from running import caption, engine_flags, start_up_cpu_s

from captioner.audio import to_pcm16
from captioner.recognition import SAMPLE_RATE, Samples
from dccg.demo.sample import AUDIO

HEAD = (
    "recording", "s", "WER %", "one pass %", "loss", "commit mean s", "p95 s", "first text s", "erasure", "rewrites",
    "lag s/min", "CPU s per s", "peak MB",
)  # fmt: skip


def one_pass(engine: str, model: str, language: str, samples: Samples) -> str:
    """Return what the engine makes of the whole recording at once."""
    if engine == "whisper":
        from faster_whisper import WhisperModel

        whisper = WhisperModel(model, device="cpu", compute_type="int8", local_files_only=True)
        segments, _ = whisper.transcribe(samples, beam_size=1, language=language)
        return " ".join(segment.text.strip() for segment in segments)
    from pocketsphinx import Decoder

    decoder = Decoder(fwdflat=False, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(to_pcm16(samples), full_utt=True)
    decoder.end_utt()
    said = (segment.word.partition("(")[0] for segment in decoder.seg() or ())
    return " ".join(word for word in said if word and word[0] not in "<[+")


def number(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def row(one: Recording, args: argparse.Namespace, scoring: Any, start_s: float, folder: Path) -> str:
    flags = engine_flags(args.engine, args.model)
    if args.meeting:
        flags += ["--meeting", str(args.meeting.resolve())]
    run = caption(one.path, folder, *flags, realtime=not args.at_once)
    samples = one.samples()
    found = scores(scoring, run.log, one)
    whole = None if args.no_one_pass else word_error(scoring, one_pass(args.engine, args.model, "en", samples), one)
    seconds = len(samples) / SAMPLE_RATE
    live = not args.at_once
    cells = (
        one.name,
        f"{seconds:.0f}",
        number(100 * found.wer, 1),
        number(None if whole is None else 100 * whole, 1),
        number(None if whole is None else 100 * (found.wer - whole), 1),
        number(found.commit.mean if live else None),
        number(found.commit.p95 if live else None),
        number(found.first.mean if live else None),
        number(found.normalized_erasure),
        str(found.final_rewrites),
        number(found.lag_slope if live else None, 3),
        number(max(0.0, run.cpu_s - start_s) / seconds),
        str(run.peak_mb) if run.peak_mb else "–",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=[AUDIO])
    parser.add_argument("--engine", choices=("sphinx", "whisper"), default="sphinx")
    parser.add_argument("--model", default="", help="folder of Whisper weights")
    parser.add_argument("--meeting", type=Path, help="meeting.toml with roster and terms")
    parser.add_argument("--shared", type=Path, help="folder with bench/caption_metrics.py; else DCCG_SHARED")
    parser.add_argument("--at-once", action="store_true", help="as fast as the machine can: no latency figures")
    parser.add_argument("--no-one-pass", action="store_true", help="leave out the pass over the whole file")
    args = parser.parse_args()
    if args.model:
        args.model = str(Path(args.model).resolve())
    scoring = metrics(shared(args.shared))
    start_s = start_up_cpu_s(*engine_flags(args.engine, args.model))
    print(f"| {' | '.join(HEAD)} |\n|---|{'--:|' * (len(HEAD) - 1)}")
    with tempfile.TemporaryDirectory() as folder:
        for path in args.files:
            print(row(recording(path), args, scoring, start_s, Path(folder)), flush=True)
    print(told())


if __name__ == "__main__":
    main()
