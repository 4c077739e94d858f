"""The blocks of a draft: one for each agenda item, with its key points, decisions, next steps and dissent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from models.plain import clean
from models.report import Block, BlockKind, Standing, Statement
from models.report_parts import Action, Attribution, Decision, Owner, OwnerKind, Position, View
from summarizer.cited import Cited
from summarizer.finding import ActionFound, DecisionFound, Finding, Findings, PointFound, ViewFound
from summarizer.passages import Passage
from summarizer.people import People
from summarizer.print_words import inert, sentence
from summarizer.talk import Talk
from templates.wording import Wording

F = TypeVar("F", bound=Finding)

SUGGESTED = {DecisionFound: "decision", ActionFound: "next step", ViewFound: "view", PointFound: "key point"}
EVERYBODY = ("everyone", "DCs")


class Blocks:
    """Makes the blocks, and gathers the decisions, next steps and views that they refer to.

    `stem` is what ids begin with: DCCG-60, of DCCG-60-D1.
    """

    def __init__(
        self, talk: Talk, found: Findings, stem: str, say: Wording, cited: Cited, reworded: Collection[Finding] = ()
    ) -> None:
        self._talk, self._found, self._stem, self._say, self._cited = talk, found, stem, say, cited
        self._people = People(talk.roster, (one.speaker for one in talk.utterances))
        # By identity: two findings that say the same are two.
        self._reworded = {id(one) for one in reworded}
        self.decisions: list[Decision] = []
        self.actions: list[Action] = []
        self.views: list[View] = []

    def block(self, id: str, passage: Passage) -> Block | None:
        """Return the block of an item or passage; None for one that nobody planned and that has nothing in it."""
        points = [self._point(one) for one in self._of(self._found.points, passage)]
        decided = [self._decision(one) for one in self._of(self._found.decisions, passage)]
        steps = [self._action(one) for one in self._of(self._found.actions, passage)]
        views = [self._view(one) for one in self._of(self._found.views, passage)]
        kind: BlockKind = "decisions and next steps" if decided and steps else "decisions" if decided else "next steps"
        # What was only discussed is printed under a heading of its own.
        settled = [one for one in self._of(self._found.decisions, passage) if not one.discussed_only]
        heading = "both" if settled and steps else "steps" if steps else "decisions"
        parts: list[tuple[BlockKind, str, list[Statement]]] = [
            ("key points", "points", points), (kind, heading, [*decided, *steps]), ("views", "views", views),
        ]  # fmt: skip
        inner = [
            Block(
                id=(inner_id := f"{id}.{at}"), kind=kind, heading=self._say(f"draft.{heading}"),
                attribution="anonymous" if kind in ("key points", "views") else "",
                statements=tuple(_with_ids(statements, inner_id)),
            )
            for at, (kind, heading, statements) in enumerate((one for one in parts if one[2]), 1)
        ]  # fmt: skip
        if not inner and not passage.planned:
            return None
        kind = "agenda item" if passage.item else "discussion"
        return Block(
            id=id, kind=kind, heading=_plain(passage.heading), number=passage.item, item=passage.item,
            blocks=tuple(inner),
        )  # fmt: skip

    def suggestions(self) -> tuple[Statement, ...]:
        """Return what is not sure, the best first."""
        return tuple(
            Statement(
                id=f"g{at}", text=_plain(one.text), kind=SUGGESTED.get(type(one), ""), standing="suggested",
                evidence=self._cited.by(one), extra={"item": one.item} if one.item else {},
            )
            for at, one in enumerate(self._found.suggestions, 1)
        )  # fmt: skip

    def _of(self, found: Iterable[F], passage: Passage) -> list[F]:
        return [one for one in found if passage.holds(one, self._talk)]

    def _point(self, one: PointFound) -> Statement:
        said_by = Attribution(mode="anonymous", subject=self._cited.speaker(one.links))
        return Statement(
            id="", text=_plain(one.text), attribution=said_by, standing="needs editing", evidence=self._cited.by(one)
        )

    def _decision(self, one: DecisionFound) -> Statement:
        key = f"{self._stem}-D{len(self.decisions) + 1}"
        text, evidence = _plain(one.text), self._cited.by(one)
        self.decisions.append(
            Decision(
                id=key, text=text, type=one.type, consent=one.consent, votes=one.votes, until=one.until, item=one.item,
                state="discussed" if one.discussed_only else "provisional" if one.until else "proposed",
                conditions=tuple(map(_plain, one.conditions)), evidence=evidence,
                dissent=tuple(self._view_id(at) for at, view in enumerate(self._found.views) if _meets(view, one)),
            )
        )  # fmt: skip
        return Statement(
            id="", text=text, refers=key, kind="decision", standing=self._standing(one), evidence=evidence
        )

    def _action(self, one: ActionFound) -> Statement:
        key = f"{self._stem}-A{len(self.actions) + 1}"
        text, evidence = _plain(one.text), self._cited.by(one)
        owners = tuple(Owner(name=name, kind=self._owner_kind(name)) for name in one.owners)
        self.actions.append(Action(id=key, text=text, owners=owners, due=one.due, item=one.item, evidence=evidence))
        return Statement(
            id="", text=text, refers=key, kind="action", standing=self._standing(one), evidence=evidence
        )

    def _view(self, one: ViewFound) -> Statement:
        id = self._view_id(self._found.views.index(one))
        positions = tuple(
            Position(
                text=_plain(text), quantifier=self._say("draft.one"), holders=self._holders(links),
                for_the_record=one.for_the_record, evidence=self._cited.by(one, links),
            )
            for text, links in one.positions
        )  # fmt: skip
        self.views.append(View(id=id, topic=_plain(one.text), positions=positions, item=one.item))
        told = [self._say(f"draft.view_{'another' if at else 'one'}", text=sentence(each.text)) for at, each in
                enumerate(positions)]  # fmt: skip
        children = tuple(Statement(id=str(at), text=text) for at, text in enumerate(told))
        return Statement(
            id="", text=f"{_plain(one.text)}:" if children else _plain(one.text), refers=id, standing="needs editing",
            children=children, evidence=self._cited.by(one),
        )  # fmt: skip

    def _standing(self, one: Finding) -> Standing:
        return "needs editing" if id(one) in self._reworded else ""

    def _view_id(self, at: int) -> str:
        return f"{self._stem}-V{at + 1}"

    def _holders(self, links: Sequence[str]) -> tuple[str, ...]:
        speaker = self._cited.speaker(links)
        return (speaker,) if speaker else ()

    def _owner_kind(self, name: str) -> OwnerKind:
        if name in EVERYBODY:
            return "everyone"
        return "body" if self._people.body(name) is not None and self._people.of(name) is None else "person"


def _meets(view: ViewFound, decision: DecisionFound) -> bool:
    """Whether dissent is about what was decided: it shares captions with it, or is for the record under its item."""
    shared = not set(view.links).isdisjoint(decision.links)
    return shared or (view.for_the_record and bool(view.item) and view.item == decision.item)


def _with_ids(statements: Iterable[Statement], stem: str) -> Iterator[Statement]:
    for at, one in enumerate(statements, 1):
        id = f"{stem}.s{at}"
        yield replace(one, id=id, children=tuple(_with_ids(one.children, id)))


def _plain(text: str) -> str:
    """Return words of the talk as text of a report, where no caption can make a link."""
    return inert(clean(text))
