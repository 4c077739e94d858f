"""What every EventLog promises its subscribers."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from record import Event, EventLog, Fenced, Lagging
from tests.record.ground import BackEnd, M, live, new, numbered, take, turn_loop


class LiveContract:
    @pytest.fixture
    async def log(self, backend: BackEnd) -> AsyncIterator[EventLog]:
        log = backend.open()
        yield log
        await log.close()

    async def test_a_subscriber_from_any_number_sees_each_event_once(self, log: EventLog) -> None:
        total = 60

        async def storm() -> None:
            for i in range(0, total, 3):
                await log.append(M, [new(i + j, f"{i + j}".encode()) for j in range(3)], fence=1)

        async def follow(after: int) -> list[int]:
            await turn_loop(after * 7 % 50)
            stream = log.subscribe(M, after)
            seen = await take(stream, total - after)
            assert [event.body for event in seen] == [b"%d" % i for i in range(after, total)]
            return numbered(seen)

        followers = [asyncio.create_task(follow(after)) for after in range(total + 1)]
        await storm()
        for after, follower in enumerate(followers):
            assert await follower == list(range(after + 1, total + 1))

    async def test_a_subscriber_reads_long_history_and_then_goes_live(self, log: EventLog) -> None:
        await log.append(M, [new(i) for i in range(2500)], fence=1)
        stream = log.subscribe(M, 0)
        seen = await take(stream, 2500)
        await log.append(M, [new("live")], fence=1)
        seen += await take(stream, 1)
        assert numbered(seen) == list(range(1, 2502))

    async def test_a_slow_reader_of_history_is_not_cut_off(self, log: EventLog) -> None:
        await log.append(M, [new("first"), new("second")], fence=1)
        stream = log.subscribe(M, 0)
        seen = await take(stream, 1)
        for i in range(3):
            await log.append(M, [new(f"{i}.{j}") for j in range(900)], fence=1)
        seen += await take(stream, 2701)
        assert numbered(seen) == list(range(1, 2703))
        await log.publish(M, new("live", kind="health"))
        assert numbered(await take(stream, 1)) == [0]

    async def test_published_events_are_passed_on_and_not_kept(self, log: EventLog) -> None:
        stream = await live(log)
        await log.publish(M, new("p", b"tail", "partial"))
        assert await take(stream, 1) == [Event(0, "partial", b"tail")]
        assert (await log.head(M)).last == 1
        assert await log.read(M, 1) == []

    async def test_a_published_event_never_overtakes_the_final_before_it(self, log: EventLog) -> None:
        stream = await live(log)
        appends = []
        for i in range(30):
            appends.append(asyncio.create_task(log.append(M, [new(i, b"%d" % i)], fence=1)))
            await asyncio.sleep(0)
            await log.publish(M, new("p", b"%d" % i, "partial"))
        seen = await take(stream, 60)
        await asyncio.gather(*appends)
        assert [(e.kind, e.body) for e in seen] == [
            (kind, b"%d" % i) for i in range(30) for kind in ("final", "partial")
        ]

    async def test_a_refused_append_does_not_hold_up_what_is_published(self, log: EventLog) -> None:
        stream = await live(log)
        await log.open_fence(M)
        refused = asyncio.create_task(log.append(M, [new("a")], fence=0))
        await asyncio.sleep(0)
        await log.publish(M, new("p", b"tail", "partial"))
        assert (await take(stream, 1))[0].body == b"tail"
        with pytest.raises(Fenced):
            await refused

    async def test_subscriptions_end_with_the_last_event_of_a_sealed_meeting(self, log: EventLog) -> None:
        stream = await live(log)
        await log.append(M, [new("a"), new("b")], fence=1)
        await log.seal(M)
        assert numbered([event async for event in stream]) == [2, 3]
        assert numbered([event async for event in log.subscribe(M, 1)]) == [2, 3]

    async def test_a_slow_subscriber_is_cut_off_and_delays_nobody(self, log: EventLog) -> None:
        slow, quick = await live(log), await live(log)
        seen = asyncio.create_task(take(quick, 2000))
        for i in range(200):
            await log.append(M, [new(f"{i}.{j}") for j in range(10)], fence=1)
        assert numbered(await seen) == list(range(2, 2002))
        with pytest.raises(Lagging, match="fell behind after event 1;") as lagging:
            await take(slow, 2000)
        assert numbered(await log.read(M, lagging.value.last, limit=5000)) == list(range(2, 2002))

    async def test_a_slow_subscriber_holds_at_most_a_megabyte(self, log: EventLog) -> None:
        slow = await live(log)
        body = b"x" * 100_000
        for i in range(12):
            await log.append(M, [new(i, body)], fence=1)
        with pytest.raises(Lagging):
            await take(slow, 12)

    async def test_what_wakes_subscribers_may_lose_everything_and_no_event_is_missing(
        self, backend: BackEnd, log: EventLog
    ) -> None:
        stream = await live(log)
        for i in range(20):
            await log.append(M, [new(i)], fence=1)
            backend.lose_notices()
        assert numbered(await take(stream, 20)) == list(range(2, 22))
