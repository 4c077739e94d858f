from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

HOOK = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        inside = not isinstance(address, tuple) or str(address[0]).startswith("127.") or address[0] == "::1"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        inside = str(arguments[0]) in ("127.0.0.1", "::1", "localhost", "None", "0.0.0.0")
    else:
        return
    if not inside:
        with open({log!r}, "a") as log:
            log.write(f"{event} {arguments[1:] if event[7] == 'c' else arguments}\\n")
        raise PermissionError("the network is out of bounds in this test")

sys.addaudithook(watch)
with open({started!r}, "a") as log:
    log.write("started\\n")
"""


@dataclass(frozen=True)
class NoNetwork:
    """A folder for PYTHONPATH: programs that start with it may speak to this machine only, and tries are noted."""

    folder: Path

    def tries(self) -> list[str]:
        assert (self.folder / "started").read_text().count("started") > 1, "the watch was not kept"
        log = self.folder / "tries"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def no_network(tmp_path: Path) -> NoNetwork:
    folder = tmp_path / "no_network"
    folder.mkdir()
    hook = HOOK.replace("{log!r}", repr(str(folder / "tries"))).replace("{started!r}", repr(str(folder / "started")))
    (folder / "sitecustomize.py").write_text(hook, encoding="utf-8")
    return NoNetwork(folder)
