"""More speech than the machine can recognise: real captioning and scheduling on a clock that jumps (tests/virtual.py).

The long versions, with real processes and in real time, are in benchmarks/overload.py.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from captioner.capacity import FULL, NoRoom, Power, check_room, speech_share
from captioner.overload import CALM_FOR_MS, Ladder
from models.events import Note
from tests.paced import Paced
from tests.virtual import House, p95_s, run

SPEECH = 0.8
"""The share of the time that these meetings speak."""
COUNT = 10
LONG_S = int(os.environ.get("DCCG_OVERLOAD_S", "60"))
"""Seconds of the longest tests on the clock that jumps; 600 are the goals' own."""
SPIKE_S = min(60, LONG_S // 3)


def cost_for(load: float) -> float:
    """The cost of the recogniser at which ten meetings on two workers are this load."""
    return load * 2 / (COUNT * SPEECH)


def house(
    play: Callable[[House], Awaitable[None]],
    cost: float,
    shape: str = "stream",
    lighter: bool = False,
    count: int = COUNT,
) -> House:
    """Ten meetings that begin shortly one after another, and what happens then."""
    made: list[House] = []

    async def main() -> None:
        made.append(House(Paced(cost, shape, lighter)))  # type: ignore[arg-type]
        await made[0].workers.start()
        for number in range(count):
            made[0].meet(f"m{number}")
            await asyncio.sleep(0.37)
        try:
            await play(made[0])
        finally:
            await made[0].close()

    run(main())
    return made[0]


def until(seconds: float) -> Callable[[House], Awaitable[None]]:
    return lambda house: house.until(seconds)


# --- the ladder --------------------------------------------------------------------------------


def test_the_ladder_is_climbed_at_once_and_left_one_step_at_a_time_when_it_has_been_calm():
    ladder = Ladder().at(4_500, 0)
    assert (ladder.level, ladder.single_pass, ladder.rank) == (2, True, 1)
    levels = []
    for now_ms in range(0, 60_000, 500):
        ladder = ladder.at(1_000, now_ms)
        levels.append((now_ms, ladder.level))
    assert [level for at, level in levels if at < CALM_FOR_MS] == [2] * (CALM_FOR_MS // 500)
    assert dict(levels)[CALM_FOR_MS] == 1
    assert dict(levels)[2 * CALM_FOR_MS] == 0


def test_one_late_moment_begins_the_calm_anew():
    ladder = Ladder(1).at(0, 0).at(0, 19_000).at(1_800, 19_500).at(0, 20_000)
    assert ladder.at(0, 39_000).level == 1
    assert ladder.at(0, 40_000).level == 0


def test_the_slower_the_recogniser_the_less_of_a_backlog_is_taken_at_once():
    quick, slow = Ladder(2, pace=0.1), Ladder(2, pace=0.9)
    assert quick.keeps_ms(7_000, served=True) is None
    assert (slow.keeps_ms(7_000, served=True) or 0) < 4_000
    assert Ladder(2, pace=0.1).keeps_ms(14_000, served=False) is None
    assert Ladder(2, pace=0.1).keeps_ms(16_000, served=False)


# --- the goals ---------------------------------------------------------------------------------


@pytest.mark.req("OVL-01")
@pytest.mark.parametrize("shape", ["stream", "window"])
def test_at_seventy_percent_nothing_is_given_up_and_words_are_as_early_as_alone(shape: str):
    full = house(until(LONG_S // 3), cost_for(0.7), shape)
    alone = house(until(30), cost_for(0.7), shape, count=1)
    assert max(talk.level() for talk in full.talks) == 0
    assert p95_s(full.talks) <= p95_s(alone.talks) + 2.0
    assert sum(talk.session.account.gap for talk in full.talks) == 0


@pytest.mark.req("OVL-02")
@pytest.mark.parametrize(("shape", "lighter"), [("stream", False), ("stream", True), ("window", False)])
def test_at_one_and_a_half_times_captions_stay_within_eight_seconds(shape: str, lighter: bool):
    busy = house(until(LONG_S), cost_for(1.5), shape, lighter)
    third_ms = LONG_S * 1_000 // 3
    assert p95_s(busy.talks, third_ms) <= 8.0
    early, late = (p95_s(busy.talks, at, at + third_ms) for at in (third_ms, 2 * third_ms))
    assert late <= max(early + 0.01 * third_ms / 1_000, 8.0)
    if lighter or shape == "window":
        assert sum(talk.session.account.gap for talk in busy.talks) == 0


@pytest.mark.req("OVL-03")
@pytest.mark.parametrize("shape", ["stream", "window"])
def test_at_three_times_every_second_of_every_meeting_is_accounted_for(shape: str):
    async def play(house: House) -> None:
        await house.until(LONG_S // 2)
        for talk in house.talks:
            talk.quits_ms = 0
        await house.until(LONG_S // 2 + 2)
        async with asyncio.timeout(3_600):
            await asyncio.gather(*(talk.run.drain() for talk in house.talks))

    for talk in house(play, cost_for(3.0), shape).talks:
        account = talk.session.account
        assert account.waiting == 0
        assert abs(account.captioned + account.silent + account.gap - account.received) <= 500, account
        notes = [event.fields for event in talk.events if isinstance(event, Note)]
        gaps = [fields for fields in notes if "why" in fields]
        assert account.gap <= sum(gap["to_ms"] - gap["from_ms"] for gap in gaps) + 500 * len(gaps)
        assert shape == "window" or gaps


@pytest.mark.req("OVL-04")
def test_after_a_spike_everything_is_as_before_and_gaps_are_filled_in():
    async def play(house: House) -> None:
        await house.until(15)
        house.set_cost(cost_for(3.0))
        await house.until(15 + SPIKE_S)
        house.set_cost(cost_for(0.5))
        await house.until(15 + SPIKE_S + 85)

    after = house(play, cost_for(0.5)).talks
    calm_ms = (15 + SPIKE_S + 70) * 1_000
    assert max(talk.level(0, calm_ms) for talk in after) == 3
    assert max(talk.level(calm_ms) for talk in after) == 0
    assert p95_s(after, calm_ms) <= 2.0
    for talk in after:
        notes = [event for event in talk.events if isinstance(event, Note)]
        gaps = {event.fields["gap"] for event in notes if event.kind == "gap"}
        assert {event.fields["gap"] for event in notes if event.kind == "filled"} == gaps
        assert talk.session.account.filled > 0


@pytest.mark.req("LOW-10")
@pytest.mark.parametrize("lighter", [True, False])
def test_a_smaller_model_takes_over_when_recognition_is_late_if_there_is_one(lighter: bool):
    async def play(house: House) -> None:
        await house.until(10)
        assert not any(talk.run.lighter for talk in house.talks)
        assert sum(child.ranks[1] for child in house.children) == 0
        house.set_cost(cost_for(2.0))
        await house.until(40)
        assert any(talk.run.lighter for talk in house.talks) == lighter
        assert (sum(child.ranks[1] for child in house.children) > 0) == lighter

    house(play, cost_for(0.5), lighter=lighter)


# --- fairness ----------------------------------------------------------------------------------


def p95_beside(bad: dict[str, Any] | None) -> float:
    """How late the words of six good meetings are, beside one that misbehaves."""

    async def play(house: House) -> None:
        if bad is not None:
            house.meet("bad", **bad)
        await house.until(45)

    busy = house(play, cost_for(0.7), count=6)
    return p95_s([talk for talk in busy.talks if talk.name != "bad"], 10_000)


@pytest.fixture(scope="module")
def p95_alone() -> float:
    return p95_beside(None)


@pytest.mark.req("OVL-06")
@pytest.mark.parametrize(
    "bad",
    [{"speed": 10.0}, {"speaks": lambda at_ms: True}, {"speaks": lambda at_ms: False}],
    ids=["ten times too fast", "noise without pauses", "nothing at all"],
)
def test_a_source_that_misbehaves_does_not_slow_the_others(bad: dict[str, Any], p95_alone: float):
    assert p95_beside(bad) <= 1.1 * p95_alone


# --- capacity ----------------------------------------------------------------------------------


@pytest.mark.req("OVL-05")
def test_a_meeting_too_many_is_refused_with_a_reason_and_the_first_never_is():
    power = Power(workers=2, cost=0.3)
    shares = [SPEECH] * 5
    check_room(power, shares[1:])
    with pytest.raises(NoRoom, match="cannot caption another meeting in time: 5 are being captioned"):
        check_room(power, shares)
    assert power.load(shares) <= FULL
    check_room(Power(2, cost=50.0), [])
    check_room(Power(2), [SPEECH] * 50)  # nobody knows yet what a meeting costs


@pytest.mark.req("OVL-05")
def test_the_operator_may_set_a_limit_instead():
    check_room(Power(1, cost=9.0), [SPEECH] * 3, most=4)
    with pytest.raises(NoRoom, match="no more than 4 meetings"):
        check_room(Power(16, cost=0.01), [SPEECH] * 4, most=4)


def test_a_meeting_of_many_pauses_costs_less_and_one_of_many_voices_more():
    assert speech_share(100_000, 200_000) < speech_share(190_000, 200_000) < speech_share(600_000, 200_000)


@pytest.mark.req("OVL-05")
def test_meetings_that_are_let_in_by_what_was_measured_are_captioned_in_time():
    async def play(house: House) -> None:
        await house.until(20)
        for number in range(1, 40):
            try:
                check_room(house.workers.power, [SPEECH] * len(house.talks))
            except NoRoom:
                break
            house.meet(f"more{number}")
            await asyncio.sleep(3)
        await house.until(asyncio.get_running_loop().time() + 30)

    let_in = house(play, 0.4, count=1)
    assert 4 <= len(let_in.talks) < 8
    assert max(talk.level() for talk in let_in.talks) <= 1
    assert p95_s(let_in.talks) <= 3.0
