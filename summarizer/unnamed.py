"""Sentences without the names of those who spoke: what the Chatham House rule asks of every print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from models.report import Officer, Report
from models.report_order import every_action, every_statement
from models.report_parts import Attendance

TITLE = r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Madam|Chair)\.?\s+)*"
SAYING = (
    r"\s+(?:(?:also|then|again|further|strongly|himself|herself)\s+)?(?:said|says|noted|notes|asked|asks|suggested|"
    r"suggests|proposed|added|argued|thought|thinks|felt|feels|agreed|disagreed|objected|reported|explained|stressed|"
    r"considered|raised|recalled|replied|answered|offered|supported|opposed|wondered|mentioned|reminded|wanted|wants|"
    r"believes|believed|and|from|of|for|would|was|is|has|had)\b|['’]s\b|,|\s*\("
)
ORDINARY = frozenset(
    "April August Art Banks Best Bill Black Brown Bush Case Chance Day English Field Ford Frank French Good Grace "
    "Grant Green Hall Hill Hope House June King Lane Law Long Love Major Mark May Mills North Page Park Pat Price "
    "Power Rich Rose Sharp Short Small Stone Strong Sue Will White Wood Young".split()
)
"""Names that are words too: taken for a name only where one who speaks is meant."""


def names_of(report: Report, others: Iterable[str] = ()) -> tuple[str, ...]:
    """Return every name that the report knows, and the others, whole and in their parts, the longest first."""
    names: set[str] = set()
    affiliations = {one.affiliation.casefold() for one in _people(report) if one.affiliation}
    for name in (*_whole(report), *others):
        name = " ".join(name.split(",")[0].split())
        if len(name) < 2 or name.casefold() in affiliations:
            continue
        names.add(name)
        parts = [part for part in re.split(r"[\s.]+", name) if len(part) > 1]
        if len(parts) <= 5 and all(part[:1].isupper() or not part[:1].isalpha() or len(part) < 4 for part in parts):
            names.update(part for part in parts if part[:1].isupper() and len(part) > 2)
    return tuple(sorted(names, key=lambda one: (-len(one), one)))


def _people(report: Report) -> Iterator[Attendance | Officer]:
    yield from report.about.officers
    yield from report.apologies
    for group in report.groups:
        yield from group.people


def _whole(report: Report) -> Iterator[str]:
    for one in _people(report):
        yield from (one.name, one.given, one.family, f"{one.family} {one.given}".strip())
        yield from _aliases(one.extra)
        if isinstance(one, Attendance):
            yield one.stands_for
    for statement, _ in every_statement(report):
        if statement.attribution:
            yield statement.attribution.subject
            yield statement.attribution.phrase if statement.attribution.mode == "person" else ""
    for view in report.views:
        for position in view.positions:
            yield from position.holders
    for action, _ in every_action(report.actions):
        yield from (owner.name for owner in action.owners if owner.kind == "person")


def _aliases(extra: dict[str, Any]) -> Iterator[str]:
    for key, value in extra.items():
        if "alias" in key or "name" in key:
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


class Unnaming:
    """Takes names out of sentences; `affiliations` go where they stand behind a name."""

    def __init__(self, names: Iterable[str], affiliations: Iterable[str] = ()) -> None:
        names = tuple(names)
        plain = [one for one in names if one not in ORDINARY]
        words = [one for one in names if one in ORDINARY]
        bodies = "|".join(re.escape(one) for one in sorted(set(affiliations), key=len, reverse=True) if one)
        behind = rf"\s*\((?:{bodies})\)|,\s+(?:{bodies})(?:,|\b)|\s+(?:of|from|for)\s+(?:the\s+)?(?:{bodies})"
        body = f"(?:{behind})?" if bodies else ""
        either = [_any(plain), f"{_any(words)}(?={SAYING})" if words else ""]
        found = "|".join(one for one in either if one)
        name = rf"(?<!\w){TITLE}(?:{found})(?!\w)"
        self._name = re.compile(name + body) if found else None

    def __call__(self, text: str) -> str:
        """Return the text with "a participant" for every name.

        >>> Unnaming(["Ana Lund", "Lund"])("Ms. Lund asked; so did Ana Lund.")
        'A participant asked; so did a participant.'
        """
        if self._name is None or not text:
            return text
        changed = self._name.sub("\ue002", text)
        changed = re.sub("\ue002(?:(?:,| and|, and| &) ?\ue002| \ue002)+", "\ue003", changed)
        changed = re.sub("(^|[.!?]\\s+)\ue002", "\\1A participant", changed)
        changed = re.sub("(^|[.!?]\\s+)\ue003", "\\1Participants", changed)
        return changed.replace("\ue002", "a participant").replace("\ue003", "participants")


def _any(names: Iterable[str]) -> str:
    made = "|".join(r"\s+".join(re.escape(word) for word in one.split()) for one in names)
    return f"(?:{made})" if made else ""
