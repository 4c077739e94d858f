"""Prints the work that a draft leaves to a note-taker, against writing the same report from nothing.

python benchmarks/editing.py [MEETINGS.jsonl]

For the sample meeting, as its script has it, and for each line of MEETINGS.jsonl, a meeting of the format of the
shared minutes sets with the decisions, next steps, dissent and roll of its known report. A draft is made of what was
said, with the roster and the day; then edits are counted as the desk counts them (add, accept, reject, change one
field, put somebody on a list) and the words that they take to type. Points and headings are in neither count: no known
report has them. "Word for word" puts each sentence into the known report's words; "in substance" leaves one that says
the same.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from machine import told
from minutes import talk_of

from models.meeting_toml import parse_meeting
from models.report import Report
from summarizer.draft import draft
from summarizer.find import find
from summarizer.heard import roles_of
from summarizer.occasion import Occasion
from summarizer.talk import Talk, Utterance
from summarizer.work_saved import Finished, Known, Work, from_blank, from_draft

HERE = Path(__file__).parent
DEMO = HERE.parent / "dccg" / "demo"


def sample() -> tuple[str, Report, Finished]:
    """Return the sample meeting: its name, the draft of its script, and its known report."""
    meeting = parse_meeting((DEMO / "meeting.toml").read_text(encoding="utf-8"), "meeting.toml")
    with (DEMO / "turns.tsv").open(encoding="utf-8") as lines:
        turns = list(csv.DictReader(lines, delimiter="\t"))
    said = tuple(
        Utterance(str(at), one["text"], one["speaker"], int(one["start_ms"]), int(one["end_ms"]))
        for at, one in enumerate(turns, 1)
    )
    day = date.fromisoformat(meeting.date)
    talk = Talk(said, meeting.roster, meeting.agenda, day, "en", (), roles_of(meeting.roster))
    known = json.loads((HERE / "sample_report.json").read_text(encoding="utf-8"))
    made = draft(talk, find(talk), Occasion.of(meeting, "rules"))
    return "the sample meeting", made, finished(known, known["roll"], {})


def known_meetings(path: Path) -> Iterator[tuple[str, Report, Finished]]:
    """Yield each meeting of a minutes set: its name, the draft, and what its known report holds."""
    with path.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            meeting = json.loads(line)
            talk = talk_of(meeting)
            number = {one.id: at for at, one in enumerate(talk.utterances, 1)}
            occasion = Occasion(id=meeting["id"], date=meeting.get("date") or "", made="rules")
            yield meeting["id"], draft(talk, find(talk), occasion), finished(
                meeting["gold"], meeting.get("roll") or {}, number
            )


def finished(gold: Mapping[str, Any], roll: Mapping[str, Any], number: Mapping[str, int]) -> Finished:
    """Return what a known report holds; `number` turns ids of utterances into those of captions."""

    def cues(one: Mapping[str, Any]) -> frozenset[int]:
        return frozenset(number.get(link, link) for link in one["links"])

    matters = [Known("decision", one["text"], cues(one)) for one in gold.get("decisions", ())]
    matters += [
        Known("next step", one["text"], cues(one), tuple(one.get("owners") or ()), one.get("due") or "")
        for one in gold.get("actions", ())
    ]
    matters += [
        Known("view", one.get("topic") or one.get("text", ""), cues(one), positions=tuple(one.get("positions", ())))
        for one in gold.get("dissent", ())
    ]
    people: dict[str, str] = {}
    for status in ("present", "late", "left early", "apologies"):
        named = roll.get(status.replace(" ", "_"), ())
        people |= {one if isinstance(one, str) else one["name"]: status for one in named}
    return Finished(tuple(matters), people)


def row(name: str, blank: Work, strict: Work, free: Work) -> str:
    def cell(work: Work) -> str:
        saved = 100 - round(100 * work.words / blank.words) if blank.words else 0
        return f"{work.edits} | {work.words} | {saved} %"

    return f"| {name} | {blank.edits} | {blank.words} | {cell(strict)} | {cell(free)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("meetings", type=Path, nargs="?")
    asked = parser.parse_args()
    parts = ("from nothing", "word for word", "in substance")
    heads = [f"{part}: {what}" for part in parts for what in ("edits", "words", "words saved")]
    heads.remove("from nothing: words saved")
    print(f"| meeting | {' | '.join(heads)} |")
    print(f"|---|{'--:|' * len(heads)}")
    total = [Work(), Work(), Work()]
    for name, made, known in (sample(), *(known_meetings(asked.meetings) if asked.meetings else ())):
        work = (from_blank(known), from_draft(made, known), from_draft(made, known, word_for_word=False))
        print(row(name, *work))
        total = [one + other for one, other in zip(total, work, strict=True)]
    print(row("together", *total))
    print(told())


if __name__ == "__main__":
    main()
