"""The application with its locks, and a token for each role of its meeting and of another one."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from dccg.access import Access
from dccg.app import create_app
from dccg.links import DAY_S, Link
from dccg.links_file import LinkFile, make_admin, make_link
from dccg.rights import ADMIN, OF_MEETING
from tests.fakes_live import SAMPLE, FakeMeetings

OTHER = replace(SAMPLE, id="2026-01-21-dccg-8", number="8", title="Virtual meeting 8")
AT = f"/m/{SAMPLE.id}"


class Locked:
    """A house with locks; `token["host"]` lets in as host of the sample, `token["other host"]` of the other meeting."""

    def __init__(self, data: Path, **more: Any) -> None:
        self.meetings = FakeMeetings(SAMPLE, OTHER)
        self.file, now_s = LinkFile(data), time.time()
        self.token = {ADMIN: make_admin(self.file, now_s)}
        self.link: dict[str, Link] = {}
        for role in OF_MEETING:
            self.make(role, role)
        self.make("other host", "host", OTHER.id)
        self.access = Access(self.file, self.meetings.readers, **more)
        self.app = create_app(self.meetings, data=data, access=self.access)

    def make(self, name: str, role: str, meeting: str = SAMPLE.id, for_s: int = DAY_S) -> None:
        now_s = time.time()
        self.link[name], self.token[name] = make_link(self.file, role, meeting, "", int(now_s) + for_s, now_s)

    def shown(self, name: str) -> dict[str, str]:
        """The headers by which a program shows that token; none for nobody."""
        return {"authorization": f"Bearer {self.token[name]}"} if name else {}

    def by_link_only(self, meeting: str = SAMPLE.id) -> None:
        live = self.meetings.held[meeting]
        live.meeting = replace(live.meeting, readers="link")
