import asyncio
import json
import sys
from contextlib import asynccontextmanager, suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from captioner.audio import from_pcm16, to_pcm16
from captioner.sources import microphone
from captioner.sources.feed import feed, socket_address
from captioner.sources.file import BadMedia
from captioner.sources.hello import BadHello, read_hello
from captioner.sources.ingest import Ended, Ingest, Lost, Refuse, Reply, Sound
from captioner.sources.outbox import KEPT_MS, Outbox
from captioner.sources.uplink import FeedFailed
from tests.media import tone, wav


class Meeting:
    """A server that hears sources through `Ingest`, and breaks lines where it is told to."""

    def __init__(self, drop_after=(), forget_after=(), refuse=None):
        self.drop_after, self.forget_after = set(drop_after), set(forget_after)
        self.refuse = refuse
        self.ingests: dict[str, Ingest] = {}
        self.sound: list[np.ndarray] = []
        self.lost: list[Lost] = []
        self.paths: list[str] = []
        self.messages = self.connections = self.ends = 0

    async def hear(self, socket):
        self.connections += 1
        self.paths.append(socket.request.path)
        with suppress(ConnectionClosed):
            try:
                hello = read_hello(await socket.recv())
            except BadHello as fault:
                return await socket.send(json.dumps(Refuse(str(fault)).message))
            ingest = self.ingests.setdefault(hello.key, Ingest(hello, "s1", self.now()))
            await self.act(socket, ingest.connected(hello, self.now()))
            async for message in socket:
                self.messages += 1
                if self.messages in self.forget_after:
                    self.ingests.clear()
                if self.messages in self.drop_after | self.forget_after:
                    return socket.transport.abort()
                take = ingest.text if isinstance(message, str) else ingest.binary
                await self.act(socket, take(message, self.now()))

    async def act(self, socket, actions):
        if self.refuse:
            actions = [Refuse(self.refuse)]
        for action in actions:
            match action:
                case Sound(samples):
                    self.sound.append(samples)
                case Lost():
                    self.lost.append(action)
                case Reply(message):
                    await socket.send(json.dumps(message))
                case Refuse():
                    await socket.send(json.dumps(action.message))
                    await socket.close()
                case Ended():
                    self.ends += 1

    def now(self) -> int:
        # Far enough ahead that a fast feed is not held back: pace is the business of test_ingest.
        return round(asyncio.get_running_loop().time() * 1_000) * 60

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.sound)


@asynccontextmanager
async def running(meeting: Meeting):
    async with serve(meeting.hear, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/m/60"


def recording(path, seconds):
    sound = np.random.default_rng(7).uniform(-0.5, 0.5, (1, round(seconds * 16_000))).astype(np.float32)
    path.write_bytes(wav(sound))
    return path, from_pcm16(to_pcm16(np.rint(sound[0] * 32_767) / 32_768))


async def test_a_file_arrives_whole_and_its_end_is_said(tmp_path):
    path, sound = recording(tmp_path / "talk.wav", 3.05)
    meeting = Meeting()
    async with running(meeting) as address:
        progress = await feed(path, address, "Room", realtime=False)
    assert np.array_equal(meeting.heard, sound)
    assert meeting.ends == 1
    assert meeting.paths == ["/m/60/source"]
    assert (progress.recorded_ms, progress.received_ms, progress.lost_ms) == (3_050, 3_050, 0)


async def test_nothing_is_lost_or_doubled_when_the_line_breaks(tmp_path):
    path, sound = recording(tmp_path / "talk.wav", 12)
    meeting, notes = Meeting(drop_after=[1, 17, 18, 60, 121]), []
    async with running(meeting) as address:
        await feed(path, address, "Room", False, on_progress=lambda p: notes.append(p.note), pause_s=0.01)
    assert np.array_equal(meeting.heard, sound)
    assert meeting.connections == 6
    assert meeting.lost == []
    assert meeting.ends == 1
    assert sum("the line is broken" in note for note in notes) == 5


async def test_a_server_that_forgot_everything_gets_the_sound_it_never_acknowledged(tmp_path):
    path, sound = recording(tmp_path / "talk.wav", 6)
    meeting = Meeting(forget_after=[25])
    async with running(meeting) as address:
        await feed(path, address, "Room", realtime=False, pause_s=0.01)
    assert meeting.lost == []
    # Both servers together heard all of it; the second began with what the first had not acknowledged.
    assert len(sound) <= len(meeting.heard) <= len(sound) + 16_000 + 1_600
    assert np.array_equal(meeting.heard[-16_000:], sound[-16_000:])


@pytest.mark.realtime
async def test_a_file_is_fed_at_the_pace_of_speech(tmp_path):
    path, _ = recording(tmp_path / "talk.wav", 1.5)
    loop, meeting = asyncio.get_running_loop(), Meeting()
    async with running(meeting) as address:
        began = loop.time()
        await feed(path, address, "Room")
    assert 1.5 <= loop.time() - began < 6


async def test_a_refusal_is_passed_on_in_the_server_s_words(tmp_path):
    path, _ = recording(tmp_path / "talk.wav", 1)
    async with running(Meeting(refuse="the meeting has\x1b ended")) as address:
        with pytest.raises(FeedFailed, match="does not take the sound: the meeting has ended"):
            await feed(path, address, "Room", realtime=False)


async def test_a_name_the_server_will_not_have_is_told_at_once(tmp_path):
    path, _ = recording(tmp_path / "talk.wav", 1)
    async with running(Meeting()) as address:
        with pytest.raises(FeedFailed, match="has 81 characters"):
            await feed(path, address, "x" * 81, realtime=False)


async def test_an_address_where_nobody_answers_is_told_after_some_tries(tmp_path):
    path, _ = recording(tmp_path / "talk.wav", 1)
    async with running(Meeting()) as address:
        pass
    with pytest.raises(FeedFailed, match=r"no meeting answers at ws://127\.0\.0\.1.*check the address"):
        await feed(path, address, "Room", realtime=False, pause_s=0.001)


async def test_a_page_without_a_meeting_is_told_at_once(tmp_path):
    path, _ = recording(tmp_path / "talk.wav", 1)

    def no_such_page(connection, request):
        return connection.respond(404, "")

    async with serve(Meeting().hear, "127.0.0.1", 0, process_request=no_such_page) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FeedFailed, match="answers 404, so no meeting takes sound there"):
            await feed(path, f"http://127.0.0.1:{port}/m/x", "Room", realtime=False)


async def test_a_file_without_sound_ends_the_feed_with_its_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing to hear")
    async with running(Meeting()) as address:
        with pytest.raises(BadMedia, match=r"notes\.txt: it is not a sound or video file"):
            await feed(tmp_path / "notes.txt", address, "Room")


async def test_a_microphone_is_fed_until_it_is_stopped(monkeypatch):
    stop, meeting = asyncio.Event(), Meeting()
    spoken = [to_pcm16(tone(0.1, hertz=200 + 100 * n)[0]) for n in range(5)]

    async def pretended(rate):
        for number, pcm in enumerate(spoken):
            if number == 4:
                stop.set()
            yield pcm
        raise AssertionError("the microphone went on")

    monkeypatch.setattr("captioner.sources.feed.microphone", pretended)
    async with running(meeting) as address:
        await feed("mic", address, "Room", stop=stop)
    assert np.array_equal(meeting.heard, from_pcm16(b"".join(spoken)))


async def test_a_microphone_without_its_library_is_one_clear_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(microphone.NoMicrophone, match=r"install it with: pip install .*\[mic\]"):
        await anext(microphone.microphone(16_000))


@pytest.mark.parametrize("to", ["ftp://host/m/1", "http://", "http:///m/1", ""])
def test_an_address_that_is_none_is_refused(to):
    with pytest.raises(FeedFailed, match="is not the address of a meeting"):
        socket_address(to)


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("http://host:8000/m/60", "ws://host:8000/m/60/source"),
        ("host:8000/m/60/", "ws://host:8000/m/60/source"),
        ("wss://host/m/60/source", "wss://host/m/60/source"),
        ("https://host/m/60?key=abc#words", "wss://host/m/60/source?key=abc"),
    ],
)
def test_the_socket_is_found_from_the_address_people_have(to, address):
    assert socket_address(to) == address


def test_the_outbox_keeps_five_minutes_and_counts_what_it_gave_up():
    outbox = Outbox(16_000)
    for _ in range(3_100):
        outbox.put(bytes(3_200))
    assert outbox.full
    assert outbox.kept_ms == KEPT_MS
    assert outbox.dropped == 100 * 1_600
    assert outbox.after(0).at == 100 * 1_600


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60), st.data())
def test_the_outbox_finds_every_sample_it_keeps(sizes, data):
    outbox = Outbox(16_000)
    for size in sizes:
        outbox.put(bytes(2 * size))
    outbox.acknowledge(data.draw(st.integers(0, outbox.end + 10)))
    sample = data.draw(st.integers(0, outbox.end))
    piece = outbox.after(sample)
    if sample == outbox.end or outbox.received == outbox.end:
        assert piece is None
    else:
        assert piece.at <= max(sample, outbox.first) < piece.end
