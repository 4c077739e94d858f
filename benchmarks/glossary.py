"""Prints how many names and terms of the sample meeting come out spelled right, with and without its glossary.

python benchmarks/glossary.py [--engine sphinx|whisper] [--model FOLDER]

The meeting is captioned twice by `dccg caption`: told its roster, bodies and terms by `--meeting`, and told nothing.
A term counts as often as it is said; where terms overlap ("Peter Lindgren", "Lindgren"), the longest counts.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from machine import told
from running import caption, engine_flags

from captioner.glossary import Glossary
from dccg.demo.play import sample_meeting
from dccg.demo.sample import AUDIO, MEETING, turns


def counted(terms: Sequence[str], text: str, exact: bool) -> Counter[str]:
    """How often each term stands in the text; `exact`: with its capitals."""
    found: Counter[str] = Counter()
    for term in sorted(terms, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", 0 if exact else re.IGNORECASE)
        text, found[term] = pattern.subn("\N{BULLET}", text)
    return found


def captioned(folder: Path, flags: Sequence[str]) -> str:
    run = caption(AUDIO, folder, *flags)
    events = map(json.loads, run.log.read_text(encoding="utf-8").splitlines())
    return " ".join(text for _, kind, text in events if kind == "final")


def share(said: Counter[str], got: Counter[str]) -> str:
    right = sum(min(count, got[term]) for term, count in said.items())
    return f"{right} of {said.total()} ({100 * right / said.total():.0f} %)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("sphinx", "whisper"), default="sphinx")
    parser.add_argument("--model", default="", help="folder of Whisper weights")
    args = parser.parse_args()
    flags = engine_flags(args.engine, str(Path(args.model).resolve()) if args.model else "")
    terms = Glossary.of(sample_meeting()).terms
    script = " ".join(turn.text for turn in turns())
    said = counted(terms, script, exact=False)
    print("| glossary | letters right | letters and capitals right | never right |\n|---|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, more in (("without", []), ("with", ["--meeting", str(MEETING)])):
            text = captioned(Path(folder), [*flags, *more])
            got, exact = counted(terms, text, exact=False), counted(terms, text, exact=True)
            never = ", ".join(term for term in said if said[term] and not got[term])
            print(f"| {name} | {share(said, got)} | {share(said, exact)} | {never} |", flush=True)
    print(told())


if __name__ == "__main__":
    main()
