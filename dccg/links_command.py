"""`dccg links`: links that let people in, made and taken back at the command line; a running server follows."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from dccg.links import BadLinks, day_of, end_of, usual_day
from dccg.links_file import LinkFile, make_admin, make_link
from dccg.rights import OF_MEETING
from dccg.settings import Settings, read_settings
from models.meeting_toml import parse_meeting
from record import MeetingFolder, folder_ids

links = typer.Typer(no_args_is_help=True, help="Links that let hosts, captioners, note-takers and others in.")

Data = Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")]
MeetingId = Annotated[str, typer.Argument(help="id of a meeting, as in its address")]


@links.command()
def admin(data: Data = None) -> None:
    """Make the operator's link anew and print it; the old one ends, also where it is in use."""
    settings = read_settings(data=data)
    file = LinkFile(settings.data)
    token = make_admin(file, time.time())
    print(f"{_address(settings, file)}/enter#{token}")


@links.command()
def make(
    meeting: MeetingId,
    role: Annotated[str, typer.Argument(help=f"what for: {', '.join(OF_MEETING)}")],
    label: Annotated[str, typer.Option("--label", help="for whom, as hosts see it in their list")] = "",
    last: Annotated[
        str, typer.Option("--last", help="last day on which it works; 30 days after the meeting if none")
    ] = "",
    data: Data = None,
) -> None:
    """Make a link to a meeting and print it."""
    settings = read_settings(data=data)
    file, now_s = LinkFile(settings.data), time.time()
    until_s = end_of(last or usual_day(_day(settings, meeting), now_s), now_s)
    token = make_link(file, role, meeting, label.strip(), until_s, now_s)[1]
    print(f"{_address(settings, file)}/m/{meeting}/enter#{token}")


@links.command("list")
def list_links(meeting: MeetingId, data: Data = None) -> None:
    """List the links of a meeting: id, role, last day, for whom."""
    now_s = time.time()
    for one in LinkFile(read_settings(data=data).data).read().of_meeting(meeting, now_s):
        print(f"{one.id}  {one.role:10}  until {day_of((one.until_s or 0) - 1)}  {one.label}".rstrip())


@links.command()
def revoke(
    id: Annotated[str, typer.Argument(help="id of the link, as `dccg links list` prints it")], data: Data = None
) -> None:
    """Take a link back; whoever is using it is out within two seconds."""
    file, now_s = LinkFile(read_settings(data=data).data), time.time()
    if file.read().link(id, now_s) is None:
        raise BadLinks(f"there is no link {id[:40]!r}, or it has ended; `dccg links list` prints those of a meeting")
    file.change(lambda book: book.without_link(id, now_s))


def _address(settings: Settings, file: LinkFile) -> str:
    told = settings.address or file.read().address or f"http://{settings.host}:{settings.port}"
    return told.rstrip("/")


def _day(settings: Settings, meeting: str) -> str:
    """Return the day of a meeting that is there."""
    if meeting not in folder_ids(settings.data):
        raise BadLinks(f"there is no meeting {meeting[:64]!r} in {settings.data}; its id is the end of its address")
    text = MeetingFolder(settings.data, meeting).read_text("meeting.toml")
    return parse_meeting(text, f"{meeting}/meeting.toml").date
