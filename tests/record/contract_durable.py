"""What a record promises that outlasts the program, and one that can be copied."""

import asyncio

import pytest

from record import Fenced, Sealed
from tests.record.ground import BackEnd, M, new, numbered, take


class DurableContract:
    """For back ends that survive the program."""

    @pytest.mark.needs("durable")
    async def test_everything_is_there_after_a_restart(self, backend: BackEnd) -> None:
        log = backend.open()
        await log.append(M, [new("a", b"1"), new("b", b"2")], fence=3)
        await log.seal(M)
        head = await log.head(M)
        await log.close()
        log = backend.open()
        assert await log.head(M) == head
        assert await log.append(M, [new("b", b"2"), new("a", b"1")], fence=3) == [2, 1]
        with pytest.raises(Sealed):
            await log.append(M, [new("c")], fence=3)
        with pytest.raises(Fenced):
            await log.append(M, [new("a", b"1")], fence=2)
        assert [event.body for event in await log.read(M, 0)] == [b"1", b"2"]
        await log.close()

    @pytest.mark.needs("durable")
    async def test_what_was_never_passed_on_is_read_after_a_restart(self, backend: BackEnd) -> None:
        log = backend.open()
        append = asyncio.create_task(log.append(M, [new("a")], fence=1))
        await asyncio.sleep(0)
        append.cancel()
        await log.close()
        log = backend.open()
        await log.append(M, [new("a")], fence=1)
        assert numbered(await take(log.subscribe(M, 0), 1)) == [1]
        await log.close()

    @pytest.mark.needs("durable", "copies")
    async def test_a_copy_made_under_load_opens_and_is_a_prefix(self, backend: BackEnd) -> None:
        log = backend.open()
        over = asyncio.Event()
        given: list[int] = []

        async def write(writer: int) -> None:
            i = 0
            while not over.is_set():
                given.extend(await log.append(M, [new(f"{writer}.{i}.{j}", b"%d" % i) for j in range(3)], fence=1))
                i += 1

        writers = [asyncio.create_task(write(writer)) for writer in range(4)]
        held = []
        for copy in range(3):
            while len(given) < 150 * (copy + 1):
                await asyncio.sleep(0.001)
            before = max(given)
            made = await asyncio.to_thread(backend.copy)
            held.append((before, await made.read(M, 0, limit=100_000)))
            await made.close()
        over.set()
        await asyncio.gather(*writers)
        whole = await log.read(M, 0, limit=100_000)
        for before, copied in held:
            assert len(copied) >= before
            assert len(copied) % 3 == 0  # events that were appended together are there together
            assert copied == whole[: len(copied)]
        await log.close()
