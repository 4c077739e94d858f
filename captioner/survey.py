"""The five questions about the captions that follow a meeting, and what was answered: without names or times."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from models.errors import MeetingError
from models.plain import clean

CHOICES: Mapping[str, tuple[str, ...]] = {
    "used": ("all", "some", "none"),
    "followed": ("well", "mostly", "partly", "no"),
    "right": ("good", "some", "many"),
    "soon": ("yes", "mostly", "no"),
}
"""The questions with choices; the fifth is what should be better, in one's own words."""
TEXT_LENGTH = 500
MOST = 2_000
_FORMAT, _VERSION = "dccg-survey", 1


class NotAnswered(MeetingError):
    """Raised when an answer is not taken; `reason` is why, in a word."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class BrokenSurvey(MeetingError):
    """Raised when the file of a survey is not one."""


@dataclass(frozen=True)
class Answer:
    """What one reader answered: "" where they chose nothing."""

    used: str = ""
    followed: str = ""
    right: str = ""
    soon: str = ""
    better: str = ""

    def __post_init__(self) -> None:
        for question, choices in CHOICES.items():
            if getattr(self, question) not in ("", *choices):
                raise NotAnswered("choice", f"{question} has no such choice; expected one of {', '.join(choices)}")
        object.__setattr__(self, "better", clean(self.better))
        if len(self.better) > TEXT_LENGTH:
            raise NotAnswered("too_long", f"the text is {len(self.better)} characters long; expected {TEXT_LENGTH}")
        if not any(asdict(self).values()):
            raise NotAnswered("empty", "nothing was answered; answer at least one question")


def answer_of(fields: Mapping[str, str]) -> Answer:
    """Return the answer that a form holds; fields of other names are not looked at.

    Raises:
        NotAnswered: If it is empty, too long, or chooses what there is not.
    """
    return Answer(*(fields.get(name, "") for name in (*CHOICES, "better")))


class Survey:
    """The answers of one meeting."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.answers = list(answers)

    def take(self, answer: Answer) -> None:
        """Raises:
        NotAnswered: If there are more than any meeting has readers.
        """
        if len(self.answers) >= MOST:
            raise NotAnswered("full", f"there are {MOST} answers already; no more are taken")
        self.answers.append(answer)

    def tally(self) -> dict[str, dict[str, int]]:
        """Return how often each choice of each question was taken."""
        counts = {question: Counter(getattr(one, question) for one in self.answers) for question in CHOICES}
        return {question: {choice: counts[question][choice] for choice in CHOICES[question]} for question in CHOICES}

    def texts(self) -> list[str]:
        """Return what should be better, in alphabetical order: the order of coming could tell who wrote it."""
        return sorted(one.better for one in self.answers if one.better)

    def print(self) -> str:
        """Return the survey as the text of its file, in an order that tells nothing."""
        entries = sorted((asdict(one) for one in self.answers), key=lambda entry: sorted(entry.items()))
        document = {"format": _FORMAT, "version": _VERSION, "answers": entries}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> Survey:
        """Return the survey whose file has this text.

        Raises:
            BrokenSurvey: If it is no such file.
        """
        try:
            document: dict[str, Any] = json.loads(text)
            if (document["format"], document["version"]) != (_FORMAT, _VERSION):
                raise ValueError(f"it is of the format {document['format']!r}, version {document['version']!r}")
            return cls(Answer(**entry) for entry in document["answers"])
        except (ValueError, TypeError, KeyError, AttributeError, NotAnswered) as fault:
            raise BrokenSurvey(f"survey.json: cannot be read ({fault}); move it away") from fault
