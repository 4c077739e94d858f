"""Two texts are compared word by word, and nothing of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.difference import difference

texts = st.text(alphabet="ab c.\n漢字é", max_size=40)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_difference(before: str, after: str):
    runs = difference(before, after)
    assert "".join(run.text for run in runs if run.part != "added") == before
    assert "".join(run.text for run in runs if run.part != "removed") == after


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("by Friday noon", "by Monday noon", "by [-Friday-]{+Monday+} noon"),
        ("two more weeks", "one month", "[-two more weeks-]{+one month+}"),
        ("", "new", "{+new+}"),
        ("会議は金曜日", "会議は月曜日", "会議は[-金-]{+月+}曜日"),
        ("see [it](https://a.example)", "see [it](https://b.example)",
         "see [-[it](https://a.example)-]{+[it](https://b.example)+}"),
    ],
)  # fmt: skip
def test_words_are_what_changes(before: str, after: str, marked: str):
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    assert "".join(signs[run.part].format(run.text) for run in difference(before, after)) == marked


def test_very_long_texts_are_compared_as_a_whole():
    before, after = "word " * 2000, "other " * 2000
    assert [run.part for run in difference(before, after)] == ["removed", "added"]
