"""The captions as lines of plain text: one for each turn so far, then one for each sentence as it is finished."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from captioner.finished import Finished
from captioner.reading import Line, MarkLine, Turn
from captioner.sentences import Sentence, Sentences
from models.cue import Cue
from models.events import Final, decode
from models.marks import AgendaMark, Gap, OffRecord, say_mark
from models.plain import clean, clean_name
from templates import clock
from templates.wording import Wording

_HELD = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True)
class Held:
    """How far somebody has read: up to this cue, and this many of its words, for the newest cue may still grow."""

    cue: int
    words: int

    @classmethod
    def of(cls, cues: Sequence[Cue]) -> Held:
        return cls(cues[-1].id, len(cues[-1].words)) if cues else cls(0, 0)

    @classmethod
    def read(cls, text: str, cues: Sequence[Cue]) -> Held:
        """Return what an address says, "12-7" or "12"; nothing held if it says nothing that can be.

        >>> str(Held.read("12-7", [])), str(Held.read("yesterday", []))
        ('0-0', '0-0')
        """
        found = _HELD.fullmatch(text)
        held = cls(int(found[1]), int(found[2] or 999_999_999)) if found else cls(0, 0)
        # A meeting that was made anew begins again at 1.
        return held if held.cue <= cls.of(cues).cue else cls(0, 0)

    def __str__(self) -> str:
        return f"{self.cue}-{self.words}"

    def rest(self, cue: Cue) -> Cue | None:
        """Return what of a cue is not held, None if all of it is."""
        words = cue.words if cue.id > self.cue else cue.words[self.words :] if cue.id == self.cue else ()
        return replace(cue, words=words) if words else None


def since(lines: Sequence[Line], held: Held) -> list[Line]:
    """Return what came after what is held; a heading or a gap that nothing followed yet comes again."""
    known = [isinstance(line, Turn) and line.cues[0].id <= held.cue for line in lines]
    first = max((at for at, is_known in enumerate(known) if is_known), default=0)
    new: list[Line] = []
    for line in lines[first:]:
        if not isinstance(line, Turn):
            new.append(line)
        elif cues := tuple(rest for cue in line.cues if (rest := held.rest(cue))):
            # Without the lines ahead of it nobody could tell whose words they are.
            new.append(replace(line, cues=cues, show_label=line.show_label or (not new and bool(line.label))))
    return new


def text_of(line: Line, say: Wording) -> str:
    """Return a turn, a heading or a gap as one line."""
    if isinstance(line, MarkLine):
        mark = line.mark
        if isinstance(mark, AgendaMark):
            return clean(say("captions.item", number=mark.item, title=mark.title))
        if isinstance(mark, OffRecord):
            return f"[{say_mark(mark)}]"
        filled = " " + say("captions.filled") if mark.filled else ""
        return clean(_gap(say, mark) + filled)
    later = say("captions.later", at=clock(line.start_ms)) if line.gap is not None else ""
    said = [later, f"{line.label}:" if line.label else ""]
    for cue in line.cues:
        said += [word.text for word in cue.words]
        said += [say("captions.corrected", text=cue.corrected)] if cue.corrected is not None else []
    return clean(" ".join(said))


def _gap(say: Wording, gap: Gap) -> str:
    return say("captions.gap", **{"from": clock(gap.from_ms), "to": clock(gap.to_ms), "why": gap.why})


class Telling:
    """The lines that a meeting adds to its text as it goes on. `over` once it has ended.

    Args:
        split: What was finished when this begins, and what waits.
        named: Whether anybody was named before: who is not is called unknown then.
        nameless: Whether nobody is to be named.
    """

    def __init__(self, split: Finished, named: bool, nameless: bool, say: Wording) -> None:
        self.over = False
        self._sentences = Sentences()
        self._headings = list(split.waiting)
        self._named, self._nameless, self._say = named, nameless, say
        for final in split.held:
            self._sentences.take(final)

    def take(self, frame: str, now_ms: int) -> list[str]:
        """Return the lines that this frame finishes. What is kept nowhere is not told: a text is easily kept."""
        fields = json.loads(frame)
        taker = getattr(self, f"_take_{fields['kind']}", None)
        if fields["seq"] is None or taker is None:
            return []
        lines: list[str] = taker(fields, now_ms) if fields["kind"] == "final" else taker(fields)
        return [line for one in lines if (line := clean(one))]

    def quiet(self, now_ms: int) -> list[str]:
        """Return the lines that are finished because nothing more came."""
        done = self._told(self._sentences.quiet(now_ms))
        return done if self._sentences.open else [*done, *self._head()]

    def finish(self) -> list[str]:
        """Return all that is unfinished: nothing more will come."""
        return [*self._told(self._sentences.finish()), *self._head()]

    def _told(self, sentences: Iterable[Sentence]) -> list[str]:
        return [clean(self._line(sentence)) for sentence in sentences]

    def _line(self, sentence: Sentence) -> str:
        name = None if self._nameless else clean_name(sentence.speaker)
        self._named = self._named or name is not None
        label = name or (self._say("captions.unknown") if self._named else "")
        line = f"{label}: {sentence.text}" if label and sentence.turn else sentence.text
        if sentence.opening.gap is None or not sentence.turn:
            return line
        return f"{self._say('captions.later', at=clock(sentence.parts[0].words[0].start_ms))} {line}"

    def _head(self) -> list[str]:
        """Return the headings that wait, behind the sentence that they end."""
        if not self._headings:
            return []
        done = self._told(self._sentences.close())
        waiting, self._headings = self._headings, []
        return [*done, *(text_of(MarkLine(mark), self._say) for mark in waiting)]

    def _take_final(self, fields: Mapping[str, Any], now_ms: int) -> list[str]:
        final = decode("final", json.dumps(fields).encode())
        assert isinstance(final, Final)
        # Words come later than the host's click: a heading waits for the first word spoken after it.
        reached = self._headings and final.words[-1].start_ms >= self._headings[0].from_ms
        return [*(self._head() if reached else []), *self._told(self._sentences.take(final, now_ms))]

    def _take_agenda(self, fields: Mapping[str, Any]) -> list[str]:
        self._headings.append(AgendaMark(str(fields["item"]), str(fields["title"]), fields["from_ms"]))
        return []

    def _take_gap(self, fields: Mapping[str, Any]) -> list[str]:
        gap = Gap(fields["gap"], fields["from_ms"], fields["to_ms"], str(fields.get("why") or ""))
        return [*self._told(self._sentences.close()), _gap(self._say, gap)]

    def _take_correction(self, fields: Mapping[str, Any]) -> list[str]:
        done = []
        if fields.get("text") is not None:
            done.append(self._say("plain.correction", text=fields["text"]))
        if fields.get("speaker") and not self._nameless:
            done.append(self._say("plain.correction_speaker", name=fields["speaker"]))
        return done

    def _take_state(self, fields: Mapping[str, Any]) -> list[str]:
        self.over = fields["state"] == "ended"
        return [*self.finish(), f"[{self._say('status.' + fields['state'])}]"]

    def _take_record(self, fields: Mapping[str, Any]) -> list[str]:
        return [*self.finish(), f"[{self._say('plain.on_record' if fields['on'] else 'plain.off_record')}]"]

    def _take_sound(self, fields: Mapping[str, Any]) -> list[str]:
        state = "on" if fields["on"] else "deleted" if fields.get("deleted") else "kept"
        return [f"[{self._say('status.sound_' + state)}]"]

    def _take_origin(self, fields: Mapping[str, Any]) -> list[str]:
        by = "" if self._nameless else fields.get("by")
        human = self._say("status.human_by", name=by) if by else self._say("status.human")
        return [f"[{human if fields['origin'] == 'human' else self._say('status.machine')}]"]

    def _take_notice(self, fields: Mapping[str, Any]) -> list[str]:
        return [f"[{self._say('plain.notice', text=fields['text'])}]"] if fields.get("text") else []
