"""Who speaks, where a file tells it in its words: `>> NAME:`, `Name:` on each line, or where the speaker changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from models.foreign.labels import Labels, is_name, labels_of
from models.foreign.shouted import spoken_name

CARRIED = "Names stand only where the speaker changes; captions after a name are taken to be by the same speaker."
UNNAMED_TURNS = "Some changes of speaker are marked without a name."
_CHEVRONS = re.compile(r"(?:^|(?<=\s))>>+[ \t]*")
_DASH = re.compile(r"\s*[-–—]\s")
_NAME = re.compile(r"(?!\s)([^:：<>]{1,80})[:：](?:\s+|$)")


class Told(NamedTuple):
    """What one speaker said of a caption; `unit` is the place of that caption."""

    unit: int
    speaker: str | None
    text: str


class Telling(NamedTuple):
    """Captions or paragraphs with the names taken out of the text; `dense`: a name stood before most of them."""

    told: list[Told]
    notes: tuple[str, ...] = ()
    dense: bool = False


def tell_speakers(units: Sequence[str], carries: bool = False) -> Telling:
    """Return who said what of each caption or paragraph.

    A unit is the text of a caption, with its line breaks; a line that begins with a name begins another's words.
    A name holds until the next one where `carries`, or where the file never repeats a name for the next caption.
    """
    if units and sum(bool(_CHEVRONS.match(unit.lstrip())) for unit in units) >= min(2, len(units)):
        told = list(_by_chevrons(units))
        return Telling(told, (UNNAMED_TURNS,) if any(one.speaker is None for one in told) else ())
    flat = [" ".join(unit.split()) for unit in units]
    labels = labels_of(flat)
    if not labels.names:
        return Telling([Told(at, None, unit) for at, unit in enumerate(units)])
    heads = [labels.split(unit)[0] for unit in flat]
    repeats = any(one is not None and one == other for one, other in pairwise(heads))
    carries = carries or not (labels.dense and repeats)
    told = list(_by_labels(units, labels, carries))
    carried = carries and any(one.speaker and heads[one.unit] is None for one in told)
    return Telling(told, (CARRIED,) if carried else (), labels.dense)


def _by_chevrons(units: Sequence[str]) -> Iterator[Told]:
    speaker: str | None = None
    for at, unit in enumerate(units):
        for number, part in enumerate(_CHEVRONS.split(" ".join(unit.split()))):
            text = part
            if number:
                found = _NAME.match(part)
                named = found is not None and is_name(found[1])
                speaker = spoken_name(found[1].strip()) if found and named else None
                text = part[found.end() :] if found and named else part
            if text.strip():
                yield Told(at, speaker, text.strip())


def _by_labels(units: Sequence[str], labels: Labels, carries: bool) -> Iterator[Told]:
    speaker: str | None = None
    for at, unit in enumerate(units):
        if not carries:
            speaker = None
        held: list[str] = []
        for line in unit.split("\n"):
            label, text = labels.split(line.strip())
            # A dash begins another's words; whose is not told. Nor may words be given to one while another seems named.
            if label is None and not _DASH.match(line) and not labels.doubts(line.strip()):
                held.append(line)
                continue
            if any(one.strip() for one in held):
                yield Told(at, speaker, " ".join(held))
            speaker, held = label, [text]
        if any(one.strip() for one in held):
            yield Told(at, speaker, " ".join(held))
