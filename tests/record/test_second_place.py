from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record import NewEvent, NotDurable, SecondPlace
from record.log import BadMeetingId

M = "2026-02-03-dccg-8"
EVENTS = [NewEvent(f"3.{i}", "final", b'{"text":"the words of %d"}' % i) for i in range(5)]


@pytest.fixture
def place(tmp_path: Path) -> SecondPlace:
    return SecondPlace(tmp_path / "data", tmp_path / "second")


def test_what_was_put_there_is_taken_in_order_and_once_and_then_cleared(place: SecondPlace):
    place.put(M, EVENTS[:3])
    place.put(M, EVENTS[1:])
    assert place.take(M) == EVENTS
    assert place.take("other") == []
    place.clear(M)
    assert place.take(M) == []
    place.clear(M)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_body_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, body: bytes):
    place = SecondPlace(tmp_path_factory.getbasetemp() / "any", tmp_path_factory.getbasetemp() / "any-second")
    place.clear(M)
    place.put(M, [NewEvent("a", "final", body)])
    assert place.take(M) == [NewEvent("a", "final", body)]


@pytest.mark.parametrize("cut", range(2, 60, 7))
def test_half_a_line_is_left_out_and_what_follows_is_whole(place: SecondPlace, cut: int):
    place.put(M, EVENTS[:2])
    os.truncate(place.path(M), place.path(M).stat().st_size - cut)
    place.put(M, EVENTS[2:])
    assert place.take(M) in (EVENTS[:1] + EVENTS[2:], EVENTS[2:])


@pytest.mark.req("DUR-08")
@pytest.mark.parametrize("seed", range(30))
def test_a_changed_byte_never_comes_back_as_words(place: SecondPlace, seed: int):
    place.put(M, EVENTS)
    whole = bytearray(place.path(M).read_bytes())
    whole[seed * 7919 % len(whole)] ^= 1 << seed % 8
    place.path(M).write_bytes(whole)
    taken = place.take(M)
    assert len(taken) >= 3
    assert all(event in EVENTS for event in taken)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such file modes")
def test_only_the_owner_may_read_it_and_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    place = SecondPlace(tmp_path / "data", tmp_path / "second")
    place.put(M, EVENTS)
    assert stat.S_IMODE(place.path(M).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "second").stat().st_mode) == 0o700
    (tmp_path / "theirs").symlink_to(tmp_path / "second")
    with pytest.raises(NotDurable, match="belongs to somebody else"):
        SecondPlace(tmp_path / "data", tmp_path / "theirs").put(M, EVENTS)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(NotDurable):
        place.put(M, EVENTS)
    assert place.take(M) == []


def test_data_folders_do_not_share_and_ids_lead_nowhere_else(tmp_path: Path, place: SecondPlace):
    place.put(M, EVENTS)
    assert SecondPlace(tmp_path / "other", tmp_path / "second").take(M) == []
    with pytest.raises(BadMeetingId):
        place.put("../x", EVENTS)


def test_a_place_that_refuses_says_so(tmp_path: Path):
    (tmp_path / "second").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotDurable, match="set second_place to a folder elsewhere"):
        SecondPlace(tmp_path / "data", tmp_path / "second").put(M, EVENTS)
