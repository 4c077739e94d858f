"""Where a backlog begins and ends, no word is lost and none comes twice: over many slow, failing, bursting sources."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from captioner.agreement import normal
from captioner.recognition import FRAME, FRAME_MS, SAMPLES_PER_MS, StreamSettings, Traits, Unkept, Window
from captioner.session import Session
from captioner.speaking import Aside
from captioner.stream import AgreementStream
from models.cue import Word
from models.events import Final, MeetingEvent, Note
from tests.script import Faulty, silence, speech, voice

KINDS = [
    Traits(window_ms=10_000),
    Traits(window_ms=27_400, run_up_ms=1_500),
    Traits(20_000, keeps_state=True, hold_ms=600, run_up_ms=0, least_pause_ms=200),
]


@dataclass
class Slow:
    """A talk to a recogniser that comes to it late, now and then brought in one burst; its gaps are filled after it."""

    seed: int
    now_ms: int = 0
    asides: list[Aside] = field(default_factory=list)
    events: list[MeetingEvent] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    out: tuple[int, str, Window] | None = None

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.traits = KINDS[self.seed % len(KINDS)]
        pauses = self.rng.random() < 0.5  # else it is one long stream of words
        self.talk = tuple(speech(self.rng, 9, 400)) if pauses else _without_pauses(self.rng)
        self.hears = Faulty(self.talk, self.rng, blind_ms=0, wrong=0.0, jitter_ms=self.rng.choice([0, 40]))
        self.session = Session(self._open, "scripted")

    def _open(self, key: str, start_ms: int, live: bool, unkept: Unkept) -> AgreementStream:
        return AgreementStream(self.traits, key, start_ms, StreamSettings(live=live, unkept=unkept))

    def play(self) -> Counter[str]:
        """Return how often each word came."""
        frames = voice(self.talk, self.talk[-1].end_ms + 2_000)
        self.session.open_source("s1", None, 0)
        at = 0
        while at < len(frames):
            burst = self.rng.choice([250, 600]) if self.rng.random() < 0.01 else 1
            for probability in frames[at : at + burst]:
                self.session.receive_audio("s1", silence(FRAME), [probability])
            at += burst
            self.now_ms += FRAME_MS
            self._serve()
        self._finish("s1")
        for aside in self.asides:
            source = self.session.open_gap(aside)
            end_ms = aside.from_ms + len(aside.samples) // SAMPLES_PER_MS
            heard = [word for word in self.talk if word.end_ms > aside.from_ms]
            shifted = [Word(max(0, w.start_ms - aside.from_ms), w.end_ms - aside.from_ms, w.text) for w in heard]
            self.session.receive_audio(source, aside.samples, voice(shifted, end_ms - aside.from_ms))
            self._finish(source)
        said = [word for event in self.events if isinstance(event, Final) for word in event.words]
        return Counter(normal(word.text) for word in said if word.probability > 0.5)

    def _finish(self, source: str) -> None:
        self.session.receive_eof(source)
        for _ in range(3_000):
            if self.session.idle:
                break
            self.now_ms += 500
            self._serve()
        self._take()

    def _serve(self) -> None:
        while True:
            if self.out is not None:
                ready_ms, source, window = self.out
                if ready_ms > self.now_ms:
                    break
                self.out = None
                self.session.receive_hypothesis(source, window, self.hears.recognize(window))
            due = self.session.recognition_due() if self.rng.random() < 0.5 else None
            if due is None:
                break
            self.windows.append(due[1])
            slow_ms = self.rng.choice([100, 100, 300, 2_000, 9_000, 17_000, 26_000])
            self.out = (self.now_ms + slow_ms, *due)
        self._take()

    def _take(self) -> None:
        self.asides += self.session.asides()
        self.events += self.session.events_received()


def _without_pauses(rng: random.Random) -> tuple[Word, ...]:
    words, at_ms = [], 400
    for number in range(150):
        length_ms = rng.randint(200, 480)
        words.append(Word(at_ms, at_ms + length_ms, f"word{number}"))
        at_ms += length_ms
    return tuple(words)


@pytest.mark.req("OVL-03", "LOW-09")
@pytest.mark.parametrize("seed", range(30))
def test_every_word_comes_once_whatever_is_set_aside(seed: int):
    slow = Slow(seed)
    came = slow.play()
    assert came == Counter({word.text: 1 for word in slow.talk})
    notes = [event for event in slow.events if isinstance(event, Note)]
    gaps = {note.fields["gap"] for note in notes if note.kind == "gap"}
    assert gaps == {note.fields["gap"] for note in notes if note.kind == "filled"}
