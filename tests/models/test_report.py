"""The report's parts in the order of the print, and the names in it."""

from __future__ import annotations

from models.report import About, Annex, Block, Officer, Report, Statement
from models.report_order import every_statement, in_print_order
from models.report_parts import Attendance


def said(id: str, *children: Statement) -> Statement:
    return Statement(id=id, text=id, children=children)


REPORT = Report(
    id="x",
    about=About(),
    front=(Block(id="front", statements=(said("conclusion"),)),),
    blocks=(
        Block(
            id="item",
            statements=(said("intro", said("bullet", said("nested"))),),
            blocks=(Block(id="points", statements=(said("point"),)),),
        ),
    ),
    annexes=(Annex(blocks=(Block(id="annex", statements=(said("document"),)),)),),
    suggestions=(said("suggested"),),
)


def test_the_print_runs_from_the_front_through_statements_to_inner_blocks_and_annexes():
    order = [(one.statement.id if one.statement else one.block.id, one.depth) for one in in_print_order(REPORT)]
    assert order == [
        ("front", 0), ("conclusion", 1), ("item", 0), ("intro", 1), ("bullet", 2), ("nested", 3), ("points", 1),
        ("point", 2), ("annex", 0), ("document", 1),
    ]  # fmt: skip


def test_every_part_knows_its_place_in_words():
    places = {one.id: place for one, place in every_statement(REPORT)}
    assert places["nested"] == "blocks 1, statements 1, children 1, children 1"
    assert places["point"] == "blocks 1, blocks 1, statements 1"
    assert places["document"] == "annexes 1, blocks 1, statements 1"
    assert places["suggested"] == "suggestions 1"


def test_a_name_is_as_printed_or_made_of_its_parts():
    assert Officer(role="chair", honorific="Mr.", given="Bo", family="Tarnley").name == "Mr. Bo Tarnley"
    assert Officer(role="chair", printed="Bo T.").name == "Bo T."
    assert Attendance(given="Cy").name == "Cy"
    assert Attendance(given="Cy", printed="Cy F.").name == "Cy F."
