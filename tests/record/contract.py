"""What every EventLog promises; `test_contract.py` runs it on every back end."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from record import (
    MAX_BODY,
    BadEvent,
    BadMeetingId,
    Closed,
    Event,
    EventLog,
    Fenced,
    Gone,
    Head,
    KeyReused,
    NewEvent,
    Sealed,
    TooLarge,
    report_stream,
)
from tests.record.ground import BackEnd, M, live, new, numbered, take, turn_loop


class EventLogContract:
    """All promises, whether the record outlasts the program or not."""

    @pytest.fixture
    async def log(self, backend: BackEnd) -> AsyncIterator[EventLog]:
        log = backend.open()
        yield log
        await log.close()

    async def test_numbers_count_from_one_in_the_order_given(self, log: EventLog) -> None:
        assert await log.append(M, [new("a", b"1"), new("b", b"2")], fence=1) == [1, 2]
        assert await log.append(M, [new("c", b"3", "gap")], fence=1) == [3]
        assert await log.read(M, 0) == [Event(1, "final", b"1"), Event(2, "final", b"2"), Event(3, "gap", b"3")]
        assert numbered(await log.read(M, 1, limit=1)) == [2]
        assert await log.read(M, 3) == []

    async def test_a_kept_event_says_when_it_was_kept(self, log: EventLog) -> None:
        await log.append(M, [new("a")], fence=1)
        (event,) = await log.read(M, 0)
        assert event.at.endswith("+00:00")

    async def test_meetings_are_numbered_apart(self, log: EventLog) -> None:
        await log.append("b", [new(1), new(2)], fence=1)
        assert await log.append("a", [new(1)], fence=1) == [1]
        assert await log.meetings() == ["a", "b"]

    async def test_a_meeting_without_a_record_is_empty(self, log: EventLog) -> None:
        assert await log.head(M) == Head("", 1, 0)
        assert await log.read(M, 0) == []
        assert await log.meetings() == []

    async def test_an_append_of_nothing_keeps_nothing(self, log: EventLog) -> None:
        assert await log.append(M, [], fence=1) == []
        assert (await log.head(M)).last == 0

    async def test_eight_writers_number_without_gaps_and_readers_agree(self, log: EventLog) -> None:
        async def write(writer: int) -> list[int]:
            given: list[int] = []
            for i in range(0, 40, 2):
                pair = [new(f"{writer}.{i}"), new(f"{writer}.{i + 1}")]
                given += await log.append(M, pair, fence=1)
            return given

        streams = [log.subscribe(M, 0) for _ in range(3)]
        readers = [asyncio.create_task(take(stream, 320)) for stream in streams]
        seqs = await asyncio.gather(*(write(writer) for writer in range(8)))
        assert sorted(seq for given in seqs for seq in given) == list(range(1, 321))
        assert all(given == sorted(given) for given in seqs)
        stored = await log.read(M, 0, limit=400)
        assert numbered(stored) == list(range(1, 321))
        for reader in readers:
            assert await reader == stored

    async def test_the_same_key_again_gets_the_same_number(self, log: EventLog) -> None:
        assert await log.append(M, [new("a"), new("b")], fence=1) == [1, 2]
        assert await log.append(M, [new("b"), new("c"), new("c")], fence=1) == [2, 3, 3]
        assert numbered(await log.read(M, 0)) == [1, 2, 3]

    async def test_the_same_key_at_the_same_time_gets_the_same_number(self, log: EventLog) -> None:
        stream = await live(log)
        seqs = await asyncio.gather(*(log.append(M, [new("a")], fence=1) for _ in range(20)))
        await log.append(M, [new("end")], fence=1)
        assert seqs == [[2]] * 20
        assert numbered(await take(stream, 2)) == [2, 3]

    async def test_a_key_with_other_content_is_refused_and_nothing_is_kept(self, log: EventLog) -> None:
        await log.append(M, [new("a", b"1")], fence=1)
        for other in (new("a", b"2"), new("a", b"1", "gap")):
            with pytest.raises(KeyReused, match="event 1 already has the key a"):
                await log.append(M, [new("b"), other], fence=1)
        assert numbered(await log.read(M, 0)) == [1]

    async def test_a_lower_fence_is_refused_also_when_it_comes_late(self, log: EventLog) -> None:
        old = await log.open_fence(M)
        await log.append(M, [new("a")], fence=old)
        fence = await log.open_fence(M)
        assert fence > old
        with pytest.raises(Fenced, match="another writer has taken over"):
            await log.append(M, [new("b")], fence=old)
        assert await log.append(M, [new("b")], fence=fence) == [2]
        with pytest.raises(Fenced):
            await log.append(M, [new("a")], fence=old)

    async def test_a_higher_fence_from_elsewhere_takes_over(self, log: EventLog) -> None:
        await log.append(M, [new("a")], fence=7)
        with pytest.raises(Fenced):
            await log.append(M, [new("b")], fence=6)
        assert await log.open_fence(M) == 8

    async def test_a_writer_overtaken_in_mid_flight_is_refused(self, log: EventLog) -> None:
        fence = await log.open_fence(M)
        overtake = asyncio.create_task(log.open_fence(M))
        await asyncio.sleep(0)
        with pytest.raises(Fenced):
            await log.append(M, [new("a")], fence=fence)
        assert await overtake == fence + 1

    async def test_events_that_are_no_longer_kept_are_gone(self, log: EventLog) -> None:
        await log.append(M, [new(i) for i in range(6)], fence=1)
        await log.trim(M, 4)
        assert (await log.head(M)).first == 4
        assert numbered(await log.read(M, 3)) == [4, 5, 6]
        with pytest.raises(Gone, match="begin at 4") as gone:
            await log.read(M, 2)
        assert gone.value.first == 4
        with pytest.raises(Gone):
            await anext(log.subscribe(M, 0))
        await log.trim(M, 99)
        assert (await log.head(M)).first == 7
        assert await log.read(M, 6) == []
        assert await log.append(M, [new("next")], fence=1) == [7]

    async def test_a_sealed_meeting_takes_nothing_new(self, log: EventLog) -> None:
        await log.append(M, [new("a")], fence=1)
        await log.seal(M)
        with pytest.raises(Sealed, match="sealed after event 1"):
            await log.append(M, [new("b")], fence=1)
        assert await log.append(M, [new("a")], fence=1) == [1]
        assert numbered(await log.read(M, 0)) == [1]

    async def test_the_epoch_stays_while_the_numbers_mean_the_same(self, log: EventLog) -> None:
        await log.append(M, [new("a")], fence=1)
        epoch = (await log.head(M)).epoch
        await log.append(M, [new("b")], fence=1)
        await log.open_fence(M)
        assert await log.head(M) == Head(epoch, 1, 2)
        assert epoch

    async def test_the_edits_of_a_report_are_a_stream_beside_the_meetings_own(self, log: EventLog) -> None:
        edits = report_stream(M)
        assert await log.append(edits, [new("a", b"1", "edit")], fence=await log.open_fence(edits)) == [1]
        assert await log.meetings() == []
        await log.append(M, [new("a")], fence=0)
        await log.seal(M)
        assert await log.append(edits, [new("b", b"2", "edit")], fence=1) == [2]
        assert numbered(await log.read(edits, 0)) == [1, 2]
        assert numbered(await log.read(M, 0)) == [1]
        assert await log.meetings() == [M]

    async def test_what_is_erased_takes_the_edits_of_its_report_along(self, log: EventLog) -> None:
        edits = report_stream(M)
        await log.append(M, [new("a")], fence=0)
        fence = await log.open_fence(edits)
        await log.append(edits, [new("a", b"typed in confidence", "edit")], fence=fence)
        stream = log.subscribe(edits, 0)
        await take(stream, 1)
        await log.erase(M)
        with pytest.raises(Gone):
            await take(stream, 1)
        assert await log.read(edits, 0) == []
        with pytest.raises(Fenced):
            await log.append(edits, [new("late")], fence=fence)

    @pytest.mark.parametrize("stream", [".report", "a.b", "a.report.report", "a.reports", "A.report", "a.report/x"])
    async def test_no_other_id_is_a_stream(self, log: EventLog, stream: str) -> None:
        with pytest.raises(BadMeetingId):
            await log.head(stream)

    async def test_an_erased_meeting_is_gone_and_begins_anew_in_a_new_epoch(self, log: EventLog) -> None:
        stream = await live(log)
        old = await log.open_fence(M)
        await log.append(M, [new("a", b"words said in confidence")], fence=old)
        epoch = (await log.head(M)).epoch
        await log.erase(M)
        with pytest.raises(Gone):
            await take(stream, 1)
        assert await log.meetings() == []
        assert await log.read(M, 0) == []
        with pytest.raises(Fenced):
            await log.append(M, [new("late")], fence=old)
        assert await log.meetings() == []
        assert await log.append(M, [new("a", b"other")], fence=await log.open_fence(M)) == [1]
        assert (await log.head(M)).epoch not in ("", epoch)

    async def test_what_is_rewritten_keeps_its_number_key_kind_and_time_in_a_new_epoch(self, log: EventLog) -> None:
        old = await log.open_fence(M)
        await log.append(M, [new("a"), new("b", b"words said in confidence", "gap"), new("c")], fence=old)
        stream = log.subscribe(M, 0)
        before, epoch = await take(stream, 3), (await log.head(M)).epoch
        with pytest.raises(Gone):
            await log.rewrite(M, {2: b"{}", 9: b"{}"})
        with pytest.raises(TooLarge):
            await log.rewrite(M, {1: b"{}", 2: b"x" * MAX_BODY})
        assert await log.read(M, 0) == before
        await log.rewrite(M, {2: b"{}"})
        assert await log.read(M, 0) == [before[0], replace(before[1], body=b"{}"), before[2]]
        assert (await log.head(M)).epoch not in ("", epoch)
        with pytest.raises(Gone):
            await take(stream, 1)
        with pytest.raises(Fenced):
            await log.append(M, [new("late")], fence=old)
        fence = await log.open_fence(M)
        assert await log.append(M, [new("b", b"{}", "gap"), new("d")], fence=fence) == [2, 4]
        with pytest.raises(KeyReused):
            await log.append(M, [new("b", b"words said in confidence", "gap")], fence=fence)

    async def test_a_cancelled_append_keeps_all_or_nothing(self, log: EventLog) -> None:
        for i in range(40):
            task = asyncio.create_task(log.append(M, [new(f"{i}.{j}") for j in range(5)], fence=1))
            await turn_loop(i % 6)
            task.cancel()
            await asyncio.wait([task])
        await log.append(M, [new("last")], fence=1)
        stored = await log.read(M, 0)
        assert numbered(stored) == list(range(1, len(stored) + 1))
        assert len(stored) % 5 == 1
        stream = log.subscribe(M, 0)
        assert await take(stream, len(stored)) == stored

    async def test_a_body_of_a_mebibyte_is_refused(self, log: EventLog) -> None:
        with pytest.raises(TooLarge, match="event a: its body has 1048576 bytes"):
            await log.append(M, [new("a", b"x" * MAX_BODY)], fence=1)
        largest = b"x" * (MAX_BODY - 1)
        await log.append(M, [new("a", largest)], fence=1)
        assert (await log.read(M, 0))[0].body == largest

    async def test_a_page_of_large_bodies_is_cut_but_never_empty(self, log: EventLog) -> None:
        for i in range(6):
            await log.append(M, [new(i, b"x" * (MAX_BODY - 1))], fence=1)
        assert 1 <= len(await log.read(M, 0)) <= 6
        assert numbered(await take(log.subscribe(M, 0), 6)) == [1, 2, 3, 4, 5, 6]

    @pytest.mark.parametrize(
        "body",
        [b"", b"\0", b"a\0b", b'{"text":"\\ud800"}', "\u2028\u2029\ufeff".encode(), bytes(range(256)), b'"\r\n\r\n"'],
        ids=["empty", "nul", "inner-nul", "lone-surrogate", "line-separator", "every-byte", "line-ends"],
    )
    async def test_odd_bodies_are_kept_exactly(self, log: EventLog, body: bytes) -> None:
        stream = await live(log)
        await log.append(M, [new("a", body)], fence=1)
        assert (await log.read(M, 1))[0].body == body
        assert (await take(stream, 1))[0].body == body

    @pytest.mark.parametrize("meeting", ["", "../x", "a/b", "A", "-a", "a" * 65, "a\0", "é", "a\n"])
    async def test_a_meeting_id_that_is_no_folder_name_is_refused(self, log: EventLog, meeting: str) -> None:
        with pytest.raises(BadMeetingId, match="meeting id"):
            await log.append(meeting, [new("a")], fence=1)
        with pytest.raises(BadMeetingId):
            await log.read(meeting, 0)
        with pytest.raises(BadMeetingId):
            log.subscribe(meeting, 0)

    @pytest.mark.parametrize(("key", "kind"), [("", "final"), ("a\0", "final"), ("\ud800", "gap"), ("a", "Final!")])
    def test_an_event_needs_a_plain_key_and_kind(self, key: str, kind: str) -> None:
        with pytest.raises(BadEvent):
            NewEvent(key, kind, b"")

    async def test_a_closed_record_says_so(self, log: EventLog) -> None:
        stream = await live(log)
        await log.close()
        with pytest.raises(Closed):
            await take(stream, 1)
        with pytest.raises(Closed):
            await log.append(M, [new("a")], fence=1)
