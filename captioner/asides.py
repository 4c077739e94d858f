"""Sound that was set aside because recognition fell behind: on disk until its words are found, then deleted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Sequence

from captioner.audio import from_pcm16, to_pcm16
from captioner.speaking import Aside
from record import MeetingFolder, NoSuchFile, NotDurable

PLACE = "aside"


class Asides:
    """The backlog of one meeting, oldest first. What the disk refuses is held in memory instead."""

    def __init__(self, folder: MeetingFolder) -> None:
        self._folder = folder
        self._names: list[str] = []
        self._held: dict[str, Aside] = {}
        self._writes: set[asyncio.Task[None]] = set()

    def __bool__(self) -> bool:
        return bool(self._names)

    async def find(self, gaps: Collection[int]) -> None:
        """Take up what a program that was stopped left behind for these gaps.

        What was not declared when it stopped is heard again with the sound around it, and what is filled has its
        words: both would come twice.
        """
        names = await asyncio.to_thread(self._folder.names, PLACE)
        left = [name for name in names if name not in self._names]
        for name in left:
            if _number(name) not in gaps:
                await asyncio.to_thread(self._folder.remove, name)
        self._names = sorted((name for name in left if _number(name) in gaps), key=_number) + self._names

    def put(self, asides: Sequence[Aside]) -> None:
        """Keep sound for later. Returns at once; until it is written it is held."""
        for aside in asides:
            name = f"{PLACE}/{aside.gap}.pcm"
            self._names.append(name)
            self._held[name] = aside
            task = asyncio.create_task(self._write(name, aside))
            self._writes.add(task)
            task.add_done_callback(self._writes.discard)

    async def oldest(self) -> Aside | None:
        """Return what has waited longest, None when nothing waits. It stays until it is `done`."""
        while self._names:
            name = self._names[0]
            if name in self._held:
                return self._held[name]
            try:
                return _read(await asyncio.to_thread(self._folder.read, name))
            except (NoSuchFile, ValueError, KeyError):
                self._names.pop(0)  # somebody took the file away, or it is none of ours
        return None

    async def done(self) -> None:
        """Delete the oldest: its words are kept now."""
        name = self._names.pop(0)
        await self.written()
        self._held.pop(name, None)
        await asyncio.to_thread(self._folder.remove, name)

    async def written(self, within_s: float | None = None) -> None:
        """Wait until what can be on disk is, `within_s` at most."""
        while self._writes:
            _, late = await asyncio.wait(self._writes, timeout=within_s)
            if late:
                return

    async def _write(self, name: str, aside: Aside) -> None:
        head = {"gap": aside.gap, "source": aside.source, "speaker": aside.speaker, "from_ms": aside.from_ms}
        content = json.dumps(head).encode() + b"\n" + to_pcm16(aside.samples)
        try:
            await asyncio.to_thread(self._folder.write, name, content)
        except NotDurable:
            return
        self._held.pop(name, None)


def _number(name: str) -> int:
    stem = name.rpartition("/")[2].partition(".")[0]
    return int(stem) if stem.isdigit() else 0


def _read(content: bytes) -> Aside:
    head, _, sound = content.partition(b"\n")
    fields = json.loads(head)
    return Aside(fields["gap"], fields["source"], fields["speaker"], fields["from_ms"], from_pcm16(sound))
