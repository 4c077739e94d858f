"""WebVTT read as the standard tells browsers to: lenient, never at a loss; what they skip is skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.webvtt.blocks import read_blocks
from models.webvtt.spans import Run, runs, tokens


@dataclass(frozen=True)
class ReadCue:
    """A cue as it stood in the file; `spans` holds its text in order, each with the voice it was put in."""

    id: str
    start_ms: int
    end_ms: int
    spans: tuple[tuple[str | None, str], ...]
    settings: str = ""

    @property
    def text(self) -> str:
        """Return the text without tags, lines apart as in the file."""
        return "".join(text for _, text in self.spans)

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def speaker(self) -> str | None:
        """Return the first voice named in the cue."""
        return next((voice for voice, text in self.spans if voice and text.strip()), None)


def read_webvtt(text: str) -> list[ReadCue]:
    """Return the cues in the order of the file; what the standard has browsers skip is skipped.

    Raises:
        NotWebVtt: If the text does not begin with the word WEBVTT.
    """
    return list(_cues(text))


def _cues(text: str) -> Iterator[ReadCue]:
    for block in read_blocks(text):
        if block.start_ms is not None and block.end_ms is not None:
            spans = tuple(_span(run) for run in runs(tokens(block.text)))
            yield ReadCue(block.id, block.start_ms, block.end_ms, spans, block.settings)


def _span(run: Run) -> tuple[str | None, str]:
    return run.voice, run.text
