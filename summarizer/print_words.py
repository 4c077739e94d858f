"""The words that a print adds to a report: days, owners, how a decision was reached, what somebody's state was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.report_check import is_iso_date
from models.report_parts import Action, Attendance, Decision, Due, Position, Votes
from templates.wording import TEXTS, Wording, wording

END = re.compile(r"[.!?…:;][\"”’')\]]*\Z|[。！？]\Z")
STATES = {"open": "open", "done": "done", "dropped": "dropped", "carried over": "carried"}


def words_for(language: str) -> Wording:
    """Return the catalogue of the language, or the English one."""
    tag = language.partition("-")[0].casefold()
    known = tag.isascii() and tag.isalpha() and (TEXTS / f"{tag}.toml").is_file()
    return wording(tag if known else "en")


def sentence(text: str) -> str:
    """Return the text with a full stop, if it has no end of its own.

    >>> sentence("Send the draft"), sentence("Who?")
    ('Send the draft.', 'Who?')
    """
    text = text.rstrip()
    return text if not text or END.search(text) else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def inert(text: str) -> str:
    """Return a name that no prose takes for a link.

    >>> inert("[Ana](https://example.org)")
    '[Ana] (https://example.org)'
    """
    return text.replace("](", "] (")


class Words:
    """Sentences of one language."""

    def __init__(self, language: str) -> None:
        self.say = words_for(language)

    def __call__(self, key: str, **holes: object) -> str:
        return self.say(f"report.{key}", **holes)

    def day(self, date: str) -> str:
        """Return an ISO day, month or year as people write it."""
        if not is_iso_date(date):
            return date
        year, *rest = date.split("-")
        if not rest:
            return year
        month = self.say(f"dates.{int(rest[0])}")
        return self.say("dates.day", day=int(rest[1]), month=month, year=year) if len(rest) > 1 else f"{month} {year}"

    def join(self, parts: Sequence[str]) -> str:
        """Return the parts as a list in a sentence."""
        return self("and", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else "".join(parts)

    def due(self, due: Due | None) -> str:
        """Return when it is due, as printed and as meant; "" for no day."""
        if due is None:
            return ""
        days = [self.day(one) for one in due.dates]
        meant = self("until", first=days[0], last=days[-1]) if len(days) > 1 else "".join(days)
        said = due.printed or due.event
        if said and meant and meant.casefold() not in said.casefold():
            said = f"{said} ({meant})"
        said = said or meant
        return f"{said}, {due.time}" if due.time and due.time not in said else said

    def owners(self, action: Action) -> str:
        return self.join([inert(one.name) for one in action.owners])

    def facts(self, action: Action, parent_owns: bool) -> list[str]:
        """Return what the report knows of a next step beyond its sentence."""
        told = action.text.casefold()
        out = []
        if not action.owners and not parent_owns and action.kind == "action":
            out.append(self("nobody"))
        elif any(one.name.casefold() not in told for one in action.owners):
            out.append(self("owners" if len(action.owners) > 1 else "owner", who=self.owners(action)))
        due = self.due(action.due)
        if action.due and due == action.due.printed and due.casefold() in told:
            due = ""
        return [*out, self("due", when=inert(due).rstrip("."))] if due else out

    def reached(self, decision: Decision, topics: Sequence[str]) -> list[str]:
        """Return how a decision was reached, each thing a sentence; `topics` name what was not agreed."""
        out = []
        if decision.consent and not (decision.votes and decision.consent == "vote"):
            out.append(self(decision.consent.replace(" ", "_").replace("'", "")))
        if decision.votes:
            out.append(self("votes", votes=inert(self._votes(decision.votes)).rstrip(".")))
        if decision.conditions:
            out.append(self("conditions", conditions=inert("; ".join(decision.conditions)).rstrip(".")))
        if decision.until:
            out.append(self("provisional", until=inert(self.day(decision.until)).rstrip(".")))
        if topics:
            out.append(self("dissent", topics=inert("; ".join(topics)).rstrip(".")))
        return out

    def _votes(self, votes: Votes) -> str:
        counted = ((votes.in_favour, "in_favour"), (votes.against, "against"), (votes.abstained, "abstained"))
        return votes.printed or ", ".join(self(key, count=count) for count, key in counted if count is not None)

    def position(self, position: Position) -> str:
        lead = position.quantifier
        said = lead and position.text.casefold().startswith(lead.casefold())
        text = sentence(position.text if said or not lead else f"{capital(lead)}: {position.text}")
        return self("record", text=text) if position.for_the_record else text

    def remark(self, one: Attendance) -> str:
        """Return what is said of somebody beside their name and body."""
        out = [] if one.status == "present" else [self(one.status.replace(" ", "_"))]
        out += [self("stands_for", who=one.stands_for)] if one.stands_for else []
        if one.represents and one.represents != one.affiliation:
            out.append(self("represents", who=one.represents))
        out += [self("sessions", sessions=", ".join(one.sessions))] if one.sessions else []
        return "; ".join([*out, one.note] if one.note else out)
