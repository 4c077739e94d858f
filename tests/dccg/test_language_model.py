"""The language model of the settings: none by default, and its key is never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dccg.language_model import endpoint_of
from dccg.settings import BadSettings, read_settings
from tests.dccg.program import run

KEY = "sk-very-secret"
LOCAL = {"lm_address": "http://localhost:11434/v1", "lm_model": "tiny"}


def test_no_model_is_asked_by_default(tmp_path: Path):
    assert endpoint_of(read_settings(data=tmp_path)) is None


def test_a_key_comes_from_the_settings_or_from_a_file(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    for given in ({"lm_key": KEY}, {"lm_key_file": str(file)}):
        endpoint = endpoint_of(read_settings(data=tmp_path, **LOCAL, **given))
        assert endpoint is not None
        assert endpoint._key == KEY
        assert KEY not in repr(endpoint)


def test_the_settings_command_does_not_tell_the_key(tmp_path: Path):
    told = run(tmp_path, "settings", "--data", tmp_path, DCCG_LM_KEY=KEY).stdout
    assert "lm_key = **********" in told
    assert KEY not in told


def test_a_wrong_setting_does_not_tell_the_key(tmp_path: Path):
    (tmp_path / "settings.toml").write_text(f'lm_kye = "{KEY}"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="lm_kye") as told:
        read_settings(data=tmp_path)
    assert KEY not in str(told.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lm_address": "http://localhost:1/v1"}, "lm_model"),
        ({**LOCAL, "lm_key_file": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_a_setting_that_is_missing_is_named(tmp_path: Path, given: dict[str, str], sentence: str):
    with pytest.raises(BadSettings, match=sentence):
        endpoint_of(read_settings(data=tmp_path, **given))


def test_a_key_file_that_holds_no_key_is_refused_without_its_content(tmp_path: Path):
    (tmp_path / "key").write_text("  \n", encoding="utf-8")
    with pytest.raises(BadSettings, match="holds no key"):
        endpoint_of(read_settings(data=tmp_path, **LOCAL, lm_key_file=str(tmp_path / "key")))
