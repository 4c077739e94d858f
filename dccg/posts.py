"""Posts of a meeting, from its record and report: what `dccg post` does, for others to call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from archive.captions import Numbered
from archive.captions import transcript_of as redacted_transcript
from archive.journal import Posted, place_of
from archive.letters import Writing, report_messages, transcript_messages
from archive.messages import AGAIN, KINDS, Message, PostKind
from archive.queue import PostedAlready, Queue
from archive.redaction import FILE as REDACTIONS
from archive.redaction import Redactor, read_redactions
from dccg.mail_settings import mailing
from dccg.reports import known_layouts, meeting_of, names_of, report_at
from dccg.settings import BadSettings, Settings
from models.errors import MeetingError
from models.events import decode
from models.exports import FORMATS
from models.meeting import Meeting
from models.report import Report
from models.report_json import to_json
from models.transcript import Header, Transcript
from record import MeetingFolder, read_beside
from summarizer.desk_store import FILE
from summarizer.edit_approve import APPROVED
from summarizer.heard import heard_at
from summarizer.layouts import Options, choose
from summarizer.layouts import render as rendered
from summarizer.reporting import drafted

LAYOUTS = {"notice": "agenda-notice", "next-steps": "next-steps", "correction": "correction"}


class NotToPost(MeetingError):
    """Raised when a meeting has nothing of that kind that may be posted."""


@dataclass(frozen=True)
class Wanted:
    """What is to be posted. No kind: what comes next. `again`: also if such a post has left; `until`: an ISO day."""

    meeting: str
    kind: str = ""
    again: bool = False
    until: str = ""


def queue_of(settings: Settings, meeting: str) -> Queue:
    """Return what a meeting posts.

    Raises:
        MeetingError: If there is no such meeting.
    """
    meeting_of(settings, meeting)
    return Queue(MeetingFolder(settings.data, meeting), lambda: datetime.now(UTC))


def prepared(settings: Settings, wanted: Wanted, now: datetime) -> tuple[Message, ...]:
    """Return the messages as they would be sent; nothing is sent or kept by this.

    Raises:
        NotToPost: If the report is not in a state for it.
        PostedAlready: If it has left, or may have.
    """
    public = _public(settings, wanted.meeting)
    meeting = public.meeting
    posts = queue_of(settings, meeting.id).posts()
    kind = _kind(wanted, public.report, posts)
    before = [one for one in posts.values() if one.asked.kind == kind and one.out]
    if before and not (kind == "correction" or (wanted.again and kind in AGAIN)):
        more = "; say --again to post another version" if kind in AGAIN else "; post what was put right as a correction"
        raise PostedAlready(f"{meeting.id}: {kind} was posted, or is about to be{more}")
    address = f"{settings.address.rstrip('/')}/m/{meeting.id}" if settings.address else ""
    place = place_of(meeting.id, kind, posts)
    writing = Writing(meeting, place, mailing(settings), now, address, _until(wanted.until))
    if kind == "transcript":
        made = transcript_messages(writing, _ended(public), _attached(settings))
    else:
        text, html = _printed(settings, public, kind, address)
        made = report_messages(writing, text, html)
    if any(one.asked.said == message.said for one in before for message in made):
        raise PostedAlready(f"{meeting.id}: these very words were posted, or are about to be; nothing is sent twice")
    return made


def keep_report(settings: Settings, meeting: str) -> None:
    """Put the approved report among what is published, with where it is archived."""
    report, queue = _report(settings, meeting), queue_of(settings, meeting)
    if report is not None and report.state in APPROVED:
        queue.keep(FILE, to_json(replace(report, archived=queue.records())))


def _report(settings: Settings, meeting: str) -> Report | None:
    there = MeetingFolder(settings.data, meeting).has(FILE)
    return report_at(settings, meeting) if there else None


@dataclass(frozen=True)
class _Public:
    """A meeting with nothing left of what is redacted in it."""

    meeting: Meeting
    report: Report | None
    transcript: Transcript
    redactor: Redactor


def _public(settings: Settings, id: str) -> _Public:
    meeting, folder = meeting_of(settings, id), MeetingFolder(settings.data, id)
    redactor = Redactor(read_redactions(folder.read_text(REDACTIONS)) if folder.has(REDACTIONS) else ())
    stream = read_beside(settings.data / "dccg.sqlite", id)
    events = [Numbered(one.seq, decode(one.kind, one.body)) for one in stream]
    transcript, redactor = redacted_transcript(Header.of(meeting, settings.contact), events, redactor)
    report = _report(settings, id)
    title, group = redactor.text(meeting.title), redactor.text(meeting.group)
    return _Public(
        replace(meeting, title=title, group=group), redactor.report(report) if report else None, transcript, redactor
    )


def _kind(wanted: Wanted, report: Report | None, posts: dict[str, Posted]) -> PostKind:
    """Return what is posted, if the report is in a state for it."""
    kind = wanted.kind or _usual(report, posts)
    if kind not in KINDS:
        raise NotToPost(f"{kind!r} is nothing to post; choose one of {', '.join(KINDS)}")
    if kind in ("notice", "transcript"):
        return kind
    if report is None:
        raise NotToPost(f"{wanted.meeting} has no report yet; draft it with: dccg report draft {wanted.meeting}")
    where, waits = f"the report of {wanted.meeting}", any(one.accepted is None for one in report.corrections)
    if report.state == "withdrawn":
        raise NotToPost(f"{where} has been withdrawn; nothing of it can be posted")
    if kind == "draft" and report.state in APPROVED:
        raise NotToPost(f"{where} is approved; post it as final")
    if kind in ("final", "correction"):
        if report.state not in APPROVED:
            raise NotToPost(f"{where} is not approved; post it as draft, or approve it first")
        if waits:
            raise NotToPost(f"{where} was changed after it was approved; approve the corrections first")
        if kind == "correction" and not report.corrections:
            raise NotToPost(f"{where} has no corrections since it was approved")
    return kind


def _usual(report: Report | None, posts: dict[str, Posted]) -> PostKind:
    """Return what comes next in the thread of a meeting."""
    if report is None:
        return "notice"
    if report.state not in APPROVED:
        return "draft"
    if not any(one.asked.kind == "final" and one.out for one in posts.values()):
        return "final"
    return "correction" if report.corrections else "transcript"


def _printed(settings: Settings, public: _Public, kind: PostKind, address: str) -> tuple[str, str]:
    """Return the print of 72 columns, and the page."""
    meeting, report = public.meeting, public.report
    if kind == "notice" or report is None:
        report = replace(drafted(heard_at(meeting, public.transcript)), missing=(), made="")
    if kind == "correction":
        records = queue_of(settings, meeting.id).records()
        report = replace(report, archived=tuple(one for one in records if one.address and ".final@" in one.message_id))
    layout = choose(report, known_layouts(settings), LAYOUTS.get(kind, ""))
    options = Options(captions=address, names=names_of(settings, meeting.id))
    text, html = (str(rendered(report, layout, form, options)) for form in ("text", "html"))
    if public.redactor.finds(text) or public.redactor.finds(html):
        raise NotToPost(f"{meeting.id}: the {kind} still has words that are redacted; take them out of its text first")
    return text, html


def _ended(public: _Public) -> Transcript:
    id, transcript = public.meeting.id, public.transcript
    if not transcript.cues:
        raise NotToPost(f"{id} has no captions in the record, so there is no transcript to post")
    if transcript.state != "ended":
        raise NotToPost(f"the captions of {id} have not ended; end them on the console, then post the transcript")
    return transcript


def _attached(settings: Settings) -> list[str]:
    names = settings.list_attach.replace(",", " ").split()
    for name in names:
        if name not in FORMATS:
            there = ", ".join(FORMATS)
            raise BadSettings(f"setting 'list_attach': {name!r} is no form of a transcript; there are {there}")
    return names


def _until(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise NotToPost(f"--until is {day!r}; expected a day like 2026-02-20") from None
