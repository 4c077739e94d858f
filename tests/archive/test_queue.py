"""A message leaves once, on a named person's word, whatever stops the program."""

import mailbox
from contextlib import closing
from hashlib import sha256

import pytest

from archive.journal import BadJournal
from archive.post import CannotPost, Outcome
from archive.queue import BeingPosted, NotAsked, PostedAlready, Queue
from record import MeetingFolder
from record.lock import OwnerLock
from tests.archive.posts import MAILING, MEETING, Clock, messages


class Scripted:
    """A server that gives the answers it was told to give, then takes everything."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.taken, self.tries = list(answers), [], 0

    def carry(self, raw, sender, to, handing):
        self.tries += 1
        answer = self.answers.pop(0) if self.answers else "sent"
        if answer == "mend":
            raise CannotPost("mend the way first")
        if answer != "early":
            handing()
        if answer == "killed":
            raise KeyboardInterrupt
        if answer in ("sent", "unknown"):
            self.taken.append(raw)
        return Outcome("later" if answer == "early" else answer, f"{answer}, said the server")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path, clock) -> Queue:
    return Queue(MeetingFolder(tmp_path, MEETING.id), clock)


def states(queue: Queue) -> dict[str, str]:
    return {key: one.state for key, one in queue.posts().items()}


def sections(count: int) -> str:
    return "".join(f"Item {n}\n\n" + "The survey goes out in March. " * 400 + "\n\n\n" for n in range(count))


def test_what_was_asked_for_leaves_and_is_kept(queue: Queue, tmp_path):
    queue.put(messages(), MAILING, "Pello Urrutia")
    server = Scripted()
    (done,) = queue.send(server)
    assert (done.state, done.last.words, done.asked.by) == ("sent", "sent, said the server", "Pello Urrutia")
    folder = MeetingFolder(tmp_path, MEETING.id)
    assert folder.read("published/final.eml") == server.taken[0]
    with closing(mailbox.mbox(folder.path / "published/thread.mbox")) as box:
        (kept,) = box
    assert kept["Message-ID"] == done.asked.message_id
    sums = folder.read_text("published/SHA256SUMS")
    assert f"{sha256(server.taken[0]).hexdigest()}  final.eml\n" in sums
    (record,) = queue.records()
    assert (record.message_id, record.sha256) == (done.asked.message_id, done.asked.sha256)
    assert record.place == MAILING.to.spec


@pytest.mark.req("THR-14")
def test_nothing_is_posted_twice(queue: Queue):
    queue.put(messages(), MAILING, "Pello Urrutia")
    with pytest.raises(PostedAlready, match="waiting to be sent, on the word of Pello Urrutia"):
        queue.put(messages(), MAILING, "Bettina Aalto")
    server = Scripted()
    list(queue.send(server))
    with pytest.raises(PostedAlready, match="was sent, on the word of Pello Urrutia"):
        queue.put(messages(), MAILING, "Bettina Aalto")
    assert list(queue.send(server, at_once=True)) == []
    assert len(server.taken) == 1


def test_what_a_server_puts_off_waits_longer_each_time_and_then_goes(queue: Queue, clock: Clock):
    server = Scripted("later", "early")
    queue.put(messages(), MAILING, "Pello Urrutia")
    list(queue.send(server))
    assert states(queue) == {"final": "waiting"}
    assert list(queue.send(server)) == []
    clock.later(minutes=5)
    list(queue.send(server))
    clock.later(minutes=9)
    assert list(queue.send(server)) == []
    clock.later(minutes=1)
    (done,) = queue.send(server)
    assert (done.state, server.tries) == ("sent", 3)


def test_after_four_days_a_person_is_asked(queue: Queue, clock: Clock):
    queue.put(messages(), MAILING, "Pello Urrutia")
    clock.later(days=5)
    (done,) = queue.send(Scripted("later"))
    assert done.state == "refused"
    assert "put off for four days" in done.last.words


def test_a_refusal_stops_the_parts_behind_it_until_somebody_has_mended_it(queue: Queue):
    made = messages(text=sections(6))
    assert len(made) > 1
    queue.put(made, MAILING, "Pello Urrutia")
    (first,) = queue.send(Scripted("refused"))
    assert first.state == "refused"
    assert list(states(queue).values())[1:] == ["waiting"] * (len(made) - 1)
    assert list(queue.send(Scripted())) == []
    queue.retry("final", "Pello Urrutia")
    server = Scripted()
    assert [one.asked.part for one in queue.send(server)] == list(range(1, len(made) + 1))
    assert server.taken == [one.raw for one in made]


@pytest.mark.req("THR-14")
def test_a_message_that_may_have_left_is_not_sent_again_unasked(queue: Queue):
    queue.put(messages(), MAILING, "Pello Urrutia")
    server = Scripted("unknown")
    list(queue.send(server))
    assert states(queue) == {"final": "unknown"}
    assert list(queue.send(server, at_once=True)) == []
    with pytest.raises(PostedAlready, match="may have been sent"):
        queue.put(messages(), MAILING, "Bettina Aalto")
    queue.settle("final", arrived=True, by="Bettina Aalto")
    assert states(queue) == {"final": "sent"}
    assert len(server.taken) == 1


def test_one_that_did_not_arrive_goes_again_with_the_same_bytes(queue: Queue):
    queue.put(messages(), MAILING, "Pello Urrutia")
    server = Scripted("unknown")
    list(queue.send(server))
    queue.settle("final", arrived=False, by="Bettina Aalto")
    list(queue.send(server))
    assert states(queue) == {"final": "sent"}
    assert server.taken[0] == server.taken[1]


@pytest.mark.req("THR-14")
def test_a_program_that_stopped_while_handing_over_says_so_when_it_begins_again(queue: Queue):
    queue.put(messages(), MAILING, "Pello Urrutia")
    with pytest.raises(KeyboardInterrupt):
        list(queue.send(Scripted("killed")))
    server = Scripted()
    assert list(queue.send(server, at_once=True)) == []
    assert states(queue) == {"final": "unknown"}
    assert "may have left or not" in queue.posts()["final"].last.words
    assert server.tries == 0


def test_what_was_sent_is_kept_even_if_the_program_stopped_before_it_could(queue: Queue, tmp_path):
    queue.put(messages(), MAILING, "Pello Urrutia")
    list(queue.send(Scripted()))
    folder = MeetingFolder(tmp_path, MEETING.id)
    for name in ("final.eml", "thread.mbox", "SHA256SUMS"):
        folder.remove(f"published/{name}")
    assert list(queue.send(Scripted())) == []
    assert folder.read("published/final.eml") == messages()[0].raw
    assert "thread.mbox" in folder.read_text("published/SHA256SUMS")


def test_when_the_way_must_be_mended_everything_waits(queue: Queue):
    queue.put(messages(), MAILING, "Pello Urrutia")
    with pytest.raises(CannotPost):
        list(queue.send(Scripted("mend")))
    assert states(queue) == {"final": "waiting"}
    (done,) = queue.send(Scripted())
    assert done.state == "sent"


def test_what_waits_can_be_taken_back_but_not_what_left(queue: Queue):
    queue.put(messages("draft"), MAILING, "Pello Urrutia")
    queue.drop("draft", "Pello Urrutia")
    assert list(queue.send(Scripted())) == []
    queue.put(messages("draft"), MAILING, "Bettina Aalto")
    list(queue.send(Scripted()))
    with pytest.raises(NotAsked, match="has left, or may have"):
        queue.drop("draft", "Pello Urrutia")
    with pytest.raises(NotAsked, match="nothing called"):
        queue.drop("../final", "Pello Urrutia")


def test_two_programs_do_not_post_at_once(queue: Queue, tmp_path):
    queue.put(messages(), MAILING, "Pello Urrutia")
    lock = OwnerLock(tmp_path / "meetings" / MEETING.id / "post" / ".lock")
    with pytest.raises(BeingPosted, match="another program"):
        list(queue.send(Scripted()))
    lock.release()
    assert len(list(queue.send(Scripted()))) == 1


@pytest.mark.req("THR-14")
def test_a_message_that_was_altered_since_it_was_agreed_to_is_not_sent(queue: Queue, tmp_path):
    queue.put(messages(), MAILING, "Pello Urrutia")
    MeetingFolder(tmp_path, MEETING.id).write("post/final.eml", "Subject: other\r\n\r\nother\r\n")
    with pytest.raises(BadJournal, match="not what Pello Urrutia agreed to send"):
        list(queue.send(Scripted()))


@pytest.mark.parametrize(
    "bad",
    ["{", '{"what":"sent"}\n', '{"what":"flown","key":"final","utc":"2026-01-01T00:00:00+00:00"}',
     '{"what":"sent","key":"final","utc":"yesterday"}', "7"],
)  # fmt: skip
def test_a_damaged_journal_stops_everything_in_words(queue: Queue, tmp_path, bad: str):
    queue.put(messages(), MAILING, "Pello Urrutia")
    folder = MeetingFolder(tmp_path, MEETING.id)
    folder.write("post/journal.jsonl", folder.read_text("post/journal.jsonl") + bad)
    with pytest.raises(BadJournal, match="line 2"):
        list(queue.send(Scripted()))


def test_a_line_that_begins_like_an_mbox_stays_in_its_message(queue: Queue, tmp_path):
    queue.put(messages(text="Report\n\nFrom here on\n"), MAILING, "Pello Urrutia")
    queue.put(messages("correction"), MAILING, "Pello Urrutia")
    list(queue.send(Scripted()))
    with closing(mailbox.mbox(tmp_path / "meetings" / MEETING.id / "published/thread.mbox")) as box:
        kept = list(box)
    assert len(kept) == 2
    assert b"From here on" in kept[0].get_payload(decode=True)
