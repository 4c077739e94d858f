"""Suggestions for the note-taker: what may be a next step or a decision where no rule is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarizer.chair import RITUAL, find_chairs
from summarizer.finding import ActionFound, DecisionFound, Finding
from summarizer.floor import Line, hear
from summarizer.people import People
from summarizer.ranking import Ranks, load_ranker
from summarizer.ranking_weights import Kind
from summarizer.ranking_windows import FLOOR, SHAPES, Window, windows
from summarizer.sentences import Sentence
from summarizer.talk import Talk
from summarizer.wording import sentence

MOST = 20
"""Suggestions of each kind for a talk of ten minutes or an hour; a longer one has so many for each thousand lines."""
RULES = ("R-action", "R-decision")
RITUAL_EACH = 100
"""Where somebody leads by ritual, one line in so many is such a line; twice as many where nothing was decided so."""

DOUBTED = 0.2
"""The score at most of a next step that a rule is sure of and the ranker is not."""
SHORT = 6
"""Words of a line below which it is not quoted alone."""

_KINDS: tuple[Kind, ...] = ("action", "decision")


def find_suggestions(
    talk: Talk,
    sentences: Sequence[Sentence],
    people: People,
    sure: Iterable[Finding] = (),
    ranks: Ranks | None = None,
) -> tuple[Finding, ...]:
    """Return what may be a next step or a decision, the likeliest first; never sure, never what is cited already.

    Args:
        talk: What was said.
        sentences: The talk's, as `split_sentences` gives them.
        people: To tell who leads.
        sure: What rules found; whatever they cite is not suggested again.
        ranks: What the sentences rank, where `rank_talk` told it already.
    """
    ranker = load_ranker()
    lines = hear(sentences, people, find_chairs(talk, sentences, people))
    taken = frozenset(link for one in sure for link in one.links)
    ranks = ranks or ranker.rank(lines)
    most = MOST * (1 + len(lines) // 1_000)
    found: list[Finding] = []
    for kind in _KINDS:
        best = windows(ranks.of(kind), lines, SHAPES[kind], FLOOR, taken)[:most]
        found += (_suggested(kind, one, lines, ranker.likelihood(kind, one.score)) for one in best)
    return tuple(sorted(found, key=lambda one: -one.score))


def likely(found: Finding) -> bool:
    """Whether a suggestion of the ranker is so likely that, in free talk, it is more help than harm.

    For figures and for what is shown first; it stays a suggestion.
    """
    kind: Kind = "action" if isinstance(found, ActionFound) else "decision"
    return found.rule in RULES and found.score >= load_ranker().weights.likely[kind]


def doubted(found: Iterable[ActionFound], sentences: Sequence[Sentence], ranks: Ranks) -> tuple[ActionFound, ...]:
    """Return next steps that rules found in free talk, those no longer sure that do not sound like one to the ranker.

    "I will check that" is a promise in a meeting led by ritual, and mostly chatter where nobody leads.
    """
    best: dict[str, float] = {}
    for one, rank in zip(sentences, ranks.action, strict=True):
        best.update((link, max(rank, best.get(link, rank))) for link in one.ids)
    ranker = load_ranker()

    def kept(one: ActionFound) -> bool:
        rank = max((best[link] for link in one.links if link in best), default=0.0)
        return not one.sure or ranker.likelihood("action", rank) >= ranker.weights.likely["action"]

    return tuple(one if kept(one) else replace(one, sure=False, score=min(one.score, DOUBTED)) for one in found)


def is_free(sentences: Sequence[Sentence | Line], sure: Iterable[Finding]) -> bool:
    """Whether nobody leads this talk by ritual: there rules are silent, and only the ranker has something to say.

    `sentences` may be lines as well; `sure` is what rules found.
    """
    said = sum(RITUAL.search(one.text.replace("’", "'")) is not None for one in sentences)
    decided = any(isinstance(one, DecisionFound) and one.sure for one in sure)
    return said * RITUAL_EACH * (2 if decided else 1) < max(1, len(sentences))


def _suggested(kind: Kind, window: Window, lines: Sequence[Line], score: float) -> Finding:
    links = tuple(dict.fromkeys(link for at in window.lines for link in lines[at].ids))
    # "And the marketing expert," alone tells nothing: then the whole window is quoted.
    short = lines[window.best].words < SHORT
    text = quotation(" ".join(lines[at].text for at in window.lines) if short else lines[window.best].text)
    if kind == "action":
        return ActionFound(text=text, links=links, rule="R-action", score=round(score, 4), sure=False)
    return DecisionFound(text=text, links=links, rule="R-decision", score=round(score, 4), sure=False)


def quotation(text: str) -> str:
    """Return what was said without the sounds that only fill it, cut to length; no word is put in.

    >>> quotation("Um and I'll uh send the the notes, you know.")
    "And I'll send the notes"
    """
    text = _FILLERS.sub("", text)
    text = _STUTTER.sub(r"\1", text)
    return sentence(_MIDDLE.sub(lambda found: found[0].lower(), text))


_FILLERS = re.compile(r"(?:,? ?\b(?:um+|uh+|er+m?|mm+|hmm+|mm-hmm)\b(?=[ ,.?!]|$),?)", re.IGNORECASE)
_MIDDLE = re.compile(r"(?<=[\w,] )(?:It|That|There|What|He|She|Let|Who|Here)(?='s\b)")
"""Capitals that are left where captions were joined."""
_STUTTER = re.compile(r"\b(\w+)(?:,? \1\b)+", re.IGNORECASE)
