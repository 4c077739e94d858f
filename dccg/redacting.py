"""Words taken out of a meeting for good: out of the record and of what lies in its folder, not only of the site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.for_good import Kept, Rewritten, carried_out, rewritten, without
from archive.queue import PUBLISHED
from archive.redaction import FILE as REDACTIONS
from archive.redaction import BadRedaction, Redactor, read_redactions
from captioner.letterbox import FILE as QUESTIONS
from captioner.letterbox import UNREADABLE
from captioner.replay import PLACE as SOUND
from captioner.surveys import FILE as SURVEY
from dccg.publish_command import FOLDER as SITE
from dccg.remembered import FILE as MADE
from dccg.reports import meeting_of
from dccg.serve import second_place
from dccg.settings import Settings
from models.errors import MeetingError
from models.exports import FORMATS
from models.meeting import Meeting
from models.meeting_toml import parse_meeting
from models.report_json import to_json
from models.transcript import Header
from record import EventLog, MeetingFolder, read_beside, report_stream
from summarizer.desk import Desk
from summarizer.desk_store import FILE as REPORT
from summarizer.records import read_report

TRANSCRIPT = "transcript.vtt"
ABOUT = "meeting.toml"


class NotNow(MeetingError):
    """Raised when words cannot be deleted yet."""


@dataclass(frozen=True)
class Decided:
    """What is to be written in the place of what is there: bodies of events by stream and number, files by name."""

    meeting: str
    bodies: dict[str, dict[int, bytes]]
    files: dict[str, str]
    redactions: str

    @property
    def events(self) -> int:
        return sum(map(len, self.bodies.values()))


def decided(settings: Settings, id: str) -> Decided:
    """Return what the redactions of a meeting come to when they are carried out for good; changes nothing.

    Raises:
        BadRedaction: If there are none that are not carried out yet, or they cannot be as they are written.
        NotNow: If the meeting is under way, or words of it still wait for the record.
    """
    meeting, folder = meeting_of(settings, id), MeetingFolder(settings.data, id)
    redactions = read_redactions(folder.read_text(REDACTIONS), f"{id}/{REDACTIONS}") if folder.has(REDACTIONS) else ()
    if all(one.for_good for one in redactions):
        raise BadRedaction(f"{id}: nothing is to be taken out; write it into {folder.path / REDACTIONS} first")
    made = rewritten(Header.of(meeting, settings.contact), _kept(settings, id), Redactor(redactions))
    if made.transcript.state in ("listening", "paused"):
        raise NotNow(f"{id}: its captions have not ended; end them on the console first")
    if second_place(settings).take(id):
        raise NotNow(f"{id}: some of its words wait for the record; start the program once, so that it takes them in")
    stream = report_stream(id)
    bodies = {id: dict(made.bodies), stream: _desk(_kept(settings, stream), made.redactor, id)}
    now = carried_out(replace(one, text="", for_good=True) for one in redactions)
    return Decided(id, bodies, _files(folder, meeting, made), now)


async def carry_out(settings: Settings, wanted: Decided, log: EventLog) -> None:
    """Write it all; what says which words they are goes last, so that it can be done again if it was cut off."""
    for stream, bodies in wanted.bodies.items():
        if bodies:
            await log.rewrite(stream, bodies)
    folder = MeetingFolder(settings.data, wanted.meeting)
    for name, text in wanted.files.items():
        folder.write(name, text)
    folder.remove(UNREADABLE)
    (settings.data / MADE).unlink(missing_ok=True)  # the site's entries of before; it only spares time
    folder.write(REDACTIONS, wanted.redactions)


def not_reached(settings: Settings, wanted: Decided) -> list[str]:
    """Return in sentences what may still hold the words, and what to do."""
    folder, told = MeetingFolder(settings.data, wanted.meeting), []
    if (settings.data / SITE / "meetings" / wanted.meeting).exists():
        told.append("The site: run `dccg publish` to build it anew.")
    if folder.names(SOUND):
        told.append("The recording holds the voices: delete it on the console, or see keep_sound_days.")
    if folder.names("post") or folder.names(PUBLISHED):
        told.append(f"Posts stay as they were sent: see the folders post and {PUBLISHED} of {folder.path}.")
    if folder.names("imported"):
        told.append(f"Files that were brought in stay as they came: see {folder.path / 'imported'}.")
    told.append("Backups, and whatever others have copied: delete old backups yourself.")
    return told


def _kept(settings: Settings, stream: str) -> list[Kept]:
    return [Kept(one.seq, one.kind, one.body) for one in read_beside(settings.data / "dccg.sqlite", stream)]


def _desk(stream: Sequence[Kept], redactor: Redactor, id: str) -> dict[int, bytes]:
    """New bodies for the edits of the report, with which its desk still opens as before."""
    made = {one.seq: body for one in stream if (body := without(one.body, redactor)) != one.body}
    before, after = Desk(), Desk()
    for one in stream:
        before = before.apply(one.seq, one.kind, one.body)
        after = after.apply(one.seq, one.kind, made.get(one.seq, one.body))
    for old, new in zip(before.history, after.history, strict=True):
        if bool(old.refused) != bool(new.refused):
            why = new.refused or "it was refused before"
            raise BadRedaction(f"{id}: edit {new.number} of the report cannot be kept without the words ({why})")
    return made


def _files(folder: MeetingFolder, meeting: Meeting, made: Rewritten) -> dict[str, str]:
    """The files of the folder that hold the words, without them."""
    redactor, found = made.redactor, {}
    if folder.has(TRANSCRIPT):
        found[TRANSCRIPT] = FORMATS["vtt"].print(made.transcript)
    if folder.has(REPORT):
        found[REPORT] = to_json(redactor.report(read_report(folder.read_text(REPORT), f"{meeting.id}/{REPORT}")))
    for name in (QUESTIONS, SURVEY):
        if folder.has(name) and redactor.finds(text := folder.read_text(name)):
            found[name] = json.dumps(redactor.value(json.loads(text)), ensure_ascii=False, indent=1) + "\n"
    about = folder.read_text(ABOUT)
    lines = "\n".join(map(redactor.text, about.split("\n")))
    if redactor.finds(about):
        parse_meeting(lines, f"{meeting.id}/{ABOUT}, redacted")
        found[ABOUT] = lines
    return found
