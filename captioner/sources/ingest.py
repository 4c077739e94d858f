"""One source of live sound: its messages in, what to do about them out. No socket and no clock in here.

A source speaks first: `hello` (see `hello.py`). The server answers `{"kind": "ready", "source": "s1",
"received": N}`; N counts samples at the source's own rate. Then binary messages: the number of the message's
first sample (8 bytes, little-endian, unsigned), and 16-bit little-endian mono sound. After each second the
server says `{"kind": "received", "samples": N}`: whatever is older is safe on its disk and need not be sent again.
`{"kind": "end"}` ends the source. A fault is answered by `{"kind": "error", "text": "one sentence"}`.

A source that comes back with the same key goes on where it was, also when the server was started again meanwhile:
what comes twice is skipped, what never came is declared lost and replaced by silence, so that the time stays true.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from captioner.audio import from_pcm16
from captioner.recognition import SAMPLE_RATE, Samples
from captioner.sources.hello import Hello, read_message
from captioner.sources.resample import Resampler, at_house_rate
from captioner.spill_block import Place

OFFSET = struct.Struct("<Q")
LONGEST_BINARY = 65_536
AHEAD_MS = 5_000
ACKNOWLEDGE_MS = 1_000
SILENCE = np.zeros(SAMPLE_RATE, np.float32)
SILENCE.setflags(write=False)


@dataclass(frozen=True)
class Reply:
    """Send this text message to the source."""

    message: dict[str, Any]


@dataclass(frozen=True)
class Sound:
    """Give these samples to the session; together they are without gap from `Ingest.began_ms` on."""

    samples: Samples


@dataclass(frozen=True)
class Lost:
    """Declare that this sound never came (times since the source's first sample); its silence follows."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True)
class Wait:
    """Read nothing from the source for so long."""

    ms: int


@dataclass(frozen=True)
class Tell:
    """Tell the operator."""

    text: str


@dataclass(frozen=True)
class Ended:
    """No more sound comes from this source."""


@dataclass(frozen=True)
class Refuse:
    """Send `message` and close the connection. The source may come back."""

    text: str

    @property
    def message(self) -> dict[str, Any]:
        return {"kind": "error", "text": self.text}


Action = Reply | Sound | Lost | Wait | Tell | Ended | Refuse


class Ingest:
    """A source over all its connections.

    Args:
        hello: Its first hello.
        source: The name the server has for it, such as "s1".
        now_ms: The server's clock at that hello, as in every call.
    """

    def __init__(self, hello: Hello, source: str, now_ms: int) -> None:
        self.name, self.rate, self.key, self.source = hello.name, hello.rate, hello.key, source
        self.held_ms = hello.held_ms
        self.began_ms = now_ms - hello.held_ms
        """When the first sample was recorded, on the server's clock."""
        self.ended = False
        self._base = self._received = self._acknowledged = 0
        self._heard_any = False
        self._resampler = Resampler(hello.rate)
        self._given = 0
        self._too_fast = False
        self._last_sound_ms = self._acknowledged_ms = now_ms

    def go_on(self, place: Place, given: int, ended: bool, began_ms: int) -> None:
        """Go on where a server that was stopped left the source: `given` samples at 16 kHz are taken, the first was
        recorded at `began_ms`."""
        self.rate, self.held_ms, self.ended, self.began_ms = place.rate, place.held_ms, ended, began_ms
        self._base, self._received, self._given = place.base, place.received, given
        self._acknowledged, self._resampler, self._heard_any = self._received, Resampler(place.rate), True

    @property
    def place(self) -> Place:
        """How far the source's sound is passed on: a resampler holds some of what is received."""
        passed = self._base + self._given * self.rate // SAMPLE_RATE
        return Place(self._base, self._received if self.ended else min(self._received, passed), self.rate, self.held_ms)

    @property
    def received(self) -> int:
        """The number of the next sample that is new, at the source's rate."""
        return self._received

    @property
    def received_ms(self) -> int:
        """How much sound there is since the first sample, lost sound included."""
        return self._ms(self._received)

    def stalled_ms(self, now_ms: int) -> int:
        """Return how long no new sound has come; 0 once the source has ended."""
        return 0 if self.ended else max(0, now_ms - self._last_sound_ms)

    def connected(self, hello: Hello, now_ms: int) -> list[Action]:
        """Take the hello of this or a later connection with the same key."""
        assert hello.key == self.key
        if hello.rate != self.rate:
            return [
                Refuse(
                    f"this source came back with {hello.rate} samples a second after {self.rate}; "
                    "a new microphone needs a new key"
                )
            ]
        self._acknowledged, self._acknowledged_ms = self._received, now_ms
        return [Reply({"kind": "ready", "source": self.source, "received": self.place.received})]

    def text(self, message: str, now_ms: int) -> list[Action]:
        """Take a text message that is not the first one."""
        fields = read_message(message)
        if fields is None or fields.get("kind") != "end":
            return [Refuse('after its hello a source sends sound, and {"kind": "end"} when it is done')]
        if self.ended:
            return [self._acknowledgement(now_ms)]
        self.ended = True
        return [*self._sound(self._resampler.finish()), self._acknowledgement(now_ms), Ended()]

    def binary(self, message: bytes, now_ms: int) -> list[Action]:
        """Take a message of sound."""
        fault = self._fault(message)
        if fault:
            return [Refuse(fault)]
        at = OFFSET.unpack_from(message)[0]
        if not self._heard_any:
            # What came before this went to a server that is gone: for us the source begins here.
            self._base = self._received = self._acknowledged = at
        if self.began_ms + self._ms(at) > now_ms + 2 * AHEAD_MS:
            return [Refuse(f"the message starts at sample {at}, which has not been recorded yet")]
        self._heard_any = True
        actions = self._take(at, message[OFFSET.size :])
        if actions:
            self._last_sound_ms = now_ms
        # After a second of sound too: a source that sends old sound in a burst waits for it.
        news_ms = self.received_ms - self._ms(self._acknowledged)
        if max(news_ms, now_ms - self._acknowledged_ms) >= ACKNOWLEDGE_MS:
            actions.append(self._acknowledgement(now_ms))
        return actions + self._pace(now_ms)

    def _fault(self, message: bytes) -> str:
        length = len(message)
        if self.ended:
            return "this source has ended; start a new one with a new key"
        if length > LONGEST_BINARY:
            return f"a message of sound has {length} bytes; at most {LONGEST_BINARY} are taken"
        if length < OFFSET.size + 2:
            return f"a message of sound has {length} bytes; 8 of its place and at least 2 of sound are needed"
        if length % 2:
            return f"a message of sound has {length} bytes, which is odd; a sample has two"
        return ""

    def _take(self, at: int, pcm: bytes) -> list[Action]:
        end = at + len(pcm) // 2
        if end <= self._received:
            return []
        actions: list[Action] = []
        if at > self._received:
            actions += self._skip_to(at)
        samples = from_pcm16(pcm[2 * (self._received - at) :])
        self._received = end
        return actions + self._sound(self._resampler.push(samples))

    def _skip_to(self, at: int) -> list[Action]:
        """Put silence in the place of lost sound, to the sample: rounding never adds up."""
        actions = self._sound(self._resampler.finish())
        self._resampler = Resampler(self.rate)
        actions.append(Lost(self._ms(self._received), self._ms(at)))
        self._received = at
        missing = at_house_rate(at - self._base, self.rate) - self._given
        while missing > 0:
            actions += self._sound(SILENCE[:missing])
            missing -= SAMPLE_RATE
        return actions

    def _sound(self, samples: Samples) -> list[Action]:
        self._given += len(samples)
        return [Sound(samples)] if len(samples) else []

    def _acknowledgement(self, now_ms: int) -> Reply:
        self._acknowledged, self._acknowledged_ms = self._received, now_ms
        return Reply({"kind": "received", "samples": self.place.received})

    def _pace(self, now_ms: int) -> list[Action]:
        """Hold back a source whose sound runs ahead of the clock, and say so once each time it begins."""
        ahead = self.began_ms + self.received_ms - now_ms
        if ahead <= AHEAD_MS:
            self._too_fast = self._too_fast and ahead > AHEAD_MS // 2
            return []
        actions: list[Action] = [Wait(ahead - AHEAD_MS)]
        if not self._too_fast:
            self._too_fast = True
            actions.append(Tell(f"{self.name} sends sound faster than it can be spoken; it is being held back"))
        return actions

    def _ms(self, sample: int) -> int:
        return (sample - self._base) * 1_000 // self.rate
