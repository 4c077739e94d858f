"""A report laid out for the template of a layout: what is private taken out, every sentence made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.report import Annex, Link, NextMeeting, Report, Sitting
from models.report_order import every_statement
from summarizer.print_lines import Lines, Style
from summarizer.print_matters import opinion_of, ruling_of, step_of, unplaced_of
from summarizer.print_parts import AnnexPart, Change, Head, Note, Place, Section, Sheet
from summarizer.print_people import officer_line, only_officers, person_line, tables_of
from summarizer.print_words import Words, sentence
from summarizer.printable import UNFINISHED, printable
from summarizer.runs import LINK, safe_address
from summarizer.written import Prose


def is_reprint(report: Report) -> bool:
    """Whether the report was published elsewhere and is only printed again: then nothing of ours is added to it."""
    return report.state in ("published", "amended") and not report.made


def sheet_of(report: Report, style: Style, words: Words, names: tuple[str, ...] = ()) -> Sheet:
    """Return the report as a template is given it; `names` as for `printable`."""
    report = printable(report, names)
    counted = any(one.number for one, _ in every_statement(report))
    style = replace(
        style, finished=report.state not in UNFINISHED, inquorate=report.about.quorate is False,
        numbering=style.numbering and not counted,
    )  # fmt: skip
    lines = Lines(report, style, words)
    apart = Lines(report, replace(style, numbering=False), words)
    head = head_of(report, words)
    front, sections = lines.sections(report.front), lines.sections(report.blocks)
    unplaced = () if style.as_printed else tuple(unplaced_of(report, lines))
    ruled = [(ruling_of(one, lines), lines.only_discussed(one.id)) for one in report.decisions]
    return Sheet(
        title=_title(head), language=report.language, kind=report.kind, state=report.state, version=report.version,
        as_printed=style.as_printed, anonymous=report.about.rule == "chatham-house", head=head,
        notices=tuple(_notices(report, style, words)), missing=() if style.as_printed else report.missing,
        front=front, sections=sections, unplaced=unplaced, agenda=tuple(_agenda(sections)),
        annexes=tuple(_annex(one, apart) for one in report.annexes),
        decisions=tuple(one for one, only in ruled if not only), discussed=tuple(one for one, only in ruled if only),
        steps=tuple(step_of(one, lines, False) for one in report.actions),
        views=tuple(opinion_of(one, lines) for one in report.views),
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


def _agenda(sections: Iterable[Section]) -> Iterator[Section]:
    for one in sections:
        if one.kind in ("agenda item", "agenda adoption", "minutes approval", "aob") and one.heading:
            yield one
        else:
            yield from _agenda(one.sections)


def _annex(annex: Annex, lines: Lines) -> AnnexPart:
    known = {"agenda": "annex_agenda", "attendance": "annex_people", "documents": "annex_documents"}.get(annex.kind)
    title = annex.title or (lines.words(known) if known and not lines.style.as_printed else "")
    return AnnexPart(label=annex.label, title=title, kind=annex.kind, sections=lines.sections(annex.blocks))


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


