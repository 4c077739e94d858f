from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.timing import BadTimestamp, format_offset, format_timestamp, format_utc, parse_timestamp


@pytest.mark.req("VTT-02")
@given(st.integers(0, 400 * 3_600_000), st.booleans())
def test_a_time_reads_back_as_it_was_written(ms: int, comma: bool):
    assert parse_timestamp(format_timestamp(ms, comma)) == ms


@pytest.mark.req("VTT-02")
def test_hours_take_as_many_digits_as_they_need():
    assert format_timestamp(0) == "00:00:00.000"
    assert format_timestamp(100 * 3_600_000 + 59 * 60_000 + 59_999) == "100:59:59.999"


@pytest.mark.parametrize(
    "text", ["", "1:02:03.004", "00:60:00.000", "00:00:60.000", "00:00:01", "00:00:01.00", "٠٠:00:01.000", " 00:01.000"]
)
def test_what_is_no_time_is_refused_in_words(text: str):
    with pytest.raises(BadTimestamp, match="expected hours, minutes, seconds"):
        parse_timestamp(text)


def test_a_time_before_the_session_is_refused():
    with pytest.raises(BadTimestamp, match="before the session began"):
        format_timestamp(-1)


def test_people_read_whole_seconds_and_utc():
    assert format_offset(3_599_999) == "00:59:59"
    assert format_utc(datetime(2022, 4, 20, 23, 59, 59, tzinfo=UTC), 1_001) == "2022-04-21T00:00:00.001Z"
