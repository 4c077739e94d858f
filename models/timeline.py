"""The captions and marks of a meeting in the order of time, kept ready while words come in.

A new word changes the end of the list only, so what lies before is neither worked out nor printed again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable

from models.captions import Caption, captions_of
from models.cue import Cue
from models.marks import AgendaMark, Gap, Mark, OffRecord, OriginChange, Pause, stops_captions

Entry = Caption | Mark

_Key = tuple[int, int, int, int]
_RANK = {Gap: 0, Pause: 1, OffRecord: 2, AgendaMark: 3, OriginChange: 4}


class Timeline:
    """Captions with their times on the screen, and marks, by start; see `models.captions` for the rule."""

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._keys: list[_Key] = []
        self._raw: dict[_Key, Entry] = {}
        self._of_cue: dict[int, list[_Key]] = {}
        self._mark_keys: dict[Mark, _Key] = {}
        self._marks = 0
        self._entries: list[Entry] = []
        self._reach: list[int] = []
        self._printed: dict[Callable[[Entry], str], list[str]] = {}

    @property
    def entries(self) -> list[Entry]:
        """Return all of it in order; not to be changed by the caller."""
        return self._upto(len(self._keys))

    def _upto(self, count: int) -> list[Entry]:
        """Return at least so many of the first entries."""
        for at in range(len(self._entries), count):
            entry = self._raw[self._keys[at]]
            shown = self._timed(at, entry) if isinstance(entry, Caption) else entry
            reach = entry.reach_ms if isinstance(entry, Caption) else 0
            self._entries.append(shown)
            self._reach.append(max(reach, self._reach[-1] if self._reach else 0))
        return self._entries

    def printed(self, print_entry: Callable[[Entry], str]) -> list[str]:
        """Return each entry as `print_entry` prints it: by the entry alone, asked once for each."""
        texts = self._printed.setdefault(print_entry, [])
        texts.extend(print_entry(entry) for entry in self.entries[len(texts) :])
        return texts

    def print_some(self, print_entry: Callable[[Entry], str], most: int) -> bool:
        """Print at most so many more entries ahead of when they are asked for; return whether that was all of them."""
        texts = self._printed.setdefault(print_entry, [])
        upto = min(len(self._keys), len(texts) + most)
        texts.extend(print_entry(entry) for entry in self._upto(upto)[len(texts) : upto])
        return upto == len(self._keys)

    def put_cue(self, cue: Cue) -> None:
        """Add the cue, or put it in the place of what it was before."""
        captions = captions_of(cue, self._language)
        old = self._of_cue.get(cue.id, [])
        new = [(caption.start_ms, 1, cue.id, caption.part) for caption in captions]
        self._of_cue[cue.id] = new
        if old == new and new:
            # Another name only: nothing has to be put in order anew.
            self._forget_from(new[0][0])
            self._raw.update(zip(new, captions, strict=True))
        else:
            self._change(old, list(zip(new, captions, strict=True)))

    def drop_cue(self, id: int) -> None:
        """Take the cue out."""
        self._change(self._of_cue.pop(id, []), [])

    def put_mark(self, mark: Mark, instead_of: Mark | None = None) -> None:
        """Add the mark, or put it in the place of what it was before."""
        old = [self._mark_keys.pop(instead_of)] if instead_of is not None else []
        self._marks += 1
        key = (mark.from_ms, 0, _RANK[type(mark)], self._marks)
        self._mark_keys[mark] = key
        self._change(old, [(key, mark)])

    def _change(self, old: list[_Key], new: list[tuple[_Key, Entry]]) -> None:
        starts = [key[0] for key in old] + [key[0] for key, _ in new]
        if not starts:
            return
        self._forget_from(min(starts))
        for key in old:
            del self._raw[key], self._keys[bisect_left(self._keys, key)]
        for key, entry in new:
            self._raw[key] = entry
            insort(self._keys, key)

    def _forget_from(self, start_ms: int) -> None:
        """Drop what is worked out for this time and later, and for captions that could stay until then."""
        kept = min(bisect_left(self._keys, (start_ms, -1, 0, 0)), bisect_right(self._reach, start_ms))
        del self._entries[kept:], self._reach[kept:]
        for texts in self._printed.values():
            del texts[kept:]

    def _timed(self, at: int, caption: Caption) -> Caption:
        """A caption that starts before this one's last word is somebody else's: the two share the screen."""
        reach = caption.reach_ms
        for following in range(at + 1, len(self._keys)):
            key = self._keys[following]
            if key[0] >= reach:
                break
            if key[0] > caption.start_ms and key[0] >= caption.end_ms:
                entry = self._raw[key]
                touches = isinstance(entry, Caption)
                if isinstance(entry, Caption) or stops_captions(entry):
                    return caption.lasting_until(key[0], touches)
        return caption.lasting_until(None, touches=False)
