"""The catalogue of texts: whatever a page or a module asks for is in it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from models.report_parts import Consent, Presence
from templates import render
from templates.wording import wording

ROOT = Path(__file__).parents[2]
ASKING = [
    *(ROOT / "templates").rglob("*.html"),
    *(path for room in ("captioner", "summarizer", "archive") for path in (ROOT / room).rglob("*.js")),
    *(path for room in ("captioner", "summarizer", "archive", "dccg") for path in (ROOT / room).rglob("*.py")),
]
# The rest of these keys is put together where they are asked for.
FAMILIES = (
    "dates.", "nav.", "state.", "status.", "front.", "form.", "console.link_", "console.origin_", "console.pace_",
    "ask.kind_", "ask.quick_", "ask.refused_", "console.queue_kind_", "transcript.", "viewer.jump_", "capture.refused_",
    "look.", "plain.", "live.key_",
    "help.", "keys.do_", "keys.use_", "viewer.mode_", "viewer.open_",
    "correct.do_", "correct.done_", "correct.key_", "correct.keys_", "correct.mark_",
    *(f"desk.{name}" for name in (
        "abstained", "action_state_", "against", "consent_", "decision_state_", "head_", "history_", "in_favour",
        "item_state_", "kind_", "next_state_", "record_", "redo", "standing_", "status_", "type_", "undo",
    )),
    "site_pages.",
    "before.", "survey.", "roles.", "links.", "console.level_",
    "mail.", "report.", "draft.", "review.", "report_page.", "edits.", "edit_fields.",
)  # fmt: skip
# Prints and drafts ask for many of their texts by the name alone.
PRINTING = [*(ROOT / "summarizer").glob("*.py"), *(ROOT / "templates" / "reports").rglob("*.md")]


def asked(before: str) -> set[str]:
    keys: set[str] = set()
    for path in ASKING:
        found = re.findall(before + r"""["'`]([a-z]+\.[a-z_0-9]+)["'`]\s*[,)]""", path.read_text(encoding="utf-8"))
        keys |= set(found)
    return keys


def held() -> set[str]:
    return {f"{section}.{name}" for section, texts in wording("en").sections.items() for name in texts}


def test_every_text_that_is_asked_for_is_there():
    keys = asked(r"\b(?:t|say|words)\(\s*")
    assert len(keys) > 80
    assert keys <= held()


def test_no_text_is_left_over():
    quoted = {key for path in ASKING for key in re.findall(r"[a-z]+\.[a-z_0-9]+", path.read_text(encoding="utf-8"))}
    assert {key for key in held() - quoted if not key.startswith(FAMILIES)} == set()


@pytest.mark.parametrize("section", ["report", "draft", "review"])
def test_no_text_of_reports_is_left_over(section: str):
    asked_for = re.compile(rf"""["'](?:{section}\.)?([a-z_]+)["']""")
    quoted = {key for path in PRINTING for key in asked_for.findall(path.read_text(encoding="utf-8"))}
    of_the_model = {word.replace(" ", "_").replace("'", "") for word in (*get_args(Consent), *get_args(Presence))}
    views = {"view_one", "view_another"}
    assert set(wording("en").sections[section]) - quoted - of_the_model - views == set()


def test_a_hole_must_be_filled():
    assert wording("en")("status.late", n=5) == "They are about 5 seconds behind."
    with pytest.raises(KeyError):
        wording("en")("status.late")


def test_no_text_can_end_the_data_block_it_stands_in():
    assert "<" not in wording("en").block("form", "capture")


def test_a_page_says_its_language_and_escapes_what_it_is_given():
    page = render("error.html", status=400, sentence="<b>no</b>")
    assert '<html lang="en"' in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page
