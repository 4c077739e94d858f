"""The messages of one meeting on their way: each is sent once, or it is said that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from archive.journal import BadJournal, Entry, Posted, asked, fold, print_entry, read_journal
from archive.kept import SUMS, THREAD, mbox, records, sums
from archive.messages import Mailing, Message
from archive.post import Carrier
from models.errors import MeetingError
from models.report import ArchiveRecord
from record import InUse, MeetingFolder
from record.lock import OwnerLock

JOURNAL = "post/journal.jsonl"
PUBLISHED = "published"

LOST = "the program stopped while the message was handed over, so it may have left or not"


class PostedAlready(MeetingError):
    """Raised when a message is to be posted that has left, or may have, or is about to."""


class BeingPosted(MeetingError):
    """Raised when another program is posting for this meeting right now."""


class NotAsked(MeetingError):
    """Raised when something is said of a message that is not in such a state."""


class Queue:
    """What a meeting posts. The journal in its folder is what counts, so that it goes wherever the folder goes.

    Calls block. Several programs may use the same folder: whoever changes something holds its lock meanwhile.
    """

    def __init__(self, folder: MeetingFolder, now: Callable[[], datetime]) -> None:
        self._folder, self._now = folder, now

    def posts(self) -> dict[str, Posted]:
        """Return every message by key, in the order in which they were asked for.

        Raises:
            BadJournal: If the journal cannot be read.
        """
        return fold(self._entries(), self._where)

    def records(self) -> tuple[ArchiveRecord, ...]:
        """Return where everything that was sent is kept."""
        return records(self.posts().values())

    def raw(self, key: str) -> bytes:
        """Return the message as it was, or will be, sent."""
        return self._folder.read(_file(key))

    def put(self, messages: Sequence[Message], mailing: Mailing, by: str) -> None:
        """Queue the messages of one post in a person's name: all of them or none.

        Raises:
            PostedAlready: If one of them has been posted.
        """
        with self._alone():
            before = self.posts()
            for message in messages:
                known = before.get(message.key)
                if known is not None and known.out:
                    raise PostedAlready(f"{self._folder.path.name}: {_already(known)}; nothing is sent twice")
            for message in messages:
                self._folder.write(_file(message.key), message.raw)
            utc = self._utc()
            self._note(*(asked(one, by, utc, mailing.sender.spec, mailing.to.spec) for one in messages))

    def send(self, carrier: Carrier, *, at_once: bool = False) -> Iterator[Posted]:
        """Hand over what waits, in order, and yield each message as it then stands.

        A message that is put off or refused stops those of its own post behind it; parts stay in order so. `at_once`
        also tries what is not due yet.

        Raises:
            CannotPost: If the way to the server must be mended first; what waits, waits on.
        """
        with self._alone():
            self._say_lost()
            self._catch_up()
            stuck: set[str] = set()
            for key, posted in self.posts().items():
                post = posted.post
                if posted.state == "waiting" and post not in stuck and (at_once or posted.due <= self._now()):
                    posted = self._try(key, posted, carrier)
                    yield posted
                if posted.state not in ("sent", "dropped"):
                    stuck.add(post)

    def settle(self, key: str, arrived: bool, by: str) -> Posted:
        """Take a person's word on whether a message that may have left has arrived; if not, it waits again.

        Raises:
            NotAsked: If that is known.
        """
        with self._alone():
            self._say_lost()
            self._expect(key, "unknown", "was not in doubt")
            self._note(Entry("arrived" if arrived else "retry", key, self._utc(), by))
            self._keep()
        return self.posts()[key]

    def retry(self, key: str, by: str) -> Posted:
        """Let a refused message wait again, because somebody has mended what it was refused for."""
        with self._alone():
            self._expect(key, "refused", "was not refused")
            self._note(Entry("retry", key, self._utc(), by))
        return self.posts()[key]

    def drop(self, key: str, by: str) -> Posted:
        """Take back a message that waits or was refused."""
        with self._alone():
            self._say_lost()
            if self._known(key).state not in ("waiting", "refused"):
                raise NotAsked(f"{key} cannot be taken back: it has left, or may have")
            self._note(Entry("dropped", key, self._utc(), by))
        return self.posts()[key]

    def keep(self, name: str, content: str | bytes) -> None:
        """Put a file among what is published, with its checksum."""
        with self._alone():
            self._folder.write(f"{PUBLISHED}/{name}", content)
            self._keep()

    def found(self, key: str, address: str, lacks: str = "") -> Posted:
        """Keep where the message was found in the public archive, and what it lacks there; one in doubt has arrived."""
        with self._alone():
            self._known(key)
            self._note(Entry("found", key, self._utc(), words=address, lacks=lacks))
            self._keep()
        return self.posts()[key]

    def _try(self, key: str, posted: Posted, carrier: Carrier) -> Posted:
        raw = self._folder.read(_file(key))
        if sha256(raw).hexdigest() != posted.asked.sha256:
            where = f"{self._folder.path.name}/{_file(key)}"
            raise BadJournal(f"{where}: this is not what {posted.asked.by} agreed to send; take it back with --drop")
        outcome = carrier.carry(
            raw, posted.asked.sender, posted.asked.to, lambda: self._note(Entry("handing", key, self._utc()))
        )
        what, words = outcome.what, outcome.words
        if what == "later" and posted.tired(self._now()):
            what, words = "refused", f"put off for four days, at last with: {words}"
        self._note(Entry(what, key, self._utc(), words=words))
        if what == "sent":
            self._keep()
        return self.posts()[key]

    def _say_lost(self) -> None:
        """What was being handed over by a program that is gone: nobody holds the lock but we."""
        for key, posted in self.posts().items():
            if posted.state == "handing":
                self._note(Entry("unknown", key, self._utc(), words=LOST))

    def _catch_up(self) -> None:
        """What was sent by a program that stopped before it was kept."""
        if any(one.state == "sent" and not self._folder.has(_public(key)) for key, one in self.posts().items()):
            self._keep()

    def _keep(self) -> None:
        """Bring `published` up to date with what was sent; making it again changes nothing."""
        sent = [(one, self.raw(key)) for key, one in self.posts().items() if one.state == "sent"]
        for one, raw in sent:
            if not self._folder.has(_public(one.asked.key)):
                self._folder.write(_public(one.asked.key), raw)
        self._folder.write(f"{PUBLISHED}/{THREAD}", mbox(sent))
        inside = [name for name in self._folder.names() if name.startswith(f"{PUBLISHED}/")]
        listed = [(name.partition("/")[2], self._folder.read(name)) for name in inside if not name.endswith(f"/{SUMS}")]
        self._folder.write(f"{PUBLISHED}/{SUMS}", sums(listed))

    def _expect(self, key: str, state: str, otherwise: str) -> None:
        known = self._known(key)
        if known.state != state:
            raise NotAsked(f"{key} {otherwise}: {_already(known)}")

    def _known(self, key: str) -> Posted:
        posts = self.posts()
        if key not in posts:
            there = ", ".join(posts) or "none"
            raise NotAsked(f"{self._folder.path.name} has posted nothing called {key[:80]!r}; there are: {there}")
        return posts[key]

    def _note(self, *entries: Entry) -> None:
        """Add entries to the journal, durably and as a whole."""
        before = self._folder.read_text(JOURNAL) if self._folder.has(JOURNAL) else ""
        self._folder.write(JOURNAL, before + "".join(map(print_entry, entries)))

    def _entries(self) -> tuple[Entry, ...]:
        text = self._folder.read_text(JOURNAL) if self._folder.has(JOURNAL) else ""
        return read_journal(text, self._where)

    @property
    def _where(self) -> str:
        return f"{self._folder.path.name}/{JOURNAL}"

    def _utc(self) -> str:
        return self._now().isoformat(timespec="seconds")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The folder is made with its first file; the lock stands beside the journal.
        if not self._folder.has(JOURNAL):
            self._folder.write(JOURNAL, "")
        try:
            lock = OwnerLock(self._folder.path / "post" / ".lock")
        except InUse:
            raise BeingPosted(
                f"{self._folder.path.name}: another program is posting for this meeting; wait for it, or stop it"
            ) from None
        try:
            yield
        finally:
            lock.release()


def _file(key: str) -> str:
    return f"post/{key}.eml"


def _public(key: str) -> str:
    return f"{PUBLISHED}/{key}.eml"


def _already(posted: Posted) -> str:
    words = {"sent": "was sent", "waiting": "is waiting to be sent", "handing": "is being handed over",
             "unknown": "may have been sent", "refused": "was refused", "dropped": "was taken back"}  # fmt: skip
    return f"{posted.asked.key} {words[posted.state]}, on the word of {posted.asked.by}, {posted.asked.utc}"


