from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from captioner.agreement import normal
from captioner.recognition import FRAME, SAMPLES_PER_MS, StreamSettings, Traits, Unkept, Window
from captioner.session import Session
from captioner.stream import AgreementStream
from models.cue import Word
from models.events import Final, MeetingEvent, Note, Partial, encode
from tests.script import Faulty, pieces, silence, speech, voice

TRAITS = Traits(window_ms=27_400)


def new_session() -> Session:
    def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> AgreementStream:
        return AgreementStream(TRAITS, key, start_ms, StreamSettings(live=live, unkept=unkept))

    return Session(open_stream, "scripted")


class Run:
    """Plays one talk a source into a session, served at once by one faulty recogniser a source."""

    def __init__(self, talks: dict[str, Sequence[Word]], seed: int = 0, session: Session | None = None) -> None:
        self.rng = random.Random(seed)
        self.session = session or new_session()
        self.recognizers = {name: Faulty(talk, self.rng) for name, talk in talks.items()}
        self.events: list[MeetingEvent] = []
        for name in talks:
            self.session.open_source(name, name, 0)

    def serve(self) -> None:
        while (due := self.session.recognition_due()) is not None:
            name, window = due
            hypothesis = self.recognizers[name].recognize(window)
            self.session.receive_hypothesis(name, window, hypothesis)
        self.events += self.session.events_received()

    def play(self, until_ms: int | None = None) -> Run:
        length_ms = until_ms or max(talk.talk[-1].end_ms for talk in self.recognizers.values()) + 1_000
        frames = {name: voice(one.talk, length_ms) for name, one in self.recognizers.items()}
        for first, last in pieces(self.rng, length_ms):
            for name in self.recognizers:
                part = frames[name][first // FRAME : last // FRAME]
                self.session.receive_audio(name, silence(last - first), part)
            self.serve()
        return self

    def stop(self) -> list[MeetingEvent]:
        for name in self.recognizers:
            self.session.receive_eof(name)
        self.serve()
        return self.events


def finals(events: Sequence[MeetingEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


def said(events: Sequence[MeetingEvent], source: str) -> list[str]:
    """The words of one source, in the order of its cues."""
    mine = {event.cue for event in finals(events) if event.opening and event.opening.source == source}
    return [normal(word.text) for event in finals(events) if event.cue in mine for word in event.words]


@pytest.mark.parametrize("seed", range(40))
def test_with_several_people_talking_at_once_no_word_is_lost_or_doubled(seed: int):
    rng = random.Random(seed)
    talks = {name: speech(rng, 4, rng.randint(0, 3_000)) for name in ("Ada", "Ben", "Cleo")[: rng.randint(1, 3)]}
    events = Run(talks, seed).play().stop()
    for name, talk in talks.items():
        assert said(events, name) == [normal(word.text) for word in talk]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.req("DSP-04", "SPK-01")
def test_only_the_newest_cue_ever_grows_and_it_has_one_speaker(seed: int):
    rng = random.Random(seed)
    events = Run({"Ada": speech(rng, 4), "Ben": speech(rng, 4)}, seed).play().stop()
    newest, counts = 0, {}
    for event in finals(events):
        assert event.cue in (newest, newest + 1)
        assert (event.opening is not None) == (event.cue == newest + 1) == (event.at == 0)
        newest = event.cue
        assert event.at == counts.get(event.cue, 0)
        counts[event.cue] = event.at + len(event.words)


@pytest.mark.req("CAP-18")
def test_people_who_talk_at_once_are_captioned_under_their_own_names():
    one = tuple(Word(400 + i * 300, 690 + i * 300, f"left{i}") for i in range(30))
    two = tuple(Word(2_400 + i * 300, 2_690 + i * 300, f"right{i}") for i in range(12))
    events = Run({"Ada": one, "Ben": two}).play().stop()
    speakers = [event.opening.speaker for event in finals(events) if event.opening]
    assert "Ben" in speakers[1:-1]
    assert len(finals(events)) < 40


def test_the_tail_is_given_when_it_changes_and_wiped_at_the_end():
    rng = random.Random(5)
    events = Run({"Ada": speech(rng, 3)}, 5).play().stop()
    partials = [event.text for event in events if isinstance(event, Partial)]
    assert all(a != b for a, b in zip(partials, partials[1:], strict=False))
    assert partials[-1] == ""


@pytest.mark.req("CAP-13", "SPK-06")
def test_a_human_captioner_takes_over_and_gives_back():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(60))
    run = Run({"Ada": talk})
    run.play(6_000)
    run.session.take_over("Kim", 6_000)
    run.session.type_text("Typed by hand.", "Ada", 6_000, 8_000)
    run.serve()
    typed = finals(run.events)[-1]
    assert typed.opening is not None
    assert typed.opening.origin == "human"
    assert [word.text for word in typed.words] == ["Typed", "by", "hand."]
    assert [event.fields["origin"] for event in run.events if isinstance(event, Note)] == ["human"]
    run.session.release(9_000)
    run.serve()
    assert [event.fields["origin"] for event in run.events if isinstance(event, Note)] == ["human", "machine"]


@pytest.mark.req("SPK-04")
def test_the_host_names_who_speaks_in_the_room():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(40))
    session = new_session()
    run = Run({}, session=session)
    run.recognizers["room"] = Faulty(talk, run.rng)
    session.open_source("room", None, 0)
    session.set_speaker("Ada", 700)
    session.set_speaker("Ben", 6_700)
    events = run.play().stop()
    by = {event.opening.speaker: event.words[0].start_ms for event in finals(events) if event.opening}
    assert set(by) == {"Ada", "Ben"}
    assert min(w.start_ms for e in finals(events) if e.opening and e.opening.speaker == "Ben" for w in e.words) >= 5_900


def test_a_backlog_becomes_a_gap_and_the_gap_is_filled_later():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(80))
    run = Run({"Ada": talk})
    frames = voice(talk, talk[-1].end_ms + 1_000)
    session = run.session
    asides = []
    for number, probability in enumerate(frames):
        session.receive_audio("Ada", silence(FRAME), [probability])
        if number * 32 > 14_000:
            run.serve()  # for fourteen seconds nobody serves
        asides += session.asides()
    run.stop()
    assert asides
    gaps = [event.fields for event in run.events if isinstance(event, Note) and event.kind == "gap"]
    assert gaps[0]["gap"] == asides[0].gap
    for aside in asides:
        source = session.open_gap(aside)
        run.recognizers[source] = Faulty(talk, run.rng, wrong=0)
        length_ms = len(aside.samples) // SAMPLES_PER_MS
        voiced = voice(talk, aside.from_ms + length_ms)[aside.from_ms // 32 :]
        session.receive_audio(source, aside.samples, voiced)
        run.serve()
        session.receive_eof(source)
        run.serve()
    assert [event.fields["gap"] for event in run.events if isinstance(event, Note) and event.kind == "filled"]
    words = {normal(word.text) for event in finals(run.events) for word in event.words}
    assert len({f"word{i}" for i in range(80)} - words) <= 2 * len(asides)


def test_a_late_answer_still_counts_though_what_followed_was_set_aside():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(60))
    run = Run({"Ada": talk})
    taken: tuple[str, Window] | None = None
    for number, probability in enumerate(voice(talk, talk[-1].end_ms)):
        run.session.receive_audio("Ada", silence(FRAME), [probability])
        if number * 32 > 3_000:
            taken = taken or run.session.recognition_due()
    assert taken is not None
    run.recognizers["Ada"] = Faulty(talk, run.rng, wrong=0, blind_ms=0)
    run.session.receive_hypothesis(taken[0], taken[1], run.recognizers["Ada"].recognize(taken[1]))
    run.serve()
    words = [word.text for event in finals(run.events) for word in event.words]
    assert words.count("word0") == 1


@pytest.mark.req("PRV-02", "RPT-07")
def test_under_the_chatham_house_rule_no_name_goes_with_what_was_said():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(30))

    def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> AgreementStream:
        return AgreementStream(TRAITS, key, start_ms, StreamSettings(live=live, unkept=unkept))

    session = Session(open_stream, "scripted", nameless=True)
    run = Run({"Ada Whitlock": talk}, session=session).play(5_000)
    session.set_speaker("Ada Whitlock", 5_000)
    session.take_over("Kim Sorrel", 5_000)
    session.type_text("Typed words.", "Ada Whitlock", 5_000, 6_000)
    run.serve()
    session.release(7_000)
    events = [*run.play().stop()]
    written = b"".join(encode(event) for event in events if not isinstance(event, Partial) or event.speaker)
    assert b"Sorrel" not in written
    assert not any(event.opening and event.opening.speaker for event in finals(events))
    assert not any(isinstance(event, Partial) and event.speaker for event in events)
    assert not any(isinstance(event, Note) and event.kind == "speaker" for event in events)
