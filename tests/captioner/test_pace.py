from __future__ import annotations

import pytest

from captioner.pace import Pace
from models.cue import Word
from models.events import Final, Note


def spoken(words: int, a_minute: int, from_ms: int = 0) -> Final:
    starts = [from_ms + i * 60_000 // a_minute for i in range(words + 1)]
    return Final(1, 0, tuple(Word(start, end, "x") for start, end in zip(starts, starts[1:], strict=False)))


@pytest.mark.parametrize("rate", [60, 120, 180, 240])
def test_the_rate_is_that_of_the_last_minute(rate: int):
    pace = Pace()
    pace.take([Note("notice", {"text": "no words"}), spoken(3 * rate, rate)], 180_000)
    assert abs(pace.words_a_minute(180_000) - rate) <= 2
    assert pace.words_a_minute(300_000) == 0


@pytest.mark.parametrize(("rate", "said"), [(160, ""), (190, "fast"), (220, "too fast")])
def test_the_host_is_warned_after_half_a_minute_of_fast_speech(rate: int, said: str):
    pace = Pace()
    warnings = []
    for second in range(90):
        pace.take([spoken(rate // 30, rate, 1000 * second)] if second % 2 == 0 else [], 1000 * second)
        warnings.append(pace.warning(1000 * (second + 1)))
    assert warnings[28] == ""
    assert warnings[80] == said


def test_a_few_words_are_no_pace():
    pace = Pace()
    pace.take([spoken(3, 400)], 1_000)
    assert pace.words_a_minute(1_000) < 20
