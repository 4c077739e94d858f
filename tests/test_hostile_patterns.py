"""No text makes a search slow: every regular expression on strings made against it, and readers on long lines."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

import pytest

from archive.address import read_address
from models.errors import MeetingError
from models.foreign import read_transcript
from models.foreign.notices import is_notice
from models.meeting_toml import parse_meeting
from models.plain import clean
from models.webvtt import check_webvtt
from tests.patterns import attacks, patterns

LENGTH = 120
MOST_ATTACKS = 40
"""A pattern that goes wrong goes wrong here already: in exponential time this takes for ever."""
MOST_S = 0.15
PUMPS = (" ", "\t", "a", "A", "1", ":", "a:", "<", "<v ", "&", "&#", "(", "[", "{", "-", "->", "--> ", ">>", "* ", "_",
         "'", '"', "\u2028", "a b ", "no, ", "to ", "1:", "@", "a@", "<a ", "\\", "|", "=", "é",
         "\u0301", "🏽")  # fmt: skip
CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\x01\n"
READERS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "notice": is_notice,
    "WebVTT": lambda text: read_transcript(CAPTIONS.format(text).encode()),
    "WebVTT's name": lambda text: read_transcript(f"WEBVTT\n\n{text}\x01\n00:01.000 --> 00:02.000\nx".encode()),
    "SubRip": lambda text: read_transcript(f"1\n00:00:01,000 --> 00:00:02,000\n{text}\x01\n".encode()),
    "turns": lambda text: read_transcript(f">> ANA:  one\n\n>> {text}\x01".encode()),
    "plain": lambda text: read_transcript(f"Ana: one\nBen: two\nAna: {text}\x01\n{text}\x01".encode()),
    "checker": lambda text: check_webvtt(CAPTIONS.format(text)),
    "toml": lambda text: parse_meeting(f"terms = [\n[{text}\n]]\n" if not text.strip() else f'a = """\n{text}\n"""'),
    "address": read_address,
}  # fmt: skip


def spent_s(work: Callable[[], object]) -> float:
    """Processor time, so that other programs on the machine count for little."""
    begun = time.thread_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(MeetingError):
            work()
    return time.thread_time() - begun


@pytest.mark.req("THR-30")
def test_no_pattern_of_ours_takes_long_on_what_was_made_against_it():
    slow, found = {}, patterns()
    for (text, flags, everywhere), where in found.items():
        pattern = re.compile(text, flags)
        search = pattern.search if everywhere else pattern.match
        for attack in islice(attacks(text, flags, LENGTH), MOST_ATTACKS):
            if (taken := spent_s(lambda: search(attack))) > MOST_S:  # noqa: B023
                slow[where] = (taken, attack[:30], text[:60])
                break
    assert len(found) > 500
    assert slow == {}


@pytest.mark.req("THR-30")
@pytest.mark.parametrize("name", READERS)
def test_reading_a_long_line_takes_time_as_its_length_does(name):
    read, length = READERS[name], 8_000
    for pump in PUMPS:
        short, long = pump * (length // len(pump)), pump * (4 * length // len(pump))
        first = spent_s(lambda: read(short))  # noqa: B023
        then = spent_s(lambda: read(long))  # noqa: B023
        # Four times as much; sixteen times would be the square of it.
        if then > 9 * first + 0.05:
            again = spent_s(lambda: read(long)) / max(spent_s(lambda: read(short)), 0.002)  # noqa: B023
            assert again < 10, (pump, first, then)


def test_the_tests_see_a_slow_pattern():
    bad = re.compile(r"(?:a+)+b")
    assert spent_s(lambda: bad.search("a" * 22)) > 50 * spent_s(lambda: bad.search("a" * 10))
    assert any(set(one) == {"a", "\x01"} and len(one) > 100 for one in attacks(bad.pattern, 0, LENGTH))
