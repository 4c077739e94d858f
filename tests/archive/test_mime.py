"""What is in a message comes out of it in any mail program, and nothing on the way has reason to alter it."""

import email
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mime import Part, Several, message_bytes, plain_lines

HARD = [
    "From the start\nFrom From here", "x" * 2_000, "Ünï" * 500, ".\n..\n", "会议记录" * 300, "tab\t end \t", "=20=\n",
]  # fmt: skip


def read_back(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=policy.SMTP)


@pytest.mark.parametrize("text", HARD)
def test_a_hard_text_comes_back(text: str):
    raw = message_bytes(["Subject: x"], Part("text/plain", text))
    assert read_back(raw).get_content().replace("\r\n", "\n") == plain_lines(text)
    lines = raw.split(b"\r\n")
    assert raw.isascii()
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 78 and not line.startswith(b"From ") for line in lines)


@given(st.text(max_size=400))
def test_any_text_comes_back(text: str):
    raw = message_bytes(["Subject: x"], Part("text/plain", text))
    assert read_back(raw).get_content().replace("\r\n", "\n") == plain_lines(text)
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_parts_and_files_come_back_in_order():
    said = Several("alternative", (Part("text/plain", "Hello"), Part("text/html", "<p>Hello</p>")))
    vtt = "WEBVTT\n\n1\n00:00.000 --> 00:01.000\nBonjour à tous\n"
    raw = message_bytes(["Subject: x"], Several("mixed", (said, Part("text/vtt", vtt, "m-transcript.vtt"))))
    message = read_back(raw)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/vtt",
    ]  # fmt: skip
    (file,) = message.iter_attachments()
    assert file.get_filename() == "m-transcript.vtt"
    assert file.get_payload(decode=True).decode().replace("\r\n", "\n") == vtt
    assert not message.defects


def test_control_characters_and_turns_of_direction_are_gone():
    assert plain_lines("a\x00b\u202ec\r\nd\x1b[1m\u2028e") == "abc\nd[1m\ne\n"


def test_the_same_message_is_the_same_bytes():
    content = Several("alternative", (Part("text/plain", "é"), Part("text/html", "<p>é</p>")))
    assert message_bytes(["A: b"], content) == message_bytes(["A: b"], content)


def test_a_file_name_is_plain():
    with pytest.raises(ValueError, match="not a plain file name"):
        Part("text/plain", "", 'x"; y')
