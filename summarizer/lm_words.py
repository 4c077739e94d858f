"""The words of a sentence as its verification compares them: their stems, and those that may not be made up."""

from __future__ import annotations

import re
from functools import lru_cache

from models.names import fold

WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:['’-][^\W\d_]+)*")

FUNCTION = frozenset(
    "a about again also although an and any another are as at be because been being but by can did do does doing "
    "each either else even ever every for from further had has have having he her here hers him his how however i "
    "if in into is it its itself just like may me might mine much my now of off on once onto or other others our "
    "ours out over own per quite rather same shall she should since so some such than that the their theirs them "
    "themselves then there these they this those though through thus to too under until up upon us very via was we "
    "were what whatever when where whether which while who whole whom whose why will with within would yet you your "
    "yours could am therefore among amongst during between both regarding towards toward already still only".split()
)
_FREE = (
    "participant member group speaker one view point note say mention suggest concern express raise stress "
    "emphasise highlight explain report recall consider think feel believe ask question wonder regard describe "
    "discuss discussion meeting issue matter topic need remark observe comment state voice idea way thing attention "
    "importance important exchange hear inform people person colleague attendee present several various "
    "different relate find argue underline reiterate acknowledge add seem appear indicate clarify propose "
    "proposal".split()
)
_HARD = (
    # for and against
    "agree agreement disagree support oppose opposition object objection favour against accept reject refuse decline "
    "approve adopt endorse confirm decide decision conclude conclusion resolve appoint elect defer postpone cancel ban "
    "withdraw allow prohibit consensus vote abstain pass carry ratify authorise grant deny "
    # more and less
    "increase decrease rise fall grow shrink more less fewer most least higher lower greater smaller better worse best "
    "worst longer shorter earlier later sooner before after above below double half triple quarter minimum maximum "
    "open close start end begin stop continue win lose gain loss success fail failure good bad safe unsafe "
    # how many, how certain
    "all everyone everybody always never none nobody unanimous unanimously unanimity majority minority many few must "
    "require mandatory voluntary optional certain impossible guarantee promise ensure urgent immediately "
    # units and times
    "day week month year hour minute second percent per cent euro dollar pound franc yen million billion dozen hundred "
    "thousand monday tuesday wednesday thursday friday saturday sunday january february april june july august "
    "september october november december today tomorrow yesterday tonight morning afternoon evening noon midnight "
    "annual annually monthly weekly daily yearly fortnight".split()
)
OUTCOME = (
    "agree agreement accept reject approve adopt endorse confirm decide decision conclude conclusion resolve appoint "
    "elect defer postpone cancel ban consensus pass carry ratify authorise unanimous unanimously".split()
)

NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen "
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth once twice thrice".split()
)

_ODD = {
    "sent": "send", "held": "hold", "met": "meet", "made": "make", "gave": "give", "given": "give", "took": "take",
    "taken": "take", "wrote": "write", "written": "write", "said": "say", "kept": "keep", "paid": "pay",
    "found": "find", "chose": "choose", "chosen": "choose", "began": "begin", "begun": "begin", "spoke": "speak",
    "told": "tell", "thought": "think", "brought": "bring", "left": "leave", "built": "build", "led": "lead",
    "ran": "run", "won": "win", "got": "get", "children": "child", "lost": "lose", "felt": "feel", "heard": "hear",
    "decision": "decide", "decisions": "decide", "went": "go", "gone": "go", "came": "come", "grew": "grow",
    "grown": "grow", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "shown": "show", "saw": "see",
    "seen": "see", "spent": "spend", "knew": "know", "known": "know", "drawn": "draw", "drew": "draw",
    "understood": "understand", "withdrew": "withdraw", "withdrawn": "withdraw", "bought": "buy", "sold": "sell",
    "does": "do", "views": "view", "bodies": "body", "denied": "deny", "denies": "deny", "carried": "carry",
    "carries": "carry", "votes": "vote", "voted": "vote", "voting": "vote",
}  # fmt: skip
_ENDINGS = re.compile(
    r"(?<=...)(?:i[sz]ations?|ations?|ements?|ments?|ings?|ions?|ities|ity|ies|ied|ers?|ed|es|ly|als?|s)$"
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms; not a word itself.

    >>> stem("organised") == stem("organizes"), stem("planning") == stem("plans"), stem("careful") == stem("careless")
    (True, True, False)
    """
    plain = re.sub(r"'s?$", "", fold(word))
    plain = _ODD.get(plain, plain)
    if not plain.isascii() or not plain.isalpha():
        return plain
    cut = _ENDINGS.sub("", plain) if not plain.endswith("ss") else plain
    cut = re.sub(r"([b-df-hj-np-tv-z])\1$", r"\1", cut)
    cut = re.sub(r"(?<=...)(?:e|i|y)$", "", cut)
    return re.sub(r"our$", "or", re.sub(r"(?<=..)(i|y)z$", r"\1s", cut))


FREE = frozenset(map(stem, _FREE))
HARD = frozenset(map(stem, _HARD))
OUTCOMES = frozenset(map(stem, OUTCOME))


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text as they stand."""
    return WORD.findall(text.replace("’", "'"))


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry the meaning, in order; numbers are looked at elsewhere."""
    found = []
    for word in words_of(text):
        for part in word.split("-"):
            small = part.lower()
            if not part or part[0].isdigit() or small in FUNCTION or small in NUMBERS or is_negator(part):
                continue
            one = stem(part)
            if one not in FREE:
                found.append(one)
    return found


def alike(one: str, other: str) -> bool:
    """Return whether two stems may be forms of one word: "extend" and "extens".

    >>> alike("extend", "extens"), alike("internal", "internet")
    (True, False)
    """
    if one == other:
        return True
    if one in HARD or other in HARD or min(len(one), len(other)) < 5:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= 5 and same / max(len(one), len(other)) >= 0.8


def among(one: str, stems: frozenset[str]) -> bool:
    return one in stems or any(alike(one, other) for other in stems)


_NEGATORS = frozenset(
    "no not never none nobody nothing nowhere neither nor without cannot hardly unable unlikely instead".split()
)
_NEGATOR_STEMS = frozenset(map(stem, "refuse decline fail failure lack refusal".split()))
_NT = re.compile(r"n['’]?t$")
_SHORT = frozenset(
    "dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt couldnt cant havent hasnt hadnt mustnt".split()
)


def is_negator(word: str) -> bool:
    """Return whether the word turns a sentence into its opposite.

    >>> [one for one in "we can't and won't refuse without it".split() if is_negator(one)]
    ["can't", "won't", 'refuse', 'without']
    """
    plain = word.lower().replace("’", "'")
    if plain in _NEGATORS or plain in _SHORT or stem(plain) in _NEGATOR_STEMS:
        return True
    return "'" in plain and _NT.search(plain) is not None
