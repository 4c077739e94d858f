"""Decisions, next steps and views printed by themselves: in registers, trackers, and where no sentence is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.report import Report
from models.report_order import every_action, every_statement
from models.report_parts import Action, Decision, View
from summarizer.print_lines import BOXES, TICKED, Lines
from summarizer.print_parts import Line, Opinion, Ruling, Section, Sheet, Step, Tracked
from summarizer.print_words import STATES, capital, sentence
from summarizer.written import Mark, Prose


def unplaced_of(report: Report, lines: Lines) -> Iterator[Section]:
    """What no statement of the report prints: nothing that was decided or promised is lost."""
    placed = {one.refers for one, _ in every_statement(report)}
    ruled = [one for one in report.decisions if one.id not in placed]
    for key, ones in (
        ("decisions", [one for one in ruled if not lines.only_discussed(one.id)]),
        ("discussed", [one for one in ruled if lines.only_discussed(one.id)]),
    ):
        if ones:
            made = tuple(_plain(one.id, sentence(one.text), lines.reached(one), lines) for one in ones)
            yield Section(kind=key if key == "decisions" else "discussion", heading=lines.words(key), lines=made)
    steps = [one for one in report.actions if not placed & {inner.id for inner, _ in every_action((one,))}]
    if steps:
        made = tuple(_step_line(one, lines) for one in steps)
        yield Section(kind="next steps", heading=lines.words("steps"), lines=made)
    views = [one for one in report.views if one.id not in placed]
    if views:
        made = tuple(line for one in views for line in _view_lines(one, lines))
        yield Section(kind="views", heading=lines.words("views"), lines=made)


def _plain(id: str, text: str, facts: Iterable[str], lines: Lines, children: tuple[Line, ...] = ()) -> Line:
    whole = " ".join((text, *facts))
    return Line(id=id, text=Prose(whole), bare=Prose(text), marker=Mark(lines.style.bullet), children=children)


def _step_line(one: Action, lines: Lines, parent_owns: bool = False) -> Line:
    children = tuple(_step_line(inner, lines, True) for inner in one.children)
    made = _plain(one.id, sentence(one.text), lines.words.facts(one, parent_owns), lines, children)
    marker, box = lines.mark("", one)
    text = Prose(f"{capital(box)}: {made.text}" if box else made.text)
    return replace(made, kind="step", state=one.state, marker=Mark(marker), box=box, text=text)


def _view_lines(view: View, lines: Lines) -> Iterator[Line]:
    sides = tuple(_plain(f"{view.id}.{at}", text, (), lines) for at, text in enumerate(_sides(view, lines), 1))
    topic = capital(view.topic)
    yield _plain(view.id, f"{topic}:" if sides else sentence(topic), (), lines, sides)


def _sides(view: View, lines: Lines) -> tuple[Prose, ...]:
    return tuple(Prose(lines.words.position(one)) for one in view.positions)


def ruling_of(one: Decision, lines: Lines) -> Ruling:
    topics = {view.id: view.topic for view in lines.report.views}
    return Ruling(
        id=one.id, text=Prose(sentence(one.text)), item=one.item, type=one.type, state=one.state,
        how=" ".join(lines.reached(one)), conditions=one.conditions,
        dissent=tuple(topics[id] for id in one.dissent if id in topics), evidence=lines.cues(one.evidence),
    )  # fmt: skip


def step_of(one: Action, lines: Lines, child: bool) -> Step:
    words = lines.words
    state = words(STATES[one.state])
    glyph = TICKED.get(one.state, lines.style.checkbox or BOXES[0])
    return Step(
        id=one.id, text=Prose(sentence(one.text)), item=one.item, owned=bool(one.owners), state=state,
        open=one.state in ("open", "carried over"),
        owner=words.owners(one) or ("" if child else words("no_owner")), due=words.due(one.due) or words("no_due"),
        box=f"{glyph} {state}", evidence=lines.cues(one.evidence),
        children=tuple(step_of(inner, lines, True) for inner in one.children),
    )  # fmt: skip


def tracked(sheets: Sequence[Sheet]) -> Iterator[Tracked]:
    """Yield each next step of the reports, the oldest first; one that several name as the last of them has it."""
    kept: dict[str, Tracked] = {}
    for sheet in sheets:
        meeting = sheet.head.label or sheet.title
        for one in sheet.steps:
            for step in (one, *(replace(inner, owner=inner.owner or one.owner) for inner in one.children)):
                first = kept.get(step.id)
                since = (first.meeting, first.date) if first else (meeting, sheet.head.date)
                kept[step.id] = Tracked(step=step, meeting=since[0], date=since[1])
    yield from kept.values()


def opinion_of(one: View, lines: Lines) -> Opinion:
    decided = next((ruling.text for ruling in lines.report.decisions if ruling.id == one.decision), "")
    return Opinion(topic=one.topic, positions=_sides(one, lines), decision=decided)
