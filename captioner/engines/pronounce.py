"""How a word is probably said, for names that a pronouncing dictionary does not have.

Letters are read by a table of rules, the first that fits wins; acronyms are spelled; accents are folded.
It is a guess: about one sound in six differs from a dictionary of English (see the tests).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

Lookup = Callable[[str], str | None]

MOST_LETTERS = 40
MOST_SPELLED = 6
SURELY_SPELLED = 3
LEAST_PIECE = 4
"""Shorter dictionary words are found inside names by chance."""

LETTERS = dict(
    pair.split(":")
    for pair in (
        "a:EY,b:B IY,c:S IY,d:D IY,e:IY,f:EH F,g:JH IY,h:EY CH,i:AY,j:JH EY,k:K EY,l:EH L,m:EH M,n:EH N,o:OW,"
        "p:P IY,q:K Y UW,r:AA R,s:EH S,t:T IY,u:Y UW,v:V IY,w:D AH B AH L Y UW,x:EH K S,y:W AY,z:Z IY"
    ).split(",")
)

# Letters that Unicode does not take apart.
FOLDS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "th", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)

# A row is: letters, what stands before them, what follows, the sounds ("-" for none). Before and after are
# regular expressions with these short forms: V a vowel letter, C a consonant letter, _ the edge of the word,
# ~ a vowel somewhere before; a full stop alone is anything. Rows stand apart by semicolons;
# those that begin with the same letter are tried in their order.
TABLE = """
aa . . AA; ae . . EY; ah . (C|_) AA; augh . . AO; au . . AO; aw . . AO; ai . r EH; ai . . EY; ay . . EY
air . . EH R; ar ~ _ ER; ar ~ d_ ER; ar w . AO R; are . _ EH R; arr . V AE R; ar . V EH R; ar . . AA R
al . k_ AO; all . (_|C) AO L; al . [dt] AO L; a w [dlnst] AA; ai . . EY; a . tion EY; a ~ ble_ AH
age ~ _ IH JH; ate ~ _ EY T; a ~ l_ AH; a ~ ls_ AH; a ~ n_ AH; a ~ ns_ AH; a ~ nd_ AH; a ~ n[ct]e?_ AH
a ~ m_ AH; a ~ s_ AH; a . ste_ EY; a . nge EY; a . Ce_ EY; a . Ce[sd]_ EY; a . Cing_ EY; a . Cer_ EY
a . Ci[aou] EY; a ~ _ AH; a . _ AA; a _ CV AH; a ~ C[iu] AE; a ~ CVC AH; a . . AE
bb . . B; b m _ -; b . . B
cz . . CH; cch . [ei] K; cc . [ei] K S; cc . . K; ck . . K; cq . . K; ch . [lrst] K; ch _ r K; ch . . CH
ci V [aou] SH; c s [eiy] -; c . [eiy] S; c . . K
dd . . D; dg . [ei] JH; dj . . JH; d . t -; d . . D
eau . . OW; eigh . . EY; ei c . IY; ei . n AY; ei . . AY; ee . r IH; ee . . IY; ea . rC ER; ear . C ER
ea . r IH; ea . d_ EH; ea . [lsv]th? IY; ea . . IY; ewe . . UW; ew [rljd] . UW; ew . . Y UW; eu [rljd] . UW
eu . . Y UW; ey ~ _ IY; ey . . EY; er . V EH R; er . . ER; e ~ d_ -; e ~ s_ -; e [td] d_ AH; e [szxc] s_ AH
e [szxc] d_ -; e ~ _ -; e . _ IY; e ~ l_ AH; e ~ ls_ AH; e ~ ll_ EH; e ~ n_ AH; e ~ ns_ AH; e ~ n[ct][ey]?_ AH
e ~ m_ AH; e ~ t_ AH; e ~ ts_ AH; e ~ ss_ AH; e ~ st_ AH; e ~ ly_ -; e ~ ment -; e ~ man -; e . Ce_ IY
e . o IY; e . a IY; e _ x IH; e _[bdr] CV IH; e . . EH
ff . . F; f . . F
gh _ . G; gh V [tC_] -; gh . . G; gg . . G; gn _ . N; gn . _ N; ge ~ _ JH; gu . [ei] G; g [^n] _ G; g . [ey] JH
g . i JH; g . . G
h V (C|_) -; h . . HH
ie . r IH; ie . _ IY; ie . [dsl] IY; ie . . IY; igh . . AY; ign . _ AY N; ild . _ AY L D; ind . _ AY N D
ir . V IH R; ir . . ER; i ~ Ce_ AY; i . Ce_ AY; i . Ce[sd]_ AY; i . Cer_ AY; i . Cing_ AY; i _ _ AY; i _ ca AY; i . _ IY
i . a IY; i . o IY; i . u IY; i . . IH
j . . JH
kn _ . N; kk . . K; kh . . K; k . . K
ll . . L; le C _ AH L; les C _ AH L Z; l . . L
mm . . M; mc _ . M AH K; m . . M
ng . _ NG; ng . [^aeiouylrw] NG; ng . [aou] NG G; ngs . _ NG Z; n . [kqx] NG; n . c[aou] NG; nn . . N; n . . N
oa . r AO; oa . . OW; oe . _ OW; oe . . OW; oi . . OY; oy . . OY; ook . . UH K; ood . . UH D; oor . . AO R
oo . . UW; ough . t AO; ough . . OW; ould . . UH D; ou s th AW; ous ~ _ AH S; our ~ _ ER; our . . AO R
ou . . AW; owe . . OW; ow . _ OW; ow . [sn]_ OW; ow . . AW; or ~ _ ER; or w . ER; or . . AO R; old . . OW L D
oll . _ OW L; olk . . OW K; ost . _ OW S T; o ~ n_ AH; o ~ ns_ AH; o ~ m_ AH; o ~ t_ AH; o . Ce_ OW
o . Ce[sd]_ OW; o . Cer_ OW; o . Cing_ OW; o . Ci[aou] OW; o . _ OW; o . s_ OW; o . a OW; o _[cr] CV AH
o _c [mn] AH; o . VC OW; o . C[ao] OW; o . . AA
pp . . P; ph . . F; pf _ . F; ps _ . S; p . . P
qu . e_ K; qu . . K W; q . . K
rr . . R; rh . . R; r . . R
schw . . SH W; sch . . SH; sh . . SH; ssion V . SH AH N; sion V . ZH AH N; sion . . SH AH N; sure V _ ZH ER
ss . . S; sz . . SH; s V _ Z; s [bdglmnrvwy] _ Z; s e _ Z; s V e_ Z; s V [ei]V Z; s V m_ Z AH; s . . S
tch . . CH; thm . _ DH AH M; th . er DH; th . e_ DH; th . . TH; tion . . SH AH N; ti . [ao]n? SH; tt . . T
tsch . . CH; tz . . T S; ture . _ CH ER; tu ~ [ao] CH UW; t . . T
ue C _ UW; ui . . UW; ur . V Y UH R; ur . . ER; un _ . AH N; u [rljsc] Ce_ UW; u . Ce_ Y UW; u . Ce[sd]_ Y UW
u g [aeio] W; u ~ s_ AH; u ~ m_ AH; u [bcfhkmpv] CV Y UW; u [rljsdtn] CV UW; u . _ UW; u . a UW; u . . AH
v . . V
wh . o HH; wh . . W; wr _ . R; w V C -; w V _ -; w . . W
x _ . Z; x . . K S
yr . C ER; y _ . Y; y . V Y; y ~ _ IY; y . _ AY; y . Ce_ AY; y . . IH
zz . . Z; zh . . ZH; z . . Z
"""


def pronounce(word: str, lookup: Lookup | None = None) -> list[str] | None:
    """Return how the word may be said, likeliest first, in ARPABET without stress; None if nobody can tell.

    Args:
        word: As it is written: a name ("Núñez", "O'Brien"), a compound ("Kowalczyk-Reyes") or an acronym ("IGF").
        lookup: Gives the sounds of a lower-case word that a dictionary has, else None.

    >>> pronounce("IGF")
    ['AY JH IY EH F']
    >>> pronounce("Tanvika")[0]
    'T AE N V IH K AH'
    """
    pieces = [piece.strip("'") for piece in re.split(r"[^a-z']+", fold(word)) if piece.strip("'")]
    if not pieces or sum(map(len, pieces)) > MOST_LETTERS:
        return None
    if word.isupper() and len(pieces) == 1 and len(pieces[0]) <= MOST_SPELLED:
        return _acronym(pieces[0], lookup)
    *first, last = [_ways(piece, lookup) for piece in pieces]
    before = [ways[0] for ways in first]
    said = [" ".join([*before, way]).strip() for way in last]
    return [way for way in said if way] or None


def _acronym(letters: str, lookup: Lookup | None) -> list[str]:
    """Spelled if it is short or has no vowel; else it may be read as well, as UNESCO is."""
    spelled = " ".join(LETTERS[letter] for letter in letters if letter in LETTERS)
    if len(letters) <= SURELY_SPELLED or not re.search("[aeiouy]", letters):
        return [spelled]
    read = _ways(letters, lookup)[0]
    if re.search("[^aeiouy]{3}|[aeiouy]{3}", letters):
        return [spelled]
    return [spelled, read] if re.search("^[^aeiouy]{2}", letters) else [read, spelled]


def fold(word: str) -> str:
    """Return the word in small Latin letters without accents; letters that cannot be folded stay.

    >>> fold("Łukasz Ñandú")
    'lukasz nandu'
    """
    apart = unicodedata.normalize("NFKD", word.lower().replace("\u2019", "'").translate(FOLDS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _ways(piece: str, lookup: Lookup | None) -> list[str]:
    """How one run of letters may be said."""
    known = _known(piece, lookup) if lookup else None
    read = sounds(piece)
    ways = [known, read] if known else [read]
    if piece.endswith("e") and not piece.endswith("ee") and len(piece) > 2:
        ways.append(read + " EY")  # Salome, Andre: final e is often said in names.
    elif piece.endswith("i") and read.endswith("AY"):
        ways.append(read[:-2] + "IY")
    return list(dict.fromkeys(ways))


def _known(piece: str, lookup: Lookup) -> str | None:
    """The sounds of a piece that is a dictionary word or two of them; None if it is neither."""
    whole = lookup(piece)
    if whole:
        return whole
    if piece.endswith("s") and (stem := lookup(piece.rstrip("s").rstrip("'"))):
        return f"{stem} {'S' if stem.rsplit(' ', 1)[-1] in ('P', 'T', 'K', 'F', 'TH') else 'Z'}"
    for cut in range(len(piece) - LEAST_PIECE, LEAST_PIECE - 1, -1):
        left, right = lookup(piece[:cut]), lookup(piece[cut:])
        if left and right:
            return f"{left} {right}"
    return None


def sounds(piece: str) -> str:
    """Read small Latin letters by the table alone."""
    said = list[str]()
    for text in piece.split("'"):
        at = 0
        while at < len(text):
            length, phones = _read(text, at)
            at += length
            said += phones
    return " ".join(said)


def _read(text: str, at: int) -> tuple[int, list[str]]:
    before, rest = "_" + text[:at], text[at:]
    for letters, ahead, behind, phones in _rules().get(rest[0], ()):
        if rest.startswith(letters) and ahead.search(before) and behind.match(rest[len(letters) :] + "_"):
            return len(letters), phones
    return 1, []


Rule = tuple[str, re.Pattern[str], re.Pattern[str], list[str]]


@cache
def _rules() -> dict[str, list[Rule]]:
    """The table, by first letter."""
    table: dict[str, list[Rule]] = {}
    for row in TABLE.strip().replace("\n", "; ").split("; "):
        letters, before, after, phones = row.split(" ", 3)
        ahead = "" if before == "." else _expand(before) + "$"
        behind = "" if after == "." else _expand(after)
        rule = (letters, re.compile(ahead), re.compile(behind), [] if phones == "-" else phones.split())
        table.setdefault(letters[0], []).append(rule)
    return table


def _expand(pattern: str) -> str:
    return pattern.replace("~", "V.*").replace("V", "[aeiouy]").replace("C", "[bcdfghjklmnpqrstvwxz]")
