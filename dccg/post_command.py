"""`dccg post`: a meeting's messages to the list, each on a named person's word, and what became of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from archive.journal import Posted
from archive.messages import Message
from archive.proof import look
from archive.queue import Queue
from archive.rate import Rationed
from dccg.mail_settings import archive_of, mailing, server_of
from dccg.posts import Wanted, keep_report, prepared, queue_of
from dccg.settings import Settings, read_settings
from models.errors import MeetingError
from models.plain import clean

NAP_S = 30
TOLD = {
    "sent": "sent", "waiting": "waiting", "handing": "being handed over, or the program was stopped meanwhile",
    "refused": "refused", "unknown": "nobody knows whether it arrived", "dropped": "taken back",
}  # fmt: skip



def post(
    meeting: Annotated[str, typer.Argument(help="id of a meeting, as in its address")],
    kind: Annotated[
        str, typer.Argument(help="notice, next-steps, draft, final, transcript or correction; what comes next if none")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the messages as they would be sent")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="with --dry-run: folder to save them in")] = None,
    by: Annotated[str, typer.Option("--by", help="who says that this may be sent")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="do not ask again")] = False,
    until: Annotated[str, typer.Option("--until", help="day until which comments on a draft are asked for")] = "",
    again: Annotated[bool, typer.Option("--again", help="another version of what was posted before")] = False,
    status: Annotated[bool, typer.Option("--status", help="what became of each message")] = False,
    send: Annotated[bool, typer.Option("--send", help="try what waits")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="stay until nothing waits any more")] = False,
    look: Annotated[bool, typer.Option("--look", help="look for what was sent in the public archive")] = False,
    arrived: Annotated[str, typer.Option("--arrived", help="this message has arrived")] = "",
    not_arrived: Annotated[str, typer.Option("--not-arrived", help="it has not: send it again")] = "",
    retry: Annotated[str, typer.Option("--retry", help="try this refused message again")] = "",
    drop: Annotated[str, typer.Option("--drop", help="take back this message, which waits or was refused")] = "",
    data: Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")] = None,
) -> None:
    """Post to the mailing list: agenda, next steps, report, transcript; nothing leaves unasked, nothing twice."""
    settings = read_settings(data=data)
    queue = queue_of(settings, meeting)
    if status:
        _tell(queue.posts().values())
    elif look:
        _look(settings, meeting, queue)
    elif arrived or not_arrived or retry or drop:
        _say(queue, arrived=arrived, not_arrived=not_arrived, retry=retry, drop=drop, by=_name(by))
    elif dry_run:
        _show(prepared(settings, Wanted(meeting, kind, again, until), datetime.now(UTC)), out)
    elif not send:
        _put(settings, queue, Wanted(meeting, kind, again, until), by, yes)
    if send or wait or not (status or look or dry_run or arrived or retry or drop or not_arrived):
        _send(settings, queue, wait=wait, at_once=send)


def _put(settings: Settings, queue: Queue, wanted: Wanted, by: str, yes: bool) -> None:
    """Queue the messages once a person has seen them and said yes."""
    name, who = _name(by), mailing(settings)
    server_of(settings)
    made = prepared(settings, wanted, datetime.now(UTC))
    for one in made:
        print(f"{one.subject}\n    {one.key}, {len(one.raw):,} octets, sha256 {one.sha256[:12]}")
        if who.limit and len(one.raw) > who.limit:
            print("    This is over the list's limit; somebody who moderates the list will have to let it through.")
    count = "this message" if len(made) == 1 else f"these {len(made)} messages"
    print(f"From {who.sender.spec} to {who.to.spec}, on the word of {name}.", flush=True)
    if not yes:
        if not sys.stdin.isatty():
            raise MeetingError("nobody is there to be asked; look at the messages with --dry-run, then say --yes")
        typer.confirm(f"Send {count} to the list? It cannot be taken back", abort=True)
    queue.put(made, who, name)


def _send(settings: Settings, queue: Queue, *, wait: bool, at_once: bool) -> None:
    """Hand over what is due; exit 1 if a person has to do something."""
    server = Rationed(server_of(settings), settings.data, lambda: datetime.now(UTC))
    while True:
        tried = []
        for one in queue.send(server, at_once=at_once):
            _tell([one])
            tried.append(one.asked.key)
        waiting = [one for one in queue.posts().values() if one.state == "waiting"]
        stuck = [one for one in queue.posts().values() if one.state in ("refused", "unknown")]
        if stuck:
            _tell(one for one in stuck if one.asked.key not in tried)
            raise typer.Exit(1)
        if not waiting or not wait:
            return
        at_once = False
        time.sleep(NAP_S)


def _say(queue: Queue, *, arrived: str, not_arrived: str, retry: str, drop: str, by: str) -> None:
    if arrived or not_arrived:
        _tell([queue.settle(arrived or not_arrived, bool(arrived), by)])
    elif retry:
        _tell([queue.retry(retry, by)])
    else:
        _tell([queue.drop(drop, by)])


def _look(settings: Settings, meeting: str, queue: Queue) -> None:
    _tell(look(queue, archive_of(settings)))
    keep_report(settings, meeting)
    if any(one.lacks for one in queue.posts().values()):
        raise typer.Exit(1)
    missing = [one.asked.key for one in queue.posts().values() if one.state == "sent" and not one.address]
    if missing:
        print(f"Not in the public archive yet: {', '.join(missing)}. Lists can take an hour; look again later.")
        raise typer.Exit(1)


def _show(messages: Sequence[Message], out: Path | None) -> None:
    """Print the messages octet for octet, or save each as a file."""
    for one in messages:
        if out is None:
            sys.stdout.write(one.raw.decode("ascii").replace("\r\n", "\n"))
            continue
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{one.key}.eml").write_bytes(one.raw)
        except OSError as fault:
            raise MeetingError(f"{out}: cannot be written ({fault.strerror}); give another folder with --out") from None
        print(out / f"{one.key}.eml")


def _tell(posts: Iterable[Posted]) -> None:
    """Say of each message what became of it, and what to do."""
    for one in posts:
        said = f" ({one.last.words})" if one.last is not None and one.last.words else ""
        print(f"{one.asked.key}: {TOLD[one.state]}{said}. {one.asked.subject}")
        key = one.asked.key
        if one.state == "waiting" and one.tries:
            print(f"    It is tried again from {one.due:%d %B %Y, %H:%M} UTC on: say --send then, or --wait now.")
        elif one.state == "refused":
            print(f"    Mend what the server names, then say --retry {key} --by NAME and --send; or --drop {key}.")
        elif one.state in ("unknown", "handing"):
            print(f"    Look whether the list has it; then say --arrived {key} or --not-arrived {key}, and --by NAME.")
        elif one.address:
            print(f"    {one.address}")
            if one.lacks:
                print(f'    The archive does not show what was sent. It lacks: "{one.lacks[:200]}"')


def _name(by: str) -> str:
    name = clean(by)
    if not name:
        raise MeetingError("nothing leaves without a named person's word; say whose it is: --by NAME")
    return name
