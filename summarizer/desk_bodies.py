"""Drafts and marks as the record keeps them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.errors import MeetingError
from models.plain import clean
from models.report import Block, Report, Statement
from models.report_json import from_json, to_json
from models.report_parts import STRICT, Evidence
from summarizer.edit import TEXT_LENGTH, BadEdit, check_made
from summarizer.talk import MarkKind

LARGEST = (1 << 20) - 1
"""Bytes of a body that the record takes."""

QUOTES = (120, 0)
"""To how many characters quotations are cut, one after the other, for a draft that is too large."""

DAY_MS = 24 * 3_600_000
LATEST_MS = 7 * DAY_MS


class DraftTooLarge(MeetingError):
    """Raised when a draft is too large for the record even without its quotations."""


@dataclass(frozen=True, kw_only=True)
class DraftMade:
    """A drafted report, and whose wish it was. `again`: it was made to keep what people had edited."""

    key: str
    by: str
    utc: str
    report: Report
    again: bool = False

    def __post_init__(self) -> None:
        check_made(self.key, self.by, self.utc)


@dataclass(frozen=True, kw_only=True)
class MarkMade:
    """A key press, or with `remove` the number of one that is taken back."""

    __pydantic_config__ = STRICT
    key: str
    by: str
    utc: str
    kind: MarkKind = "key point"
    cue: int | None = None
    at_ms: int = 0
    text: str = ""
    remove: int = 0

    def __post_init__(self) -> None:
        check_made(self.key, self.by, self.utc)
        if not 0 <= self.at_ms <= LATEST_MS or (self.cue is not None and self.cue < 0) or self.remove < 0:
            raise BadEdit("the mark has a caption, a time or a number that cannot be; expected 0 or more")
        if len(self.text) > TEXT_LENGTH:
            raise BadEdit(f"the mark's text has {len(self.text):,} characters; expected at most {TEXT_LENGTH:,}")
        object.__setattr__(self, "text", clean(self.text))


def encode_draft(made: DraftMade) -> bytes:
    """Return the draft as the record keeps it; quotations of a large one are cut, for the captions have the words.

    Raises:
        DraftTooLarge: If that is not enough.
    """
    told: dict[str, Any] = {"key": made.key, "by": made.by, "utc": made.utc, "again": made.again}
    for limit in (None, *QUOTES):
        report = made.report if limit is None else with_short_quotes(made.report, limit)
        body = json.dumps({**told, "report": json.loads(to_json(report))}, ensure_ascii=False, separators=(",", ":"))
        packed = body.encode("utf-8", "replace")
        if len(packed) <= LARGEST:
            return packed
    raise DraftTooLarge(
        f"the draft has {len(packed):,} bytes, even without its quotations; the record takes {LARGEST:,}: "
        "draft the parts of this meeting apart"
    )


def parse_draft(body: bytes) -> DraftMade:
    """Return the draft that the bytes hold.

    Raises:
        MeetingError: With the place, what was found there and what was expected.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise BadEdit("the draft is no JSON; make it again") from None
    if not isinstance(told, dict) or not isinstance(told.get("report"), dict):
        raise BadEdit("the draft holds no report; make it again")
    names = ("key", "by", "utc")
    if not all(isinstance(told.get(name), str) for name in names):
        raise BadEdit(f"the draft lacks one of {', '.join(names)}; make it again")
    report = from_json(json.dumps(told["report"]), "the draft")
    return DraftMade(**{name: told[name] for name in names}, report=report, again=told.get("again") is True)


def encode_mark(made: MarkMade) -> bytes:
    """Return the mark as the record keeps it."""
    return _marks().dump_json(made)


def parse_mark(body: bytes | str) -> MarkMade:
    """Return the mark that the bytes hold.

    Raises:
        MeetingError: If they hold none.
    """
    try:
        return _marks().validate_json(body, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "its text"
        raise BadEdit(f"the mark cannot be read: {place}: {first['msg'][:200]}") from None


def with_short_quotes(report: Report, limit: int) -> Report:
    """Return the report with every quotation of the captions cut to so many characters."""

    def cut(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(one, quote=one.quote[:limit]) if len(one.quote) > limit else one for one in evidence)

    def line(one: Statement) -> Statement:
        return replace(one, evidence=cut(one.evidence), children=tuple(map(line, one.children)))

    def block(one: Block) -> Block:
        return replace(one, statements=tuple(map(line, one.statements)), blocks=tuple(map(block, one.blocks)))

    views = tuple(
        replace(one, positions=tuple(replace(each, evidence=cut(each.evidence)) for each in one.positions))
        for one in report.views
    )
    return replace(
        report, blocks=tuple(map(block, report.blocks)), suggestions=tuple(map(line, report.suggestions)), views=views,
        decisions=tuple(replace(one, evidence=cut(one.evidence)) for one in report.decisions),
        actions=tuple(replace(one, evidence=cut(one.evidence)) for one in report.actions),
        groups=tuple(replace(group, people=tuple(replace(one, evidence=cut(one.evidence)) for one in group.people))
                     for group in report.groups),
        apologies=tuple(replace(one, evidence=cut(one.evidence)) for one in report.apologies),
    )  # fmt: skip


@cache
def _marks() -> TypeAdapter[MarkMade]:
    return TypeAdapter(MarkMade)


