"""What a frame of a decision amounts to, and the text that says what was decided."""

from __future__ import annotations

import re

from summarizer.decision_consent import consent_of, decision_type, votes_of
from summarizer.decision_cues import ANAPHORIC
from summarizer.decision_frame import Frame
from summarizer.finding import DecisionFound
from summarizer.floor import Line
from summarizer.outcome_cues import (
    ELECTED,
    EXTEND,
    RECORDED,
    SETTLED,
    STATED,
    UNDECIDED,
)
from summarizer.wording import FIRST_PERSON, after_lead, sentence, third_person

_PUT = re.compile(
    r"\b(?:propos(?:e|ing)|suggest|move(?= that\b| to\b| we\b)|recommend|(?:proposal|suggestion|question|"
    r"proposition|motion) (?:is|would be|was))\b"
    r"(?: a motion)?(?:,? (?:in accordance with|under|pursuant to) [\w .]+?(?=,| that\b| to\b),?)?,? "
    r"?(?P<how>that|to|we|a motion to|for us to|is)? ?(?P<x>.+)",
    re.IGNORECASE,
)
_MOTION = re.compile(r"\bmotion\b(?: (?:under|in accordance with) [\w .]+?)? to (?P<x>.+)", re.IGNORECASE)
_COULD = re.compile(
    r"\b(?:could|can|shall|should|why don't|why do not|what if|maybe|perhaps|let(?: us|'s)|I would|we "
    r"would)(?: we| just| also| perhaps| not)* (?P<x>(?!be\b|like\b|say\b|propose\b|suggest\b)\w+ .+)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:objections?|object|opposed|opposition|comfortable|happy|content|okay|ok|fine|agree|agreed|"
    r"agreement|consensus|good|willing)\b"
    r"(?: (?P<how>to|with|that|for|on|if))? (?P<x>.+)",
    re.IGNORECASE,
)
_DO = re.compile(
    r"\b(?:can|could|may|shall) we (?:all |then |please |also )*(?P<x>(?:adopt|approve|accept|note|endorse|"
    r"confirm) .+)",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"\b(?:papers?|letters?|reports?|documents?|minutes|correspondence)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:to|until|till|at|in|for|on) (?P<x>(?:the|our) (?:next|following) (?:\w+ )?(?:meeting|call|session|"
    r"time)|(?:the )?(?:mailing )?list)\b",
    re.IGNORECASE,
)
_RECORDED_OBJECTION = re.compile(
    r",? (?:and|with|but|noting) [^,;]*\b(?:objections?|reservations?|concerns?|dissent)\b[^,;]*$", re.IGNORECASE
)
AGENDA = re.compile(r"\b(?:the|our|draft) agenda\b", re.IGNORECASE)
_IT_IS = re.compile(r"^(?P<x>(?:the )?\w+(?: \w+){0,3}) it is\W*$", re.IGNORECASE)
_EMPTY = re.compile(
    r"^(?:that|it|this|so|all|those|these|them|do (?:that|it|this)|be done|the same)?\W*$", re.IGNORECASE
)


def as_found(frame: Frame, item: str, titles: dict[str, str], few: bool) -> DecisionFound:
    """Return the frame as a finding; `few`: too few were there to decide, which silence on the list does not need."""
    text = frame.text or decision_text(frame, titles.get(item, ""))
    return DecisionFound(
        text=text,
        links=frame.links,
        rule=frame.rule,
        score=1.0 if frame.sure and frame.outcome.leads else 0.8,
        sure=frame.sure,
        item=item,
        type=decision_type(frame),
        consent=consent_of(frame),
        outcome=frame.outcome.ids[-1],
        votes=votes_of(frame),
        until=frame.until,
        discussed_only=few and frame.rule != "D-silence",
    )


def decision_text(frame: Frame, title: str) -> str:
    """Return what was decided in the words in which it was proposed or concluded, in the third person."""
    text = _own_words(frame, title) or _with_addition(frame, _concluded(frame.outcome)) or _put(frame, title)
    if text:
        return text
    asked = frame.question.text if frame.question else frame.outcome.text
    return f"Agreed: {title}" if title else sentence(third_person(_unheard(after_lead(asked)))) or sentence(asked)


def _with_addition(frame: Frame, text: str) -> str:
    """Return the text with what "with that addition" stands for."""
    said = re.search(
        r"\bwith (?:that|this|these|those) (?P<x>addition|change|amendment|correction)s?\b",
        frame.outcome.text,
        re.IGNORECASE,
    )
    proposed = _put(frame, "") if said and frame.proposals else ""
    if not (text and said and proposed):
        return text
    proposed = re.sub(r"^Agreed(?: to|:) ", "", proposed)
    return f"{text}, with this {said['x'].lower()}: {proposed}"


def _own_words(frame: Frame, title: str) -> str:
    said = frame.outcome.text
    if frame.rule == "D-recorded":
        match = RECORDED.search(said)
        return sentence(third_person(re.sub(r" while I .*", "", match["x"]))) if match else ""
    if frame.rule == "D-extended":
        match = EXTEND.search(said)
        return (
            sentence(third_person(re.sub(r"^I(?:'ll| will)", "we'll", re.split(r"\W+if ", match["x"])[0])))
            if match
            else ""
        )
    if frame.rule == "D-elected":
        match = ELECTED.search(said)
        return sentence(re.sub(r"^(?:Then|So|And|Now) ", "", match["x"])) if match else ""
    if frame.rule == "D-said" and (
        match := _IT_IS.match(re.sub(r"^(?:so|then),? ", "", after_lead(said), flags=re.IGNORECASE))
    ):
        return sentence(f"agreed: {match['x']}")
    adopted = frame.rule == "D-said" and re.search(r"\b(?:it|that|this) is (?:adopted|agreed|approved)\b", said)
    if adopted and not STATED.search(said) and any(AGENDA.search(one.text) and not one.asks for one in frame.proposals):
        return "The agenda is adopted"
    if frame.rule == "D-deferred":
        return _deferred(frame, title)
    if decision_type(frame) == "note" and frame.rule != "D-noted":
        return _noted(frame, title)
    return ""


def _noted(frame: Frame, title: str) -> str:
    question = frame.question.text if frame.question else ""
    match = re.search(r"\bnote (?P<x>the [^,.?]+|(?:that|this) \w+(?: \w+)*?(?=[,.?]))", question, re.IGNORECASE)
    if match and _PAPERS.search(match["x"]):
        return sentence(f"Noted: {match['x']}")
    if re.fullmatch(r"(?:the )?\w*papers? to note|(?:the )?(?:\w+ )?papers?", title, re.IGNORECASE):
        return "The papers are noted"
    return f"Noted: {title[:1].lower()}{title[1:]}" if title else "Noted"


def _deferred(frame: Frame, title: str) -> str:
    said = " ".join(one.text for one in (*frame.proposals, frame.outcome))
    match = UNDECIDED.search(said)
    issue = (match.groupdict().get("issue") or "") if match else ""
    named = re.search(
        r"\b(?:defer|postpone|park|table|bring|take|leave|move|carry over|come back to|return to|go back to) "
        r"(?P<x>the \w+(?: \w+){0,4}?) (?:to|until|till|for|at|in|on)\b",
        said,
    )
    issue = issue or (named["x"] if named else "") or title
    until = _UNTIL.search(frame.outcome.text)
    when = f" to {until['x']}" if until else ""
    return sentence(third_person(f"{issue}: deferred{when}")) if issue else sentence(f"deferred{when}")


def _concluded(line: Line) -> str:
    """Return the outcome's own clause where it says what was decided."""
    text = _unheard(after_lead(_RECORDED_OBJECTION.sub("", line.text)))
    text = re.sub(r"^.*?\bno objections?\b[^,]*, (?:so|and|then) ", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^.*?(?:[,;] (?:so|therefore)|\btherefore,?) (?=(?:the|we|amendments?) )",
        "",
        after_lead(text),
        flags=re.IGNORECASE,
    )
    if FIRST_PERSON.search(text) or (SETTLED.search(text) and not STATED.search(text)) or len(text.split()) < 4:
        return ""
    if re.match(r"(?:it|that|this|they|these|those)\b", text, re.IGNORECASE) or re.search(
        r"\b(?:it|this|that)\b(?: out| in| off)?\W*$", text
    ):
        return ""
    return (
        sentence(third_person(text))
        if re.search(r"\b(?:is|are|be|been|agree\w*|decide\w*|resolve\w*|\w+s|isn't|aren't)\b", text)
        else ""
    )


def _put(frame: Frame, title: str) -> str:
    """Return the words of the question, where it says what it is about, else those of the proposal."""
    if frame.question is not None and not ANAPHORIC.search(frame.question.text):
        match = _DO.search(frame.question.text) or _ASKED.search(frame.question.text)
        clause = _clause(match) if match else ""
        if clause:
            return clause
    for line in reversed(frame.proposals):
        text = _unheard(after_lead(line.text))
        clause = next((one for one in (_clause(match.search(text)) for match in (_MOTION, _PUT, _COULD)) if one), "")
        if clause:
            return clause
        text = third_person(text)
        if not FIRST_PERSON.search(text):
            return sentence(f"agreed: {text}")
    return ""


def _clause(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    clause = re.split(r"[.?!;]|, (?:it|because|which|so that|but|if|no)\b", _unheard(match["x"]))[0]
    how = (match.groupdict().get("how") or "").lower()
    clause = (
        re.sub(r"^(?:for me )?(?:to )?(?:(?:resolve|agree) to )?", "", third_person(clause))
        if how not in ("that", "we")
        else third_person(clause)
    )
    if _EMPTY.match(clause) or FIRST_PERSON.search(clause):
        return ""
    if how == "that":
        return sentence(clause)
    if how in ("with", "on", "for") or clause[:1].isupper() or re.match(r"\w+ing\b", clause):
        return sentence(f"agreed: {clause}")
    return sentence(f"agreed to {clause}")


def _unheard(text: str) -> str:
    """Return the text without what only keeps the talk going."""
    return re.sub(
        r",? (?:I think|I would say|you know|I guess|if (?:that is|that's) (?:okay|all right|fine)|"
        r"please)(?=[,.?]|$)",
        "",
        text,
    )
