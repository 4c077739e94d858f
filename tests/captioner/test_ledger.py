"""The books of a source: whatever happens, every second of its sound stands in one place."""

from __future__ import annotations

import random

import pytest

from captioner.ledger import Account, Ledger
from captioner.recognition import FRAME, FRAME_MS, SAMPLES_PER_MS, Hypothesis, StreamSettings, Traits, Unkept
from captioner.session import Session
from captioner.stream import AgreementStream
from models.cue import Word
from models.events import Final, MeetingEvent, Note
from tests.script import Faulty, pieces, silence, speech, voice

TRAITS = Traits(window_ms=27_400)
TOLERANCE_MS = 500


def new_session() -> Session:
    def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> AgreementStream:
        return AgreementStream(TRAITS, key, start_ms, StreamSettings(live=live, unkept=unkept))

    return Session(open_stream, "scripted")


class Trouble:
    """Plays talks into a session whose recogniser is slow, fails, and goes away; while hosts press buttons."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.session = new_session()
        self.talks: dict[str, tuple[Word, ...]] = {}
        self.hears: dict[str, Faulty] = {}
        self.events: list[MeetingEvent] = []
        self.given_ms: dict[str, float] = {}
        self.fails = self.rng.choice([0.0, 0.1, 0.5, 1.0])
        self.slow_ms = self.rng.choice([0, 300, 2_000, 6_000, 15_000])
        self.out: tuple[int, str, object] | None = None
        self.now_ms = 0

    def play(self) -> None:
        count = self.rng.randint(1, 3)
        for n in range(count):
            self._join(f"s{n}")
        for _ in range(25):
            self._second()
        for name in list(self.given_ms):
            self._leave(name)
        self.finish()

    def finish(self) -> None:
        self.fails = min(self.fails, 0.3)
        for _ in range(2_000):
            if self.session.idle:
                break
            self.now_ms += 500
            self._serve()
            self.events += self.session.events_received()
        self.events += self.session.events_received()

    def _join(self, name: str) -> None:
        talk = tuple(speech(self.rng, 12, self.now_ms + 400))
        self.talks[name], self.given_ms[name] = talk, self.now_ms
        self.hears[name] = Faulty(talk, self.rng, wrong=0.0)
        self.session.open_source(name, name, self.now_ms)

    def _leave(self, name: str) -> None:
        self.session.receive_eof(name)
        del self.given_ms[name]

    def _second(self) -> None:
        burst = 8 if self.rng.random() < 0.05 else 1  # a line that was broken brings all at once
        for _ in range(burst):
            self.now_ms += 31 * FRAME_MS
            for name, since in self.given_ms.items():
                frames = voice([word for word in self.talks[name] if word.end_ms > since], self.now_ms)
                mine = frames[int(since) // FRAME_MS : self.now_ms // FRAME_MS]
                self.given_ms[name] = self.now_ms
                self.session.receive_audio(name, silence(len(mine) * FRAME), mine)
        self._buttons()
        self._serve()
        self.events += self.session.events_received()
        assert self.session.account.unaccounted == 0

    def _buttons(self) -> None:
        if self.rng.random() < 0.04:
            self.session.set_record(self.session.off_record, self.now_ms)
        if self.rng.random() < 0.03 and len(self.given_ms) > 1:
            self._leave(self.rng.choice(list(self.given_ms)))
        if self.rng.random() < 0.03:
            self._join(f"s{len(self.talks)}")

    def _serve(self) -> None:
        while True:
            if self.out is not None:
                ready_ms, name, window = self.out
                if ready_ms > self.now_ms:
                    return
                self.out = None
                if self.rng.random() < self.fails:
                    self.session.recognition_failed(name, window)
                else:
                    self.session.receive_hypothesis(name, window, self.hears[name].recognize(window))
            due = self.session.recognition_due()
            if due is None:
                return
            self.out = (self.now_ms + self.slow_ms, *due)


def declared(trouble: Trouble) -> list[tuple[int, int]]:
    notes = [event.fields for event in trouble.events if isinstance(event, Note) and event.kind == "gap"]
    return [(fields["from_ms"], fields["to_ms"]) for fields in notes]


def words_of(trouble: Trouble, name: str) -> list[Word]:
    finals = [event for event in trouble.events if isinstance(event, Final)]
    cues = {event.cue for event in finals if event.opening and event.opening.source == name}
    return [word for event in finals if event.cue in cues for word in event.words]


@pytest.mark.req("OVL-03")
@pytest.mark.parametrize("seed", range(25))
def test_captioned_silent_and_declared_missing_add_up_to_what_was_received(seed: int):
    trouble = Trouble(seed)
    trouble.play()
    account = trouble.session.account
    assert account.waiting == 0
    found = account.captioned + account.silent + account.gap
    assert abs(found - account.received) <= TOLERANCE_MS * len(trouble.talks), account
    declared_ms = sum(to_ms - from_ms for from_ms, to_ms in declared(trouble))
    assert account.gap <= declared_ms + TOLERANCE_MS * len(declared(trouble))


@pytest.mark.req("OVL-03", "LOW-09")
@pytest.mark.parametrize("seed", range(25))
def test_every_word_that_was_spoken_is_captioned_or_lies_in_a_declared_gap(seed: int):
    trouble = Trouble(seed)
    trouble.play()
    gaps = declared(trouble)
    for name, talk in trouble.talks.items():
        said = words_of(trouble, name)
        windows = trouble.hears[name].windows
        heard_to = windows[-1].end_ms if windows else 0
        for word in talk:
            captioned = any(abs(one.start_ms - word.start_ms) <= TOLERANCE_MS for one in said)
            missing = any(begin - TOLERANCE_MS <= word.start_ms <= end + TOLERANCE_MS for begin, end in gaps)
            assert captioned or missing or word.end_ms > heard_to - TOLERANCE_MS, (name, word)


def test_speech_that_no_words_come_of_does_not_pass_for_silence():
    session = new_session()
    session.open_source("noise", None, 0)
    for _ in range(1_000):
        session.receive_audio("noise", silence(FRAME), [0.6])
        while (due := session.recognition_due()) is not None:
            session.receive_hypothesis(*due, Hypothesis())
    session.receive_eof("noise")
    while (due := session.recognition_due()) is not None:
        session.receive_hypothesis(*due, Hypothesis())
    account = session.account
    assert account.silent == account.gap == 0
    assert account.wordless >= 31_000


def test_what_a_person_captions_is_captioned_and_nothing_of_it_is_declared_missing():
    session = new_session()
    session.open_source("s1", None, 0)
    session.take_over("Kim", 0)
    for _ in range(1_000):  # half a minute of speech, and no recogniser at all
        session.receive_audio("s1", silence(FRAME), [0.9])
    session.type_text("Typed by hand.", None, 0, 30_000)
    assert not [event for event in session.events_received() if isinstance(event, Note) and event.kind == "gap"]
    assert session.asides() == []
    assert (session.lag_ms, session.level) == (0, 0)
    account = session.account
    assert account.captioned + account.waiting == account.received
    assert account.captioned > 15_000


def test_the_sound_of_a_gap_is_not_counted_twice_when_it_is_filled():
    rng = random.Random(4)
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(100))
    session, hears = new_session(), Faulty(talk, rng, wrong=0)
    session.open_source("s1", None, 0)
    for probability in voice(talk, talk[-1].end_ms + 1_000):
        session.receive_audio("s1", silence(FRAME), [probability])
    session.receive_eof("s1")
    while (due := session.recognition_due()) is not None:
        session.receive_hypothesis(*due, hears.recognize(due[1]))
    asides = session.asides()
    session.events_received()
    before = session.account
    for aside in asides:
        source = session.open_gap(aside)
        end_ms = aside.from_ms + len(aside.samples) // SAMPLES_PER_MS
        session.receive_audio(source, aside.samples, voice(talk, end_ms)[aside.from_ms // FRAME_MS :])
        session.receive_eof(source)
        while (due := session.recognition_due()) is not None:
            session.receive_hypothesis(*due, hears.recognize(due[1]))
        session.events_received()
    after = session.account
    assert (after.received, after.gap) == (before.received, before.gap)
    assert abs(after.filled - after.gap) <= TOLERANCE_MS


@pytest.mark.parametrize("seed", range(20))
def test_the_books_do_not_depend_on_how_the_sound_was_cut(seed: int):
    rng = random.Random(seed)
    talk = speech(rng, 5)
    accounts = []
    for _ in range(2):
        ledger, frames, frame = Ledger(1_000), voice(talk, talk[-1].end_ms + 700), 0
        for first, last in pieces(rng, len(frames) * FRAME_MS):
            ledger.receive(last - first, frames[first // FRAME : last // FRAME])
            frame = last
        shifted = [Word(word.start_ms + 1_000, word.end_ms + 1_000, word.text) for word in talk]
        ledger.say(shifted[: len(shifted) // 2])
        ledger.miss(shifted[len(shifted) // 2].start_ms, 1_000 + frame // SAMPLES_PER_MS)
        for upto in (2_500, 4_000, 1_000_000):
            ledger.reach(upto)
        accounts.append(ledger.account)
    assert accounts[0] == accounts[1]
    assert accounts[0].unaccounted == 0
    assert accounts[0].waiting == 0


def test_accounts_of_several_sources_add_up():
    one = Account(received=10, captioned=4, silent=3, wordless=1, gap=1, waiting=1, filled=1)
    assert (one + one).told() == {name: 2 * value for name, value in one.told().items()}
    assert (one + one).unaccounted == 0
