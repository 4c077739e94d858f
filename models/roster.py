"""The people of a meeting and the bodies they speak for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast, get_args

from models.names import BadField, check_name, fold, split_name

BODY_NAME_LENGTH = 120
ACRONYM_LENGTH = 20

BodyKind = Literal["coalition", "group", "office", "forum", "network", "initiative", "other"]
Role = Literal[
    "chair", "facilitator", "participant", "liaison", "secretariat",
    "note-taker", "captioner", "host", "guest",
]  # fmt: skip
Member = Literal["full", "observer"]

BODY_KINDS: tuple[str, ...] = get_args(BodyKind)
ROLES: tuple[str, ...] = get_args(Role)
MEMBERS: tuple[str, ...] = get_args(Member)


class DuplicateEntry(BadField):
    """Raised when two entries of a list answer to the same name; `first` and `second` count from 0."""

    def __init__(self, key: str, problem: str, first: int, second: int) -> None:
        super().__init__(key, problem)
        self.first = first
        self.second = second


def one_of(value: object, key: str, allowed: Sequence[str]) -> str:
    """Return the value if it is one of those allowed; raise `BadField` naming them otherwise."""
    if isinstance(value, str) and value in allowed:
        return value
    shown = f'"{value}"' if isinstance(value, str) else repr(value)
    raise BadField(key, f"{key} is {shown}; expected one of {', '.join(allowed)}")


@dataclass(frozen=True)
class Body:
    """A coalition, an office or another body that people speak for."""

    name: str
    acronym: str = ""
    kind: BodyKind = "coalition"
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", check_name(self.name, "name", BODY_NAME_LENGTH))
        if self.acronym:
            object.__setattr__(self, "acronym", check_name(self.acronym, "acronym", ACRONYM_LENGTH))
        one_of(self.kind, "kind", BODY_KINDS)
        kept = tuple(check_name(alias, "aliases", BODY_NAME_LENGTH) for alias in self.aliases)
        object.__setattr__(self, "aliases", kept)

    @property
    def short(self) -> str:
        return self.acronym or self.name

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *((self.acronym,) if self.acronym else ()), *self.aliases)


@dataclass(frozen=True)
class Person:
    """Somebody on the roster, spelled as they spell themselves.

    `given` and `family` are split from the name where they are not told. `aliases` are other names they
    appear under: display names, initials, former names. `body` is a body's full name. `member` is None where
    nobody said whether they are a full member or an observer.
    """

    name: str
    given: str = ""
    family: str = ""
    aliases: tuple[str, ...] = ()
    body: str | None = None
    role: Role = "participant"
    member: Member | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", check_name(self.name))
        given, family = self.given, self.family
        if not given and not family:
            given, family = split_name(self.name)
        for key, value in (("given", given), ("family", family)):
            object.__setattr__(self, key, check_name(value, key) if value else "")
        object.__setattr__(self, "aliases", tuple(check_name(alias, "aliases") for alias in self.aliases))
        if self.body is not None:
            object.__setattr__(self, "body", check_name(self.body, "body", BODY_NAME_LENGTH))
        one_of(self.role, "role", ROLES)
        if self.member is not None:
            one_of(self.member, "member", MEMBERS)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Roster:
    """Everybody expected, in the order given, and the bodies named beside the registry's.

    Raises:
        DuplicateEntry: If two people share a name or an alias, or two bodies a name or an acronym.
    """

    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()

    def __post_init__(self) -> None:
        _refuse_twice("roster", [(p.name, p.names) for p in self.people], "full name, or a middle initial")
        _refuse_twice("body", [(b.name, b.names) for b in self.bodies], "name or acronym")

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and alias, in the order given."""
        return tuple(name for person in self.people for name in person.names)

    def person(self, text: str) -> Person | None:
        """Return who has this name or alias, case and accents set aside; None if nobody has."""
        return self._people.get(fold(text))

    def body(self, text: str) -> Body | None:
        """Return the roster's own body of this name or acronym."""
        return find_body(text, self.bodies)

    def body_of(self, person: Person) -> Body | None:
        """Return the body the person speaks for; one nobody described has a name only."""
        if person.body is None:
            return None
        return self.body(person.body) or Body(person.body, kind="other")

    def short(self, name: str) -> str:
        """Return the short form used after the first mention: always the same within a meeting.

        The given name if nobody else answers to it, else with the initial of the family name, else the whole
        name.
        A name that is not on the roster is its own short form.
        """
        person = self.person(name)
        if person is None:
            return name
        forms = [person.given, f"{person.given} {person.family[:1]}." if person.family else "", person.name]
        own = (form for form in forms if form and self._claims[fold(form)] == {person.name})
        return next(own, person.name)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {fold(name): person for person in self.people for name in person.names}

    @cached_property
    def _claims(self) -> dict[str, set[str]]:
        claims: dict[str, set[str]] = {}
        for person in self.people:
            initial = f"{person.given} {person.family[:1]}." if person.family else ""
            for form in (*person.names, person.given, person.family, initial):
                claims.setdefault(fold(form), set()).add(person.name)
        return claims


def find_body(text: str, bodies: Iterable[Body]) -> Body | None:
    """Return the first of the bodies with this name or acronym; "DC on" is read as "Dynamic Coalition on"."""
    wanted = _body_key(text)
    return next((body for body in bodies if wanted in map(_body_key, body.names)), None)


def as_member(text: str | None) -> Member | None:
    """Return the word for a member as the roster keeps it: nothing said is None."""
    return cast(Member, one_of(text, "member", MEMBERS)) if text else None


def _body_key(text: str) -> str:
    key = fold(text).replace("-", " ")
    return f"dynamic coalition on {key[6:]}" if key.startswith("dc on ") else key


def _refuse_twice(table: str, entries: Sequence[tuple[str, Sequence[str]]], mend: str) -> None:
    held: dict[str, tuple[int, str, str]] = {}
    for at, (name, names) in enumerate(entries):
        for form in names:
            first, other, other_form = held.setdefault(fold(form), (at, name, form))
            if first != at:
                shared = f'"{form}"' if form == other_form else f'"{other_form}" or "{form}"'
                raise DuplicateEntry(
                    "name",
                    f'{table} entries {first + 1} ("{other}") and {at + 1} ("{name}") '
                    f"both answer to {shared}; give one of them another {mend}",
                    first,
                    at,
                )
