"""The program as people start it: a process of its own, with a home of its own and no network."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
_tokens: dict[Path, str] = {}
"""The admin's token of each data folder: it is told only at the first start."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of whoever runs the tests: no settings, no weights, no data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DCCG_", "XDG_", "HF_"))}
    folders = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "share")}
    return kept | folders | {"DCCG_OFFLINE": "1", "COLUMNS": "200", "PYTHONWARNINGS": "default"} | more


def command(*words: object, module: str = "dccg") -> list[str]:
    return [sys.executable, "-m", module, *map(str, words)]


def run(home: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), cwd=ROOT, env=environment(home, **more), capture_output=True, text=True, timeout=PATIENCE_S
    )


class Server:
    """A running `dccg serve`. `told` is what it said on stderr so far."""

    module = "dccg"

    def __init__(self, data: Path, *words: object, **more: str) -> None:
        self.told: list[str] = []
        self.process = subprocess.Popen(
            command("serve", "--data", data, "--port", 0, "--workers", 1, *words, module=self.module),
            cwd=ROOT,
            env=environment(data.parent, **more),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._data = data
        self.address = self._address()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.told.append(line.rstrip("\n"))

    def _address(self) -> str:
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE_S:
            found = re.search(r"Open (http://\S+)/ in a browser", "\n".join(self.told))
            if found:
                with contextlib.suppress(OSError):
                    self.address = found[1]
                    self.ask("/healthz")
                    return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError("\n".join(self.told))

    @property
    def token(self) -> str:
        """The admin's, which lets a program do everything."""
        found = re.search(r"operator, shown only this once: \S+/enter#(\S+)", "\n".join(self.told))
        if found:
            _tokens[self._data] = found[1]
        return _tokens[self._data]

    @property
    def shown(self) -> dict[str, str]:
        """The headers by which a program shows it."""
        return {"authorization": f"Bearer {self.token}"}

    def link(self, meeting: str) -> str:
        """A link to a meeting for the command that sends sound."""
        return f"{self.address}/m/{meeting}/enter#{self.token}"

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 80

    def ask(
        self, path: str, form: dict[str, str] | None = None, accept: str = "application/json", method: str = ""
    ) -> http.client.HTTPResponse:
        """Ask for a path exactly as it is written; with a form, send it. `text` and `status` are on the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        body = urlencode(form) if form is not None else None
        headers = {"accept": accept} | self.shown
        if form is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        line.putrequest(method or ("POST" if form is not None else "GET"), path, skip_accept_encoding=True)
        for name, value in headers.items():
            line.putheader(name, value)
        if body is not None:
            line.putheader("content-length", str(len(body)))
        line.endheaders(body.encode() if body is not None else None)
        answer = line.getresponse()
        answer.text = answer.read().decode("utf-8")  # type: ignore[attr-defined]
        line.close()
        return answer

    def text(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status == 200, answer.text  # type: ignore[attr-defined]
        return str(answer.text)  # type: ignore[attr-defined]

    def console(self, meeting: str) -> dict[str, Any]:
        return dict(json.loads(self.text(f"/m/{meeting}/console/state")))

    def act(self, meeting: str, action: str, **fields: str) -> None:
        answer = self.ask(f"/m/{meeting}/console/{action}", fields)
        assert answer.status == 200, answer.text  # type: ignore[attr-defined]

    def end(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Send the signal; return how many seconds the program took to end."""
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(PATIENCE_S)
        took = time.monotonic() - begun
        self._reader.join(5)
        if self.process.stderr is not None:
            self.process.stderr.close()
        return took


@contextlib.contextmanager
def serving(data: Path, *words: object, **more: str) -> Iterator[Server]:
    server = Server(data, *words, **more)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


FORM = {
    "number": "8",
    "title": "Virtual meeting 8",
    "group": "Dynamic Coalition Coordination Group",
    "date": "2026-02-03",
    "start": "14:00",
    "rule": "open",
    "language": "en",
    "agenda": "1. Welcome\n2. Roster of liaisons",
    "roster": "Peter Lindgren | | chair",
}
MEETING = "2026-02-03-dccg-8"
