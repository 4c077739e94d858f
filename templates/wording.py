"""Every text of the interface, by key, from one catalogue for each language."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Wording:
    """The catalogue of one language: texts by section and name, with `{holes}`."""

    lang: str
    sections: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **holes: object) -> str:
        """Return the text of `key`, "section.name", its holes filled.

        Raises:
            KeyError: If there is no such text, or a hole that nobody filled.
        """
        section, _, name = key.partition(".")
        text = self.sections[section][name]
        return text.format_map(holes) if "{" in text else text

    def block(self, *sections: str) -> str:
        """Return these sections as JSON for a data block of a page; no text in it can end the block."""
        chosen = {section: dict(self.sections[section]) for section in sections}
        return json.dumps(chosen, ensure_ascii=True).replace("<", "\\u003c")


@cache
def wording(lang: str) -> Wording:
    return Wording(lang, tomllib.loads((TEXTS / f"{lang}.toml").read_text(encoding="utf-8")))
