import asyncio
import os
import socket
import struct
import sys
import time
from contextlib import aclosing, suppress
from pathlib import Path

import numpy as np
import pytest

from captioner.audio import level_dbfs
from captioner.sources.file import BadMedia, decode_file, probe
from tests.media import CODECS, FLOAT, coded, elsewhere, playlists, tone, wav


async def heard(path: Path, notes: list[str] | None = None) -> np.ndarray:
    chunks = [np.zeros(0, np.float32)]
    async with aclosing(decode_file(path, on_note=(notes if notes is not None else []).append)) as sound:
        async for samples in sound:
            assert 0 < len(samples) <= 8_000
            chunks.append(samples)
    return np.concatenate(chunks)


def keep(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def pitch(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * 16_000 / len(samples)


async def refusal(path: Path) -> str:
    with pytest.raises(BadMedia) as caught:
        await heard(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path.name}: ")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("kind", sorted(CODECS))
async def test_every_usual_format_is_heard(kind, tmp_path):
    notes: list[str] = []
    sound = await heard(coded(tmp_path / f"talk.{kind}", tone(2, 48_000, 2)), notes)
    assert len(sound) == pytest.approx(32_000, abs=2_000)
    assert pitch(sound) == pytest.approx(440, abs=2)
    assert level_dbfs(sound) == pytest.approx(-13.5, abs=1)
    assert notes == []


@pytest.mark.parametrize("kind", ["mp4", "mkv", "webm", "mov"])
async def test_the_sound_of_a_video_is_heard(kind, tmp_path):
    sound = await heard(coded(tmp_path / f"film.{kind}", tone(2, 48_000, 2), video=True))
    assert len(sound) == pytest.approx(32_000, abs=2_000)
    assert pitch(sound) == pytest.approx(440, abs=2)


async def test_a_video_without_sound_is_refused(tmp_path):
    import av

    with av.open(str(tmp_path / "mute.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))
        out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    assert await refusal(tmp_path / "mute.mp4") == "mute.mp4: it has no sound in it"


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 192_000])
async def test_every_rate_is_brought_to_ours_to_the_sample(rate, tmp_path):
    sound = await heard(keep(tmp_path / "rate.wav", wav(tone(1, rate), rate)))
    assert len(sound) == 16_000
    assert pitch(sound) == 440


async def test_one_microphone_of_eight_keeps_its_level(tmp_path):
    eight = np.zeros((8, 16_000), np.float32)
    eight[5] = tone(1)[0]
    sound = await heard(keep(tmp_path / "eight.wav", wav(eight)))
    assert level_dbfs(sound) == pytest.approx(level_dbfs(tone(1)[0]), abs=0.1)


async def test_a_nine_channel_file_is_refused(tmp_path):
    sentence = await refusal(keep(tmp_path / "nine.wav", wav(tone(0.1, channels=9))))
    assert sentence == "nine.wav: it has 9 channels; 1 to 8 are read"


async def test_samples_that_are_not_numbers_become_silence_and_are_told(tmp_path):
    broken = tone(1)
    broken[0, 1_000:2_000] = np.nan
    broken[0, 2_000:2_010] = np.inf
    notes: list[str] = []
    sound = await heard(keep(tmp_path / "nan.wav", wav(broken, form=FLOAT)), notes)
    assert np.all(np.isfinite(sound))
    assert np.all(sound[1_000:2_010] == 0)
    assert len(sound) == 16_000
    assert notes == ["nan.wav: samples that were not numbers were taken as silence: 1010"]


@pytest.mark.parametrize("told", [16_000 * 2 * 3_600 * 30, 2_000_000_000])
async def test_a_header_of_many_hours_without_sound_is_refused_at_once(told, tmp_path):
    path = keep(tmp_path / "hours.wav", wav(tone(0), claimed_bytes=min(told, 2**32 - 1)))
    began = time.monotonic()
    assert await refusal(path) == "hours.wav: its header is that of a recording, but it holds no sound"
    assert time.monotonic() - began < 10
    assert (await probe(path)).duration_ms is None


@pytest.mark.parametrize("rate", [1, 0, 7_999, 4_000_000])
async def test_a_header_with_an_absurd_rate_is_refused_at_once(rate, tmp_path):
    began = time.monotonic()
    sentence = await refusal(keep(tmp_path / "rate.wav", wav(tone(1), claimed_rate=rate)))
    assert "samples a second" in sentence or "damaged" in sentence
    assert time.monotonic() - began < 10


async def test_an_empty_file_is_refused(tmp_path):
    assert await refusal(keep(tmp_path / "empty.wav", b"")) == "empty.wav: the file is empty"


@pytest.mark.parametrize(
    "data", [b"Minutes of the meeting\n" * 99, bytes(9_999), os.urandom(64) + bytes(99), b"%PDF-1.7\n", b"RIFF"]
)
async def test_what_is_not_sound_is_refused_with_what_would_be(data, tmp_path):
    sentence = await refusal(keep(tmp_path / "notes.mp3", b"\0" + data))
    assert "known are WAV, FLAC" in sentence


async def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    assert "a folder or a device" in await refusal(tmp_path)
    assert "cannot be opened" in await refusal(tmp_path / "gone.wav")


async def test_a_pipe_without_a_writer_is_refused_and_does_not_wait(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    assert "a folder or a device" in await refusal(tmp_path / "pipe.wav")


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3", "mkv", "webm", "opus", "aac", "aiff"])
async def test_a_truncated_file_gives_what_it_holds(kind, tmp_path):
    path = tmp_path / f"half.{kind}"
    if kind == "wav":
        keep(path, wav(tone(8)))
    else:
        coded(path, tone(8, 48_000))
    os.truncate(path, path.stat().st_size // 2)
    notes: list[str] = []
    sound = await heard(path, notes)
    assert 2 * 16_000 < len(sound) < 7 * 16_000
    # The frames of a bare AAC file promise nothing, so a missing end can't be known.
    assert kind == "aac" or any("cut off" in note for note in notes)


async def test_a_recording_cut_off_before_its_index_says_so(tmp_path):
    path = coded(tmp_path / "half.m4a", tone(8, 48_000))
    os.truncate(path, path.stat().st_size // 2)
    assert "its index is missing" in await refusal(path)


@pytest.mark.parametrize("kind", sorted(CODECS))
@pytest.mark.parametrize("seed", range(3))
async def test_a_damaged_file_gives_sound_or_one_sentence(kind, seed, tmp_path):
    data = bytearray(coded(tmp_path / f"damaged.{kind}", tone(2, 48_000)).read_bytes())
    rng = np.random.default_rng(seed)
    for at in rng.integers(0, len(data), 20):
        data[at] ^= 1 << int(rng.integers(0, 8))
    path = keep(tmp_path / f"damaged.{kind}", bytes(data))
    with suppress(BadMedia):
        assert len(await heard(path)) < 3_600 * 16_000


async def test_playlists_and_addresses_are_not_followed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/sound.wav"
        for name, data in playlists(address).items():
            sentence = await refusal(keep(tmp_path / name, data))
            assert "is not followed; give the recording itself" in sentence
        # Taken at its word, this file holds its sound itself; that makes noise, and no connection.
        await heard(keep(tmp_path / "elsewhere.mov", elsewhere(address)))
        with pytest.raises(BlockingIOError):
            canary.accept()


async def test_a_gap_in_the_timestamps_is_kept_as_silence(tmp_path):
    path = coded(tmp_path / "gap.mkv", tone(6, 48_000))
    dropped = tmp_path / "dropped.mkv"
    drop_seconds(path, dropped, 2, 4)
    sound = await heard(dropped)
    assert len(sound) == pytest.approx(6 * 16_000, abs=2_000)
    assert level_dbfs(sound[3 * 16_000 - 8_000 : 3 * 16_000 + 8_000]) == -120
    assert level_dbfs(sound[5 * 16_000 :]) > -20


def drop_seconds(source: Path, target: Path, start: float, end: float) -> None:
    import av

    with av.open(str(source)) as old, av.open(str(target), "w", format="matroska") as new:
        stream = new.add_stream_from_template(old.streams.audio[0])
        for packet in old.demux(audio=0):
            if packet.dts is None or start <= float(packet.pts * packet.time_base) < end:
                continue
            packet.stream = stream
            new.mux(packet)


async def test_probe_tells_what_a_file_is(tmp_path):
    info = await probe(keep(tmp_path / "two.wav", wav(tone(2, 44_100, 2), 44_100)))
    assert (info.format, info.codec, info.rate, info.channels) == ("WAV", "pcm_s16le", 44_100, 2)
    assert info.duration_ms == 2_000


async def test_the_decoder_ends_with_its_reader_and_runs_no_further_than_a_pipe(tmp_path):
    path = keep(tmp_path / "long.wav", wav(tone(600)))
    async with aclosing(decode_file(path)) as sound:
        first = await anext(sound)
        assert len(first) == 8_000
        child = child_of_ours()
        assert not ended(child)
    assert ended(child)


def child_of_ours() -> int:
    for task in Path("/proc/self/task").iterdir():
        for number in (task / "children").read_text().split():
            if b"captioner.sources.decode" in Path(f"/proc/{number}/cmdline").read_bytes():
                return int(number)
    raise AssertionError("no decoder is running")


def ended(number: int) -> bool:
    return not Path(f"/proc/{number}").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
async def test_the_decoder_can_open_neither_file_nor_socket_and_has_little_memory():
    script = (
        "import socket, sys; from captioner.sources.confine import confine; confine(0)\n"
        "for attempt in (lambda: open('/etc/passwd'), socket.socket, lambda: bytearray(2 << 30)):\n"
        "    try: attempt(); print('done')\n"
        "    except (OSError, MemoryError): print('refused')\n"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    printed, _ = await child.communicate()
    assert printed.split() == [b"refused"] * 3


async def test_decoding_a_long_file_needs_little_memory(tmp_path):
    path = coded(tmp_path / "long.flac", np.zeros((1, 1_200 * 16_000), np.float32), 16_000)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MEASURED, str(path)), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await child.communicate()
    samples, kilobytes = (int(word) for word in printed.split())
    assert samples == 1_200 * 16_000
    assert kilobytes < 256 * 1_024


MEASURED = """
import re, sys
from captioner.sources.decode import answers
print(sum(len(body) // 4 for kind, body in answers(open(sys.argv[1], "rb")) if kind == b"S"))
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def test_an_mp3_frame_is_told_from_an_aac_frame():
    import io

    from captioner.sources.containers import AAC, FLAC, MP3, recognise

    tag = b"ID3\x04\0\0" + bytes([0, 0, 1, 0]) + bytes(128)
    assert recognise(io.BytesIO(bytes([0xFF, 0xFB, 0x90, 0]))) is MP3
    assert recognise(io.BytesIO(bytes([0xFF, 0xF1, 0x50, 0x80]))) is AAC
    assert recognise(io.BytesIO(tag + b"fLaC")) is FLAC
    assert recognise(io.BytesIO(tag + struct.pack(">I", 0xFFFB9000))) is MP3


def test_no_more_than_the_allowed_hours_are_decoded(monkeypatch):
    import io

    from captioner.sources import decode

    monkeypatch.setattr(decode, "LONGEST_S", 60)
    minutes = wav(np.zeros((1, 90 * 8_000), np.float32), 8_000)
    messages = list(decode.answers(io.BytesIO(minutes)))
    assert messages[-2:] == [(b"N", b"only the first 0.017 hours are used"), (b"Z", b"")]
    assert sum(len(body) for kind, body in messages if kind == b"S") < 61 * 16_000 * 4
