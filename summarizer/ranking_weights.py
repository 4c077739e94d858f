"""The weights of the ranker as data: read from JSON, checked, refused with a clear sentence."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from models.errors import MeetingError

Kind = Literal["action", "decision", "point"]
Block = Literal["own", "near", "wide", "manner"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BLOCKS: tuple[Block, ...] = get_args(Block)
FORMAT = "dccg-ranker/1"


class BadRanker(MeetingError):
    """Raised when the weights of the ranker cannot be used; `make ranker` makes them again."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"ranker.json: {problem}; put back the file that came with the program, or say make ranker")


@dataclass(frozen=True)
class Terms:
    """The terms of one block, how rare each is, and what each weighs for each kind: whole numbers, one a term.

    `scales` turn a kind's weights into those that were trained. Terms of "manner" are not weighed by how rare they are.
    """

    terms: tuple[str, ...]
    rarity: tuple[int, ...]
    weights: Mapping[Kind, tuple[int, ...]]
    scales: Mapping[Kind, float]

    def __post_init__(self) -> None:
        if len(set(self.terms)) != len(self.terms):
            raise BadRanker("a term stands twice; expected each once")
        for name, numbers in (("rarity", self.rarity), *self.weights.items()):
            if len(numbers) != len(self.terms):
                raise BadRanker(f"{name} has {len(numbers)} numbers; expected {len(self.terms)}, one for each term")


@dataclass(frozen=True)
class Weights:
    """All of the ranker. `bias` and `slope` of a kind turn what lines rank into how likely a suggestion is right.

    `likely` is the likelihood from which on suggestions were more help than harm in free talk.
    """

    blocks: Mapping[Block, Terms]
    offset: Mapping[Kind, float]
    slope: Mapping[Kind, float]
    bias: Mapping[Kind, float]
    likely: Mapping[Kind, float]


def read_weights(text: str) -> Weights:
    """Return the weights written down in JSON.

    Raises:
        BadRanker: If it is not JSON, or not of the form that `write_weights` gives.
    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRanker(f"it is not JSON ({error})") from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise BadRanker(f'it is not of the format "{FORMAT}"')
    blocks = _part(read, "blocks")
    return Weights(
        {name: _terms(_part(blocks, name), name) for name in BLOCKS},
        *(_numbers(_part(read, name), name) for name in ("offset", "slope", "bias", "likely")),
    )


def write_weights(weights: Weights) -> str:
    """Return the weights as JSON, the same for the same weights; `read_weights` gives them back."""
    blocks = {
        name: {
            "terms": "\n".join(block.terms),
            "rarity": _written(block.rarity),
            "weights": {kind: _written(block.weights[kind]) for kind in KINDS},
            "scales": {kind: block.scales[kind] for kind in KINDS},
        }
        for name, block in weights.blocks.items()
    }
    told = {name: dict(getattr(weights, name)) for name in ("offset", "slope", "bias", "likely")}
    return json.dumps({"format": FORMAT, **told, "blocks": blocks}, ensure_ascii=False, indent=0) + "\n"


def _written(numbers: Sequence[int]) -> str:
    return base64.b64encode(bytes(one % 256 for one in numbers)).decode()


def _terms(read: dict[str, Any], name: str) -> Terms:
    terms = read.get("terms")
    if not isinstance(terms, str):
        raise BadRanker(f"the terms of {name} are not a text")
    weights = _part(read, "weights")
    return Terms(
        tuple(terms.split("\n")) if terms else (),
        tuple(_bytes(read.get("rarity"), f"rarity of {name}")),
        {kind: tuple(memoryview(_bytes(weights.get(kind), f"{kind} in {name}")).cast("b")) for kind in KINDS},
        _numbers(_part(read, "scales"), f"scales of {name}"),
    )


def _part(read: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = read.get(name)
    if not isinstance(found, dict):
        raise BadRanker(f'"{name}" is missing; expected an object')
    return found


def _numbers(read: Mapping[str, Any], name: str) -> dict[Kind, float]:
    found = {kind: read.get(kind) for kind in KINDS}
    for kind, number in found.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) < 1e6:
            raise BadRanker(f"{kind} of {name} is {number!r}; expected a number")
    return {kind: float(number) for kind, number in found.items() if number is not None}


def _bytes(read: object, name: str) -> bytes:
    try:
        return base64.b64decode(read if isinstance(read, str) else "?", validate=True)
    except (binascii.Error, ValueError):
        raise BadRanker(f"{name} is not written in base64") from None
