"""Prints how long the public site of many meetings takes to build, and how much a search of it fetches.

python benchmarks/archive_site.py [--meetings 500] [--captions 800] [--forms docx,pdf,text,markdown,json]

The meetings are invented: an hour of captions each (800 of about twelve words, of a vocabulary of 4,000 words used as
unevenly as words are), and the report that the tests use. Then the site is built again with nothing changed, again
with one meeting changed, and words are looked for as the search page does.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from machine import told

sys.path.insert(0, str(Path(__file__).parent.parent))

from archive.search_index import shard_of, terms_of
from archive.site_pages import Site
from dccg.approved import Approved
from dccg.publishing import FORMS, build
from dccg.remembered import Source
from summarizer.layouts import layouts
from tests.archive.sites import approved, meeting, on, published

WORDS = 4_000
LAYOUTS = layouts()


def vocabulary(rng: random.Random) -> list[str]:
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = [1 / (at + 1) for at in range(len(letters))]
    return sorted({"".join(rng.choices(letters, weights, k=rng.randint(2, 11))) for _ in range(WORDS)})


def meetings(count: int, captions: int, changed: int | None = None) -> Iterator[Source]:
    """Yield the meetings, one a week, unread; `changed` has one more caption."""
    words = vocabulary(random.Random(1))
    for at in range(count):
        day = (date(2015, 1, 7) + timedelta(weeks=at)).isoformat()
        more = int(at == changed)
        yield Source(f"{day}-dccg-{at}", f"{at} {more}", partial(held, at, day, captions + more, words))


def held(at: int, day: str, captions: int, words: list[str]) -> Approved:
    """Return one meeting, folded from its events."""
    rng = random.Random(at)
    uneven = [1 / (place + 1) for place in range(len(words))]
    talk = [(f"Speaker {rng.randint(1, 9)}", " ".join(rng.choices(words, uneven, k=12)).capitalize() + ".")
            for _ in range(captions)]  # fmt: skip
    report = on(published(), day)
    own = tuple(replace(one, id=f"{at}-A{place}", children=()) for place, one in enumerate(report.actions))
    report = replace(report, actions=own, blocks=(report.blocks[0],), corrections=())
    return approved(meeting(f"{day}-dccg-{at}", title=f"Virtual meeting {at}", number=str(at)), report, talk)


def timed(path: Path, ones: Iterator[Source], forms: tuple[str, ...]) -> tuple[float, int]:
    begun = time.perf_counter()
    done = build(path, Site("Archive"), ones, LAYOUTS, forms=forms, memory=path.with_suffix(".json"))
    return time.perf_counter() - begun, len(done.written)


def sizes(path: Path) -> tuple[int, int]:
    found = [one.stat().st_size for one in path.rglob("*") if one.is_file()]
    return len(found), sum(found)


def fetched(path: Path, query: str) -> int:
    """Return how many bytes of the index a search of these words fetches."""
    names = {"meetings.json", *(f"{shard_of(term)}.json" for term in terms_of(query))}
    return sum((path / "search" / name).stat().st_size for name in names if (path / "search" / name).is_file())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--meetings", type=int, default=500)
    asked.add_argument("--captions", type=int, default=800)
    asked.add_argument("--forms", default=",".join(FORMS))
    given = asked.parse_args()
    forms = tuple(given.forms.split(","))
    print(told())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site"
        print(f"{given.meetings} meetings of {given.captions} captions; the first build folds each from its events")
        one = given.meetings // 2
        for name, changed in (("first build", None), ("nothing changed", None), ("one meeting changed", one)):
            took, written = timed(path, meetings(given.meetings, given.captions, changed), forms)
            print(f"{name}: {took:.0f} s, {written} files written", flush=True)
        count, total = sizes(path)
        shards = sorted((one.stat().st_size for one in (path / "search").iterdir()), reverse=True)
        print(f"site: {count} files, {total / 1e6:.0f} MB; index: {len(shards)} files, {sum(shards) / 1e6:.1f} MB, "
              f"largest {shards[0] / 1e3:.0f} kB")  # fmt: skip
        there = json.loads((path / "search" / "meetings.json").read_text(encoding="utf-8"))
        cost = fetched(path, "survey lighthouses") / 1e3
        print(f"a search of two words fetches {cost:.0f} kB of the index of {len(there)} meetings")


if __name__ == "__main__":
    main()
