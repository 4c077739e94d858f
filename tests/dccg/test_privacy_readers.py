"""Who reads is counted and never listed, and no meeting begins without a rule."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.browser.conftest import free_port
from tests.dccg.program import FORM, MEETING, Server, serving

AGENT, ADDRESS = "Plovercall-Browser/7", "203.0.113.77"
WHO = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS}


def read(server: Server) -> None:
    """Read as somebody who can be told apart, by page, by poll, and by a request that is refused."""
    for path in (f"/m/{MEETING}", f"/m/{MEETING}/poll?after=0", f"/m/{MEETING}/console", "/m/none", f"/m/{MEETING}/x"):
        line = HTTPConnection("127.0.0.1", server.port, timeout=20)
        line.request("GET", path, headers=WHO)
        line.getresponse().read()
        line.close()


@pytest.mark.req("PRV-01", "PRV-11", "THR-08")
def test_readers_are_counted_and_nothing_else_is_kept_of_them(tmp_path: Path):
    figures = free_port()
    more = {"DCCG_LOG_FORMAT": "json", "DCCG_LOG_LEVEL": "info", "DCCG_METRICS_PORT": str(figures)}
    with serving(tmp_path / "data", "--engine", "sphinx", DCCG_TRUSTED_PROXIES="127.0.0.1", **more) as server:
        without = {name: value for name, value in FORM.items() if name != "rule"}
        assert server.ask("/new", without, accept="text/html").status == 422
        assert server.ask(f"/m/{MEETING}").status == 404
        assert server.ask("/new", FORM, accept="text/html").status == 303
        server.act(MEETING, "start")
        with connect(f"ws://127.0.0.1:{server.port}/m/{MEETING}/live", additional_headers=WHO) as socket:
            socket.recv(timeout=20)
            read(server)
            state = server.console(MEETING)
            line = HTTPConnection("127.0.0.1", figures, timeout=20)
            line.request("GET", "/metrics")
            measured = line.getresponse().read().decode()
            line.close()
        server.act(MEETING, "stop")
        server.end()
    assert state["viewers"] == 1
    kept = [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    for told in (*kept, *server.told, measured, json.dumps(state)):
        assert AGENT not in told
        assert ADDRESS not in told
