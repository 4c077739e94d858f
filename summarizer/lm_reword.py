"""Findings in better words, where a language model has them and they can be verified; none is lost, none decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from summarizer.finding import Finding, Findings, PointFound, ViewFound
from summarizer.lm_answer import Answer, PointMade, Worded, read_answer
from summarizer.lm_passages import Passage, passages, to_machines
from summarizer.lm_prompt import MOST_POINTS, refs_of, request_for, text_of
from summarizer.lm_request import Ask, ModelFault, ModelGone
from summarizer.lm_told import Tally, told
from summarizer.lm_verify import Source, Verifier
from summarizer.lm_words import among, content_stems
from summarizer.people import People
from summarizer.sentences import Sentence, split_sentences
from summarizer.talk import Talk

RULE = "M-point"
MOST_CITED = 8
SPAN = 20
"""Utterances within which everything lies that one sentence cites: it is about one stretch of talk."""
COVERED = 0.3
"""Share of a point's content words that a sentence must have to stand for it."""
MOST_FAULTS = 3
"""Passages in a row without an answer after which a model is not asked again."""
F = TypeVar("F", bound=Finding)


@dataclass(frozen=True)
class Reworded:
    """`told` is for the note-taker. `by_model` holds those of the findings whose words are the model's."""

    findings: Findings
    told: tuple[str, ...]
    by_model: tuple[Finding, ...] = ()


def reword(talk: Talk, findings: Findings, ask: Ask) -> Reworded:
    """Return the findings, with the words of a model where they hold up against what was said.

    Key points may be worded, merged and added, each citing its utterances; other words may be given to decisions,
    next steps and positions. Everything else of these stays: their kind, consent, owners, dues and evidence.
    What a model says is verified without one, and what fails leaves the findings as they were.
    """
    if not talk.language.lower().startswith("en"):
        return Reworded(findings, (f"The language model was not asked: it can only be checked in English, and the "
                                   f"meeting's language is {talk.language!r}.",))  # fmt: skip
    work = _Work(talk, findings)
    work.run(ask)
    return Reworded(work.findings, told(work.tally), work.by_model)


class _Work:
    def __init__(self, talk: Talk, findings: Findings) -> None:
        self.talk, self.findings = talk, findings
        self.tally = Tally()
        self._made: list[Finding] = []
        people = People(talk.roster, (one.speaker for one in talk.utterances))
        self._verifier = Verifier(people, talk.date)
        sentences = split_sentences(talk.utterances)
        self._hidden = to_machines(sentences)
        self._sentences: dict[str, list[Sentence]] = {}
        for one in sentences:
            for link in one.ids:
                self._sentences.setdefault(link, []).append(one)

    @property
    def by_model(self) -> tuple[Finding, ...]:
        """The findings as they are now whose words are the model's."""
        now = self.findings
        every = (*now.points, *now.decisions, *now.actions, *now.views)
        return tuple(one for one in every if _among_these(self._made, one))

    def run(self, ask: Ask) -> None:
        """Ask about every passage, and take of the answers what holds."""
        todo = passages(self.talk, self.findings, self._hidden)
        self.tally.hidden = len(self._hidden)
        faults = 0
        for at, passage in enumerate(todo):
            try:
                self._take(passage, read_answer(ask(request_for(passage))))
                faults = 0
            except ModelFault as fault:
                faults += 1
                gone = isinstance(fault, ModelGone)
                if not gone:
                    self.tally.faults.append((passage.title, str(fault)))
                if gone or faults == MOST_FAULTS:
                    self.tally.unasked = len(todo) - at - (not gone)
                    self.tally.why_unasked = str(fault) if gone else f"it failed {MOST_FAULTS} times in a row"
                    return

    def _take(self, passage: Passage, answer: Answer) -> None:
        for one in answer.points[:MOST_POINTS]:
            self._take_point(passage, one)
        seen: set[str] = set()
        for worded in answer.wording:
            if worded.ref in seen:
                self.tally.refuse("came twice", stands=True)
                continue
            seen.add(worded.ref)
            self._take_wording(passage, worded)

    def _take_point(self, passage: Passage, one: PointMade) -> None:
        named = [found for found in (refs_of(passage).get(ref) for ref in one.replaces) if found]
        still = self.findings.points
        old = [point for point, _ in named if isinstance(point, PointFound) and _among_these(still, point)]
        stands = bool(named)
        why = self._cited_fault(passage, one)
        source = self._source(passage, one.cues) if not why else None
        why = why or self._verifier.point(one.text, source) if source else why
        if why:
            self.tally.refuse(why, stands=stands)
            return
        replaced = [point for point in old if _stands_for(one, point)]
        links = self._in_order((*one.cues, *(link for point in replaced for link in point.links)))
        score = max((point.score for point in replaced), default=0.5)
        new = PointFound(text=one.text, links=links, rule=RULE, score=score, sure=False, item=passage.item)
        if any(new.text == point.text for point in self.findings.points if point not in replaced):
            self.tally.refuse("came twice", stands=stands)
            return
        kept = [point for point in self.findings.points if not _among_these(replaced, point)]
        points = sorted((*kept, new), key=lambda point: self.talk.place.get(point.links[0], 0))
        self.findings = replace(self.findings, points=tuple(points))
        self._count(new)

    def _cited_fault(self, passage: Passage, one: PointMade) -> str:
        shown = {each.id for each in passage.utterances}
        if not one.cues:
            return "cited nothing"
        if not shown.issuperset(one.cues):
            return "cited what is not in this part of the talk"
        places = [self.talk.place[link] for link in one.cues]
        if len(one.cues) > MOST_CITED or max(places) - min(places) > SPAN:
            return "cited places too far apart"
        return ""

    def _take_wording(self, passage: Passage, one: Worded) -> None:
        found = refs_of(passage).get(one.ref)
        if found is None or one.ref[0] == "P":
            self.tally.refuse("was for something that was not found", stands=False)
            return
        finding, side = found
        old = text_of(passage, one.ref)
        if one.text == old:
            return
        links = finding.positions[side][1] if isinstance(finding, ViewFound) else finding.links
        source = self._source(passage, tuple(link for link in links if link in self.talk.place), old)
        why = self._verifier.wording(one.text, old, source, anonymous=isinstance(finding, ViewFound))
        if why:
            self.tally.refuse(why, stands=True)
            return
        self._reword(finding, side, one.text)

    def _reword(self, finding: Finding, side: int, text: str) -> None:
        now = self.findings

        def changed(found: tuple[F, ...]) -> tuple[F, ...]:
            return tuple(self._changed(one, finding, side, text) for one in found)

        self.findings = replace(
            now, decisions=changed(now.decisions), actions=changed(now.actions), views=changed(now.views)
        )

    def _changed(self, one: F, finding: Finding, side: int, text: str) -> F:
        # A view may have had another of its positions worded before: it is known by its evidence.
        if type(one) is not type(finding) or (one.links, one.rule) != (finding.links, finding.rule):
            return one
        if isinstance(one, ViewFound):
            positions = [(text if at == side else was, links) for at, (was, links) in enumerate(one.positions)]
            new: F = replace(one, positions=tuple(positions))
        elif one.text != finding.text:
            return one
        else:
            new = replace(one, text=text)
        self._count(new)
        return new

    def _count(self, new: Finding) -> None:
        self._made.append(new)
        self.tally.worded += 1

    def _source(self, passage: Passage, links: tuple[str, ...], *also: str) -> Source:
        said = [self.talk.utterances[self.talk.place[link]] for link in links]
        whole = {id(one): one for link in links for one in self._sentences.get(link, ())}
        decided = any(
            one.sure and not one.discussed_only and set(links) & {*one.links, one.outcome}
            for one in self.findings.decisions
        )
        return Source(
            (*(one.text for one in said), *also),
            (*(one.text for one in whole.values()), *also),
            len({one.speaker for one in said if one.speaker}) or 1,
            (passage.title,) if passage.title else (),
            decided,
        )

    def _in_order(self, links: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(dict.fromkeys(links), key=lambda link: self.talk.place.get(link, 0)))


def _among_these(found: Iterable[Finding], one: Finding) -> bool:
    return any(each is one for each in found)


def _stands_for(new: PointMade, old: PointFound) -> bool:
    """Return whether a sentence is about what the point is about, so that nothing is lost by it."""
    mine, theirs = frozenset(content_stems(new.text)), content_stems(old.text)
    covered = sum(among(one, mine) for one in theirs)
    return bool(set(new.cues) & set(old.links)) and covered >= max(1, COVERED * len(theirs))
