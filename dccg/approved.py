"""The approved meetings of the data folder, each as the archive takes it: read, redacted, with nothing private left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.attendance import APPROVED
from archive.bring_in import ABOUT as IMPORTED
from archive.captions import Numbered, brought_in, timed, transcript_of, untimed
from archive.entry import Archived, archived_bodies
from archive.recording import linked_recording
from archive.redaction import FILE as REDACTIONS
from archive.redaction import BadRedaction, Redaction, Redactor, read_redactions
from archive.script import Script, files_of, script_of, script_without_times, text_of
from dccg.settings import Settings
from models.errors import MeetingError
from models.events import decode
from models.foreign import read_transcript
from models.meeting import Meeting
from models.meeting_toml import parse_meeting
from models.report import Report
from models.roster import Roster
from models.transcript import Header, Transcript
from record import MeetingFolder, folder_ids, read_beside, report_stream
from summarizer.desk import Desk
from summarizer.desk_store import FILE
from summarizer.printable import printable
from summarizer.records import read_report

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Approved:
    """An approved meeting; `transcript` is None where captions have no times, or there are none.

    `files` makes its caption files by suffix only when asked; `told` is what whoever publishes should know.
    """

    archived: Archived
    names: tuple[str, ...]
    redactor: Redactor
    transcript: Transcript | None = None
    told: tuple[str, ...] = ()
    sound: tuple[str, bytes] | None = None

    @property
    def files(self) -> dict[str, str]:
        script = self.archived.script
        if self.transcript is not None:
            return files_of(self.transcript) if script.parts else {}
        return {".txt": text_of(script)} if script.parts else {}


@dataclass(frozen=True)
class Passed:
    """A meeting that is not published, and why in a sentence; `fault` if it could not be read."""

    id: str
    why: str
    fault: bool = False


@dataclass(frozen=True)
class Brought:
    """What `dccg import` kept of a meeting: the file of its captions, and whether its start is known."""

    transcript: str = ""
    start_known: bool = True


def meetings(settings: Settings) -> Iterator[Approved | Passed]:
    """Yield every meeting of the data folder, by its id.

    Raises:
        BadRedaction: If something was to be taken out and could not be: then nothing must be published.
    """
    for id in folder_ids(settings.data):
        yield approved_at(settings, id)


def approved_at(settings: Settings, id: str) -> Approved | Passed:
    """Return one meeting of the data folder."""
    try:
        return _meeting(settings, id, MeetingFolder(settings.data, id))
    except BadRedaction as fault:
        raise BadRedaction(f"{id}: {fault}; the site was not built") from None
    except MeetingError as fault:
        return Passed(id, str(fault), fault=True)


def _meeting(settings: Settings, id: str, folder: MeetingFolder) -> Approved | Passed:
    if not folder.has("meeting.toml") or not folder.has(FILE):
        return Passed(id, "it has no report")
    report, told = _approved(settings, id, read_report(folder.read_text(FILE), f"{id}/{FILE}"))
    if report is None:
        return Passed(id, told)
    meeting = parse_meeting(folder.read_text("meeting.toml"), f"{id}/meeting.toml")
    redactions = read_redactions(folder.read_text(REDACTIONS)) if folder.has(REDACTIONS) else ()
    brought = _brought(folder)
    made = approved(meeting, report, redactions, _Captions(settings, id, folder, brought.transcript))
    start = meeting.start if brought.start_known else ""
    return replace(made, archived=replace(made.archived, start=start), told=(*((told,) if told else ()), *made.told))


def _approved(settings: Settings, id: str, report: Report) -> tuple[Report | None, str]:
    """The report as it was last approved, and what to tell; corrections that wait for approval are not public."""
    if report.state == "published" or report.state == WITHDRAWN:
        return report, ""
    if report.state not in APPROVED:
        return None, f"its report is not approved (it is {report.state})"
    if not any(one.accepted is None for one in report.corrections):
        return report, ""
    desk = Desk()
    for event in read_beside(settings.data / "dccg.sqlite", report_stream(id)):
        desk = desk.apply(event.seq, event.kind, event.body)
    if desk.approved is None or desk.approved.state not in APPROVED:
        return None, "its report was changed, and the record does not hold the version that was approved before"
    return desk.approved, "corrections of its report wait for approval; the version approved before is published"


def _brought(folder: MeetingFolder) -> Brought:
    if not folder.has(IMPORTED):
        return Brought()
    about = json.loads(folder.read_text(IMPORTED))
    return Brought(str(about.get("transcript", {}).get("file", "")), bool(about.get("start_known", True)))


@dataclass(frozen=True)
class _Captions:
    """Where a meeting's captions come from: its events in the record, or a file that was brought in."""

    settings: Settings
    id: str
    folder: MeetingFolder
    file: str

    def read(self, meeting: Meeting, redactor: Redactor) -> tuple[Transcript | None, Script, Redactor]:
        header = Header.of(meeting, self.settings.contact)
        if not self.file:
            stream = read_beside(self.settings.data / "dccg.sqlite", self.id)
            events = [Numbered(one.seq, decode(one.kind, one.body)) for one in stream]
            transcript, redactor = transcript_of(header, events, redactor)
            return transcript, script_of(transcript) if transcript.cues else Script(), redactor
        foreign = read_transcript(self.folder.read(self.file), f"{self.id}/{self.file}")
        if timed(foreign):
            transcript, redactor = brought_in(header, foreign, redactor)
            return transcript, script_of(transcript), redactor
        said, redactor = untimed(foreign, meeting.rule, redactor)
        script = script_without_times(said, foreign.kind, self.settings.contact, meeting.language)
        return None, script, redactor


def approved(meeting: Meeting, report: Report, redactions: tuple[Redaction, ...], captions: _Captions) -> Approved:
    """Return the meeting with its captions, redacted, and its report as everybody may read it."""
    redactor = Redactor(redactions)
    transcript, script, redactor = captions.read(meeting, redactor)
    return archived_as(meeting, report, redactor, transcript, script)


def archived_as(
    meeting: Meeting, report: Report, redactor: Redactor, transcript: Transcript | None, script: Script
) -> Approved:
    """Return the meeting as the archive takes it, when its captions are redacted already."""
    resting = redactor.resting(report)
    told = tuple(f"{id} rests on captions that are redacted; read again what it says" for id in resting)
    # Of the whole roster: whom a redaction takes off it may not be named in what was said either.
    names = meeting.roster.names
    meeting, report = _redacted(meeting, redactor), redactor.report(report)
    bodies, counted = archived_bodies(report, meeting)
    public = printable(report, names)
    archived = Archived(
        meeting=meeting, report=public, script=script, start=meeting.start, attended=bodies, counted=counted,
        redactions=redactor.told(), recording=linked_recording(public),
    )  # fmt: skip
    return Approved(archived, names, redactor, transcript, told)


def _redacted(meeting: Meeting, redactor: Redactor) -> Meeting:
    """The meeting without what is redacted; of the roster, whom that names is left out."""
    if not redactor:
        return meeting

    def clear(*texts: str | None) -> bool:
        return all(redactor.text(text) == text for text in texts if text)

    people = tuple(one for one in meeting.roster if clear(*one.names, one.body))
    bodies = tuple(one for one in meeting.roster.bodies if clear(*one.names))
    title, group = redactor.text(meeting.title), redactor.text(meeting.group)
    return replace(meeting, title=title, group=group, roster=Roster(people, bodies), agenda=(), documents=(), terms=())
