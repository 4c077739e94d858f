"""A real server, a real browser, and what tests ask of them."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dccg.app import create_app
from dccg.server import server_config
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """The application on a port of its own, serving `live`; `stop` and `start` are an outage."""

    app: Any
    port: int
    meetings: FakeMeetings
    server: uvicorn.Server | None = None
    thread: threading.Thread | None = None
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def at(self) -> str:
        return f"{self.address}/m/{SAMPLE.id}"

    @property
    def live(self) -> Any:
        return OnLoop(self.meetings.held[SAMPLE.id], self.call)

    def call(self, what: Callable[[], Any]) -> Any:
        async def run() -> Any:
            found = what()
            return await found if asyncio.iscoroutine(found) else found

        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)

    def start(self) -> None:
        config = server_config(self.app, "127.0.0.1", self.port, ending_s=1)
        self.server, ready = uvicorn.Server(config), threading.Event()

        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            task = asyncio.create_task(self.server.serve())
            while not self.server.started:
                await asyncio.sleep(0.01)
            ready.set()
            await task

        self.thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        self.thread.start()
        assert ready.wait(10)

    def stop(self) -> None:
        assert self.server is not None
        assert self.thread is not None
        self.server.should_exit = True
        self.thread.join(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def site() -> Iterator[Site]:
    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings), free_port(), meetings)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def live(site: Site) -> Any:
    return site.live


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium was not found; on Debian: apt install chromium")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for an error in a script or a message of the security policy."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not faults


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page as it stands, a line each."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; run npm ci in tests/")
    source = AXE.read_text(encoding="utf-8")

    def found(page: Page) -> list[str]:
        page.evaluate(f"{source}; 0")
        result = page.evaluate(
            """tags => axe.run(document, {runOnly: tags, rules: {'target-size': {enabled: true},
               'color-contrast-enhanced': {enabled: true}}})""",
            TAGS,
        )
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]

    return found
