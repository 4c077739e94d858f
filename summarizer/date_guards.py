"""What of the words that could be a day is meant as one: ranks, idioms, verbs and names are not."""

from __future__ import annotations

import re

from summarizer.date_forms import Form
from summarizer.spoken_days import MONTHS, ORDINAL, UNITS, day_number

_AFTER_DAY = re.compile(
    r"\s*(?:$|[.,;:!?)\]—–-]|(?:at|and|or|if|so|then|because|but|to|midnight|noon|please|when|in|with|for|latest|instead|"
    r"is|was|would|will|works?|yes|no|right|okay|rather|we|i|they|you|this|next|which|that|as|already|UTC)\b)",
    re.IGNORECASE,
)
_IDIOM = re.compile(r"\b(?:at|once|twice|times|per|every|each|on a|on an|a) $", re.IGNORECASE)
_PERIODIC = re.compile(r"\b(?:once|twice|times|every|each|any) $", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"\b(?:in|by|until|till|before|after|since|during|for|from|to|through|of|next|last|this|and|or|between) $",
    re.IGNORECASE,
)
_SPOKEN_OF_BEFORE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|(?:by|on|until|till|before) the)\b.*"
    r"\b(?:sorry|rather|mean|correction|actually|say|no),? $",
    re.IGNORECASE,
)


def is_meant(form: Form, match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    held = match.groupdict()
    month = held.get("month") or ""
    if month in ("may", "march") and form.id != "month alone":
        return " of " in match[0] or (form.id == "part of month" and "of" in match[0])
    if form.id == "month day" and month.lower() in ("may", "march") and held["day"].lower() in UNITS:
        return False
    if form.id == "month alone":
        capital = re.match(r" [A-ZÀ-Þ]", after) and month.lower() in ("june", "april", "august", "may")
        return bool(_MONTH_BEFORE.search(before)) and not capital and not re.match(r"['’]s", after)
    if form.id == "weekday":
        return not re.match(r"['’]s\b", after) and not _PERIODIC.search(before) and not before.lower().endswith("on a ")
    if form.id == "end of day":
        return not (match[0].lower().startswith(("the end of the day", "end of the day")) and _IDIOM.search(before))
    if form.id in ("ahead", "from now"):
        return not _PERIODIC.search(before) and not re.match(r" (?:ago|old|of|long)\b", after)
    return form.id != "day alone" or _is_day_alone(held["day"], before, after)


def _is_day_alone(day: str, before: str, after: str) -> bool:
    """Whether an ordinal is a day and no rank: after a limit, or late in the month (not "on the second, I agree")."""
    if not _AFTER_DAY.match(after) or re.match(r"\s*(?:and|or) (?:the )?(?:last|second|third|fourth)\b", after):
        return False
    number = day_number(day)
    if re.search(r"(?:day|mon|tue|wed|thu|fri)[.,]? $", before, re.IGNORECASE):
        return True
    if re.search(r"\b(?:by|until|till|before|no later than) $", before, re.IGNORECASE):
        return number > 1 or after[:1] in ("", ".", ",")
    if re.search(r"\b(?:on|from|after|since|to|for) $", before, re.IGNORECASE):
        return number > 5 or day[0].isdigit()
    if _SPOKEN_OF_BEFORE.search(before):
        return True
    spelled = re.sub(r"[\s-]+", " ", day.lower()) in ORDINAL
    return number > 12 and (spelled or re.search(r"[\W]\s*$|^$", before) is not None)
