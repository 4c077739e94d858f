"""The sentences of a talk, each with the utterances it came in: captions are half sentences, turns are several.

The captioner splits words for display as they come (`captioner/sentences.py`); this splits finished text of any origin,
whose utterances may be turns without times. They share no rule that would not need both kinds of input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from summarizer.soft_ends import lacks_commas, soft_ends
from summarizer.talk import Channel, Utterance

PAUSE_MS = 2_000
"""A pause this long ends what was left unfinished."""
LONGEST = 400
"""Characters from which an unfinished sentence takes no further utterance: a transcript without any full stop."""

_STOP = re.compile(r"(?:[.?!…]+|[。？！؟۔।])[\"'”’»)\]]*(?=\s|$)|[。？！]")
_SHORT = re.compile(
    r"(?:^|[\s(\"“'‘])(?:(?:dr|mr|mrs|ms|prof|st|vs|approx|e\.g|i\.e|etc|cf|ca|art|sen|rep|hon|no|nos|[ap]\.?m|[a-z])"
    r"|(?:[a-z]\.)+[a-z])\.$",
    re.IGNORECASE,
)
_MAY_END = re.compile(r"(?:etc|[ap]\.?m|(?:[a-z]\.)+[a-z])\.$", re.IGNORECASE)
_NOISE = re.compile(
    r"[(\[]\s*(?:pause|silence|laught?er|laughs?|laughing|applause|music|inaudible|indistinct|unclear|crosstalk|"
    r"overlapping|coughs?|coughing|(?:background )?noise|no audio|audio (?:lost|cut|off)|off mic|"
    r"technical (?:issue|diffic)|captioner|speaking (?:off|in)|standing by|interruption)\w*\b[^()\[\]]{0,60}[)\]]"
    r"|[♪♫]+|>{2,}|(?:&gt;){2,}|</?(?:v|c|i|b|u|ruby|rt|lang)\b[^<>\n]{0,60}>",
    re.IGNORECASE,
)
_NODS = frozenset("yeah yep yes yup mm mm-hmm mhm hmm uh-huh okay ok right sure oh ah um uh no exactly true".split())


@dataclass(frozen=True)
class Sentence:
    """`text` is without noise, `raw` as captioned. `ids` are the utterances it has words of, in their order.

    `opens` says that its speaker did not speak just before; `ends` that it came to its end.
    """

    text: str
    raw: str
    ids: tuple[str, ...]
    speaker: str | None
    opens: bool
    ends: bool = True
    channel: Channel = "speech"
    start_ms: int | None = None


@dataclass
class _Unfinished:
    utterance: Utterance
    at: int
    opens: bool
    raw: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    length: int = 0
    end_ms: int | None = None

    def take(self, piece: str, utterance: Utterance) -> None:
        self.raw.append(piece)
        self.length += len(piece) + 1
        if not self.ids or self.ids[-1] != utterance.id:
            self.ids.append(utterance.id)
        self.end_ms = utterance.end_ms

    def goes_on_with(self, other: Utterance) -> bool:
        mine = self.utterance
        if (mine.speaker, mine.channel) != (other.speaker, other.channel) or other.channel != "speech":
            return False
        if self.end_ms is not None and other.start_ms is not None and other.start_ms - self.end_ms > PAUSE_MS:
            return False
        return self.length < LONGEST

    def finish(self, ends: bool) -> Iterator[tuple[int, Sentence]]:
        raw = " ".join(self.raw)
        text = bare(raw)
        if any(one.isalnum() for one in text):
            mine = self.utterance
            yield (
                self.at,
                Sentence(text, raw, tuple(self.ids), mine.speaker, self.opens, ends, mine.channel, mine.start_ms),
            )


def split_sentences(utterances: Iterable[Utterance]) -> tuple[Sentence, ...]:
    """Return the sentences in the order in which they began.

    One that was left unfinished goes on in its speaker's next utterance, past a pause or a nod of somebody else's no
    longer than `PAUSE_MS`. Utterances of noise alone give none. A talk without commas is cut where a sentence seems to
    begin (`soft_ends.py`).
    """
    utterances = tuple(utterances)
    soft = lacks_commas(one.text for one in utterances)
    found: list[tuple[int, Sentence]] = []
    open_one: _Unfinished | None = None
    before: tuple[str | None, Channel] | None = None
    for at, utterance in enumerate(utterances):
        if open_one is not None and not open_one.goes_on_with(utterance):
            if _is_nod(utterance) and utterance.speaker != open_one.utterance.speaker:
                nod = _Unfinished(utterance, at, True)
                nod.take(utterance.text, utterance)
                found += nod.finish(True)
                continue
            found += open_one.finish(False)
            open_one = None
        said = open_one.raw[-1] if open_one is not None else ""
        for piece, ends in _softly(utterance.text, said) if soft else pieces(utterance.text):
            if not piece and open_one is not None:
                found += open_one.finish(True)
                open_one = None
            if not piece:
                continue
            if open_one is None:
                open_one = _Unfinished(utterance, at, before != (utterance.speaker, utterance.channel))
            open_one.take(piece, utterance)
            before = (utterance.speaker, utterance.channel)
            if ends:
                found += open_one.finish(True)
                open_one = None
    if open_one is not None:
        found += open_one.finish(False)
    return tuple(sentence for _, sentence in sorted(found, key=lambda one: one[0]))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text cut after each sentence, and whether that came to its end; nothing of the text but blanks is lost.

    >>> list(pieces("Dr. Quill has 3.5. No. We will"))
    [('Dr. Quill has 3.5.', True), ('No.', True), ('We will', False)]
    """
    begin = 0
    for stop in _STOP.finditer(text):
        piece = text[begin : stop.end()].strip()
        if piece and not _goes_on(piece, text[stop.end() :].lstrip()[:1]):
            yield piece, True
            begin = stop.end()
    rest = text[begin:].strip()
    if rest:
        yield rest, False


def _softly(text: str, said: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text cut also where a sentence seems to begin; an empty piece ends what was said before."""
    for piece, ends in pieces(text):
        begin = 0
        for at in soft_ends(piece, said):
            yield piece[begin:at].strip(), True
            begin = at
        yield piece[begin:].strip(), ends
        said = "" if ends else piece


def bare(text: str) -> str:
    """Return the text without captioners' noise, blanks tidied.

    >>> bare(">> (Pause.)  Well, [laughter] yes.")
    'Well, yes.'
    """
    if _NOISE.search(text):
        text = _NOISE.sub(" ", text)
    return " ".join(text.split())


def _goes_on(piece: str, following: str) -> bool:
    """Whether the full stop at the end of the piece belongs to a short form."""
    if not piece.endswith(".") or not _SHORT.search(piece[-16:]):
        return piece.endswith("…") and following.islower()
    if piece.lower() == "no." or not following:
        return False
    return not (_MAY_END.search(piece) and following.isupper())


def _is_nod(utterance: Utterance) -> bool:
    words = re.findall(r"[\w'-]+", utterance.text.lower()[:40])
    return len(utterance.text) < 40 and 0 < len(words) <= 3 and all(word in _NODS for word in words)
