"""How often somebody may do something."""

from __future__ import annotations

from captioner.allowance import MOST_KEPT, Allowance

MINUTE, HOUR = 60_000, 3_600_000


def uses(allowance: Allowance, who: str, *times_ms: int) -> list[int]:
    """What each of them is told at these times; only who may does it."""
    waits = []
    for now_ms in times_ms:
        waits.append(allowance.wait_ms(who, now_ms))
        if not waits[-1]:
            allowance.count(who, now_ms)
    return waits


def test_three_a_minute_are_let_through_and_then_as_time_passes():
    allowance = Allowance((3, MINUTE), (20, HOUR))
    assert uses(allowance, "a", 0, 1_000, 2_000, 3_000, 59_999, 60_000, 60_500) == [0, 0, 0, 57_000, 1, 0, 500]


def test_twenty_an_hour_are_let_through():
    allowance = Allowance((3, MINUTE), (20, HOUR))
    waits = uses(allowance, "a", *range(0, 30 * MINUTE, MINUTE))
    assert waits == [0] * 20 + [HOUR - n * MINUTE for n in range(20, 30)]


def test_everybody_has_their_own_allowance():
    allowance = Allowance((1, MINUTE))
    assert uses(allowance, "a", 0, 1) == [0, MINUTE - 1]
    assert uses(allowance, "b", 2) == [0]


def test_nobody_is_remembered_for_longer_than_the_longest_span():
    allowance = Allowance((1, MINUTE), (2, HOUR))
    uses(allowance, "a", 0)
    uses(allowance, "b", HOUR)
    assert list(allowance._times) == ["b"]


def test_memory_is_bounded_however_many_come():
    allowance = Allowance((1, MINUTE))
    for n in range(MOST_KEPT + 50):
        uses(allowance, f"{n}", 0)
    assert len(allowance._times) == MOST_KEPT
