"""Every text of a post is in the catalogue, and none is there that no post uses."""

import re
from pathlib import Path

from archive.messages import KINDS
from templates.wording import wording

LETTERS = (Path(__file__).parents[2] / "archive" / "letters.py").read_text(encoding="utf-8")


def test_the_catalogue_has_the_texts_of_posts_and_no_others():
    used = set(re.findall(r'"mail\.([a-z_]+)"', LETTERS)) | {"closing_report", "closing_transcript"}
    used |= {*KINDS, *(f"opening_{kind}" for kind in KINDS)}
    assert set(wording("en").sections["mail"]) == used
