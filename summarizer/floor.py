"""The lines of a talk as the rules read them: plain apostrophes, who speaks, whether they lead, under which item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.chair import name_of
from summarizer.people import People
from summarizer.sentences import Sentence
from summarizer.talk import Channel

_PLAIN = str.maketrans({"’": "'", "‘": "'", "‑": "-", " ": " "})


@dataclass(frozen=True)
class Line:
    """One sentence. `who` is empty where no label is given; `leads` that it may be the chair who speaks."""

    at: int
    text: str
    ids: tuple[str, ...]
    who: str
    leads: bool
    opens: bool = True
    channel: Channel = "speech"

    @property
    def asks(self) -> bool:
        return self.text.endswith("?")

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1


def hear(sentences: Sequence[Sentence], people: People, chairs: Iterable[str]) -> tuple[Line, ...]:
    """Return the lines of a talk. Where no speaker is labelled at all, every line may be the chair's."""
    leading = frozenset(chairs)
    labelled = any(one.speaker for one in sentences)
    names = {label: name_of(label, people) for label in {one.speaker for one in sentences}}
    return tuple(
        Line(
            at,
            one.text.translate(_PLAIN),
            one.ids,
            names[one.speaker],
            names[one.speaker] in leading if labelled else True,
            one.opens,
            one.channel,
        )
        for at, one in enumerate(sentences)
    )
