"""Whoever publishes is told what looks private; what does not is left alone."""

from __future__ import annotations

import pytest

from archive.private import looks_private
from archive.script import Line, Script, Turn


def said(*texts: str) -> Script:
    return Script((Turn("Ana", tuple(Line(at, text) for at, text in enumerate(texts, 1))),))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to ana.roe@example.org please.", "an e-mail address"),
        ("Call +44 20 7946 0958 tomorrow.", "a telephone number"),
        ("Join at https://zoom.us/j/123456", "a link to join a call"),
    ],
)
def test_what_looks_private_is_told_by_its_caption(text: str, kind: str):
    assert list(looks_private("{}", said("Nothing here.", text))) == [f"caption 2: {kind}"]
    assert list(looks_private(text, said())) == [f"the report holds {kind}"]


@pytest.mark.parametrize(
    "text", ["2022-03-23 14:00", "DCCG-60-A1", "about 100 000 people", "@ 3 pm", "0.000012345", "0" * 64]
)
def test_dates_and_counts_are_not_private(text: str):
    assert list(looks_private(text, said(text))) == []
