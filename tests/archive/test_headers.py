"""Whatever a title holds, headers stay headers, and mail programs read back what was written."""

import email
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.address import Address, BadAddress, read_address
from archive.headers import address_header, ids_header, text_header
from models.plain import clean


def read_back(line: str, name: str) -> str:
    return str(email.message_from_string(line + "\r\n\r\n", policy=policy.default)[name])


@pytest.mark.parametrize(
    "text",
    [
        "report – éàü " * 12,
        "Réunion 60 : rapport de synthèse, à commenter avant le 1er février, deuxième partie sur cinq",
        "Заседание 60, 23 марта 2022: проект доклада для замечаний, часть 2 из 5, и ещё немного слов",
        "会议六十" * 20,
        "a" * 200,
        "=?utf-8?q?looks_encoded?= and more",
        "👩‍👩‍👧 family " * 9,
    ],
)
def test_a_long_subject_comes_back_as_it_was(text: str):
    line = text_header("Subject", text)
    assert read_back(line, "Subject") == clean(text)
    assert all(len(one) <= 78 for one in line.split("\r\n"))


@given(st.text(max_size=300))
def test_any_text_is_one_header_and_comes_back(text: str):
    line = text_header("Subject", text)
    assert line.isascii()
    assert all(one.startswith(" ") and one.strip() and len(one) <= 78 for one in line.split("\r\n")[1:])
    if clean(text):
        assert read_back(line, "Subject") == clean(text)


def test_a_title_cannot_begin_another_header_or_turn_the_line_around():
    line = text_header("Subject", "Call\r\nBcc: all@example.org\x00\u202e")
    assert line == "Subject: Call Bcc: all@example.org"


@given(st.text(min_size=1, max_size=100))
def test_any_name_of_a_sender_comes_back_with_the_address(name: str):
    line = address_header("From", Address("dccg@example.org", clean(name)))
    message = email.message_from_string(line + "\r\n\r\n", policy=policy.default)
    (only,) = message["From"].addresses
    assert only.addr_spec == "dccg@example.org"
    assert all(len(one) <= 78 for one in line.split("\r\n"))
    if clean(name).isascii() and len(clean(name)) < 60 and "=?" not in name:
        assert only.display_name == clean(name)


def test_many_references_are_folded():
    ids = [f"<2022-03-23-dccg-60.transcript-{n}@lists.example.org>" for n in range(5)]
    line = ids_header("References", ids)
    assert line.replace("\r\n", "") == "References: " + " ".join(ids)
    assert all(len(one) <= 78 for one in line.split("\r\n"))


@pytest.mark.parametrize(
    "text",
    ["a@b@c", "a b@example.org", "a@-b.org", "@example.org", "a@", "a\n@example.org", "<a@b>>",
     "x@example.org\r\nBcc: y@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str):
    with pytest.raises(BadAddress, match="expected one like"):
        read_address(text)


def test_a_domain_in_other_letters_is_sent_in_its_ascii_form():
    assert read_address("Liste <dc@bücher.example>") == Address("dc@xn--bcher-kva.example", "Liste")
