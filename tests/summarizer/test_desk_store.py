"""What is acknowledged is on disk, told to everybody, and there again after a crash."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.report import Statement
from models.report_json import from_json, to_json
from models.report_parts import Evidence
from record import Fenced, KeyReused, MeetingFolder, MemoryEventLog, SqliteEventLog, report_stream
from summarizer.desk_bodies import DraftMade, DraftTooLarge, MarkMade, encode_draft, parse_draft
from summarizer.desk_marks import with_desk_marks
from summarizer.desk_store import FILE, DeskStore, News
from summarizer.edit import Approve, EditRefused, Set, Undo
from summarizer.edit_approve import ProblemsLeft
from summarizer.edit_tree import line
from tests.reports import SAMPLE, sample
from tests.summarizer.desking import ADA, BEN, UTC, edit_of
from tests.summarizer.drafting import talk_of
from tests.summarizer.note_taker import LINES, MEETING

ROOT = Path(__file__).parents[2]
POINT = "b1.1.s1"


def words(text: str) -> Set:
    return Set(target=POINT, field="text", value=text)


def text_in(desk, id: str = POINT) -> str:
    return line(desk.report, id).line.text


@pytest.fixture
async def log() -> AsyncIterator[MemoryEventLog]:
    made = MemoryEventLog()
    yield made
    await made.close()


@pytest.fixture
async def store(log: MemoryEventLog, tmp_path: Path) -> AsyncIterator[DeskStore]:
    made = DeskStore(log, tmp_path, now=lambda: UTC)
    yield made
    await made.close()


async def test_an_edit_is_kept_and_another_desk_finds_it(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    saved = await store.edit(MEETING, edit_of(words("Better words")))
    assert (saved.number, saved.conflict, text_in(saved.desk)) == (2, None, "Better words")
    assert await DeskStore(log).load(MEETING) == saved.desk


async def test_the_same_key_is_kept_once_also_after_a_restart(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    edit = edit_of(words("Better words"), key="once")
    first = await store.edit(MEETING, edit)
    await store.edit(MEETING, edit_of(words("Best words")))
    for again in (store, DeskStore(log)):
        saved = await again.edit(MEETING, edit)
        assert (saved.number, text_in(saved.desk)) == (first.number, "Best words")
    assert (await log.head(report_stream(MEETING))).last == 3


async def test_a_key_with_other_content_is_refused(store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    await store.edit(MEETING, edit_of(words("One"), key="k"))
    with pytest.raises(KeyReused, match="already has the key k"):
        await store.edit(MEETING, edit_of(words("Two"), key="k"))


async def test_a_conflict_is_kept_too(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    await store.edit(MEETING, edit_of(words("Ada's"), ADA, seen=1))
    saved = await store.edit(MEETING, edit_of(words("Ben's"), BEN, seen=1))
    assert (saved.conflict.mine, saved.conflict.theirs) == ("Ben's", "Ada's")
    assert b"Ben's" in (await log.read(report_stream(MEETING), 2))[0].body


async def test_what_is_refused_or_changes_nothing_is_not_kept(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    with pytest.raises(EditRefused):
        await store.edit(MEETING, edit_of(Undo()))
    saved = await store.edit(MEETING, edit_of(words(text_in(await store.load(MEETING)))))
    assert saved.number == 1
    assert (await log.head(report_stream(MEETING))).last == 1


async def test_many_edits_at_once_are_each_made_on_the_one_before(store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    edits = [edit_of(Set(target=LINES[by], field="text", value=f"{by} {at}"), by) for at in range(20) for by in LINES]
    saved = await asyncio.gather(*(store.edit(MEETING, one) for one in edits))
    assert sorted(one.number for one in saved) == list(range(2, 42))
    desk = await store.load(MEETING)
    assert [text_in(desk, LINES[by]) for by in LINES] == [f"{by} 19" for by in LINES]


async def test_an_edit_that_was_cancelled_in_flight_is_found(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    task = asyncio.create_task(store.edit(MEETING, edit_of(words("In flight"), key="k")))
    for _ in range(8):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    saved = await store.edit(MEETING, edit_of(words("In flight"), key="k"))
    assert (saved.number, text_in(saved.desk)) == (2, "In flight")


async def test_only_one_desk_writes(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    other = DeskStore(log)
    await other.edit(MEETING, edit_of(words("The other desk's")))
    with pytest.raises(Fenced):
        await store.edit(MEETING, edit_of(words("Mine")))


async def test_problems_are_put_right_or_known_before_approval(store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    with pytest.raises(ProblemsLeft):
        await store.edit(MEETING, edit_of(Approve()))
    assert (await store.edit(MEETING, edit_of(Approve(despite=True)))).desk.report.state == "published"


async def test_the_folder_holds_the_report_as_it_stands(store, tmp_path: Path):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    for at in range(5):
        await store.edit(MEETING, edit_of(words(f"Words {at}")))
    await store.written(MEETING)
    desk = await store.load(MEETING)
    assert from_json(MeetingFolder(tmp_path, MEETING).read_text(FILE)) == desk.report


async def test_a_folder_that_cannot_be_written_keeps_nobody_from_editing(store, tmp_path: Path):
    (tmp_path / "meetings").write_text("a file where a folder should be")
    await store.draft(MEETING, SAMPLE, ADA, "d")
    saved = await store.edit(MEETING, edit_of(words("Safe all the same")))
    await store.written(MEETING)
    assert text_in(saved.desk) == "Safe all the same"
    assert "not saved" in store.faults[MEETING]


async def test_a_report_that_was_put_into_the_folder_is_the_draft(log, store, tmp_path: Path):
    MeetingFolder(tmp_path, MEETING).write(FILE, to_json(SAMPLE))
    desk = await store.load(MEETING)
    assert (desk.report, desk.last, desk.history[0].by) == (SAMPLE, 1, FILE)
    MeetingFolder(tmp_path, MEETING).write(FILE, to_json(sample(language="fr")))
    assert (await DeskStore(log, tmp_path).load(MEETING)).report == SAMPLE


async def test_an_erased_meeting_has_an_empty_desk(log, store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    await log.erase(MEETING)
    assert (await store.load(MEETING)).last == 0
    assert (await store.draft(MEETING, SAMPLE, ADA, "d")).number == 1


async def test_subscribers_get_everything_once_and_locks_between(store):
    await store.draft(MEETING, SAMPLE, ADA, "d")
    await store.edit(MEETING, edit_of(words("One")))
    got: list[News] = []

    async def listen() -> None:
        async for news in store.subscribe(MEETING, 1):
            got.append(news)
            if len(got) == 4:
                return

    task = asyncio.create_task(listen())
    while not got:
        await asyncio.sleep(0.01)
    assert (await store.lock(MEETING, POINT, ADA, 0)).by == ADA
    assert (await store.lock(MEETING, POINT, BEN, 10)).by == ADA
    await store.unlock(MEETING, POINT, BEN)
    await store.unlock(MEETING, POINT, ADA)
    await store.edit(MEETING, edit_of(words("Two")))
    async with asyncio.timeout(20):
        await task
    assert [(one.number, one.kind) for one in got] == [(2, "edit"), (0, "lock"), (0, "lock"), (3, "edit")]
    assert b'"by": "Ada Quill"' in got[1].body
    assert b'"by": ""' in got[2].body


async def test_marks_are_kept_before_there_is_a_draft(log, store):
    await store.mark(MEETING, MarkMade(key="m1", by=ADA, utc=UTC, kind="decision", cue=5, at_ms=26_000))
    await store.mark(MEETING, MarkMade(key="m2", by=BEN, utc=UTC, kind="key point", at_ms=16_000, text="Half\x00 miss"))
    await store.mark(MEETING, MarkMade(key="m3", by=BEN, utc=UTC, kind="question", at_ms=1))
    saved = await store.mark(MEETING, MarkMade(key="m4", by=BEN, utc=UTC, remove=3))
    assert await DeskStore(log).load(MEETING) == saved.desk
    marks = with_desk_marks(talk_of(), saved.desk.marks).marks
    assert [(one.kind, one.utterance, one.text, one.by) for one in marks] == [
        ("decision", "5", "", ADA), ("key point", "3", "Half miss", BEN),
    ]  # fmt: skip
    assert (await store.draft(MEETING, SAMPLE, ADA, "d")).desk.marks == saved.desk.marks


def test_a_large_draft_loses_quotations_before_it_is_refused():
    quoted = (Evidence(cues=(1,), quote="q" * 600_000),)
    big = sample(suggestions=tuple(Statement(id=f"g{at}", text="x", evidence=quoted) for at in range(3)))
    body = encode_draft(DraftMade(key="k", by=ADA, utc=UTC, report=big))
    assert len(parse_draft(body).report.suggestions[0].evidence[0].quote) == 120
    huge = sample(suggestions=tuple(Statement(id=f"g{at}", text="x" * 600_000) for at in range(3)))
    with pytest.raises(DraftTooLarge, match="without its quotations"):
        encode_draft(DraftMade(key="k", by=ADA, utc=UTC, report=huge))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_nothing_acknowledged_is_lost_when_the_program_is_killed_while_saving(tmp_path: Path):
    promised: dict[str, int] = {}
    for run in range(4):
        command = [sys.executable, "-m", "tests.summarizer.note_taker", str(tmp_path), f"r{run}"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            answers = [child.stdout.readline() for _ in range(10 + 13 * run)]
            child.kill()
            answers += child.stdout.readlines()
        promised |= {m[2]: int(m[1]) for one in answers if (m := re.fullmatch(r"ok (\d+) (\S+)\n", one))}
    assert len(promised) >= 100

    async def load():
        log = SqliteEventLog(tmp_path / "dccg.sqlite")
        try:
            return await DeskStore(log).load(MEETING)
        finally:
            await log.close()

    desk = asyncio.run(load())
    for key, number in promised.items():
        assert desk.keys[key] == number
        assert desk.history[number - 1].edit.do.value == f"the words of {key}"
    from_json(MeetingFolder(tmp_path, MEETING).read_text(FILE))
