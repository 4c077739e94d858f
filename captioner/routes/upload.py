"""A recording sent by the browser: streamed to disk, then captioned by itself."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from python_multipart.multipart import File, FormParser, parse_options_header

from captioner.routes.asked import Live, done, may_ask, meetings_of
from captioner.uploads import Uploads
from models.errors import MeetingError
from models.plain import clean

router = APIRouter()

MOST_BYTES = 2 * 1024**3

Made = TypeVar("Made")


class BadUpload(MeetingError):
    """Raised when what was sent is no single file of a permitted size."""


@router.post("/m/{meeting_id}/upload")
async def upload(request: Request, live: Live) -> Response:
    uploads: Uploads = request.app.state.uploads
    if live.transcript.state == "planned" and may_ask(request, "POST", f"/m/{live.id}/console/start"):
        await meetings_of(request).door.start(live)
    if live.transcript.state != "listening":
        raise BadUpload(f"upload: captions of {live.id} are {live.transcript.state}; a recording needs running ones")
    path, name = await receive(request, request.app.state.upload_bytes)
    uploads.begin(live, path, name)
    at = f"/m/{live.id}"
    back = f"{at}/console#upload" if may_ask(request, "GET", f"{at}/console") else f"{at}/capture"
    return done(request, back, name=name)


async def receive(request: Request, most: int = MOST_BYTES) -> tuple[Path, str]:
    """Return where the first file of the form was written, and the name its sender gave it.

    Raises:
        BadUpload: If there is no file, it is empty, or it is larger than `most` bytes.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise BadUpload("upload: this is no form with a file; choose a recording and send it again")
    if int(request.headers.get("content-length") or 0) > most:
        raise BadUpload(_too_large(most))
    folder = Path(tempfile.mkdtemp(prefix="dccg-upload-"))
    files: list[File] = []
    parser = FormParser(
        "multipart/form-data", lambda field: None, files.append, boundary=options[b"boundary"],
        config={"UPLOAD_DIR": str(folder), "MAX_MEMORY_FILE_SIZE": 0, "UPLOAD_DELETE_TMP": False},
    )  # fmt: skip
    try:
        return await _written(request, parser, files, most, folder)
    except BaseException:
        await _through(_thrown_away, parser, b"\r\n--" + options[b"boundary"] + b"--\r\n", files, folder)
        raise


async def _written(request: Request, parser: Any, files: list[File], most: int, folder: Path) -> tuple[Path, str]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > most:
            raise BadUpload(_too_large(most))
        await _through(parser.write, chunk)
    return await _through(_taken, parser, files, folder)


async def _through(work: Callable[..., Made], *told: Any) -> Made:
    """Do what touches the disk in a thread, to its end also when its sender is gone: nothing else may write then."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *told))
    try:
        return await asyncio.shield(working)
    finally:
        while not working.done():
            await asyncio.wait([working])


def _thrown_away(parser: Any, end: bytes, files: list[File], folder: Path) -> None:
    # Only at the end of a file is it handed to us, to be closed.
    with suppress(Exception):
        parser.write(end)
    for file in files:
        file.close()
    _drop(folder)


def _taken(parser: Any, files: list[File], folder: Path) -> tuple[Path, str]:
    """Return where the first file lies for good and what it is called; all else that came is deleted."""
    parser.finalize()
    chosen = next((file for file in files if file.size), None)
    if chosen is None:
        raise BadUpload("upload: no recording was chosen, or it is empty; choose an audio or video file")
    name = Path((chosen.file_name or b"recording").decode("utf-8", "replace").replace("\\", "/")).name
    kept, path = tempfile.mkstemp(prefix="dccg-", suffix=_suffix(name))
    os.close(kept)
    written = Path(os.fsdecode(chosen.actual_file_name or b""))
    for file in files:
        file.close()
    os.replace(written, path)
    _drop(folder)
    return Path(path), clean(name)[:120] or "recording"


def _suffix(name: str) -> str:
    suffix = Path(name).suffix
    return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) < 8 else ""


def _drop(folder: Path) -> None:
    for left in folder.iterdir():
        left.unlink(missing_ok=True)
    folder.rmdir()


def _too_large(most: int) -> str:
    return f"upload: the file is larger than {most // 1024**2} MB; split it, or use dccg caption on this machine"
