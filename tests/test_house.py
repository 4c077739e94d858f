"""The house rules that a machine can read: who imports whom, what is pure, what stays small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "models": set(),
    "record": {"models"},
    "templates": set(),
    "captioner": {"models", "record", "templates"},
    "summarizer": {"models", "record", "templates"},
    "archive": {"models", "record", "templates"},
    "dccg": {"models", "record", "templates", "captioner", "summarizer", "archive"},
}
CORE = [
    *(
        f"captioner/{name}.py"
        for name in (
            "session speaking floor speakers off_record stream hearing context recognition endpoint agreement "
            "stability cues edges overload ledger shares gaps capacity audio buffer pace glossary respelling spelling "
            "survey before ordinary common_names lateness guards boilerplate questions allowance written reading "
            "sentences finished own_pace correcting learning vocabulary reel replay "
            "spill_block spill_track last_words taking_up"
        ).split()
    ),
    # Whatever the summarizer has is pure but for these.
    *(
        f"summarizer/{path.name}"
        for path in sorted((ROOT / "summarizer").glob("*.py"))
        if path.stem
        not in "desk_store language_model model_line layouts ranking reporting docx_file pdf_file html_page".split()
    ),
    *(
        f"archive/{name}.py"
        for name in "address headers mime split excerpt messages letters journal kept public compared for_good".split()
    ),
    "dccg/rights.py",
    "dccg/links.py",
    "models",
]
IMPURE = {
    "asyncio", "threading", "multiprocessing", "subprocess", "socket", "logging", "time", "os", "sqlite3", "shutil",
    "tempfile", "signal", "http", "urllib", "fastapi", "starlette", "uvicorn", "websockets", "onnxruntime",
    "ctranslate2", "faster_whisper", "pocketsphinx", "av", "soxr",
}  # fmt: skip
NAMELESS = {"utils", "helpers", "manager", "service", "common", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def sources(*places: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}: imports from rooms by their full name"
            yield node.module or ""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_rooms_on_floors_below(room: str):
    for path in sources(room):
        for name in imports(path):
            other = name.partition(".")[0]
            if other in MAY_IMPORT and other != room:
                assert other in MAY_IMPORT[room], f"{path.relative_to(ROOT)} imports {name}"


def test_the_core_is_pure():
    for path in sources(*CORE):
        bad = {name.partition(".")[0] for name in imports(path)} & IMPURE
        assert not bad, f"{path.relative_to(ROOT)} imports {sorted(bad)}"


def test_the_core_opens_nothing():
    for path in sources(*CORE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"open", "print", "input"}, f"{path.relative_to(ROOT)}, line {node.lineno}"


def test_only_one_file_imports_webvtt():
    users = [path for path in sources(*MAY_IMPORT) if "webvtt" in {name.partition(".")[0] for name in imports(path)}]
    assert len(users) <= 1


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_files_and_functions_stay_small_and_are_named_for_what_they_hold(room: str):
    for path in sources(room):
        where = path.relative_to(ROOT)
        assert path.stem not in NAMELESS, where
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= LONGEST_FILE, f"{where} has {text.count(chr(10))} lines: look for the second noun"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= LONGEST_FUNCTION + len(ast.get_docstring(node, clean=False) or "") // 60, (
                    f"{where}: {node.name} has {length} lines"
                )
