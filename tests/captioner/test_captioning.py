"""What the pump waits for, and what it never waits for."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from captioner.captioning import Captioning
from captioner.speaking import Aside
from models.events import MeetingEvent, Note


class Hanging:
    """A folder on a disk that does not answer."""

    def __init__(self) -> None:
        self.answers = threading.Event()

    def write(self, name: str, content: bytes) -> None:
        self.answers.wait(20)


@pytest.mark.req("OVL-02")
async def test_words_never_wait_for_the_sound_of_gaps_on_a_disk_that_hangs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("captioner.captioning.PATIENCE_S", 0.01)
    kept: list[str] = []

    async def keep(events: Any) -> None:
        kept.extend(event.kind for event in events)

    async def settled(upto_ms: dict[str, int]) -> None:
        pass

    told: list[MeetingEvent] = [Note("gap", {"gap": 1})]
    session: Any = SimpleNamespace(sources=(), events_received=lambda: told)
    folder: Any = Hanging()
    run = Captioning(SimpleNamespace(), session, keep, folder, settled)  # type: ignore[arg-type]
    run._asides.put([Aside(1, "s1", None, 0, np.zeros(160, np.float32))])
    async with asyncio.timeout(10):
        await run._pass_on()
        monkeypatch.setattr("captioner.captioning.PATIENCE_S", 3_600.0)
        told = [Note("speaker", {})]
        await run._pass_on()
    assert kept == ["gap", "speaker"]
    folder.answers.set()
    await run._asides.written()
