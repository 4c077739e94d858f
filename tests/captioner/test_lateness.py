from __future__ import annotations

from captioner.lateness import Lateness
from models.cue import WRITTEN, Word
from models.events import Final, Note, Opening


def said(cue: int, end_ms: int, opening: Opening | None = None) -> Final:
    return Final(cue, 0, (Word(end_ms - 300, end_ms, "word"),), opening)


def test_it_is_what_all_but_the_slowest_twentieth_of_captions_took():
    lateness = Lateness()
    for cue in range(1, 101):
        end_ms = 1_000 * cue
        lateness.take([said(cue, end_ms)], end_ms + (9_000 if cue % 25 == 0 else 1_500))
    assert lateness.p95_ms == 1_500
    assert lateness.wait_s == 7


def test_what_fills_a_gap_later_or_was_written_is_not_late():
    lateness = Lateness()
    filled = Opening(None, "s1", "machine", "whisper", "en", gap=1)
    written = Opening(None, WRITTEN, "human", "typed", "en")
    lateness.take([said(1, 1_000, filled), said(2, 1_000, written), Note("notice", {"text": "x"})], 90_000)
    lateness.take([said(1, 2_000)], 90_000)
    assert lateness.wait_s == 0


def test_only_the_newest_captions_count():
    lateness = Lateness()
    for cue in range(1, 401):
        lateness.take([said(cue, 1_000)], 1_000 + (8_000 if cue <= 200 else 1_000))
    assert lateness.p95_ms == 1_000
