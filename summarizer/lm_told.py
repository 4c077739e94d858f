"""What a note-taker is told of a language model's part in a draft: what it worded, what it may not, what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts what became of a model's sentences; `faults` of passages without an answer, by title."""

    worded: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    replaced: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    unasked: int = 0
    why_unasked: str = ""
    hidden: int = 0

    def refuse(self, why: str, *, stands: bool) -> None:
        """Note a sentence that is not used; `stands` says that there are words of the rules in its place."""
        self.refused[why] += 1
        self.replaced += stands


def told(tally: Tally) -> tuple[str, ...]:
    """Return what there is to be told, a sentence each, the whole before the parts."""
    sentences = []
    if tally.worded:
        worded = _count(tally.worded, "sentence")
        sentences.append(f"A language model worded {worded}; compare each with what was said.")
    if tally.refused:
        sentences.append(_refusals(tally))
    sentences += [
        f"The language model was no help with {_place(title)}: {why}; what the rules found stands."
        for title, why in tally.faults
    ]
    if tally.unasked:
        passages = _count(tally.unasked, "passage")
        sentences.append(
            f"The language model was not asked about {passages}: {tally.why_unasked}; what the rules found stands."
        )
    if tally.hidden:
        sentences.append(
            f"{_count(tally.hidden, 'caption')} with words meant for a machine, or that dictate an outcome, "
            f"{'was' if tally.hidden == 1 else 'were'} not shown to the language model."
        )
    return tuple(sentences)


def _refusals(tally: Tally) -> str:
    total = sum(tally.refused.values())
    reasons = "; ".join(f"it {why}: {count}" for why, count in tally.refused.most_common())
    left = total - tally.replaced
    ends = []
    if tally.replaced:
        ends.append(f"{_count(tally.replaced, 'sentence')} gave way to the quotation or the words of the rules")
    if left:
        ends.append(f"{_count(left, 'sentence')} {'was' if left == 1 else 'were'} left out")
    return f"Of what the language model wrote, {_count(total, 'sentence')} could not be used ({reasons}): " + (
        " and ".join(ends) + "."
    )


def _place(title: str) -> str:
    return f"“{title}”" if title else "the part before the first agenda item"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
