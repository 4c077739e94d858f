"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ("tests.conformance",)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with recorded speech and stand-in models, named by DCCG_SHARED."""
    named = os.environ.get("DCCG_SHARED", "")
    if not named or not Path(named).is_dir():
        pytest.skip("DCCG_SHARED names no folder; this test needs the speech and models in it")
    return Path(named)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright keeps an event loop running in its process; tests that run their own must come before it.
    items.sort(key=lambda item: "browser" in item.path.parts)
