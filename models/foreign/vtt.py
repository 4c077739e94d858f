"""WebVTT of others: cut as the standard says, and what browsers throw away read as text where it is words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.foreign.gathering import Gathering
from models.foreign.loose_times import loose_timings
from models.foreign.notices import agenda_start
from models.foreign.said import Foreign, Kind, count
from models.foreign.stray_signs import mend_signs
from models.foreign.turn_signs import tell_speakers
from models.webvtt.blocks import Block, read_blocks
from models.webvtt.spans import SPANS, Run, runs, tokens

_TEAMS = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:/|-)\d.*", re.DOTALL)
_WEBEX = re.compile(r"\d+ \"(?P<name>.+)\" \(\d+\)")
_OURS = re.compile(r"(\d{1,9})(?:\.\d{1,6})?")
_ASIDE = re.compile(r"(?:NOTE(?:[ \t]|$)|(?:STYLE|REGION)[ \t]*$)", re.MULTILINE)
_BARE_ID = re.compile(r"[\W\d_]*|[0-9a-fA-F/-]{8,}")
_SETTING = re.compile(r"\b(?:align|line|position|size|vertical|region):\S*")
_CLOCK = re.compile(r"\d:\d")
_ELEMENTS = frozenset("a br div em font p s script span strong style sub sup".split())
_FIELD = re.compile(r"(\w[\w ()]*): *(.+)")


@dataclass(frozen=True)
class _Caption:
    """A block that says something: by the standard a cue, or text that it has browsers throw away."""

    id: str
    runs: tuple[Run, ...]
    start_ms: int | None
    end_ms: int | None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def one_voice(self) -> bool:
        return len({run.voice for run in self.runs if run.text.strip()}) < 2


def read_vtt(text: str) -> Foreign:
    """Return what a WebVTT file says; the text begins with the word WEBVTT."""
    return _File(text).read()


class _File:
    """One file while it is read: its captions, its header, and what is to be told."""

    def __init__(self, text: str) -> None:
        header, *self.blocks = read_blocks(text)
        signature, _, rest = header.text.partition("\n")
        self.title = signature.removeprefix("WEBVTT").strip(" \t-–—")
        self.fields = dict(_fields(rest))
        notes = [block.text for block in self.blocks if block.text.startswith("NOTE\nMeeting: ")]
        self.ours = len(notes) == 1 and "\nState: " in notes[0]
        if self.ours:
            self.fields |= dict(_fields(notes[0]))
        self.gathering = Gathering()
        self.captions: list[_Caption] = []
        self.marks: dict[int, tuple[str, str]] = {}
        self.stray: list[int] = []
        self.loose: list[int] = []
        self.signs = 0
        self.unknown: dict[str, None] = {}

    def read(self) -> Foreign:
        for block in self.blocks:
            self._take(block)
        self._tell()
        ids = [one.id for one in self.captions]
        numbers = [found[1] for one in ids if (found := _OURS.fullmatch(one))]
        ours = self.ours and len(numbers) == len(ids) == len(set(ids)) and all(one.one_voice for one in self.captions)
        kind = self._ours(numbers) if ours else self._theirs()
        date = self.fields.get("Date", "")
        title = self.fields.get("Meeting" if self.ours else "Title", self.title)
        return self.gathering.done(
            kind, title, date if re.fullmatch(r"\d{4}-\d\d-\d\d", date, re.ASCII) else "", self.language
        )

    @property
    def language(self) -> str:
        return self.fields.get("Language", "")

    def _take(self, block: Block) -> None:
        if block.start_ms is not None:
            self._put(block.id, block.text, block.start_ms, block.end_ms)
        elif _ASIDE.match(block.text):
            start = agenda_start(block.text.removeprefix("NOTE").strip()) if self.ours else None
            if start:
                self.marks[len(self.captions)] = start
        elif block.timing:
            self._mend(block)
        elif not _BARE_ID.fullmatch(block.text):
            self.stray.append(block.line)
            self._put("", block.text)

    def _mend(self, block: Block) -> None:
        """Take a block whose line with the arrow is not as the standard has it."""
        id, _, text = block.text.partition(block.timing)
        times = loose_timings(block.timing)
        if times:
            self.loose.append(block.line)
            self._put(id.strip(), text.removeprefix("\n"), *times)
            return
        # An arrow among words, or without any time, is no timing: then the line above it is no identifier.
        is_text = re.search(r"[^\W\d_]{2}", _SETTING.sub("", block.timing)) or not _CLOCK.search(block.timing)
        said = block.text if is_text else text.removeprefix("\n")
        if not _BARE_ID.fullmatch(said):
            self.stray.append(block.line)
            self._put("", said)

    def _put(self, id: str, text: str, start_ms: int | None = None, end_ms: int | None = None) -> None:
        mended, signs = mend_signs(text)
        self.signs += bool(signs)
        parts = list(tokens(mended))
        for token in parts:
            name = token.text.rstrip("/").casefold()
            if token.kind == "start" and name and name not in SPANS and name not in _ELEMENTS:
                self.unknown[token.text] = None
        self.captions.append(_Caption(id, tuple(runs(parts)), start_ms, end_ms))

    def _tell(self) -> None:
        told = self.gathering.told
        if self.loose:
            told.append(
                f"The times of {count(len(self.loose), 'cue', 'cues')} are not as WebVTT writes them and were read "
                f"as they seem to be meant; the first is at line {self.loose[0]:,}."
            )
        if len(self.stray) == 1:
            told.append(f"The cue at line {self.stray[0]:,} has no valid time and was read as text.")
        elif self.stray:
            told.append(
                f"{len(self.stray):,} cues have no valid time and were read as text; "
                f"the first is at line {self.stray[0]:,}."
            )
        if self.signs:
            told.append(f"In {count(self.signs, 'cue', 'cues')} a < that begins no tag was read as text.")
        if self.unknown:
            told.append(f"Tags that WebVTT does not know were left out: {_named(list(self.unknown))}.")

    def _ours(self, numbers: Sequence[str]) -> Kind:
        """Put the captions of each of our own cues together again, under its own number."""
        held: dict[str, list[_Caption]] = {}
        opening: dict[str, tuple[str, str]] = {}
        mark: tuple[str, str] | None = None
        for at, (number, caption) in enumerate(zip(numbers, self.captions, strict=True)):
            mark = self.marks.get(at, mark)
            if mark and number not in held:
                opening[number], mark = mark, None
            held.setdefault(number, []).append(caption)
        for number, parts in held.items():
            if number in opening:
                self.gathering.mark(*opening[number])
            whole = replace(
                parts[0],
                runs=tuple(run for part in parts for run in (*part.runs, Run(None, " ", ""))),
                end_ms=parts[-1].end_ms,
            )
            self._say(whole, int(number))
        return "WebVTT"

    def _theirs(self) -> Kind:
        ids = [one.id for one in self.captions]
        voiced = any(run.voice for one in self.captions for run in one.runs)
        webex = [found["name"] if (found := _WEBEX.fullmatch(id)) else None for id in ids]
        dense = False
        if voiced or any(webex):
            for caption, name in zip(self.captions, webex, strict=True):
                self._say(caption, name=name)
        else:
            telling = tell_speakers([one.text for one in self.captions])
            dense = telling.dense
            self.gathering.told += telling.notes
            for one in telling.told:
                of = self.captions[one.unit]
                self.gathering.add(one.text, one.speaker, of.start_ms, of.end_ms, lang=self._lang(of.runs))
        if sum(bool(_TEAMS.fullmatch(id)) for id in ids) * 2 > len(ids):
            return "Teams WebVTT"
        counted = bool(ids) and all(id == str(at) for at, id in enumerate(ids, int(ids[0] == "1")))
        return "Zoom WebVTT" if dense and counted else "WebVTT"

    def _say(self, caption: _Caption, id: int | None = None, name: str | None = None) -> None:
        """Keep the words of each voice of the caption apart."""
        held: list[tuple[str | None, list[Run]]] = []
        for run in caption.runs:
            if not held or (run.text.strip() and held[-1][0] != run.voice):
                held.append((run.voice, []))
            held[-1][1].append(run)
        for voice, stretch in held:
            text, lang = "".join(run.text for run in stretch), self._lang(stretch)
            self.gathering.add(text, voice or name, caption.start_ms, caption.end_ms, lang=lang, id=id)

    def _lang(self, stretch: Sequence[Run]) -> str:
        langs = {run.lang for run in stretch if run.text.strip()}
        lang = langs.pop() if len(langs) == 1 else ""
        return "" if lang.split("-")[0].casefold() == self.language.split("-")[0].casefold() else lang


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        found = _FIELD.fullmatch(line)
        if found:
            yield found[1], found[2].strip()


def _named(tags: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(f"<{tag[:20]}>" for tag in tags[:most])
    return shown if len(tags) <= most else f"{shown} and {len(tags) - most:,} more"
