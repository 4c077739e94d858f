"""A media file as samples, decoded by a child process that the file cannot break out of."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import struct
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from captioner.audio import cleaned
from captioner.recognition import SAMPLE_RATE, Samples
from models.errors import MeetingError

ROOT = Path(__file__).resolve().parents[2]
SILENCE_S = 60
"""A decoder that says nothing for so long is stuck in the file."""
LONGEST_MESSAGE = 1 << 20
MOST_SAMPLES = (4 * 3_600 + 60) * SAMPLE_RATE
"""More than the decoder gives by itself: one that gives more was taken over by what it read."""
HARMFUL = "the decoder failed on it; the file is damaged or made to do harm"
INHERITED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP")


class BadMedia(MeetingError):
    """Raised when a file gives no sound, or no more of it."""


@dataclass(frozen=True)
class MediaInfo:
    """What a file says it is. `duration_ms` is None where it does not say, or cannot be believed."""

    format: str
    codec: str
    rate: int
    channels: int
    duration_ms: int | None


async def probe(path: Path) -> MediaInfo:
    """Return what the file is, without decoding it.

    Raises:
        BadMedia: If there is no sound to be had from it.
    """
    async with _decoder(path, "--probe") as messages:
        async for kind, body in messages:
            if kind == b"I":
                return _info(path, body)
    raise _fault(path, "the decoder said nothing about it")


async def decode_file(
    path: Path,
    on_note: Callable[[str], None] = lambda note: None,
    on_info: Callable[[MediaInfo], None] = lambda info: None,
) -> AsyncGenerator[Samples, None]:
    """Give the sound of an audio or video file in chunks of at most half a second.

    `on_info` is told once what the file is, `on_note` each thing the user should know (cut off, damaged
    places). The decoder is never further ahead than a pipe holds, and ends with the generator.

    Raises:
        BadMedia: If there is no sound to be had, or it ends in a way that is not the end of the file.
    """
    given = 0
    async with _decoder(path) as messages:
        async for kind, body in messages:
            if kind == b"S":
                given += len(body) // 4
                if given > MOST_SAMPLES:
                    raise _fault(path, HARMFUL)
                # The decoder may have been taken over by what it read: check it like any other source.
                yield cleaned(np.frombuffer(body[: len(body) & ~3], dtype="<f4")).samples
            elif kind == b"N":
                on_note(f"{_name(path)}: {_sentence(body)}")
            elif kind == b"I":
                on_info(_info(path, body))


def _info(path: Path, body: bytes) -> MediaInfo:
    """What the decoder says of the file, believed no further than its shape."""
    try:
        info = MediaInfo(**json.loads(body))
    except (ValueError, TypeError, RecursionError):
        raise _fault(path, HARMFUL) from None
    numbers = (info.rate, info.channels, 0 if info.duration_ms is None else info.duration_ms)
    texts = (info.format, info.codec)
    if not all(type(one) is int for one in numbers) or not all(isinstance(one, str) for one in texts):
        raise _fault(path, HARMFUL)
    return info


def _name(path: Path) -> str:
    return "".join(c if c.isprintable() else "?" for c in path.name)


def _fault(path: Path, why: str) -> BadMedia:
    return BadMedia(f"{_name(path)}: {why}")


def _sentence(body: bytes) -> str:
    return "".join(c for c in body.decode("utf-8", "replace")[:500] if c.isprintable())


@asynccontextmanager
async def _decoder(path: Path, *options: str) -> AsyncIterator[AsyncIterator[tuple[bytes, bytes]]]:
    """Run the child on the file; its messages, up to the last one, are inside."""
    process = await _started(path, options)
    try:
        async with aclosing(_messages(path, process)) as messages:
            yield messages
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def _started(path: Path, options: tuple[str, ...]) -> asyncio.subprocess.Process:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _fault(path, f"it cannot be opened ({error.strerror})") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _fault(path, "it is a folder or a device, not a file")
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "captioner.sources.decode", *options),
            stdin=descriptor,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
    finally:
        os.close(descriptor)


def _environment() -> dict[str, str]:
    """What the child needs and no more: no key or token of ours is within its reach."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


async def _messages(path: Path, process: asyncio.subprocess.Process) -> AsyncGenerator[tuple[bytes, bytes], None]:
    assert process.stdout is not None
    while True:
        try:
            async with asyncio.timeout(SILENCE_S):
                kind, length = struct.unpack("<cI", await process.stdout.readexactly(5))
                if length > LONGEST_MESSAGE:
                    raise _fault(path, HARMFUL)
                body = await process.stdout.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise _fault(path, HARMFUL) from error
        except TimeoutError as error:
            raise _fault(path, f"the decoder was stuck in it for {SILENCE_S} seconds") from error
        if kind == b"Z":
            return
        if kind == b"E":
            raise _fault(path, _sentence(body))
        yield kind, body
