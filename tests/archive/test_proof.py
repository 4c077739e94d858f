"""What was posted is looked for where the public reads it: on real pages of a real web server."""

import email
import html
import threading
from contextlib import contextmanager
from email import policy
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.compared import lacks, page_text, plain_of
from archive.kept import mbox
from archive.post import Outcome
from archive.proof import NoArchive, PublicArchive, look
from archive.public import hyperkitty_hash, pipermail_months
from archive.queue import Queue
from record import MeetingFolder
from tests.archive.posts import MAILING, MEETING, Clock, messages


class Takes:
    def __init__(self, what: str = "sent") -> None:
        self.what = what

    def carry(self, raw, sender, to, handing):
        handing()
        return Outcome(self.what, "250 OK")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self):
        if self.path.startswith("/broken"):
            self.send_error(503)
        elif self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", "/login.html")
            self.end_headers()
        else:
            super().do_GET()


@contextmanager
def served(folder: Path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def queue(tmp_path) -> Queue:
    made = Queue(MeetingFolder(tmp_path / "data", MEETING.id), Clock())
    made.put(messages(), MAILING, "Pello Urrutia")
    return made


def posted(queue: Queue, what: str = "sent"):
    (one,) = queue.send(Takes(what))
    return one


def page(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def said(queue: Queue) -> str:
    return html.escape(plain_of(email.message_from_bytes(queue.raw("final"), policy=policy.default)))


@pytest.mark.req("PUB-05")
def test_hyperkitty_is_asked_for_the_page_that_the_message_id_gives(queue: Queue, tmp_path):
    one = posted(queue)
    name = f"list/dc/message/{hyperkitty_hash(one.asked.message_id)}"
    page(tmp_path, f"{name}/index.html", f"<h1>[DC] {one.asked.subject}</h1><pre>{said(queue)}</pre>")
    with served(tmp_path) as site:
        (found,) = look(queue, PublicArchive("hyperkitty", f"{site}/list/dc"))
        assert list(look(queue, PublicArchive("hyperkitty", f"{site}/list/dc"))) == []
    assert found.address == f"{site}/{name}/"
    (record,) = queue.records()
    assert (record.address, record.sha256) == (found.address, one.asked.sha256)
    assert found.lacks == ""


@pytest.mark.req("PUB-05")
def test_a_copy_in_the_archive_that_was_altered_is_noticed(queue: Queue, tmp_path):
    one = posted(queue)
    text = said(queue).replace("in March", "in May")
    page(tmp_path, f"message/{hyperkitty_hash(one.asked.message_id)}/index.html", f"{one.asked.subject}<p>{text}</p>")
    with served(tmp_path) as site:
        (found,) = look(queue, PublicArchive("hyperkitty", site))
    assert found.lacks == "The survey goes out in March."
    assert queue.posts()["final"].lacks == found.lacks


def test_lines_links_and_footers_that_an_archive_adds_change_nothing():
    (message,) = messages(text="Report\n\nSee https://example.org/a?b=1&c\nfor more.\n\n<b> is text\n")
    text = plain_of(email.message_from_bytes(message.raw, policy=policy.default))
    shown = html.escape(text).replace("https://example.org/a?b=1&amp;c", '<a href="x">https://example.org/a?b=1&amp;c</a>')
    assert lacks(message.raw, page_text(f"<pre>{shown}</pre>\n____\nDC mailing list")) == ""


def test_another_page_in_its_place_is_no_proof(queue: Queue, tmp_path):
    one = posted(queue)
    page(tmp_path, "login.html", f"Log in to see {one.asked.subject}")
    page(tmp_path, f"dc/message/{hyperkitty_hash(one.asked.message_id)}/index.html", "No such message")
    with served(tmp_path) as site:
        assert list(look(queue, PublicArchive("hyperkitty", f"{site}/moved"))) == []
        assert list(look(queue, PublicArchive("hyperkitty", f"{site}/dc"))) == []
        assert list(look(queue, PublicArchive("hyperkitty", f"{site}/nowhere"))) == []


def test_pipermail_is_asked_by_month_and_the_page_that_answers_with_the_message_id(queue: Queue, tmp_path):
    one = posted(queue)
    month = "2026-February"
    subject = f"[DC] {one.asked.subject}"
    listed = {"000004": subject, "000005": subject, "000006": "[DC] other"}
    index = "".join(f'<LI><A HREF="{number}.html">{title}\n</A>\n' for number, title in listed.items())
    page(tmp_path, f"dc/{month}/date.html", index)
    quoted = one.asked.message_id.replace("<", "%3C").replace(">", "%3E").replace("@", "%40")
    page(tmp_path, f"dc/{month}/000004.html", f'<A HREF="mailto:dc%40x.org?Subject=Re&In-Reply-To={quoted}">')
    page(tmp_path, f"dc/{month}/000005.html", '<A HREF="mailto:dc%40x.org?Subject=Re&In-Reply-To=%3Cother%40x%3E">')
    with served(tmp_path) as site:
        (found,) = look(queue, PublicArchive("pipermail", f"{site}/dc/"))
    assert found.address == f"{site}/dc/{month}/000004.html"


def test_pipermail_also_has_the_month_as_text(queue: Queue, tmp_path):
    one = posted(queue)
    page(tmp_path, "dc/2026-February.txt", f"From dc at x\nSubject: x\nMessage-ID: {one.asked.message_id}\n\nhello\n")
    with served(tmp_path) as site:
        (found,) = look(queue, PublicArchive("pipermail", f"{site}/dc"))
    assert found.address == f"{site}/dc/2026-February.txt"


def test_a_message_at_the_turn_of_a_month_is_looked_for_in_both():
    months = [one.rpartition("/")[2] for one in pipermail_months("https://x.org/dc", "2026-01-31T23:30:00+00:00")]
    assert months == ["2026-January", "2026-February"]


@pytest.mark.parametrize("kind", ["file", "web"])
def test_an_mbox_is_searched_for_the_message_id(queue: Queue, tmp_path, kind: str):
    one = posted(queue)
    other = messages("draft")[0]
    (tmp_path / "dc.mbox").write_bytes(mbox([(one, other.raw)]))
    with served(tmp_path) as site:
        address = str(tmp_path / "dc.mbox") if kind == "file" else f"{site}/dc.mbox"
        assert list(look(queue, PublicArchive("mbox", address))) == []
        (tmp_path / "dc.mbox").write_bytes(mbox([(one, other.raw), (one, queue.raw("final"))]))
        (found,) = look(queue, PublicArchive("mbox", address))
    assert (found.address, found.lacks) == (address, "")


def test_a_message_in_doubt_that_is_in_the_archive_has_arrived(queue: Queue, tmp_path):
    one = posted(queue, "unknown")
    (tmp_path / "dc.mbox").write_bytes(b"From x\n" + queue.raw("final"))
    (found,) = look(queue, PublicArchive("mbox", str(tmp_path / "dc.mbox")))
    assert (one.state, found.state) == ("unknown", "sent")
    assert MeetingFolder(tmp_path / "data", MEETING.id).has("published/final.eml")


def test_an_archive_that_is_down_is_told_and_proves_nothing(queue: Queue, tmp_path):
    posted(queue)
    with served(tmp_path) as site, pytest.raises(NoArchive, match="503"):
        list(look(queue, PublicArchive("hyperkitty", f"{site}/broken")))
    with pytest.raises(NoArchive, match="cannot be reached"):
        list(look(queue, PublicArchive("hyperkitty", "http://127.0.0.1:9/")))
    with pytest.raises(NoArchive, match="nothing"):
        list(look(queue, PublicArchive("mbox", str(tmp_path / "none.mbox"))))
    assert queue.posts()["final"].address == ""
