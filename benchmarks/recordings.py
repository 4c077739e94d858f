"""Recordings with what is said in them, and the scores of caption logs against that."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import os
import sys
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from captioner.recognition import Samples
from captioner.sources.file import decode_file
from dccg.demo.sample import AUDIO, turns
from dccg.demo.script import spell_out

Reference = list[dict[str, Any]]
"""Words as the metrics read them: {"word", "start", "end"}, in seconds."""


@dataclass(frozen=True)
class Recording:
    """A sound file and its words. With `spelled`, acronyms are compared letter by letter."""

    path: Path
    words: Reference
    spelled: bool = False

    @property
    def name(self) -> str:
        return self.path.stem

    def samples(self) -> Samples:
        return asyncio.run(samples_of(self.path))

    def as_compared(self, text: str) -> str:
        return spell_out(text) if self.spelled else text


async def samples_of(path: Path) -> Samples:
    async with aclosing(decode_file(path)) as chunks:
        return np.concatenate([chunk async for chunk in chunks])


def recording(path: Path) -> Recording:
    """Return the recording with the words beside it: NAME.words.tsv, or the script of the sample meeting."""
    if path.resolve() == AUDIO.resolve():
        return sample()
    beside = path.with_suffix(".words.tsv")
    if not beside.is_file():
        raise SystemExit(f"{path}: there is no {beside.name} beside it with the words that are said")
    with beside.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    words = [{"word": row["word"], "start": float(row["start"]), "end": float(row["end"])} for row in rows]
    return Recording(path, words)


def sample() -> Recording:
    """Return the sample meeting; within a turn each word has the share of the time that its letters have."""
    words: Reference = []
    for turn in turns():
        said = turn.spoken.split()
        at, letter = turn.start_ms / 1000, (turn.end_ms - turn.start_ms) / 1000 / sum(map(len, said))
        for word in said:
            words.append({"word": word, "start": at, "end": at + letter * len(word)})
            at += letter * len(word)
    return Recording(AUDIO, words, spelled=True)


def shared(given: Path | None) -> Path:
    """Return the folder that holds `bench/caption_metrics.py`."""
    named = given or Path(os.environ.get("DCCG_SHARED", ""))
    if not (named / "bench" / "caption_metrics.py").is_file():
        raise SystemExit("give --shared FOLDER or set DCCG_SHARED: the folder with bench/caption_metrics.py in it")
    return named


def metrics(folder: Path) -> ModuleType:
    """Return the module that scores."""
    path = folder / "bench" / "caption_metrics.py"
    spec = importlib.util.spec_from_file_location("caption_metrics", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def scores(scoring: ModuleType, log: Path, one: Recording) -> Any:
    """Return the report on an event log of the recording."""
    lines = log.read_text(encoding="utf-8").splitlines()
    events = [(t, kind, one.as_compared(text)) for t, kind, text in map(json.loads, lines)]
    return scoring.score(events, one.words)


def word_error(scoring: ModuleType, text: str, one: Recording) -> float:
    """Return the word error of a whole text, 0 to 1."""
    end = one.words[-1]["end"] if one.words else 0.0
    return float(scoring.score([(end, "final", one.as_compared(text))], one.words).wer)
