"""Sound on disk until its words are final: so a program that is killed has lost nothing of what it acknowledged.

Sound is acknowledged to its source only behind `safe`, when it has passed fdatasync: then neither a SIGKILL nor a power
cut takes it away. Between two acknowledgements, a second at most, nothing needs to be on disk, since the source still
has it. Without the sync a SIGKILL would lose as little, but a power cut some seconds of what was acknowledged.

Captions never wait for the disk. What it refuses is acknowledged all the same, and `fault` says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from captioner.off_record import Stretches
from captioner.recognition import Samples
from captioner.spill_block import SOUND, Head, Left, Place, blocks_in, left_in, scrubbed
from captioner.spill_track import Append, Open, Order, Remove, Scrub, Segment, Track, number_of, segment_of
from record import MeetingFolder

PLACE = "spill"
FLUSH_S = 0.5
PATIENCE_S = 5.0
"""A source waits no longer for its acknowledgement: it would stop sending."""
AGAIN_S = 2.0
"""A disk that refused is asked again after this time."""


class Spill:
    """The spilled sound of one meeting, a `Track` for each source. For the event loop's thread."""

    def __init__(self, folder: MeetingFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = folder.path / PLACE
        self._clock = clock
        self._tracks: dict[str, Track] = {}
        self._files: dict[str, int] = {}
        self._old: dict[str, list[Segment]] = {}
        self._lock = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._flushes: set[asyncio.Task[None]] = set()
        self._asleep_until = 0.0
        self.fault = ""

    # --- what the sources send -------------------------------------------------------------------

    def begin(self, head: Head, off: Stretches, samples: int, place: Place) -> None:
        """Keep the sound of a stretch of captioning that begins now, `samples` behind the source's first."""
        track = self._tracks.get(head.source)
        if track is None:
            self._tracks[head.source] = Track(head, off, samples, place)
        else:
            track.begin(head, off)

    def take(self, source: str, samples: Samples, heard: bool) -> None:
        """Take what a source sent, in order. It is kept only with the `place` that is told behind it."""
        if source in self._tracks:
            self._tracks[source].take(samples, heard)

    def place(self, source: str, place: Place) -> None:
        if source in self._tracks:
            self._tracks[source].place(place)
            self._soon()

    def end(self, source: str) -> None:
        """Take it that the source is done; its place is kept, so that what it sends again is known."""
        if source in self._tracks:
            self._tracks[source].end()
            self._soon()

    async def heed(self) -> None:
        """Take off the disk what has just gone off the record."""
        for track in self._tracks.values():
            track.heed()
        await self.safe()

    def settle(self, settled: Mapping[str, int], going: Collection[str]) -> None:
        """Delete what is no longer needed: words before these times are kept, by session; of sessions that are not
        among them, nor `going` on now, all are."""
        for track in self._tracks.values():
            track.settle(settled, going)
            if track.busy:
                self._soon()

    async def safe(self) -> None:
        """Wait until everything that was taken is on disk, or the disk has refused it."""
        try:
            await asyncio.wait_for(asyncio.shield(self._flushing()), PATIENCE_S)
        except TimeoutError:
            self._refused("the disk is too slow")

    # --- from one start of the program to the next -----------------------------------------------

    def find(self) -> list[Left]:
        """Return what an earlier program left of each source. Blocks."""
        files: dict[str, list[Path]] = {}
        for path in sorted(self._path.glob("*.pcm"), key=lambda path: number_of(path.name)):
            files.setdefault(path.name.rpartition("-")[0], []).append(path)
        lefts = []
        for source, paths in files.items():
            contents = [path.read_bytes() for path in paths]
            left = left_in(contents)
            if left is None:
                for path in paths:
                    path.unlink()
                continue
            lefts.append(left)
            self._old[source] = [
                segment_of(path.name, content, left) for path, content in zip(paths, contents, strict=True)
            ]
        return lefts

    def take_up(self, left: Left, off: Stretches) -> None:
        """Go on where an earlier program stopped: its files go when their words are final."""
        source = left.head.source
        self._tracks[source] = Track(left.head, off, left.samples, left.place, self._old.pop(source))

    def note(self, path: Path, name: str) -> None:
        """Remember that a recording is being read, and what its sender called it. Blocks."""
        with suppress(OSError):  # it is read all the same
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._path / f"{path.stem}.json").write_text(json.dumps({"path": str(path), "name": name}), "utf-8")

    def forget(self, path: Path) -> None:
        """Forget a recording that is through. Blocks."""
        (self._path / f"{path.stem}.json").unlink(missing_ok=True)

    def recordings(self) -> list[tuple[Path, str]]:
        """Return the recordings that an earlier program was reading. Blocks."""
        found = []
        for file in sorted(self._path.glob("*.json")):
            with suppress(ValueError, KeyError, OSError):
                fields = json.loads(file.read_text("utf-8"))
                found.append((Path(fields["path"]), str(fields["name"])))
        return found

    async def close(self) -> None:
        """Write what waits; all of it stays for the next start."""
        await self._still()
        await self.safe()
        for file in list(self._files.values()):
            os.close(file)
        self._files.clear()

    async def erase(self) -> None:
        """Delete everything: all words are final."""
        await self._still()
        self._tracks.clear()
        await self.close()
        await asyncio.to_thread(shutil.rmtree, self._path, ignore_errors=True)

    # --- inside ----------------------------------------------------------------------------------

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_S, self._due)

    def _due(self) -> None:
        self._timer = None
        self._flushing()

    def _flushing(self) -> asyncio.Task[None]:
        task = asyncio.create_task(self._flush())
        self._flushes.add(task)
        task.add_done_callback(self._flushes.discard)
        return task

    async def _still(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        await asyncio.gather(*self._flushes)

    async def _flush(self) -> None:
        async with self._lock:
            if self._clock() < self._asleep_until:
                return self._give_up([])
            orders = [order for track in self._tracks.values() for order in track.orders()]
            if not orders:
                return
            try:
                await asyncio.to_thread(self._obey, orders)
            except OSError as fault:
                self._refused(fault.strerror or type(fault).__name__)
                self._give_up(orders)
            else:
                self.fault = ""

    def _refused(self, why: str) -> None:
        self.fault = f"{PLACE}: sound is not saved ({why}); if the program stopped now, the last words would be lost"

    def _give_up(self, undone: Sequence[Order]) -> None:
        self._asleep_until = max(self._asleep_until, self._clock() + (AGAIN_S if undone else 0))
        for source, track in self._tracks.items():
            track.give_up([order for order in undone if order.file.rpartition("-")[0] == source])

    def _obey(self, orders: Sequence[Order]) -> None:
        changed: set[str] = set()
        begun = False
        for order in orders:
            match order:
                case Open():
                    self._open(order.file)
                    begun = True
                case Append():
                    _write_all(self._files[order.file], order.data)
                    changed.add(order.file)
                case Scrub():
                    self._scrub(order)
                case Remove():
                    pass
        for file in changed:
            _sync(self._files[file])
        if begun:
            _sync_folder(self._path)
        # Only now: what they held is elsewhere, or needed no more.
        for order in orders:
            if isinstance(order, Remove):
                if order.file in self._files:
                    os.close(self._files.pop(order.file))
                (self._path / order.file).unlink(missing_ok=True)

    def _open(self, file: str) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._files[file] = os.open(self._path / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def _scrub(self, order: Scrub) -> None:
        with suppress(FileNotFoundError), open(self._path / order.file, "r+b") as file:
            for offset, block in list(blocks_in(file.read())):
                if block.kind == SOUND and block.end > order.from_sample:
                    file.seek(offset)
                    file.write(scrubbed(block, order.from_sample).encode())
            file.flush()
            _sync(file.fileno())


_sync = getattr(os, "fdatasync", os.fsync)


def _write_all(file: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(file, data[written:])


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    for path in (folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
