"""Writes what is found in meetings with known minutes, for a scorer to judge.

python benchmarks/minutes.py MEETINGS.jsonl --out PRED.jsonl [--best 10]

Each line of MEETINGS.jsonl is a meeting of the format of the shared minutes sets. Only what a note-taker would have is
read of it: what was said, by whom and when, the roster and the day; never its gold, its roll, its agenda or its traps.
Prints how long it took on one core, beside the machine.

Written are the decisions and next steps that a draft would print. Of free talk, where rules are silent, also the
suggestions that are more help than harm; a draft only suggests them. With --best so many of the best of each kind are
written instead, for how many of the known ones are among them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from machine import told

from models.roster import Person, Roster
from summarizer.find import find
from summarizer.finding import ActionFound, DecisionFound, Finding, Findings
from summarizer.ranking_suggestions import is_free, likely
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance


def talk_of(meeting: Mapping[str, Any]) -> Talk:
    """Return the talk of a meeting as its note-taker would have it."""
    roster = meeting.get("roster") or []
    return Talk(
        tuple(
            Utterance(one["id"], one["text"], one.get("speaker"), _ms(one.get("start")), _ms(one.get("end")))
            for one in meeting["utterances"]
        ),
        Roster(tuple(Person(one["name"], body=one.get("affiliation")) for one in roster)),
        date=date.fromisoformat(meeting["date"]) if meeting.get("date") else None,
        language=meeting.get("lang") or "en",
        roles={one["name"]: one["affiliation"] for one in roster if one.get("affiliation")},
    )


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def predicted(id: str, talk: Talk, found: Findings, best: int = 0) -> dict[str, Any]:
    """Return the findings as the scorer reads them."""
    suggested: list[Finding] = list(found.suggestions)
    sure = (*found.decisions, *found.actions)
    if not best:
        free = is_free(split_sentences(talk.utterances), sure)
        suggested = [one for one in suggested if free and likely(one)]
    decisions = [one for one in (*found.decisions, *suggested) if isinstance(one, DecisionFound)]
    actions = [one for one in (*found.actions, *suggested) if isinstance(one, ActionFound)]
    return {
        "id": id,
        "decisions": [_item(one) for one in _best(decisions, best) if not one.discussed_only],
        "actions": [_item(one) for one in _best(actions, best)],
        "dissent": [{**_item(one), "text": ". ".join(text for text, _ in one.positions)} for one in found.views],
        "points": [_item(one) for one in found.points],
        "roll": {
            "apologies": _names(found, "apologies"), "present": _names(found, "present", "chat only"),
            "late": _names(found, "late"), "left_early": _names(found, "left early"),
            "substitutes": [one.text for one in found.roll if one.stands_for],
        },
        "agenda": [{"title": one.text, "first": one.links[0]} for one in found.agenda if one.rule != "I-return"],
        "next_meeting": found.next_meeting.date if found.next_meeting else None,
    }  # fmt: skip


F = TypeVar("F", bound=Finding)


def _best(found: list[F], best: int) -> list[F]:
    return sorted(found, key=lambda one: -one.score)[:best] if best else found


def _names(found: Findings, *statuses: str) -> list[str]:
    return list(dict.fromkeys(one.text for one in found.roll if one.status in statuses and not one.stands_for))


def _item(one: Finding) -> dict[str, Any]:
    item: dict[str, Any] = {"text": one.text, "links": list(one.links), "score": one.score, "rule": one.rule}
    if isinstance(one, ActionFound):
        item |= {"owners": list(one.owners), "due": one.due.dates[-1] if one.due and one.due.dates else None}
    return item


@dataclass
class Spent:
    """Time and utterances, added up."""

    seconds: float = 0.0
    utterances: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("meetings", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--best", type=int, default=0)
    asked = parser.parse_args()
    spent = Spent()
    with asked.meetings.open(encoding="utf-8") as lines, asked.out.open("w", encoding="utf-8") as out:
        for line in filter(str.strip, lines):
            meeting = json.loads(line)
            talk = talk_of(meeting)
            began = time.process_time()
            found = find(talk)
            spent.seconds += time.process_time() - began
            spent.utterances += len(talk.utterances)
            out.write(json.dumps(predicted(meeting["id"], talk, found, asked.best), ensure_ascii=False) + "\n")
    each = spent.seconds * 1000 / max(1, spent.utterances)
    print(f"{spent.utterances:,} utterances in {spent.seconds:.1f} s, {each:.2f} ms each; {told()}")


if __name__ == "__main__":
    main()
