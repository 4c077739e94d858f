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
LOCKS = ("constraints.lock", "tests/constraints.lock")
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
    for name in ("constraints.txt", *LOCKS):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Return of each package in a lock its version and its files' checksums."""
    found = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip()):
        head, *sums = entry.replace("\\\n", " ").split("--hash=")
        package, _, pin = head.partition(";")[0].strip().partition("==")
        found[canonicalize_name(package)] = pin, [one.strip() for one in sums]
    return found


@pytest.mark.req("THR-28")
@pytest.mark.parametrize("name", LOCKS)
def test_every_file_that_pip_may_take_has_its_checksum_and_every_version_is_the_pinned_one(name: str):
    for package, (pin, sums) in locked(name).items():
        # A few are for other systems than ours, and pinned by the lock alone.
        assert pin == PINS.get(package, pin)
        assert sums, package
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in sums)


@pytest.mark.req("THR-28")
def test_the_locks_hold_all_that_is_needed_and_are_what_the_program_is_set_up_from(licences: ModuleType):
    needed = {canonicalize_name(one.metadata["Name"]) for one in licences.needed()}
    assert needed <= locked("constraints.lock").keys()
    asked = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [canonicalize_name(line.partition("[")[0]) for line in asked if line and not line.startswith("#")]
    assert {*needed, *asked} <= locked("tests/constraints.lock").keys()
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    # Tools of their own have an environment of their own, in which nothing of ours runs.
    setups = [line for line in lines if "pip install" in line and not line.endswith((" uv", "pip-audit", "-bom"))]
    assert len(setups) == 3
    assert all("--require-hashes -r " in line or "--no-deps --no-build-isolation -e ." in line for line in setups)


@pytest.mark.req("THR-28")
def test_every_licence_is_one_that_lets_anybody_use_the_program(licences: ModuleType):
    for one in licences.needed():
        unknown = set(licences.parts_of(licences.licence_of(one))) - licences.ALLOWED
        assert not unknown, f"{one.metadata['Name']}: {unknown}"


def test_the_list_of_licences_is_fresh(licences: ModuleType):
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run make licences"
