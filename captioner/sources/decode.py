"""A child process that decodes one media file, from standard input to standard output.

    python -m captioner.sources.decode [--probe] <FILE

The file is an open descriptor, never a name: nothing here can open another file or a connection. Messages
on standard output: one byte kind, four bytes little-endian length, the body.

    I  JSON  what the file is: format, codec, rate, channels, duration_ms or null
    S        float32 samples, little-endian, mono, 16 kHz
    N  text  something the user should know; the sound goes on
    E  text  why there is no (more) sound; the last message
    Z        the whole file was decoded; the last message
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import av

# PyAV loads these when it meets the first stream; by then no file can be opened any more.
import av.subtitles.codeccontext
import av.subtitles.stream
import av.video.codeccontext
import av.video.stream
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from captioner.recognition import SAMPLE_RATE
from captioner.sources.confine import confine, go_on
from captioner.sources.containers import AAC, MP3, MP4, Container, NotARecording, promises_more, recognise
from captioner.sources.mixdown import Mixdown, UnknownShape
from captioner.sources.resample import HIGHEST_RATE, LOWEST_RATE

MOST_CHANNELS = 8
LONGEST_S = 4 * 3_600
SLACK_S = 1.0
FEWEST_BITS_A_SECOND = 100
"""Less than any codec needs, even for silence: a longer duration is a lie of the header."""

# fmt: off
CODECS = (
    "aac", "ac3", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "alac", "amrnb", "amrwb", "eac3", "flac",
    "gsm_ms", "libopus", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "opus", "pcm_alaw", "pcm_f32be",
    "pcm_f32le", "pcm_f64be", "pcm_f64le", "pcm_mulaw", "pcm_s16be", "pcm_s16le", "pcm_s24be", "pcm_s24le",
    "pcm_s32be", "pcm_s32le", "pcm_s8", "pcm_u8", "speex", "vorbis",
)
# fmt: on


class Refused(Exception):
    """Raised when the file gives no sound; its text is the sentence for the user."""


def main() -> int:
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    file = os.fdopen(os.dup(0), "rb")
    confine(os.fstat(0).st_size)
    go_on()
    try:
        for kind, body in answers(file, probe_only="--probe" in sys.argv[1:]):
            out.write(kind + struct.pack("<I", len(body)) + body)
            go_on()
    except (BrokenPipeError, KeyboardInterrupt):
        return 1
    return 0


def answers(file: BinaryIO, probe_only: bool = False) -> Iterator[tuple[bytes, bytes]]:
    """Give the messages about the file, in order; the last one is E or Z."""
    try:
        for kind, body in _decoded(file, probe_only):
            yield kind, body if isinstance(body, bytes) else body.encode()
        yield b"Z", b""
    except (Refused, NotARecording) as fault:
        yield b"E", str(fault).encode()
    except UnknownShape as fault:
        yield b"E", f"its sound is stored as {fault}, which is not read here; save it as 16-bit WAV".encode()
    except MemoryError:
        yield b"E", b"it asks for far more memory than a recording needs; it is damaged or made to do harm"
    except av.error.FFmpegError as fault:
        yield b"E", f"it cannot be read ({fault.strerror}); it is damaged or was cut off".encode()


def _decoded(file: BinaryIO, probe_only: bool) -> Iterator[tuple[bytes, bytes | str]]:
    container = recognise(file)
    cut_off = promises_more(file, container)
    size = file.seek(0, 2)
    file.seek(0)
    with _opened(file, container) as media:
        stream = _sound_of(media)
        told_s = _told_duration(media, stream, size)
        yield b"I", json.dumps(_info(container, stream, told_s))
        if probe_only:
            return
        mixdown = Mixdown((media.start_time or 0) / av.time_base)
        damaged = 0
        for frame in _frames(media, stream):
            if frame is None:
                damaged += 1
                continue
            for samples in mixdown.push(frame):
                yield b"S", samples.astype("<f4", copy=False).tobytes()
            if mixdown.given > LONGEST_S * SAMPLE_RATE:
                yield b"N", f"only the first {LONGEST_S / 3_600:.2g} hours are used"
                return
        for samples in mixdown.finish():
            yield b"S", samples.astype("<f4", copy=False).tobytes()
        yield from _notes(mixdown, damaged, cut_off, container, told_s)


def _opened(file: BinaryIO, container: Container) -> InputContainer:
    options = {
        "protocol_whitelist": "",
        "format_whitelist": container.demuxer,
        "codec_whitelist": ",".join(CODECS),
        "max_streams": "64",
        "probesize": "2000000",
        "analyzeduration": "5000000",
    }
    try:
        return av.open(
            file,
            "r",
            format=container.demuxer,
            options=options,
            io_open=_refuse_to_open,
            metadata_errors="replace",
        )
    except av.error.InvalidDataError:
        if container is MP4:
            raise Refused("its index is missing, so it was cut off while recorded or copied") from None
        raise Refused(f"it begins like {container.name} but is damaged or cut off") from None


def _refuse_to_open(*_: Any, **__: Any) -> Any:
    raise PermissionError("a recording may not name other files")


def _sound_of(media: InputContainer) -> AudioStream:
    if not media.streams.audio:
        raise Refused("it has no sound in it")
    best = media.streams.best("audio")
    stream = best if isinstance(best, AudioStream) else media.streams.audio[0]
    context = stream.codec_context
    if context is None or context.name not in CODECS:
        raise Refused("its sound is coded in a way that is not read here; save it as WAV, FLAC, MP3 or M4A")
    _check_shape(stream.sample_rate, stream.channels)
    context.thread_count = 1
    return stream


def _check_shape(rate: int, channels: int) -> None:
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise Refused(f"its header says {rate} samples a second; sound has {LOWEST_RATE} to {HIGHEST_RATE}")
    if not 1 <= channels <= MOST_CHANNELS:
        raise Refused(f"it has {channels} channels; 1 to {MOST_CHANNELS} are read")


def _told_duration(media: InputContainer, stream: AudioStream, size: int) -> float | None:
    """How long the file says it is, in seconds, unless so few bytes cannot hold so much."""
    if stream.duration and stream.time_base:
        told = float(stream.duration * stream.time_base)
    elif media.duration:
        told = media.duration / av.time_base
    else:
        return None
    return told if 0 < told <= size * 8 / FEWEST_BITS_A_SECOND else None


def _info(container: Container, stream: AudioStream, told_s: float | None) -> dict[str, Any]:
    return {
        "format": container.name,
        "codec": stream.codec_context.name,
        "rate": stream.sample_rate,
        "channels": stream.channels,
        "duration_ms": None if told_s is None else round(told_s * 1_000),
    }


def _frames(media: InputContainer, stream: AudioStream) -> Iterator[AudioFrame | None]:
    """Give the frames in order, None for each damaged place."""
    packets = media.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except MemoryError:
            raise
        except av.error.FFmpegError:
            yield None
            packet = None
        try:
            for frame in stream.decode(packet):
                _check_shape(frame.sample_rate, frame.layout.nb_channels)
                yield frame
        except MemoryError:
            raise
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            yield None
        if packet is None:
            return


def _notes(
    mixdown: Mixdown, damaged: int, cut_off: bool, container: Container, told_s: float | None
) -> Iterator[tuple[bytes, str]]:
    held_s = mixdown.given / SAMPLE_RATE
    if not mixdown.given:
        raise Refused("its header is that of a recording, but it holds no sound")
    # Without an index the length of these two is only guessed from the first frames.
    slack_s = max(SLACK_S, told_s * 0.1) if told_s and container in (MP3, AAC) else SLACK_S
    if told_s is not None and held_s < told_s - slack_s:
        yield b"N", f"the file is cut off: its header tells of {told_s:.0f} seconds, {held_s:.0f} were found"
    elif cut_off:
        yield b"N", f"the file is cut off: {held_s:.0f} seconds were found"
    if damaged:
        yield b"N", f"damaged places were skipped: {damaged}"
    if mixdown.not_numbers:
        yield b"N", f"samples that were not numbers were taken as silence: {mixdown.not_numbers}"


if __name__ == "__main__":
    sys.exit(main())
