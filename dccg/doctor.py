"""`dccg doctor`: what this machine has, lacks and can do, one sentence a finding."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from captioner.engines import weights
from captioner.engines.sphinx import Sphinx
from captioner.engines.whisper import Whisper
from captioner.recognition import StreamRecognizer
from dccg.engine import FIRST_CHOICE, choose_engine
from dccg.listening import PortTaken, listen
from dccg.settings import Settings
from dccg.trial import MIB, Heard, Windows, listened, measured, passage
from models.errors import MeetingError

GIB = 1 << 30
LOW_DISK, NO_DISK = GIB, 200 * MIB
MOST_ERROR = 25.0
"""Points of word error on the sample, which is clear speech, above which something is wrong with the engine."""
EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
AHEAD_S = 120.0
MENDED = (8, 1, 3)
"""The FFmpeg from which on no known fault lets a recording reach what it names."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `fine` False: meetings will suffer from it until somebody does something."""

    fine: bool
    text: str


async def examine(settings: Settings, say: Callable[[str], None]) -> AsyncIterator[Finding]:
    """Look at everything that captions need here; `say` is told what takes its time."""
    yield _machine()
    said: list[str] = []
    engine: StreamRecognizer | None = None
    try:
        # With what is here now: a check downloads nothing.
        engine = choose_engine(settings.model_copy(update={"offline": True}), said.append)
    except MeetingError as fault:
        yield Finding(False, f"No recogniser: {fault}.")
    else:
        why = "as asked for" if settings.engine != "auto" else "chosen by itself"
        yield Finding(True, f"Recogniser: {engine.name}, {why}. {' '.join(said)}")
    yield _weights(settings)
    if engine is not None:
        async for finding in _recognition(engine, say):
            yield finding
    for look in (_folder, _disk):
        yield look(settings.data)
    yield _port(settings)
    yield _clock(settings.data)
    yield _microphone(settings)
    yield _decoder()


def _machine() -> Finding:
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    told = f"{cores} processor cores" if cores > 1 else "one processor core, enough for one meeting at a time"
    return Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()}, {told}.")


# --- the engine --------------------------------------------------------------------------------


def _weights(settings: Settings) -> Finding:
    folder = weights.where(settings.models)
    here = weights.installed(folder)
    if here:
        sizes = (f"{name} ({(path / 'model.bin').stat().st_size / 1e6:.0f} MB)" for name, path in here.items())
        return Finding(True, f"Whisper weights in {folder}: {', '.join(sizes)}.")
    name = f"{FIRST_CHOICE}.en" if settings.language == "en" else FIRST_CHOICE
    none = f"No Whisper weights are in {folder}"
    if settings.model and Path(settings.model).is_dir():
        return Finding(True, f"{none}; those in {settings.model} were asked for.")
    if settings.offline:
        return Finding(True, f"{none}; to have them, run dccg models pull {name} once.")
    if weights.reachable():
        return Finding(True, f"{none}; dccg models pull {name} downloads them, and dccg serve does so by itself.")
    return Finding(
        True,
        f"{none}, and the hub that has them cannot be reached; the built-in recogniser does without, or copy a "
        f"folder of {name} here and name it with --model.",
    )


async def _recognition(engine: StreamRecognizer, say: Callable[[str], None]) -> AsyncIterator[Finding]:
    part = await passage()
    try:
        if isinstance(engine, Whisper):
            engine = replace(engine, language="en")  # which is what the sample speaks
            say("Measuring the Whisper weights at each window size; this takes a minute or more.")
            for finding in _sizes(await asyncio.to_thread(measured, engine, part, MOST_ERROR)):
                yield finding
        say(f"Listening to {part.length_s:.0f} seconds of the sample meeting.")
        heard = await listened(engine, part)
    except MeetingError as fault:
        yield Finding(False, f"{engine.name} does not work here: {fault}.")
        return
    yield _judged(engine, heard)
    yield _speed(engine, heard)


def _sizes(windows: Windows | None) -> Iterator[Finding]:
    if windows is None:
        yield Finding(True, "Window sizes: not judged, since even the full window reads the sample badly.")
        return
    for rung, error in windows.errors.items():
        used = "used" if rung in windows.test.rungs else "not used, since the full window reads better"
        yield Finding(True, f"Window of {rung / 100:g} s: {error:.1f} words of a hundred wrong, {used}.")
    told = "told what was said before" if windows.test.context else "not told what was said before, it reads worse then"
    yield Finding(True, f"The model is {told}; this is kept in {windows.kept}.")


def _judged(engine: StreamRecognizer, heard: Heard) -> Finding:
    text = f"Sample recording: {heard.error:.1f} words of a hundred wrong with {engine.name}"
    if heard.error > MOST_ERROR:
        return Finding(False, f"{text}; under {MOST_ERROR:.0f} was expected: the weights may be damaged or unfit.")
    if isinstance(engine, Sphinx):
        return Finding(True, f"{text}; it is very clear speech, and of people in a call many more will be wrong.")
    return Finding(True, f"{text}.")


def _speed(engine: StreamRecognizer, heard: Heard) -> Finding:
    memory = f"{heard.resident_mb} MB of memory for each worker" if heard.resident_mb else "memory not known here"
    text = f"A second of sound took {heard.factor:.2f} s of one core, with {memory}"
    if heard.factor < 1:
        return Finding(True, f"{text}.")
    mend = "close other programs" if isinstance(engine, Sphinx) else "use smaller weights, or --engine sphinx"
    return Finding(False, f"{text}: live captions will fall behind; {mend}.")


# --- the machine around it ---------------------------------------------------------------------


def _folder(data: Path) -> Finding:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"written")
    except OSError as fault:
        return Finding(False, f"The data folder {data} cannot be written ({fault.strerror}); choose one with --data.")
    return Finding(True, f"The data folder {data} can be written.")


def _disk(data: Path) -> Finding:
    place = next((one for one in (data, *data.parents) if one.exists()), Path.cwd())
    try:
        return disk_finding(shutil.disk_usage(place).free)
    except OSError as fault:
        return Finding(False, f"How much room is on the disk of {data} cannot be told ({fault.strerror}).")


def disk_finding(free: int) -> Finding:
    """What so many free bytes mean for meetings; an hour of captions needs about a megabyte.

    >>> disk_finding(3 << 30).text, disk_finding(150 << 20).fine
    ('The disk has 3.0 GiB free.', False)
    """
    if free < NO_DISK:
        return Finding(False, f"The disk has only {free // MIB} MiB free; make room, or captions will not be kept.")
    if free < LOW_DISK:
        return Finding(True, f"The disk has only {free // MIB} MiB free, enough for captions, not for recordings.")
    return Finding(True, f"The disk has {free / GIB:.1f} GiB free.")


def _port(settings: Settings) -> Finding:
    chosen = "port" in settings.model_fields_set
    try:
        with closing(listen(settings, port_was_chosen=True)):
            return Finding(True, f"Port {settings.port} on {settings.host} is free.")
    except PortTaken as fault:
        mend = "" if chosen else " (dccg serve takes a free one by itself)"
        return Finding(not chosen, f"{fault}{mend}.")


def _clock(data: Path) -> Finding:
    """A clock that was set back spoils the times of transcripts, and of gaps after a restart."""
    now = datetime.now(UTC)
    if now < EARLIEST:
        return Finding(False, f"The clock says {_moment(now)}, which is past; set it, transcripts carry its time.")
    record = [path for path in (data / "dccg.sqlite", data / "dccg.sqlite-wal") if path.exists()]
    last = max((path.stat().st_mtime for path in record), default=0.0)
    if last > time.time() + AHEAD_S:
        kept = _moment(datetime.fromtimestamp(last, UTC))
        return Finding(False, f"The clock says {_moment(now)}, but the record was last written at {kept}; set it.")
    return Finding(True, f"The clock says {_moment(now)}.")


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def _decoder() -> Finding:
    """Media are decoded by code that many attack, so its version is told."""
    import av

    return decoder_finding(av.ffmpeg_version_info, av.__version__)


def decoder_finding(ffmpeg: str, pyav: str) -> Finding:
    """What this version of FFmpeg means; "n7.1" and "8.1.3-rc1" are versions too.

    >>> decoder_finding("8.1.2", "18.1.0").text.partition(". ")[2]
    'FFmpeg 8.1.3 mends CVE-2026-107697, a fault with playlists, which are not opened here; take a PyAV that has it.'
    """
    text = (
        f"Recordings are decoded by FFmpeg {ffmpeg} in PyAV {pyav}, each in a process of its own that can open no "
        "other file and no connection"
    )
    told = re.match(r"n?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?=[^\d]|$)", ffmpeg)
    if told is None:
        return Finding(True, f"{text}. Its version tells nothing about known faults; keep PyAV up to date.")
    if tuple(int(number or 0) for number in told.groups()) < MENDED:
        mended = ".".join(map(str, MENDED))
        return Finding(
            True,
            f"{text}. FFmpeg {mended} mends CVE-2026-107697, a fault with playlists, which are not opened here; take a "
            "PyAV that has it.",
        )
    return Finding(True, f"{text}; keep PyAV up to date.")


def _microphone(settings: Settings) -> Finding:
    hint = "Microphone: the browser asks for it on the console page; allow it there"
    if settings.host in ("127.0.0.1", "::1", "localhost"):
        return Finding(True, f"{hint}. It works at localhost; for another machine, browsers want https.")
    return Finding(
        True, f"{hint}. Browsers give it to https and to localhost only: put https in front, or use dccg feed mic."
    )
