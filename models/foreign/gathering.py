"""Captions gathered from a file: numbered as they stand in it, put in the order of time, and what is amiss told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.cue import BY_TEXT
from models.foreign.said import AgendaStart, Foreign, Kind, Said, SaidBy, count
from models.plain import clean, clean_name


class Gathering:
    """Takes captions one by one; `add` keeps none that says nothing. `told` is what readers have to tell."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._said: list[Said] = []
        self._agenda: list[tuple[int, str, str]] = []

    def add(
        self,
        text: str,
        speaker: str | None = None,
        start_ms: int | None = None,
        end_ms: int | None = None,
        channel: SaidBy = "speech",
        lang: str = "",
        id: int | None = None,
    ) -> None:
        text = clean(text)
        if text.startswith(f"{BY_TEXT} "):
            text, channel = text.removeprefix(BY_TEXT).strip(), "chat"
        if text:
            number = len(self._said) + 1 if id is None else id
            self._said.append(Said(number, text, clean_name(speaker), start_ms, end_ms, channel, clean(lang)))

    def mark(self, item: str, title: str) -> None:
        """Note that an agenda item begins with the next caption."""
        self._agenda.append((len(self._said), clean(item), clean(title)))

    def done(self, kind: Kind, title: str = "", date: str = "", language: str = "") -> Foreign:
        """Return the transcript, in the order of time."""
        said = self._said
        agenda = [AgendaStart(said[at].id, item, name) for at, item, name in self._agenda if at < len(said)]
        ordered = list(self._in_order())
        lacks = (*missing(ordered), *self.told)
        return Foreign(kind, tuple(ordered), clean(title), date, lacks, clean(language), tuple(agenda))

    def _in_order(self) -> Iterator[Said]:
        keys, latest, late = [], 0, 0
        for one in self._said:
            # A caption without a time stays behind the one that it follows in the file.
            late += one.start_ms is not None and one.start_ms < latest
            latest = one.start_ms if one.start_ms is not None else latest
            keys.append(latest)
        if late:
            self.told.append(f"{count(late, 'cue is', 'cues are')} out of order; here they are in the order of time.")
        reach, overlaps, turned = 0, 0, 0
        before: tuple[int, int] | None = None
        for at in sorted(range(len(keys)), key=keys.__getitem__):
            one = self._said[at]
            if one.start_ms is not None and one.end_ms is not None:
                span = (one.start_ms, max(one.start_ms, one.end_ms))
                if one.end_ms < one.start_ms:
                    turned, one = turned + 1, replace(one, end_ms=one.start_ms)
                # Several voices in one cue are no overlap.
                overlaps += span[0] < reach and span != before
                reach, before = max(reach, span[1]), span
            yield one
        if overlaps:
            self.told.append(f"{count(overlaps, 'cue overlaps', 'cues overlap')} another in time.")
        if turned:
            self.told.append(
                f"{count(turned, 'cue ends before it starts', 'cues end before they start')}; the start is kept."
            )


def missing(said: Sequence[Said]) -> list[str]:
    """Return what the whole of a transcript lacks: captions, speakers, times."""
    if not said:
        return ["It holds no captions."]
    speech = [one for one in said if one.channel == "speech"] or said
    lacks = []
    unnamed = sum(one.speaker is None for one in speech)
    if unnamed == len(speech):
        lacks.append("No speaker is named.")
    elif unnamed:
        lacks.append(f"No speaker is named for {unnamed:,} of {count(len(speech), 'caption', 'captions')}.")
    untimed = sum(one.start_ms is None for one in said)
    if untimed == len(said):
        lacks.append("No times.")
    elif untimed:
        lacks.append(f"No times for {untimed:,} of {count(len(said), 'caption', 'captions')}.")
    return lacks
