"""A copy of the whole record in one file, as it stands at one instant; also while a program appends to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from record import store
from record.log import Damaged, NotDurable


def copy_record(path: Path, target: Path) -> None:
    """Write what the record at `path` holds to the new file `target`, for its owner only. Blocks.

    What was erased is not in the copy, not even in pages that are free.

    Raises:
        NotDurable: If it cannot be written.
        Damaged: If the record cannot be read.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(store.open_reader(path)) as base:
            base.execute("PRAGMA query_only = OFF")  # else SQLite refuses to write into any file
            base.execute("VACUUM INTO ?", (os.fspath(target),))
    except OSError as fault:
        raise NotDurable(f"{target}: cannot be written ({fault.strerror}); choose another place") from None
    except sqlite3.DatabaseError as fault:
        if "full" in str(fault):
            raise NotDurable(f"{target}: cannot be written ({fault}); free some space on the disk") from None
        raise Damaged(f"{path}: cannot be copied ({fault}); check the disk, or put back a backup") from None
