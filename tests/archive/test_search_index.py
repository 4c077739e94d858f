"""The index of the search: the same terms and files in Python, which makes it, and in JavaScript, which reads it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.search_index import shard_of, terms_of
from tests.reports import HOSTILE_NAMES

SCRIPT = Path(__file__).parents[2] / "archive" / "static" / "search.js"
TEXTS = [
    "Réunion no. 60: the DC's IXP", "Straße ẞ", "渡辺 美咲さん and ليلى الحداد", "naïve_snake x²", "हिन्दी भाषा", "สวัสดี",
    "İstanbul ıǰ", "a" * 80, "", "𝔘nicode ﬁne", *HOSTILE_NAMES,
]  # fmt: skip


def test_browser_and_program_find_the_same_terms(tmp_path: Path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node was not found")
    module = tmp_path / "search.mjs"
    module.write_text("globalThis.document = { getElementById: () => null };\n" + SCRIPT.read_text("utf-8"), "utf-8")
    asking = tmp_path / "ask.mjs"
    asking.write_text(
        "import { termsOf, shardOf } from './search.mjs';\n"
        f"const texts = {json.dumps(TEXTS)};\n"
        "const found = texts.map((one) => termsOf(one).map((term) => [term, shardOf(term)]));\n"
        "console.log(JSON.stringify(found));\n",
        "utf-8",
    )  # fmt: skip
    done = subprocess.run([node, str(asking)], capture_output=True, check=True, text=True, encoding="utf-8")
    ours = [[[term, shard_of(term)] for term in terms_of(text)] for text in TEXTS]
    for text, theirs, mine in zip(TEXTS, json.loads(done.stdout), ours, strict=True):
        assert theirs == mine, text
