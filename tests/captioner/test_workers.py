from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from captioner.engines.workers import EngineNotLoaded, NotRecognized, Workers
from captioner.recognition import Hypothesis
from tests.fakes import QueueClient, ScriptedEngine, window


@asynccontextmanager
async def running(engine: ScriptedEngine, count: int = 1, **limits: float) -> AsyncIterator[Workers]:
    workers = Workers(engine, count, **{"least_timeout_s": 1.0, **limits})  # type: ignore[arg-type]
    await workers.start()
    try:
        yield workers
    finally:
        await workers.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


def said(answer: Hypothesis | str) -> list[str] | str:
    return answer if isinstance(answer, str) else [word.text for word in answer.words]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_window_comes_back_as_words_on_its_own_clock():
    async with running(ScriptedEngine()) as workers:
        hypothesis = await workers.recognize(window("good morning", start_ms=4_000))
    assert [(word.start_ms, word.text) for word in hypothesis.words] == [(4_000, "good"), (4_100, "morning")]
    assert hypothesis.words[0].probability == 0.123456


async def test_what_a_library_prints_does_not_break_the_answers():
    async with running(ScriptedEngine()) as workers:
        assert said(await workers.recognize(window("print"))) == ["print"]


async def test_a_pass_that_raises_is_one_failed_pass_and_the_worker_lives():
    async with running(ScriptedEngine()) as workers:
        pids = workers.stats.pids
        with pytest.raises(NotRecognized, match="ValueError: scripted fault"):
            await workers.recognize(window("raise"))
        assert said(await workers.recognize(window("next"))) == ["next"]
        assert (workers.stats.pids, workers.stats.failures, workers.stats.passes) == (pids, 1, 1)


@pytest.mark.parametrize("fault", ["die", "hang"])
async def test_the_window_of_a_worker_that_crashes_or_hangs_is_answered_after_all(fault: str, tmp_path: Path):
    async with running(ScriptedEngine(once=str(tmp_path / "done")), least_timeout_s=0.3) as workers:
        before = workers.stats.pids
        assert said(await workers.recognize(window(f"{fault} once", length_ms=50))) == [fault, "once"]
        assert workers.stats.respawns == 1
        assert workers.stats.pids != before
        assert not alive(before[0])


async def test_a_worker_killed_in_mid_pass_costs_no_word():
    async with running(ScriptedEngine()) as workers:
        client = QueueClient([window("slow")])
        workers.add(client)
        await until(lambda: not client.waiting)
        os.kill(workers.stats.pids[0], signal.SIGKILL)
        await until(lambda: bool(client.answers))
        assert said(client.answers[0][1]) == ["slow"]


async def test_a_worker_killed_while_it_rests_is_replaced_for_the_next_window():
    async with running(ScriptedEngine()) as workers:
        os.kill(workers.stats.pids[0], signal.SIGKILL)
        assert said(await workers.recognize(window("here"))) == ["here"]


async def test_a_window_that_kills_two_workers_is_given_up_and_others_go_on():
    async with running(ScriptedEngine()) as workers:
        with pytest.raises(NotRecognized, match="ended unexpectedly"):
            await workers.recognize(window("die"))
        assert workers.stats.respawns == 2
        assert said(await workers.recognize(window("next"))) == ["next"]


async def test_a_client_gets_back_the_very_window_it_gave():
    async with running(ScriptedEngine()) as workers:
        good, bad = window("good"), window("raise")
        client = QueueClient([good, bad])
        workers.add(client)
        await until(lambda: len(client.answers) == 2)
    assert [given for given, _ in client.answers] == [good, bad]
    assert client.answers[0][0] is good
    assert "scripted fault" in str(client.answers[1][1])


async def test_the_client_whose_audio_waits_longest_is_served_first():
    order: list[str] = []

    class Noting(QueueClient):
        def receive_hypothesis(self, window, hypothesis):
            order.append(window.key)
            self.unread -= 400

    async with running(ScriptedEngine()) as workers:
        late = Noting([window(key=f"late/{i}.0") for i in range(2)], unread=900)
        early = Noting([window(key=f"early/{i}.0") for i in range(2)], unread=600)
        workers.add(early)
        workers.add(late)
        await until(lambda: len(order) == 4)
    assert order == ["late/0.0", "early/0.0", "late/1.0", "early/1.0"]


async def test_a_client_that_fails_to_take_its_answer_does_not_stop_the_others():
    class Broken(QueueClient):
        def receive_hypothesis(self, window, hypothesis):
            raise RuntimeError

    async with running(ScriptedEngine()) as workers:
        workers.add(Broken([window()], unread=9_000))
        assert said(await workers.recognize(window("still here"))) == ["still", "here"]


async def test_sources_of_an_engine_with_state_stick_to_one_worker_each():
    async with running(ScriptedEngine(keeps_state=True), count=2) as workers:
        one = QueueClient([window("pid", key=f"room/{i}.0") for i in range(6)])
        other = QueueClient([window("pid", key=f"room/{i}.0") for i in range(6)])
        workers.add(one)
        workers.add(other)
        await until(lambda: len(one.answers) + len(other.answers) == 12)
    homes = [{said(answer)[0] for _, answer in client.answers} for client in (one, other)]
    assert [len(home) for home in homes] == [1, 1]
    assert homes[0] != homes[1]


async def test_a_source_that_waits_for_its_worker_holds_up_no_other_source():
    async with running(ScriptedEngine(keeps_state=True), count=2) as workers:
        client = QueueClient(
            [window("slow", key="a/1.0"), window("slow", key="b/1.0"), window("slow", key="a/1.1"), window(key="c/1.0")]
        )
        workers.add(client)
        await until(lambda: len(client.answers) == 4)
    assert {given.key for given, _ in client.answers} == {"a/1.0", "b/1.0", "a/1.1", "c/1.0"}


async def test_a_glossary_is_told_again_to_a_worker_that_replaced_another():
    async with running(ScriptedEngine()) as workers:
        bias = workers.bias(["Tanvika", "IGF"], "")
        assert said(await workers.recognize(window("bias", bias=bias))) == ["Tanvika", "IGF"]
        os.kill(workers.stats.pids[0], signal.SIGKILL)
        assert said(await workers.recognize(window("bias", bias=bias))) == ["Tanvika", "IGF"]
        assert workers.bias([], "") == ""


async def test_a_removed_client_hears_no_more():
    async with running(ScriptedEngine()) as workers:
        client = QueueClient([window("slow"), window("slow")])
        workers.add(client)
        await until(lambda: len(client.waiting) == 1)
        workers.remove(client)
        await workers.recognize(window())
    assert client.answers == []
    assert len(client.waiting) == 1


async def test_an_engine_that_cannot_be_loaded_is_said_in_words():
    workers = Workers(ScriptedEngine(broken=True), 2)
    with pytest.raises(EngineNotLoaded, match=r"scripted: a worker .* not load the engine.*no weights here"):
        await workers.start()
    assert workers.stats.pids == ()


async def test_workers_are_replaced_after_their_number_of_passes():
    async with running(ScriptedEngine(), most_passes=2) as workers:
        pids = [said(await workers.recognize(window("pid")))[0] for _ in range(4)]
        assert len(set(pids)) == 2
        assert workers.stats.recycled >= 1
        assert workers.stats.respawns == 0


async def test_closing_leaves_no_process_even_in_mid_pass():
    async with running(ScriptedEngine(), count=2) as workers:
        pids = workers.stats.pids
        workers.add(QueueClient([window("hang"), window("hang")]))
        await asyncio.sleep(0.1)
    assert not any(alive(pid) for pid in pids)


async def test_a_worker_ends_when_its_program_is_gone():
    program = (
        "import asyncio, os\n"
        "from captioner.engines.workers import Workers\n"
        "from tests.fakes import QueueClient, ScriptedEngine, window\n"
        "async def main():\n"
        "    workers = Workers(ScriptedEngine(), 1)\n"
        "    await workers.start()\n"
        "    workers.add(QueueClient([window('hang')]))\n"
        "    print(*workers.stats.pids, flush=True)\n"
        "    await asyncio.sleep(0.1)\n"
        "    os._exit(1)\n"
        "asyncio.run(main())\n"
    )
    root = str(Path(__file__).parents[2])
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    output, _ = await process.communicate()
    await until(lambda: not alive(int(output)))


async def test_a_recording_waits_for_who_speaks_now_but_not_for_ever():
    live = QueueClient([window("a", f"live/{n}.0") for n in range(60)], unread=800)
    recording = QueueClient([window("b", f"file/{n}.0") for n in range(3)], unread=0)
    order: list[str] = []
    for client in (live, recording):
        client.receive_hypothesis = lambda window, hypothesis: order.append(window.key[0])  # type: ignore[method-assign]
    async with running(ScriptedEngine()) as workers:
        workers.add(recording)
        workers.add(live)
        await until(lambda: len(order) == 63)
    first = order.index("f", 2)
    assert 30 < first < 50
    assert order[-1] == "f"
