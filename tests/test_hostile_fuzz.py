"""Every parser, over what fuzzers found (tests/data/fuzz), over its edges, and over a few texts of chance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import SAMPLES, seeds
from tests.fuzz_targets import TARGETS
from tests.payloads import PAYLOADS

EDGES = [
    b"", b"\0", b"\xff", b"\xff" * 99, b"\xef\xbb\xbf", b"\r", b"\n" * 2_000, b"-1", b"9" * 5_000, b"[" * 5_000,
    b"{" * 5_000, b"<" * 5_000, b"\\" * 5_000, b"&#" * 2_000, b"=?utf-8?q?" * 500, b"\xed\xa0\x80", b" " * 5_000,
    b"WEBVTT\n\n" + b"00:00.000 --> " * 300, b'{"schema":' * 200, b"&a " * 300, b"a: &a [*a,*a]\n" * 99,
]  # fmt: skip
PIECES = st.sampled_from([*EDGES[:8], *(payload.encode("utf-8", "replace") for payload in PAYLOADS)])


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.req("SEC-03")
def test_what_fuzzers_kept_breaks_nothing(name):
    for path in seeds(name):
        TARGETS[name](path.read_bytes())
    assert seeds(name)
    assert set(SAMPLES) <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.req("SEC-03")
def test_edges_break_nothing(name):
    for edge in EDGES:
        TARGETS[name](edge)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
@pytest.mark.req("SEC-03")
def test_texts_of_chance_put_into_good_ones_break_nothing(name, data):
    whole = data.draw(st.sampled_from([path.read_bytes() for path in seeds(name)]))
    piece = data.draw(PIECES | st.binary(max_size=20))
    at, cut = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 40))
    TARGETS[name](whole[:at] + piece + whole[at + cut :])
