"""Whisper weights on this machine: which are here, which to use, and how they get here.

Nothing is half installed: files are downloaded beside their place, checked, and moved there together.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

from captioner.engines.catalogue import Weights, catalogue, named
from models.errors import MeetingError

Report = Callable[[int, int], None]
"""Called with the bytes here so far and the bytes in all."""
REACH_S = 4.0
FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")
_PREFERRED = ("base.en", "base", "small.en", "small", "tiny.en", "tiny")
"""Base fits four meetings on two cores; small fits one; tiny is for when nothing else is here."""


class WeightsMissing(MeetingError):
    """Raised when a folder lacks files of a model, or a model of the catalogue is not installed."""


class CannotDownload(MeetingError):
    """Raised when weights cannot be had from the network, or are not the ones that were pinned."""


def where(cache_dir: Path | None = None) -> Path:
    """Return the folder that weights are installed in."""
    return cache_dir if cache_dir is not None else platformdirs.user_cache_path("dccg") / "models"


def missing(folder: Path) -> tuple[str, ...]:
    """Return what a folder lacks to be a Whisper model in CTranslate2's form; empty when it lacks nothing."""
    lacks = [name for name in ("config.json", "model.bin") if not (folder / name).is_file()]
    if not (folder / "tokenizer.json").is_file():
        # Without it faster-whisper would fetch one from the network in the middle of a meeting.
        lacks.append("tokenizer.json")
    if not any((folder / name).is_file() for name in ("vocabulary.txt", "vocabulary.json")):
        lacks.append("vocabulary.txt or vocabulary.json")
    if "config.json" not in lacks and not _aligns(folder / "config.json"):
        lacks.append("alignment_heads in config.json (convert the model again with a current CTranslate2)")
    return tuple(lacks)


def _aligns(config: Path) -> bool:
    try:
        return bool(json.loads(config.read_text(encoding="utf-8")).get("alignment_heads"))
    except (OSError, ValueError, AttributeError):
        return False


def check(folder: Path) -> Path:
    """Return the folder if it holds a whole model; raises `WeightsMissing` naming what it lacks."""
    if not folder.is_dir():
        raise WeightsMissing(f"{folder}: there is no such folder; give one with a Whisper model in CTranslate2's form")
    lacks = missing(folder)
    if lacks:
        raise WeightsMissing(f"{folder}: not a whole Whisper model, it lacks {', '.join(lacks)}")
    return folder


def installed(cache_dir: Path | None = None) -> dict[str, Path]:
    """Return the folders of the catalogue's models that are here, by name, smallest first."""
    folders = {weights.name: where(cache_dir) / weights.name for weights in catalogue()}
    return {name: folder for name, folder in folders.items() if folder.is_dir() and not missing(folder)}


def find(preference: str = "", language: str = "en", cache_dir: Path | None = None) -> Path | None:
    """Return the folder of the weights to use; None when none was asked for and none is installed.

    Args:
        preference: A name of the catalogue or a folder; empty for the best that is installed.
        language: What is spoken.
        cache_dir: `where` weights are installed.

    Raises:
        WeightsMissing: If the preferred folder is no whole model, or the preferred model is not installed.
    """
    here = installed(cache_dir)
    if preference in here:
        return here[preference]
    if any(weights.name == preference for weights in catalogue()):
        raise WeightsMissing(f"models: {preference} is not installed; run dccg models pull {preference}")
    if preference:
        return check(Path(preference).expanduser())
    return next((here[name] for name in _PREFERRED if name in here and named(name).speaks(language)), None)


def smaller_than(folder: Path, language: str = "en", cache_dir: Path | None = None) -> Path | None:
    """Return the installed model next smaller than the one in `folder`, for when recognition is late."""
    size = (folder / "model.bin").stat().st_size
    here = [path for name, path in installed(cache_dir).items() if named(name).speaks(language)]
    less = [path for path in here if (path / "model.bin").stat().st_size < 0.8 * size]
    return max(less, key=lambda path: (path / "model.bin").stat().st_size, default=None)


def reachable(timeout_s: float = REACH_S, name: str = "base.en", endpoint: str | None = None) -> bool:
    """Return whether weights could be downloaded now, within `timeout_s` whatever the network does."""
    import huggingface_hub.constants as hub

    if hub.HF_HUB_OFFLINE:
        return False
    weights = named(name)
    address = f"{endpoint or hub.ENDPOINT}/{weights.repository}/resolve/{weights.revision}/config.json"
    answers: list[bool] = []

    def ask() -> None:
        request = urllib.request.Request(address, method="HEAD")  # noqa: S310 - the hub's own address
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310
            answers.append(answer.status == 200)

    # Looking up a name has no time limit of its own, so the question is put aside rather than waited for.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout_s)
    return bool(answers and answers[0])


def pull(name: str, report: Report, cache_dir: Path | None = None, endpoint: str | None = None) -> Path:
    """Install a model of the catalogue and return its folder; one that is installed already is left as it is.

    Args:
        name: One of the catalogue.
        report: Told of progress, from another thread.
        cache_dir: `where` it goes.
        endpoint: Another hub than the usual one.

    Raises:
        NoSuchWeights, CannotDownload: Nothing is left behind then.
    """
    weights = named(name)
    target = where(cache_dir) / weights.name
    if name in installed(cache_dir):
        return target
    if not reachable(REACH_S, name, endpoint):
        raise CannotDownload(
            f"models: the hub that holds {name} cannot be reached; "
            "connect to the internet, or copy a folder of weights here and give it with --model"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=target.parent) as beside:
        folder = Path(beside) / name
        with _reporting(folder, weights.size, report):
            _download(weights, folder, endpoint)
        _verify(weights, folder)
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(folder, target)
    return target


def _download(weights: Weights, folder: Path, endpoint: str | None) -> None:
    import huggingface_hub
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    try:
        huggingface_hub.snapshot_download(
            weights.repository,
            revision=weights.revision,
            local_dir=folder,
            allow_patterns=list(FILES),
            endpoint=endpoint,
            token=False,
        )
    except Exception as fault:  # the hub's client raises errors of four libraries
        raise CannotDownload(
            f"models: downloading {weights.name} failed ({type(fault).__name__}); nothing was installed, try again"
        ) from fault


def _verify(weights: Weights, folder: Path) -> None:
    lacks = missing(folder)
    if lacks:
        raise CannotDownload(f"models: the download of {weights.name} lacks {', '.join(lacks)}; try again")
    if weights.sha256 is None:
        return
    with (folder / "model.bin").open("rb") as weights_file:
        found = hashlib.file_digest(weights_file, "sha256").hexdigest()
    if found != weights.sha256:
        raise CannotDownload(
            f"models: model.bin of {weights.name} has the SHA-256 {found[:12]}…, expected {weights.sha256[:12]}…; "
            "it was thrown away, try again or on another network"
        )


@contextlib.contextmanager
def _reporting(folder: Path, size: int, report: Report) -> Iterator[None]:
    """Tell of the growing folder while the hub's client works, whichever way it downloads."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            report(min(size, _bytes_in(folder)), size)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    report(size, size)


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # files move while they are counted
            total += path.stat().st_size if path.is_file() else 0
    return total
