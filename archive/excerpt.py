"""A stretch of a transcript as a transcript: it prints in every format, with the notices of the whole. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

from models.captions import Caption
from models.lines import ends_sentence
from models.timeline import Entry, Timeline
from models.transcript import Transcript

Stretch = tuple[Entry, ...]


class _Stretch(Timeline):
    """Some captions and marks, timed as they stood in the whole."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._kept = list(entries)

    @property
    def entries(self) -> list[Entry]:
        return self._kept

    def printed(self, print_entry: Callable[[Entry], str]) -> list[str]:
        return [print_entry(entry) for entry in self._kept]


def excerpt(transcript: Transcript, stretches: Sequence[Stretch]) -> Transcript:
    """Return the transcript with only these of its stretches."""
    made = copy(transcript)
    made.timeline = _Stretch([entry for stretch in stretches for entry in stretch])
    return made


def turns_of(transcript: Transcript) -> list[Stretch]:
    """Return the transcript's stretches: a person's turn each, or a mark."""
    voices = [_voice(entry) for entry in transcript.timeline.entries]
    ends = [at for at in range(1, len(voices) + 1) if at == len(voices) or voices[at] != voices[at - 1]]
    return [tuple(transcript.timeline.entries[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def smaller_turn(turn: Stretch) -> list[Stretch]:
    """Return a turn that is too long cut after its sentences; one sentence cut into its captions."""
    made: list[Stretch] = []
    start = 0
    for at, entry in enumerate(turn, 1):
        if isinstance(entry, Caption) and ends_sentence(entry.words[-1]):
            made.append(turn[start:at])
            start = at
    if start < len(turn):
        made.append(turn[start:])
    return made if len(made) > 1 else [(entry,) for entry in turn]


def _voice(entry: Entry) -> object:
    return (entry.cue.speaker, entry.cue.source) if isinstance(entry, Caption) else entry
