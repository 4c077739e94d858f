"""A report approved in a person's name, and what was published put right afterwards: never silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.errors import MeetingError
from models.report import Correction, Report, Revision
from models.report_order import every_action, in_print_order
from models.report_parts import Action, Decision
from summarizer.edit import HEAD, Approve, EditRefused
from summarizer.edit_change import Change, Stamp
from summarizer.edit_values import LINE
from summarizer.print_people import officer_line, person_line
from summarizer.print_words import Words, sentence
from summarizer.printable import printable
from summarizer.review import Problem, problems

APPROVED = ("published", "amended")


class ProblemsLeft(MeetingError):
    """Raised when a report is to be approved while there are `problems`, and nobody said "despite them"."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = f"{problems[0].place}: {problems[0].text}"
        count = "one problem is" if len(problems) == 1 else f"{len(problems)} problems are"
        super().__init__(f"{count} left, the first in {first} Put them right, or approve the report despite them")
        self.problems = problems


def check_approval(report: Report, do: Approve, names: Iterable[str] = ()) -> None:
    """Return if the report may be approved so.

    Args:
        names: Those of the roster, with aliases, as for `problems`.

    Raises:
        ProblemsLeft: If something should be put right first, and `despite` was not said.
    """
    found = problems(report, names)
    if found and not do.despite:
        raise ProblemsLeft(found)


def approve(report: Report, do: Approve, stamp: Stamp) -> Change:
    """Return the change that publishes the report as it stands, as a version that is kept."""
    if report.state == "published":
        raise EditRefused(f"version {report.version} is approved already, and nothing was changed since")
    kept = Revision(version=report.version, at_utc=stamp.utc, by=stamp.by, note=LINE(do.note, "note"))
    corrections = tuple(one if one.accepted is not None else replace(one, accepted=True) for one in report.corrections)
    made = replace(report, state="published", revisions=(*report.revisions, kept), corrections=corrections)
    return Change(made, ((HEAD, "state"),))


def amended(approved: Report, now: Report, by: str, utc: str) -> Report:
    """Return the report with a correction for each printed text that is not as it was approved.

    One for each place, from what was published to what stands there now, however many edits that took; a place that
    reads again as it was published has none. As long as any is left the report is one version on.
    """
    if now.state not in APPROVED:
        return now
    was, stands = _printed(approved), _printed(now)
    open_ones = {(one.target, one.before, one.after): one for one in now.corrections if one.accepted is None}
    made = []
    for id, (place, before) in {**{key: (place, "") for key, (place, _) in stands.items()}, **was}.items():
        after = stands.get(id, ("", ""))[1]
        if after != before:
            new = Correction(target=place, before=before, after=after, proposed_by=by, on=utc[:10])
            made.append(open_ones.get((place, before, after), new))
    return replace(
        now, corrections=(*approved.corrections, *made), state="amended" if made else approved.state,
        version=approved.version + bool(made),
    )  # fmt: skip


def _printed(report: Report) -> dict[str, tuple[str, str]]:
    """Return every text that is printed, by what tells it apart, with its place in words."""
    report = printable(report)
    words = Words(report.language)
    out = {key: (place, text) for key, place, text in _head(report, words) if text}
    matters: dict[str, Decision | Action] = {one.id: one for one in report.decisions}
    matters |= {one.id: one for one, _ in every_action(report.actions)}
    placed: set[str] = set()
    path: list[str] = []
    counted: dict[str, int] = {}
    for one in in_print_order(report):
        if one.statement is None:
            titled = " ".join(part for part in (one.block.number, one.block.heading) if part)
            path = [*path[: one.depth], titled]
            out[one.block.id] = (titled, titled)
            continue
        place = ", ".join(part for part in path if part)
        counted[place] = counted.get(place, 0) + 1
        placed.add(one.statement.refers)
        facts = _facts(matters.get(one.statement.refers), words)
        said = sentence(one.statement.text) if facts else one.statement.text
        text = " ".join(part for part in (one.statement.run_in_title, said, facts) if part)
        out[one.statement.id] = (f"{place}, {counted[place]}".removeprefix(", "), text)
    for id, matter in matters.items():
        if id not in placed:
            out[id] = (id, " ".join(part for part in (sentence(matter.text), _facts(matter, words)) if part))
    return out | {key: (place, text) for key, place, text in _views(report, placed, words)}


def _facts(matter: Decision | Action | None, words: Words) -> str:
    if isinstance(matter, Action):
        return " ".join((*words.facts(matter, False), matter.state if matter.state != "open" else "")).strip()
    return " ".join(words.reached(matter, ())) if matter is not None else ""


def _head(report: Report, words: Words) -> Iterator[tuple[str, str, str]]:
    about = report.about
    for name in ("title", "group", "cycle", "label", "subtitle", "doc_type"):
        yield f"head {name}", name.replace("_", " "), getattr(about, name)
    for at, one in enumerate(about.sittings):
        when = " ".join((words.day(one.date), one.printed, one.start_utc, one.end_utc, one.venue))
        yield f"head date {at}", "date", " ".join(when.split())
    yield "head officers", "officers", "; ".join(map(officer_line, about.officers))
    for group in report.groups:
        for person in group.people:
            yield f"person {person.name}", person.name, f"{group.label}: {person_line(person, words)}"
    for person in report.apologies:
        yield f"person {person.name}", person.name, f"{words('apologies')}: {person_line(person, words)}"
    if (following := report.next_meeting) is not None:
        when = " ".join((following.printed, words.day(following.date), following.time_utc))
        yield "next", "next meeting", " ".join(when.split())


def _views(report: Report, placed: set[str], words: Words) -> Iterator[tuple[str, str, str]]:
    if report.no_views_confirmed_by:
        yield "no views", words("views"), words("no_views", who=report.no_views_confirmed_by)
    for view in report.views:
        for at, position in enumerate(view.positions if view.id not in placed else (), 1):
            yield f"{view.id}/{at}", f"{view.topic}, {at}", words.position(position)
