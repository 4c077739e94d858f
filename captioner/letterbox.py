"""Where readers' messages to the host of a meeting arrive: kept in its folder, never public by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from captioner.opening import spelled
from captioner.questions import BrokenQueue, Kind, NotOpen, Question, Questions
from record import NoSuchFile, NotDurable

if TYPE_CHECKING:
    from captioner.captioning import Captioning
    from captioner.live import LiveMeeting

FILE = "questions.json"
UNREADABLE = "questions.unreadable.json"
REST_S = 3.0
"""A contribution waits at most so long for the words that are being captioned to come to a rest."""
LOOK_S = 0.05


class Folder(Protocol):
    """The meeting's folder as it is needed here."""

    def read_text(self, name: str) -> str: ...

    def write(self, name: str, content: str) -> object: ...

    def remove(self, name: str) -> None: ...


class Letterbox:
    """The messages of one meeting; `running` gives its captioning, or refuses when there is none.

    When the disk refuses, messages still reach the host, and `fault` tells; they are kept with the next change.
    """

    def __init__(self, meeting: LiveMeeting, folder: Folder, running: Callable[[], Captioning]) -> None:
        self._meeting = meeting
        self._folder = folder
        self._running = running
        self._questions: Questions | None = None
        self._writing = asyncio.Lock()
        self.fault = ""

    @property
    def questions(self) -> Questions:
        """The queue, read from its file when it is first asked for."""
        if self._questions is None:
            self._questions = self._read()
        return self._questions

    def joins(self, kind: str, text: str, name: str | None) -> bool:
        """Say whether this, once `checked`, would only be counted with a message that is there."""
        return self.questions.joins(kind, text, name, datetime.now(UTC)) is not None

    def take(self, kind: Kind, text: str, name: str | None) -> None:
        """Put what was `checked` into the queue; the caller awaits `keep` next.

        Raises:
            NotTaken: If the queue is full.
        """
        held = self._meeting.transcript
        at_ms = self._meeting.now_ms() if held.state in ("listening", "paused") else None
        self.questions.take(kind, text, name, datetime.now(UTC), at_ms, kept=not held.off_record)

    async def done(self, id: int) -> None:
        """Take a message out of the queue."""
        self.questions.done(id)
        await self.keep()

    async def show(self, id: int) -> None:
        """Put a question among the captions, with its author's name, as a contribution by text."""
        session = self._running().session
        # Out of the queue first: whoever presses twice shows it once.
        question = self.questions.done(id, shown=True)
        try:
            for _ in range(round(REST_S / LOOK_S)):
                if session.resting:
                    break
                await asyncio.sleep(LOOK_S)
            run = self._running()
            if self._meeting.transcript.state == "ended":
                raise NotOpen(f"captions of {self._meeting.id} have ended; message {id} cannot be shown any more")
            name = spelled(self._meeting.meeting, question.name)
            run.session.contribute(question.text, name, self._meeting.now_ms())
        except BaseException:
            self.questions.reopen(id)
            raise
        run.changed()
        await self.keep()

    def told(self) -> list[dict[str, object]]:
        """What the console shows of the queue, oldest first."""
        return [_told(question) for question in self.questions.open]

    async def forget(self) -> None:
        """Delete the whole queue for good."""
        async with self._writing:
            self._questions = Questions()
            for name in (FILE, UNREADABLE):
                await asyncio.to_thread(self._folder.remove, name)

    async def keep(self) -> None:
        """Write the queue to its file as it stands; whole or not at all, and not on this thread."""
        async with self._writing:
            text = self.questions.print(self._meeting.transcript.nameless)
            try:
                await asyncio.to_thread(self._folder.write, FILE, text)
            except NotDurable as fault:
                self.fault = str(fault)
            else:
                self.fault = ""

    def _read(self) -> Questions:
        try:
            text = self._folder.read_text(FILE)
            return Questions.read(text)
        except NoSuchFile:
            return Questions()
        except OSError as fault:
            self.fault = f"{FILE}: cannot be read ({fault.strerror}); check the rights of the meeting's folder"
        except BrokenQueue as fault:
            self.fault = str(fault)
            with suppress(NotDurable):
                self._folder.write(UNREADABLE, text)
        return Questions()


def _told(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "name": question.name or "",
        "count": question.count,
        "at_ms": question.at_ms,
        "utc": question.utc.isoformat(timespec="seconds"),
    }
