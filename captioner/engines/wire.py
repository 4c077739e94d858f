"""What goes through the pipes between the program and a worker process.

A message is four bytes of header length (big-endian), the header as JSON, and as many bytes of float32 samples
as the header's `samples` says (little-endian; none when it is absent).
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from captioner.recognition import Hypothesis, Samples, Window
from models.cue import Word

LENGTH_BYTES = 4
SAMPLE_BYTES = 4

Header = dict[str, Any]


def encode(header: Header, samples: Samples | None = None) -> bytes:
    body = b"" if samples is None else samples.astype("<f4", copy=False).tobytes()
    text = json.dumps(header | {"samples": len(body) // SAMPLE_BYTES} if body else header).encode("ascii")
    return len(text).to_bytes(LENGTH_BYTES, "big") + text + body


def window_message(window: Window, key: str) -> bytes:
    """The request to recognise a window, under a key that is unique among all meetings."""
    header = {
        "do": "recognize",
        "key": key,
        "start_ms": window.start_ms,
        "context": window.context,
        "final": window.final,
        "rank": window.rank,
        "bias": window.bias,
    }
    return encode(header, window.samples)


def window_of(header: Header, body: bytes) -> Window:
    return Window(
        key=header["key"],
        start_ms=header["start_ms"],
        samples=np.frombuffer(body, "<f4").astype(np.float32, copy=False),
        context=header["context"],
        final=header["final"],
        rank=header["rank"],
        bias=header["bias"],
    )


def answer_of(hypothesis: Hypothesis) -> Header:
    words = [[word.start_ms, word.end_ms, word.text, word.probability] for word in hypothesis.words]
    return {
        "words": words,
        "took_ms": hypothesis.took_ms,
        "rejected": hypothesis.rejected,
        "redone": hypothesis.redone,
    }


def hypothesis_of(answer: Header) -> Hypothesis:
    words = tuple(Word(int(row[0]), int(row[1]), str(row[2]), float(row[3])) for row in answer["words"])
    return Hypothesis(words, int(answer["took_ms"]), str(answer["rejected"]), bool(answer["redone"]))
