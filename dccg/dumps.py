"""No copy of the memory is left on the disk when the program fails: in it stands what was said off the record."""

from __future__ import annotations

import sys


def leave_no_dumps() -> None:
    """Have the system write no core dump of this program and of those that it starts."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
