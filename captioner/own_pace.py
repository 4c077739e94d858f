"""The captions for reading at one's own pace: lists of sentences, an item each, between headings and gap lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from captioner.reading import MarkLine
from captioner.sentences import Part, Sentence
from models.cue import Cue
from models.marks import Between


@dataclass(frozen=True)
class Passage:
    """The part of a cue in one item. `first`: the cue begins here; `corrected`: what stands behind it, if anything."""

    part: Part
    first: bool
    corrected: str | None

    @property
    def until(self) -> int:
        """How many words of the cue were read behind it."""
        return self.part.at + len(self.part.words)


@dataclass(frozen=True)
class Item:
    """One sentence. Every item names its speaker, as it may be the only one that somebody reads; "" for nobody."""

    number: int
    label: str
    sentence: Sentence
    passages: tuple[Passage, ...]

    @property
    def lang(self) -> str:
        return self.sentence.lang

    @property
    def named(self) -> bool:
        """Whether the label is a person's name."""
        return self.sentence.speaker is not None

    @property
    def later_ms(self) -> int | None:
        """When it was said, if that is some time ago and it was added later; None else."""
        first = self.sentence.parts[0]
        return first.words[0].start_ms if self.sentence.opening.gap is not None and first.at == 0 else None


@dataclass(frozen=True)
class ItemList:
    """What was said between two headings or gaps."""

    items: tuple[Item, ...]

    kind = "list"

    @property
    def start(self) -> int:
        return self.items[0].number


def lists_of(
    read: Iterable[Sentence | Between], cues: Iterable[Cue], unknown: str
) -> Iterator[ItemList | MarkLine]:
    """Yield the finished sentences as numbered items, numbered on over all lists.

    `unknown` is what an unnamed speaker is called once somebody else has a name.
    """
    things = list(read)
    corrected = {cue.id: cue.corrected for cue in cues if cue.corrected is not None}
    parts = (part for thing in things if isinstance(thing, Sentence) for part in thing.parts)
    last = {part.cue: part.at for part in parts}
    items: list[Item] = []
    number, named = 0, False
    for thing in things:
        if isinstance(thing, Sentence):
            number += 1
            label = thing.speaker or (unknown if named else "")
            named = named or thing.speaker is not None
            items.append(Item(number, label, thing, _passages(thing, last, corrected)))
            continue
        if items:
            yield ItemList(tuple(items))
            items = []
        yield MarkLine(thing)
    if items:
        yield ItemList(tuple(items))


def _passages(sentence: Sentence, last: Mapping[int, int], corrected: Mapping[int, str]) -> tuple[Passage, ...]:
    return tuple(
        Passage(part, part.at == 0, corrected.get(part.cue) if part.at == last[part.cue] else None)
        for part in sentence.parts
    )
