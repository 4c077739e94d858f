"""What stands in a transcript and was not said: standing notices, who captioned, gaps, agenda items."""

from __future__ import annotations

import re

_ALWAYS = (
    r"(?:this is|the following (?:is|are)|what follows (?:is|was)) (?:the )?(?:outputs? of (?:the )?)?"
    r"(?:rough(?:ly)? |unedited |raw )?(?:captioned in real|(?:the )?real[- ]?time captioning)"
    r"|although it is largely accurate, in some cases it may be incomplete"
    r"|it is posted as an aid to understanding the proceedings"
    r"|this text, document,? or file (?:is|was) "
)
_AT_THE_EDGE = (
    r"this (?:text|document|file|transcript) (?:is|was) (?:being )?(?:based on|provided)\b"
    r"|this text helps people follow the meeting|communication access real-?time translation \(cart\)"
    r"|captions? (?:made|typed|provided|by)\b|services? provided by\b|(?:live )?caption(?:ed|ing) (?:provided )?by\b"
    r"|(?:finished|rough|unedited|raw)(?: edited)? (?:copy|transcript|draft)\W*$"
    r"|(?:not )?corrected by hand\b|for corrections, write to\b|captioning was paused from \d\d:"
    r"|captions (?:are missing )?from \d\d:\d\d:\d\d to \d\d:|off the record from \d\d:"
    r"|from here (?:a person types the captions|the captions are made)"
    r"|under the chatham house rule, speakers are not named"
)
_STANDING = re.compile(rf"[*_\s]*(?:{_ALWAYS})", re.IGNORECASE)
_NOTICE = re.compile(rf"[(\[*_\s]*(?:{_ALWAYS}|{_AT_THE_EDGE})", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)\W*|\[[^\[\]]*\]\W*")
_AGENDA = re.compile(r"\[?Agenda(?: item (?P<item>[\w.]{1,12}))?: (?P<title>[^\]]{1,200})\]?")
_LINE = re.compile(r"[\s*=_~#-]*")


def is_notice(text: str, head: bool = False) -> bool:
    """Say whether the paragraph is a standing notice or a rule, and nothing that was said.

    In the `head` of a file and in brackets more is taken for one than among the words of the meeting.

    >>> is_notice("(Captioned by Ida Quill)"), is_notice("***"), is_notice("(Applause)")
    (True, True, False)
    """
    if _LINE.fullmatch(text) is not None:
        return True
    return (_NOTICE if head or is_aside(text) else _STANDING).match(text) is not None


def is_aside(text: str) -> bool:
    """Say whether the whole paragraph stands in brackets."""
    return _ASIDE.fullmatch(text) is not None


def agenda_start(text: str) -> tuple[str, str] | None:
    """Return number and title of the agenda item that begins here, where our own transcripts mark one.

    >>> agenda_start("[Agenda item 2: Lamps]")
    ('2', 'Lamps')
    """
    found = _AGENDA.fullmatch(text)
    return None if found is None else (found["item"] or "", found["title"].strip())
