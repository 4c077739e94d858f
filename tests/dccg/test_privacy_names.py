"""Under the Chatham House Rule the names of those who take part are in nothing that is public, wherever they stood."""

from __future__ import annotations

import email
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dccg.approved import Approved, meetings
from dccg.export import transcript_of
from dccg.posts import Wanted, prepared
from dccg.settings import Settings
from models.events import Final, Note, Opening, encode
from models.exports import FORMATS
from models.meeting_toml import print_meeting
from record import MeetingFolder, NewEvent, SqliteEventLog
from summarizer.desk_bodies import MarkMade
from summarizer.desk_store import DeskStore
from summarizer.edit import Approve, Set
from tests.archive.sites import built, meeting, on, spoken
from tests.reports import chatham_house
from tests.summarizer.desking import UTC as WHEN
from tests.summarizer.desking import edit_of

NAME = "Velda Korrin"
PARTS = ("velda", "korrin")
MAIL = {"mail_from": "notes@example.org", "list_address": "list@example.org", "mail_host": "127.0.0.1"}


def events() -> Iterator[Final | Note]:
    """A meeting in which the name stands wherever the record has room for one."""
    said = [(NAME, "We should wait for the figures."), ("Bettina Aalto", "Let us ask everybody."), (NAME, "Yes.")]
    yield from (one.event for one in spoken(said))
    yield Note("speaker", {"name": NAME})
    yield Note("origin", {"origin": "human", "by": NAME, "from_ms": 20_000})
    yield Final(9, 0, spoken([(NAME, "Typed by hand.")])[1].event.words, Opening(NAME, NAME, "human", "", "en"))
    yield Note("correction", {"cue": 1, "text": "We wait for the figures.", "by": NAME, "edit": "e1"})
    yield Note("correction", {"cue": 2, "speaker": NAME, "was": "Bettina Aalto", "everywhere": True, "by": NAME})
    yield Note("notice", {"text": "A break of five minutes.", "by": NAME})
    yield Note("state", {"state": "ended", "at_ms": 60_000, "utc": "2026-02-11T15:00:00+00:00"})


async def held(settings: Settings) -> str:
    planned = meeting(rule="chatham-house")
    assert NAME in planned.roster.names
    folder = MeetingFolder(settings.data, planned.id)
    folder.write("meeting.toml", print_meeting(planned))
    folder.write("questions.json", json.dumps({"questions": [{"text": "Why?", "name": NAME}]}))
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    kept = [NewEvent(f"k{at}", one.kind, encode(one)) for at, one in enumerate(events())]
    await log.append(planned.id, kept, fence=await log.open_fence(planned.id))
    store = DeskStore(log, settings.data, now=lambda: WHEN)
    # With lists of people, officers and apologies, names in statements, and no decision of the group to list anybody.
    await store.draft(planned.id, replace(on(chatham_house(), planned.date), extra={}), NAME, "d1")
    await store.mark(planned.id, MarkMade(key="m1", by=NAME, utc=WHEN, text=f"{NAME} said so"))
    point = Set(target="b1.1.s1", field="text", value=f"{NAME} asked whether it is too long.")
    await store.edit(planned.id, edit_of(point, NAME))
    await store.edit(planned.id, edit_of(Approve(despite=True), NAME))
    await store.close()
    await log.close()
    return planned.id


def texts(name: str, content: bytes, folder: Path) -> Iterator[tuple[str, str]]:
    """What a file says, its properties and what is packed in it included."""
    yield name, content.decode("utf-8", "replace")
    if name.endswith(".docx"):
        path = folder / "one.docx"
        path.write_bytes(content)
        with zipfile.ZipFile(path) as inside:
            yield from ((f"{name}!{part}", inside.read(part).decode("utf-8", "replace")) for part in inside.namelist())
    if name.endswith(".pdf"):
        path = folder / "one.pdf"
        path.write_bytes(content)
        pages = pypdfium2.PdfDocument(path)
        yield f"{name}!text", "\n".join(page.get_textpage().get_text_range() for page in pages)
        with pikepdf.open(path) as pdf:
            more = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
            yield f"{name}!properties", f"{dict(pdf.docinfo)} {more}"
    if name.endswith(".eml"):
        for part in email.message_from_bytes(content, policy=policy.default).walk():
            if part.get_content_maintype() == "text":
                yield f"{name}!{part.get_content_type()}", part.get_content()


@pytest.mark.req("PRV-02", "THR-26")
async def test_a_name_that_stands_in_twenty_places_is_in_nothing_that_is_public(tmp_path: Path):
    settings = Settings(data=tmp_path / "data", **MAIL)
    id = await held(settings)
    (one,) = meetings(settings)
    assert isinstance(one, Approved), one
    built(tmp_path / "site", one, forms=("docx", "pdf", "text", "markdown", "json"))
    site = (path for path in (tmp_path / "site").rglob("*") if path.is_file())
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in site}
    transcript = transcript_of(settings, id)
    files |= {f"export{form.suffix}": form.print(transcript).encode() for form in FORMATS.values()}
    for kind in ("final", "transcript", "next-steps"):
        sent = prepared(settings, Wanted(id, kind), datetime.now(UTC))
        files |= {f"{kind}-{at}.eml": message.raw for at, message in enumerate(sent)}
    kinds = {name.rpartition(".")[2] for name in files}
    assert {"docx", "pdf", "vtt", "srt", "json", "txt", "md", "html", "xml", "eml", "csv"} <= kinds
    assert any("wait for the figures" in content.decode("utf-8", "replace") for content in files.values())
    found = {
        place for name, content in files.items() for place, text in texts(name, content, tmp_path)
        if any(part in text.lower() for part in PARTS)
    }  # fmt: skip
    assert found == set()
