"""From where readers may read: everything, or from joining on, by the meeting's rule and the program's setting.

Nobody who reads is known to the program. What a reader keeps from joining on is the number of an event, sealed, so that
nobody can write themselves an earlier one. It is the same for all who joined at that moment.
"""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from models.apart import apart
from models.late import from_joining, joined_at
from models.transcript import Transcript

LateJoiners = Literal["by-rule", "all", "joining"]
FILE = "joining.key"
SEAL = 24
"""Letters of a seal: 96 bits."""


@dataclass(frozen=True)
class Reader:
    """What one reader may read: the transcript, and the events behind number `at`. `since` is theirs to come back
    with, empty where everybody may read everything."""

    whole: Transcript
    at: int = 0
    since: str = ""

    def apart(self) -> Reader:
        """The same of the transcript as it stands now: for a page or a file that is made in a thread of its own."""
        return replace(self, whole=apart(self.whole))

    @property
    def transcript(self) -> Transcript:
        """The transcript to be read on a page; its `timeline` is not to be used."""
        return from_joining(self.whole, self.at) if self.at else self.whole

    @property
    def timed(self) -> Transcript:
        """The transcript to be printed as a file."""
        return from_joining(self.whole, self.at, timed=True) if self.at else self.whole


class Joining:
    """Tells where readers stand. `late` by the rule of the meeting: all of an open one; under the Chatham House Rule
    what is said from joining on, until the meeting has ended."""

    def __init__(self, key: bytes, late: LateJoiners = "by-rule") -> None:
        self._key = key
        self._late = late
        self._joined: dict[str, tuple[Transcript, int | None, int]] = {}

    def reader(self, meeting: str, transcript: Transcript, since: str) -> Reader:
        """Return what somebody may read who brings this; whoever brings nothing usable joins now."""
        if not self.limits(transcript):
            return Reader(transcript)
        at = self._opened(meeting, since)
        return self._sealed(meeting, transcript, self._now(meeting, transcript) if at is None else at)

    def staff(self, meeting: str, transcript: Transcript) -> Reader:
        """Return the same for somebody who works on the captions and so reads them all."""
        return self._sealed(meeting, transcript, 0) if self.limits(transcript) else Reader(transcript)

    def limits(self, transcript: Transcript) -> bool:
        """Say whether what somebody may read depends on when they joined."""
        if transcript.state == "ended" or self._late == "all":
            return False
        return transcript.nameless or self._late == "joining"

    def _now(self, meeting: str, transcript: Transcript) -> int:
        """Return from where somebody reads who joins now; many join between one line and the next."""
        of, seq, at = self._joined.get(meeting, (None, None, 0))
        if of is not transcript or seq != transcript.seq:
            at = joined_at(transcript)
            self._joined[meeting] = (transcript, transcript.seq, at)
        return at

    def _sealed(self, meeting: str, transcript: Transcript, at: int) -> Reader:
        return Reader(transcript, at, f"{at}.{self._seal(meeting, at)}")

    def _opened(self, meeting: str, since: str) -> int | None:
        number, _, seal = since.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 12 and seal.isascii()):
            return None
        at = int(number)
        return at if hmac.compare_digest(seal, self._seal(meeting, at)) else None

    def _seal(self, meeting: str, at: int) -> str:
        return hmac.new(self._key, f"{meeting} {at}".encode(), "sha256").hexdigest()[:SEAL]


def joining_key(data: Path | None) -> bytes:
    """Return the key of the seals; it is kept, so that who was there before the program was started again stays there.

    Without a data folder it lasts as long as the program.
    """
    if data is None:
        return secrets.token_bytes(32)
    path = data / FILE
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    except OSError:
        return secrets.token_bytes(32)  # a disk that refuses must not keep the captions from starting
    key = path.read_bytes()
    return key if len(key) == 32 else secrets.token_bytes(32)
