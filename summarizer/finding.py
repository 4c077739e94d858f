"""What was found in a talk: each with the utterances it rests on, the rule that found it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from models.report_parts import Consent, DecisionType, Due, Presence, Votes


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`links` cites utterances by id, `rule` is the id of the rule ("D-unopposed"), `score` orders suggestions, 0 to 1.

    `sure` False: only a suggestion for the note-taker, never printed as found. `item` is the agenda item's number.
    """

    text: str
    links: tuple[str, ...]
    rule: str
    score: float = 1.0
    sure: bool = True
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFound(Finding):
    """`outcome` holds the id of the utterance that closes it; a decision without one is none."""

    type: DecisionType = "agree"
    consent: Consent = ""
    outcome: str = ""
    votes: Votes | None = None
    until: str = ""
    conditions: tuple[str, ...] = ()
    discussed_only: bool = False


@dataclass(frozen=True, kw_only=True)
class ActionFound(Finding):
    """`owners` as on the roster, or a body, "DCs", "everyone"; empty when nobody was named."""

    owners: tuple[str, ...] = ()
    due: Due | None = None


@dataclass(frozen=True, kw_only=True)
class ViewFound(Finding):
    """Opposing positions on one matter: (text, links) each; `text` is the matter."""

    positions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    for_the_record: bool = False


@dataclass(frozen=True, kw_only=True)
class PointFound(Finding):
    """Something worth reporting under an item, phrased without saying who said it."""


@dataclass(frozen=True, kw_only=True)
class RollFound(Finding):
    """Somebody's presence. `text` is the name as on the roster, else as spoken."""

    status: Presence
    stands_for: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaFound(Finding):
    """Where an agenda item begins: `item` its number, `text` its title, the first of `links` the place."""


@dataclass(frozen=True, kw_only=True)
class NextFound(Finding):
    """The next meeting: `text` as spoken."""

    date: str = ""
    time_utc: str = ""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Everything that was found, each kind in the order of the talk.

    `no_apologies` is the utterance that says there are none, `blocked` what sounds decided and is not: past, supposed,
    or told of others, shown on demand only. `suggestions` come best first.
    """

    chair: str | None = None
    inquorate: bool = False
    agenda: tuple[AgendaFound, ...] = ()
    roll: tuple[RollFound, ...] = ()
    decisions: tuple[DecisionFound, ...] = ()
    actions: tuple[ActionFound, ...] = ()
    views: tuple[ViewFound, ...] = ()
    points: tuple[PointFound, ...] = ()
    next_meeting: NextFound | None = None
    no_apologies: str = ""
    blocked: tuple[Finding, ...] = ()
    suggestions: tuple[Finding, ...] = ()
