"""Messages handed to a real mail server: taken, put off, refused, lost on the way, and only encrypted."""

import shutil
import socket
import subprocess
import sys
import time

import pytest

from archive.post import CannotPost, MailServer
from archive.queue import Queue
from record import MeetingFolder
from tests.archive import mail_server
from tests.archive.posts import MAILING, MEETING, Clock, messages

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command is not installed")


def carry(server, raw: bytes | None = None, **more):
    handed = []
    line = MailServer("127.0.0.1", server if isinstance(server, int) else server.port, timeout_s=10, **more)
    raw = messages()[0].raw if raw is None else raw
    outcome = line.carry(raw, MAILING.sender.spec, MAILING.to.spec, lambda: handed.append(True))
    return outcome, bool(handed)


def test_a_message_arrives_as_it_was_made():
    raw = messages(text="Report\n\n.\n..\nÜnï\n")[0].raw
    with mail_server.MailServer() as server:
        outcome, _ = carry(server, raw)
    assert (outcome.what, outcome.words) == ("sent", "250 2.0.0 Queued as 4711")
    assert server.taken == [raw]
    assert server.handler.froms == ["reports@example.org"]


def test_a_greylisted_message_goes_the_second_time(tmp_path):
    clock = Clock()
    queue = Queue(MeetingFolder(tmp_path, MEETING.id), clock)
    queue.put(messages(), MAILING, "Pello Urrutia")
    with mail_server.MailServer("later") as server:
        line = MailServer("127.0.0.1", server.port)
        (put_off,) = queue.send(line)
        assert (put_off.state, put_off.last.words) == ("waiting", "451 4.7.1 Greylisted, try again later")
        assert list(queue.send(line)) == []
        clock.later(minutes=5)
        (done,) = queue.send(line)
    assert done.state == "sent"
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("answer", "words"), [("refused", "550 5.7.1 Only members may post"), ("bad", "554 5.6.0 Message")]
)
def test_a_refusal_is_told_in_the_servers_words(answer: str, words: str):
    with mail_server.MailServer(answer) as server:
        outcome, _ = carry(server)
    assert outcome.what == "refused"
    assert words in outcome.words


def test_when_the_line_drops_after_the_message_nobody_knows():
    with mail_server.MailServer("drop") as server:
        outcome, handed = carry(server)
    assert (outcome.what, handed) == ("unknown", True)
    assert "the line broke while the message was handed over" in outcome.words


def test_a_server_that_cannot_be_reached_is_tried_later():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome, handed = carry(port)
    assert (outcome.what, handed) == ("later", False)
    assert "was not reached" in outcome.words


def test_a_message_larger_than_the_server_takes_is_refused_before_it_is_sent():
    with mail_server.MailServer(size=1_000) as server:
        outcome, handed = carry(server, messages()[0].raw + b"x" * 1_000)
    assert (outcome.what, handed) == ("refused", False)
    assert "the server takes up to 1000" in outcome.words


@needs_openssl
def test_without_starttls_nothing_is_sent_where_it_is_needed(tmp_path):
    cert, _ = mail_server.certificate(tmp_path)
    with mail_server.MailServer() as server, pytest.raises(CannotPost, match="offers no STARTTLS"):
        carry(server, ca_file=str(cert))
    assert server.handler.froms == []


@pytest.mark.parametrize(("host", "open_way"), [("localhost", True), ("127.0.0.7", True), ("[::1]", True),
                                                ("mail.example.org", False), ("10.0.0.1", False),
                                                ("localhost.example.org", False)])  # fmt: skip
def test_only_this_machine_may_be_reached_in_the_open(host: str, open_way: bool):
    assert MailServer(host).must_encrypt is not open_way


@needs_openssl
def test_a_certificate_that_is_trusted_by_name_encrypts_the_line(tmp_path):
    cert, context = mail_server.certificate(tmp_path)
    with mail_server.MailServer(context=context) as server:
        outcome, _ = carry(server, ca_file=str(cert))
    assert outcome.what == "sent"


@needs_openssl
@pytest.mark.parametrize("name", ["IP:127.0.0.1", "DNS:other.example.org"])
def test_a_certificate_that_is_not_trusted_or_of_another_server_stops_everything(tmp_path, monkeypatch, name: str):
    cert, context = mail_server.certificate(tmp_path, name)
    if name.startswith("IP"):
        (tmp_path / "other").mkdir()
        cert, _ = mail_server.certificate(tmp_path / "other")
    with mail_server.MailServer(context=context) as server, pytest.raises(CannotPost, match="certificate"):
        carry(server, ca_file=str(cert))
    assert server.taken == []


@needs_openssl
def test_a_line_can_be_encrypted_from_the_start(tmp_path):
    cert, context = mail_server.certificate(tmp_path)
    with mail_server.MailServer(context=context, at_once=True) as server:
        outcome, _ = carry(server, ca_file=str(cert), tls="tls")
    assert outcome.what == "sent"


@needs_openssl
def test_the_right_password_lets_in_and_a_wrong_one_is_told_without_it(tmp_path):
    cert, context = mail_server.certificate(tmp_path)
    with mail_server.MailServer(context=context, password="right") as server:  # noqa: S106
        outcome, _ = carry(server, ca_file=str(cert), user="reports", password="right")  # noqa: S106
        with pytest.raises(CannotPost, match="does not let reports in") as fault:
            carry(server, ca_file=str(cert), user="reports", password="hunter2")  # noqa: S106
    assert outcome.what == "sent"
    assert "hunter2" not in str(fault.value)


def test_a_server_that_wants_no_password_at_all_says_so_in_words():
    with mail_server.MailServer() as server, pytest.raises(CannotPost, match="does not let reports in"):
        carry(server, user="reports", password="secret")  # noqa: S106


SENDS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.post import MailServer
from archive.queue import Queue
from record import MeetingFolder
queue = Queue(MeetingFolder(Path(sys.argv[1]), sys.argv[2]), lambda: datetime.now(UTC))
for one in queue.send(MailServer("127.0.0.1", int(sys.argv[3])), at_once=True):
    print(one.state)
"""


def test_a_program_killed_between_sending_and_recording_asks_instead_of_sending_again(tmp_path):
    queue = Queue(MeetingFolder(tmp_path, MEETING.id), Clock())
    queue.put(messages(), MAILING, "Pello Urrutia")
    with mail_server.MailServer("hold") as server:
        command = [sys.executable, "-c", SENDS, str(tmp_path), MEETING.id, str(server.port)]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while not server.taken and time.monotonic() < until:
            time.sleep(0.05)
        program.kill()
        program.communicate()
        again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(server.taken) == 1
    assert again.stdout == ""
    (posted,) = queue.posts().values()
    assert posted.state == "unknown"
    assert "may have left or not" in posted.last.words
    assert list(queue.send(MailServer("127.0.0.1", 9))) == []
    assert queue.settle("final", arrived=True, by="Pello Urrutia").state == "sent"
