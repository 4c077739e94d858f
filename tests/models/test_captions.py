from __future__ import annotations

import random

import pytest

from models.captions import Caption, captions_of
from models.cue import Cue, Word
from models.marks import Gap, OffRecord
from models.timeline import Timeline


def cue(id: int, *times: tuple[int, int], text: str = "word", source: str = "room") -> Cue:
    return Cue(id, tuple(Word(start, end, text) for start, end in times), source=source)


def shown(timeline: Timeline) -> list[tuple[str, int, int]]:
    return [(entry.id, entry.start_ms, entry.end_ms) for entry in timeline.entries if isinstance(entry, Caption)]


def timeline_of(*cues: Cue) -> Timeline:
    timeline = Timeline()
    for each in cues:
        timeline.put_cue(each)
    return timeline


@pytest.mark.req("VTT-12")
def test_a_caption_stays_long_enough_to_be_read():
    quick = cue(1, *[(at * 100, at * 100 + 90) for at in range(10)])
    assert shown(timeline_of(quick)) == [("1", 0, 3_000)]
    assert shown(timeline_of(cue(1, (0, 200)))) == [("1", 0, 1_000)]


@pytest.mark.req("VTT-12")
def test_a_caption_gives_way_to_the_next_but_not_before_its_last_word():
    first = cue(1, *[(at * 100, at * 100 + 90) for at in range(10)])
    assert shown(timeline_of(first, cue(2, (1_500, 1_900))))[0] == ("1", 0, 1_500)
    assert shown(timeline_of(first, cue(2, (500, 900), source="other")))[0] == ("1", 0, 3_000)


@pytest.mark.req("VTT-12")
def test_the_screen_is_empty_for_a_second_or_not_at_all():
    assert shown(timeline_of(cue(1, (0, 900)), cue(2, (1_999, 2_500))))[0] == ("1", 0, 1_999)
    assert shown(timeline_of(cue(1, (0, 900)), cue(2, (2_000, 2_500))))[0] == ("1", 0, 1_000)


@pytest.mark.req("VTT-03")
def test_a_word_of_no_length_still_makes_a_caption_that_lasts():
    both = shown(timeline_of(cue(1, (5_000, 5_000)), cue(2, (5_000, 5_000)), cue(3, (5_001, 5_001))))
    assert all(end > start for _, start, end in both)


def test_no_caption_stays_through_a_gap():
    timeline = timeline_of(cue(1, *[(at * 100, at * 100 + 90) for at in range(10)]))
    gap = Gap(1, 1_200, 9_000)
    timeline.put_mark(gap)
    assert shown(timeline) == [("1", 0, 1_200)]
    timeline.put_mark(Gap(1, 1_200, 9_000, filled=True), instead_of=gap)
    assert shown(timeline) == [("1", 0, 3_000)]


@pytest.mark.req("PRV-07")
def test_no_caption_stays_when_the_meeting_goes_off_the_record():
    timeline = timeline_of(cue(1, *[(at * 100, at * 100 + 90) for at in range(10)]))
    lasting = OffRecord(1_200)
    timeline.put_mark(lasting)
    assert shown(timeline) == [("1", 0, 1_200)]
    timeline.put_mark(OffRecord(1_200, 9_000), instead_of=lasting)
    assert shown(timeline) == [("1", 0, 1_200)]


def test_no_caption_spans_a_long_silence():
    assert shown(timeline_of(cue(1, (0, 500), (6_501, 7_000)))) == [("1.1", 0, 1_000), ("1.2", 6_501, 7_501)]
    assert shown(timeline_of(cue(1, (0, 500), (6_500, 7_000)))) == [("1", 0, 7_000)]


@pytest.mark.req("VTT-11")
def test_a_typed_line_without_times_is_shared_out_over_captions():
    line = "The secretariat reminded everybody that the call for workshops closes on the last day of the month. " * 2
    typed = Cue(12, tuple(Word(4_000, 4_000, word) for word in line.split()), origin="human")
    captions = captions_of(typed)
    assert [caption.id for caption in captions] == [f"12.{part}" for part in range(1, len(captions) + 1)]
    assert [word for caption in captions for word in caption.words] == line.split()
    assert captions[0].start_ms == 4_000
    assert all(a.end_ms == b.start_ms > a.start_ms for a, b in zip(captions, captions[1:], strict=False))


@pytest.mark.parametrize("seed", range(60))
def test_however_cues_come_the_timeline_is_as_if_made_at_once(seed: int):
    dice = random.Random(seed)
    cues: dict[int, Cue] = {}
    grown = Timeline()
    for id in range(1, 40):
        start = dice.randrange(0, 90_000, 500)
        for size in sorted(dice.sample(range(1, 30), 2)):
            times = [(start + at * 300, start + at * 300 + dice.choice([0, 250, 900])) for at in range(size)]
            cues[id] = cue(id, *times)
            grown.put_cue(cues[id])
            if dice.random() < 0.5:
                grown.printed(str)
        if dice.random() < 0.2:
            grown.put_mark(Gap(id, start, start + 500))
    again = Timeline()
    for entry in grown.entries:
        if isinstance(entry, Gap):
            again.put_mark(entry)
    for each in cues.values():
        again.put_cue(each)
    assert shown(grown) == shown(again)
    assert grown.printed(str) == [str(entry) for entry in grown.entries]
    starts = [start for _, start, _ in shown(grown)]
    assert starts == sorted(starts)
