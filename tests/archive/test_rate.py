"""No more than ten messages leave within an hour, whatever meetings they are of and however they are asked for."""

from pathlib import Path

import pytest

from archive.post import Outcome
from archive.queue import Queue
from archive.rate import LOCK, MOST_AN_HOUR, Rationed
from record import MeetingFolder
from record.lock import OwnerLock
from tests.archive.posts import MAILING, Clock, messages

pytestmark = pytest.mark.req("THR-14")


class Server:
    """Takes everything."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def carry(self, raw, sender, to, handing) -> Outcome:
        handing()
        self.taken.append(raw)
        return Outcome("sent", "250 OK")


def queued(data: Path, clock: Clock, number: int) -> Queue:
    queue = Queue(MeetingFolder(data, f"2026-02-11-dccg-{number}"), clock)
    queue.put(messages(), MAILING, "Pello Urrutia")
    return queue


def test_the_eleventh_message_of_an_hour_waits_whatever_meeting_it_is_of(tmp_path):
    clock, server = Clock(), Server()
    queues = [queued(tmp_path, clock, number) for number in range(MOST_AN_HOUR + 2)]
    carrier = Rationed(server, tmp_path, clock)
    for queue in queues:
        list(queue.send(carrier))
        clock.later(minutes=1)
    assert len(server.taken) == MOST_AN_HOUR == 10
    for queue in queues[MOST_AN_HOUR:]:
        (told,) = queue.send(carrier, at_once=True)
        assert told.state == "waiting"
        assert told.last.words == "10 messages have left within the hour, and no more may"
    clock.later(minutes=49)
    for queue in queues[MOST_AN_HOUR:]:
        list(queue.send(carrier, at_once=True))
    assert len(server.taken) == MOST_AN_HOUR + 2


def test_what_left_by_a_clock_that_was_put_back_since_still_counts(tmp_path):
    clock, server = Clock(), Server()
    queues = [queued(tmp_path, clock, number) for number in range(MOST_AN_HOUR + 1)]
    carrier = Rationed(server, tmp_path, clock)
    for queue in queues[:-1]:
        list(queue.send(carrier))
    clock.later(minutes=-30)
    list(queues[-1].send(carrier, at_once=True))
    assert len(server.taken) == MOST_AN_HOUR
    # A clock that was a day ahead does not keep posts for a day.
    clock.later(hours=-23)
    list(queues[-1].send(carrier, at_once=True))
    assert len(server.taken) == MOST_AN_HOUR + 1


def test_two_programs_are_not_two_rations(tmp_path):
    clock, server = Clock(), Server()
    queue = queued(tmp_path, clock, 1)
    lock = OwnerLock(tmp_path / LOCK)
    (told,) = queue.send(Rationed(server, tmp_path, clock))
    lock.release()
    assert (told.state, told.last.words) == ("waiting", "a message of another meeting is being handed over right now")
    assert server.taken == []


def test_a_damaged_journal_of_another_meeting_keeps_nobody_from_posting(tmp_path):
    clock, server = Clock(), Server()
    MeetingFolder(tmp_path, "2026-02-11-dccg-7").write("post/journal.jsonl", "{")
    list(queued(tmp_path, clock, 1).send(Rationed(server, tmp_path, clock)))
    assert len(server.taken) == 1
