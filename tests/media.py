"""Recordings of every kind and every fault, made on the spot."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

PLAIN = 1
FLOAT = 3


def tone(seconds: float, rate: int = 16_000, channels: int = 1, hertz: float = 440.0) -> np.ndarray:
    """A tone at a third of full scale: float32, shape (channels, n)."""
    wave = 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.tile(wave.astype(np.float32), (channels, 1))


def wav(
    sound: np.ndarray,
    rate: int = 16_000,
    *,
    form: int = PLAIN,
    claimed_rate: int | None = None,
    claimed_bytes: int | None = None,
) -> bytes:
    """A WAV file of the sound, 16-bit or 32-bit float, whose header may tell lies."""
    interleaved = np.ascontiguousarray(sound.T)
    pcm = interleaved.astype("<f4") if form == FLOAT else np.rint(interleaved * 32_767).astype("<i2")
    data, width, channels = pcm.tobytes(), pcm.itemsize, sound.shape[0]
    told_rate = rate if claimed_rate is None else claimed_rate
    told = len(data) if claimed_bytes is None else claimed_bytes
    shape = struct.pack("<HHIIHH", form, channels, told_rate, told_rate * width * channels, width * channels, width * 8)
    return (
        b"RIFF" + struct.pack("<I", min(36 + told, 2**32 - 1)) + b"WAVE"
        + b"fmt " + struct.pack("<I", len(shape)) + shape
        + b"data" + struct.pack("<I", told) + data
    )  # fmt: skip


CODECS = {
    "flac": "flac", "ogg": "vorbis", "opus": "libopus", "mp3": "libmp3lame", "m4a": "aac", "mp4": "aac",
    "mov": "pcm_s16le", "mkv": "flac", "webm": "libopus", "aac": "aac", "aiff": "pcm_s16be",
}  # fmt: skip
MUXERS = {"m4a": "ipod", "mkv": "matroska", "aac": "adts"}


def coded(path: Path, sound: np.ndarray, rate: int = 48_000, *, video: bool = False) -> Path:
    """Write the sound as the file's ending says, with moving pictures if asked for."""
    kind = path.suffix[1:]
    if kind == "ogg" and len(sound) == 1:  # The Vorbis encoder knows only two channels.
        sound = np.vstack([sound, sound])
    layout = {1: "mono", 2: "stereo", 8: "7.1"}[sound.shape[0]]
    options = {"strict": "experimental"}
    with av.open(str(path), "w", format=MUXERS.get(kind, kind)) as out:
        pictures = _pictures(out, kind) if video else None
        stream = out.add_stream(CODECS[kind], rate=rate, layout=layout, options=options)
        if pictures is not None:
            _draw(out, pictures, sound.shape[1] / rate)
        _write(out, stream, sound, rate, layout)
    return path


def _write(out, stream, sound, rate, layout):
    whole = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout=layout)
    whole.sample_rate, whole.time_base, whole.pts = rate, Fraction(1, rate), 0
    fit = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=stream.frame_size or 1024)
    for frame in [*fit.resample(whole), *fit.resample(None)]:
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _pictures(out, kind):
    stream = out.add_stream("libvpx" if kind == "webm" else "mpeg4", rate=10)
    stream.width = stream.height = 64
    stream.pix_fmt = "yuv420p"
    return stream


def _draw(out, stream, seconds):
    for number in range(round(seconds * 10)):
        picture = np.full((64, 64, 3), number * 7 % 256, np.uint8)
        out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
    out.mux(stream.encode(None))


def playlists(address: str) -> dict[str, bytes]:
    """Files that are not sound but say where some is, each naming `address`."""
    return {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n".encode(),
        "list.mp3": f"#EXTM3U\n{address}\n".encode(),
        "list.ffconcat": f"ffconcat version 1.0\nfile '{address}'\n".encode(),
        "list.mpd": f'<?xml version="1.0"?><MPD><BaseURL>{address}</BaseURL></MPD>'.encode(),
        "list.sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
        "list.pls": f"[playlist]\nFile1={address}\n".encode(),
        "address.wav": address.encode(),
    }


def elsewhere(address: str) -> bytes:
    """A MOV file whose sound is said to lie at an address."""
    url = _box(b"url ", bytes(4) + address.encode() + b"\0")
    alis = _box(b"alis", bytes(4) + bytes(2) + struct.pack(">H", 150) + bytes(142))
    dref = _box(b"dref", bytes(4) + struct.pack(">I", 2) + url + alis)
    entry = _box(b"sowt", bytes(6) + struct.pack(">H", 1) + bytes(8) + struct.pack(">HHHHI", 1, 16, 0, 0, 16_000 << 16))
    table = _box(
        b"stbl",
        _box(b"stsd", bytes(4) + struct.pack(">I", 1) + entry)
        + _box(b"stts", bytes(4) + struct.pack(">III", 1, 16_000, 1))
        + _box(b"stsc", bytes(4) + struct.pack(">IIII", 1, 1, 16_000, 1))
        + _box(b"stsz", bytes(4) + struct.pack(">II", 2, 16_000))
        + _box(b"stco", bytes(4) + struct.pack(">II", 1, 0)),
    )
    hdlr = _box(b"hdlr", bytes(4) + b"mhlrsoun" + bytes(13))
    mdhd = _box(b"mdhd", bytes(12) + struct.pack(">II", 16_000, 16_000) + bytes(4))
    media = _box(b"mdia", mdhd + hdlr + _box(b"minf", _box(b"dinf", dref) + table))
    return _box(b"ftyp", b"qt  " + bytes(4) + b"qt  ") + _box(b"moov", _box(b"trak", media))


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body
