"""The command line as people meet it: results on stdout, one sentence on stderr when something is not possible."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import numpy as np
import pytest

from dccg.trial import word_error
from models.exports import FORMATS
from models.meeting_toml import print_meeting
from models.webvtt import check_webvtt
from tests import standin
from tests.dccg.program import run, serving
from tests.media import wav
from tests.stage import MEETING, part

RECITAL = "alpha bravo carbon delta ember forest garden harbor island jungle kitten lemon marble nectar orange"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """Six seconds of speech."""
    path = tmp_path / "speech.wav"
    path.write_bytes(wav(part(1_000, 7_000)[np.newaxis]))
    return path


@pytest.fixture(scope="module")
def recital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whisper weights that recite, whatever they hear."""
    return standin.make(tmp_path_factory.mktemp("weights"), RECITAL)


# --- caption -----------------------------------------------------------------------------------


def test_a_recording_is_captioned_by_whisper_weights_into_every_format(tmp_path: Path, shared: Path):
    model, out = shared / "models" / "whisper-fixture-en", tmp_path / "out"
    done = run(tmp_path, "caption", shared / "speech" / "fleurs-en-004.flac", "-o", out, "--model", model)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out / 'transcript.vtt'}\n"
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["meeting.toml", *(f"transcript{suffix}" for _, suffix, _ in FORMATS.values())]
    )
    assert check_webvtt((out / "transcript.vtt").read_bytes()) == []
    cues = json.loads((out / "transcript.json").read_text(encoding="utf-8"))["cues"]
    said = (shared / "speech" / "fleurs-en-004.txt").read_text(encoding="utf-8")
    assert word_error(" ".join(cue["text"] for cue in cues), said) <= 15


def test_a_recording_is_captioned_as_it_would_be_seen_and_the_log_says_when(
    tmp_path: Path, speech: Path, recital: Path
):
    out, log = tmp_path / "out", tmp_path / "seen.jsonl"
    done = run(
        tmp_path, "caption", speech, "-o", out, "--model", recital, "--realtime", "--events", log,
        "--speaker", "Mara Quill",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    # A machine that is busy with other things may settle words before it has shown a tail.
    assert "final" in {kind for _, kind, _ in lines} <= {"partial", "final"}
    times = [t for t, _, _ in lines]
    assert times == sorted(times)
    assert 0.5 < times[0] < 6
    words = " ".join(text for _, kind, text in lines if kind == "final").lower().split()
    assert words[:3] == ["alpha", "bravo", "carbon"]
    assert set(words) <= set(RECITAL.split())
    assert "<v Mara Quill>" in (out / "transcript.vtt").read_text(encoding="utf-8")


def test_nothing_is_written_for_a_file_that_cannot_be_captioned(tmp_path: Path):
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.mp3").write_text("This is no sound.", encoding="utf-8")
    for name, sentence in {
        "missing.wav": "missing.wav: it cannot be opened (No such file or directory)",
        "empty.wav": "empty.wav: the file is empty",
        "text.mp3": "text.mp3: it is not a sound or video file known here; known are WAV, FLAC,",
    }.items():
        done = run(tmp_path, "caption", tmp_path / name, "-o", tmp_path / "out", "--engine", "sphinx")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"dccg: {sentence}" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--meeting", "{tmp}/bad.toml"], "bad.toml, line 3: "),
        (["--meeting", "{tmp}/missing.toml"], "missing.toml: cannot be read as UTF-8 text"),
        (["--model", "{tmp}"], "not a whole Whisper model, it lacks config.json, model.bin"),
        (["--model", "{tmp}/nowhere"], "nowhere: there is no such folder"),
        (["--model", "base.en", "--engine", "whisper"], "no Whisper weights are in"),
        (["--engine", "sphynx"], "setting 'engine': input should be 'auto', 'whisper' or 'sphinx'; found 'sphynx'"),
        (["--engine", "sphinx", "--events", "{tmp}"], "cannot be written: Is a directory"),
        (["--engine", "sphinx", "-o", "{tmp}/speech.wav"], "speech.wav"),
    ],
)
def test_what_is_not_possible_is_one_sentence(tmp_path: Path, speech: Path, options: list[str], sentence: str):
    bad = print_meeting(MEETING).splitlines()
    (tmp_path / "bad.toml").write_text("\n".join([*bad[:2], "group = ", *bad[3:]]), encoding="utf-8")
    out = [] if "-o" in options else ["-o", tmp_path / "out"]
    done = run(tmp_path, "caption", speech, *out, *(option.format(tmp=tmp_path) for option in options))
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("dccg: ")
    assert sentence in last
    assert "Traceback" not in done.stderr


# --- the others --------------------------------------------------------------------------------


def test_settings_come_from_flags_then_environment_then_file_and_are_told(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    toml = 'port = 7001\ncontact = "desk@example.org"\nlanguage = "fr"\n'
    (data / "settings.toml").write_text(toml, encoding="utf-8")
    told = run(tmp_path, "settings", "--data", data, DCCG_PORT="7002").stdout
    assert "port = 7002\n" in told
    assert "contact = desk@example.org\n" in told
    assert "engine = auto (default)\n" in told
    assert "DCCG_CONTACT" in told


@pytest.mark.parametrize(
    ("toml", "port", "sentence"),
    [
        ("", "many", "setting 'port': input should be a valid integer"),
        ("", "70000", "setting 'port': input should be less than or equal to 65535; found '70000'"),
        ("prt = 1\n", "1", "setting 'prt': extra inputs are not permitted"),
        ("port =\n", "1", "settings.toml in the data folder cannot be read as TOML: Invalid value (at line 1"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, toml: str, port: str, sentence: str):
    (tmp_path / "settings.toml").write_text(toml, encoding="utf-8")
    done = run(tmp_path, "settings", "--data", tmp_path, DCCG_PORT=port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"dccg: {sentence}")
    assert "Traceback" not in done.stderr


def test_models_are_listed_and_placed(tmp_path: Path):
    listed = run(tmp_path, "models", "list").stdout
    assert "base.en" in listed
    assert "not installed" in listed
    assert run(tmp_path, "models", "where").stdout == f"{tmp_path / 'cache' / 'dccg' / 'models'}\n"
    done = run(tmp_path, "models", "pull", "huge")
    assert done.returncode == 1
    assert "no model is called 'huge'; give one of tiny.en," in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["export", "2026-01-01-none"], 1, "there is no meeting '2026-01-01-none'"),
        (["export", "../etc"], 1, "meeting id '../etc': expected 1 to 64"),
        (["export", "x", "-f", "docx"], 2, "there are vtt, srt, txt, igf-txt, json"),
        (["feed", "{tmp}/none.wav", "--to", "http://127.0.0.1:9/m/x"], 1, "none.wav: it cannot be opened"),
        (["feed", "mic"], 2, "--to"),
        (["caption"], 2, "file"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_wrong_command_is_answered_with_its_exit_code(tmp_path: Path, words: list[str], code: int, sentence: str):
    done = run(tmp_path, *(word.format(tmp=tmp_path) for word in words), DCCG_DATA=str(tmp_path / "data"))
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_or_a_record_that_is_in_use_is_told(tmp_path: Path):
    with serving(tmp_path / "data", "--engine", "sphinx") as server, socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run(tmp_path, "serve", "--data", tmp_path / "other", "--port", port, "--engine", "sphinx")
        assert done.returncode == 1
        assert f"cannot listen on 127.0.0.1 port {port}: Address already in use; choose another" in done.stderr
        done = run(tmp_path, "serve", "--data", tmp_path / "data", "--port", 0, "--engine", "sphinx")
        assert done.returncode == 1
        assert f"the record is open in another program (process {server.process.pid}); stop that" in done.stderr
        assert "Traceback" not in done.stderr
