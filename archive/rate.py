"""How many messages may leave within an hour, whatever meetings they are of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from archive.journal import BadJournal, read_journal
from archive.post import Carrier, Outcome
from record import InUse
from record.lock import OwnerLock

MOST_AN_HOUR = 10
HOUR = timedelta(hours=1)
LOCK = "posting.lock"


@dataclass(frozen=True)
class Rationed:
    """A carrier that puts off what would be one message too many: lists are for people, and people can be flooded.

    What left is counted in the journals of all meetings of `data`; whoever hands over holds the lock of all meanwhile,
    so that two programs are not two rations.
    """

    carrier: Carrier
    data: Path
    now: Callable[[], datetime]

    def carry(self, raw: bytes, sender: str, to: str, handing: Callable[[], None]) -> Outcome:
        try:
            lock = OwnerLock(self.data / LOCK)
        except InUse:
            return Outcome("later", "a message of another meeting is being handed over right now")
        try:
            if sum(1 for _ in self._left()) >= MOST_AN_HOUR:
                return Outcome("later", f"{MOST_AN_HOUR} messages have left within the hour, and no more may")
            return self.carrier.carry(raw, sender, to, handing)
        finally:
            lock.release()

    def _left(self) -> Iterator[datetime]:
        """Yield when messages were handed over within the hour, also by a clock that has been put back since."""
        now = self.now()
        for path in (self.data / "meetings").glob("*/post/journal.jsonl"):
            try:
                if now.timestamp() - path.stat().st_mtime > HOUR.total_seconds():
                    continue
                entries = read_journal(path.read_text(encoding="utf-8"), path.as_posix())
            except (BadJournal, OSError, UnicodeDecodeError):
                # Another meeting's damage is told where that meeting posts; it keeps nobody else from posting.
                continue
            moments = (datetime.fromisoformat(one.utc) for one in entries if one.what == "handing")
            yield from (moment for moment in moments if abs(now - moment) < HOUR)
