"""Who was there is nobody's business under the Chatham House Rule, until the group decides otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.report_json import to_json
from models.report_order import AGREED, may_list
from summarizer.printable import printable
from summarizer.review import problems
from tests.reports import chatham_house, sample
from tests.summarizer.drafting import drafted

NAMES = ("Velda", "Korrin")


@pytest.mark.req("PRV-02", "THR-26")
def test_a_report_under_the_rule_prints_no_list_of_people_without_a_recorded_decision():
    listed = chatham_house()
    assert any(one.family == "Korrin" for group in printable(listed).groups for one in group.people)
    for extra in ({}, {AGREED: "a decision that is not there"}):
        printed = printable(replace(listed, extra=extra))
        assert (printed.groups, printed.apologies) == ((), ())
        assert "Korrin" not in to_json(printed)


@pytest.mark.req("PRV-02")
def test_whoever_lists_people_under_the_rule_is_asked_for_the_decision():
    told = [one.text for one in problems(replace(chatham_house(), extra={}))]
    assert any("no decision of the group" in one for one in told)
    assert not any("no decision of the group" in one.text for one in problems(chatham_house()))
    assert may_list(sample())


@pytest.mark.req("PRV-02", "THR-26")
@pytest.mark.parametrize(("rule", "listed"), [("open", True), ("chatham-house", False)])
def test_a_draft_under_the_rule_lists_nobody_by_what_was_said(rule: str, listed: bool):
    report = drafted(
        "Mara Quill: Good afternoon, this is Mara Quill from the chair.",
        "Tomás Ibarrola: Hello, Tomás Ibarrola here. Ngozi Adeyemi-Hart sends her apologies.", rule=rule,
    )  # fmt: skip
    assert bool(report.groups) is listed
    assert bool(report.about.officers or report.apologies or report.groups) is listed
    assert any("nobody is listed as present" in one for one in report.missing) is not listed
