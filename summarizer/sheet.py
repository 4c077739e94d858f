"""A report laid out for the template of a layout: what is private taken out, every sentence made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.report import Annex, Link, NextMeeting, Report, Sitting
from models.report_order import every_action, every_statement
from models.report_parts import Action, Decision, View
from summarizer.print_lines import BOXES, TICKED, Lines, Style
from summarizer.print_parts import AnnexPart, Change, Head, Line, Note, Opinion, Place, Ruling, Section, Sheet, Step
from summarizer.print_people import officer_line, only_officers, person_line, tables_of
from summarizer.print_words import STATES, Words, capital, sentence
from summarizer.printable import UNFINISHED, printable
from summarizer.runs import LINK, safe_address
from summarizer.written import Mark, Prose


def is_reprint(report: Report) -> bool:
    """Whether the report was published elsewhere and is only printed again: then nothing of ours is added to it."""
    return report.state in ("published", "amended") and not report.made


def sheet_of(report: Report, style: Style, words: Words) -> Sheet:
    """Return the report as a template is given it."""
    report = printable(report)
    style = replace(style, finished=report.state not in UNFINISHED, inquorate=report.about.quorate is False)
    lines = Lines(report, style, words)
    head = head_of(report, words)
    front, sections = lines.sections(report.front), lines.sections(report.blocks)
    unplaced = () if style.as_printed else tuple(_unplaced(report, lines))
    ruled = [(_ruling(one, lines), lines.only_discussed(one.id)) for one in report.decisions]
    return Sheet(
        title=_title(head), language=report.language, kind=report.kind, state=report.state, version=report.version,
        as_printed=style.as_printed, anonymous=report.about.rule == "chatham-house", head=head,
        notices=tuple(_notices(report, style, words)), missing=() if style.as_printed else report.missing,
        front=front, sections=sections, unplaced=unplaced,
        annexes=tuple(_annex(one, lines) for one in report.annexes),
        decisions=tuple(one for one, only in ruled if not only), discussed=tuple(one for one, only in ruled if only),
        steps=tuple(_step(one, lines, False) for one in report.actions),
        views=tuple(_opinion(one, lines) for one in report.views),
        no_views=words("no_views", who=report.no_views_confirmed_by) if report.no_views_confirmed_by else "",
        apologies=tuple(person_line(one, words) for one in report.apologies),
        groups=() if style.as_printed and only_officers(report) and not report.annexes else tables_of(report, words),
        links=tuple(_links(report)),
        footnotes=tuple(Note(mark=one.mark, text=Prose(one.text)) for one in report.footnotes),
        next_meeting=_next_meeting(report.next_meeting, words),
        corrections=tuple(_changes(report, words)),
        archived=tuple(one.address or one.place for one in report.archived),
    )  # fmt: skip


def head_of(report: Report, words: Words) -> Head:
    """Return how the report names its meeting."""
    about = report.about
    days = [_day(one, words) for one in about.sittings]
    date = "; ".join(dict.fromkeys(day for day in days if day))
    return Head(
        cycle=about.cycle, title=about.title, subtitle=about.subtitle, label=about.label, date=date,
        line=f" {about.separator} ".join(part for part in (about.label, date) if part), doc_type=about.doc_type,
        group=about.group, acronym=about.acronym, mode=about.mode, rule=about.rule,
        venue="; ".join(dict.fromkeys(one.venue for one in about.sittings if one.venue)),
        time="; ".join(dict.fromkeys(time for one in about.sittings if (time := _time(one)))),
        officers=tuple(officer_line(one) for one in about.officers),
        counts=tuple(
            dict.fromkeys(words("attendance", count=one.text, unit=one.unit) for one in report.counts if one.text)
        ),
    )  # fmt: skip


def _day(one: Sitting, words: Words) -> str:
    day = one.printed or words.day(one.date)
    when = ", ".join(part for part in (day, _time(one)) if part)
    return f"{one.label}: {when}" if one.label and when else when


def _time(one: Sitting) -> str:
    span = "–".join(part for part in (one.start_utc, one.end_utc) if part)
    time = one.time_printed or (f"{span} UTC" if span else "")
    return "" if time and time in one.printed else time


def _title(head: Head) -> str:
    named = (head.doc_type, head.title or head.group, head.label, head.date)
    return ", ".join(dict.fromkeys(part for part in named if part)) or "Report"


def _notices(report: Report, style: Style, words: Words) -> Iterator[str]:
    if not style.as_printed:
        said = {"draft": "draft", "in review": "review", "amended": "amended", "withdrawn": "withdrawn"}
        if report.state in said:
            yield words(said[report.state], version=report.version)
        if report.made:
            yield words("made", made=report.made.rstrip("."))
        if report.about.rule == "chatham-house":
            yield words("anonymous")
        if report.about.quorate is False:
            yield words("inquorate")
    yield from (sentence(one) for one in report.disclaimers)


def _unplaced(report: Report, lines: Lines) -> Iterator[Section]:
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
    return replace(made, kind="step", state=one.state)


def _view_lines(view: View, lines: Lines) -> Iterator[Line]:
    sides = tuple(_plain(f"{view.id}.{at}", text, (), lines) for at, text in enumerate(_sides(view, lines), 1))
    topic = capital(view.topic)
    yield _plain(view.id, f"{topic}:" if sides else sentence(topic), (), lines, sides)


def _sides(view: View, lines: Lines) -> tuple[Prose, ...]:
    return tuple(Prose(lines.words.position(one)) for one in view.positions)


def _ruling(one: Decision, lines: Lines) -> Ruling:
    topics = {view.id: view.topic for view in lines.report.views}
    return Ruling(
        id=one.id, text=Prose(sentence(one.text)), item=one.item, type=one.type, state=one.state,
        how=" ".join(lines.reached(one)), conditions=one.conditions,
        dissent=tuple(topics[id] for id in one.dissent if id in topics), evidence=lines.cues(one.evidence),
    )  # fmt: skip


def _step(one: Action, lines: Lines, child: bool) -> Step:
    words = lines.words
    state = words(STATES[one.state])
    glyph = TICKED.get(one.state, lines.style.checkbox or BOXES[0])
    return Step(
        id=one.id, text=Prose(sentence(one.text)), item=one.item, owned=bool(one.owners), state=state,
        owner=words.owners(one) or ("" if child else words("no_owner")), due=words.due(one.due) or words("no_due"),
        box=f"{glyph} {state}", evidence=lines.cues(one.evidence),
        children=tuple(_step(inner, lines, True) for inner in one.children),
    )  # fmt: skip


def _opinion(one: View, lines: Lines) -> Opinion:
    decided = next((ruling.text for ruling in lines.report.decisions if ruling.id == one.decision), "")
    return Opinion(topic=one.topic, positions=_sides(one, lines), decision=decided)


def _annex(annex: Annex, lines: Lines) -> AnnexPart:
    return AnnexPart(label=annex.label, title=annex.title, kind=annex.kind, sections=lines.sections(annex.blocks))


def _links(report: Report) -> Iterator[Place]:
    """Yield what no sentence links to already, each once."""
    texts = " ".join(one.text for one, _ in every_statement(report))
    linked = {(found[1], found[2]) for found in LINK.finditer(texts)}
    for one in dict.fromkeys(map(_place, report.links)):
        if (one.label, one.address) not in linked and (one.label or one.address):
            yield one


def _place(one: Link) -> Place:
    address = safe_address(one.target)
    return Place(label=one.label or ("" if address else one.target), address=address, number=one.number, kind=one.kind)


def _next_meeting(one: NextMeeting | None, words: Words) -> str:
    if one is None:
        return ""
    day = words.day(one.date)
    when = one.printed or day
    when = f"{when} ({day})" if day and day not in when else when
    when = f"{when}, {one.time_utc} UTC" if one.time_utc and one.time_utc not in when else when
    return words("proposed_date", when=when) if one.state == "proposed" else when


def _changes(report: Report, words: Words) -> Iterator[Change]:
    state = {True: "accepted", False: "refused", None: "pending"}
    for one in report.corrections:
        yield Change(
            target=one.target, before=one.before, after=one.after, by=one.proposed_by, on=words.day(one.on),
            accepted=words(state[one.accepted]),
        )  # fmt: skip


