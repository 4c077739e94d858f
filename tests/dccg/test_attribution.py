"""Whose name stands with whose words, measured over the recorded stream of the sample meeting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dccg.demo.sample import turns

STREAM = Path(__file__).parents[1] / "data" / "stream.jsonl"
EDGE_MS = 300
"""At the edge of a turn the sound itself does not say whose word it is."""


def speaker_at(at_ms: int) -> set[str]:
    return {turn.speaker for turn in turns() if turn.start_ms - EDGE_MS <= at_ms <= turn.end_ms + EDGE_MS}


@pytest.mark.req("SPK-08")
def test_nearly_every_labelled_word_carries_the_right_name_and_hardly_any_a_wrong_one():
    speakers: dict[int, str | None] = {}
    labelled = right = wrong = words = 0
    for line in STREAM.read_text(encoding="utf-8").splitlines():
        _, frame = json.loads(line)
        if frame["kind"] != "final":
            continue
        speaker = speakers.setdefault(frame["cue"], frame.get("speaker"))
        for start_ms, end_ms, _, _ in frame["words"]:
            words += 1
            labelled += speaker is not None
            right += speaker in speaker_at((start_ms + end_ms) // 2)
            wrong += speaker is not None and speaker not in speaker_at((start_ms + end_ms) // 2)
    assert words > 400
    assert right / labelled >= 0.95
    assert wrong / words <= 0.01
