"""docs/layouts.md names everything that a template is given, and nothing else."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from models.report_parts import Attendance
from summarizer import print_parts
from summarizer.layouts import Options, layouts, print_document
from summarizer.plain_text import plain_text
from summarizer.print_lines import Style
from summarizer.print_matters import tracked
from summarizer.print_words import Words
from summarizer.sheet import sheet_of
from tests import reports

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
PARTS = {
    name: part for name, part in vars(print_parts).items() if isinstance(part, type) and is_dataclass(part)
}
BESIDE = {"reports", "open_steps", "closed_steps", "captions", "transcript"}


def named(heading: str) -> list[str]:
    """What the table under a heading names, in its order."""
    part = PAGE.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("name", [one for one in PARTS if one != "Sheet"])
def test_every_field_of_a_part_is_told_and_every_field_told_is_there(name: str):
    assert named(name) == [field.name for field in fields(PARTS[name])]


def test_every_name_of_the_context_is_told_and_every_name_told_is_there():
    assert sorted(named("The report")) == sorted({field.name for field in fields(print_parts.Sheet)} | BESIDE)


def test_a_template_can_use_every_name_that_is_told(tmp_path: Path):
    place = tmp_path / "layouts" / "all"
    place.mkdir(parents=True)
    uses = "\n".join(f"- {name}: {{{{ {name} is defined }}}}" for name in named("The report"))
    (place / "report.md").write_text(uses, encoding="utf-8")
    document = print_document(reports.SAMPLE, layouts([tmp_path / "layouts"])["all"], Options())
    assert len(document.parts[0].items) == len(named("The report"))
    assert "False" not in plain_text(document)


def test_every_layout_and_every_key_of_its_description_is_told():
    table = PAGE.partition("## The layouts that come")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == sorted(layouts())
    assert named("`layout.toml`") == "name title description for also bullet checkbox numbering several".split()


def filled(value, seen: set[tuple[str, str]]) -> None:
    """Note which fields of which parts hold anything."""
    for inner in value if isinstance(value, tuple) else ():
        filled(inner, seen)
    for field in fields(value) if is_dataclass(value) else ():
        held = getattr(value, field.name)
        if held:
            seen.add((type(value).__name__, field.name))
        filled(held, seen)


def test_the_sample_of_the_tests_fills_every_field():
    style, words = Style(bullet="-", transcript="/m/x/transcript"), Words("en")
    group = replace(reports.GROUPS[0], people=(Attendance(given="Ann", family="Lo"),))
    bare = reports.sample(
        views=(), blocks=(), decisions=(), no_views_confirmed_by="Pello Urrutia", groups=(group,),
        state="published", made="", about=replace(reports.ABOUT, rule="chatham-house"),
    )  # fmt: skip
    sheets = [
        sheet_of(reports.SAMPLE, style, words),
        sheet_of(bare, replace(style, as_printed=True), words),
        sheet_of(bare, style, words),
    ]
    seen: set[tuple[str, str]] = set()
    filled((*sheets, *tracked(sheets)), seen)
    assert {(name, field.name) for name, part in PARTS.items() for field in fields(part)} == seen
