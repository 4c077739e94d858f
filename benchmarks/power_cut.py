"""Prints what many power cuts and failed syncs do to the record: states looked at, lost, broken.

python benchmarks/power_cut.py [--states 1000] [--syncs 50] [--folder /dev/shm]

The same code as tests/record/test_power_cut.py, which CI runs for some states. Needs a C compiler.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.record.power_cut import Tally, cut, record_death, record_each_sync, record_pen


def row(name: str, tally: Tally) -> None:
    print(f"| {name} | {tally.states} | {tally.acknowledged} | {tally.lost} | {tally.broken} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=1000)
    parser.add_argument("--syncs", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="where to write; memory is quick, and proves the same")
    chosen = parser.parse_args()
    print("| what | states | acknowledged before | lost | broken |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(dir=chosen.folder) as made:
        folder = Path(made)
        row("power cut", cut(folder, record_pen(folder / "full", 900), chosen.states, 1))
        row("the same, synchronous=NORMAL", cut(folder, record_pen(folder / "normal", 900, "NORMAL"), chosen.states, 1))
        tally = Tally()
        each = max(1, chosen.states // chosen.syncs)
        for number, ops in record_each_sync(folder / "each", 1, chosen.syncs, 180).items():
            cut(folder, ops, each, number, tally)
        row(f"each of {chosen.syncs} syncs failed, then a power cut", tally)
        tally = Tally()
        for sync in range(12, 12 + chosen.syncs):
            ops = record_death(folder / f"death-{sync}", 180, sync)
            cut(folder, ops, each, sync, tally)
        row("the same, the program killed at the failed sync and started anew", tally)


if __name__ == "__main__":
    main()
