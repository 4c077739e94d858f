"""Writes docs/licences.md: every package that the program needs when it runs, with its version and licence."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC LGPL-2.1-or-later MIT MIT-0 MPL-2.0 PSF-2.0 Zlib".split()
)
"""What anybody may use and hand on. Of those that ask something back for changes of their own, LGPL and MPL, no code is
changed here."""
SAID = {
    "Apache 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0", "MIT License": "MIT",
    "BSD License": "BSD-3-Clause", "3-Clause BSD License": "BSD-3-Clause", "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
}  # fmt: skip
"""How packages say it that do not use the short names of SPDX."""
HEAD = """# Licences of the packages that the program needs

After this page you know on whose work the program rests and what their licences ask.

All of them let anybody use, study, change and hand on the software. The program is under the
[MIT licence](../LICENSE); its fonts are under the SIL Open Font License, whose texts lie beside them. Speech models
that you download have licences of their own. LGPL and MPL ask that changes of those packages themselves are handed on;
none is changed here. The list is made from what the packages say of themselves, by `make licences`; tests fail when a
package says something else.

| package | licence |
|---|---|
"""


def needed() -> Iterator[Distribution]:
    """Yield the packages that the program needs, and those that they need, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for some in project.get("optional-dependencies", {}).values() for one in some]
    names, found = [*project["dependencies"], *extras], {}
    while names:
        asked = Requirement(names.pop())
        name = canonicalize_name(asked.name)
        if name in found or (asked.marker is not None and not asked.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        names += found[name].requires or []
    yield from (found[name] for name in sorted(found))


def licence_of(package: Distribution) -> str:
    """Return the licence as a short expression of SPDX; what the package says if it is none."""
    told = package.metadata
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License")]
    said = told.get("License-Expression") or (told.get("License") or "").split("\n")[0] or " OR ".join(classified)
    return SAID.get(said, said)


def parts_of(licence: str) -> list[str]:
    return re.split(r" (?:AND|OR) ", licence)


def page() -> str:
    rows = [f"| {one.metadata['Name']} | {licence_of(one)} |" for one in needed()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
