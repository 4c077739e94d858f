"""The agenda as a reader follows it: which items were reached, when, and which one is spoken of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.marks import AgendaMark
from models.meeting import AgendaItem


@dataclass(frozen=True)
class Step:
    """One item; `reached` are the places in the captions where it began, in the order of time."""

    number: str
    title: str
    link: str | None = None
    reached: tuple[AgendaMark, ...] = ()
    now: bool = False


def steps_of(agenda: Sequence[AgendaItem], marks: Sequence[AgendaMark]) -> list[Step]:
    """Return a step for each item of the agenda, then one for each other item that was taken up.

    Args:
        agenda: The agenda as it is planned.
        marks: The items as they were taken up, in that order; the last one is spoken of now.
    """
    planned = {item.number: item for item in agenda}
    others = {mark.item: AgendaItem(mark.item, mark.title) for mark in marks if mark.item not in planned}
    current = marks[-1].item if marks else None
    return [
        Step(
            item.number,
            item.title,
            item.link,
            tuple(mark for mark in marks if mark.item == item.number),
            item.number == current,
        )
        for item in (planned | others).values()
    ]
