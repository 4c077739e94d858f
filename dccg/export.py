"""A meeting's transcript straight from the record, whether or not the program is running."""

from __future__ import annotations

from captioner.meetings import NoSuchMeeting
from dccg.settings import Settings
from models.events import decode
from models.meeting_toml import parse_meeting
from models.transcript import Header, Transcript
from record import MeetingFolder, folder_ids, read_beside


def transcript_of(settings: Settings, meeting_id: str) -> Transcript:
    """Return the transcript as it stands now.

    Raises:
        MeetingError: If there is no such meeting.
    """
    folder = MeetingFolder(settings.data, meeting_id)
    if not folder.has("meeting.toml"):
        there = ", ".join(folder_ids(settings.data)[-10:]) or "none"
        raise NoSuchMeeting(f"there is no meeting {meeting_id!r} in {settings.data}; the newest there are: {there}")
    text = folder.read_text("meeting.toml")
    meeting = parse_meeting(text, f"{meeting_id}/meeting.toml")
    transcript = Transcript(Header.of(meeting, settings.contact))
    for event in read_beside(settings.data / "dccg.sqlite", meeting_id):
        transcript.apply(decode(event.kind, event.body), event.seq)
    return transcript
