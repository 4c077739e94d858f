"""The head of a report and its next meeting as a form, and the edits that changes there amount to."""

from __future__ import annotations

from collections.abc import Iterator

from models.names import fold, split_name
from models.plain import clean
from models.report import NextMeeting, Officer, Report, Sitting
from summarizer.desk_fields import FieldFault, Values, Wanted
from summarizer.edit import HEAD, NEXT, Set

TEXTS = ("title", "subtitle", "label", "number")
SITTING = ("date", "start_utc", "end_utc")
FOLLOWING = {"next_printed": "printed", "next_date": "date", "next_time": "time_utc", "next_state": "state"}


def head_values(report: Report) -> dict[str, str]:
    """Return what the form of the head shows; officers are a line each, "role: name"."""
    about, following = report.about, report.next_meeting or NextMeeting()
    sitting = about.sittings[0] if about.sittings else Sitting()
    return (
        {name: getattr(about, name) for name in TEXTS}
        | {name: getattr(sitting, name) for name in SITTING}
        | {"officers": "\n".join(_line(one) for one in about.officers)}
        | {name: getattr(following, field) for name, field in FOLLOWING.items()}
    )


def head_wanted(seen: Report, posted: Values) -> Iterator[Wanted]:
    """Yield an edit for every field that was changed from what its author had seen.

    Raises:
        FieldFault: If a line of the officers has no name.
    """
    was = head_values(seen)
    for name, value in was.items():
        if name not in posted or _tidy(posted[name]) == _tidy(value):
            continue
        if name == "officers":
            yield Wanted(Set(target=HEAD, field=name, value=_officers(posted[name], seen)), name)
        elif name in FOLLOWING:
            yield Wanted(Set(target=NEXT, field=FOLLOWING[name], value=clean(posted[name])), name)
        else:
            yield Wanted(Set(target=HEAD, field=name, value=clean(posted[name])), name)


def _tidy(text: str) -> str:
    return "\n".join(line for one in text.splitlines() if (line := clean(one)))


def _line(one: Officer) -> str:
    return f"{one.role}: {one.name}" if one.role else one.name


def _officers(text: str, seen: Report) -> list[dict[str, str]]:
    """Read a line for each; who is still there keeps what else is known of them."""
    known = {fold(one.name): one for one in seen.about.officers}
    out = []
    for line in _tidy(text).splitlines():
        role, colon, name = (part.strip() for part in line.partition(":"))
        if not colon:
            role, name = "", role
        if not name:
            raise FieldFault("officers", f'"{line[:60]}" names nobody; expected a line like "Chair: Ada Quill"')
        before = known.get(fold(name))
        if before is not None:
            fields = ("given", "family", "printed", "honorific", "affiliation")
            out.append({"role": role} | {field: getattr(before, field) for field in fields})
        else:
            given, family = split_name(name)
            out.append({"role": role, "given": given, "family": family})
    return out
