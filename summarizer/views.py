"""Opposing stances on one matter within an agenda item, so that no minority view is lost; never with a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.roster import Body
from summarizer.finding import AgendaFound, ViewFound
from summarizer.floor import Line
from summarizer.people import People
from summarizer.wording import after_lead, sentence, third_person

REACH = 6
"""Lines within which an answer belongs to the same dispute."""

OPPOSES = re.compile(
    r"\bI (?:see|view|read) (?:it|this|that|things) (?:quite |very |rather |a bit |somewhat )?differently\b|"
    r"\bI(?: would| have to| must| really| strongly| respectfully| also|'d|'d have to)* disagree\b"
    r"|\bI(?: do not|don't| cannot|can't| really don't) (?:agree|accept|support)\b(?! (?:more|enough))|"
    r"\bI(?:'m| am) (?:really |still )?(?:not (?:so |very |really |too |at all )?(?:happy|comfortable|"
    r"convinced|in favou?r|keen)|against|opposed|uncomfortable|sceptical|skeptical)\b"
    r"|\bI(?: do| would| strongly|'d)? (?:object|oppose)\b(?! to (?:nothing|be))|\bI (?:have|had) (?:a |some "
    r"|serious |strong |my |several )*(?:concerns?|reservations?|doubts?|objections?) (?:about|with|on|"
    r"against|regarding|here)\b"
    r"|\bI (?:do not|don't) think (?:we|this|that|it|the \w+|you) (?:should|can|has|have|need|is|ought|must|"
    r"will)\b|\bI would (?:rather not|prefer not|not (?:want|like|go|do|support|agree))\b|\banother view\b",
    re.IGNORECASE,
)
RECORD = re.compile(
    r"\b(?:for|on|in) the record\b.{0,80}\b(?:object|disagree|against|concern|oppose|dissent|reservation|not "
    r"(?:agree|support|happy)|different|minority)|\b(?:object|disagree|against|concern|oppose|dissent|"
    r"reservation|objection|not (?:agree|support)|minority|disagreement)\w*\b.{0,80}\b(?:for|on|in|to) the "
    r"(?:record|minutes|report)\b"
    r"|\brecord (?:it |the fact )?that\b.{0,80}\b(?:object|oppose|disagree|dissent|against|not (?:agree|support))"
    r"|\b(?:objection|dissent|disagreement|reservation)s?\b.{0,80}\b(?:is|are|was|were|has been|have been) "
    r"(?:recorded|noted|minuted)\b"
    r"|\b(?:like|want|ask|wish)\b.{0,30}\b(?:objection|disagreement|dissent|reservation|concern|view|"
    r"position|this|that|it)\b.{0,20}\b(?:recorded|noted|minuted|reflected|in the (?:minutes|report|"
    r"record))\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\bI(?:'m| am) with (?!you all|us)\w+|\bI (?:would |fully |also |tend to )?(?:agree|side) with\b|\bsame "
    r"(?:view|concern) here\b",
    re.IGNORECASE,
)
_STANCE = re.compile(
    r"\b(?:I think|I would say|should|in my view|I believe|my (?:view|opinion|position)|I prefer|would be "
    r"better|we need|must|ought|propose|suggest|reasonable|means consent|I feel)\b",
    re.IGNORECASE,
)
_OPENINGS = re.compile(
    r"^(?:one thing I would (?:say|add) is(?: that)?|what I would (?:say|add) is(?: that)?|I (?:would |also |"
    r"do |really |strongly |just )?(?:think|believe|feel|say|find)(?: that)?|in my (?:view|opinion),?|I "
    r"(?:would |do |must )?disagree with (?:that|this|it)(?:,? because|, )|I see it differently,?|for the "
    r"record,?)\s+",
    re.IGNORECASE,
)


_SUMMARY = re.compile(
    r"\bdifferent (?:views|opinions|positions)\b|\bwe (?:can(?:not|'t)|do not|don't) (?:conclude|decide|"
    r"agree)\b",
    re.IGNORECASE,
)
"""The chair sums up, and takes no side."""
_VERBS = (
    "hear|see|think|want|need|like|know|agree|disagree|support|prefer|believe|find|propose|suggest|object|"
    "feel|hope|mean|wonder|understand|share|take|oppose|say"
)

_ONE = (
    (re.compile(r"\bI(?:'m| am)\b"), "one is"),
    (re.compile(r"\bI(?:'ve| have)\b"), "one has"),
    (re.compile(r"\bI'd\b"), "one would"),
    (re.compile(r"\bI'll\b"), "one will"),
    (re.compile(r"\bI do(?= not\b|n't\b)"), "one does"),
    (re.compile(rf"\bI ((?:\w+ly |also |just )?(?:{_VERBS}))\b"), r"one \1s"),
    (re.compile(r"\bI\b"), "one"),
    (re.compile(r"\b(?:me|myself)\b"), "one"),
    (re.compile(r"\bm(?:y|ine)\b"), "one's"),
)


_EMPTY = frozenset("sorry but with that this the and well yes thank thanks you afraid really very all what".split())
_MYSELF = re.compile(r"^(?:this is|my name is|I(?:'m| am) (?-i:[A-Z])|I speak for)", re.IGNORECASE)


@dataclass
class _Dispute:
    first: Line
    sides: list[Line] = field(default_factory=list)
    last: int = 0
    recorded: bool = False


def find_views(
    lines: Sequence[Line], items: Sequence[str], people: People, agenda: Sequence[AgendaFound] = ()
) -> tuple[ViewFound, ...]:
    """Return the matters on which people took opposing stances, each position in words without a name."""
    titles = {one.item: one.text for one in reversed(agenda)}
    found: list[_Dispute] = []
    for line in lines:
        opposes = OPPOSES.search(line.text) is not None and not line.asks
        recorded = RECORD.search(line.text) is not None and not line.asks
        current = found[-1] if found else None
        close = current is not None and items[current.first.at] == items[line.at] and line.at - current.last <= REACH
        if line.leads and (_SUMMARY.search(line.text) or recorded):
            if current is not None and close:
                current.recorded = current.recorded or recorded
            continue
        if current is not None and close and (opposes or recorded or _SIDES.search(line.text)):
            current.sides.append(line)
            current.last, current.recorded = line.at, current.recorded or recorded
        elif opposes or recorded:
            found.append(_Dispute(line, [line], line.at, recorded))
    views = [_view(one, lines, items, titles, people) for one in found]
    return tuple(one for one in views if one is not None)


def _view(
    one: _Dispute, lines: Sequence[Line], items: Sequence[str], titles: dict[str, str], people: People
) -> ViewFound | None:
    """Return the view, None where nobody is opposed: a concern that stands alone is kept if meant for the record."""
    opposed = _opposed(one.first, lines, items)
    if opposed is None and not one.recorded and len({side.who for side in one.sides}) < 2:
        return None
    held = [*([opposed] if opposed is not None else []), *(side for side in one.sides if _holds(side, one.sides))]
    positions = [(unnamed(text, people), ids) for text, ids in (_position(side, lines) for side in held)]
    cited = [*(ids for _, ids in positions), *(side.ids for side in one.sides)]
    links = tuple(dict.fromkeys(link for ids in cited[:12] for link in ids))
    item = items[one.first.at]
    return ViewFound(
        text=titles.get(item, "") or (positions[0][0] if positions else ""),
        links=links[:15],
        rule="V-record" if one.recorded else "V-opposed",
        score=0.9 if one.recorded or len(one.sides) > 1 else 0.6,
        sure=one.recorded or len({side.who for side in one.sides}) > 1,
        item=item,
        positions=tuple(one for one in positions if one[0])[:6],
        for_the_record=one.recorded,
    )


def _holds(line: Line, sides: Sequence[Line]) -> bool:
    """Whether a line holds something itself: not one that only sides, or only has what was held recorded."""
    if line.words < 12 and _SIDES.search(line.text) is not None and not OPPOSES.search(line.text):
        return False
    said = any(one.who == line.who and one.at < line.at for one in sides)
    return not (said and RECORD.search(line.text))


def unnamed(text: str, people: People) -> str:
    """Return the text with nobody's name in it."""
    for who, (start, end) in reversed(people.named_in(text)):
        if isinstance(who, Body):
            continue
        rest = text[end:]
        text = text[:start] + ("others'" + rest[2:] if rest[:2] == "'s" else "others" + rest)
    return text[:1].upper() + text[1:]


def _opposed(first: Line, lines: Sequence[Line], items: Sequence[str]) -> Line | None:
    """Return the last stance of somebody else before the first objection, in the same item."""
    for at in range(first.at - 1, max(-1, first.at - 1 - REACH), -1):
        line = lines[at]
        if items[at] != items[first.at]:
            return None
        if line.who != first.who and _STANCE.search(line.text):
            return line
    return None


def _position(line: Line, lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return what is held, without who holds it, and where; of "I see it differently" the reason that follows it."""
    text = _worded(line.text)
    bare = re.findall(r"\w{3,}", OPPOSES.sub("", RECORD.sub("", text if len(text.split()) < 5 else line.text)))
    if len(text.split()) >= 5 and len([one for one in bare if one.lower() not in _EMPTY]) > 1:
        return text, line.ids
    for following in lines[line.at + 1 : line.at + 4]:
        if following.who != line.who or following.opens:
            break
        if not _MYSELF.match(following.text) and not RECORD.search(following.text) and following.words > 3:
            return _worded(following.text) or text, (*line.ids, *(one for one in following.ids if one not in line.ids))
    return text, line.ids


def _worded(text: str) -> str:
    text = after_lead(text)
    text = re.sub(r"^I do(?: not|n't) think(?: that)? ", "it is not thought that ", text, flags=re.IGNORECASE)
    text = re.sub(r"^I(?:'m| am) (?=not |against|opposed)", "", _OPENINGS.sub("", text))
    for first, third in _ONE:
        text = first.sub(third, text)
    return sentence(third_person(text))
