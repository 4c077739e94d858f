import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captioner.audio import from_pcm16
from captioner.sources.hello import BadHello, Hello, read_hello
from captioner.sources.ingest import Ended, Ingest, Lost, Refuse, Reply, Sound, Tell, Wait
from captioner.sources.resample import Resampler, at_house_rate

KEY = "a1b2c3d4e5"


def opened(rate: int = 16_000, now_ms: int = 0, held_ms: int = 0) -> Ingest:
    return Ingest(Hello("Room", rate, KEY, held_ms), "s1", now_ms)


def message(at: int, pcm: bytes) -> bytes:
    return struct.pack("<Q", at) + pcm


def pcm(samples: int, seed: int = 0) -> bytes:
    return np.random.default_rng(seed).integers(-20_000, 20_000, samples).astype("<i2").tobytes()


def sound(actions) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.float32), *(a.samples for a in actions if isinstance(a, Sound))])


def of(kind, actions):
    return [action for action in actions if isinstance(action, kind)]


def whole(data: bytes, rate: int) -> np.ndarray:
    resampler = Resampler(rate)
    return np.concatenate([resampler.push(from_pcm16(data)), resampler.finish()])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_however_it_is_cut_doubled_or_broken_off_the_sound_comes_once(data):
    rate = data.draw(st.sampled_from([8_000, 16_000, 44_100, 48_000]))
    total = data.draw(st.integers(1, rate // 2))
    sent, ingest, actions, at = pcm(total), opened(rate), [], 0
    while at < total:
        length = data.draw(st.integers(1, max(1, total // 3)))
        actions += ingest.binary(message(at, sent[2 * at : 2 * (at + length)]), at * 1_000 // rate)
        at += length
        if data.draw(st.booleans()):  # A new connection, or the same sound twice.
            ready = ingest.connected(Hello("Room", rate, KEY), 500)[0]
            at = data.draw(st.integers(0, ready.message["received"]))
    actions += ingest.text('{"kind": "end"}', 1_000)
    assert not of(Lost, actions)
    assert not of(Refuse, actions)
    assert ingest.received == total
    assert len(of(Ended, actions)) == 1
    np.testing.assert_allclose(sound(actions), whole(sent, rate), atol=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([8_000, 11_025, 16_000, 44_100, 48_000]), st.data())
def test_lost_sound_is_declared_and_the_time_stays_true(rate, data):
    ingest, actions, at, expected = opened(rate), [], 0, []
    for _ in range(data.draw(st.integers(1, 12))):
        missing = data.draw(st.integers(0, rate * 3))
        if missing and at:
            expected.append(Lost(at * 1_000 // rate, (at + missing) * 1_000 // rate))
            at += missing
        length = data.draw(st.integers(1, 4_000))
        actions += ingest.binary(message(at, pcm(length)), 60_000)
        at += length
    actions += ingest.text('{"kind": "end"}', 60_000)
    assert of(Lost, actions) == expected
    assert abs(len(sound(actions)) - at_house_rate(at, rate)) <= 1


def test_lost_sound_is_silent_and_what_follows_is_in_its_place():
    ingest, loud = opened(), pcm(1_600)
    actions = ingest.binary(message(0, loud), 100) + ingest.binary(message(17_600, loud), 1_200)
    expected = np.concatenate([from_pcm16(loud), np.zeros(16_000, np.float32), from_pcm16(loud)])
    assert np.array_equal(sound(actions), expected)
    assert of(Lost, actions) == [Lost(100, 1_100)]


def test_a_source_that_comes_back_is_told_where_to_go_on():
    ingest = opened()
    assert ingest.connected(Hello("Room", 16_000, KEY), 0) == [Reply({"kind": "ready", "source": "s1", "received": 0})]
    ingest.binary(message(0, pcm(1_600)), 100)
    assert ingest.connected(Hello("Room", 16_000, KEY), 9_000) == [
        Reply({"kind": "ready", "source": "s1", "received": 1_600})
    ]


def test_a_source_that_comes_back_at_another_rate_is_refused():
    [refused] = opened().connected(Hello("Room", 44_100, KEY), 0)
    assert "44100 samples a second after 16000" in refused.text
    assert refused.message == {"kind": "error", "text": refused.text}


def test_sound_is_acknowledged_about_once_a_second():
    ingest, acknowledged = opened(), []
    for tenth in range(1, 51):
        acknowledged += of(Reply, ingest.binary(message((tenth - 1) * 1_600, pcm(1_600)), tenth * 100))
    assert [reply.message["samples"] for reply in acknowledged] == [16_000, 32_000, 48_000, 64_000, 80_000]


def test_a_source_ten_times_too_fast_is_held_back_loses_nothing_and_is_told_once():
    ingest, now, actions = opened(), 0, []
    for second in range(120):
        now += 100
        new = ingest.binary(message(second * 16_000, pcm(16_000)), now)
        now += sum(wait.ms for wait in of(Wait, new))
        actions += new
    assert ingest.received_ms == 120_000
    assert len(sound(actions)) == 120 * 16_000
    assert now >= 120_000 - 5_000
    assert [tell.text for tell in of(Tell, actions)] == [
        "Room sends sound faster than it can be spoken; it is being held back"
    ]


def test_sound_kept_through_a_broken_line_may_come_all_at_once():
    ingest = opened()
    ingest.binary(message(0, pcm(16_000)), 1_000)
    actions = []
    for second in range(1, 300):
        actions += ingest.binary(message(second * 16_000, pcm(16_000)), 300_000 + second)
    assert not of(Wait, actions)
    assert not of(Lost, actions)


def test_a_restarted_server_takes_what_the_source_still_holds_and_invents_no_loss():
    ingest, first = opened(now_ms=50_000, held_ms=300_000), 7_200 * 16_000
    actions = []
    for second in range(300):
        actions += ingest.binary(message(first + second * 16_000, pcm(16_000)), 50_000)
    assert not of(Wait, actions)
    assert not of(Lost, actions)
    assert ingest.received_ms == 300_000
    assert ingest.began_ms == -250_000


def test_a_jump_into_the_future_is_refused_and_makes_no_silence():
    ingest = opened()
    ingest.binary(message(0, pcm(1_600)), 100)
    [refused] = ingest.binary(message(2**63, pcm(1_600)), 200)
    assert "has not been recorded yet" in refused.text
    assert ingest.received == 1_600


def test_a_stalled_source_is_noticed_and_repeats_do_not_hide_it():
    ingest = opened(now_ms=1_000)
    ingest.binary(message(0, pcm(1_600)), 2_000)
    ingest.binary(message(0, pcm(1_600)), 7_000)
    assert ingest.stalled_ms(9_000) == 7_000
    ingest.text('{"kind": "end"}', 9_000)
    assert ingest.stalled_ms(10_000) == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (message(0, b"\1\2\3"), "a message of sound has 11 bytes, which is odd; a sample has two"),
        (b"", "a message of sound has 0 bytes; 8 of its place and at least 2 of sound are needed"),
        (bytes(8), "a message of sound has 8 bytes; 8 of its place and at least 2 of sound are needed"),
        (bytes(65_538), "a message of sound has 65538 bytes; at most 65536 are taken"),
    ],
)
def test_sound_of_a_wrong_size_is_refused_and_changes_nothing(data, sentence):
    ingest = opened()
    assert ingest.binary(data, 0) == [Refuse(sentence)]
    assert ingest.received == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"kind": "hello"}', "[" * 4_000, '"' + "x" * 5_000 + '"'])
def test_any_text_but_the_end_is_refused(text):
    [refused] = opened().text(text, 0)
    assert refused.text.startswith("after its hello a source sends sound")


def test_the_end_may_be_said_twice_and_no_sound_follows_it():
    ingest = opened()
    ingest.binary(message(0, pcm(160)), 0)
    assert ingest.text('{"kind": "end"}', 10) == [Reply({"kind": "received", "samples": 160}), Ended()]
    assert ingest.text('{"kind": "end"}', 20) == [Reply({"kind": "received", "samples": 160})]
    [refused] = ingest.binary(message(160, pcm(160)), 30)
    assert "has ended" in refused.text


def hello(**changes) -> str:
    return json.dumps({"kind": "hello", "name": "Room", "rate": 48_000, "channels": 1, "key": KEY} | changes)


def test_a_hello_is_read_and_its_name_kept_as_it_is_written():
    assert read_hello(hello(name=" Zoë d'Ambrosi ", held_ms=7)) == Hello("Zoë d'Ambrosi", 48_000, KEY, 7)
    assert read_hello(hello(name="مریم می‌خواند")).name == "مریم می‌خواند"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"kind": "end"}, "the first message of a source must be a text like"),
        ({"name": ""}, "has no name"),
        ({"name": None}, "has no name"),
        ({"name": "x" * 81}, "has 81 characters; at most 80"),
        ({"name": "Ro\nom"}, "control characters"),
        ({"name": "Ro\u202eom"}, "control characters"),
        ({"name": "Ro\ud800om"}, "control characters"),
        ({"rate": 7_999}, "rate is 7999"),
        ({"rate": 192_001}, "rate is 192001"),
        ({"rate": "48000"}, "rate is '48000'"),
        ({"rate": True}, "rate is True"),
        ({"rate": float("nan")}, "rate is nan"),
        ({"channels": 2}, "one channel, not 2"),
        ({"key": "short"}, "key must be"),
        ({"key": "x" * 65}, "key must be"),
        ({"key": "../../../etc"}, "key must be"),
        ({"held_ms": -1}, "held_ms is -1"),
        ({"held_ms": 300_001}, "held_ms is 300001"),
    ],
)
def test_a_wrong_hello_gets_one_sentence(changes, part):
    with pytest.raises(BadHello, match=part.replace("(", r"\(")) as caught:
        read_hello(hello(**changes))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("first", [b"\0" * 100, "", "null", "[1]", "{" * 4_000, "x" * 100_000])
def test_anything_before_the_hello_is_refused(first):
    with pytest.raises(BadHello, match="the first message of a source must be"):
        read_hello(first)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_first_message_gets_anything_but_a_hello_or_a_sentence(first):
    with pytest.raises(BadHello):
        read_hello(first)


@given(st.lists(st.binary(max_size=64) | st.text(max_size=40), max_size=20))
def test_no_later_message_breaks_a_source(messages):
    ingest = opened()
    for item in messages:
        actions = ingest.text(item, 0) if isinstance(item, str) else ingest.binary(item, 0)
        assert sum(len(a.samples) for a in of(Sound, actions)) < 16_000 * 12
