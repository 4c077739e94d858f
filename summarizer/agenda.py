"""Where the items of the agenda begin, told from the chair's words and the draft agenda, where there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.meeting import AgendaItem
from summarizer.agenda_rules import (
    ADOPTION,
    AOB,
    BACK,
    BACK_TO,
    CARDINALS,
    LOOSE,
    NEXT,
    NUMBERED,
    OPENS,
    ORDINALS,
    Announced,
    clean_title,
)
from summarizer.finding import AgendaFound
from summarizer.floor import Line
from summarizer.people import People
from summarizer.talk import NoteMark
from summarizer.wording import after_lead, without_aside

NUMBERED_AT_LEAST = 2
"""From so many items announced by number on, words like "moving on to" open no item: such chairs name their items."""

OVERVIEW_AT_LEAST = 2
"""So many items named in a row may be a look at the agenda that opens none of them."""


def find_agenda(
    lines: Sequence[Line], people: People, agenda: Sequence[AgendaItem] = (), marks: Sequence[NoteMark] = ()
) -> tuple[AgendaFound, ...]:
    """Return where each item begins, in the order of the talk.

    A return to an earlier item ("sorry, back to item two") is found again by the rule I-return. An item that
    the note-taker marked stands where they marked it.
    """
    heard = [one for one in (_announced(lines, line) for line in lines if line.leads or BACK.search(line.text)) if one]
    # "Let us go to Ben" gives the floor, and opens no item.
    heard = [one for one in heard if one.rule != "I-loose" or people.of(re.sub(r"\W+$", "", one.title)) is None]
    heard = _without_overview(heard)
    numbered = sum(one.rule == "I-numbered" for one in heard) >= NUMBERED_AT_LEAST
    kept = _on_agenda(lines, heard, agenda) if agenda else _freely(heard, numbered)
    found = tuple(_found(one, lines, kept) for one in kept)
    return _with_marks(found, lines, agenda, marks)


def item_at(agenda: Sequence[AgendaFound], lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the number of the item that each line belongs to, empty before the first."""
    starts = {one.links[0]: one.item for one in agenda}
    current, items = "", []
    for line in lines:
        current = next((starts[one] for one in line.ids if one in starts), current)
        items.append(current)
    return tuple(items)


def _announced(lines: Sequence[Line], line: Line) -> Announced | None:
    """Return the item that this line opens by its words alone."""
    if line.channel != "speech":
        return None
    text = after_lead(line.text[:400])
    for rule in (BACK, *NUMBERED):
        match = rule.search(text)
        if match:
            number = CARDINALS.get(match["n"].lower(), match["n"].lower())
            return Announced(
                "I-return" if rule is BACK else "I-numbered",
                line.at,
                number,
                clean_title(without_aside(match["title"])),
            )
    if AOB.search(text):
        return Announced("I-aob", line.at, "AOB", "Any other business")
    if ADOPTION.search(text):
        return Announced("I-adoption", line.at, "1", "Adoption of the agenda")
    for loose in (NEXT, *LOOSE):
        match = loose.search(text)
        if match:
            said = match.groupdict()
            number = ORDINALS.get((said.get("nth") or "").lower(), "1" if OPENS.match(text) else "")
            kind = "I-next" if loose is NEXT else "I-back" if BACK_TO.match(text) else "I-loose"
            return Announced(kind, line.at, number, clean_title(said["title"] or said.get("title2") or ""))
    return None


def _without_overview(heard: Sequence[Announced]) -> list[Announced]:
    """Leave out what only tells the agenda: items named one after the other that are opened one by one later."""
    kept: list[Announced] = []
    at = 0
    while at < len(heard):
        end = at + 1
        while end < len(heard) and heard[end].line - heard[end - 1].line <= 1:
            end += 1
        named = {one.number for one in heard[at:end] if one.number}
        for place in range(at, end):
            again = {one.number for one in heard[place + 1 :] if one.rule != "I-return"}
            if len(named) < OVERVIEW_AT_LEAST or heard[place].number not in again:
                kept.append(heard[place])
        at = end
    return kept


def _freely(heard: Sequence[Announced], numbered: bool) -> list[Announced]:
    """Keep what opens an item where no agenda was given."""
    kept: list[Announced] = []
    for at, one in enumerate(heard):
        last = next((old.number for old in reversed(kept) if old.number.isdigit()), "0")
        seen = {old.number for old in kept}
        if one.rule == "I-loose" and (
            numbered or any(one.line - old.line < 3 and old.rule != "I-adoption" for old in kept[-1:])
        ):
            continue
        if one.rule == "I-back":
            earlier = next((old for old in kept if _alike(old.title, one.title)), None)
            if earlier is None:
                continue
            one = Announced("I-return", one.line, earlier.number, earlier.title)
        if one.rule == "I-adoption" and (kept or not _second_follows(heard[at + 1 :], numbered)):
            continue
        if one.rule in ("I-loose", "I-next") and not one.number:
            one = replace(one, number=str(int(last) + 1))
        if one.rule == "I-return" and one.number not in seen:
            one = replace(one, rule="I-numbered")
        if one.rule != "I-return" and one.number in seen and (one.number == "AOB" or one.rule != "I-loose"):
            continue
        kept.append(one)
    return kept


def _alike(title: str, said: str) -> bool:
    """Whether an earlier title is named again."""
    words = set(_stems(title))
    return bool(words) and len(words & set(_stems(said))) * 2 >= len(words)


def _second_follows(rest: Sequence[Announced], numbered: bool) -> bool:
    """Whether the adoption of the agenda was its first item: what is announced next is not."""
    following = next((one for one in rest if one.rule == "I-numbered" or not numbered), None)
    return following is not None and following.number not in ("1", "AOB")


def _on_agenda(lines: Sequence[Line], heard: Sequence[Announced], agenda: Sequence[AgendaItem]) -> list[Announced]:
    """Keep what opens an item of the draft agenda, by its number, its title or as the next one."""
    by_line = {one.line: one for one in heard}
    numbers = [item.number.lower() for item in agenda]
    kept: list[Announced] = []
    place = -1
    for line in lines:
        one = by_line.get(line.at)
        at = _meant(line, one, agenda, numbers, place)
        if at is None or at == place:
            continue
        known = {old.number for old in kept}
        rule = "I-title" if one is None else "I-return" if one.rule == "I-back" else one.rule
        if agenda[at].number in known or (at < place and rule != "I-return"):
            if rule != "I-return":
                continue
        elif rule == "I-return":
            rule = "I-numbered"
        place = at
        kept.append(Announced(rule, line.at, agenda[at].number, agenda[at].title))
    return kept


def _meant(
    line: Line, one: Announced | None, agenda: Sequence[AgendaItem], numbers: list[str], place: int
) -> int | None:
    if one is None:
        return _titled(line, agenda, place, whole=True) if line.leads else None
    if one.rule in ("I-numbered", "I-return"):
        return numbers.index(one.number) if one.number in numbers else None
    if one.rule == "I-back":
        return next((at for at in range(place) if _alike(agenda[at].title, one.title)), None)
    if one.rule == "I-aob":
        hits = [at for at, item in enumerate(agenda) if _is_aob(item)]
        return hits[0] if hits else None
    if one.rule == "I-adoption":
        hits = [at for at, item in enumerate(agenda) if re.search(r"\bagenda\b", item.title, re.IGNORECASE)]
        return hits[0] if hits and place < hits[0] else None
    titled = _titled(line, agenda, place, whole=False)
    if titled is not None:
        return titled
    if one.rule == "I-next" and one.number in numbers[place + 1 :]:
        return numbers.index(one.number)
    # "Next item" is the next of the agenda, whatever its title; "first, the letter" is none of it.
    return place + 1 if one.rule == "I-next" and place + 1 < len(agenda) else None


def _titled(line: Line, agenda: Sequence[AgendaItem], place: int, whole: bool) -> int | None:
    """Return the later item whose title is said; `whole`: the line is hardly more than the title."""
    said = set(_stems(line.text))
    best, most = None, 0.0
    for at in range(place + 1, len(agenda)):
        title = set(_stems(agenda[at].title))
        share = len(title & said) / len(title) if title else 0.0
        if whole and (line.asks or not said or len(title & said) / len(said) < 0.7 or share < 0.7):
            continue
        if share > most and share >= 0.5:
            best, most = at, share
    return best


_SMALL = frozenset(
    "a an and any are as at for from in is it its of on or our s that the this then to up we with".split()
)


def _stems(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return [re.sub(r"(?:ations?|ings?|ies|ed|es|s)$", "", one) or one for one in words if one not in _SMALL]


def _is_aob(item: AgendaItem) -> bool:
    return (
        item.number.upper() == "AOB" or re.search(r"any other business|\bAOB\b", item.title, re.IGNORECASE) is not None
    )


def _found(one: Announced, lines: Sequence[Line], kept: Sequence[Announced]) -> AgendaFound:
    title = one.title or next((old.title for old in kept if old.number == one.number and old.title), "")
    links = list(lines[one.line].ids[:1])
    following = lines[one.line + 1] if one.line + 1 < len(lines) else None
    if not title and following is not None and following.who == lines[one.line].who:
        title = clean_title(re.sub(r"^.*?\b(?:propose|is|on|about)\b", "", without_aside(following.text)))
        links += [one for one in following.ids if one not in links] if title else []
    return AgendaFound(text=title, links=tuple(links), rule=one.rule, item=one.number)


def _with_marks(
    found: tuple[AgendaFound, ...], lines: Sequence[Line], agenda: Sequence[AgendaItem], marks: Sequence[NoteMark]
) -> tuple[AgendaFound, ...]:
    place = {one: line.at for line in reversed(lines) for one in line.ids}
    told = [one for one in marks if one.kind == "agenda item" and one.utterance in place]
    for mark in told:
        item = next((one for one in agenda if mark.text.strip() in (one.title, one.number)), None)
        number = item.number if item else str(1 + sum(one.item.isdigit() for one in found))
        title = item.title if item else mark.text.strip()
        found = tuple(one for one in found if one.item != number)
        found += (AgendaFound(text=title, links=(mark.utterance,), rule="note-taker", item=number),)
    return tuple(sorted(found, key=lambda one: place[one.links[0]])) if told else found
