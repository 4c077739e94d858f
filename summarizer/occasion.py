"""What a draft knows of its meeting beside the talk: what it is called, when it was, under which rule."""

from __future__ import annotations

from dataclasses import dataclass

from models.meeting import Meeting, Rule
from models.registry import acronym_of
from models.report import Link


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """`id` is the meeting's; `start` is UTC. `made` says in words what made the captions and the draft.

    `lacks` tells in sentences what was wrong with the transcript.
    """

    id: str
    title: str = ""
    group: str = ""
    number: str = ""
    date: str = ""
    start: str = ""
    rule: Rule = "open"
    language: str = "en"
    made: str = ""
    links: tuple[Link, ...] = ()
    lacks: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, meeting: Meeting, made: str = "", links: tuple[Link, ...] = (), lacks: tuple[str, ...] = ()
    ) -> Occasion:
        """Return the occasion of a planned meeting; its documents come ahead of the links."""
        documents = tuple(Link(target=one.url, label=one.label, kind="document") for one in meeting.documents)
        return cls(
            id=meeting.id, title=meeting.title, group=meeting.group, number=meeting.number, date=meeting.date,
            start=meeting.start, rule=meeting.rule, language=meeting.language, made=made, links=(*documents, *links),
            lacks=lacks,
        )  # fmt: skip

    @property
    def acronym(self) -> str:
        return acronym_of(self.group) or ""

    @property
    def stem(self) -> str:
        """What ids of decisions and next steps begin with: DCCG-60."""
        return "-".join(part for part in (self.acronym, self.number) if part) or self.id
