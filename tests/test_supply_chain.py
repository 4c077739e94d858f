"""What the program is made of: pinned, no version with a known fault, no licence that nobody has looked at."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
FLOORS = tomllib.loads((ROOT / "floors.toml").read_text(encoding="utf-8"))
PINS = {
    canonicalize_name(name): pin
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for name, _, pin in [line.partition("==")]
}


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    """docs/licences.py, which is no module of any room."""
    spec = importlib.util.spec_from_file_location("docs_licences", ROOT / "docs" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.req("THR-28")
@pytest.mark.parametrize("name", FLOORS)
def test_no_package_is_pinned_or_installed_below_the_version_that_mends_its_known_faults(name: str):
    lowest = Version(FLOORS[name]["lowest"])
    assert re.search(r"CVE-\d{4}-\d+", FLOORS[name]["why"])
    assert Version(PINS[name]) >= lowest
    assert Version(version(name)) >= lowest


@pytest.mark.req("THR-28")
def test_every_package_that_the_program_needs_is_pinned_to_the_version_that_is_installed(licences: ModuleType):
    found = {canonicalize_name(one.metadata["Name"]): one.version for one in licences.needed()}
    assert len(found) > 40
    loose = {name: there for name, there in found.items() if PINS.get(name) != there}
    assert not loose, "pin these in constraints.txt"


def test_pins_name_a_version_and_no_registry():
    assert all(re.fullmatch(r"[\w.+!]+", pin) for pin in PINS.values())
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


@pytest.mark.req("THR-28")
def test_every_licence_is_one_that_lets_anybody_use_the_program(licences: ModuleType):
    for one in licences.needed():
        unknown = set(licences.parts_of(licences.licence_of(one))) - licences.ALLOWED
        assert not unknown, f"{one.metadata['Name']}: {unknown}"


def test_the_list_of_licences_is_fresh(licences: ModuleType):
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run make licences"
