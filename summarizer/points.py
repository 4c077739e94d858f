"""Key points: of each agenda item the few lines most worth reporting, worded without saying who said them.

Every one of them is for the note-taker to edit: what is chosen is a quotation turned into a sentence, not a summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from summarizer.chair import find_chairs
from summarizer.finding import Finding, PointFound
from summarizer.floor import Line, hear
from summarizer.people import People
from summarizer.points_guards import worth_reporting
from summarizer.points_names import Anonymous
from summarizer.points_words import phrased
from summarizer.ranking import Ranks, load_ranker
from summarizer.ranking_words import words_of
from summarizer.sentences import Sentence
from summarizer.talk import Talk
from summarizer.views import OPPOSES

MOST = 7
"""Points of one item, and of ten minutes of a talk without an agenda."""
LINES_EACH = 12
"""Lines of talk for which an item gets one point, till it has `MOST`."""
PASSAGE_MS = 600_000
PASSAGE_LINES = 120
"""A talk without an agenda is cut into passages of ten minutes, or of so many lines where no times are told."""
ALIKE = 0.5
"""Two lines that share this part of their words say the same."""
OPPOSED = 1.5
"""What a line that opposes another gains: a minority's view may not be lost to the majority's many words."""


def find_points(
    talk: Talk,
    sentences: Sequence[Sentence],
    people: People,
    items: Sequence[str] = (),
    cited: Iterable[Finding] = (),
    ranks: Ranks | None = None,
) -> tuple[PointFound, ...]:
    """Return the points in the order of the talk, none with anybody's name in it.

    Args:
        talk: What was said.
        sentences: The talk's, as `split_sentences` gives them.
        people: Whose names are kept out.
        items: The number of the agenda item of each utterance; empty for a talk without agenda, whose
            passages follow the talk.
        cited: What was found already (decisions, next steps, views, roll, agenda): no point repeats what it cites.
        ranks: What the sentences rank, where `rank_talk` told it already.
    """
    chairs = find_chairs(talk, sentences, people)
    lines = hear(sentences, people, chairs)
    taken = frozenset(link for one in cited for link in one.links)
    ranker = load_ranker()
    rank = (ranks or ranker.rank(lines)).point
    scores = [round(ranker.likelihood("point", one), 4) for one in rank]
    anonymous = Anonymous(talk, people)
    item_of = dict(zip((one.id for one in talk.utterances), items, strict=True)) if items else {}
    found: list[PointFound] = []
    for item, passage in _passages(lines, sentences, item_of):
        fit = [at for at in passage if worth_reporting(lines[at]) and not taken.intersection(lines[at].ids)]
        worth = {at: rank[at] + OPPOSED * (OPPOSES.search(lines[at].text) is not None) for at in fit}
        best = sorted(fit, key=lambda at: (-worth[at], at))
        most = min(MOST, max(1, round(len(passage) / LINES_EACH)))
        found += _chosen(item, best, most, lines, scores, anonymous)
    return tuple(found)


def _passages(
    lines: Sequence[Line], sentences: Sequence[Sentence], item_of: dict[str, str]
) -> list[tuple[str, list[int]]]:
    """Return the lines of each item and passage by their places; an item that is returned to is one passage more."""

    def passage(at: int) -> tuple[str, int]:
        item = item_of.get(lines[at].ids[0], "")
        if item:
            return item, 0
        start = sentences[at].start_ms
        return "", start // PASSAGE_MS if start is not None else at // PASSAGE_LINES

    return [(item, list(places)) for (item, _), places in groupby(range(len(lines)), key=passage)]


def _chosen(
    item: str, best: Sequence[int], most: int, lines: Sequence[Line], scores: Sequence[float], anonymous: Anonymous
) -> list[PointFound]:
    """Return the first of these lines that say something new and can be told without names, in the talk's order."""
    points: dict[int, PointFound] = {}
    said: list[frozenset[str]] = []
    for at in best:
        if len(points) == most:
            break
        words = frozenset(words_of(lines[at].text))
        if any(len(words & other) >= ALIKE * min(len(words), len(other)) for other in said):
            continue
        point = _point(item, lines[at], scores[at], anonymous)
        if point is not None:
            points[at] = point
            said.append(words)
    return [points[at] for at in sorted(points)]


def _point(item: str, line: Line, score: float, anonymous: Anonymous) -> PointFound | None:
    text = anonymous(phrased(anonymous.spoken(line.text)))
    if not text:
        return None
    rule = "P-opposed" if OPPOSES.search(line.text) else "P-ranked"
    return PointFound(text=text, links=line.ids, rule=rule, score=score, item=item)
