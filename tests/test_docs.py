"""The documentation says what the program does: links lead somewhere, commands exist, generated parts are fresh."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from models.events import DURABLE, FLEETING
from models.meeting_toml import parse_meeting
from tests.conformance import BEGIN, END, NO_TEST, TRUST, Proofs, requirements, table, trust

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"\bdccg ((?:(?:models|report) )?[a-z]+)\b")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """docs/make.py, which is no module of any room."""
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anchors(page: Path) -> set[str]:
    """The names of the page's headings, as the usual viewers of Markdown make them."""
    heads = re.findall(r"^#+ (.+)$", CODE.sub(lambda code: code[0].strip("`"), page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path):
    for link in LINK.findall(page.read_text("utf-8")):
        path, _, anchor = unquote(link).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name_of(page)}: {link} leads nowhere"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{name_of(page)}: {link} names no heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_has_one_title(page: Path):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert text.startswith("# ")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists(page: Path, make: ModuleType):
    commands = {name for name, _ in make.every_command()}
    groups = {name.partition(" ")[0] for name in commands if " " in name}
    for code in CODE.findall(page.read_text("utf-8")):
        for command in COMMAND.findall(code):
            first = command.partition(" ")[0]
            known = command in commands | groups or first in commands - groups
            assert known, f"{name_of(page)}: there is no command dccg {command}"


def test_the_readme_names_every_command(make: ModuleType):
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [name for name, _ in make.every_command() if f"dccg {name}" not in readme]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_is_named_exists(page: Path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for code in CODE.findall(page.read_text("utf-8")):
        assert set(TARGET.findall(code)) <= targets, f"{name_of(page)}: {code}"


def test_the_events_page_lists_exactly_the_kinds_there_are():
    text = (ROOT / "docs" / "events.md").read_text("utf-8")
    kept, shown = text.split("### Events that are shown once")
    row = re.compile(r"^\| `([a-z]+)` \|", re.MULTILINE)
    assert tuple(row.findall(kept)) == DURABLE
    assert tuple(row.findall(shown)) == FLEETING


def test_every_kind_of_event_has_an_example_with_the_fields_of_its_row(make: ModuleType):
    text = (ROOT / "docs" / "events.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z]+)` \| (.+?) \|", text, re.MULTILINE))
    assert {event.kind for event in make.EXAMPLES} == set(DURABLE + FLEETING)
    for event in make.EXAMPLES:
        told = set(re.findall(r"`([a-z_]+)`", rows[event.kind]))
        assert set(event.body()) <= told, event.kind


def test_generated_parts_are_fresh(make: ModuleType):
    assert make.pages()
    for page in make.pages():
        text = page.read_text("utf-8")
        assert make.made(text) == text, f"{name_of(page)} is stale; run make docs"


def test_generated_files_are_fresh(make: ModuleType):
    for name, content in make.FILES.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == content(), f"docs/{name} is stale; run make docs"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_meeting_file_that_is_shown_can_be_read(page: Path):
    for example in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        if "[[roster]]" in example:
            assert parse_meeting(example, name_of(page)).roster.people


def test_tests_name_only_requirements_that_there_are():
    known = {one.id for _, ones in requirements().values() for one in ones}
    for path, named in marked().items():
        assert named <= known, f"{name_of(path)}: {sorted(named - known)}"


@pytest.mark.req("SEC-01")
def test_every_threat_is_named_by_a_test():
    threats = {one.id for one in requirements()["THR"][1]}
    missing = threats.difference(*marked().values())
    assert not missing, f"no test is marked with {sorted(missing)}"


def marked() -> dict[Path, set[str]]:
    """What the tests of each file name, read from their marks without running them."""
    return {path: _named(ast.parse(path.read_text("utf-8"))) for path in (ROOT / "tests").rglob("test_*.py")}


def _named(tree: ast.AST) -> set[str]:
    marks = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    marks = (node for node in marks if ast.unparse(node.func) == "pytest.mark.req")
    return {str(arg.value) for mark in marks for arg in mark.args if isinstance(arg, ast.Constant)}


def test_the_page_about_trust_keeps_its_words_when_its_table_is_made():
    page = TRUST.read_text("utf-8")
    made = trust(page, Proofs())
    assert made.partition(BEGIN)[0] == page.partition(BEGIN)[0]
    assert made.rpartition(END)[2] == page.rpartition(END)[2]
    assert f"| THR-30 | must | No text makes a search for patterns slow | {NO_TEST} |" in made


def test_a_requirement_without_a_test_is_not_claimed():
    row = next(line for line in table(Proofs()).splitlines() if line.startswith("| VTT-03 |"))
    assert NO_TEST in row


def test_one_failing_case_outweighs_those_that_pass():
    proofs = Proofs()
    for result in ("passed", "failed"):
        proofs.add("VTT-03", "tests/x.py::test_y", result)
    assert proofs.verdict("VTT-03") == "fails"


def test_a_test_that_was_only_skipped_proves_nothing():
    proofs = Proofs()
    proofs.add("VTT-03", "tests/x.py::test_y", "skipped")
    assert not proofs.verdict("VTT-03").startswith("passes")
