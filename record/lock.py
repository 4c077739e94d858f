"""One owner for one record: a lock file that the system lets go of when its owner dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from record.log import InUse

# The system's locks keep other processes out, but not this one itself.
_held: set[Path] = set()


class OwnerLock:
    """Held from the moment it is made until `release` or the end of the process.

    Raises:
        InUse: If another program, or another part of this one, holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        if self._path in _held:
            raise InUse(f"{path}: this program has the record open already")
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as fault:
            owner = os.read(self._descriptor, 20).decode("ascii", "replace").strip("\0")
            os.close(self._descriptor)
            raise InUse(
                f"{path}: the record is open in another program (process {owner or 'unknown'}); "
                "stop that program or choose another data folder"
            ) from fault
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, str(os.getpid()).encode())
        _held.add(self._path)

    def release(self) -> None:
        if self._path in _held:
            _held.discard(self._path)
            os.close(self._descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # A byte far behind the process number, because Windows lets nobody read a locked byte.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # A record lock, not flock: a forked worker that outlives its parent must not keep the record locked.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
