"""Weights: what is installed and chosen, and downloads from a small hub of our own."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from captioner.engines import catalogue as catalogue_module
from captioner.engines.catalogue import NoSuchWeights, Weights, catalogue, named
from captioner.engines.weights import (
    CannotDownload,
    WeightsMissing,
    check,
    find,
    installed,
    missing,
    pull,
    reachable,
    smaller_than,
)
from tests.standin import make

REVISION = "a" * 40


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("standin"), "Good morning everyone")
    (folder / "vocabulary.json").rename(folder / "vocabulary.txt")
    return folder


def install(cache: Path, *names: str) -> None:
    """Put folders there that have all files of a model, of the sizes of tiny, base and small."""
    for name in names:
        folder = cache / name
        folder.mkdir(parents=True)
        for file in ("tokenizer.json", "vocabulary.txt"):
            (folder / file).write_text("{}", encoding="utf-8")
        (folder / "config.json").write_text('{"alignment_heads": [[0, 0]]}', encoding="utf-8")
        with (folder / "model.bin").open("wb") as weights:
            weights.truncate(named(name).size)


def test_every_model_is_pinned_by_revision_and_checksum() -> None:
    for weights in catalogue():
        assert re.fullmatch("[0-9a-f]{40}", weights.revision)
        assert weights.sha256 is None or re.fullmatch("[0-9a-f]{64}", weights.sha256)
        assert weights.repository == f"Systran/faster-whisper-{weights.name}"
    facts = [(weights.revision, weights.sha256) for weights in catalogue()]
    assert len(set(facts)) == len(facts) == 6


def test_an_english_model_is_not_taken_for_another_language() -> None:
    assert named("base.en").speaks("en-GB")
    assert not named("base.en").speaks("fr")
    assert named("base").speaks("fr")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NoSuchWeights, match=r"'bse'.*base\.en"):
        named("bse")


def test_the_best_installed_model_for_the_language_is_found(tmp_path: Path) -> None:
    assert find(cache_dir=tmp_path) is None
    install(tmp_path, "tiny.en", "small", "base.en")
    assert find(cache_dir=tmp_path) == tmp_path / "base.en"
    assert find(language="fr", cache_dir=tmp_path) == tmp_path / "small"
    assert find("tiny.en", cache_dir=tmp_path) == tmp_path / "tiny.en"


def test_the_next_smaller_model_is_found(tmp_path: Path) -> None:
    install(tmp_path, "tiny.en", "base", "base.en", "small")
    assert smaller_than(tmp_path / "small", cache_dir=tmp_path) in (tmp_path / "base", tmp_path / "base.en")
    assert smaller_than(tmp_path / "base.en", cache_dir=tmp_path) == tmp_path / "tiny.en"
    assert smaller_than(tmp_path / "base", language="fr", cache_dir=tmp_path) is None


def test_a_model_that_is_not_installed_names_the_command_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"dccg models pull base\.en"):
        find("base.en", cache_dir=tmp_path)


def test_a_folder_is_taken_and_what_it_lacks_is_named(tmp_path: Path, model: Path) -> None:
    assert find(str(model), cache_dir=tmp_path) == model
    with pytest.raises(WeightsMissing, match="no such folder"):
        check(tmp_path / "nowhere")
    (tmp_path / "model.bin").write_bytes(b"")
    with pytest.raises(WeightsMissing, match=r"config\.json, tokenizer\.json, vocabulary\.txt or"):
        check(tmp_path)


def test_a_model_that_cannot_give_word_times_is_no_whole_model(tmp_path: Path) -> None:
    install(tmp_path, "tiny")
    (tmp_path / "tiny" / "config.json").write_text("{}", encoding="utf-8")
    assert "alignment_heads" in missing(tmp_path / "tiny")[0]
    assert installed(tmp_path) == {}


# --- downloads ---------------------------------------------------------------------------------


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of a model hub as one download needs."""

    folder: Path
    truncate = 0

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, with_body: bool) -> None:
        if f"/tree/{REVISION}" in self.path:
            tree = [
                {"type": "file", "path": file.name, "size": file.stat().st_size, "oid": "0" * 40}
                for file in sorted(self.folder.iterdir())
            ]
            return self._send(json.dumps(tree).encode(), with_body, "application/json")
        file = self.folder / self.path.rpartition("/")[2]
        if f"/resolve/{REVISION}/" not in self.path or not file.is_file():
            return self.send_error(404)
        self._send(file.read_bytes(), with_body, "application/octet-stream")

    def _send(self, body: bytes, with_body: bool, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", REVISION)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hub(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    sha256 = hashlib.sha256((model / "model.bin").read_bytes()).hexdigest()
    size = sum(file.stat().st_size for file in model.iterdir())
    monkeypatch.setattr(catalogue_module, "_CATALOGUE", (Weights("tiny.en", "en", size, REVISION, sha256),))
    handler = type("ThisHub", (Hub,), {"folder": model})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_pulled_model_is_checked_and_whole(hub: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = pull("tiny.en", lambda done, total: told.append((done, total)), tmp_path, hub)
    assert installed(tmp_path) == {"tiny.en": folder}
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.en"]
    assert told[-1] == (named("tiny.en").size, named("tiny.en").size)
    assert pull("tiny.en", lambda done, total: None, tmp_path, "http://127.0.0.1:9") == folder


def test_weights_with_another_checksum_are_thrown_away(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Weights("tiny.en", "en", 1_000, REVISION, "0" * 64)
    monkeypatch.setattr(catalogue_module, "_CATALOGUE", (other,))
    with pytest.raises(CannotDownload, match="SHA-256"):
        pull("tiny.en", lambda done, total: None, tmp_path, hub)
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_the_hub_no_longer_has_leaves_nothing(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Weights("tiny.en", "en", 1_000, "b" * 40, None)
    monkeypatch.setattr(catalogue_module, "_CATALOGUE", (gone,))
    assert not reachable(2, "tiny.en", hub)
    with pytest.raises(CannotDownload):
        pull("tiny.en", lambda done, total: None, tmp_path, hub)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_one_sentence_comes_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(CannotDownload, match=r"cannot be reached.*--model"):
        pull("base.en", lambda done, total: None, tmp_path, "http://127.0.0.1:9")
    assert time.monotonic() - started < 5
    assert list(tmp_path.iterdir()) == []


def test_a_network_that_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        assert not reachable(0.5, "base.en", f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - started < 2


def test_reachable_answers_for_the_hub_that_is_there(hub: str) -> None:
    assert reachable(3, "tiny.en", hub)
