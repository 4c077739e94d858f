"""Who spoke is in no print."""

from dataclasses import replace

import pytest

from models.report import Report, Statement
from models.report_parts import Attribution, Evidence, Position
from summarizer.document import Document, Heading, Listing, Paragraph, words_of
from summarizer.formats import FORMATS
from summarizer.layouts import Options, layouts, print_document, render
from summarizer.printable import printable
from summarizer.unnamed import Unnaming, names_of
from tests import paper, reports

KNOWN = layouts()
OUTSIDERS = ("Zebulon Quist", "Quist", "Zebulon", "Hazel-Ann Obuya", "Obuya", "DC on Whispers")
SAID = ("Key points raised", "Views", "Minority and dissenting views", "Who saw it differently", "AOB")


def with_outsiders(rule: str) -> Report:
    """A report whose private fields name people who are on none of its lists."""
    report = reports.chatham_house()
    view = report.views[0]
    sides = tuple(replace(one, holders=("Zebulon Quist", "Hazel-Ann Obuya")) for one in view.positions)
    spoke = Attribution(mode="anonymous", phrase="One participant said", subject="Zebulon Quist")
    quote = Evidence(cues=(4,), quote="Zebulon Quist: I am against it")
    # In an open meeting a report.json may quote the captions, which name their speakers.
    evidence = (quote,) if rule != "open" else ()
    point = Statement(id="p1", text="The paper is late.", attribution=spoke, evidence=evidence)
    *others, last = report.blocks
    blocks = (*others, replace(last, statements=(*last.statements, point)))
    about = replace(report.about, rule=rule)
    return replace(report, about=about, views=(replace(view, positions=sides),), blocks=blocks)


@pytest.mark.parametrize("rule", ["open", "chatham-house"])
@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_who_said_a_thing_and_who_holds_a_view_is_in_no_print(layout: str, rule: str):
    report = with_outsiders(rule)
    for form in FORMATS:
        made = paper.everything(render(report, KNOWN[layout], form))
        assert not [name for name in OUTSIDERS if name in made], form


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_under_the_chatham_house_rule_points_and_views_name_nobody(layout: str):
    report = reports.chatham_house()
    names = (*names_of(report), "DC on Lighthouses", "Lighthouse Vee")
    said = list(spoken(print_document(report, KNOWN[layout])))
    assert not [(name, line) for line in said for name in names if name in line]


@pytest.mark.parametrize("form", FORMATS)
def test_under_the_chatham_house_rule_a_speaker_stands_in_the_list_of_participants_only(form: str):
    made = paper.everything(render(reports.chatham_house(), KNOWN["per-item"], form))
    assert made.count("Korrin") <= 1
    assert "Lighthouse Vee" not in made


def spoken(document: Document):
    """The lines under headings of what was said."""
    heading = ""
    for part in document.parts:
        if isinstance(part, Heading):
            heading = words_of(part.runs)
        elif heading in SAID:
            yield from lines_of(part)


def lines_of(part):
    if isinstance(part, Paragraph):
        yield words_of(part.runs)
    for item in part.items if isinstance(part, Listing) else ():
        for inner in item.parts:
            yield from lines_of(inner)


def test_names_of_the_roster_that_the_report_does_not_know_go_too():
    point = Statement(id="p1", text="Only Oda Vik, whom captions call Older Wick, was against it.", stance="one view")
    *others, last = reports.chatham_house().blocks
    report = replace(reports.chatham_house(), blocks=(*others, replace(last, statements=(point,))))
    for form in ("text", "json"):
        made = paper.everything(render(report, KNOWN["per-item"], form, Options(names=("Oda Vik", "Older Wick"))))
        assert not [name for name in ("Oda", "Vik", "Older", "Wick") if name in made]


def test_owners_officers_and_apologies_stay_named():
    made = str(render(reports.chatham_house(), KNOWN["per-item"], "text"))
    for name in ("Owners: Bettina Aalto", "Facilitator: Ms. Rosalind Achterberg", "Apologies: Ilse Brandvold"):
        assert name in made
    assert "does not\nsay who said what" in made


def test_in_an_open_meeting_a_report_given_by_name_keeps_the_name():
    assert "Velda Korrin, DC on Lighthouses: New" in str(render(reports.SAMPLE, KNOWN["per-item"], "text"))


def test_what_was_rejected_or_only_suggested_is_in_no_print():
    for form in FORMATS:
        made = paper.everything(render(reports.SAMPLE, KNOWN["per-item"], form))
        assert "Nobody should print this" not in made
        assert "a point that nobody accepted" not in made


def test_printing_changes_nothing_of_an_open_report_but_what_is_private():
    report = reports.sample(suggestions=())
    shown = printable(report)
    assert (shown.decisions, shown.actions, shown.groups) == (report.decisions, report.actions, report.groups)
    assert all(isinstance(one, Position) and not one.holders for view in shown.views for one in view.positions)


NAMED = ("Velda Korrin", "Korrin", "Velda", "Mark May", "Mark", "May", "Ana de Silva", "de Silva", "Ana", "Silva")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Velda Korrin feared a delay.", "A participant feared a delay."),
        ("It was Ms. Korrin (DC on Lighthouses) who asked.", "It was a participant who asked."),
        ("Velda from the DC on Lighthouses agreed with Ana.", "A participant agreed with a participant."),
        ("Velda, Ana and Mark May asked.", "Participants asked."),
        ("Mark the last day of May.", "Mark the last day of May."),
        ("Mark said that it may rain.", "A participant said that it may rain."),
        ("Korrin's view was noted.", "A participant's view was noted."),
        ("Anarchy and Velcro are no names.", "Anarchy and Velcro are no names."),
        ("Ana de Silva asked, then de Silva left.", "A participant asked, then a participant left."),
        ("", ""),
    ],
)
def test_names_are_taken_out_of_sentences(said: str, printed: str):
    assert Unnaming(sorted(NAMED, key=len, reverse=True), ["DC on Lighthouses"])(said) == printed
