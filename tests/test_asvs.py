"""Every requirement of ASVS 5.0, levels 1 and 2, in the chapters that apply, has an answer, and no answer is empty."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import pytest

from tests.conformance import requirements

DOCS = Path(__file__).parent.parent / "docs"
CHAPTERS = tomllib.loads((DOCS / "asvs.toml").read_text(encoding="utf-8"))
ROWS = {id: row for chapter in CHAPTERS.values() for id, row in chapter.items() if id != "title"}
KNOWN = {one.id for _, ones in requirements().values() for one in ones}
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 "
    "5.1:1 5.2:3 5.3:2 5.4:3 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 "
    "13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3"
)
"""The sections and how many requirements of levels 1 and 2 each has; higher levels come last in a section."""


@pytest.mark.req("SEC-02")
def test_every_requirement_has_an_answer_and_no_other_is_claimed():
    sections = (part.split(":") for part in SECTIONS.split())
    assert set(ROWS) == {f"{section}.{n}" for section, count in sections for n in range(1, int(count) + 1)}


@pytest.mark.req("SEC-02")
@pytest.mark.parametrize("id", ROWS)
def test_an_answer_names_tests_that_there_are_or_gives_a_reason(id: str):
    asked, by, ids, why = ROWS[id]
    assert asked
    assert by in ("test", "reason", "does not apply", "in part")
    assert set(ids.split()) <= KNOWN
    assert ids if by == "test" else why


def test_the_page_is_fresh():
    spec = importlib.util.spec_from_file_location("docs_asvs", DOCS / "asvs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "asvs.md").read_text(encoding="utf-8") == module.page(), "run make docs"
