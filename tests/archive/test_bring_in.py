"""Which files belong together, and what meeting they make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.bring_in import Bundle, Captions, NotUnderstood, Reported, brought, kept_name, together
from models.foreign import read_transcript
from tests.archive.sites import meeting, published
from tests.reports import sample

VTT = b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana Silva>Good morning.\n"
IGF = b"Call of 2026-02-11\n\n>> ANA SILVA:  Good morning.\n\n>> BEN LO:  Hello.\n"


def captions(name: str, data: bytes) -> Captions:
    return Captions(name, read_transcript(data, name), data)


REPORT = Reported("91.yaml", published())


def test_captions_alone_join_the_only_report_of_their_day():
    made = together([Bundle("talk", captions=(captions("talk.txt", IGF),)), Bundle("91", reports=(REPORT,))])
    assert [(len(one.reports), len(one.captions)) for one in made] == [(1, 1)]


def test_captions_of_a_day_with_two_reports_stay_alone():
    two = [Bundle("91", reports=(REPORT,)), Bundle("91b", reports=(replace(REPORT, name="91b.yaml"),))]
    assert len(together([*two, Bundle("talk", captions=(captions("talk.txt", IGF),))])) == 3


def test_a_report_makes_a_meeting_with_its_day_number_and_start():
    made = brought(Bundle("91", reports=(REPORT,)))
    assert (made.meeting.id, made.meeting.title, made.meeting.start) == (
        "2026-02-11-dccg-91", "Virtual meeting 91", "14:00",
    )  # fmt: skip
    assert made.start_known


def test_captions_with_times_are_kept_before_text_without():
    made = brought(Bundle("91", reports=(REPORT,), captions=(captions("a.txt", IGF), captions("b.vtt", VTT))))
    assert made.captions is not None
    assert made.captions.name == "b.vtt"
    assert made.told == ("a.txt is left out: b.vtt tells more",)


def test_a_plan_beside_captions_says_what_the_meeting_is():
    made = brought(Bundle("x", planned=(("x/meeting.toml", meeting()),), captions=(captions("x/t.vtt", VTT),)))
    assert made.meeting == meeting()


@pytest.mark.parametrize(
    ("bundle", "said"),
    [
        (Bundle("talk", captions=(captions("talk.vtt", VTT),)), "no day is told; put the day into the file's name"),
        (Bundle("2026-02-11", captions=(captions("2026-02-11.vtt", VTT),)), "nothing tells what the meeting is called"),
        (
            Bundle("91", reports=(Reported("91.yaml", published(about=replace(sample().about, label="x" * 300))),)),
            "add a meeting.toml that says it",
        ),
    ],
)
def test_files_that_tell_too_little_are_refused_with_what_to_do(bundle: Bundle, said: str):
    with pytest.raises(NotUnderstood, match=said):
        brought(bundle)


def test_two_meetings_of_one_id_are_told_apart():
    made = brought(Bundle("second file", reports=(REPORT,)), ["2026-02-11-dccg-91"])
    assert made.meeting.id == "2026-02-11-dccg-91-second-file"


@pytest.mark.parametrize("name", ["a.VTT", "../../x.vtt", "a.<b>", "a", "a.tooolong"])
def test_a_kept_file_has_a_plain_name(name: str):
    assert kept_name(name) in ("imported/transcript.vtt", "imported/transcript.txt")
