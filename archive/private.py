"""What looks private in words that are about to be published: addresses of mail, telephone numbers, links to join."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.script import Script

_KINDS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a link to join a call": re.compile(
        r"zoom\.us/j/|teams\.(?:microsoft|live)\.com/(?:l/)?meet|meet\.google\.com/|webex\.com/(?:meet|join)|[?&]pwd=",
        re.IGNORECASE,
    ),
    "a telephone number": re.compile(r"(?<![\w/.-])(?:\+|00)\d[\d ()/-]{7,16}\d(?!\w)"),
}


def looks_private(report: str, script: Script) -> Iterator[str]:
    """Yield a sentence for each place that looks private; `report` is its JSON. The words themselves are not told.

    >>> list(looks_private("write to ana@example.org", Script()))
    ['the report holds an e-mail address']
    """
    for name, pattern in _KINDS.items():
        if pattern.search(report):
            yield f"the report holds {name}"
        found = [str(line.id) for line in script.lines if pattern.search(line.text)]
        if found:
            yield f"{'caption' if len(found) == 1 else 'captions'} {', '.join(found[:20])}: {name}"
