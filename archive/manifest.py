"""The checksums of a site: what was built, for readers to check, and for the next build to know what is its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S[^\r\n]*)")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def print_sums(sums: Mapping[str, str]) -> str:
    """Return the file that `sha256sum --check` reads; `sums` by name relative to it."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def read_sums(text: str) -> dict[str, str]:
    """Return the checksums by name; a line that is none of ours is left out, and so is a name that leads elsewhere."""
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {one[2]: one[1] for one in found if one and is_inside(one[2])}


def is_inside(name: str) -> bool:
    """Say whether a name stays inside the folder.

    >>> is_inside("meetings/a/index.html"), is_inside("../a"), is_inside("/a")
    (True, False, False)
    """
    parts = name.split("/")
    return "\\" not in name and ":" not in name and all(part not in ("", ".", "..") for part in parts)
