"""Next steps as frames: a task, its owners, when it is due, and the agreement of who was asked.

Rules say what a next step sounds like (`action_rules.py`); the sentences around it fill the frame: who assents, who
puts a date right, who says it again (`action_frames.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from summarizer.action_frames import Frame
from summarizer.action_guards import ASSENT, BLOCKED, HINT, NOT_A_TASK, PROCEDURE, QUOTED, REFUSAL, TAKEN_ON, WITHDRAWN
from summarizer.action_owners import Owners
from summarizer.action_rules import RULES, ActionRule
from summarizer.action_text import from_gerund, task_text
from summarizer.action_verbs import ASKED_WORK, TELL
from summarizer.dates import Dated, find_dates, standing_due
from summarizer.finding import ActionFound
from summarizer.people import Mention, People
from summarizer.sentences import Sentence
from summarizer.talk import Talk

REACH = 4
"""Sentences within which an answer, a date or a repetition belongs to what was said before."""

LONGEST_TAKEN = 24
"""Words of what "I can do that" takes on; more are a stretch of talk, and nobody knows which part was meant."""

_SOME_DAY = date(2024, 1, 1)
_NEXT_MEETING = re.compile(r"\bnext (?:meeting|call|session)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not)\b", re.IGNORECASE)
_OPENS = re.compile(r"[\s,]*(?:(?:and|so|then|but|okay|well)[\s,]*)*")
_CLAUSE = re.compile(r"(?:^|[:;,.?!–—-]|\b(?:and|then|so|but|okay|well))\s*$", re.IGNORECASE)
_ACTION_ON = re.compile(r"\b(?:actions?|action (?:item|point)s?|next steps?|to-?do)(?: (?:is )?(?:on|for|"
r"with))?:? $", re.IGNORECASE)
_MAY_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]+(?= (?:will|can|could|to|is going) )")
_MANY = ("commit", "named", "everyone")
"""Kinds of which a sentence may hold several, each of other owners."""
_VERBS = re.compile(rf"(?:{TELL}|{ASKED_WORK})(?=$)", re.IGNORECASE)
_VERB_BEFORE = re.compile(r"\b(?:to|should|must|could|has to|need(?:s|ed)? to) (?=[a-z]{2,})", re.IGNORECASE)


def find_actions(
    talk: Talk, sentences: Sequence[Sentence], people: People, next_meeting: date | None = None
) -> tuple[ActionFound, ...]:
    """Return the next steps in the order of the talk, the sure ones and suggestions.

    Args:
        talk: Its day is what dates are read from; without one they stay as printed.
        sentences: The talk's, as `split_sentences` gives them.
        people: Whose names may be owners.
        next_meeting: The day that "before the next meeting" means; looked for in the talk when it is not given.
    """
    reader = _Reader(talk.date, people, next_meeting or find_next_meeting(talk.date, sentences))
    for at, sentence in enumerate(sentences):
        reader.read(at, sentence)
    return tuple(frame.found(dated=talk.date is not None) for frame in reader.frames if not frame.withdrawn)


def find_next_meeting(said: date | None, sentences: Iterable[Sentence]) -> date | None:
    """Return the day of the next meeting as it was said last; None when nobody said it, or the day of this "
    "is unknown."""
    found: date | None = None
    for sentence in sentences if said else ():
        match = _NEXT_MEETING.search(sentence.text)
        if match and said:
            behind = (one for one in find_dates(sentence.text, said) if one.span[0] > match.start())
            found = next((one.days[0] for one in behind if len(one.days) == 1 and one.days[0] > said), found)
    return found


class _Reader:
    """Goes through a talk once; only the frames of the last few sentences can still be filled."""

    def __init__(self, said: date | None, people: People, next_meeting: date | None) -> None:
        self.frames: list[Frame] = []
        self._said, self._next_meeting = said or _SOME_DAY, next_meeting
        self._people, self._owners = people, Owners(people)
        self._before: list[Sentence] = []

    def read(self, at: int, sentence: Sentence) -> None:
        near = [one for one in self.frames[-3:] if at - one.last <= REACH]
        answered = next((one for one in reversed(near) if self._answers(one, sentence, at)), None)
        frames = list(self._frames(at, sentence)) if HINT.search(sentence.text) else []
        for frame in frames:
            known = answered or next((one for one in reversed(near) if one.is_same_step(frame)), None)
            known = known or next((one for one in self.frames if one.is_said_again(frame)), None)
            if known is not None:
                known.join(frame, sentence)
            else:
                self.frames.append(frame)
        if not frames and answered is None:
            self._put_right(near, sentence, at)
        self._before = [*self._before[-1:], sentence]

    def _frames(self, at: int, sentence: Sentence) -> Iterator[Frame]:
        """Yield the steps said in one sentence: the first that a rule finds, and others of other owners."""
        named = self._people.named_in(sentence.text)
        matches = list(self._matches(sentence.text, named))
        begins = [self._owners.begin(sentence.text, named, one.start()) for rule, one in matches if rule.kind in _MANY]
        taken: dict[int, Frame] = {}
        for rule, match in matches:
            start = _task_start(match)
            if taken and (rule.kind not in _MANY or any(abs(start - other) < 15 for other in taken)):
                continue
            end = min((one for one in begins if one > start and rule.kind in _MANY), default=len(sentence.text))
            frame = self._frame(at, sentence, rule, match, named, end)
            if frame is not None and all(frame.owners != one.owners for one in taken.values()):
                taken[start] = frame
        yield from (frame for _, frame in sorted(taken.items(), key=lambda one: one[0]))

    def _matches(self, text: str, named: Sequence[Mention]) -> Iterator[tuple[ActionRule, re.Match[str]]]:
        """Yield what the rules find; a given name that two people share is followed up as nobody's."""
        ends = [one.span[1] for one in named]
        shared = (one for one in _MAY_NAME.finditer(text) if self._people.ambiguous(one[0]))
        ends += [one.end() for one in shared if one.end() not in ends]
        for rule in RULES:
            if rule.kind in ("named", "asked"):
                found = (rule.pattern.match(text, end) for end in ends)
                yield from ((rule, match) for match in found if match)
            else:
                yield from ((rule, match) for match in rule.pattern.finditer(text))

    def _frame(
        self, at: int, sentence: Sentence, rule: ActionRule, match: re.Match[str], named: Sequence[Mention], end: int
    ) -> Frame | None:
        text, start = sentence.text[:end], _task_start(match)
        up_to_verb, spoken = text[: start + len(text[start:].split(" ", 1)[0])], text[start:]
        if any(pattern.search(up_to_verb if name == "now" else text[:start]) for name, pattern in BLOCKED):
            return None
        due = self._due(text, start, match.start())
        asked = rule.kind in ("request", "asked", "offer")
        # What has a day of its own is no part of how the meeting goes on: "I will ask her tomorrow".
        if (PROCEDURE.match(spoken) and due is None) or QUOTED.search(spoken):
            return None
        if rule.needs == "due" and due is None and rule.kind != "that":
            return None
        task, links = self._task(rule, match, spoken, due, named), sentence.ids
        if rule.kind == "that" or (asked and NOT_A_TASK.fullmatch(task)):
            task, before = self._spoken_of(sentence, due is not None or asked)
            links = (*before, *links)
        if not task or NOT_A_TASK.fullmatch(task) or (rule.kind == "that" and len(task.split()) > LONGEST_TAKEN):
            return None
        owners = self._owners.of(rule, match, sentence.speaker, named)
        lead = text[: self._owners.begin(text, named, match.start())]
        if rule.id == "A-recap" and not (_CLAUSE.search(lead) or _ACTION_ON.search(lead)):
            return None
        called = owners if rule.kind == "asked" else self._owners.called(text, named) if asked else ()
        nobody = rule.kind in ("named", "asked") and not owners
        agreed = rule.kind == "that" and due is None
        links = tuple(dict.fromkeys(links))
        return Frame(at, rule, sentence.speaker, task, owners, [*links], due, called, nobody, agreed)

    def _task(
        self, rule: ActionRule, match: re.Match[str], spoken: str, due: Dated | None, named: Sequence[Mention]
    ) -> str:
        """Return the task in words: without what other fields tell, and what stood before the verb behind it."""
        told = [due.due.printed] if due and due.bound in ("by", "on", "") else []
        told += [f", {match.string[slice(*one.span)]}" for one in named if one.span[0] > match.end()]
        if rule.id == "A-mind":
            verb = from_gerund(match["gerund"].lower(), _VERBS)
            return task_text(verb + spoken[len(match["gerund"]) :], tuple(told)) if verb else ""
        return task_text(f"provide {spoken}" if rule.id == "A-note" else spoken, tuple(told))

    def _spoken_of(self, sentence: Sentence, surely: bool) -> tuple[str, tuple[str, ...]]:
        """Return the task that "I will do that" takes on, from the sentences before, and the utterances it stands in.

        Unless `surely`, only as an answer to somebody else who says that something should be done.
        """
        for one in reversed(self._before):
            verb = _VERB_BEFORE.search(one.text)
            if verb and (surely or (one.speaker != sentence.speaker and ASSENT.match(sentence.text))):
                passive = one.text[verb.end() :].lower().startswith(("be ", "get "))
                return task_text(f"take on: {one.text}" if passive else one.text[verb.end() :]), one.ids
        last = self._before[-1] if self._before and surely else None
        return (task_text(f"take on: {last.text}"), last.ids) if last and len(last.text) > 12 else ("", ())

    def _due(self, text: str, start: int = 0, opens: int = 0) -> Dated | None:
        """Return when the task that starts here is due: said after it, or right before its sentence opens."""
        dates = find_dates(text, self._said, self._next_meeting)
        after = standing_due((one for one in dates if one.span[0] >= start), text, self._said)
        if after is None:
            leads = (one for one in dates if _OPENS.fullmatch(text, one.span[1], opens))
            return standing_due((one for one in leads if _CLAUSE.search(text[: one.span[0]])), text, self._said)
        return after

    def _answers(self, frame: Frame, sentence: Sentence, at: int) -> bool:
        """Take the sentence as an answer to the frame; returns whether it is one that says yes."""
        if sentence.speaker == frame.speaker and not frame.agreed:
            return False
        if frame.agreed:
            again = sentence.speaker == frame.answered_by and at - frame.last <= REACH
            return again and self._adds_date(frame, sentence, at)
        if WITHDRAWN.match(sentence.text):
            frame.refused = frame.withdrawn = True
            return False
        if frame.rule.kind == "nobody" and TAKEN_ON.match(sentence.text):
            frame.agree(self._owners.speaker(sentence.speaker), sentence.speaker)
            frame.cite(sentence, at)
            return True
        if not frame.waits:
            return False
        if REFUSAL.search(sentence.text[:60]) and not re.match(r"(?:no|not a) problem", sentence.text, re.IGNORECASE):
            frame.refuse()
            return False
        if not ASSENT.match(sentence.text):
            return False
        frame.agree(self._owners.speaker(sentence.speaker), sentence.speaker)
        frame.due = frame.due or self._due(sentence.text)
        frame.cite(sentence, at)
        return True

    def _adds_date(self, frame: Frame, sentence: Sentence, at: int) -> bool:
        due = self._due(sentence.text) if frame.due is None else None
        if due is None:
            return False
        frame.due = due
        frame.cite(sentence, at)
        return True

    def _put_right(self, near: list[Frame], sentence: Sentence, at: int) -> None:
        """Give a step the date that is said right after it, or the one it is moved to."""
        dates = [one for one in find_dates(sentence.text, self._said, self._next_meeting) if one.days]
        standing = standing_due(dates, sentence.text, self._said)
        if standing is None:
            return
        if _INSTEAD.search(sentence.text):
            gone = {one.days[-1].day for one in dates if one is not standing}
            late = (one for one in reversed(self.frames[-6:]) if one.due and one.due.days)
            moved = (one for one in late if one.due and one.due.days[-1].day in gone)
        elif len(sentence.text.split()) <= 6:
            moved = (one for one in reversed(near) if at - one.last <= 2 and _takes(one, standing))
        else:
            return
        frame = next(moved, None)
        if frame is not None:
            frame.due = standing if frame.due is None or frame.due.days != standing.days else frame.due
            frame.cite(sentence, at)


def _task_start(match: re.Match[str]) -> int:
    return next(match.start(name) for name in ("task", "task2") if match.groupdict().get(name))


def _takes(frame: Frame, due: Dated) -> bool:
    if frame.due is not None:
        return frame.due.days == due.days
    return due.bound == "by" or frame.rule.kind != "offer"
