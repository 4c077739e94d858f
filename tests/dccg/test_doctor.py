"""What `dccg doctor` finds on machines of every kind."""

from __future__ import annotations

import os
import re
import shutil
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from captioner.engines.rungs import FULL, RUNGS, load_self_test
from captioner.engines.whisper import Whisper
from captioner.recognition import SAMPLE_RATE
from dccg.demo.sample import Turn
from dccg.doctor import Finding, decoder_finding, disk_finding, examine
from dccg.settings import read_settings
from dccg.trial import Passage, WeightsUnfit, measured, passage, word_error
from tests import standin
from tests.dccg.program import run
from tests.stage import part

RECITAL = "alpha bravo carbon delta ember forest garden harbor island"


async def look(data: Path, **flags: object) -> list[Finding]:
    """What is found where no recogniser can be had, so that nothing takes long."""
    settings = read_settings(**{"data": data, "models": data / "none", "engine": "whisper", "offline": True} | flags)
    return [finding async for finding in examine(settings, lambda text: None)]


def about(findings: list[Finding], what: str) -> Finding:
    (found,) = [finding for finding in findings if what in finding.text]
    return found


def recited(folder: Path, **traits: object) -> tuple[Whisper, Passage]:
    """Weights that recite, and a passage in which just that is said."""
    engine = Whisper(standin.make(folder, RECITAL, **traits))  # type: ignore[arg-type]
    sound = np.concatenate([part(1_000, 7_000), np.zeros(SAMPLE_RATE, np.float32)])
    return engine, Passage(sound, (Turn(0, 6_000, "Mara Quill", RECITAL),))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try recognisers on the first turn of the sample only."""

    async def first_turn() -> Passage:
        return await passage(14_000)

    monkeypatch.setattr("dccg.doctor.passage", first_turn)


@pytest.mark.usefixtures("short")
async def test_the_built_in_engine_is_tried_on_the_sample_and_all_is_told_in_sentences(tmp_path: Path):
    findings = await look(tmp_path, engine="sphinx")
    for what in (
        "Python 3.",
        "Recogniser: pocketsphinx (built-in), as asked for.",
        "No Whisper weights are in ",
        "Sample recording: ",
        "A second of sound took 0.",
        "MB of memory for each worker",
        f"The data folder {tmp_path} can be written.",
        "GiB free.",
        "Port 8000 on 127.0.0.1",
        "The clock says 20",
        "Microphone: the browser asks for it",
    ):
        assert about(findings, what).fine
    assert all(finding.text.endswith(".") for finding in findings)


def test_what_is_not_fine_makes_the_check_fail(tmp_path: Path):
    done = run(tmp_path, "doctor", "--engine", "whisper", "--data", tmp_path)
    assert done.returncode == 1
    assert "No recogniser: no Whisper weights are in" in done.stdout
    assert "The data folder" in done.stdout


async def test_a_machine_with_everything_but_a_recogniser(tmp_path: Path):
    findings = await look(tmp_path / "data")
    assert [finding.text[:13] for finding in findings if not finding.fine] == ["No recogniser"]
    assert about(findings, "run dccg models pull base.en once").fine
    assert about(findings, "can be written").fine


async def test_damaged_weights_are_named(tmp_path: Path):
    findings = await look(tmp_path, model=str(tmp_path))
    assert not about(findings, "not a whole Whisper model, it lacks config.json, model.bin").fine


async def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    findings = await look(tmp_path / "file" / "data")
    assert not about(findings, "cannot be written (Not a directory); choose one with --data").fine


async def test_a_port_that_was_chosen_and_is_taken_is_a_fault_and_the_usual_one_is_not(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert not about(await look(tmp_path, port=port), f"port {port}: Address already in use").fine
    assert about(await look(tmp_path, port=port), f"Port {port} on 127.0.0.1 is free").fine


async def test_a_clock_behind_the_record_is_noticed(tmp_path: Path):
    (tmp_path / "dccg.sqlite").touch()
    assert about(await look(tmp_path), "The clock says").fine
    os.utime(tmp_path / "dccg.sqlite", (time.time() + 86_400,) * 2)
    assert not about(await look(tmp_path), "but the record was last written at").fine


async def test_a_server_for_others_is_told_that_microphones_want_https(tmp_path: Path):
    assert "put https in front" in about(await look(tmp_path, host="0.0.0.0"), "Microphone").text  # noqa: S104


@pytest.mark.parametrize(
    ("free", "fine", "text"),
    [(0, False, "only 0 MiB free; make room"), (199 << 20, False, "199 MiB"), (200 << 20, True, "not for recordings"),
     (1 << 30, True, "The disk has 1.0 GiB free.")],
)  # fmt: skip
def test_a_disk_without_room_is_a_fault_and_one_with_little_a_warning(free: int, fine: bool, text: str):
    assert disk_finding(free).fine is fine
    assert text in disk_finding(free).text


def test_word_error_counts_edits_and_takes_acronyms_letter_by_letter():
    assert word_error("Hello, the CRN met.", "hello the C R N met") == 0.0
    assert word_error("", "one two") == 100.0
    assert word_error("one too three", "one two") == 100.0


async def test_the_passage_is_the_first_minute_up_to_the_end_of_a_turn():
    first = await passage()
    assert 40 < first.length_s <= 60.6
    assert first.spoken.startswith("Good afternoon everyone")
    assert len(first.turns) >= 4


# --- Whisper weights ---------------------------------------------------------------------------


def test_weights_that_read_well_at_every_size_may_use_every_size(tmp_path: Path):
    engine, heard = recited(tmp_path)
    found = measured(engine, heard, 25.0)
    assert found is not None
    assert set(found.errors) == set(RUNGS)
    assert found.errors[FULL] == 0.0
    assert load_self_test(tmp_path) == found.test
    assert found.test.rungs == RUNGS


def test_weights_that_go_round_in_short_windows_are_kept_to_the_long_ones(tmp_path: Path):
    engine, heard = recited(tmp_path, loop="short")
    found = measured(engine, heard, 25.0)
    assert found is not None
    assert found.test.rungs == (2000, 3000)
    assert load_self_test(tmp_path) == found.test


def test_weights_that_cannot_read_the_sample_at_all_are_not_judged_by_it(tmp_path: Path):
    engine, heard = recited(tmp_path)
    assert measured(engine, Passage(heard.sound, (Turn(0, 1, "x", "something else was said here"),)), 25.0) is None
    assert not (tmp_path / "rungs.json").exists()


def test_weights_that_cannot_be_loaded_are_told(tmp_path: Path):
    engine, heard = recited(tmp_path)
    (tmp_path / "model.bin").write_bytes(b"no weights")
    with pytest.raises(WeightsUnfit, match="cannot be loaded"):
        measured(engine, heard, 25.0)


@pytest.mark.usefixtures("short")
async def test_the_doctor_tells_what_it_measured_of_real_weights(tmp_path: Path, shared: Path):
    model = tmp_path / "fixture"
    shutil.copytree(shared / "models" / "whisper-fixture-en", model, copy_function=shutil.copyfile)
    findings = await look(tmp_path, model=str(model), engine="auto")
    assert about(findings, "Recogniser: whisper fixture, chosen by itself.").fine
    assert about(findings, "not judged, since even the full window reads the sample badly").fine
    assert not about(findings, "under 25 was expected").fine
    assert not (model / "rungs.json").exists()


@pytest.mark.req("THR-17")
async def test_what_decodes_recordings_is_told_with_its_version(tmp_path):
    found = about(await look(tmp_path), "FFmpeg")
    assert found.fine
    assert re.search(r"FFmpeg \d+\.\d+\S* in PyAV \d+\.\d+", found.text)


@pytest.mark.req("THR-17")
@pytest.mark.parametrize(
    ("version", "mended"),
    [("8.1.2", False), ("8.1", False), ("n7.1", False), ("8.1.3", True), ("8.1.3-rc1", True), ("n9.0", True)],
)
def test_an_ffmpeg_with_a_known_fault_is_named_with_what_to_do(version, mended):
    found = decoder_finding(version, "18.1.0")
    assert found.fine
    assert ("CVE-2026-107697" in found.text) != mended
    assert "take a PyAV" in found.text or mended
    assert "tells nothing" in decoder_finding("git-2026-01-14-abcdef", "18").text
