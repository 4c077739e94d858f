"""The record under any order of calls, against a model of what it must answer."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from record import (
    Closed,
    Event,
    EventLog,
    Fenced,
    Gone,
    KeyReused,
    MemoryEventLog,
    NewEvent,
    Sealed,
    SqliteEventLog,
)

M = "meeting"
ENDED = 1_000_000  # the position of a subscription that has no more to give
KEYS = st.sampled_from("abcdefghijkl")
BODIES = st.sampled_from([b"1", b"1", b"1", b"2"])


class RecordMachine(RuleBasedStateMachine):
    """One meeting, one subscriber for each that was opened; everything is compared with `kept`."""

    subscribers = Bundle("subscribers")

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.log: EventLog = self.open()
        self.kept: list[NewEvent] = []
        self.first, self.fence, self.sealed, self.restarted = 1, 0, False, False

    def open(self) -> EventLog:
        raise NotImplementedError

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self.log.close())
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.folder.cleanup()

    @rule(pairs=st.lists(st.tuples(KEYS, BODIES), max_size=4), back=st.sampled_from([0, 0, 0, 1]))
    def append(self, pairs: list[tuple[str, bytes]], back: int) -> None:
        events = [NewEvent(key, "final", body) for key, body in pairs]
        try:
            seqs = self.loop.run_until_complete(self.log.append(M, events, fence=self.fence - back))
        except Fenced:
            assert back
        except KeyReused:
            held = self.held() | {}
            assert any(held.setdefault(e.key, (0, e))[1] != e for e in events)
        except Sealed:
            assert self.sealed
        else:
            self.keep(events, seqs)

    def held(self) -> dict[str, tuple[int, NewEvent]]:
        return {e.key: (n, e) for n, e in enumerate(self.kept, 1) if n >= self.first}

    def keep(self, events: list[NewEvent], seqs: list[int]) -> None:
        for event, seq in zip(events, seqs, strict=True):
            known = self.held().get(event.key)
            if known is None:
                assert not self.sealed
                self.kept.append(event)
                known = (len(self.kept), event)
            assert known == (seq, event)

    @rule()
    def take_over(self) -> None:
        fence = self.loop.run_until_complete(self.log.open_fence(M))
        assert fence > self.fence
        self.fence = fence

    @precondition(lambda self: len(self.kept) > 8)
    @rule()
    def seal(self) -> None:
        self.loop.run_until_complete(self.log.seal(M))
        self.sealed = True

    @rule(first=st.integers(0, 12))
    def trim(self, first: int) -> None:
        self.loop.run_until_complete(self.log.trim(M, first))
        self.first = max(self.first, min(first, len(self.kept) + 1))

    @rule(back=st.integers(0, 6), target=subscribers)
    def subscribe(self, back: int) -> tuple[AsyncGenerator[Event, None], list[int]]:
        after = max(self.first - 1, len(self.kept) - back)
        return self.log.subscribe(M, after), [after]

    @rule(subscriber=subscribers)
    def take(self, subscriber: tuple[AsyncGenerator[Event, None], list[int]]) -> None:
        """Take one event if there must be one; it is the next."""
        stream, position = subscriber
        if position[0] >= len(self.kept):
            return
        try:
            event = self.loop.run_until_complete(anext(stream))
        except Gone:
            assert position[0] < self.first - 1
            position[0] = ENDED
            return
        except (Closed, StopAsyncIteration):  # the program was restarted, or the fault was told before
            assert self.restarted
            position[0] = ENDED
            return
        position[0] += 1
        assert (event.seq, event.body) == (position[0], self.kept[position[0] - 1].body)

    @rule(after=st.integers(0, 14), limit=st.integers(1, 5))
    def read(self, after: int, limit: int) -> None:
        try:
            events = self.loop.run_until_complete(self.log.read(M, after, limit))
        except Gone:
            assert after < self.first - 1
        else:
            assert after >= self.first - 1
            wanted = list(enumerate(self.kept, 1))[after : after + limit]
            assert [(e.seq, e.body) for e in events] == [(n, e.body) for n, e in wanted]

    @invariant()
    def the_head_agrees(self) -> None:
        if hasattr(self, "loop"):
            head = self.loop.run_until_complete(self.log.head(M))
            assert (head.first, head.last) == (self.first, len(self.kept))


class MemoryMachine(RecordMachine):
    def open(self) -> EventLog:
        return MemoryEventLog()


class SqliteMachine(RecordMachine):
    def open(self) -> EventLog:
        return SqliteEventLog(Path(self.folder.name) / "dccg.sqlite")

    @rule()
    def restart(self) -> None:
        # Open subscriptions end with the program; those that are opened anew are tested from then on.
        self.restarted = True
        self.loop.run_until_complete(self.log.close())
        self.log = self.open()


@pytest.mark.parametrize(("machine", "runs"), [(MemoryMachine, 60), (SqliteMachine, 15)])
def test_the_record_answers_like_its_model(machine: type[RecordMachine], runs: int) -> None:
    steps = settings(max_examples=runs, stateful_step_count=30, deadline=None, database=None)
    run_state_machine_as_test(machine, settings=steps)
