"""The answers of readers, each meeting's in its folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

from captioner.survey import Answer, Survey
from record import MeetingFolder, NoSuchFile

FILE = "survey.json"


class Surveys:
    """All surveys of a data folder; without one they last as long as the program."""

    def __init__(self, data: Path | None) -> None:
        self._data = data
        self._held: dict[str, Survey] = {}
        self._writing = asyncio.Lock()

    async def of(self, meeting: str) -> Survey:
        """Return the survey of a meeting.

        Raises:
            BrokenSurvey: If its file cannot be read.
        """
        if self._data is None:
            return self._held.setdefault(meeting, Survey())
        return await asyncio.to_thread(self._read, MeetingFolder(self._data, meeting))

    async def take(self, meeting: str, answer: Answer) -> None:
        """Keep an answer.

        Raises:
            NotAnswered: If there are too many.
            NotDurable: If the disk refuses.
        """
        async with self._writing:
            survey = await self.of(meeting)
            survey.take(answer)
            if self._data is not None:
                await asyncio.to_thread(self._write, MeetingFolder(self._data, meeting), survey)

    @staticmethod
    def _write(folder: MeetingFolder, survey: Survey) -> None:
        folder.write(FILE, survey.print())

    @staticmethod
    def _read(folder: MeetingFolder) -> Survey:
        try:
            return Survey.read(folder.read_text(FILE))
        except NoSuchFile:
            return Survey()
