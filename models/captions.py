"""How a cue stands in a file: cut into captions of at most two lines, each with its time on the screen.

Rule of times: a caption starts with its first word and ends no earlier than its last. It stays, as far as
the caption or gap behind it allows, 0.3 s for each word and at least 1 s, at most 7 s unless its words last
longer, and at most 6 s past its last word. Would the screen then be empty for less than 1 s, it stays until
the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.cue import Cue
from models.lines import break_lines, share_out
from models.plain import clean

PER_WORD_MS = 300
SHORTEST_MS = 1_000
LONGEST_MS = 7_000
SILENCE_MS = 6_000
LEAST_GAP_MS = 1_000

# Parts of a BCP 47 tag; anything else would make a file invalid.
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_Timed = tuple[int, int, str]
_Run = tuple[int, int, Sequence[str]]


@dataclass(frozen=True)
class Caption:
    """What is on the screen at once, from `start_ms` to `end_ms`.

    `captions_of` gives the end of its last word, `lasting_until` the time at which it goes.
    `part` is 0 when the cue is one caption, else 1, 2, 3 ...
    `lang` is empty unless the words are in another language than the meeting's.
    """

    cue: Cue
    part: int
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    lang: str = ""

    @property
    def id(self) -> str:
        return f"{self.cue.id}.{self.part}" if self.part else str(self.cue.id)

    @property
    def words(self) -> list[str]:
        return [word for line in self.lines for word in line.split(" ")]

    @property
    def reach_ms(self) -> int:
        """What starts at this time or later has no bearing on when the caption goes."""
        return max(self.start_ms + LONGEST_MS, self.end_ms) + LEAST_GAP_MS

    def lasting_until(self, following_ms: int | None, touches: bool) -> Caption:
        """Return the caption with its time on the screen; `touches`: a caption follows, not a gap."""
        words = sum(line.count(" ") + 1 for line in self.lines)
        end = self.start_ms + min(max(SHORTEST_MS, PER_WORD_MS * words), LONGEST_MS)
        end = max(self.end_ms, min(end, self.end_ms + SILENCE_MS))
        if following_ms is not None and following_ms < end + LEAST_GAP_MS:
            closes = touches and following_ms <= self.end_ms + SILENCE_MS
            end = following_ms if closes or following_ms < end else end
        return replace(self, end_ms=end)


def captions_of(cue: Cue, language: str = "en") -> list[Caption]:
    """Return the captions that the cue fills, with the times of their words; empty if it says nothing."""
    words = [(w.start_ms, w.end_ms, text) for w in cue.words for text in clean(w.text).split()]
    if cue.corrected is None:
        runs = [run for stretch in _stretches(words) for run in _runs(stretch)]
    else:
        runs = _spread(share_out(clean(cue.corrected).split()), cue.start_ms, cue.end_ms)
    whole = len(runs) == 1
    lang = "" if _main(cue.lang) == _main(language) or not _TAG.fullmatch(cue.lang) else cue.lang
    return [
        Caption(cue, 0 if whole else part, start, end, break_lines(texts) or (" ".join(texts),), lang)
        for part, (start, end, texts) in enumerate(runs, 1)
    ]


def _main(tag: str) -> str:
    return tag.split("-")[0].casefold()


def _stretches(words: Sequence[_Timed]) -> list[list[_Timed]]:
    """Cut where nothing was said for longer than a caption may stay."""
    stretches: list[list[_Timed]] = []
    for word in words:
        if not stretches or word[0] - stretches[-1][-1][1] > SILENCE_MS:
            stretches.append([])
        stretches[-1].append(word)
    return stretches


def _runs(words: Sequence[_Timed]) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    shares = share_out([text for _, _, text in words])
    for texts in shares:
        part = words[at : at + len(texts)]
        runs.append((part[0][0], max(end for _, end, _ in part), texts))
        at += len(texts)
    if all(a[0] < b[0] for a, b in pairwise(runs)):
        return runs
    # A person's line has one time for all its words.
    return _spread(shares, words[0][0], max(end for _, end, _ in words))


def _spread(shares: Sequence[Sequence[str]], start_ms: int, end_ms: int) -> list[_Run]:
    """Give each of several runs its share of the time by its characters, at least 0.3 s a word in all."""
    if len(shares) < 2:
        return [(start_ms, end_ms, texts) for texts in shares]
    span = max(end_ms - start_ms, PER_WORD_MS * sum(map(len, shares)), SHORTEST_MS * len(shares))
    sizes = [sum(map(len, texts)) + len(texts) for texts in shares]
    total, seen = sum(sizes), 0
    runs: list[_Run] = []
    for texts, size in zip(shares, sizes, strict=True):
        runs.append((start_ms + span * seen // total, start_ms + span * (seen + size) // total, texts))
        seen += size
    return runs
