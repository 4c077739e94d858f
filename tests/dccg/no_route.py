"""Starts the program where no way leads off the machine, and prints what it said: for a test of exactly that."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from urllib.request import urlopen

PORT, PATIENCE_S = 8731, 60.0  # nobody else listens in a network of its own


def heard(place: str) -> str:
    """Return what the program answers there; "" while it is not ready."""
    with suppress(OSError), urlopen(f"http://127.0.0.1:{PORT}{place}", timeout=20) as answer:
        return answer.read().decode()
    return ""


def main(data: str) -> None:
    words = ["serve", "--sample", "--data", data, "--port", str(PORT), "--workers", "1"]
    program = subprocess.Popen([sys.executable, "-m", "dccg", *words], stderr=subprocess.PIPE, text=True)
    ends, captions = time.monotonic() + PATIENCE_S, ""
    while time.monotonic() < ends and not captions and program.poll() is None:
        time.sleep(0.2)
        # The first words are shown long before they are settled.
        captions = heard("/m/sample/poll?after=0")
        captions = captions if '"kind":"partial"' in captions or '"kind":"final"' in captions else ""
    ready = heard("/readyz")
    program.terminate()
    _, told = program.communicate(timeout=30)
    print(json.dumps({"captions": captions, "ready": ready, "told": told, "code": program.returncode}))


if __name__ == "__main__":
    main(sys.argv[1])
