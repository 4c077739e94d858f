"""An edit of a report as a value: who changed what, having seen how much; and as the bytes that the record keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from models.errors import MeetingError
from models.names import NAME_LENGTH, check_name
from models.report_faults import fault_words
from models.report_parts import STRICT

TEXT_LENGTH = 10_000
"""Characters of one text of a report."""

HEAD, NEXT, PERSON = "head", "next", "person:"
"""Targets that have no id of their own: the head, the next meeting, and somebody at the meeting by name."""

_KEY = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|\+00:00)")

Line = Literal["key point", "decision", "next step", "view", ""]
"""What a line added to a report is; "" for plain text. What a suggestion was taken for is in its `kind`."""


class BadEdit(MeetingError):
    """Raised when what came as an edit cannot be read as one."""


class EditRefused(MeetingError):
    """Raised when an edit cannot be made in the report as it stands; nothing of it was kept."""


@dataclass(frozen=True, kw_only=True)
class Set:
    """Put `value` in a field of `target`: the id of a part, HEAD, NEXT, or PERSON and a name.

    The fields of each and what they take are in `edit_fields`.
    """

    __pydantic_config__ = STRICT
    op: Literal["set"] = "set"
    target: str
    field: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Accept:
    """Take a line as it stands: a point that needed editing, a decision that was only proposed, one once rejected.

    A suggestion goes into `block` (that of its agenda item if none is named) as `kind`, with `text` if one is given.
    """

    __pydantic_config__ = STRICT
    op: Literal["accept"] = "accept"
    target: str
    block: str = ""
    after: str = ""
    kind: Line | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Set a line aside; it stays in the report, unprinted, and `Accept` brings it back. A view's needs a reason."""

    __pydantic_config__ = STRICT
    op: Literal["reject"] = "reject"
    target: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Add:
    """Put a new line into a block, behind the line `after`, or at its end.

    A decision, next step or view that is put in an agenda item goes into its part for them, made if it has none.
    `evidence` are cues; `fields` those of the decision, next step or view, as `Set` takes them.
    """

    __pydantic_config__ = STRICT
    op: Literal["add"] = "add"
    block: str
    text: str
    kind: Line = ""
    after: str = ""
    evidence: tuple[int, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AddBlock:
    """Put a new part into the block `into` ("": among the items), behind the block `after`, or at the end."""

    __pydantic_config__ = STRICT
    op: Literal["add block"] = "add block"
    heading: str
    kind: str = "agenda item"
    number: str = ""
    into: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Put a line into a block, behind the line `after`; without one, ahead of its lines."""

    __pydantic_config__ = STRICT
    op: Literal["move"] = "move"
    target: str
    block: str
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Unite the line `other` with `target`, which keeps the evidence of both; `other` is set aside."""

    __pydantic_config__ = STRICT
    op: Literal["merge"] = "merge"
    target: str
    other: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Split:
    """Make two lines of one, before the character number `at` of its text."""

    __pydantic_config__ = STRICT
    op: Literal["split"] = "split"
    target: str
    at: int


@dataclass(frozen=True, kw_only=True)
class Attend:
    """Put somebody on the lists, or in another place there. `group` is the heading of a list; "" the one that fits."""

    __pydantic_config__ = STRICT
    op: Literal["attend"] = "attend"
    name: str
    status: str = "present"
    group: str = ""
    affiliation: str = ""
    member: str = ""
    stands_for: str = ""


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Take somebody off the lists."""

    __pydantic_config__ = STRICT
    op: Literal["leave"] = "leave"
    name: str


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Say that there were no minority views; with `target`, that this view was rightly set aside."""

    __pydantic_config__ = STRICT
    op: Literal["confirm"] = "confirm"
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Approve:
    """Say in one's own name that the report may be published; `despite` the problems that are left."""

    __pydantic_config__ = STRICT
    op: Literal["approve"] = "approve"
    despite: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Restore:
    """Make the report what it was after event `number`."""

    __pydantic_config__ = STRICT
    op: Literal["restore"] = "restore"
    number: int


@dataclass(frozen=True, kw_only=True)
class Undo:
    """Take back one's own latest edit that still stands."""

    __pydantic_config__ = STRICT
    op: Literal["undo"] = "undo"


@dataclass(frozen=True, kw_only=True)
class Redo:
    """Make again what one took back last, unless one has edited since."""

    __pydantic_config__ = STRICT
    op: Literal["redo"] = "redo"


Lines = Set | Accept | Reject | Add | AddBlock | Move | Merge | Split
Op = Lines | Attend | Leave | Confirm | Approve | Restore | Undo | Redo


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One edit. `key` is made by the client, so that sending it again keeps it once.

    `seen` is the number of the last event that its author had before them: if somebody else has changed the same field
    since, the edit is a conflict.
    """

    __pydantic_config__ = STRICT
    key: str
    by: str
    utc: str
    seen: int
    do: Annotated[Op, Field(discriminator="op")]

    def __post_init__(self) -> None:
        check_made(self.key, self.by, self.utc)
        if self.seen < 0:
            raise BadEdit(f"seen is {self.seen}; expected the number of the last event that was seen, 0 or more")


def check_made(key: str, by: str, utc: str) -> None:
    """Return if this can say which event it is, whose, and when it was made."""
    if not _KEY.fullmatch(key):
        raise BadEdit(f"key is {key[:80]!r}; expected 1 to 80 of letters, digits, '.', '_', ':' and '-'")
    if check_name(by, "by", NAME_LENGTH) != by:
        raise BadEdit(f"by is {by!r}; expected a name on one line, without spaces at its ends")
    if not _UTC.fullmatch(utc):
        raise BadEdit(f"utc is {utc[:40]!r}; expected a time like 2022-03-23T14:00:00Z")


def parse_edit(body: bytes | str) -> Edit:
    """Return the edit that the bytes hold.

    Raises:
        MeetingError: With the field, what was found there and what was expected.
    """
    try:
        return _adapter().validate_json(body, strict=True)
    except ValidationError as error:
        raise BadEdit(f"the edit cannot be read: {_fault(error)}") from None
    except RecursionError:
        raise BadEdit("the edit is nested without end; expected fields") from None


def op_of(fields: Mapping[str, Any]) -> Op:
    """Return the operation that fields from outside name under "op"."""
    try:
        return _ops().validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        raise BadEdit(f"the edit cannot be read: {_fault(error)}") from None
    except (RecursionError, ValueError):
        raise BadEdit("the edit cannot be read; expected fields with an op") from None


def encode_edit(edit: Edit) -> bytes:
    """Return the edit as the record keeps it."""
    return _adapter().dump_json(edit)


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] in ("unexpected_keyword_argument", "union_tag_invalid", "union_tag_not_found", "json_invalid"):
        place = ".".join(str(step) for step in first["loc"])
        return f"{place or 'its text'}: {first['msg'][:200]}"
    return fault_words({**first}, {})


@cache
def _adapter() -> TypeAdapter[Edit]:
    return TypeAdapter(Edit)


@cache
def _ops() -> TypeAdapter[Op]:
    return TypeAdapter(Annotated[Op, Field(discriminator="op")])
