"""Prints how soon the program is ready after a crash with many meetings kept, and how soon a reader is current again.

python benchmarks/many_meetings.py FOLDER [--meetings 10000] [--events 5000]

Makes the data folder if it is not there: 10,000 meetings of 5,000 events take about 15 GB and some minutes. The newest
meeting was being captioned when the program stopped.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from models.cue import Word
from models.events import Final, MeetingEvent, Note, Opening, encode
from models.meeting import AgendaItem, Meeting
from models.meeting_toml import print_meeting
from models.roster import Person, Roster
from record import store

ROOT = Path(__file__).parents[1]
MEETING = Meeting(
    "many-0", "1", "Meeting of the Dynamic Coalition on Lighthouses", "Dynamic Coalition on Lighthouses", "2000-01-01",
    "14:00", "open", agenda=(AgendaItem("1", "Welcome"), AgendaItem("2", "Lamps")),
    roster=Roster((Person("Mara Quill"),)),
)  # fmt: skip
AT = "2026-01-14T14:00:03.120+00:00"
SHORT = 200
COPY = """INSERT INTO events
    SELECT ?, seq, key, kind, ?, body, crc(?, seq, key, kind, ?, body) FROM one WHERE seq <= ? ORDER BY seq"""


def bodies(events: int) -> list[tuple[str, bytes]]:
    """The kinds and bodies of a meeting: it begins, and then speech, three words an event."""
    fields = {"state": "listening", "at_ms": 0, "utc": AT, "engine": "whisper base.en", "notice": ""}
    made: list[MeetingEvent] = [Note("state", fields)]
    opening = Opening("Mara Quill", "s1", "machine", "whisper base.en", "en")
    for at in range(events - 2):
        words = tuple(Word(at * 900 + i * 300, at * 900 + i * 300 + 250, f"lamp{at % 97}", 0.9) for i in range(3))
        made.append(Final(at // 4 + 1, at % 4 * 3, words, opening if at % 4 == 0 else None))
    made.append(Note("state", fields | {"state": "ended", "at_ms": events * 900}))
    return [(event.kind, encode(event)) for event in made]


def make(data: Path, meetings: int, events: int, long: int) -> None:
    data.mkdir(parents=True)
    store.open_writer(data / "dccg.sqlite").close()
    base = sqlite3.connect(data / "dccg.sqlite", isolation_level=None)
    base.execute("PRAGMA synchronous = OFF")
    base.create_function("crc", 6, store._crc)
    base.execute("CREATE TEMP TABLE one (seq INTEGER PRIMARY KEY, key TEXT, kind TEXT, body BLOB)")
    kept = ((seq, f"1.{seq}", kind, body) for seq, (kind, body) in enumerate(bodies(events), 1))
    base.executemany("INSERT INTO one VALUES (?, ?, ?, ?)", kept)
    for no in range(1, meetings + 1):
        # The newest goes on: it has no end.
        last = SHORT if no <= meetings - long else events if no < meetings else events - 1
        id = f"many-{no}"
        day = date(2000, 1, 1) + timedelta(days=no % 9000)
        day = day if no < meetings else date(2030, 1, 1)
        folder = data / "meetings" / id
        folder.mkdir(parents=True)
        (folder / "meeting.toml").write_text(print_meeting(replace(MEETING, id=id, date=day.isoformat())), "utf-8")
        base.execute("BEGIN")
        base.execute("INSERT INTO meetings VALUES (?, ?, ?, 1, 1, ?, 0)", (no, id, f"{no:032x}", last))
        base.execute(COPY, (no, AT, id, AT, last))
        base.execute("COMMIT")
        if no % 500 == 0:
            print(f"{no} meetings made", file=sys.stderr, flush=True)
    base.close()


def ready(data: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Start the program; return it, its address, and after how many seconds it answered."""
    command = [sys.executable, "-m", "dccg", "serve", "--data", str(data), "--port", "0", "--workers", "1", "--offline"]
    begun = time.perf_counter()
    program = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ)
    assert program.stderr is not None
    for line in program.stderr:
        found = re.search(r"Open (http://\S+)/ in a browser", line)
        if found:
            while True:
                try:
                    ask(found[1], "/healthz").read()
                    return program, found[1], time.perf_counter() - begun
                except ConnectionRefusedError:
                    time.sleep(0.01)
    raise SystemExit("the program did not start")


def ask(address: str, path: str) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(address).port or 80, timeout=120)
    line.request("GET", path, headers={"accept": "text/event-stream"})
    return line.getresponse()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--meetings", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--long", type=int, default=0, help="so many of the newest have these events, the others 200")
    chosen = parser.parse_args()
    if not chosen.folder.exists():
        make(chosen.folder, chosen.meetings, chosen.events, chosen.long or chosen.meetings)
    size = (chosen.folder / "dccg.sqlite").stat().st_size
    print(
        f"{chosen.meetings} meetings, {chosen.long or chosen.meetings} of {chosen.events} events, {size / 1e9:.1f} GB"
    )
    print("| start | ready s | first event of a resumed viewer s | old meeting's viewer s |\n|--:|--:|--:|--:|")
    for start in range(1, 4):
        program, address, ready_s = ready(chosen.folder)
        took = []
        for meeting in (chosen.meetings, chosen.meetings - 5):
            begun = time.perf_counter()
            answer = ask(address, f"/m/many-{meeting}/events?after={chosen.events - 10}")
            while b'"seq":' not in (line := answer.readline()) and line:
                pass
            took.append(time.perf_counter() - begun if line else float("nan"))
        print(f"| {start} | {ready_s:.2f} | {took[0]:.2f} | {took[1]:.2f} |", flush=True)
        program.send_signal(signal.SIGKILL)
        program.wait()


if __name__ == "__main__":
    main()
