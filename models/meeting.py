"""A meeting as it is planned: what it is called, when it is, who is expected, under which rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal, get_args

from models.names import LINE_LENGTH, NAME_LENGTH, BadField, check_line, check_name, slug
from models.registry import acronym_of
from models.roster import Roster, one_of

Rule = Literal["open", "chatham-house"]
RULES: tuple[str, ...] = get_args(Rule)
Readers = Literal["anyone", "link"]
READERS: tuple[str, ...] = get_args(Readers)

URL_LENGTH = 2_000
ID_LENGTH = 64

ITEM_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z]{1,5}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*(-x(-[A-Za-z0-9]{1,8})+)?"
)
_URL = re.compile(r"https?://[^\s/?#@\\<>\"]+(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class AgendaItem:
    """One item of the agenda; `number` as it is printed: "2", "2.1", "3a", "AOB"."""

    number: str
    title: str
    link: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.number, str) or not ITEM_NUMBER.fullmatch(self.number):
            raise BadField("number", f'number is {self.number!r}; expected one like "2", "3a" or "AOB"')
        object.__setattr__(self, "title", check_line(self.title, "title"))
        if self.link is not None:
            object.__setattr__(self, "link", check_url(self.link, "link"))


@dataclass(frozen=True)
class Document:
    """A document of the meeting, by its public address."""

    label: str
    url: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", check_line(self.label, "label"))
        object.__setattr__(self, "url", check_url(self.url, "url"))


@dataclass(frozen=True)
class Meeting:
    """Everything known ahead of a meeting. `date` is ISO ("2022-03-23"), `start` is UTC ("14:00").

    `rule` says whether speakers are named ("open") or not ("chatham-house"); it has no default, because
    nobody should be named or left unnamed by accident. `number` is a label and may be empty. `readers` says who may
    read along: anyone, or only who was given a link. `needs` is what participants asked for beforehand to take part,
    such as sign language; only the host sees it.
    """

    id: str
    number: str
    title: str
    group: str
    date: str
    start: str
    rule: Rule
    language: str = "en"
    agenda: tuple[AgendaItem, ...] = ()
    roster: Roster = field(default_factory=Roster)
    terms: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    readers: Readers = "anyone"
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keep = {
            "id": check_meeting_id(self.id),
            "number": check_line(self.number, "number", 20) if self.number else "",
            "title": check_line(self.title, "title"),
            "group": check_name(self.group, "group", LINE_LENGTH),
            "date": check_date(self.date),
            "start": check_start(self.start),
            "language": check_language(self.language),
            "terms": tuple(dict.fromkeys(check_line(term, "terms", NAME_LENGTH) for term in self.terms)),
            "needs": tuple(dict.fromkeys(check_line(need, "needs") for need in self.needs)),
        }
        for key, value in keep.items():
            object.__setattr__(self, key, value)
        one_of(self.rule, "rule", RULES)
        one_of(self.readers, "readers", READERS)

    @property
    def usual_id(self) -> str:
        return meeting_id(self.date, self.group, self.number)


def meeting_id(day: str, group: str, number: str) -> str:
    """Return the id of a meeting: its day, its group's short form and its number.

    A group without a known short form gives the initials of its capitalised words.

    >>> meeting_id("2022-03-23", "Dynamic Coalition Coordination Group", "60")
    '2022-03-23-dccg-60'
    """
    given = re.search(r"\(([^()]{2,20})\)", group)
    initials = "".join(word[0] for word in re.findall(r"\w+", group) if word[0].isupper())
    short = acronym_of(group) or (given[1] if given else "") or (initials if len(initials) > 1 else group)
    return "-".join(part for part in (day, slug(short)[:24].strip("-"), slug(number)) if part)


def check_meeting_id(text: object) -> str:
    """Return the id if it is safe as a folder name and in an address.

    Raises:
        BadField: If it is anything but 1 to 64 small letters, digits and hyphens, beginning with no hyphen.
    """
    if isinstance(text, str) and _ID.fullmatch(text):
        return text
    shown = repr(text if not isinstance(text, str) or len(text) <= ID_LENGTH else text[:ID_LENGTH] + "…")
    raise BadField("id", f"id is {shown}; expected 1 to {ID_LENGTH} of a-z, 0-9 and hyphens, like 2022-03-23-dccg-60")


def check_date(text: object) -> str:
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise BadField("date", f"date is {text!r}; expected a day of the calendar like 2022-03-23")


def check_start(text: object) -> str:
    if isinstance(text, str) and re.fullmatch(r"\d\d:\d\d", text, re.ASCII):
        try:
            return time.fromisoformat(text).isoformat("minutes")
        except ValueError:
            pass
    raise BadField("start", f'start is {text!r}; expected a time in UTC from "00:00" to "23:59"')


def check_language(text: object) -> str:
    if isinstance(text, str) and _LANGUAGE.fullmatch(text):
        return text
    raise BadField("language", f'language is {text!r}; expected a BCP 47 tag like "en" or "pt-BR"')


def check_url(text: object, key: str) -> str:
    """Return a web address that may become a link: http or https, no user name, no blank, no quote."""
    kept = check_line(text, key, URL_LENGTH)
    if not _URL.fullmatch(kept):
        raise BadField(key, f"{key} is {kept!r}; expected an address that begins with https:// or http://")
    return kept
