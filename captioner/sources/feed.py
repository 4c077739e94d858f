"""A file or the microphone, streamed to a meeting on a running server. The contract is in `ingest.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import numpy as np

from captioner.audio import to_pcm16
from captioner.recognition import SAMPLE_RATE
from captioner.sources.file import decode_file
from captioner.sources.microphone import microphone
from captioner.sources.outbox import Outbox
from captioner.sources.uplink import FeedFailed, Uplink

MICROPHONE = "mic"
CHUNK = SAMPLE_RATE // 10
SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


@dataclass(frozen=True)
class Progress:
    """How far the feed is: sound recorded and sound that the server has. `lost_ms` never gets there."""

    recorded_ms: int
    received_ms: int
    lost_ms: int
    connected: bool
    note: str = ""


async def feed(
    source: str | Path,
    to: str,
    name: str,
    realtime: bool = True,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    stop: asyncio.Event | None = None,
    pause_s: float = 0.5,
) -> Progress:
    """Stream `source` ("mic" or a file) to the meeting at `to`; return when the server has all of it.

    `to` is the link that the host of the meeting made for a source, or the meeting's address where none is needed.

    A broken line is joined again after about `pause_s`, then twice that and so on; what the server did not
    get is sent again, up to five minutes of it. A file waits while more than that is under way, a microphone
    cannot. `stop` ends the recording; what was recorded is still sent.

    Raises:
        FeedFailed: If the meeting cannot be reached at first, or refuses.
        BadMedia, NoMicrophone: If there is no sound to send.
    """
    outbox = Outbox(SAMPLE_RATE)

    def report(note: str) -> None:
        on_progress(_progress(uplink, note))

    uplink = Uplink(socket_address(to), outbox, name, pause_s, report, token=token_in(to))
    recording = asyncio.create_task(_record(source, realtime, uplink, stop or asyncio.Event(), report))
    sending = asyncio.create_task(uplink.run())
    try:
        await asyncio.wait({recording, sending}, return_when=asyncio.FIRST_EXCEPTION)
        for task in (recording, sending):
            if task.done():
                task.result()
        return _progress(uplink, "")
    finally:
        for task in (recording, sending):
            task.cancel()
        await asyncio.gather(recording, sending, return_exceptions=True)


def socket_address(to: str) -> str:
    """Return where the sound goes for the address of a meeting.

    >>> socket_address("https://captions.example/m/60")
    'wss://captions.example/m/60/source'
    >>> socket_address("https://captions.example/m/60/enter#secret")
    'wss://captions.example/m/60/source'
    """
    parts = urlsplit(to if "://" in to else f"http://{to}")
    to = to.partition("#")[0]  # what is behind it is nobody's business
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise FeedFailed(f"{to!r} is not the address of a meeting; expected one like http://host:8000/m/60")
    path = parts.path.rstrip("/")
    path = path.removesuffix("/enter").removesuffix("/capture")
    path = path if path.endswith("/source") else path + "/source"
    return urlunsplit((SCHEMES[parts.scheme], parts.netloc, path, parts.query, ""))


def token_in(to: str) -> str:
    """Return the token in the link that a host made, "" if it is an address without one.

    >>> token_in("https://captions.example/m/60/enter#secret")
    'secret'
    """
    token = to.partition("#")[2].strip()
    if not (token.isascii() and token.isprintable()):
        raise FeedFailed("what is behind the # is not the code of a link; copy the whole link once more")
    return token


def _progress(uplink: Uplink, note: str) -> Progress:
    counts = (uplink.outbox.end, uplink.outbox.received, uplink.outbox.dropped)
    recorded, received, lost = (samples * 1_000 // SAMPLE_RATE for samples in counts)
    return Progress(recorded, received, lost, uplink.connected, note)


async def _record(
    source: str | Path, realtime: bool, uplink: Uplink, stop: asyncio.Event, report: Callable[[str], None]
) -> None:
    clock = asyncio.get_running_loop().time
    if source == MICROPHONE:
        async with aclosing(microphone(SAMPLE_RATE)) as pieces:
            async for pcm in pieces:
                await uplink.put(pcm)
                if stop.is_set():
                    break
    else:
        began = clock()
        async with aclosing(_tenths(Path(source), report)) as pieces:
            async for pcm in pieces:
                if uplink.outbox.full:
                    await uplink.room()
                    began = clock() - uplink.outbox.end / SAMPLE_RATE
                if realtime:
                    await asyncio.sleep(began + (uplink.outbox.end + CHUNK) / SAMPLE_RATE - clock())
                await uplink.put(pcm)
                if stop.is_set():
                    break
    await uplink.finish()


async def _tenths(path: Path, on_note: Callable[[str], None]) -> AsyncGenerator[bytes, None]:
    """The file's sound, a tenth of a second at a time."""
    held = np.zeros(0, np.float32)
    async with aclosing(decode_file(path, on_note=on_note)) as sound:
        async for samples in sound:
            held = np.concatenate([held, samples])
            while len(held) >= CHUNK:
                yield to_pcm16(held[:CHUNK])
                held = held[CHUNK:]
    if len(held):
        yield to_pcm16(held)
