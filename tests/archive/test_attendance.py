"""Coalitions are counted from approved reports, never under names, and no cell of the table is a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from archive.attendance import Attended, as_csv, attended, is_counted, rows, safe_cell
from models.report_order import AGREED
from models.report_parts import Attendance, RoleGroup
from tests.archive.sites import meeting, published
from tests.reports import chatham_house, sample


def test_a_coalition_attended_if_somebody_of_it_was_there():
    assert [one.name for one in attended(published(), meeting())] == [
        "DC on Lighthouses", "DC on Open Libraries", "DC on Quiet Networks",
    ]  # fmt: skip


def test_names_and_acronyms_are_one_coalition_and_offices_are_told_apart():
    people = (
        Attendance(given="A", family="B", affiliation="COL"),
        Attendance(given="C", family="D", affiliation="Coalition on Open Libraries"),
        Attendance(given="E", family="F", affiliation="Coordination Office"),
        Attendance(given="G", family="H", affiliation="Coalition on Tides", status="apologies"),
        Attendance(given="I", family="J", affiliation="Coalition on Sand", status="uncertain"),
    )
    report = published(groups=(RoleGroup(label="There", people=people),))
    assert attended(report, meeting()) == (
        Attended("Coalition on Open Libraries", "COL", True), Attended("Coordination Office", "", False),
    )  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "in review", "withdrawn"])
def test_what_nobody_approved_is_not_counted(state: str):
    assert not is_counted(sample(state=state))
    assert attended(sample(state=state), meeting()) == ()


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_only_a_recorded_decision_has_attendance_counted():
    report = replace(chatham_house(), state="published", extra={})
    assert attended(report, meeting()) == ()
    claimed = replace(report, extra={AGREED: "DCCG-91-D9"})
    assert not is_counted(claimed), "no decision of that number is recorded"
    agreed = replace(report, extra={AGREED: "DCCG-91-D1"})
    assert is_counted(agreed)
    assert len(attended(agreed, meeting())) == 3


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "a,\"b\nc"])
def test_no_cell_is_a_formula_and_every_cell_reads_back(name: str):
    made = as_csv("2026", rows([("m1", (Attended(name),))]), 1, {"m1": "2026-01-02"})
    line = list(csv.reader(io.StringIO(made, newline="")))[1]
    assert line[1] == safe_cell(name)
    assert line[1].lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert line[4:] == ["1", "1", "2026-01-02"]
