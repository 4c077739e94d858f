from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

import captioner.hub
from captioner.hub import FLEETING_EVERY_S, MOST_PASSING, Hub
from tests.stage import until


async def take(frames: AsyncIterator[str], count: int) -> list[dict[str, object]]:
    async with asyncio.timeout(10):
        return [json.loads(await anext(frames)) for _ in range(count)]


def settle(hub: Hub, count: int) -> None:
    for _ in range(count):
        hub.settle(hub.last + 1, "notice", json.dumps({"text": f"notice {hub.last + 1}"}).encode())


def tail(hub: Hub, text: str, source: str = "s1") -> None:
    hub.show(f"partial {source}", "partial", json.dumps({"source": source, "text": text}).encode())


@pytest.mark.parametrize("after", range(21))
async def test_whoever_resumes_gets_exactly_what_came_after(after: int):
    hub = Hub()
    settle(hub, 15)
    frames = hub.watch(after)
    early = await take(frames, max(0, 15 - after))
    settle(hub, 5)
    late = await take(frames, 5 if after <= 15 else 0)
    assert [frame["seq"] for frame in early + late] == list(range(min(after, 15) + 1, 21 if after <= 15 else 16))


async def test_whoever_asks_for_numbers_that_are_not_there_yet_waits_for_the_next():
    hub = Hub()
    settle(hub, 2)
    frames = hub.watch(9)
    waiting = asyncio.create_task(take(frames, 1))
    await asyncio.sleep(0)
    settle(hub, 1)
    assert [frame["seq"] for frame in await waiting] == [3]


async def test_a_tail_comes_behind_the_finals_it_follows_and_together_with_them():
    hub = Hub()
    frames = hub.watch(0)
    tail(hub, "one")
    assert [frame.get("text") for frame in await take(frames, 1)] == ["one"]
    settle(hub, 1)
    tail(hub, "two")
    begun = asyncio.get_running_loop().time()
    assert [frame["kind"] for frame in await take(frames, 2)] == ["notice", "partial"]
    assert asyncio.get_running_loop().time() - begun < FLEETING_EVERY_S / 2


@pytest.mark.parametrize("every_s", [0.001, 0.004, 0.02])
async def test_tails_of_many_sources_go_out_three_times_a_second_at_most(every_s: float):
    hub = Hub()
    loop = asyncio.get_running_loop()
    at: list[float] = []
    texts: list[str] = []

    async def watch() -> None:
        async for text in hub.watch(0):
            at.append(loop.time())
            texts.append(text)

    watching = asyncio.create_task(watch())
    begun = loop.time()
    number = 0
    while loop.time() - begun < 1.5:
        number += 1
        tail(hub, f"tail {number}", f"s{number % 4}")
        await asyncio.sleep(every_s)
    await asyncio.sleep(FLEETING_EVERY_S + 0.1)
    hub.close()
    await watching
    moments = [time for i, time in enumerate(at) if i == 0 or time - at[i - 1] > 0.05]
    assert 3 <= len(moments) <= 7
    assert json.loads(texts[-1])["text"] == f"tail {number}" or any(f'"tail {number}"' in text for text in texts[-4:])


@pytest.mark.req("LOW-09", "CAP-06")
async def test_five_hundred_viewers_get_everything_at_once_though_one_of_them_is_slow():
    hub = Hub()
    loop = asyncio.get_running_loop()
    late: list[float] = []
    counts = [0] * 500
    slow: list[str] = []
    sent: dict[int, float] = {}

    async def watch(number: int) -> None:
        async for text in hub.watch(0):
            frame = json.loads(text)
            if frame["seq"] is not None:
                late.append(loop.time() - sent[frame["seq"]])
                counts[number] += 1

    async def watch_slowly() -> None:
        async for text in hub.watch(0):
            slow.append(text)
            await asyncio.sleep(0.05)

    watching = [asyncio.create_task(watch(number)) for number in range(500)]
    lagging = asyncio.create_task(watch_slowly())
    await until(lambda: hub.viewers == 501)
    for seq in range(1, 41):
        sent[seq] = loop.time()
        settle(hub, 1)
        for i in range(5):
            tail(hub, f"tail {seq} {i}")
        await asyncio.sleep(0.01)
    await until(lambda: counts == [40] * 500)
    assert sorted(late)[int(0.99 * len(late))] < 0.3
    assert len(slow) < 40
    hub.close()
    await asyncio.gather(*watching, lagging)
    frames = [json.loads(text) for text in slow]
    assert [frame["seq"] for frame in frames if frame["seq"]] == list(range(1, 41))
    assert sum(frame["kind"] == "partial" for frame in frames) < 40
    assert frames[-1]["text"] == "tail 40 4"
    assert hub.viewers == 0


async def test_what_is_not_kept_yet_is_shown_to_everyone_and_comes_again_with_its_number():
    hub = Hub()
    settle(hub, 1)
    frames = hub.watch(0)
    await take(frames, 1)
    hub.show_unsaved("final", b'{"cue":1}')
    hub.show_unsaved("final", b'{"cue":2}')
    assert [frame["seq"] for frame in await take(frames, 2)] == [None, None]
    assert [frame["seq"] for frame in await take(hub.watch(0), 3)] == [1, None, None]
    hub.settle(2, "final", b'{"cue":1}')
    hub.settle(3, "final", b'{"cue":2}')
    hub.forget_unsaved()
    assert [frame["seq"] for frame in await take(frames, 2)] == [2, 3]
    assert [frame["seq"] for frame in await take(hub.watch(0), 3)] == [1, 2, 3]


async def test_a_viewer_who_missed_one_outage_still_sees_the_next():
    hub = Hub()
    frames = hub.watch(0)
    hub.show_unsaved("final", b'{"cue":1}')
    await take(frames, 1)
    hub.settle(1, "final", b'{"cue":1}')
    hub.forget_unsaved()
    hub.show_unsaved("final", b'{"cue":2}')
    assert [(frame["seq"], frame["cue"]) for frame in await take(frames, 2)] == [(1, 1), (None, 2)]


def speak_off(hub: Hub, cue: int) -> None:
    hub.pass_by("final", json.dumps({"cue": cue}).encode())


@pytest.mark.req("PRV-06")
async def test_what_passes_by_is_seen_once_by_those_who_watch_and_never_by_who_comes_later():
    hub = Hub()
    settle(hub, 1)
    frames, never_asked = hub.watch(0), hub.watch(0)
    await take(frames, 1)
    speak_off(hub, 1)
    settle(hub, 1)
    speak_off(hub, 2)
    settle(hub, 1)
    seen = await take(frames, 4)
    assert [(frame["seq"], frame.get("cue")) for frame in seen] == [(None, 1), (2, None), (None, 2), (3, None)]
    assert [frame["seq"] for frame in await take(never_asked, 3)] == [1, 2, 3]
    settle(hub, 1)
    assert [frame["seq"] for frame in await take(frames, 1)] == [4]


async def test_what_passes_by_is_forgotten_within_seconds_though_a_viewer_has_not_read_it(monkeypatch):
    monkeypatch.setattr(captioner.hub, "PASSING_S", 0.05)
    hub = Hub()
    settle(hub, 1)
    frames = hub.watch(0)
    await take(frames, 1)
    for cue in range(2 * MOST_PASSING):
        speak_off(hub, cue)
    assert len(hub._passing) == MOST_PASSING
    await until(lambda: not hub._passing)
    settle(hub, 1)
    assert [frame["seq"] for frame in await take(frames, 1)] == [2]


async def test_viewers_end_when_the_meeting_is_erased():
    hub = Hub()
    settle(hub, 3)
    frames = hub.watch(0)
    hub.close()
    await take(frames, 3)
    with pytest.raises(StopAsyncIteration):
        await anext(frames)
