"""The program as people start it, with the engine that reads marks: `python -m tests.marked_server serve ...`."""

from __future__ import annotations

import dccg.__main__ as program
from tests.marks import MarkEngine

if __name__ == "__main__":
    program._engine = lambda settings: MarkEngine()
    program.app()
