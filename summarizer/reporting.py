"""The report of each meeting as it stands: the desk's where one has begun, else a draft of what was heard so far."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from models.errors import MeetingError
from models.meeting import Meeting
from models.report import Report
from models.transcript import CHATHAM_HOUSE
from summarizer.desk_marks import with_desk_marks
from summarizer.desk_store import DeskStore
from summarizer.draft import draft
from summarizer.edit_approve import APPROVED
from summarizer.find import find
from summarizer.heard import RULES, Heard
from summarizer.layouts import Layout, layouts
from summarizer.lm_request import Ask
from summarizer.lm_reword import reword

WITH_MODEL = "the rules of this program, and the language model {model}, which worded {count} of the lines."

LAYOUTS = "layouts"
"""The folder in the data folder that holds layouts of the group's own."""


class NotApproved(MeetingError):
    """Raised when readers ask for a report under the Chatham House Rule that nobody has approved."""


class Reporting:
    """Reports by meeting.

    Args:
        meeting: Gives the meeting of an id, and raises a `MeetingError` if there is none.
        heard: Gives what was said at a meeting: of a long one, some work.
        desks: Where reports are edited.
        data: The data folder; None knows no layouts of the group's own.
    """

    def __init__(
        self,
        meeting: Callable[[str], Awaitable[Meeting]],
        heard: Callable[[str], Awaitable[Heard]],
        desks: DeskStore,
        data: Path | None = None,
    ) -> None:
        self.meeting, self._heard, self.desks, self._data = meeting, heard, desks, data
        self._drafts: dict[str, tuple[Heard, Report]] = {}

    async def heard(self, meeting_id: str) -> Heard:
        """Return what was said at a meeting, and what note-takers marked meanwhile."""
        heard = await self._heard(meeting_id)
        marks = (await self.desks.load(meeting_id)).marks
        if not marks:
            return heard
        return replace(heard, talk=await asyncio.to_thread(with_desk_marks, heard.talk, marks))

    async def report(self, meeting_id: str) -> Report:
        """Return the meeting's report.

        Raises:
            MeetingError: If there is no such meeting, or the report that is saved cannot be read.
        """
        await self.meeting(meeting_id)
        desk = await self.desks.load(meeting_id)
        if desk.report is not None:
            return desk.report
        heard = await self.heard(meeting_id)
        before, made = self._drafts.get(meeting_id, (None, None))
        if made is None or before is not heard:
            # Comparing long talks is some work, and drafting more.
            made = await asyncio.to_thread(lambda: made if made is not None and before == heard else drafted(heard))
            self._drafts[meeting_id] = (heard, made)
        return made

    async def public(self, meeting_id: str) -> Report:
        """Return the report that readers see: as it was last approved, whatever is being put right since.

        Raises:
            NotApproved: If nobody has approved it and the meeting was held under the Chatham House Rule.
        """
        await self.meeting(meeting_id)
        approved = (await self.desks.load(meeting_id)).approved
        report = approved or await self.report(meeting_id)
        if report.about.rule == CHATHAM_HOUSE and report.state not in APPROVED:
            raise NotApproved(
                "this meeting was held under the Chatham House Rule; its report is shown when it is approved"
            )
        return report

    def layouts(self) -> dict[str, Layout]:
        """Return the layouts there are, those of the data folder among them."""
        return layouts(() if self._data is None else (self._data / LAYOUTS,))


def drafted(heard: Heard, ask: Ask | None = None, model: str = "") -> Report:
    """Return the draft of what was heard.

    Args:
        ask: A language model, by default none: it may word what the rules found, never add to what was decided.
        model: Its name, which the draft says.
    """
    found = find(heard.talk)
    if ask is None:
        return draft(heard.talk, found, heard.occasion)
    done = reword(heard.talk, found, ask)
    made = heard.occasion.made.replace(RULES, WITH_MODEL.format(model=model, count=len(done.by_model)))
    occasion = replace(heard.occasion, made=made, lacks=(*heard.occasion.lacks, *done.told))
    return draft(heard.talk, done.findings, occasion, done.by_model)
