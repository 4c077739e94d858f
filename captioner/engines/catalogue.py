"""The Whisper models that can be downloaded: facts, and nothing that reaches for the network.

They are Systran's CTranslate2 conversions of OpenAI's models. Each is pinned to one revision, and its weights to the
SHA-256 that several independent public projects pin for that revision. A checksum that could not be established would
be None, and `dccg models list` would say so; none was made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import MeetingError


class NoSuchWeights(MeetingError):
    """Raised when a name is not in the catalogue."""


@dataclass(frozen=True)
class Weights:
    """A model of the catalogue. `languages`: "en", or "99 languages"; `size`: bytes to download."""

    name: str
    languages: str
    size: int
    revision: str
    sha256: str | None
    licence: str = "MIT"

    @property
    def repository(self) -> str:
        return f"Systran/faster-whisper-{self.name}"

    def speaks(self, language: str) -> bool:
        return self.languages != "en" or language.partition("-")[0] == "en"


_MANY = "99 languages"
_CATALOGUE = (
    Weights(
        "tiny.en",
        "en",
        78_090_594,
        "0d3d19a32d3338f10357c0889762bd8d64bbdeba",
        "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    ),
    Weights(
        "tiny",
        _MANY,
        78_203_619,
        "d90ca5fe260221311c53c58e660288d3deb8d356",
        "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1",
    ),
    Weights(
        "base.en",
        "en",
        147_769_510,
        "3d3d5dee26484f91867d81cb899cfcf72b96be6c",
        "2a166925539a16005f14ff328359f9b9adb9dc4fb631bb3b227526862e93e2ef",
    ),
    Weights(
        "base",
        _MANY,
        147_882_941,
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
    Weights(
        "small.en",
        "en",
        486_098_798,
        "d1d751a5f8271d482d14ca55d9e2deeebbae577f",
        "62b2a45b05ee59acb4a5341b33ee35e041395d378d418a18acfe4c9e768ee37a",
    ),
    Weights(
        "small",
        _MANY,
        486_212_372,
        "536b0662742c02347bc0e980a01041f333bce120",
        "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
    ),
)


def catalogue() -> tuple[Weights, ...]:
    """Return the models that can be downloaded, smallest first."""
    return _CATALOGUE


def named(name: str) -> Weights:
    """Return the model of that name; raises `NoSuchWeights`."""
    for weights in _CATALOGUE:
        if weights.name == name:
            return weights
    names = ", ".join(weights.name for weights in _CATALOGUE)
    raise NoSuchWeights(f"models: no model is called {name!r}; give one of {names}, or a folder of weights")
