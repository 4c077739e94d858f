"""A draft report of a meeting, poured from what was found: for a note-taker to edit, never to send as it is."""

from __future__ import annotations

from collections.abc import Collection

from models.report import About, NextMeeting, Officer, Report, Sitting
from models.report_check import check_report
from models.roster import Role
from summarizer.cited import Cited
from summarizer.draft_blocks import Blocks
from summarizer.draft_lacks import lacks_of
from summarizer.draft_people import Who, attendance_of
from summarizer.finding import Finding, Findings
from summarizer.occasion import Occasion
from summarizer.passages import passages
from summarizer.print_words import words_for
from summarizer.talk import Talk

OFFICERS: tuple[Role, ...] = ("chair", "facilitator", "secretariat")


def draft(talk: Talk, found: Findings, occasion: Occasion, reworded: Collection[Finding] = ()) -> Report:
    """Return the draft: every line with the captions that it rests on, what is lacking said in `missing`.

    Decisions are only proposed, points need editing, and what is unsure is among the suggestions. `reworded` are the
    findings that a language model worded: they need editing too.
    """
    say = words_for(occasion.language)
    cited = Cited(talk)
    listed = passages(talk, found, say)
    made = Blocks(talk, found, occasion.stem, say, cited, reworded)
    blocks = [made.block(f"b{at}", one) for at, one in enumerate(listed, 1)]
    who = attendance_of(talk, found, occasion, say, cited)
    report = Report(
        id=occasion.id,
        about=_about(talk, found, occasion, who),
        language=occasion.language,
        made=occasion.made,
        missing=tuple(lacks_of(talk, found, occasion, listed, who, say)),
        blocks=tuple(one for one in blocks if one is not None),
        decisions=tuple(made.decisions),
        actions=tuple(made.actions),
        views=tuple(made.views),
        apologies=who.apologies,
        groups=who.groups,
        links=occasion.links,
        next_meeting=_next_meeting(found, cited),
        suggestions=made.suggestions(),
        source={"captions": len(talk.utterances), "last_caption": cited.last},
    )
    check_report(report, "the draft")
    return report


def _about(talk: Talk, found: Findings, occasion: Occasion, who: Who) -> About:
    say = words_for(occasion.language)
    year = occasion.date[:4]
    sitting = Sitting(date=occasion.date, start_utc=occasion.start)
    return About(
        meeting_id=occasion.id,
        group=occasion.group,
        acronym=occasion.acronym,
        cycle=f"IGF {year}" if year and occasion.acronym else "",
        title=occasion.group or occasion.title,
        subtitle=occasion.title if occasion.group else "",
        label=say("draft.label", number=occasion.number) if occasion.number else "",
        number=occasion.number,
        mode="virtual",
        rule=occasion.rule,
        quorate=False if found.inquorate else None,
        sittings=(sitting,) if occasion.date else (),
        officers=tuple(_officers(talk, found, occasion, who)),
    )


def _officers(talk: Talk, found: Findings, occasion: Occasion, who: Who) -> list[Officer]:
    """Return who led and served, of those who were there; without an office on the roster, who was heard to lead."""
    say = words_for(occasion.language)
    there = {one.name for one in who.everybody if one.status in ("present", "late", "left early")}
    out = [
        Officer(role=say(f"draft.{role}"), given=one.given, family=one.family)
        for role in OFFICERS
        for one in talk.roster
        if one.role == role and one.name in there
    ]
    led = any(one.role in ("chair", "facilitator") and one.name in there for one in talk.roster)
    heard = talk.roster.person(found.chair) if found.chair else None
    if not led and heard is not None and occasion.rule == "open":
        out.insert(0, Officer(role=say("draft.chair"), given=heard.given, family=heard.family))
    elif not led and found.chair and occasion.rule == "open":
        out.insert(0, Officer(role=say("draft.chair"), printed=found.chair))
    return out


def _next_meeting(found: Findings, cited: Cited) -> NextMeeting | None:
    one = found.next_meeting
    if one is None:
        return None
    return NextMeeting(printed=one.text, date=one.date, time_utc=one.time_utc, evidence=cited.by(one))
