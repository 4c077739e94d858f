from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lines import LINE, LONGEST_LINE, break_lines, share_out
from models.plain import clean, width

texts = st.lists(st.text(st.characters(categories=["L", "M", "P", "N"]), min_size=1, max_size=60), max_size=80)


@pytest.mark.req("VTT-11")
@given(texts)
def test_runs_keep_every_word_and_fit_two_lines(words: list[str]):
    runs = share_out(words)
    assert [word for run in runs for word in run] == words
    for run in runs:
        lines = break_lines(run)
        assert lines is not None
        assert len(lines) <= 2
        assert " ".join(lines).split(" ") == list(run)
        assert all(width(line) <= LONGEST_LINE or " " not in line for line in lines)


@pytest.mark.req("VTT-11")
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a short line stays whole", ("a short line stays whole",)),
        (
            "We close item three. The chair will write to all of them",
            ("We close item three.", "The chair will write to all of them"),
        ),
        (
            "the group agreed to send the letter to the office in Geneva",
            ("the group agreed to send", "the letter to the office in Geneva"),
        ),
        (
            "she asked for more time, because members were still reading",
            ("she asked for more time,", "because members were still reading"),
        ),
    ],
)
def test_a_line_ends_where_a_phrase_does(text: str, lines: tuple[str, ...]):
    assert break_lines(text.split()) == lines


@pytest.mark.req("VTT-11")
def test_no_line_ends_with_an_article_while_another_break_fits():
    lines = break_lines("coalitions that had met the deadline and the others as well".split())
    assert lines is not None
    assert lines[0].split()[-1] not in ("that", "the", "and", "as")


def test_marks_on_a_letter_do_not_make_a_line_longer():
    word = "e\u0301" * LINE
    assert break_lines([word]) == (word,)
    assert width(f"{word} {word}") == 2 * LINE + 1
    assert width("👩🏽‍🚀 ok") == 4


def test_clean_text_is_one_line_without_hidden_controls():
    assert clean("a\x00b\u202ec \u2028 d\r\n\te\u2066f\ud800") == "abc d ef\ufffd"
    assert clean("שלום\u200f!") == "שלום\u200f!"
