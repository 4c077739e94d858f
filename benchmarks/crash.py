"""Kill the program many times in one meeting, and tell what became of the sound: python -m benchmarks.crash 200."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.crash import crash_loop


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dccg-crash-") as folder:
        account = asyncio.run(crash_loop(Path(folder) / "data", asked.kills, asked.seed))
    print(account)
    sys.exit(0 if account.whole and abs(account.unaccounted_ms) <= 500 else 1)


if __name__ == "__main__":
    main()
