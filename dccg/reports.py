"""Reports from meetings of the record and from files: what `dccg report` does, for others to call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dccg.export import transcript_of
from dccg.language_model import endpoint_of
from dccg.settings import Settings
from models.errors import MeetingError
from models.foreign import read_transcript
from models.meeting import Meeting
from models.meeting_toml import parse_meeting
from models.names import slug
from models.report import Report
from record import MeetingFolder, read_beside, report_stream
from summarizer.desk_store import FILE
from summarizer.find import find
from summarizer.finding import Findings
from summarizer.heard import RULES, Heard, heard_at, talk_of
from summarizer.layouts import Layout, layouts
from summarizer.occasion import Occasion
from summarizer.records import read_report
from summarizer.reporting import LAYOUTS, drafted


class BadFile(MeetingError):
    """Raised when a file that was named cannot be read or written."""


@dataclass(frozen=True)
class Source:
    """What a draft is made from: a meeting of the record by its id, or a transcript in a file.

    `about` is the meeting.toml of a file: its roster, agenda, day and rule.
    """

    name: str
    about: Path | None = None


def heard(settings: Settings, source: Source) -> Heard:
    """Return what was said at a meeting.

    Raises:
        MeetingError: If there is no such meeting or file, or the file is no transcript.
    """
    path = Path(source.name)
    if path.is_file():
        return _from_file(path, source.about)
    if path.suffix or path.name != source.name:
        raise BadFile(f"{source.name}: there is no such file; give a transcript, or the id of a meeting")
    return heard_at(meeting_of(settings, source.name), transcript_of(settings, source.name))


def draft_of(settings: Settings, source: Source) -> Report:
    """Return the draft report of a meeting or a file; a language model takes part if the settings name one."""
    return drafted(heard(settings, source), endpoint_of(settings), settings.lm_model)


def findings(settings: Settings, source: Source) -> Findings:
    """Return what is found in a meeting or a file."""
    return find(heard(settings, source).talk)


def report_at(settings: Settings, name: str) -> Report:
    """Return a report: of a file (report.json or a record), or the one in a meeting's folder.

    Raises:
        MeetingError: With the place, and what is wrong there.
    """
    path = Path(name)
    if path.is_file():
        return read_report(read_text(path), name)
    if path.suffix or path.name != name:
        raise BadFile(f"{name}: there is no such file; give a report.json, a record, or the id of a meeting")
    meeting_of(settings, name)
    folder = MeetingFolder(settings.data, name)
    if not folder.has(FILE):
        raise BadFile(f"{name} has no report yet; make a draft with: dccg report draft {name}")
    return read_report(folder.read_text(FILE), f"{name}/{FILE}")


def meeting_of(settings: Settings, meeting_id: str) -> Meeting:
    """Return a meeting of the data folder."""
    transcript_of(settings, meeting_id)
    text = MeetingFolder(settings.data, meeting_id).read_text("meeting.toml")
    return parse_meeting(text, f"{meeting_id}/meeting.toml")


def desk_has_begun(settings: Settings, meeting_id: str) -> bool:
    """Return whether people edit this meeting's report already."""
    return any(read_beside(settings.data / "dccg.sqlite", report_stream(meeting_id)))


def names_of(settings: Settings, name: str) -> tuple[str, ...]:
    """Return every name and alias of the roster, for prints under the Chatham House Rule; none for a file."""
    if Path(name).is_file():
        return ()
    return meeting_of(settings, name).roster.names


def known_layouts(settings: Settings) -> dict[str, Layout]:
    """Return the layouts there are, those of the data folder among them."""
    return layouts((settings.data / LAYOUTS,))


def read_text(path: Path) -> str:
    """Return the text of a file that a person named."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadFile(f"{path}: byte {fault.start} is no UTF-8; save the file as UTF-8") from None
    except OSError as fault:
        raise BadFile(f"{path}: cannot be read ({fault.strerror})") from None


def _from_file(path: Path, about: Path | None) -> Heard:
    try:
        said = read_transcript(path.read_bytes(), str(path))
    except OSError as fault:
        raise BadFile(f"{path}: cannot be read ({fault.strerror})") from None
    meeting = parse_meeting(read_text(about), str(about)) if about else None
    made = f"{RULES} The captions are others', a {said.kind} file."
    if meeting is not None:
        return Heard(talk_of(said, meeting), Occasion.of(meeting, made, lacks=said.lacks))
    title = said.title or path.stem
    occasion = Occasion(id=slug(path.stem) or "report", title=title, date=said.date, made=made, lacks=said.lacks)
    return Heard(talk_of(said), occasion)
