"""What readers send to the host of a meeting: the queue, and the rules of what may stand in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from models.errors import MeetingError
from models.names import NAME_LENGTH
from models.plain import clean, clean_name

Kind = Literal["question", "speak", "wrong", "late", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
QUICK: tuple[Kind, ...] = ("wrong", "late")
"""Kinds that say enough without a text; those that come close together are counted as one."""
TEXT_LENGTH = 500
TOGETHER_S = 60
MOST_OPEN = 200
MOST_DONE = 500
_FORMAT, _VERSION = "dccg-questions", 1


class NotTaken(MeetingError):
    """Raised when a message to the host is not taken; `reason` is why, in a word, and `field` where it lies."""

    def __init__(self, reason: str, sentence: str, field: str = "", **holes: int) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.field = field
        self.holes = holes


class NotOpen(MeetingError):
    """Raised when something is to be done with a message that is not in the queue (any more)."""


class BrokenQueue(MeetingError):
    """Raised when the file of a queue is not one."""


@dataclass(frozen=True)
class Question:
    """One message to the host; `count` says how often it was sent, `at_ms` when in the captions, if they ran.

    One that is not `kept` came off the record: it is in the queue, and in no file.
    """

    id: int
    kind: Kind
    text: str
    name: str | None
    utc: datetime
    at_ms: int | None = None
    count: int = 1
    state: Literal["open", "done"] = "open"
    shown: bool = False
    kept: bool = True

    def __post_init__(self) -> None:
        texts = isinstance(self.text, str) and isinstance(self.name, str | None)
        if not texts or self.kind not in KINDS or self.id < 1 or self.count < 1 or self.utc.utcoffset() is None:
            raise ValueError(f"not a message to the host: {self!r}")


def checked(kind: str, text: str, name: str) -> tuple[Kind, str, str | None]:
    """Return what a reader sent as it may stand in the queue: on one line, without hidden characters.

    Raises:
        NotTaken: If the kind is unknown, a text or the name of who wants to speak is needed, text or name are too
            long, or the name is a number.
    """
    known = next((one for one in KINDS if one == kind), None)
    if known is None:
        raise NotTaken("kind", f"kind is {kind[:20]!r}; expected {', '.join(KINDS)}", "kind")
    said, by = clean(text), clean_name(name)
    if known == "speak" and by is None:
        raise NotTaken("no_name", "name is missing; whoever wants to speak has to be called", "name")
    if not said and known not in (*QUICK, "speak"):
        raise NotTaken("no_text", "text is empty; expected a message", "text")
    if len(said) > TEXT_LENGTH:
        sentence = f"text is {len(said)} characters long; expected at most {TEXT_LENGTH}"
        raise NotTaken("too_long", sentence, "text", n=len(said), most=TEXT_LENGTH)
    if by is not None and (len(by) > NAME_LENGTH or not any(character.isalpha() for character in by)):
        sentence = f"name has {len(by)} characters; expected a name with letters, of at most {NAME_LENGTH}"
        raise NotTaken("name", sentence, "name", most=NAME_LENGTH)
    return known, said, by


class Questions:
    """The queue of one meeting, oldest first. Nothing open is ever dropped: who comes to a full queue is told."""

    def __init__(self, held: Iterable[Question] = (), next_id: int = 1) -> None:
        self._held = {question.id: question for question in held}
        self._next = max([next_id - 1, *self._held]) + 1

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(question for question in self._held.values() if question.state == "open")

    def joins(self, kind: str, text: str, name: str | None, utc: datetime) -> Question | None:
        """Return the open message that says the same and came within a minute; only of quick kinds without more."""
        if kind not in QUICK or text or name:
            return None
        for question in reversed(self.open):
            if question.kind == kind and not question.text and question.name is None:
                return question if abs((utc - question.utc).total_seconds()) < TOGETHER_S else None
        return None

    def take(
        self, kind: Kind, text: str, name: str | None, utc: datetime, at_ms: int | None = None, kept: bool = True
    ) -> Question:
        """Put a message that was `checked` into the queue, or count it with the one that it joins.

        Raises:
            NotTaken: If the queue is full.
        """
        same = self.joins(kind, text, name, utc)
        if same is not None:
            return self._put(replace(same, count=same.count + 1))
        if len(self.open) >= MOST_OPEN:
            raise NotTaken("full", f"the host's queue holds {MOST_OPEN} messages; try again later")
        question = self._put(Question(self._next, kind, text, name, utc, at_ms, kept=kept))
        self._next += 1
        return question

    def done(self, id: int, shown: bool = False) -> Question:
        """Take a message out of the queue; `shown` if it went among the captions.

        Raises:
            NotOpen: If it is not in the queue, or is to be shown and no question.
        """
        question = self._held.get(id)
        if question is None or question.state != "open":
            raise NotOpen(f"message {id} is not in the queue any more; the console shows those that are")
        if shown and question.kind != "question":
            raise NotOpen(f"message {id} is no question; only questions can be shown among the captions")
        done = self._put(replace(question, state="done", shown=shown))
        old = [one.id for one in self._held.values() if one.state == "done"]
        for id in old[:-MOST_DONE]:
            del self._held[id]
        return done

    def reopen(self, id: int) -> None:
        """Put back what could not be shown after all."""
        self._put(replace(self._held[id], state="open", shown=False))

    def print(self, nameless: bool) -> str:
        """Return the queue as the text of its file; `nameless`: under the Chatham House Rule no name is kept."""
        entries = []
        for question in (one for one in self._held.values() if one.kept):
            entry = asdict(question) | {"utc": question.utc.isoformat(timespec="seconds")}
            entries.append(entry | {"name": None} if nameless else entry)
        document = {"format": _FORMAT, "version": _VERSION, "next": self._next, "questions": entries}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> Questions:
        """Return the queue whose file has this text.

        Raises:
            BrokenQueue: If it is no such file.
        """
        try:
            document: dict[str, Any] = json.loads(text)
            if (document["format"], document["version"]) != (_FORMAT, _VERSION):
                raise ValueError(f"it is of the format {document['format']!r}, version {document['version']!r}")
            entries = [one | {"utc": datetime.fromisoformat(one["utc"])} for one in document["questions"]]
            return cls((Question(**entry) for entry in entries), int(document["next"]))
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise BrokenQueue(f"questions.json: cannot be read ({fault}); the queue begins anew") from fault

    def _put(self, question: Question) -> Question:
        self._held[question.id] = question
        return question
