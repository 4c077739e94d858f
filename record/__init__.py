"""The numbered events of every meeting, kept for good; the only room that opens the database."""

from record.folder import BadFileName, MeetingFolder, NoSuchFile, folder_ids, sweep
from record.log import (
    MAX_BODY,
    BadEvent,
    BadMeetingId,
    CannotOpen,
    Closed,
    Damaged,
    Event,
    EventLog,
    Fenced,
    Gone,
    Head,
    InUse,
    KeyReused,
    Lagging,
    NewEvent,
    NotDurable,
    Sealed,
    TooLarge,
    check_meeting_id,
    check_stream_id,
    report_stream,
)
from record.memory import MemoryEventLog
from record.reading import read_beside
from record.second_place import SecondPlace
from record.sqlite import SqliteEventLog

__all__ = [
    "MAX_BODY",
    "BadEvent",
    "BadFileName",
    "BadMeetingId",
    "CannotOpen",
    "Closed",
    "Damaged",
    "Event",
    "EventLog",
    "Fenced",
    "Gone",
    "Head",
    "InUse",
    "KeyReused",
    "Lagging",
    "MeetingFolder",
    "MemoryEventLog",
    "NewEvent",
    "NoSuchFile",
    "NotDurable",
    "Sealed",
    "SecondPlace",
    "SqliteEventLog",
    "TooLarge",
    "check_meeting_id",
    "check_stream_id",
    "folder_ids",
    "read_beside",
    "report_stream",
    "sweep",
]
