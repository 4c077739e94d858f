"""This machine's microphone, if the extra `mic` is installed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from models.errors import MeetingError

CHUNK_MS = 100


class NoMicrophone(MeetingError):
    """Raised when no microphone can be heard on this machine."""


async def microphone(rate: int) -> AsyncGenerator[bytes, None]:
    """Give the microphone's sound as 16-bit little-endian mono, a tenth of a second at a time, for ever.

    Raises:
        NoMicrophone: If the library, the device or the permission is missing.
    """
    sounddevice = _library()
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    def take(data: Any, *_: Any) -> None:
        loop.call_soon_threadsafe(heard.put_nowait, bytes(data))

    try:
        stream = sounddevice.RawInputStream(
            samplerate=rate, channels=1, dtype="int16", blocksize=rate * CHUNK_MS // 1_000, callback=take
        )
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise NoMicrophone(
            f"the microphone cannot be opened ({error}); plug one in, or allow this program to use it"
        ) from error
    try:
        while True:
            yield await heard.get()
    finally:
        stream.abort()
        stream.close()


def _library() -> Any:
    try:
        import sounddevice  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise NoMicrophone(
            'the microphone needs one more library; install it with: pip install "dccg-meeting-toolkit[mic]"'
        ) from error
    except OSError as error:
        raise NoMicrophone(
            "the microphone needs the PortAudio library of this system; install the package libportaudio2"
        ) from error
    return sounddevice
