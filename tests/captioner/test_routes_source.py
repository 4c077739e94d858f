"""Sound that comes in: live over a socket, and recordings."""

from __future__ import annotations

import struct
import time
import wave
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeLive, FakeMeetings

AT = f"/m/{SAMPLE.id}"
HELLO = {"kind": "hello", "name": "Mara Quill", "rate": 16_000, "key": "abcdef0123456789", "held_ms": 5_000}


@pytest.fixture
def live() -> FakeLive:
    return FakeLive(SAMPLE)


@pytest.fixture
def client(live: FakeLive) -> Iterator[TestClient]:
    meetings = FakeMeetings()
    meetings.held[live.id] = live
    with TestClient(create_app(meetings, upload_bytes=1_000_000), follow_redirects=False) as client:
        yield client


def block(at: int, samples: np.ndarray) -> bytes:
    return struct.pack("<Q", at) + samples.astype("<i2").tobytes()


def recording(seconds: float) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(np.zeros(int(seconds * 16_000), "<i2").tobytes())
    return file.getvalue()


def sent(live: FakeLive) -> np.ndarray:
    return live.sources[HELLO["key"]].samples


def test_sound_arrives_sample_by_sample_over_two_connections(client, live):
    sound = np.arange(3_200)
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_json(HELLO)
        assert socket.receive_json() == {"kind": "ready", "source": "s1", "received": 0}
        socket.send_bytes(block(0, sound[:1_600]))
        while len(sent(live)) < 1_600:
            time.sleep(0.01)
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_json(HELLO)
        assert socket.receive_json()["received"] == 1_600
        socket.send_bytes(block(800, sound[800:]))
        socket.send_json({"kind": "end"})
        assert socket.receive_json() == {"kind": "received", "samples": 3_200}
    assert np.array_equal(np.round(sent(live) * 32_768), sound)
    assert live.sources[HELLO["key"]].ended


def test_sound_that_never_came_is_declared_lost(client, live):
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_json(HELLO)
        socket.receive_json()
        socket.send_bytes(block(0, np.ones(1_600)))
        socket.send_bytes(block(3_200, np.ones(1_600)))
        socket.send_json({"kind": "end"})
        socket.receive_json()
    source = live.sources[HELLO["key"]]
    assert [(begin, end) for begin, end, _ in source.losses] == [(100, 200)]
    assert len(source.samples) == 4_800


def test_a_shared_room_names_no_speaker(client, live):
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_json(HELLO | {"name": "Room"})
        socket.receive_json()
    assert live.sources[HELLO["key"]].name == ""


def test_a_bad_hello_is_answered_in_one_sentence(client):
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_text("shout")
        assert "first message" in socket.receive_json()["text"]
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def wait_for(client: TestClient, state: str) -> dict[str, object]:
    for _ in range(200):
        uploads = client.get(f"{AT}/console/state").json()["uploads"]
        if uploads and uploads[-1]["state"] == state:
            return uploads[-1]
        time.sleep(0.05)
    raise AssertionError(uploads)


def test_an_uploaded_recording_is_fed_to_a_source_of_its_own(client, live):
    answer = client.post(f"{AT}/upload", files={"file": ("talk.wav", recording(2.0))})
    assert answer.json()["name"] == "talk.wav"
    upload = wait_for(client, "done")
    assert upload["done_ms"] == upload["long_ms"] == 2_000
    (source,) = live.sources.values()
    assert len(source.samples) == 32_000
    assert source.ended


def test_an_upload_that_is_no_recording_is_named_in_the_console(client, live):
    client.post(f"{AT}/upload", files={"file": ("notes.txt", b"just words")})
    assert wait_for(client, "failed")["error"].startswith("notes.txt: ")


@pytest.mark.parametrize(
    ("files", "said"),
    [({"file": ("big.wav", bytes(1_100_000))}, "larger than"), ({"file": ("empty.wav", b"")}, "empty")],
)
def test_an_upload_that_cannot_be_taken_is_refused(client, files, said):
    answer = client.post(f"{AT}/upload", files=files)
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_an_upload_is_refused_once_captions_have_ended(client, live):
    client.post(f"{AT}/console/start")
    client.post(f"{AT}/console/stop")
    answer = client.post(f"{AT}/upload", files={"file": ("talk.wav", recording(0.5))})
    assert "ended" in answer.json()["error"]
