"""A pytest plugin: which requirement of docs/requirements.toml is proved by which test, and with what result.

`pytest --conformance docs/conformance.md` writes the table, and the part of it that is about trust into the page
`docs/trust.md`, between two marks. Tests name what they prove: `@pytest.mark.req("VTT-03")`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parent.parent / "docs" / "requirements.toml"
TRUST = REQUIREMENTS.with_name("trust.md")
TRUSTED = ("FAN", "DUR", "OVL", "SEC", "THR")
"""Areas that stand on the page about trust alone; privacy stands on both pages."""
BEGIN, END = "<!-- made: how each promise is tested -->", "<!-- end -->"
PROPERTY = "req"
NO_TEST = "not met yet, or no test"
HEAD = """# Conformance: what is asked of captions, and what proves it

After this page a reader knows which of the requirements for accessible captions, transcripts and reports have a test
in this project, and which have none.

What is asked of a program that is to be trusted, its threats among it, stands on [another page](trust.md).

This page is written by `make conformance`. "Passes" means as much as the named tests check, which may be a part of
what is asked. "{no_test}" is to be taken literally: nothing is claimed. No test stands for what a person has to try,
such as reading with a screen reader or a braille display.
"""


@dataclass(frozen=True)
class Requirement:
    """What is asked, in short. `level`: must, should or could."""

    id: str
    level: str
    title: str


@dataclass
class Proofs:
    """What became of the tests that name requirements: by requirement, then by test."""

    results: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def add(self, requirement: str, test: str, result: str) -> None:
        self.results.setdefault(requirement, {}).setdefault(test, set()).add(result)

    def verdict(self, requirement: str) -> str:
        """The result in words; a failure outweighs everything."""
        found = Counter(_worst(results) for results in self.results.get(requirement, {}).values())
        if not found:
            return NO_TEST
        if found["failed"]:
            return "fails"
        if not found["passed"]:
            return "skipped on this machine"
        return f"passes ({found['skipped']} skipped)" if found["skipped"] else "passes"


def _worst(results: set[str]) -> str:
    """One test runs with many parameters: it passed if some did and none failed."""
    return next(result for result in ("failed", "passed", "skipped") if result in results)


def requirements() -> dict[str, tuple[str, tuple[Requirement, ...]]]:
    """Return the areas in order, each with its title and requirements."""
    with REQUIREMENTS.open("rb") as file:
        areas = tomllib.load(file)
    return {
        area: (
            entries.pop("title"),
            tuple(Requirement(f"{area}-{number}", level, title) for number, (level, title) in entries.items()),
        )
        for area, entries in areas.items()
    }


def table(proofs: Proofs) -> str:
    """Return the page."""
    areas = [area for name, area in requirements().items() if name not in TRUSTED]
    return "\n".join([HEAD.format(no_test=NO_TEST), *_areas(areas, "##", proofs)]) + "\n"


def trust(page: str, proofs: Proofs) -> str:
    """Return the page about trust with its table made anew; everything outside the marks stays."""
    before, rest = page.split(BEGIN)
    areas = [area for name, area in requirements().items() if name in (*TRUSTED, "PRV")]
    return "\n".join([before + BEGIN, "", *_areas(areas, "###", proofs), "", END + rest.split(END, 1)[1]])


def _areas(areas: Sequence[tuple[str, tuple[Requirement, ...]]], heading: str, proofs: Proofs) -> Iterator[str]:
    yield from _summary([one for _, ones in areas for one in ones], proofs)
    for title, ones in areas:
        yield f"\n{heading} {title}\n"
        yield "| id | level | what is asked | result | tests |\n|---|---|---|---|---|"
        yield from (_row(one, proofs) for one in ones)


def _summary(everything: Sequence[Requirement], proofs: Proofs) -> Iterator[str]:
    yield "| level | asked | with passing tests | failing | without |\n|---|--:|--:|--:|--:|"
    for level in ("must", "should", "could"):
        verdicts = [proofs.verdict(one.id) for one in everything if one.level == level]
        if not verdicts:
            continue
        proved = sum(verdict.startswith("passes") for verdict in verdicts)
        untested = sum(verdict.startswith(("not met", "skipped")) for verdict in verdicts)
        yield f"| {level} | {len(verdicts)} | {proved} | {verdicts.count('fails')} | {untested} |"


def _row(one: Requirement, proofs: Proofs) -> str:
    tests = "<br>".join(_linked(test) for test in sorted(proofs.results.get(one.id, {})))
    return f"| {one.id} | {one.level} | {one.title} | {proofs.verdict(one.id)} | {tests} |"


def _linked(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.rpartition('::')[2].removeprefix('test_').replace('_', ' ')}](../{path})"


# --- hooks ---------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--conformance", metavar="FILE", help="write which requirement which test proves")


def pytest_configure(config: pytest.Config) -> None:
    target = config.getoption("--conformance")
    if target and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Page(Path(target)), "conformance-page")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # With xdist, workers collect and another process hears the reports: properties travel with them.
    for item in items:
        ids = {id for mark in item.iter_markers("req") for id in mark.args}
        item.user_properties.extend((PROPERTY, id) for id in sorted(ids))


class _Page:
    """Hears how the tests went and writes the page at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._proofs = Proofs()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed and report.when != "call":
            return
        test = report.nodeid.partition("[")[0]
        for name, value in report.user_properties:
            if name == PROPERTY:
                self._proofs.add(str(value), test, report.outcome)

    def pytest_sessionfinish(self) -> None:
        self._path.write_text(table(self._proofs), encoding="utf-8")
        beside = self._path.with_name(TRUST.name)
        beside.write_text(trust(TRUST.read_text(encoding="utf-8"), self._proofs), encoding="utf-8")
