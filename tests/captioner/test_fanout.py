"""Frames written straight to connections: everybody gets everything once, and who is slow costs nothing."""

from __future__ import annotations

import asyncio
import json
import random
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

import captioner.hub
from captioner import fanout
from captioner.fanout import MOST_UNSENT, TOO_SLOW_S, Way, spread_ms
from captioner.hub import Hub, Taste
from models.cue import Word
from models.events import Final, Opening, Partial, encode

WORDS = "we would like to speak about the roster of liaisons".split()


class Pipe:
    """A connection that holds what is written to it until it is read."""

    def __init__(self) -> None:
        self.unsent = b""
        self.most = 0
        self.writes = 0
        self.closed = self.aborted = False

    def get_write_buffer_size(self) -> int:
        return len(self.unsent)

    def is_closing(self) -> bool:
        return self.closed

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.writes += 1
        self.unsent += data
        self.most = max(self.most, len(self.unsent))

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True


class Reader:
    """A viewer who follows docs/events.md: what it holds of the record, and every tail."""

    def __init__(self, hub: Hub, way: Way, taste: Taste, after: int = 0) -> None:
        self.pipe, self.way, self.last = Pipe(), way, after
        self.tails: dict[str, list[str]] = {}
        self.newest: dict[str, int] = {}
        self.kinds: set[str] = set()
        self.off: list[int] = []
        self.bank, self.wire = hub.fanout.join(way, taste, self.pipe, after)  # type: ignore[arg-type]

    def read(self) -> None:
        for text in (messages if self.way == "websocket" else events)(self.pipe.unsent):
            self.take(json.loads(text))
        self.pipe.unsent = b""

    def take(self, frame: dict[str, Any]) -> None:
        kind = frame.setdefault("kind", "final")
        self.kinds.add(kind)
        if frame.get("seq") is not None:
            assert frame["seq"] == self.last + 1
            self.last += 1
        getattr(self, kind, lambda frame: None)(frame)

    def final(self, frame: dict[str, Any]) -> None:
        if frame["seq"] is None:
            self.off.append(frame["cue"])
        if "source" in frame:
            self.newest[frame["source"]] = frame["cue"]
        for source, cue in self.newest.items():
            if cue == frame["cue"] and source in self.tails:
                del self.tails[source][: len(frame["words"])]

    def partial(self, frame: dict[str, Any]) -> None:
        self.tails[frame["source"]] = frame["text"].split()
        if "cue" in frame:
            self.newest[frame["source"]] = frame["cue"]

    def more(self, frame: dict[str, Any]) -> None:
        tail = self.tails[frame["source"]]
        tail[frame.get("at", len(tail)) :] = frame["text"].split()


def messages(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        assert data[at] == 0x81
        size, head = data[at + 1], 2
        if size == 126:
            size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
        assert size < 1 << 16
        found.append(data[at + head : at + head + size])
        at += head + size
    return found


def events(data: bytes) -> list[bytes]:
    body = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        body, end, data = body + data[: int(size, 16)], data[int(size, 16) :][:2], data[int(size, 16) + 2 :]
        assert end == b"\r\n"
    return re.findall(rb"^data:(.*)\n\n", body, re.MULTILINE)


class Talk:
    """A hub to which captions come as they do: words settle off the front of a source's tail."""

    def __init__(self, seed: int) -> None:
        self.hub, self.chance = Hub(), random.Random(seed)
        self.cue = 0
        self.open: dict[str, tuple[int, int]] = {}
        self.tails: dict[str, list[str]] = {"s1": [], "s2": []}

    def go_on(self) -> None:
        source = self.chance.choice(("s1", "s2"))
        tail = self.tails[source]
        tail += self.chance.choices(WORDS, k=self.chance.randint(0, 3))
        if tail and self.chance.random() < 0.2:
            tail[self.chance.randrange(len(tail))] = "else"
        if count := self.chance.randint(0, len(tail)) if self.chance.random() < 0.5 else 0:
            self._settle(source, count)
            del tail[:count]
        self.hub.show(f"partial {source}", "partial", encode(Partial(source, "Mara Quill", " ".join(tail))))

    def _settle(self, source: str, count: int) -> None:
        cue, at = self.open.get(source, (0, 0))
        opening = None
        if cue == 0 or at > 8:
            self.cue += 1
            cue, at = self.cue, 0
            opening = Opening("Mara Quill", source, "machine", "sphinx", "en")
        words = tuple(Word(n, n + 1, text, 0.9) for n, text in enumerate(self.tails[source][:count]))
        body = encode(Final(cue, at, words, opening))
        if self.chance.random() < 0.1:
            self.hub.pass_by("final", body)
        else:
            self.hub.settle(self.hub.last + 1, "final", body)
        self.open[source] = cue, at + count


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captioner.hub, "FLEETING_EVERY_S", 0.0)
    monkeypatch.setattr(captioner.hub, "PASSING_S", 60.0)


@pytest.mark.req("FAN-01", "FAN-03", "LOW-04", "LOW-09")
@pytest.mark.parametrize("seed", range(30))
async def test_however_slow_viewers_are_each_holds_every_final_once_and_the_tails_as_they_are(quick, monkeypatch, seed):
    monkeypatch.setattr(fanout, "MOST_UNSENT", 600)
    monkeypatch.setattr(fanout, "FREE", 100)
    monkeypatch.setattr(fanout, "BANK", 3)
    talk = Talk(seed)
    readers: list[Reader] = []
    ways: tuple[Way, ...] = ("websocket", "events")
    for n in range(150):
        if n % 12 == 0:
            after = talk.chance.randint(0, talk.hub.last)
            way, taste = talk.chance.choice(ways), talk.chance.choice(("all", "more", "brief"))
            readers.append(Reader(talk.hub, way, taste, after))
        talk.go_on()
        if talk.chance.random() < 0.7:
            await asyncio.sleep(0)
        if talk.chance.random() < 0.3:
            talk.hub.fanout._tick()
        for reader in readers:
            if talk.chance.random() < 0.3:
                reader.read()
    for _ in range(200):
        await asyncio.sleep(0)
        talk.hub.fanout._tick()
        for reader in readers:
            reader.read()
    for reader in readers:
        assert reader.last == talk.hub.last
        assert reader.tails == {source: tail for source, tail in talk.tails.items() if source in reader.tails}
        assert reader.pipe.most < 2_000
    assert any("more" in reader.kinds for reader in readers)


async def hub_of(readers: int, taste: Taste = "all", way: Way = "websocket") -> tuple[Hub, list[Reader]]:
    hub = Hub()
    return hub, [Reader(hub, way, taste) for _ in range(readers)]


def settle(hub: Hub, size: int = 10) -> None:
    hub.settle(hub.last + 1, "notice", json.dumps({"text": "x" * size}).encode())


@pytest.mark.req("FAN-03", "LOW-09")
async def test_five_of_a_hundred_who_take_nothing_cost_the_others_nothing_and_are_sent_away():
    hub, readers = await hub_of(100)
    stalled, healthy = readers[:5], readers[5:]
    for _ in range(20):
        settle(hub, 10_000)
        await asyncio.sleep(0)
        for reader in healthy:
            reader.read()
    assert {reader.last for reader in healthy} == {20}
    assert all(reader.pipe.most <= MOST_UNSENT + 10_100 for reader in stalled)
    later = asyncio.get_running_loop().time() + TOO_SLOW_S + 1
    for bank in hub.fanout._all():
        bank.tick(later)
    assert hub.viewers == 95
    for reader in stalled:
        assert reader.pipe.closed
        assert reader.pipe.unsent.endswith(b"\x88\x08\x0f\xa1resume")
    assert not any(reader.pipe.closed for reader in healthy)


@pytest.mark.req("FAN-03")
async def test_a_viewer_whose_connection_holds_too_much_is_sent_away_at_once():
    hub, (reader, *_) = await hub_of(1, way="events")
    settle(hub, 300_000)
    settle(hub)
    await asyncio.sleep(0)
    settle(hub)
    await asyncio.sleep(0)
    hub.fanout._tick()
    assert reader.pipe.closed
    assert reader.pipe.unsent.endswith(b"event:resume\ndata:{}\n\n\r\n0\r\n\r\n")


async def test_a_long_history_is_told_in_pieces_as_it_is_taken():
    hub = Hub()
    for _ in range(2_000):
        settle(hub, 200)
    reader = Reader(hub, "websocket", "more")
    assert MOST_UNSENT < len(reader.pipe.unsent) < 2 * MOST_UNSENT
    hub.fanout._tick()
    assert len(reader.pipe.unsent) < 2 * MOST_UNSENT
    while reader.last < hub.last:
        reader.read()
        hub.fanout._tick()
    assert reader.pipe.most < 2 * MOST_UNSENT


async def test_what_comes_together_is_one_write_for_each_viewer():
    hub, readers = await hub_of(3)
    await asyncio.sleep(0)
    hub.settle(1, "final", encode(Final(1, 0, (Word(0, 1, "One", 0.9),), Opening(None, "s1", "machine", "x", "en"))))
    hub.show("partial s1", "partial", encode(Partial("s1", None, "two")))
    await asyncio.sleep(0)
    assert [reader.pipe.writes for reader in readers] == [1, 1, 1]
    readers[0].read()
    assert readers[0].tails == {"s1": ["two"]}


@pytest.mark.req("FAN-07")
@pytest.mark.parametrize("way", ["websocket", "events"])
async def test_finals_in_brief_lack_only_what_no_page_shows(way):
    hub, full = Hub(), {}
    for cue, at in ((1, 0), (1, 1), (2, 0)):
        opening = Opening("Mara Quill", "s1", "machine", "x", "en") if at == 0 else None
        body = encode(Final(cue, at, (Word(at, at + 1, "One", 0.9),), opening))
        full[hub.last + 1] = json.loads(body)
        hub.settle(hub.last + 1, "final", body)
    pipe = Reader(hub, way, "brief").pipe
    assert b"id:" not in pipe.unsent
    for text in (messages if way == "websocket" else events)(pipe.unsent):
        brief = json.loads(text)
        whole = full[brief.pop("seq")]
        shown = ("cue", "at", "speaker", "source", "lang")
        assert brief == {name: whole[name] for name in shown if name in whole} | {
            "words": [word[:3] for word in whole["words"]]
        }


async def test_a_connection_that_is_closing_is_not_written_to():
    hub, (reader, other) = await hub_of(2)
    reader.pipe.closed = True
    settle(hub)
    await asyncio.sleep(0)
    assert (reader.pipe.writes, other.pipe.writes) == (0, 1)


@pytest.mark.req("LOW-08")
async def test_no_tail_is_written_for_who_wants_finals_only():
    hub, (reader, *_) = await hub_of(1, "finals")
    hub.show("partial s1", "partial", encode(Partial("s1", None, "not settled")))
    settle(hub)
    await asyncio.sleep(0)
    reader.read()
    assert reader.kinds == {"notice"}


async def test_more_than_five_thousand_viewers_get_tails_once_a_second(monkeypatch):
    hub = Hub()
    monkeypatch.setattr(Hub, "viewers", property(lambda hub: 5_001))
    loop = asyncio.get_running_loop()
    hub.show("health", "health", b'{"delay_ms":0}')
    await asyncio.sleep(0)
    hub.show("health", "health", b'{"delay_ms":1}')
    assert hub._later is not None
    assert hub._later.when() - loop.time() > 0.9


@pytest.mark.req("FAN-05")
@pytest.mark.parametrize("viewers", [100, 399, 2_000, 14_000])
def test_viewers_who_come_back_together_are_spread_to_less_than_five_hundred_a_second(viewers):
    assert viewers / (spread_ms(viewers) / 1000) < 500


@pytest.mark.req("FAN-07")
@pytest.mark.parametrize("way", ["websocket", "events"])
async def test_an_hour_like_the_recorded_meeting_costs_a_reader_at_most_a_megabyte(quick, way):
    path = Path(__file__).parent.parent / "data" / "stream.jsonl"
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    hub = Hub()
    reader = Reader(hub, way, "brief")
    sent = 0
    for _, together in groupby(told, key=lambda one: one[0]):
        for _, frame in together:
            fields = {name: frame[name] for name in frame if name not in ("seq", "kind")}
            body = json.dumps(fields, separators=(",", ":"))
            if frame["seq"] is not None:
                hub.settle(frame["seq"], frame["kind"], body.encode())
            else:
                hub.show(f"{frame['kind']} {frame.get('source')}", frame["kind"], body.encode())
        await asyncio.sleep(0)
        sent += len(reader.pipe.unsent)
        reader.read()
    handshake = 1_000
    assert handshake + sent * 3_600 / told[-1][0] < 950_000
    assert reader.last == hub.last
