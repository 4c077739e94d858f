"""Whether one more meeting can be captioned in time on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import MeetingError

FULL = 0.7
"""The part of the workers' time that may be taken: above it people begin to wait for each other."""
COARSE_S = 2.0
"""New sound between two passes when recognition is a little late: what a meeting costs is reckoned at that."""
USUAL_SHARE = 0.8
LEAST_SHARE, MOST_SHARE = 0.3, 4.0
KNOWN_AFTER_MS = 60_000
RETRY_AFTER_S = 60


class NoRoom(MeetingError):
    """Raised when a meeting cannot start because those that run need all there is."""

    retry_after_s = RETRY_AFTER_S


@dataclass(frozen=True)
class Power:
    """What there is: `workers` processes, each `cost` seconds busy for a second of speech; 0 while nobody knows."""

    workers: int
    cost: float = 0.0

    def load(self, shares: Sequence[float]) -> float:
        """The part of the workers' time that meetings with these shares of speech need."""
        return self.cost * sum(shares) / self.workers


def speech_share(speech_ms: int, meeting_ms: int) -> float:
    """Return how much speech there is in a second of a meeting, all its sources together; the usual while it is new.

    >>> speech_share(90_000, 120_000), speech_share(5_000, 5_000), speech_share(0, 600_000)
    (0.75, 0.8, 0.3)
    """
    if meeting_ms < KNOWN_AFTER_MS:
        return USUAL_SHARE
    return min(MOST_SHARE, max(LEAST_SHARE, speech_ms / meeting_ms))


def check_room(power: Power, shares: Sequence[float], most: int = 0) -> None:
    """Let one more meeting start beside those with these shares of speech, or raise `NoRoom`; the first always may.

    `most` is how many the operator allows; 0 leaves it to what was measured.
    """
    running = len(shares)
    if most and running >= most:
        raise NoRoom(
            f"no more than {most} meetings may be captioned at once here, and {running} are: "
            "end one of them, or ask whoever runs this program to raise most_meetings"
        )
    if running and not most and power.load([*shares, USUAL_SHARE]) > FULL:
        raise NoRoom(
            f"this machine cannot caption another meeting in time: {running} are being captioned, "
            f"and with one more they would all fall behind; end one of them, or try again when one has ended"
        )
