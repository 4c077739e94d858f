"""Frames with less to send: settled words without what no page shows, and of an unsettled tail what is new.

Of a tail both ends keep the same count: a final takes as many words off the front of its source's tail as it brings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

UNSHOWN = ("origin", "engine", "heard")
"""Fields of a final that no page shows."""
WHOLE_EVERY = 10
"""A tail is sent whole at least so often: who counted wrong is right again soon."""


def brief_final(seq: int, final: Mapping[str, Any]) -> bytes:
    """A final for those who count bytes: without a kind, which is said by that, and words without probabilities.

    Its number stands behind, so that it is no server-sent event's id either.
    """
    shown = {name: value for name, value in final.items() if name not in UNSHOWN}
    return _json(shown | {"words": [word[:3] for word in final.get("words", ())], "seq": seq})


@dataclass(frozen=True)
class Told:
    """What is sent of a tail: all of it, and what is new of it (None: only all of it will do; empty: nothing is)."""

    whole: bytes
    more: bytes | None


class Tail:
    """The tail of one source, shown at a place; `cue` is the newest cue of that source."""

    def __init__(self, source: str, place: str, cue: int | None) -> None:
        self.source = source
        self.place = place
        self.cue = cue
        self._speaker: str | None = None
        self._text = ""
        self._count = 0

    def settle(self, cue: int, count: int) -> bytes | None:
        """Take off what a final of the newest cue brought; return the tail as it is then, None if it is as before."""
        if cue != self.cue or not self._text:
            return None
        self._text = " ".join(self._text.split(" ")[count:])
        return self._whole()

    def replace(self, speaker: str | None, text: str) -> Told:
        """Put another text in its place."""
        before, words = self._words(), text.split(" ") if text else []
        same = next((n for n, pair in enumerate(zip(before, words, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(before), len(words)) if same is None else same
        begins = self._count == 0 or speaker != self._speaker
        unchanged, self._speaker, self._text = text == self._text, speaker, text
        if unchanged and not begins:
            return Told(self._whole(), b"")
        self._count = (self._count + 1) % WHOLE_EVERY
        return Told(self._whole(), None if begins else self._more(kept, len(before), words[kept:]))

    def _words(self) -> list[str]:
        return self._text.split(" ") if self._text else []

    def _whole(self) -> bytes:
        fields: dict[str, object] = {"seq": None, "kind": "partial", "source": self.source, "speaker": self._speaker}
        if self.cue is not None:
            fields["cue"] = self.cue
        return _json(fields | {"text": self._text})

    def _more(self, kept: int, held: int, words: list[str]) -> bytes:
        fields: dict[str, object] = {"kind": "more", "source": self.source}
        if kept < held:
            fields["at"] = kept
        return _json(fields | {"text": " ".join(words)})


class Tails:
    """The tails of a meeting, and which source each newest cue has."""

    def __init__(self) -> None:
        self._tails: dict[str, Tail] = {}
        self._newest: dict[str, int] = {}
        self._sources: dict[int, str] = {}

    def settle(self, final: Mapping[str, Any]) -> tuple[str, bytes] | None:
        """Take note of a final; return the place of the tail that has become shorter by it, and that tail."""
        cue, source = final["cue"], final.get("source")
        if source is not None:
            self._sources.pop(self._newest.get(source, 0), None)
            self._newest[source] = cue
            self._sources[cue] = source
            if source in self._tails:
                self._tails[source].cue = cue
        tail = self._tails.get(self._sources.get(cue, ""))
        whole = tail.settle(cue, len(final.get("words", ()))) if tail is not None else None
        return None if tail is None or whole is None else (tail.place, whole)

    def replace(self, place: str, body: bytes) -> Told:
        """Return what is sent of the newest tail of a source, which is shown at a place."""
        fields = json.loads(body)
        source = fields["source"]
        tail = self._tails.setdefault(source, Tail(source, place, self._newest.get(source)))
        return tail.replace(fields.get("speaker"), fields["text"])


def _json(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=True).encode("ascii")
