"""Fuzzes one parser, guided by the branches that its inputs reach, and says how many were tried and what was found.

python -m benchmarks.fuzz PARSER --seconds 3600

PARSER is one of tests/fuzz_targets.py, or "all" for each in turn. It begins with the inputs of tests/data/fuzz/PARSER
and with the product's own samples; an input that breaks something is left there as `crash-…`, to be mended and kept.
With --keep, the few short inputs that reach the most are kept there too. Needs: pip install atheris (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "data" / "fuzz"
SAMPLES = {
    "webvtt": ["tests/data/**/*.vtt"],
    "foreign": ["tests/data/foreign/*", "tests/data/meeting.*"],
    "meeting_toml": ["dccg/demo/**/meeting.toml", "docs/**/*.toml"],
    "report": ["tests/data/record.yaml"],
}
LONGEST_INPUT = 4_096
SLOWEST_S = 10
MOST_MB = 1_500
MOST_KEPT, LONGEST_KEPT = 24, 600


def main() -> int:
    told = argparse.ArgumentParser(description="Fuzz one parser.")
    told.add_argument("parser")
    told.add_argument("--seconds", type=int, default=60)
    told.add_argument("--keep", action="store_true", help="keep short inputs that reach the most")
    told.add_argument("--child", default="", help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.child:
        return _fuzz(asked.parser, asked.seconds, Path(asked.child))
    sys.path.insert(0, str(ROOT))
    from tests.fuzz_targets import TARGETS

    if asked.parser != "all" and asked.parser not in TARGETS:
        print(f"there is no parser {asked.parser}; choose one of all, {', '.join(TARGETS)}")
        return 2
    names = list(TARGETS) if asked.parser == "all" else [asked.parser]
    return max([_run(name, asked.seconds, asked.keep) for name in names])


def _run(name: str, seconds: int, keep: bool) -> int:
    """Fuzz in a child, so that a crash, a hang or growth ends the child alone."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for at, path in enumerate(seeds(name)):
            shutil.copyfile(path, corpus / f"seed-{at}")
        command = [sys.executable, "-m", "benchmarks.fuzz", name, f"--seconds={seconds}", f"--child={corpus}"]
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
        runs = re.findall(r"#(\d+)", done.stderr)
        print(
            f"{name}: {int(runs[-1]) if runs else 0:,} inputs in {time.monotonic() - began:.0f} s, "
            f"{len(list(corpus.iterdir())):,} worth keeping, {'nothing found' if not done.returncode else 'FOUND'}",
            flush=True,
        )
        if done.returncode:
            print(done.stdout[-3_000:], done.stderr[-1_500:], sep="\n", flush=True)
        if keep:
            _keep(name, corpus)
    return done.returncode


def seeds(name: str) -> list[Path]:
    """Return the samples of a parser, and what was kept of earlier runs."""
    found = [path for pattern in SAMPLES.get(name, ()) for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return found + sorted((KEPT / name).glob("*"))


def _keep(name: str, corpus: Path) -> None:
    """Keep the short inputs, evenly over their lengths."""
    held = sorted((path for path in corpus.iterdir() if path.stat().st_size <= LONGEST_KEPT), key=_length)
    step = max(1, len(held) // MOST_KEPT)
    (KEPT / name).mkdir(parents=True, exist_ok=True)
    for path in held[::step][:MOST_KEPT]:
        shutil.copyfile(path, KEPT / name / f"kept-{path.name.removeprefix('kept-')[:12]}")


def _length(path: Path) -> int:
    return path.stat().st_size


def _fuzz(name: str, seconds: int, corpus: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["models", "captioner", "summarizer", "archive", "tests.fuzz_targets"]):
        from tests.fuzz_targets import TARGETS
    (KEPT / name).mkdir(parents=True, exist_ok=True)
    options = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={SLOWEST_S}",
        f"-rss_limit_mb={MOST_MB}", f"-artifact_prefix={KEPT / name}{os.sep}", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(options, TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
