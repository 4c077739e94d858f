"""Good readers are served while others do all that is bad. The times are measured by benchmarks/flood.py."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dccg.app import create_app
from dccg.limits import Limits
from tests.dccg.served import served, until
from tests.fakes_live import SAMPLE, FakeMeetings

FLOOD = Path(__file__).parents[2] / "benchmarks" / "flood.py"
READERS, LINES, FLOOD_S = 10, 10, 2


class Reader(threading.Thread):
    """Reads the events of the meeting up to the last line; `numbers` are those that came."""

    def __init__(self, server, number: int) -> None:
        super().__init__(daemon=True)
        self.numbers: list[int] = []
        self._server, self._number = server, number
        self.start()

    def run(self) -> None:
        with self._server.line(f"127.0.1.{self._number + 1}") as line:
            line.sendall(f"GET /m/{SAMPLE.id}/events HTTP/1.1\r\nhost: here\r\n\r\n".encode())
            for text in line.makefile("rb"):
                if text.startswith(b"id:"):
                    self.numbers.append(int(text[3:]))
                if b"the last line" in text:
                    return


@pytest.mark.req("SEC-04", "THR-01", "THR-03")
def test_a_flooded_server_brings_every_line_to_every_good_reader():
    meetings = FakeMeetings(SAMPLE)
    live = meetings.held[SAMPLE.id]
    with served(create_app(meetings), Limits(unlimited=())) as server:
        readers = [Reader(server, number) for number in range(READERS)]
        until(lambda: live.hub.viewers == READERS)
        command = [sys.executable, str(FLOOD), "--flood", str(server.port), "--seconds", str(FLOOD_S)]
        flood = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(FLOOD.parents[1])})
        until(lambda: sum(server.crowd.refused.values()) > 100)
        for n in range(LINES):
            last = n == LINES - 1
            server.on_loop(live.note, "notice", text="the last line" if last else f"line {n}")
            time.sleep(FLOOD_S / LINES / 2)
        for reader in readers:
            reader.join(20)
        sent = json.loads(flood.communicate(timeout=30)[0])
    assert len(sent) == 10
    wanted = list(range(1, live.hub.last + 1))
    assert len(wanted) >= LINES
    assert [reader.numbers for reader in readers] == [wanted] * READERS
    assert server.crowd.refused["rate"] > 50
