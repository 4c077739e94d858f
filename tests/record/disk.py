"""A disk that can fail: its library (disk.c), and what stands on such a disk after the power was cut."""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

SECTOR = 512
HEAD = struct.Struct("<cIQQ")


@cache
def library() -> str:
    """Return the path of the library, built by the machine's C compiler; skips the test where there is none."""
    compiler = shutil.which("cc")
    if compiler is None or os.name != "posix" or not Path("/proc/self/fd").exists():
        pytest.skip("no C compiler, or no Linux, to build the disk that fails")
    built = Path(mkdtemp(prefix="dccg-disk-")) / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", built, source, "-ldl", "-lpthread"], check=True)
    return str(built)


def on_disk(
    folder: Path, *, log: Path | None = None, full: Path | None = None, clock: Path | None = None
) -> dict[str, str]:
    """Return the environment of a program to whom `folder` is such a disk."""
    wanted = {"FAULTY_LOG": log, "FAULTY_FULL": full, "FAULTY_CLOCK": clock}
    more = {name: str(value) for name, value in wanted.items() if value is not None}
    return {**os.environ, "LD_PRELOAD": library(), "FAULTY_FOLDER": str(folder.resolve()), **more}


@dataclass(frozen=True)
class Op:
    """What a program did: C(reate), W(rite), T(runcate), S(ync), E (a sync that failed), U(nlink), R(ename) a file."""

    kind: str
    path: str
    offset: int
    data: bytes


def read_ops(log: Path) -> list[Op]:
    raw, at, ops = log.read_bytes(), 0, []
    while at + HEAD.size <= len(raw):
        kind, length, offset, size = HEAD.unpack_from(raw, at)
        at += HEAD.size
        path, data = raw[at : at + length], raw[at + length : at + length + size]
        at += length + size
        ops.append(Op(kind.decode(), path.decode(), offset, data))
    return ops


@dataclass
class Inode:
    """A file: what is on the platter, and what was done to it since it was last synced."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Op] = field(default_factory=list)

    def sync(self) -> None:
        for op in self.pending:
            apply(self.safe, op)
        self.pending = []

    def lose(self) -> None:
        """A sync failed: what was written counts as written from now on, and never will be."""
        self.pending = [op for op in self.pending if op.kind == "T"]

    def after_cut(self, dice: random.Random) -> bytearray:
        """Return what may stand there: of what was not synced any part, in sectors, that some disk might write."""
        content = bytearray(self.safe)
        how = dice.choice(["none", "all", "first", "ops", "sectors", "sectors"])
        if how == "all":
            kept = self.pending
        elif how == "first":
            kept = self.pending[: dice.randrange(len(self.pending) + 1)]
        else:
            kept = [] if how == "none" else [op for op in self.pending if how == "sectors" or dice.random() < 0.5]
        for op in kept:
            for piece in pieces(op) if how == "sectors" else [op]:
                if how != "sectors" or dice.random() < 0.7:
                    apply(content, piece)
        return content


def apply(content: bytearray, op: Op) -> None:
    if op.kind == "T":
        del content[op.offset :]
    end = op.offset + len(op.data)
    content.extend(bytes(max(0, end - len(content))))
    content[op.offset : end] = op.data


def pieces(op: Op) -> Iterator[Op]:
    """The sectors of a write; each reaches the platter or does not."""
    if op.kind == "T":
        yield op
        return
    at = 0
    while at < len(op.data):
        size = SECTOR - (op.offset + at) % SECTOR
        yield Op("W", op.path, op.offset + at, op.data[at : at + size])
        at += size


class Platter:
    """A folder as the ops of a program change it; `after_cut` gives what a power cut may leave of it."""

    def __init__(self) -> None:
        self._safe: dict[str, Inode] = {}  # names as they are on the platter
        self._names: dict[str, Inode] = {}
        self._renamed: list[dict[str, Inode]] = []  # each change of names since the folder was synced, in order

    def do(self, op: Op) -> None:
        if op.kind == "C":
            self._names[op.path] = Inode()
            self._renamed.append(dict(self._names))
        elif op.kind in "WT":
            self._names[op.path].pending.append(op)
        elif op.kind in "SE" and op.path in self._names:
            inode = self._names[op.path]
            inode.sync() if op.kind == "S" else inode.lose()
        elif op.kind == "S":  # of the folder
            self._safe, self._renamed = dict(self._names), []
        elif op.kind in "UR":
            inode = self._names.pop(op.path, Inode())
            if op.kind == "R":
                self._names[op.data.decode()] = inode
            self._renamed.append(dict(self._names))

    def after_cut(self, dice: random.Random) -> dict[str, bytearray]:
        names = dice.choice([self._safe, *self._renamed])
        return {path: inode.after_cut(dice) for path, inode in names.items()}
