"""What the program tells its operator: ids, times and counts; never what was said, a name, an address or a token.

So of other packages' messages only the pattern is told, and of an exception its class and where it was raised: values
are in the rest.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

Fact = int | float | bool | str

OWN = "dccg"
PATTERNS = ("uvicorn", "websockets", "captioner", "summarizer", "archive", "record")
"""Loggers whose patterns are fixed sentences."""
SAME_S, MOST_SAME = 10.0, 5
"""So often within so long one and the same thing is told; a flood of requests must not fill the disk."""

_log = logging.getLogger(OWN)


def tell(what: str, level: int = logging.INFO, fault: BaseException | None = None, **facts: Fact) -> None:
    """Log that something happened, or failed by a fault; `facts` are ids, times and counts."""
    _log.log(level, what, exc_info=fault, extra={"facts": facts}, stacklevel=2)


def start_logs(form: str, level: str) -> None:
    """Log to stderr from now on, as "text" or "json", from "error", "warning" or "info" on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.addFilter(Calm())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(level.upper())
    # What these tell below a warning holds addresses with their queries, and whole messages.
    for name in ("uvicorn", "uvicorn.error", "websockets", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger(name).propagate = True
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def listen_to(loop: asyncio.AbstractEventLoop) -> None:
    """Log what goes wrong in no request of anybody."""

    def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        _log.error("a task failed", exc_info=context.get("exception"))

    loop.set_exception_handler(failed)


def told(record: logging.LogRecord) -> dict[str, Fact | list[str]]:
    """Return what of a record may be told."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    found: dict[str, Fact | list[str]] = {"at": at, "level": record.levelname.lower(), "what": _what(record)}
    found.update(getattr(record, "facts", {}) if record.name == OWN else {})
    if record.exc_info and record.exc_info[0] is not None:
        found["fault"] = record.exc_info[0].__name__
        found["where"] = places(record.exc_info[2])
    return found


def _what(record: logging.LogRecord) -> str:
    if record.name == OWN or record.name.startswith(PATTERNS):
        return str(record.msg).strip().partition("\n")[0]
    return f"{record.name} line {record.lineno}"


def places(trace: TracebackType | None) -> list[str]:
    """Return where an exception went through, as file, line and function, the innermost last."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{'/'.join(code.co_filename.split('/')[-2:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-12:]


class JsonLines(logging.Formatter):
    """A JSON object in a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told(record), ensure_ascii=True)


class TextLines(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        facts = told(record)
        head = f"{facts.pop('at')} {facts.pop('level')}: {facts.pop('what')}"
        rest = [f"{name}={' < '.join(v[::-1]) if isinstance(v, list) else v}" for name, v in facts.items()]
        return " ".join([head, *rest]).replace("\r", " ").replace("\n", " ")


class Calm(logging.Filter):
    """Lets the same thing through a few times, then no more for a while."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        place, now_s = (record.pathname, record.lineno), time.monotonic()
        since_s, count = self._seen.get(place, (now_s, 0))
        if now_s - since_s > SAME_S:
            since_s, count = now_s, 0
        self._seen[place] = (since_s, count + 1)
        return (record.name == OWN and record.levelno <= logging.INFO) or count < MOST_SAME


def _uncaught(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    _log.critical("the program failed", exc_info=(kind, fault or kind(), trace))
