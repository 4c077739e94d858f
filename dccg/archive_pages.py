"""The public site at /archive, as it was built last."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from archive.site_pages import POLICY
from dccg.publish_command import FOLDER

TYPES = {
    ".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip; charset=utf-8", ".opus": "audio/ogg",
    ".ics": "text/calendar; charset=utf-8", ".xml": "application/atom+xml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8", ".md": "text/markdown; charset=utf-8",
}  # fmt: skip
ABSENT = "The archive has not been built yet, or has no such page. It is built with: dccg publish"


class ArchivePages(StaticFiles):
    """The files of DATA/site; a site that is built while the program runs is there at once."""

    def __init__(self, data: Path) -> None:
        super().__init__(directory=data / FOLDER, html=True, check_dir=False)

    async def check_config(self) -> None:
        """Nothing: without a folder there is no page, which is no fault of the program."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") for part in Path(path).parts if part != "."):
            raise HTTPException(404, ABSENT)  # a file that is being written
        try:
            answer = await super().get_response(path, scope)
        except (HTTPException, RuntimeError) as fault:
            if isinstance(fault, HTTPException) and fault.status_code != 404:
                raise
            raise HTTPException(404, ABSENT) from None
        if answer.status_code == 404:
            raise HTTPException(404, ABSENT)
        answer.headers["cache-control"] = "no-cache"
        answer.headers["content-security-policy"] = f"{POLICY}; frame-ancestors 'self'"
        kind = TYPES.get(Path(path).suffix.lower())
        if kind is not None and answer.status_code == 200:
            answer.headers["content-type"] = kind
        return answer
