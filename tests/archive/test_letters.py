"""What stands on the list: complete as plain text, within the limit, one thread, nobody named who should not be."""

import email
import re
from email import policy

import pytest

from archive.letters import report_messages, transcript_messages
from archive.messages import NotForMail
from models.meeting import Meeting
from tests.archive.posts import MEETING, PAGE, REPORT, messages, transcript, writing


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=policy.default)


def body(raw: bytes) -> str:
    return read(raw).get_body(("plain",)).get_content()


@pytest.mark.req("PUB-01")
def test_a_report_is_plain_text_that_is_complete_with_the_page_beside_it():
    (message,) = report_messages(writing(address="https://example.org/archive/91"), REPORT, PAGE)
    mail = read(message.raw)
    assert mail["Subject"] == "DCCG meeting 91, 11 February 2026: report"
    assert mail["Message-ID"] == "<2026-02-11-dccg-91.final@example.org>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "The survey goes out in March." in body(message.raw)
    assert "https://example.org/archive/91" in body(message.raw)
    assert mail["Auto-Submitted"] == "no"
    assert mail["Content-Language"] == "en"
    assert not [name for name in mail if name.lower().startswith(("list-", "x-", "disposition", "return-receipt"))]


def test_a_draft_says_so_in_subject_text_and_page_and_until_when():
    (message,) = report_messages(writing("draft", until="2026-02-20"), REPORT, PAGE)
    mail = read(message.raw)
    assert "draft report for comment" in mail["Subject"]
    for form in ("plain", "html"):
        text = mail.get_body((form,)).get_content()
        assert "Nobody has approved it yet" in text
        assert "20 February 2026" in text


def test_plain_lines_have_at_most_72_columns_but_for_an_address():
    address = "https://example.org/" + "a" * 80
    (message,) = messages("final", address=address)
    assert all(len(line) <= 72 or address in line for line in body(message.raw).splitlines())


@pytest.mark.parametrize(
    "bad",
    ['<img src="https://example.org/t.gif">', "<script>1</script>", '<p style="background:url(x)">',
     '<a onclick="x()">a</a>', '<link rel="stylesheet" href="a.css">'],
)  # fmt: skip
def test_a_page_that_loads_or_runs_something_is_refused(bad: str):
    with pytest.raises(NotForMail, match="loads or runs"):
        report_messages(writing(), REPORT, PAGE.replace("</main>", f"{bad}</main>"))


def test_a_page_too_large_for_the_list_is_left_out_before_the_text_is_cut():
    (message,) = report_messages(writing(), REPORT, PAGE.replace("</main>", "<p>x</p>" * 9_000 + "</main>"))
    assert read(message.raw).get_content_type() == "text/plain"


def test_a_long_report_is_cut_at_headings_each_part_answers_the_first():
    section = "Item\n\n" + "The survey goes out in March. " * 2 + "\n\n\n"
    made = messages(text=section * 900, root="<root@example.org>")
    assert len(made) > 1
    assert all(len(one.raw) <= 35 * 1024 for one in made)
    assert all(body(one.raw).count("Item") == body(one.raw).count("goes out") / 2 for one in made)
    second = read(made[1].raw)
    assert second["Subject"].endswith(f"report, part 2 of {len(made)}")
    assert second["In-Reply-To"] == made[0].message_id
    assert second["References"].split() == ["<root@example.org>", made[0].message_id]
    assert read(made[0].raw)["In-Reply-To"] == "<root@example.org>"


def test_a_correction_answers_the_report_that_it_corrects():
    (message,) = messages("correction", root="<root@example.org>", answers="<final@example.org>")
    assert read(message.raw)["In-Reply-To"] == "<final@example.org>"
    assert read(message.raw)["References"].split() == ["<root@example.org>", "<final@example.org>"]


def test_a_second_edition_has_another_id_and_says_so():
    (message,) = messages("draft", edition=2)
    assert message.message_id == "<2026-02-11-dccg-91.draft-e2@example.org>"
    assert message.subject.endswith("draft report for comment, version 2")


@pytest.mark.req("PUB-02")
def test_a_short_transcript_is_one_message_with_its_files():
    (message,) = transcript_messages(writing("transcript"), transcript(4))
    mail = read(message.raw)
    files = {part.get_filename(): part.get_content_type() for part in mail.iter_attachments()}
    assert files == {
        "2026-02-11-dccg-91-transcript.vtt": "text/vtt", "2026-02-11-dccg-91-transcript.txt": "text/plain",
    }  # fmt: skip
    assert "Velda Korrin: Sentence 1 says" in body(message.raw)
    assert "not an authoritative record" in " ".join(body(message.raw).split())


@pytest.mark.req("PUB-01", "PUB-03")
def test_a_long_transcript_is_cut_between_turns_and_nothing_is_lost_or_said_twice():
    whole = transcript(90)
    made = transcript_messages(writing("transcript"), whole)
    assert len(made) > 2
    assert all(len(one.raw) <= 35 * 1024 for one in made)
    said = [int(n) for one in made for n in re.findall(r"Sentence\s(\d+)\s", body(one.raw))]
    assert said == list(range(1, 90 * 6 + 1))
    timed = []
    for one in made:
        vtt = next(part for part in read(one.raw).iter_attachments() if part.get_content_type() == "text/vtt")
        text = vtt.get_payload(decode=True).decode().replace("\r\n", "\n")
        assert text.startswith("WEBVTT")
        timed += [int(n) for n in re.findall(r"Sentence\s(\d+)\s", text)]
        own = [int(n) for n in re.findall(r"Sentence\s(\d+)\s", body(one.raw))]
        assert own[-1] % 6 == 0
    assert timed == said


def test_a_turn_that_is_too_long_alone_is_cut_after_sentences():
    made = transcript_messages(writing("transcript", limit_kb=20), transcript(1, sentences=300))
    assert len(made) > 2
    assert all(len(one.raw) <= 15 * 1024 for one in made)
    assert [int(n) for one in made for n in re.findall(r"Sentence\s(\d+)\s", body(one.raw))] == list(range(1, 301))


def test_without_a_limit_everything_is_one_message():
    assert len(transcript_messages(writing("transcript", limit_kb=0), transcript(90))) == 1


def test_under_the_chatham_house_rule_no_speaker_is_named_in_any_part():
    made = transcript_messages(writing("transcript"), transcript(60, rule="chatham-house"))
    for one in made:
        for part in read(one.raw).walk():
            if not part.is_multipart():
                assert not re.search("Velda|Korrin|Mehmet|Bettina|Aalto", part.get_payload(decode=True).decode())


def test_a_meeting_without_number_or_known_group_is_called_by_its_title():
    plain = Meeting("m-1", "", "Réunion de préparation", "Cercle", "2026-02-11", "14:00", "open")
    made = report_messages(writing().__class__(plain, *list(vars(writing()).values())[1:]), REPORT)
    assert read(made[0].raw)["Subject"] == "Cercle Réunion de préparation, 11 February 2026: report"
    assert MEETING.id in made[0].message_id
