"""The sample meeting, played: four microphones in real time, and a host who marks the agenda."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace

import numpy as np

from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples
from captioner.sources.file import decode_file
from dccg.demo.sample import AUDIO, MEETING, microphones, turns
from models.meeting import Meeting
from models.meeting_toml import parse_meeting

SAMPLE_ID = "sample"
CHUNK = SAMPLE_RATE // 10
STOP_S = 5.0


def sample_meeting() -> Meeting:
    """The sample meeting's description."""
    return replace(parse_meeting(MEETING.read_text(encoding="utf-8"), MEETING.name), id=SAMPLE_ID)


async def sample_sound() -> Samples:
    """The whole sound of the sample meeting."""
    async with aclosing(decode_file(AUDIO)) as chunks:
        return np.concatenate([chunk async for chunk in chunks])


async def play_sample(meetings: Meetings) -> LiveMeeting:
    """Caption the sample meeting from its beginning, in real time, and end it."""
    await meetings.erase(SAMPLE_ID)
    live = await meetings.create(sample_meeting())
    tracks = microphones(await sample_sound())
    await live.start()
    try:
        await _speak(live, tracks)
    finally:
        # Also when the program is stopped: nobody would speak in it after the next start.
        if live.state != "ended":
            async with asyncio.timeout(STOP_S):
                await live.stop()
    return live


async def _speak(live: LiveMeeting, tracks: dict[str, Samples]) -> None:
    sources = {name: live.open_source(name, f"sample {name}") for name in tracks}
    agenda = _agenda(live.meeting)
    begun, length = time.monotonic(), max(map(len, tracks.values()))
    for first in range(0, length, CHUNK):
        await asyncio.sleep(max(0.0, begun + (first + CHUNK) / SAMPLE_RATE - time.monotonic()))
        if live.state == "ended":
            return
        while agenda and agenda[0][0] * SAMPLES_PER_MS <= first:
            await live.set_agenda(agenda.pop(0)[1])
        for name, track in tracks.items():
            await sources[name].hear(track[first : first + CHUNK])


def _agenda(meeting: Meeting) -> list[tuple[int, str]]:
    """When each item is announced: the first turn that names it and no other, as the list of all of them does."""
    spoken = [(turn.start_ms, turn.text.casefold()) for turn in turns()]
    titles = [item.title.casefold() for item in meeting.agenda]
    found = []
    for item, title in zip(meeting.agenda, titles, strict=True):
        alone = [at_ms for at_ms, text in spoken if [one for one in titles if one in text] == [title]]
        if alone:
            found.append((alone[0], item.number))
    return found
