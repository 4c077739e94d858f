"""Which recogniser the program uses: Whisper weights that are here or can be had, else the built-in engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from captioner.engines import weights
from captioner.engines.catalogue import catalogue
from captioner.engines.sphinx import Sphinx
from captioner.engines.whisper import Whisper
from captioner.recognition import StreamRecognizer
from dccg.settings import Settings
from models.errors import MeetingError

FIRST_CHOICE = "base"


class NoEngine(MeetingError):
    """Raised when the recogniser that was asked for cannot be had."""


def choose_engine(
    settings: Settings,
    say: Callable[[str], None],
    report: Callable[[int, int], None] = lambda done, size: None,
) -> StreamRecognizer:
    """Return the engine to use and say which it is and why; at most five seconds pass without a download.

    Args:
        settings: `engine` auto, whisper or sphinx; `model` a name or a folder.
        say: Told each step in a sentence.
        report: Told bytes done and bytes in all while weights are downloaded.

    Raises:
        NoEngine: If Whisper was asked for and cannot be had.
        WeightsMissing: If the folder of weights is not whole.
    """
    if settings.engine == "sphinx":
        return _built_in(settings, say)
    found = _present(settings)
    if found is None and _may_download(settings):
        found = _pulled(settings, say, report)
    if found is not None:
        say(f"Captions by Whisper, weights in {found}.")
        smaller = weights.smaller_than(found, settings.language, settings.models)
        return Whisper(found, settings.language, smaller=smaller)
    if settings.engine == "whisper":
        raise NoEngine(
            f"no Whisper weights are in {settings.models} and none can be downloaded now; "
            "give a folder with --model, or use --engine sphinx"
        )
    say("No Whisper weights are here and none can be downloaded now, so the built-in recogniser is used.")
    return _built_in(settings, say)


def _present(settings: Settings) -> Path | None:
    try:
        return weights.find(settings.model, settings.language, settings.models)
    except weights.WeightsMissing:
        # A name of the catalogue that is not here yet may still be downloaded.
        if settings.model in {one.name for one in catalogue()}:
            return None
        raise


def _may_download(settings: Settings) -> bool:
    return not settings.offline and weights.reachable()


def _pulled(settings: Settings, say: Callable[[str], None], report: Callable[[int, int], None]) -> Path | None:
    name = settings.model or (f"{FIRST_CHOICE}.en" if settings.language == "en" else FIRST_CHOICE)
    say(f"Downloading the Whisper weights {name}, once.")
    try:
        return weights.pull(name, report, settings.models)
    except weights.CannotDownload as fault:
        say(str(fault))
        return None


def _built_in(settings: Settings, say: Callable[[str], None]) -> Sphinx:
    engine = Sphinx()
    say(f"Captions by {engine.name}. {engine.notice}")
    if not settings.language.startswith("en"):
        say(f"The built-in recogniser hears English only; for {settings.language!r} install Whisper weights.")
    return engine
