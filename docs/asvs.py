"""Makes docs/asvs.md of docs/asvs.toml."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

ROWS = Path(__file__).parent / "asvs.toml"
HEAD = """# ASVS 5.0: what the standard asks of web applications, and what stands for it

After this page you know how far the program meets levels 1 and 2 of the Application Security Verification Standard of
OWASP, in the chapters that apply to a program without accounts of its own.

What is asked is told in our words; the numbers lead to the standard's. They were taken from its public sources shortly
before and at 5.0, so that a number may have moved by one. "test" names what is proved in [trust](trust.md); "in part"
says what is lacking. Left out are the chapters on passwords, OAuth, cryptography, WebRTC and coding.

"""


def page() -> str:
    with ROWS.open("rb") as file:
        chapters = tomllib.load(file)
    kinds = Counter(row[1] for chapter in chapters.values() for row in chapter.values() if isinstance(row, list))
    parts = [HEAD + "| stands for it | requirements |\n|---|--:|"]
    parts += [f"| {kind} | {count} |" for kind, count in kinds.most_common()]
    for name, chapter in chapters.items():
        parts.append(f"\n## {name} {chapter.pop('title')}\n\n| id | what is asked | stands for it | which |")
        parts.append("|---|---|---|---|")
        parts += [f"| {id} | {asked} | {by} | {_which(ids, why)} |" for id, (asked, by, ids, why) in chapter.items()]
    return "\n".join(parts) + "\n"


def _which(ids: str, why: str) -> str:
    return "; ".join(part for part in (", ".join(ids.split()), why) if part)


if __name__ == "__main__":
    (ROWS.with_suffix(".md")).write_text(page(), encoding="utf-8")
