"""Times the readers of text on lines of a megabyte that were made to be slow, and says which took longest.

python -m benchmarks.patterns [--kilobytes 1000]

A line of a megabyte reaches a reader only where a whole file is read; captions, names and notices are cut off before
any pattern sees them (`models/names.py`, `captioner/routes`). The sixteenth of the length is timed too: where the whole
takes much more than sixteen times as long, time grows faster than the text.
"""

from __future__ import annotations

import argparse

from tests.test_hostile_patterns import PUMPS, READERS, spent_s

TOO_LONG_S = 2.0


def main() -> None:
    told = argparse.ArgumentParser(description="Time the readers of text on long lines.")
    told.add_argument("--kilobytes", type=int, default=1_000)
    length = told.parse_args().kilobytes * 1_000
    print(f"{'reader':14} {'longest':>9} {'sixteenth':>9} {'ratio':>6}  made of")
    for name, read in READERS.items():
        worst = (-1.0, 0.0, "")
        for pump in PUMPS:
            first = spent_s(lambda: read(pump * (length // 16 // len(pump))))  # noqa: B023
            # What takes so long already would take minutes: a square is told without it.
            whole = first * 256 if first > TOO_LONG_S else spent_s(lambda: read(pump * (length // len(pump))))  # noqa: B023
            worst = max(worst, (whole, first, pump))
        whole, first, pump = worst
        print(f"{name:14} {whole * 1000:6.0f} ms {first * 1000:6.1f} ms {whole / max(first, 1e-4):6.0f}  {pump!r}")


if __name__ == "__main__":
    main()
