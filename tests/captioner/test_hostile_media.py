"""Recordings made to do harm: they reach no network and no other file, cost little, and can kill only their decoder."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from captioner.sources import file as file_module
from captioner.sources.file import BadMedia, decode_file, probe
from captioner.uploads import Uploads
from models.webvtt import check_webvtt
from tests.fakes_live import SAMPLE, FakeLive
from tests.media import CODECS, coded, elsewhere, playlists, tone, wav
from tests.stage import on_stage, part, texts, until

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux takes a process's network away")

CONFINED = """
import io, json, re, sys
data = sys.stdin.buffer.read()
from captioner.sources.decode import answers
from captioner.sources.confine import confine
def peak_kb():
    STATUS.seek(0)
    return int(re.search(r"VmHWM:\\s+(\\d+)", STATUS.read())[1])
apart, at, told, first_kb = confine(len(data)), 0, [], peak_kb()
while at < len(data):
    length = int.from_bytes(data[at:at + 4], "little")
    body, at = data[at + 4:at + 4 + length], at + 4 + length
    kinds = b""
    for kind, said in answers(io.BytesIO(body)):
        kinds += kind if kind != b"S" or not kinds.endswith(b"S") else b""
    told.append((kinds + (b" " + said if kind == b"E" else b"")).decode())
print(json.dumps({"told": told, "first_kb": first_kb, "peak_kb": peak_kb(), "apart": apart}))
""".replace("import io, json", 'STATUS = open("/proc/self/status")\nimport io, json')


def confined(*files: bytes) -> dict:
    """What one confined child says of each of the files, its peak of memory, and whether it was off the network."""
    sent = b"".join(struct.pack("<I", len(one)) + one for one in files)
    done = subprocess.run([sys.executable, "-c", CONFINED], input=sent, capture_output=True, cwd=ROOT, timeout=250)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


def flac_bomb(seconds: int) -> bytes:
    """A FLAC file whose frames say "the same sample again", some bytes for a quarter of a second."""
    import av

    made = io.BytesIO()
    with av.open(made, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=16_000, layout="mono")
        stream.format = "s16"
        for at in range(0, seconds, 60):
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 60 * 16_000), np.int16), format="s16", layout="mono")
            silence.sample_rate, silence.pts = 16_000, at * 16_000
            out.mux(stream.encode(silence))
        out.mux(stream.encode(None))
    return made.getvalue()


def flipped(data: bytes, seed: int) -> bytes:
    """The file with up to twenty bits turned, most of them near its beginning, or cut off somewhere."""
    rng, harmed = np.random.default_rng(seed), bytearray(data)
    for at in rng.integers(0, len(harmed) if seed % 2 else min(512, len(harmed)), 1 + seed % 20):
        harmed[at] ^= 1 << int(rng.integers(0, 8))
    return bytes(harmed[: int(rng.integers(1, len(harmed)))] if seed % 5 == 4 else harmed)


@LINUX
@pytest.mark.req("THR-17")
def test_the_decoder_has_no_network_where_the_system_lets_it_leave():
    script = (
        "import socket\n"
        "from captioner.sources.confine import leave_network\n"
        "print(leave_network())\n"
        "try: socket.create_connection(('127.0.0.1', PORT), 5); print('done')\n"
        "except OSError: print('refused')\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as canary:
        script = script.replace("PORT", str(canary.getsockname()[1]))
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.split() in (["True", "refused"], ["False", "done"]), done.stderr
    if done.stdout.startswith("False"):
        pytest.skip("this system lets no process leave its network; no socket can be made in the decoder all the same")


@pytest.mark.req("THR-17")
async def test_no_playlist_reaches_a_server_or_another_file(tmp_path):
    secret = tmp_path / "secret.wav"
    secret.write_bytes(wav(tone(1)))
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        files = []
        server = f"http://127.0.0.1:{canary.getsockname()[1]}/a.ts"
        for address in (server, f"file://{secret}", str(secret), "concat:x|y"):
            made = playlists(address)
            files += [one for one in made.values() if address.encode() in one]
            # Behind what looks like a recording, too.
            files += [b"ID3\x04\0\0\0\0\0\0" + made["list.m3u8"], b"RIFF\0\0\0\0WAVE" + made["list.ffconcat"],
                      b"\x1a\x45\xdf\xa3" + made["list.mpd"], b"\0\0\0\x18ftypmp42" + made["list.m3u8"],
                      b"OggS" + made["list.pls"], b"fLaC" + made["list.m3u8"], elsewhere(address)]  # fmt: skip
        told = await asyncio.to_thread(confined, *files)
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert len(told["told"]) == len(files)
    # What a file says of itself is decoded as noise at most; the second of sound that it names is not there.
    assert all(one.startswith("E") or len(one) < 9 for one in told["told"])


@LINUX
@pytest.mark.req("THR-17", "THR-19")
def test_the_decoder_starts_no_program_and_no_thread(tmp_path):
    script = (
        "import os, sys, threading\n"
        "from captioner.sources.decode import answers\n"
        "from captioner.sources.confine import confine\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "confine(0)\n"
        "ways = os.fork, threading.Thread(target=print).start, lambda: os.posix_spawn('/bin/true', ['true'], {})\n"
        "for way in ways:\n"
        "    try: way(); print('done')\n"
        "    except (OSError, RuntimeError): print('refused')\n"
        "sys.stdout.write(b''.join(kind for kind, _ in answers(sys.stdin.buffer)).decode())\n"
    )
    good = coded(tmp_path / "x.flac", tone(1, 48_000))
    with good.open("rb") as file:
        done = subprocess.run([sys.executable, "-c", script], stdin=file, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.split() == ["refused", "refused", "refused", "ISSZ"], done.stderr[-2_000:]


@pytest.mark.req("THR-18")
def test_bombs_are_refused_or_cost_little_memory():
    hours = wav(tone(0.1), claimed_bytes=2**31 - 1)
    bombs = [
        *(wav(np.zeros((1, 16_000), np.float32), claimed_rate=rate) for rate in (1, 0, 7_999, 192_001, 2**30)),
        wav(np.zeros((9, 800), np.float32)), hours, flac_bomb(900),
    ]  # fmt: skip
    made = confined(*bombs)
    assert all(one.startswith("E its header says") or "damaged" in one for one in made["told"][:5])
    assert made["told"][5] == "E it has 9 channels; 1 to 8 are read"
    assert made["told"][7] == "ISZ"
    assert len(bombs[7]) < 900 * 300
    assert made["peak_kb"] < 256 * 1_024
    # A quarter of an hour of it at once would be 58 MB.
    assert made["peak_kb"] - made["first_kb"] < 32 * 1_024


@pytest.mark.req("THR-18", "THR-19")
async def test_a_decoder_that_loops_is_ended_by_its_processor_time():
    script = (
        "from captioner.sources import confine\n"
        "confine.CALL_S = 0.2\n"
        "confine.confine(0); confine.go_on()\n"
        "while True: pass\n"
    )
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT)
    assert await asyncio.wait_for(child.wait(), 60) < 0


@pytest.mark.parametrize("body", [b"[]", b"{}", b"x", b'{"format":1,"codec":"x","rate":1,"channels":1,"duration_ms":1}',
                                  b'{"format":"","codec":"","rate":1,"channels":"x","duration_ms":null}'])  # fmt: skip
@pytest.mark.req("THR-19")
async def test_a_decoder_that_was_taken_over_is_not_believed(body, tmp_path, monkeypatch):
    async def messages(path, process):
        yield b"I", body

    monkeypatch.setattr(file_module, "_messages", messages)
    (tmp_path / "x.wav").write_bytes(wav(tone(1)))
    with pytest.raises(BadMedia, match="made to do harm"):
        await probe(tmp_path / "x.wav")


@pytest.mark.req("THR-18")
async def test_a_decoder_that_gives_sound_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(file_module, "MOST_SAMPLES", 16_000)
    (tmp_path / "x.wav").write_bytes(wav(tone(3)))
    async with aclosing(decode_file(tmp_path / "x.wav")) as sound:
        for _ in range(2):
            await anext(sound)
        with pytest.raises(BadMedia, match="made to do harm"):
            await anext(sound)


@pytest.mark.req("THR-19")
def test_files_of_each_kind_with_turned_bits_give_sound_or_a_sentence(tmp_path):
    flips = int(os.environ.get("DCCG_FLIPS", "200"))
    good = [wav(tone(0.5)), *(coded(tmp_path / f"x.{kind}", tone(0.5, 48_000)).read_bytes() for kind in sorted(CODECS))]
    began = time.monotonic()
    for start in range(0, flips, 200):
        files = [flipped(good[seed % len(good)], seed) for seed in range(start, min(start + 200, flips))]
        made = confined(*files)
        assert len(made["told"]) == len(files)
        for one in made["told"]:
            assert re.fullmatch(r"(?:I?S?[SN]*Z)|[ISN]*E [^\n]+", one), one
        assert made["peak_kb"] < 256 * 1_024
    print(f"{flips:,} damaged files in {time.monotonic() - began:.0f} s")


TELLS = """
import os, struct, sys
data = open(sys.argv[0] + ".f32", "rb").read()
messages = [(b"I", INFO), *((b"S", data[at : at + 32_000]) for at in range(0, len(data), 32_000))]
for kind, body in messages:
    os.write(1, kind + struct.pack("<I", len(body)) + body)
os.kill(os.getpid(), 11)
"""
"""A decoder that tells of a recording and gives the beginning of its sound, and then is hit by what it read."""


@pytest.fixture
def dying(tmp_path, monkeypatch):
    """Put that decoder in the place of ours; call it with the sound that it gives, and how long it says that it is."""

    def put(samples: np.ndarray, long_ms: int) -> None:
        info = {"format": "WAV", "codec": "x", "rate": 16_000, "channels": 1, "duration_ms": long_ms}
        folder = tmp_path / "decoder" / "captioner" / "sources"
        folder.mkdir(parents=True)
        for place in (folder, folder.parent):
            (place / "__init__.py").touch()
        (folder / "decode.py").write_text(TELLS.replace("INFO", repr(json.dumps(info).encode())))
        (folder / "decode.py.f32").write_bytes(samples.astype("<f4").tobytes())
        monkeypatch.setattr(file_module, "_environment", lambda: {"PYTHONPATH": str(tmp_path / "decoder")})

    return put


@pytest.mark.req("THR-19")
async def test_a_decoder_that_is_killed_ends_the_recording_with_a_declared_gap(tmp_path, dying):
    dying(np.zeros(8_000), 9_000)
    path = tmp_path / "dccg-1.wav"
    path.write_bytes(wav(tone(1)))
    live, uploads = FakeLive(SAMPLE), Uploads()
    await live.start()
    upload = uploads.begin(live, path, "talk.wav")
    while upload.state == "running":
        await asyncio.sleep(0.01)
    assert upload.error.startswith("talk.wav: the decoder failed on it")
    (source,) = live.sources.values()
    assert len(source.samples) == 8_000
    assert source.losses == [(500, 9_000, "the rest of the recording could not be read")]
    assert source.ended


@pytest.mark.req("THR-17", "THR-19")
async def test_a_meeting_goes_on_word_for_word_when_the_decoder_of_a_recording_dies(tmp_path, dying):
    dying(part(0, 3_000), 9_000)
    path = tmp_path / "dccg-1.wav"
    path.write_bytes(wav(tone(1)))
    async with on_stage(tmp_path) as stage:
        live, uploads = stage.live, Uploads()
        await live.start()
        room = live.open_source("Mara Quill", "room")
        await stage.play(room, 3_000)
        upload = uploads.begin(live, path, "talk.wav")
        await until(lambda: upload.state == "failed")
        await stage.play(room, 8_000)
        await live.stop()
        words: dict[str, list[str]] = {}
        for cue in live.transcript.cues:
            words.setdefault(cue.source, []).extend(word.text for word in cue.words)
        assert list(words.values()) == [texts(0, 8_000), texts(0, 3_000, at_ms=3_000)]
        (gap,) = live.transcript.gaps
        assert (gap.to_ms - gap.from_ms, live.state) == (6_000, "ended")
        assert check_webvtt(stage.file.read_bytes()) == []
