"""Prints how long findings and a draft take for talks of a thousand, ten thousand and a hundred thousand captions.

python benchmarks/long_talk.py MEETINGS.jsonl

The talks are made of the captions of the meetings in the file, one after the other and over again.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import cycle, islice
from pathlib import Path

from machine import told

from summarizer.draft import draft
from summarizer.find import find
from summarizer.occasion import Occasion
from summarizer.talk import Talk, Utterance

LENGTHS = (1_000, 10_000, 100_000)
EACH_MS = 4_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("meetings", type=Path)
    lines = parser.parse_args().meetings.read_text(encoding="utf-8").splitlines()
    said = [(one["text"], one.get("speaker")) for line in lines if line for one in json.loads(line)["utterances"]]
    print("| captions | findings (s) | draft (s) | suggestions |\n|--:|--:|--:|--:|")
    for length in LENGTHS:
        talk = Talk(
            tuple(
                Utterance(str(at), text, speaker, at * EACH_MS, (at + 1) * EACH_MS - 100)
                for at, (text, speaker) in enumerate(islice(cycle(said), length), 1)
            )
        )
        began = time.process_time()
        found = find(talk)
        between = time.process_time()
        draft(talk, found, Occasion(id="long"))
        ended = time.process_time()
        print(f"| {length:,} | {between - began:.1f} | {ended - between:.2f} | {len(found.suggestions)} |", flush=True)
    print(told())


if __name__ == "__main__":
    main()
