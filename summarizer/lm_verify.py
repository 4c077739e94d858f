"""Whether a sentence that a language model wrote says only what was said: told without any model.

Where it can't be told, the sentence is refused: the quotation that it was to replace is never wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from models.names import BadField, check_line
from summarizer.lm_names import names_somebody, opening_unsaid, people_named, swapped, unsaid_name
from summarizer.lm_negation import made_certain, turned
from summarizer.lm_numbers import numbers_in, unsaid_date, unsaid_number
from summarizer.lm_words import FUNCTION, HARD, OUTCOMES, among, content_stems, words_of
from summarizer.people import People
from summarizer.sentences import pieces
from summarizer.wording import FIRST_PERSON

LONGEST = 300
SUPPORTED = 0.8
"""Share of a point's content words that must have been said; those of `HARD`, and all of a decision, must have been."""
KEPT = 0.5
"""Share of the content words of what the rules found that other words for it must keep."""

_NAMED = re.compile(r"(?<=\w[ ,])[^\W\d_a-z][\w'’-]*")
"""Words with a capital within a sentence: keeping them is not keeping what it is about."""
_MARKUP = re.compile(r"[<>{}\[\]|*`\\~^_#]|&\w+;")
_TALKED_TO = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Yy]ou|[Yy]ours?)\b")
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|\S+@\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|int|info|io|eu|me|app|ly)\b\S*",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?P<ahead>(?:\b(?:should|could|would|might|may|must|can|to|not|that the \w+|that \w+) be(?: \w+ly)? )?)"
    r"\b(?P<word>agreed|approved|adopted|accepted|rejected|confirmed|endorsed|decided|concluded|resolved|appointed|"
    r"elected|deferred|postponed|cancelled|canceled|banned|passed|carried|ratified|authorised|authorized|agrees|"
    r"approves|adopts|accepts|rejects|endorses|decides|decision|decisions|consensus|agreement|unanimous|unanimously|"
    r"no (?:\w+ )?objections?|nobody (?:objected|opposed)|green light|sign(?:ed)? off|settled|final)\b",
    re.IGNORECASE,
)
_ENGLISH = FUNCTION - frozenset("a am an as do he her i in me on or so us via was we will".split())
"""What nearly every English sentence has a word of, and hardly one of its neighbours."""
_PLURAL = re.compile(
    r"\b(?:several|some|various|other|different|multiple|numerous)\s+(?:\w+\s+)?"
    r"(?:participants|members|speakers|people|colleagues|coalitions|dcs|others|views)\b"
    r"|\b(?:participants|members|speakers|colleagues|others)\s+(?:\w+ly\s+|also\s+|then\s+)?(?!who\b)"
    r"\w+(?:ed|ght|t|id)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """What a sentence rests on: `texts` as cited, the whole `sentences` these are of, how many `voices` they have."""

    texts: tuple[str, ...]
    sentences: tuple[str, ...]
    voices: int = 1
    titles: tuple[str, ...] = ()
    decided: bool = False


class Verifier:
    """Tells what is wrong with a sentence, in words that go behind "it"; empty if nothing is."""

    def __init__(self, people: People, day: date | None) -> None:
        self._people, self._day = people, day

    def point(self, text: str, source: Source) -> str:
        """Return the fault of a key point."""
        return (
            shape_fault(text, source.texts)
            # Whoever has an address said wants it in the report; where it matters, the quotation has it.
            or ("had an address in it" if _ADDRESS.search(text) else "")
            or ("was not in English" if not _is_english(text) else "")
            or ("named somebody" if names_somebody(text, self._people, source.texts) else "")
            or self._unsaid(text, source)
            or ("called something decided that was not" if not source.decided and states_outcome(text) else "")
            or self._twisted(text, source)
        )

    def wording(self, text: str, old: str, source: Source, *, anonymous: bool = False) -> str:
        """Return the fault of other words for what the rules found."""
        named = people_named(text, self._people)
        before = people_named(old, self._people)
        mine, theirs = frozenset(content_stems(text)), frozenset(content_stems(old))
        matter = theirs - frozenset(content_stems(" ".join(_NAMED.findall(old))))
        kept = sum(among(one, mine) for one in matter)
        return (
            shape_fault(text, (*source.texts, old))
            or ("was not in English" if _is_english(old) and not _is_english(text) else "")
            or ("named somebody" if anonymous and names_somebody(text, self._people, source.texts) else "")
            or ("changed who is named" if named != before else "")
            or ("lost a number" if _lost_numbers(text, old) else "")
            or ("changed what was decided" if (mine & OUTCOMES) - theirs else "")
            or ("lost most of what was found" if kept < KEPT * len(matter) else "")
            or self._unsaid(text, source, SUPPORTED if anonymous else 1.0)
            or ("turned its meaning round" if turned(text, (old,)) else "")
            or self._twisted(text, source)
        )

    def _unsaid(self, text: str, source: Source, share: float = SUPPORTED) -> str:
        if unsaid_number(text, source.texts):
            return "had a number that was not said there"
        if unsaid_date(text, (*source.texts, *source.sentences), self._day):
            return "had a date that was not said there"
        if unsaid_name(text, source.texts, self._people, source.titles):
            return "had a name that was not said there"
        return support_fault(text, (*source.texts, *source.titles), share)

    def _twisted(self, text: str, source: Source) -> str:
        if turned(text, source.sentences):
            return "turned its meaning round"
        if made_certain(text, source.sentences):
            return "stated as certain what was asked or supposed"
        if source.voices < 2 and _PLURAL.search(text):
            return "made several people of one"
        return "swapped names" if swapped(text, source.texts, self._people) else ""


def shape_fault(text: str, said: tuple[str, ...]) -> str:
    """Return what keeps the text from being one plain sentence in the third person, in a script that was spoken."""
    try:
        plain = check_line(text, "text", 10 * LONGEST) == text
    except BadField:
        plain = False
    if not plain:
        return "was not one plain line"
    addresses = set(_ADDRESS.findall(text))
    if addresses and not all(any(one.rstrip(".,;)") in each for each in said) for one in addresses):
        return "had an address that was not said there"
    if _MARKUP.search(_ADDRESS.sub("", text)) or not (text[0].isalnum() or text[0] in "\"'“‘"):
        return "had markup in it"
    if len(text) > LONGEST:
        return "was too long"
    if len(words_of(text)) < 3 or text.isupper():
        return "was no sentence"
    if len(list(pieces(text))) != 1:
        return "was more than one sentence"
    if FIRST_PERSON.search(text) or _TALKED_TO.search(text):
        return "was not in the third person"
    return "" if _scripts(text) <= {"LATIN"}.union(*map(_scripts, said)) else "was in another script"


def support_fault(text: str, said: tuple[str, ...], share: float = SUPPORTED) -> str:
    """Return whether too much of the text was never said, or a word that a report may not make up."""
    theirs = frozenset(one for each in said for one in content_stems(each))
    mine = content_stems(text)
    unsaid = [one for one in mine if not among(one, theirs)]
    if HARD.intersection(unsaid):
        return "said more than was said there"
    if opening_unsaid(text, theirs):
        return "was not borne out by what it cited"
    fewest = 1 if numbers_in(text) else 2
    if len(mine) - len(unsaid) < max(fewest, share * len(mine)):
        return "was not borne out by what it cited"
    return ""


def states_outcome(text: str) -> bool:
    """Return whether the text says that something was decided.

    >>> states_outcome("The budget was approved"), states_outcome("One participant asked it to be approved")
    (True, False)
    """
    return any(not one["ahead"] for one in _DONE.finditer(text))


def _is_english(text: str) -> bool:
    """Whether it is a sentence in the one language in which what it says can be verified."""
    return not _ENGLISH.isdisjoint(words_of(text.lower()))


def _lost_numbers(text: str, old: str) -> bool:
    mine = {number for number, *_ in numbers_in(text)}
    return any(number not in mine for number, *_ in numbers_in(old) if number != "1")


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(one, "?").partition(" ")[0] for one in text if one.isalpha()}
