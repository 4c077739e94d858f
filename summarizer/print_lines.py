"""The statements of a report as lines that are ready to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.report import Block, Report, Statement
from models.report_order import every_action
from models.report_parts import Action, Attribution, Decision, Evidence, Update, View
from summarizer.print_parts import Cue, Line, Section
from summarizer.print_words import STATES, Words, capital, inert, sentence
from summarizer.record_yaml import IN_RECORD
from summarizer.written import Mark, Prose

LISTED = frozenset(
    ("front", "key points", "decisions", "next steps", "decisions and next steps", "views", "updates", "list")
)
"""Kinds of blocks whose statements are entries of a list; in others they are paragraphs."""

DECIDING = frozenset(("decisions", "decisions and next steps", "front"))
BOXES = "▢☐□"
TICKED = {"done": "☑", "dropped": "☒"}


@dataclass(frozen=True)
class Style:
    """How lines are marked in one print; `transcript` is the address that evidence leads into, "" for none."""

    bullet: str = "-"
    checkbox: str = ""
    numbering: bool = False
    as_printed: bool = False
    finished: bool = False
    inquorate: bool = False
    transcript: str = ""


@dataclass
class Lines:
    """Makes the lines of one report, in the order of the print: paragraphs may be numbered as they come."""

    report: Report
    style: Style
    words: Words
    _number: int = 0
    _actions: Mapping[str, tuple[Action, bool]] = field(default_factory=dict)
    _decisions: Mapping[str, Decision] = field(default_factory=dict)
    _views: Mapping[str, View] = field(default_factory=dict)

    def __post_init__(self) -> None:
        owned: dict[str, tuple[Action, bool]] = {}
        for one in self.report.actions:
            owned[one.id] = (one, False)
            for inner, _ in every_action(one.children):
                owned[inner.id] = (inner, True)
        self._actions = owned
        self._decisions = {one.id: one for one in self.report.decisions}
        self._views = {one.id: one for one in self.report.views}

    def sections(self, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
        return tuple(one for block in blocks for one in self._sections(block))

    def _sections(self, block: Block) -> Iterator[Section]:
        listed = block.kind in LISTED
        kept = [one for one in block.statements if not (block.kind in DECIDING and self.only_discussed(one.refers))]
        moved = [one for one in block.statements if one not in kept]
        made = Section(
            kind=block.kind, heading=block.heading, number=numbered(block.number), item=block.item or block.number,
            notes=self._notes(block), lines=self._lines(kept, listed), sections=self.sections(block.blocks),
        )  # fmt: skip
        if made.lines or made.sections or made.notes or (made.heading and not moved):
            yield made
        if moved:
            lines = self._lines(moved, True)
            yield Section(kind="discussion", heading=self.words("discussed"), item=block.item, lines=lines)

    def only_discussed(self, id: str) -> bool:
        """Whether the id is that of a decision which was none: too few were there, or nothing came of it."""
        decision = self._decisions.get(id)
        return decision is not None and (decision.state == "discussed" or self.style.inquorate)

    def _notes(self, block: Block) -> tuple[str, ...]:
        if self.style.as_printed:
            return ()
        said = {"postponed": "postponed", "dropped": "item_dropped", "added": "added"}.get(block.state)
        notes = [self.words(said)] if said else []
        return (*notes, self.words("asked_by", who=block.asked_by)) if block.asked_by else tuple(notes)

    def _lines(self, statements: list[Statement], listed: bool) -> tuple[Line, ...]:
        return tuple(self.line(one, listed) for one in statements)

    def line(self, one: Statement, listed: bool) -> Line:
        """Return the statement as a line, its children below it or inside it."""
        how = one.extra.get(IN_RECORD, {}).get("key")
        paragraph = not one.marker and (not listed or bool(one.number) or how in ("intro", "paragraphs"))
        action = self._actions.get(one.refers, (None, False))[0]
        marker, box = self.mark("" if paragraph else one.marker, action)
        marker = "" if paragraph else marker
        number = numbered(one.number) if one.number or not (paragraph and self.style.numbering) else self._next()
        run_on = bool(one.enumeration and one.children)
        text = self._told(one) + (self._run_on(one) if run_on else "")
        behind = list(self._behind(one, action))
        whole = " ".join(part for part in (sentence(text) if behind else text, *behind) if part)
        return Line(
            id=one.id, text=Prose(f"{capital(box)}: {whole}" if box else whole), bare=Prose(text),
            title=sentence(one.run_in_title), number=number, marker=Mark(marker), box=box,
            kind=self._kind(one), state=action.state if action else "", paragraph=paragraph,
            evidence=self.cues(self._rests_on(one)),
            children=() if run_on else tuple(self.line(inner, True) for inner in one.children),
        )  # fmt: skip

    def _next(self) -> Mark:
        self._number += 1
        return Mark(f"{self._number}.")

    def mark(self, own: str, action: Action | None) -> tuple[str, str]:
        """Return the marker of an entry, and the word for the state of its next step, "" where none is needed."""
        marker = own or self.style.bullet
        if action is None or self.style.as_printed:
            return marker, ""
        word = self.words(STATES[action.state])
        if marker not in BOXES and not self.style.checkbox:
            return marker, "" if action.state == "open" else word
        return TICKED.get(action.state, own if own and own in BOXES else self.style.checkbox or own), word

    def _kind(self, one: Statement) -> str:
        known = ((self._actions, "step"), (self._decisions, "decision"), (self._views, "view"))
        return next((kind for ids, kind in known if one.refers in ids), "")

    def _told(self, one: Statement) -> str:
        """Return the sentence with whom the print gives it to, where it does not say so itself."""
        lead = lead_of(one.attribution, f"{one.run_in_title} {one.text}")
        if not lead:
            return one.text
        return f"{inert(lead)}: {one.text}" if one.text else sentence(inert(lead))

    def _run_on(self, one: Statement) -> str:
        """Return the children inside the paragraph: (a) …; (b) …."""
        parts = [f"{letter_of(one.enumeration, at)} {inner.text}" for at, inner in enumerate(one.children)]
        return " " + sentence("; ".join(part.rstrip("; ") for part in parts))

    def _behind(self, one: Statement, action: Action | None) -> Iterator[str]:
        for update in one.updates:
            yield bracketed(update)
        if not self.style.as_printed:
            yield from self._facts(one, action)
        cues = self.cues(self._rests_on(one))
        if cues:
            named = (f"[{self.words('caption', number=cue.number)}]({cue.address})" for cue in cues)
            yield f"({', '.join(named)})"

    def _facts(self, one: Statement, action: Action | None) -> Iterator[str]:
        if action:
            told = {update.text for update in one.updates}
            yield from (bracketed(update) for update in action.updates if update.text not in told)
            yield from self.words.facts(action, self._actions[action.id][1])
        decision = self._decisions.get(one.refers)
        if decision:
            yield from self.reached(decision)
        if one.standing == "needs editing" and not self.style.finished:
            yield self.words("editing")

    def _rests_on(self, one: Statement) -> tuple[Evidence, ...]:
        meant = self._actions.get(one.refers, (None,))[0] or self._decisions.get(one.refers)
        return one.evidence or (meant.evidence if meant else ())

    def reached(self, decision: Decision) -> list[str]:
        """Return how a decision was reached, each thing a sentence; nothing for one that was only discussed."""
        if self.only_discussed(decision.id):
            return []
        topics = [self._views[id].topic for id in decision.dissent if id in self._views]
        proposed = [self.words("proposed")] if decision.state == "proposed" and self.style.finished else []
        return [*self.words.reached(decision, topics), *proposed]

    def cues(self, evidence: tuple[Evidence, ...]) -> tuple[Cue, ...]:
        """Return the captions that something rests on, once each; none unless the print leads to them."""
        if not self.style.transcript:
            return ()
        numbers = dict.fromkeys(cue for one in evidence for cue in one.cues)
        return tuple(Cue(number=number, address=f"{self.style.transcript}#c{number}") for number in numbers)


def lead_of(attribution: Attribution | None, text: str) -> str:
    """Return to whom a sentence is given, "" where it says so itself."""
    phrase = attribution.phrase if attribution and attribution.mode != "none" else ""
    words = re.findall(r"\w{3,}", phrase.partition(",")[0])
    told = text.casefold()
    return "" if not words or phrase.casefold() in told or words[-1].casefold() in told else phrase


def bracketed(update: Update) -> str:
    """Return an update in its form: [Update: survey launched.]"""
    form = update.form if "…" in update.form else "[Update: …]"
    return form.replace("…", update.text)


def numbered(number: str) -> Mark:
    """Return a number as it stands ahead of what it counts.

    >>> numbered("3"), numbered("A1"), numbered("(a)"), numbered("")
    ('3.', 'A1.', '(a)', '')
    """
    return Mark(f"{number}." if number and number[-1:].isalnum() else number)


def letter_of(style: str, at: int) -> str:
    """Return the mark of the entry `at`, from 0, in the style of the first.

    >>> letter_of("(a)", 2), letter_of("1)", 9), letter_of("i.", 3)
    ('(c)', '10)', 'iv.')
    """
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    letter = chr(ord("a") + at) if at < 26 else str(at + 1)
    made = {"1": str(at + 1), "i": roman[at] if at < len(roman) else str(at + 1), "A": letter.upper()}
    found = re.search(r"\w", style)
    return style.replace(found[0], made.get(found[0], letter), 1) if found else f"({letter})"
