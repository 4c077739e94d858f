"""Why something was found, in words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import summarizer
from models.report_parts import Evidence
from summarizer.why import reasons, why

RULE = re.compile(r"[A-Z]-[a-z]+(-[a-z]+)*")


def named_in_the_code() -> set[str]:
    """Return every text in the summarizer that is the id of a rule."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in Path(summarizer.__path__[0]).rglob("*.py"))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and RULE.fullmatch(text)}


def test_every_rule_that_a_finding_can_carry_has_a_reason_in_words():
    assert named_in_the_code() - set(reasons()) == set()


def test_every_reason_belongs_to_a_rule():
    assert set(reasons()) - named_in_the_code() == {"note-taker"}


def test_a_reason_is_one_sentence():
    for text in reasons().values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


def test_what_others_found_has_no_reason_of_ours():
    assert why((Evidence(cues=(1,), found_by="somebody's record"), Evidence(cues=(1,)))) == ()


def test_two_captions_of_one_rule_have_one_reason():
    assert len(why((Evidence(cues=(1,), found_by="D-said"), Evidence(cues=(2,), found_by="D-said")))) == 1
