from __future__ import annotations

import asyncio
import json

import pytest

from captioner.following import Follower
from captioner.hub import Hub


def settle(hub: Hub, count: int = 1) -> None:
    for _ in range(count):
        hub.settle(hub.last + 1, "notice", b'{"text":"A notice."}')


def tail(hub: Hub, text: str) -> None:
    hub.show("s1", "partial", json.dumps({"source": "s1", "speaker": None, "text": text}).encode())


def said(frames: list[str]) -> list[object]:
    told = [json.loads(text) for text in frames]
    return [frame["seq"] or frame.get("text", frame.get("cue")) for frame in told]


async def test_a_reader_who_comes_back_by_cursor_gets_everything_once_however_often_it_leaves():
    hub = Hub()
    at, place, got = 0, "", []
    for n in range(30):
        if n % 3 == 0:
            settle(hub)
        if n % 4 == 1:
            hub.pass_by("final", json.dumps({"cue": f"off {n}"}).encode())
        tail(hub, f"tail {n}")
        follower = Follower(hub, at, told=place)
        got += said(await follower.next())
        at, place = follower.at, follower.place
    got += said(await Follower(hub, at, told=place).next())
    assert [one for one in got if isinstance(one, int)] == list(range(1, 11))
    assert [one for one in got if str(one).startswith("off")] == [f"off {n}" for n in range(1, 30, 4)]
    tails = [one for one in got if str(one).startswith("tail")]
    assert tails == sorted(set(tails), key=tails.index)
    assert tails[-1] == "tail 29"


@pytest.mark.parametrize(
    "told", ["", "nothing", "a.b.c.d", "00000000.9.9.9", "....", "x.-1.-1.-1", "9" * 80, "\u0663.\u0663.\u0663.\u0663"]
)
async def test_a_cursor_that_nobody_gave_out_is_harmless(told):
    hub = Hub()
    settle(hub)
    hub.pass_by("final", b'{"cue":"off"}')
    tail(hub, "the newest")
    await asyncio.sleep(0)
    assert said(await Follower(hub, 0, told=told).next()) == [1, "the newest"]


async def test_a_cursor_of_before_a_restart_hides_nothing():
    before = Hub()
    for n in range(9):
        tail(before, f"tail {n}")
    follower = Follower(before, 0)
    await follower.next()
    after = Hub()
    tail(after, "the first of the new run")
    assert said(await Follower(after, 0, told=follower.place).next()) == ["the first of the new run"]


@pytest.mark.req("LOW-08")
async def test_who_wants_finals_only_is_not_woken_by_tails():
    hub = Hub()
    follower = Follower(hub, 0, finals=True)
    tail(hub, "not settled")
    assert await follower.next(within_s=0.05) == []
    hub.show("health", "health", b'{"delay_ms":0}')
    settle(hub)
    await asyncio.sleep(0)
    assert [json.loads(text)["kind"] for text in await follower.next()] == ["notice", "health"]


async def test_while_it_is_calm_tails_wait_and_settled_words_do_not():
    hub = Hub()
    loop = asyncio.get_running_loop()
    follower = Follower(hub, 0)
    tail(hub, "one")
    begun = loop.time()
    assert said(await follower.next(calm_s=0.3)) == ["one"]
    assert loop.time() - begun >= 0.29
    waiting = asyncio.create_task(follower.next(calm_s=30, within_s=60))
    await asyncio.sleep(0)
    tail(hub, "two")
    settle(hub)
    assert said(await asyncio.wait_for(waiting, 5)) == [1, "two"]


async def test_a_reader_is_told_nothing_more_once_the_meeting_is_closed():
    hub = Hub()
    settle(hub, 2)
    follower = Follower(hub, 0)
    with follower.watching():
        assert hub.viewers == 1
        hub.close()
        assert not follower.over
        assert said(await follower.next()) == [1, 2]
        assert follower.over
        assert await follower.next(within_s=30) == []
    assert hub.viewers == 0
