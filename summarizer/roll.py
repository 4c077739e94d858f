"""Who was there, who sent apologies, who stood in for whom, who came late or left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from summarizer.finding import RollFound
from summarizer.floor import Line
from summarizer.people import People
from summarizer.roll_names import Named, names_after, names_before, names_in
from summarizer.roll_rules import HERE, IN_CHAT, INTRODUCTION, NONE_TOLD, OTHER_TIME, RULES, RollRule

OPENING = 40
"""Lines from the start within which the roll is told."""

_HINTS = re.compile(
    r"apolog|regret|excuse|late|join|attend|make it|make the|be here|on behalf|\bfor\b|place of|instead|"
    r"replac|not|n't|left|leave|drop|run|travel|away|ill|sick|busy|absent|chat|unable|holiday|clash|conflict|"
    r"hop off|sign off|dash|jump|head|go now|gone|another|able|is on|double|engaged|indisposed",
    re.IGNORECASE,
)
_SELF = re.compile(r"\bI(?:'m| am|'ll be| will be)?(?: \w+){0,2}\s*$")
"""The speaker's own: "I am here today" standing in for somebody."""


def find_roll(lines: Sequence[Line], people: People) -> tuple[RollFound, ...]:
    """Return what is known of everybody's presence: those present in the order in which they spoke, then the others.

    Whoever came late or left early is present as well, and comes twice. A name that is not on the roster is as
    spoken; a label that stands for nobody known is kept, as "uncertain".
    """
    shown = _introduced(lines, people)
    present = _present(lines, people, shown)
    speaking = {one.text for one in present if one.status == "present"}
    told: dict[tuple[str, str], RollFound] = {}
    spelled: dict[str, str] = {}
    for line in lines:
        for one in _told(line, lines, people, shown, spelled):
            if one.status in ("apologies", "mentioned absent", "replaced", "chat only") and one.text in speaking:
                continue
            told.setdefault((one.text, one.status), one)
    return (*present, *_consistent(tuple(told.values()), speaking))


def no_apologies(lines: Sequence[Line]) -> str:
    """Return the utterance in which it is said that there are no apologies, empty if it is not."""
    return next((one.ids[0] for one in lines[:80] if NONE_TOLD.search(one.text) and not one.asks), "")


def _consistent(told: tuple[RollFound, ...], speaking: set[str]) -> tuple[RollFound, ...]:
    """Drop what a surer finding says otherwise: whoever sent apologies is not merely absent, nor late."""
    excused = {one.text for one in told if one.status in ("apologies", "replaced")}
    known = {one.text for one in told if one.status == "apologies"}
    return tuple(
        one
        for one in told
        if not (one.status in ("mentioned absent", "left early", "chat only") and one.text in excused - speaking)
        and not (one.status == "replaced" and one.text in known)
    )


def _present(lines: Sequence[Line], people: People, shown: Mapping[str, tuple[str, Line]]) -> tuple[RollFound, ...]:
    first: dict[str, Line] = {}
    chatted: dict[str, Line] = {}
    for line in lines:
        if line.who and line.channel != "note":
            (first if line.channel == "speech" else chatted).setdefault(line.who, line)
    found: dict[str, RollFound] = {}
    for who, line in (*first.items(), *((who, line) for who, line in chatted.items() if who not in first)):
        status = "present" if who in first else "chat only"
        if who in shown:
            name, intro = shown[who]
            links = tuple(dict.fromkeys((*line.ids[:1], *intro.ids)))
            found.setdefault(name, RollFound(text=name, links=links, rule="R-introduced", status="present", score=0.9))
        elif people.of(who) is None:
            found[who] = RollFound(
                text=who, links=line.ids[:1], rule="R-label", status="uncertain", score=0.5, sure=False
            )
        else:
            rule = "R-speaks" if status == "present" else "R-chats"
            found.setdefault(who, RollFound(text=who, links=line.ids[:1], rule=rule, status=status))  # type: ignore[arg-type]
    return tuple(found.values())


def _introduced(lines: Sequence[Line], people: People) -> dict[str, tuple[str, Line]]:
    """Return who is behind a label that is no person's name: an organisation, "Speaker 3". Theirs to tell."""
    shown: dict[str, tuple[str, Line]] = {}
    for line in lines:
        if not line.who or line.who in shown or line.words > 40 or people.of(line.who) is not None:
            continue
        opening = INTRODUCTION.match(line.text)
        names = names_in(line.text, people)
        told = [one.name for one in names if opening and one.start - opening.end() in (0, 1)]
        told += [one.name for one in names[:1] if HERE.match(line.text[one.end :])]
        if told and people.of(told[0]) is not None:
            shown[line.who] = (told[0], line)
    return shown


def _told(
    line: Line, lines: Sequence[Line], people: People, shown: Mapping[str, tuple[str, Line]], spelled: dict[str, str]
) -> Iterator[RollFound]:
    """Yield what this line says of somebody's presence."""
    text = line.text[:800]
    if (line.asks and not line.leads) or not _HINTS.search(text):
        return
    names: tuple[Named, ...] | None = None
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            if OTHER_TIME.search(text) and rule.place != "speaker":
                continue
            if rule.place == "speaker":
                if line.who:
                    who = shown[line.who][0] if line.who in shown else line.who
                    yield RollFound(text=who, links=line.ids, rule=rule.id, status=rule.status)
                continue
            names = names_in(text, people) if names is None else names
            yield from _placed(rule, line, match.start(), match.end(), text, names, lines, people, spelled)
    if IN_CHAT.search(text):
        names = names_in(text, people) if names is None else names
        for name in names_before(text, IN_CHAT.search(text).start(), names):  # type: ignore[union-attr]
            yield RollFound(text=name, links=line.ids, rule="R-in-chat", status="chat only", score=0.8)


def _placed(
    rule: RollRule, line: Line, start: int, end: int, text: str, names: Sequence[Named], lines: Sequence[Line],
    people: People, spelled: dict[str, str],
) -> Iterator[RollFound]:  # fmt: skip
    before = names_before(text, start, names)
    after = names_after(text, end, names)
    if rule.place == "pair":
        stand_in = before[-1:] or ((line.who,) if _SELF.search(text[:start]) and line.who else ())
        for name in after[:1] if stand_in else ():
            full = spelled.get(name, name)
            if not (line.leads or line.at < OPENING or people.of(full) is not None):
                continue
            for one in stand_in:
                yield RollFound(text=one, links=line.ids, rule=rule.id, status="present", stands_for=full)
            yield RollFound(text=full, links=line.ids, rule="R-replaced", status="replaced")
        return
    links = line.ids
    # Anybody tells of witnesses and ministers who could not come somewhere; the chair, or the opening, of this meeting.
    near = line.leads or line.at < OPENING
    told = before if rule.place == "before" else after
    if not told and rule.place == "before":
        told, links = _pronoun(line, start, text, lines, people)
    for name in told:
        full = spelled.get(name, name)
        if not (near or people.of(full) is not None or rule.place == "after"):
            continue
        spelled.setdefault(full.split(" ")[0], full)
        sure = " " in full or people.of(full) is not None or not people.roster.people
        yield RollFound(text=full, links=links, rule=rule.id, status=rule.status, sure=sure, score=1.0 if sure else 0.6)


def _pronoun(
    line: Line, start: int, text: str, lines: Sequence[Line], people: People
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whom "he cannot make it" means: the one person named in the sentence before by the same speaker."""
    words = text[:start].lower().replace(",", " ").split()
    if not words or len(words) > 4 or words[-1] not in ("he", "she") or not line.at:
        return (), ()
    last = lines[line.at - 1]
    named = {one.name for one in names_in(last.text[:800], people)}
    if last.who != line.who or len(named) != 1:
        return (), ()
    return tuple(named), tuple(dict.fromkeys((*last.ids, *line.ids)))
