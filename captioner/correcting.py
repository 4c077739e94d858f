"""What a person may put right in the captions, and the events that do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal, get_args

from models.cue import INAUDIBLE, Cue
from models.errors import MeetingError
from models.events import Note
from models.names import NAME_LENGTH
from models.plain import clean, clean_name
from models.roster import Roster
from models.transcript import Transcript

Do = Literal["save", "inaudible", "merge", "split", "earlier", "undo"]
DOES: tuple[Do, ...] = get_args(Do)
TEXT_LENGTH = 2_000
SPLIT = re.compile(r"(?:^|\s)//(?:\s|$)")
"""Two strokes in a text say where a line is to be split; those of a web address stand between letters."""

_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
_NUMBER = re.compile(r"[0-9]{1,9}")


class NotCorrected(MeetingError):
    """Raised when a correction is not taken."""


class Overtaken(NotCorrected):
    """Raised when somebody else corrected the line since it was opened; `text` is how it reads now."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence)
        self.text = text


@dataclass(frozen=True)
class Asked:
    """A correction as somebody asks for it. `speaker` None leaves the speaker.

    `n` and `rev`: how many words of the line they saw, and the number of its last correction; None for all there is.
    `undo` is the key of a correction.
    """

    do: Do
    cue: int
    key: str
    by: str | None = None
    text: str = ""
    speaker: str | None = None
    everywhere: bool = False
    n: int | None = None
    rev: int | None = None
    undo: str = ""


def read_asked(fields: Mapping[str, str]) -> Asked:
    """Return what a form asks for.

    Raises:
        NotCorrected: If a field is missing, is not what it should be, or is too long.
    """
    do = next((one for one in DOES if one == fields.get("do", "save")), None)
    if do is None:
        raise NotCorrected(f"field do is {fields['do'][:20]!r}; expected {', '.join(DOES)}")
    key, by, text = fields.get("key", ""), clean_name(fields.get("by")), clean(fields.get("text", ""))
    if not _KEY.fullmatch(key):
        raise NotCorrected("field key is missing or no key; load the page again")
    if len(text) > TEXT_LENGTH:
        raise NotCorrected(f"the text has {len(text)} characters; a line has at most {TEXT_LENGTH}, split it first")
    for name in (by, clean_name(fields.get("speaker"))):
        if name is not None and len(name) > NAME_LENGTH:
            raise NotCorrected(f"a name has {len(name)} characters; expected at most {NAME_LENGTH}")
    return Asked(
        do,
        _number(fields, "cue") or 0,
        key,
        by,
        text,
        clean(fields["speaker"]) if "speaker" in fields else None,
        fields.get("everywhere") == "yes",
        _number(fields, "n"),
        _number(fields, "rev"),
        fields.get("undo", "")[:40],
    )


def _number(fields: Mapping[str, str], name: str) -> int | None:
    text = fields.get(name, "")
    if text and not _NUMBER.fullmatch(text):
        raise NotCorrected(f"field {name} is {text[:20]!r}; expected a number")
    return int(text) if text else None


def in_time(transcript: Transcript) -> list[Cue]:
    """Return the lines in the order of time, as every export has them."""
    return sorted(transcript.cues, key=lambda cue: cue.start_ms)


def is_open(transcript: Transcript, cue: Cue) -> bool:
    """Whether words may still be added to the line."""
    return transcript.state in ("listening", "paused") and cue.id == max(transcript.edits.heard)


def events_of(asked: Asked, transcript: Transcript, roster: Roster, number: Callable[[], int]) -> tuple[Note, ...]:
    """Return the events that do what is asked; none if it is done already or changes nothing.

    Args:
        number: Gives a cue number that nothing has, for words that are split off.

    Raises:
        Overtaken: If somebody else corrected the line since it was opened.
        NotCorrected: If it cannot be done, with what to do about it.
    """
    if any(one.key == asked.key for one in transcript.corrections):
        return ()
    if not transcript.nameless and asked.by is None:
        raise NotCorrected("who corrects is missing; give your name first, because corrections carry a name")
    made = _undone(asked, transcript) if asked.do == "undo" else _corrected(asked, transcript, roster, number)
    more = {"edit": asked.key} | ({} if transcript.nameless else {"by": asked.by})
    return tuple(Note("correction", fields | more) for fields in made)


def _corrected(
    asked: Asked, transcript: Transcript, roster: Roster, number: Callable[[], int]
) -> list[dict[str, Any]]:
    cue = transcript.cue(asked.cue)
    if cue is None:
        raise NotCorrected(
            f"line {asked.cue} is not in the record: it was joined to another line, or said off the record"
        )
    if asked.rev is not None and transcript.edits.newest(cue.id) > asked.rev:
        raise Overtaken(f"line {cue.id} was corrected by somebody else meanwhile; it reads: {cue.text}", cue.text)
    if asked.do == "inaudible":
        return [{"cue": cue.id, "text": INAUDIBLE, "n": len(cue.words)}]
    if asked.do != "save" and is_open(transcript, cue):
        raise NotCorrected(f"line {cue.id} is still being written; do this when the next line has begun")
    if asked.do == "split":
        parts = _parts(asked.text, cue)
        # The text first, as a correction of its own: who knows nothing of splitting reads it all the same.
        saved = _saved(replace(asked, text=" ".join(parts)), cue, transcript.nameless, roster)
        return [*saved, _split(saved, parts, cue, number())]
    saved = _saved(asked, cue, transcript.nameless, roster)
    if asked.do == "save":
        return saved
    before = _before(transcript, cue)
    return [*saved, *(_merged(cue, before) if asked.do == "merge" else _earlier(cue, before))]


def _saved(asked: Asked, cue: Cue, nameless: bool, roster: Roster) -> list[dict[str, Any]]:
    fields: dict[str, Any] = {}
    n = len(cue.words) if asked.n is None else min(asked.n, len(cue.words))
    added = " ".join(word.text for word in cue.words[n:])
    if not asked.text:
        raise NotCorrected(f"the text of line {cue.id} is empty; write what was said, or {INAUDIBLE}")
    if asked.text != clean(cue.text.removesuffix(added)):
        fields |= {"text": asked.text, "n": n}
    person = roster.person(asked.speaker) if asked.speaker else None
    name = person.name if person is not None else clean_name(asked.speaker)
    if nameless and name is not None:
        raise NotCorrected("under the Chatham House Rule nobody is named; leave the speaker empty")
    if asked.speaker is not None and name != cue.speaker:
        fields["speaker"] = name
        if asked.everywhere:
            fields |= {"everywhere": True, "was": cue.speaker}
    return [{"cue": cue.id} | fields] if fields else []


def _before(transcript: Transcript, cue: Cue) -> Cue:
    lines = in_time(transcript)
    at = lines.index(cue)
    if at == 0:
        raise NotCorrected(f"line {cue.id} is the first; there is none before it")
    return lines[at - 1]


def _merged(cue: Cue, before: Cue) -> list[dict[str, Any]]:
    speaker = {"speaker": before.speaker} if before.speaker not in (None, cue.speaker) else {}
    return [{"cue": cue.id, "merge": before.id} | speaker]


def _earlier(cue: Cue, before: Cue) -> list[dict[str, Any]]:
    moved = {"cue": cue.id, "before": before.id, "start_ms": max(0, before.start_ms - 1)}
    # Nothing is said before the beginning: there the other line gives way.
    return [{"cue": before.id, "start_ms": 1}, moved] if before.start_ms == 0 else [moved]


def _split(saved: list[dict[str, Any]], parts: tuple[str, str], cue: Cue, number: int) -> dict[str, Any]:
    at = _place_of_cut([word.text for word in cue.words], parts[0].split(), parts[1].split())
    heard = tuple(" ".join(word.text for word in words) for words in (cue.words[:at], cue.words[at:]))
    texts = {} if cue.corrected is None and not saved and parts == heard else {"first": parts[0], "rest": parts[1]}
    return {"cue": cue.id, "split": at, "new": number} | texts


def _parts(text: str, cue: Cue) -> tuple[str, str]:
    parts = [part.strip() for part in SPLIT.split(text)]
    if len(parts) != 2 or not all(parts):
        raise NotCorrected("write // once in the text, between the words where the line is to be split")
    if len(cue.words) < 2:
        raise NotCorrected(f"line {cue.id} was heard as one word and cannot be split")
    return parts[0], parts[1]


def _place_of_cut(heard: Sequence[str], first: Sequence[str], rest: Sequence[str]) -> int:
    """Return how many of the heard words the first part takes: at least one, and not all."""
    at, cut = 0, len(first)
    matcher = SequenceMatcher(None, [*map(str.casefold, heard)], [*map(str.casefold, (*first, *rest))], autojunk=False)
    for _, from_heard, to_heard, from_said, to_said in matcher.get_opcodes():
        if from_said >= cut:
            break
        share = min(1.0, (cut - from_said) / max(1, to_said - from_said))
        at = from_heard + round(share * (to_heard - from_heard))
    return min(max(at, 1), len(heard) - 1)


def _undone(asked: Asked, transcript: Transcript) -> list[dict[str, Any]]:
    one = next((one for one in transcript.corrections if one.key == asked.undo and one.holds), None)
    if one is None or not asked.undo:
        raise NotCorrected("that correction is undone already, or was never made; load the page again")
    fields: dict[str, Any] = {"cue": one.cue, "undo": asked.undo}
    now, then = transcript.cue(one.cue), transcript.edits.without(asked.undo).get(one.cue)
    if now is not None and then is not None:
        # What holds again goes with it: who knows nothing of undoing is told all the same.
        fields |= {"text": then.text} if then.text != now.text else {}
        fields |= {"speaker": then.speaker} if then.speaker != now.speaker else {}
    return [fields]
