"""What an append comes to: which events are new and which numbers they get. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from record.log import Fenced, Head, KeyReused, NewEvent, Sealed


@dataclass(frozen=True)
class Standing:
    """A meeting's row: an empty epoch means that it has no record (yet, or any more)."""

    epoch: str = ""
    fence: int = 0
    first: int = 1
    last: int = 0
    sealed: bool = False

    @property
    def head(self) -> Head:
        return Head(self.epoch, self.first, self.last)


@dataclass(frozen=True)
class Plan:
    """The numbers of all the events, and the new events with theirs."""

    seqs: tuple[int, ...]
    fresh: tuple[tuple[int, NewEvent], ...]


Held = tuple[int, NewEvent]


def plan(
    meeting: str,
    standing: Standing,
    events: Sequence[NewEvent],
    fence: int,
    held: Callable[[str], Held | None],
) -> Plan:
    """Return what is to be stored; `held` looks a key up among the stored events. Changes nothing."""
    if fence < standing.fence:
        raise Fenced(
            f"meeting {meeting}: fence {fence} was replaced by {standing.fence}; "
            "another writer has taken over, so this one must stop"
        )
    seqs: list[int] = []
    fresh: dict[str, Held] = {}
    for event in events:
        known = fresh.get(event.key) or held(event.key)
        if known is None:
            known = fresh[event.key] = (standing.last + len(fresh) + 1, event)
        seq, stored = known
        if stored != event:
            raise KeyReused(f"meeting {meeting}: event {seq} already has the key {event.key} with other content")
        seqs.append(seq)
    if fresh and standing.sealed:
        raise Sealed(f"meeting {meeting}: it is sealed after event {standing.last}; nothing more can be added")
    return Plan(tuple(seqs), tuple(fresh.values()))
