"""Whose words they are, where a name and a colon stand before them: told from other colons by the whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.names import fold
from models.plain import UNKNOWN_SPEAKER

MOST_LENGTH = 60
MOST_WORDS = 7
DENSE = 0.6
"""From this share of labelled lines on, a file names its speakers line by line."""
LETTER = 5
"""A single letter that stands before a colon this often is how a file calls somebody."""
NOT_NAMES = frozenset(
    "action actions agenda aim aims also and annex answer answers apologies appendix are attachment attendance "
    "attention attn background because but captioned captions caution cc chapter conclusion conclusions date "
    "deadline decision decisions definition due e-mail email example examples fact facts fax fifth figure "
    "finally first firstly five format four fourth from fwd goal goals group here hint how however http https "
    "important is issue issues it item items key kind language lastly link links location meeting minutes "
    "motto nb next no note notes now number ok okay one option options or owner owners part participants phone "
    "place point points present problem proposal proposals ps question questions quote re remember reminder "
    "result results rule second secondly section so source sources status step steps subject summary table tel "
    "that then there therefore these third thirdly this those three thus time tip title to today tomorrow "
    "topic total transcript two update url venue warning was web website well what when where who why yes "
    "yesterday".split()
)
"""Words before a colon that are nobody, alone or as the first of a heading."""
_HEADINGS = frozenset("item items question questions point points step steps note notes action actions update "
                      "decision decisions option options proposal summary".split())  # fmt: skip
_ROLES = frozenset(
    "chair chairman chairwoman chairperson co-chair moderator co-moderator facilitator co-facilitator host speaker "
    "secretariat secretary interpreter captioner audience participant presenter panelist rapporteur".split()
)
_LABEL = re.compile(rf"([^\W\d_][^:：?!;<>\n]{{0,{MOST_LENGTH}}})(?::\s+|：\s*|:$)")
_SMALL = frozenset("van von der den de la du da dos das di del della bin ibn al el y e of the from for and zu".split())
_UNKNOWN = fold(UNKNOWN_SPEAKER)
_BRACKETED = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")


@dataclass(frozen=True)
class Labels:
    """The names that stand before words in a file; `dense`: before most of its lines."""

    names: frozenset[str] = frozenset()
    dense: bool = False
    small: frozenset[str] = frozenset()
    """Words that the file also writes in small letters."""

    def split(self, text: str) -> tuple[str | None, str]:
        """Return the label and the rest of the text; None and all of it where no known name stands first."""
        found = _LABEL.match(text)
        if found is None or ((key := _key(found[1])) not in self.names and key != _UNKNOWN):
            return None, text
        return found[1].strip(), text[found.end() :].strip()

    def doubts(self, text: str) -> bool:
        """Say whether what may be a name stands first, though the file does not bear it out."""
        found = _LABEL.match(text)
        return found is not None and is_name(found[1]) and found[1].casefold() not in self.small


def labels_of(texts: Sequence[str]) -> Labels:
    """Return the names in a file, given its captions or paragraphs, by how often and among what they stand."""
    raw = Counter(found[1] for text in texts if (found := _LABEL.match(text)))
    seen = Counter[str]()
    forms: dict[str, str] = {}
    for label, number in raw.items():
        if _may_be_name(label):
            seen[_key(label)] += number
            forms.setdefault(_key(label), label)
    small = _small_words(texts) if seen else frozenset()
    if seen.total() >= max(2, DENSE * len(texts)) and any(number > 1 for number in seen.values()):
        whole = seen.total() >= 0.95 * len(texts)
        names = {key for key, number in seen.items() if number > 1 or _stands_out(forms[key], 3, small) or whole}
        return Labels(frozenset(names), True, small)
    # Whoever speaks once only is believed among others who are named, and not by one word.
    likely = {key for key in seen if " " in key and _stands_out(forms[key], 1, small)}
    sure = {key for key, number in seen.items() if number > 1 and _stands_out(forms[key], number, small)}
    if sure or (len(likely) > 1 and len(texts) <= 4 * len(likely)):
        sure |= likely
    return Labels(frozenset(sure), False, small)


@lru_cache(maxsize=1_000)
def _key(label: str) -> str:
    return fold(label)


def is_name_like(label: str) -> bool:
    """Say whether the words are written as a name is: in capitals, or each with a capital where it needs one."""
    words = _WORD.findall(_BRACKETED.sub("", label))
    return bool(words) and all(
        not word[0].islower() or word.casefold() in _SMALL or any(one.isupper() for one in word) for word in words
    )


def is_name(label: str) -> bool:
    """Say whether the words may be somebody's name, and are written as one."""
    return _may_be_name(label) and is_name_like(label)


def _may_be_name(label: str) -> bool:
    label = _BRACKETED.sub("", label)
    words = [word.casefold().strip(".'’") for word in _WORD.findall(label)]
    if not words or len(label.split()) > MOST_WORDS or label.rstrip().endswith((",", "-", "(")):
        return False
    if words[0] in NOT_NAMES or words[-1] in _HEADINGS:
        return False
    # "Let me say this." or "Thanks everybody, so" is no name; "ana p" may be one.
    return is_name_like(label) or len(words) <= 2


def _stands_out(label: str, number: int, small: frozenset[str]) -> bool:
    words = [word for word in _WORD.findall(_BRACKETED.sub("", label)) if word.casefold() not in _SMALL]
    if not is_name_like(label) or not words:
        return False
    if words[0].casefold() in _ROLES:
        return True
    if len(words) > 1:
        return not all(word.casefold() in small for word in words)
    if len(words[0]) == 1:
        return number >= LETTER
    return number > 2 and words[0].casefold() not in small


def _small_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the words that the file also writes in small letters."""
    words = {word for text in texts for word in text.split() if word.islower()}
    return frozenset(bare for word in words for bare in _WORD.findall(word))
