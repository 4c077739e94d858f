"""The corrections of a meeting, in order, and its cues as they are with them.

What was heard is kept beside it: a correction that is undone leaves the cues as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from models.cue import Cue, Word
from models.plain import clean_name

Label = tuple[str | None, str]
"""A speaker as heard: a name and "", or None and the source of the sound."""


@dataclass(frozen=True)
class Correction:
    """One edit by a person, as it came; `seq` is the number of its event, None if it was not told."""

    cue: int
    seq: int | None
    fields: Mapping[str, Any]
    undone: bool = False

    @property
    def key(self) -> str:
        return str(self.fields.get("edit") or "")

    @property
    def holds(self) -> bool:
        """Whether it says anything of the cues now."""
        return not self.undone and "undo" not in self.fields


@dataclass(frozen=True)
class Lift:
    """A name that a host chose anew: it no longer stands for another from here on."""

    name: str


def label_of(speaker: str | None, source: str) -> Label:
    """Return what a speaker is known by; a source keeps its number when it is heard again after a pause."""
    return (speaker, "") if speaker is not None else (None, source.partition("-")[0])


class Edits:
    """`hear` each cue as it is and `take` each correction; both tell which cues are another now."""

    def __init__(self) -> None:
        self.heard: dict[int, Cue] = {}
        self.shown: dict[int, Cue] = {}
        self._log: list[int | Correction | Lift] = []
        self._names: dict[Label, str | None] = {}
        self._places: dict[int, Fraction] = {}
        self._reshaped: set[int] = set()
        self._newest: dict[int, int] = {}

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(one for one in self._log if isinstance(one, Correction))

    @property
    def in_order(self) -> tuple[Cue, ...]:
        """The cues by id, but those that were split off or moved where they belong."""
        return tuple(sorted(self.shown.values(), key=lambda cue: (self._place(cue.id), cue.id)))

    def only(self, cues: Iterable[int]) -> Edits:
        """Return what there is of these cues, to be read: it takes nothing more."""
        ids, part = set(cues), copy(self)
        part.heard = {id: cue for id, cue in self.heard.items() if id in ids}
        part.shown = {id: cue for id, cue in self.shown.items() if id in ids}
        part._log = [one for one in self._log if isinstance(one, Correction) and one.cue in ids]
        return part

    def newest(self, cue: int) -> int:
        """Return the number of the last correction made at this cue, 0 if there is none."""
        return self._newest.get(cue, 0)

    def named(self, speaker: str | None, source: str) -> str | None:
        """Return who a speaker is, by the names that were put right for all of the meeting."""
        return self._names.get(label_of(speaker, source), speaker)

    def hear(self, cue: Cue) -> list[int]:
        """Take a cue as heard, new or grown by words; returns the ids of the cues that are another now."""
        if cue.id not in self.heard:
            self._log.append(cue.id)
        self.heard[cue.id] = cue
        if cue.id in self._reshaped:
            return self._changing(self._again)
        before = self.shown.get(cue.id)
        speaker = self.named(cue.speaker, cue.source) if before is None else before.speaker
        self.shown[cue.id] = cue if speaker == cue.speaker else replace(cue, speaker=speaker)
        return [cue.id]

    def lift(self, name: str) -> None:
        """Take it that a host has chosen this name again: whoever speaks now is called so."""
        if (name, "") in self._names:
            self._log.append(Lift(name))
            del self._names[name, ""]

    def take(self, one: Correction) -> list[int]:
        """Take the next correction; returns the ids of the cues that are another now, or are gone."""
        self._log.append(one)
        for id in (one.cue, one.fields.get("merge"), one.fields.get("new")):
            if id is not None:
                self._newest[id] = one.seq or 0
        undone = one.fields.get("undo")
        if undone is None:
            return self._changing(lambda: self._apply(one))
        self._log = _without(self._log, str(undone))
        return self._changing(self._again)

    def without(self, key: str) -> dict[int, Cue]:
        """Return the cues as they would be with the correction of this key undone."""
        other = Edits()
        other.heard, other._log = self.heard, _without(self._log, key)
        other._again()
        return other.shown

    # --- inside ----------------------------------------------------------------------------------

    def _changing(self, change: Callable[[], None]) -> list[int]:
        before = dict(self.shown)
        change()
        ids = before.keys() | self.shown.keys()
        return sorted(id for id in ids if before.get(id) != self.shown.get(id))

    def _again(self) -> None:
        self.shown, self._names, self._places, self._reshaped = {}, {}, {}, set()
        for one in self._log:
            if isinstance(one, Correction):
                self._apply(one)
            elif isinstance(one, Lift):
                self._names.pop((one.name, ""), None)
            else:
                cue = self.heard[one]
                speaker = self.named(cue.speaker, cue.source)
                self.shown[one] = cue if speaker == cue.speaker else replace(cue, speaker=speaker)

    def _apply(self, one: Correction) -> None:
        fields, cue = one.fields, self.shown.get(one.cue)
        if cue is None or not one.holds:
            return
        by = clean_name(fields.get("by"))
        if "merge" in fields:
            return self._merge(cue, fields["merge"], by)
        if "split" in fields:
            return self._split(cue, fields, by)
        if "start_ms" in fields:
            cue = self._move(cue, fields)
        if "speaker" in fields:
            name = clean_name(fields["speaker"])
            if fields.get("everywhere"):
                self._rename(label_of(clean_name(fields.get("was")), cue.source), name)
            cue = replace(cue, speaker=name)
        if fields.get("text") is not None:
            more = " ".join(word.text for word in cue.words[fields.get("n", len(cue.words)) :])
            cue = replace(cue, corrected=f"{fields['text']} {more}".strip(), corrected_by=by)
            self._reshaped.add(cue.id)
        self.shown[cue.id] = cue

    def _rename(self, label: Label, name: str | None) -> None:
        for id, cue in self.shown.items():
            if label_of(cue.speaker, cue.source) == label:
                self.shown[id] = replace(cue, speaker=name)
        for heard, called in self._names.items():
            if label_of(called, heard[1]) == label:
                self._names[heard] = name
        self._names[label] = name

    def _merge(self, cue: Cue, into: int, by: str | None) -> None:
        first = self.shown.get(into)
        if first is None or into == cue.id:
            return
        whole = replace(first, words=first.words + cue.words)
        if first.corrected is not None or cue.corrected is not None:
            whole = replace(whole, corrected=f"{first.text} {cue.text}".strip(), corrected_by=by)
        del self.shown[cue.id]
        self.shown[into] = whole
        self._reshaped |= {into, cue.id}

    def _split(self, cue: Cue, fields: Mapping[str, Any], by: str | None) -> None:
        at, new = fields["split"], fields["new"]
        if not 0 < at < len(cue.words):
            return
        texts = fields.get("first"), fields.get("rest")
        first, rest = replace(cue, words=cue.words[:at]), replace(cue, id=new, words=cue.words[at:])
        if texts[0] is not None and texts[1] is not None:
            first = replace(first, corrected=texts[0], corrected_by=by)
            rest = replace(rest, corrected=texts[1], corrected_by=by)
        here = self._place(cue.id)
        after = min((place for id in self.shown if (place := self._place(id)) > here), default=here + 1)
        self.shown |= {cue.id: first, new: rest}
        self._places[new] = Fraction(here + after) / 2
        self._reshaped |= {cue.id, new}

    def _move(self, cue: Cue, fields: Mapping[str, Any]) -> Cue:
        """Return the cue as said from another time on; it stands ahead of the one it is to come before."""
        before = fields.get("before")
        if before in self.shown and self._place(before) < self._place(cue.id):
            there = self._place(before)
            ahead = max((place for id in self.shown if (place := self._place(id)) < there), default=there - 1)
            self._places[cue.id] = Fraction(ahead + there) / 2
        self._reshaped.add(cue.id)
        by_ms = fields["start_ms"] - cue.start_ms
        return replace(cue, words=tuple(_shifted(word, by_ms) for word in cue.words))

    def _place(self, id: int) -> Fraction | int:
        return self._places.get(id, id)


def _without(log: list[int | Correction | Lift], key: str) -> list[int | Correction | Lift]:
    return [replace(one, undone=True) if isinstance(one, Correction) and one.key == key else one for one in log]


def _shifted(word: Word, by_ms: int) -> Word:
    start_ms = max(0, word.start_ms + by_ms)
    return replace(word, start_ms=start_ms, end_ms=max(start_ms, word.end_ms + by_ms))
