"""What is taken out is in no file of the site, in no format, and the pages say that something was."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from archive.captions import transcript_of
from archive.redaction import BadRedaction, Redaction, Redactor, read_redactions
from dccg.publishing import FORMS
from models.events import Note
from models.report_parts import Evidence
from models.transcript import Header
from tests.archive.sites import approved, built, meeting, on, published, spoken

NAMED = "zanzibar quokka"
TALK = (
    ("Bettina Aalto", "Good morning to everybody."),
    ("Velda Korrin", "My number is nine nine seven tangerine four."),
    ("Bettina Aalto", "They live in Zanzibar"),
    ("Bettina Aalto", "Quokka, as I said."),
    ("Zanzibar Quokka", "That is me."),
)


def texts(site: Path) -> dict[str, bytes]:
    """Every file, those inside Word files too."""
    held = {}
    for path in site.rglob("*"):
        if not path.is_file():
            continue
        name = path.relative_to(site).as_posix()
        held[name] = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as parts:
                held |= {f"{name}!{part}": parts.read(part) for part in parts.namelist()}
    return held


@pytest.mark.req("PRV-12")
def test_words_and_captions_that_are_redacted_are_in_no_file(tmp_path: Path):
    report = on(published(), "2026-02-11")
    decision = replace(report.decisions[0], text=f"The survey of {NAMED} goes out", evidence=(
        Evidence(cues=(2,), quote="nine nine seven tangerine four", found_by="rule"),
    ))  # fmt: skip
    people = replace(report.groups[1].people[0], given="Zanzibar", family="Quokka")
    groups = (replace(report.groups[1], people=(people,)),)
    report = replace(report, decisions=(decision, *report.decisions[1:]), groups=groups)
    taken = (
        Redaction("2026-02-20", "A private number was read out.", cues=(2,)),
        Redaction("2026-02-21", "Somebody was named who had not agreed.", text=NAMED),
    )
    planned = meeting(title="A call with Zanzibar  QUOKKA")
    done = built(tmp_path / "site", approved(planned, report, TALK, taken), forms=FORMS)
    assert done.meetings == 1
    for name, content in texts(tmp_path / "site").items():
        for word in (b"tangerine", b"quokka", b"zanzibar"):
            assert word not in content.lower(), name
    page = (tmp_path / "site" / "meetings" / planned.id / "index.html").read_text(encoding="utf-8")
    assert "from captions 2. Reason: A private number was read out." in page
    assert "words wherever they stood. Reason: Somebody was named who had not agreed." in page
    transcript = (tmp_path / "site" / "meetings" / planned.id / "transcript.html").read_text(encoding="utf-8")
    assert transcript.count("[redacted]") >= 4
    assert 'id="c2"' in transcript


def test_a_redaction_after_publishing_removes_the_words_from_the_site(tmp_path: Path):
    built(tmp_path / "site", approved(talk=TALK))
    assert any(b"tangerine" in content for content in texts(tmp_path / "site").values())
    taken = (Redaction("2026-02-20", "A private number.", cues=(2,)),)
    built(tmp_path / "site", approved(talk=TALK, redactions=taken))
    assert not [name for name, content in texts(tmp_path / "site").items() if b"tangerine" in content]


def test_corrected_words_go_with_what_they_corrected():
    events = spoken(TALK)
    seq = len(events) + 1
    note = Note("correction", {"cue": 2, "text": "It is a tangerine.", "by": "Ana"})
    events.append(events[0]._replace(seq=seq, event=note))
    made, _ = transcript_of(Header.of(meeting()), events, Redactor((Redaction("2026-02-20", "Private.", cues=(2,)),)))
    cue = made.cue(2)
    assert cue is not None
    assert cue.text == "[redacted]"
    assert made.corrections == ()


def test_corrections_that_stay_are_still_told():
    events = spoken(TALK)
    events.append(events[0]._replace(seq=99, event=Note("correction", {"cue": 1, "text": "Good day.", "by": "Ana"})))
    made, _ = transcript_of(Header.of(meeting()), events, Redactor((Redaction("2026-02-20", "Private.", cues=(2,)),)))
    cue = made.cue(1)
    assert cue is not None
    assert (cue.text, cue.corrected_by) == ("Good day.", "Ana")


def test_words_are_found_whole_whatever_stands_between_them():
    redactor = Redactor((Redaction("2026-02-20", "Private.", text="Ana Díaz"),))
    assert redactor.text("ana\n di\u0301az, and ANA-DÍAZ's mail; Anaximander Diazo") == (
        "[redacted], and [redacted]'s mail; Anaximander Diazo"
    )
    assert redactor.within(["So", "Ana", "Díaz", "said"]) == {1, 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[redaction]]\ncues = [1]\nwhy = 'x'", "entry 1: on is None; expected a day like on = 2026-11-20"),
        ("[[redaction]]\non = 2026-11-20\ncues = [1]", "entry 1: why is missing"),
        ("[[redaction]]\non = 2026-11-20\nwhy = 'x'", "expected either cues, like cues = [12, 13], or text"),
        ("[[redaction]]\non = 2026-11-20\nwhy = 'x'\ncues = ['a']", "expected numbers of captions"),
        ("[[redaction]]\non = 2026-11-20\nwhy = 'x'\ntext = '...'", "expected the words that shall not be read"),
        ("[[redaction]]\non = 2026-11-20\nwhy = 'Ana Roe asked'\ntext = 'Ana Roe'", "why says the very words"),
        ("[[redactions]]\n", "expected entries under [[redaction]]"),
        ("cues = ", "this is no TOML"),
    ],
)
def test_a_redaction_that_cannot_be_carried_out_is_refused(text: str, said: str):
    with pytest.raises(BadRedaction, match=said.replace("[", r"\[")):
        read_redactions(text)


def test_a_caption_that_is_not_there_cannot_be_redacted():
    with pytest.raises(BadRedaction, match="caption 77 is to be redacted, but there is none of that number"):
        approved(redactions=(Redaction("2026-02-20", "Private.", cues=(77,)),))


def test_who_publishes_is_told_what_rests_on_a_redacted_caption():
    one = approved(redactions=(Redaction("2026-02-20", "Private.", cues=(12,)),))
    assert one.told == (
        "DCCG-91-D1 rests on captions that are redacted; read again what it says",
        "DCCG-91-A1 rests on captions that are redacted; read again what it says",
        "DCCG-91-V1 rests on captions that are redacted; read again what it says",
    )
