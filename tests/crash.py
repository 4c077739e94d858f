"""The whole program killed again and again in mid meeting, while a source sends and a viewer reads; and the account of
what became of every second of the sound."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from captioner.engines.voice import VoiceDetector
from captioner.recognition import FRAME_MS, SAMPLE_RATE
from captioner.sources.outbox import Outbox
from captioner.sources.uplink import Uplink
from tests.dccg.program import FORM, MEETING, Server
from tests.marks import SLOT_MS, loud, marked
from tests.stage import sound

CHUNK = SAMPLE_RATE // 10
VOICE = 0.5
TRUE_MS = 40
"""Times of a word before and after a crash may differ by less than the room between two frames of sound."""


class MarkedServer(Server):
    module = "tests.marked_server"


@dataclass
class Account:
    """What became of the sound. All that is counted in `lost` to `holes` must be nothing."""

    kills: int = 0
    received_ms: int = 0
    captioned_ms: int = 0
    silent_ms: int = 0
    gap_ms: int = 0
    unaccounted_ms: int = 0
    acknowledged_ms: int = 0
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    misplaced: list[int] = field(default_factory=list)
    unshown: list[int] = field(default_factory=list)
    taken_back: list[tuple[int, int]] = field(default_factory=list)
    holes: list[int] = field(default_factory=list)
    back_s: list[float] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not (self.lost or self.doubled or self.misplaced or self.unshown or self.taken_back or self.holes)

    def __str__(self) -> str:
        slowest, middle = max(self.back_s, default=0.0), sorted(self.back_s or [0.0])[len(self.back_s) // 2]
        return (
            f"{self.kills} kills; {self.received_ms / 1000:.1f} s of sound = {self.captioned_ms / 1000:.1f} captioned"
            f" + {self.silent_ms / 1000:.1f} silent + {self.gap_ms / 1000:.1f} declared gap"
            f" + {self.unaccounted_ms / 1000:.1f} unaccounted;"
            f" lost {len(self.lost)}, doubled {len(self.doubled)}, misplaced {len(self.misplaced)},"
            f" finals taken back {len(self.unshown)}, acknowledgements taken back {len(self.taken_back)},"
            f" holes in seq {len(self.holes)}; the meeting was back after {middle:.1f} s (slowest {slowest:.1f} s)"
        )


class Watched(Uplink):
    """The product's own line of a source; it notes when sound that was acknowledged is asked for again."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.taken_back: list[tuple[int, int]] = []

    async def _heard(self, message: dict[str, Any]) -> None:
        if message.get("kind") == "ready" and message["received"] < self.outbox.received:
            self.taken_back.append((self.outbox.received, message["received"]))
        await super()._heard(message)


class Reader:
    """A viewer who reads on after every break, and notes every final that was shown to them."""

    def __init__(self, port: int, shown: dict[str, str]) -> None:
        self.frames: dict[int, dict[str, Any]] = {}
        self.holes: list[int] = []
        self._address, self._shown = f"ws://127.0.0.1:{port}/m/{MEETING}/live", shown
        self._last = 0

    async def run(self) -> None:
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                await self._read()
            await asyncio.sleep(0.05)

    async def _read(self) -> None:
        at = f"{self._address}?after={self._last}"
        async with connect(at, additional_headers=self._shown, compression=None) as line:
            async for message in line:
                frame = json.loads(message)
                seq = frame.get("seq")
                if not isinstance(seq, int):
                    continue
                if seq != self._last + 1:
                    self.holes.append(seq)
                self._last = seq
                self.frames[seq] = frame


class Loop:
    """One meeting through many crashes."""

    def __init__(self, data: Path, kills: int, seed: int, alive_s: tuple[float, float] = (1.0, 6.0)) -> None:
        self._data, self._kills, self._alive_s = data, kills, alive_s
        self._random = random.Random(seed)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.account = Account()
        self._said = np.zeros(0, np.int16)

    async def run(self) -> Account:
        server = await asyncio.to_thread(self._serve)
        try:
            answer = server.ask("/new", FORM, accept="text/html")
            assert answer.status == 303
            server.act(MEETING, "start")
            outbox = Outbox(SAMPLE_RATE)
            address = f"ws://127.0.0.1:{self.port}/m/{MEETING}/source"
            line = Watched(address, outbox, "Room", 0.1, lambda note: None, token=server.token)
            reader = Reader(self.port, server.shown)
            reading = asyncio.create_task(reader.run())
            speaking, sending = asyncio.create_task(self._speak(line)), asyncio.create_task(line.run())
            while not outbox.received:
                await asyncio.sleep(0.05)
            for _ in range(self._kills):
                server = await self._kill(server)
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)
            await line.finish()
            await asyncio.wait_for(sending, 60)
            await asyncio.to_thread(server.act, MEETING, "stop")
            await self._caught_up(server, reader)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            whole = await self._record(server)
            self.account.taken_back, self.account.holes = line.taken_back, reader.holes
            self.account.acknowledged_ms = outbox.received * 1000 // SAMPLE_RATE
            self._reckon(whole, reader, outbox.end)
        finally:
            if server.process.poll() is None:
                await asyncio.to_thread(server.end, signal.SIGKILL)
        return self.account

    # --- what happens ----------------------------------------------------------------------------

    def _serve(self) -> MarkedServer:
        return MarkedServer(self._data, "--port", self.port)

    async def _kill(self, server: Server) -> Server:
        await asyncio.sleep(self._random.uniform(*self._alive_s))
        await asyncio.to_thread(server.end, signal.SIGKILL)
        begun = time.monotonic()
        server = await asyncio.to_thread(self._serve)
        state = await asyncio.to_thread(server.console, MEETING)
        assert state["state"] == "listening"
        self.account.back_s.append(time.monotonic() - begun)
        self.account.kills += 1
        return server

    async def _speak(self, line: Uplink) -> None:
        speech = sound()[: len(sound()) // CHUNK * CHUNK]
        pcm = marked(np.tile(speech, 2 + int(self._kills * 40 / 37)))
        begun = time.monotonic()
        for first in range(0, len(pcm) - CHUNK, CHUNK):
            await asyncio.sleep(max(0.0, begun + (first + CHUNK) / SAMPLE_RATE - time.monotonic()))
            await line.put(pcm[first : first + CHUNK].tobytes())
            self._said = pcm[: first + CHUNK]

    async def _caught_up(self, server: Server, reader: Reader) -> None:
        async with asyncio.timeout(60):
            while not any(frame["kind"] == "state" and frame["state"] == "ended" for frame in reader.frames.values()):
                await asyncio.sleep(0.05)

    async def _record(self, server: Server) -> dict[int, dict[str, Any]]:
        again = Reader(self.port, server.shown)
        reading = asyncio.create_task(again.run())
        await self._caught_up(server, again)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return again.frames

    # --- what became of it -----------------------------------------------------------------------

    def _reckon(self, whole: dict[int, dict[str, Any]], reader: Reader, samples: int) -> None:
        account = self.account
        account.unshown = [seq for seq, frame in reader.frames.items() if whole.get(seq) != frame]
        account.holes += [seq for at, seq in enumerate(sorted(whole), 1) if at != seq]
        said: dict[int, int] = {}
        for frame in whole.values():
            for start_ms, _, text, _ in frame["words"] if frame["kind"] == "final" else ():
                number = int(text.removeprefix("m"))
                if number in said:
                    account.doubled.append(number)
                said.setdefault(number, start_ms)
        zero_ms = int(np.median([at - number * SLOT_MS for number, at in said.items()]))
        account.misplaced = [n for n, at in said.items() if abs(at - n * SLOT_MS - zero_ms) > TRUE_MS]
        filled = {frame["gap"] for frame in whole.values() if frame["kind"] == "filled"}
        gaps = [(f["from_ms"], f["to_ms"]) for f in whole.values() if f["kind"] == "gap" and f["gap"] not in filled]
        voiced = self._voiced(samples)
        account.received_ms = samples * 1000 // SAMPLE_RATE
        for number, spoken in enumerate(voiced):
            at_ms = zero_ms + number * SLOT_MS
            if number in said:
                account.captioned_ms += SLOT_MS
            elif any(from_ms < at_ms + SLOT_MS and at_ms < to_ms for from_ms, to_ms in gaps):
                account.gap_ms += SLOT_MS
            elif spoken:
                account.lost.append(number)
            else:
                account.silent_ms += SLOT_MS
        sum_ms = account.captioned_ms + account.silent_ms + account.gap_ms
        account.unaccounted_ms = account.received_ms - sum_ms

    def _voiced(self, samples: int) -> list[bool]:
        """Whether somebody speaks through the whole mark of each slot, and just before and behind it."""
        speech = self._said[:samples].astype(np.float32) / 32_768
        voice = np.array(VoiceDetector().probabilities(speech)) >= VOICE
        slots = range(0, len(speech) * 1000 // SAMPLE_RATE - SLOT_MS + 1, SLOT_MS)
        return [
            loud(speech[ms * 16 : (ms + SLOT_MS) * 16])
            and bool(voice[max(0, ms - 64) // FRAME_MS : (ms + SLOT_MS) // FRAME_MS].all())
            for ms in slots
        ]


async def crash_loop(data: Path, kills: int, seed: int = 1, alive_s: tuple[float, float] = (1.0, 6.0)) -> Account:
    """Kill the program so often in one meeting; return what became of the sound that was sent meanwhile."""
    return await Loop(data, kills, seed, alive_s).run()
