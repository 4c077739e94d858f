"""Evidence of a draft: the captions that a finding rests on, by number, with their words."""

from __future__ import annotations

from collections.abc import Sequence

from models.report_parts import Evidence
from summarizer.finding import Finding
from summarizer.talk import Talk

LONGEST = 300
"""Characters of a quotation; the captions have the rest."""


class Cited:
    """Turns links to utterances into evidence. Captions that have no number of their own are counted from 1."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        own = all(one.id.isascii() and one.id.isdigit() for one in talk.utterances)
        self._number = {one.id: int(one.id) if own else at for at, one in enumerate(talk.utterances, 1)}

    @property
    def last(self) -> int | None:
        """The number of the last caption; None where there is none."""
        return max(self._number.values(), default=None)

    def by(self, finding: Finding, links: Sequence[str] | None = None) -> tuple[Evidence, ...]:
        """Return the evidence of a finding, or of the part of it that rests on these links."""
        known = [link for link in (finding.links if links is None else links) if link in self._number]
        if not known:
            return ()
        words = " ".join(self._talk.utterances[self._talk.place[link]].text for link in known)
        quote = words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"
        cues = tuple(self._number[link] for link in known)
        return (Evidence(cues=cues, quote=quote, found_by=finding.rule, weight=round(finding.score, 3)),)

    def speaker(self, links: Sequence[str]) -> str:
        """Return who said the first of them, "" where nobody is named: kept beside a point, never printed."""
        first = next((link for link in links if link in self._number), None)
        return "" if first is None else self._talk.utterances[self._talk.place[first]].speaker or ""
