"""What is asked of a language model, and how that may fail; who carries it there is `language_model.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import MeetingError


@dataclass(frozen=True)
class Request:
    """One question: `system` says what to do, `user` holds the data, `schema` is what the answer must be."""

    system: str
    user: str
    schema: Mapping[str, Any]


class ModelFault(MeetingError):
    """Raised when a language model gives no usable answer to one question; the next may still be answered."""


class ModelGone(ModelFault):
    """Raised when it is of no use to ask the language model anything more."""


Ask = Callable[[Request], str]
"""Puts a request to a model and returns its answer as text; may raise `ModelFault`, and nothing else."""
