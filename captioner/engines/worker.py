"""A worker process: loads one engine, then answers windows with hypotheses until its input ends.

Run by `captioner.engines.workers` as `python -m captioner.engines.worker`; it reads requests from standard input
and answers on standard output, as `captioner.engines.wire` says.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from captioner.engines import wire
from captioner.recognition import WindowRecognizer

Request = tuple[wire.Header, bytes]


class Answerer:
    """What a worker knows: its recogniser, once loaded."""

    def __init__(self) -> None:
        self._recognizer: WindowRecognizer | None = None

    def answer(self, header: wire.Header, body: bytes) -> wire.Header:
        """Return the answer to a request. A pass that raises is answered, never fatal."""
        try:
            return self._do(header, body) | {"rss_mb": resident_mb()}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}", "rss_mb": resident_mb()}

    def _do(self, header: wire.Header, body: bytes) -> wire.Header:
        if header["do"] == "load":
            self._recognizer = load(header["spec"])
            return {}
        assert self._recognizer is not None
        if header["do"] == "bias":
            set_bias = getattr(self._recognizer, "set_bias", None)
            if set_bias is not None:
                set_bias(header["id"], header["terms"], header["prompt"])
            return {}
        return wire.answer_of(self._recognizer.recognize(wire.window_of(header, body)))


def load(spec: dict[str, object]) -> WindowRecognizer:
    """Return the recogniser of the module that `spec["engine"]` names, with or without its package."""
    engine = str(spec["engine"])
    module = importlib.import_module(engine if "." in engine else f"captioner.engines.{engine}")
    recognizer: WindowRecognizer = module.load(spec)
    return recognizer


def resident_mb() -> int:
    """Memory that the process holds now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except (OSError, ValueError):
        return 0


def read_request(stream: BinaryIO) -> Request | None:
    """Return the next request, None when the input has ended."""
    length = stream.read(wire.LENGTH_BYTES)
    if len(length) < wire.LENGTH_BYTES:
        return None
    header = json.loads(stream.read(int.from_bytes(length, "big")))
    wanted = header.get("samples", 0) * wire.SAMPLE_BYTES
    body = stream.read(wanted)
    return (header, body) if len(body) == wanted else None


def _listen(stream: BinaryIO, requests: queue.SimpleQueue[Request]) -> None:
    """Queue requests. When the program is gone nobody waits for an answer: leave at once, even in a pass."""
    while (request := read_request(stream)) is not None:
        requests.put(request)
    os._exit(0)


def main() -> None:
    # Libraries may print: what they say must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Ctrl-C reaches the whole process group; the program finishes what was said, then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    answerer = Answerer()
    while True:
        header, body = requests.get()
        answers.write(wire.encode(answerer.answer(header, body)))
        answers.flush()


if __name__ == "__main__":
    main()
