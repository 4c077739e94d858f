"""Sound from a browser's microphone and from a tab reaches the meeting, sample by sample."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import FLAGS

TONE_HZ = 440


@pytest.fixture(scope="session")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a tone of 440 Hz, for the browser's fake microphone and for a tab to play."""
    path = tmp_path_factory.mktemp("tone") / "tone.wav"
    at = np.arange(48_000 * 4) / 48_000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes((np.sin(2 * np.pi * TONE_HZ * at) * 16_000).astype("<i2").tobytes())
    return path


@pytest.fixture
def microphone(playwright: Playwright, chromium: str, tone: Path, tmp_path: Path) -> Iterator[Page]:
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium, headless=True, permissions=["microphone"],
        args=[*FLAGS, *flags, f"--use-file-for-fake-audio-capture={tone}"],
    )  # fmt: skip
    yield context.pages[0]
    context.close()


def loudest_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


def heard(site) -> np.ndarray:
    sources = list(site.live.sources.values())
    return sources[0].samples if sources else np.zeros(0, np.float32)


def wait_for_sound(page: Page, site, seconds: float) -> np.ndarray:
    for _ in range(200):
        if len(heard(site)) >= seconds * 16_000:
            break
        page.wait_for_timeout(50)
    assert len(heard(site)) >= seconds * 16_000
    return heard(site)


def test_the_microphone_reaches_the_meeting(microphone, site, live):
    live.start()
    microphone.goto(f"{site.at}/capture")
    microphone.get_by_label("Name of this source").fill("Mara Quill")
    microphone.get_by_role("button", name="Start the microphone").click()
    expect(microphone.locator("#capture-status")).to_have_text("Sending “Mara Quill”.")
    samples = wait_for_sound(microphone, site, 2.0)
    assert abs(loudest_hz(samples[8_000:]) - TONE_HZ) < 5
    assert 0.2 < np.abs(samples[8_000:]).max() < 0.8
    expect(microphone.locator("#capture-level")).to_contain_text("Level -")
    microphone.get_by_role("button", name="Stop sending").click()
    expect(microphone.locator("#capture-status")).to_have_text("Not sending.")
    (source,) = live.sources.values()
    assert source.name == "Mara Quill"
    for _ in range(100):
        if source.ended:
            break
        microphone.wait_for_timeout(50)
    assert source.ended
    assert source.losses == []


def test_sound_of_an_outage_is_kept_and_sent_afterwards(microphone, site, live):
    live.start()
    microphone.goto(f"{site.at}/capture")
    microphone.get_by_role("button", name="Start the microphone").click()
    wait_for_sound(microphone, site, 1.0)
    # Only the sockets break: the program and what it knows of its sources stay.
    site.stop()
    expect(microphone.locator("#capture-status")).to_contain_text("No connection")
    before = len(heard(site))
    microphone.wait_for_timeout(1_500)
    site.start()
    wait_for_sound(microphone, site, before / 16_000 + 3.0)
    (source,) = site.live.sources.values()
    assert source.losses == []
    # A tone that goes on without a jump: every sample is where its neighbours say.
    samples = source.samples[8_000:].astype(np.float64)
    turn = 2 * np.cos(2 * np.pi * TONE_HZ / 16_000)
    jumps = np.abs(samples[2:] - turn * samples[1:-1] + samples[:-2])
    assert np.count_nonzero(jumps > 0.02) < 40


def test_a_refused_microphone_is_told_in_words(page, site, live):
    page.goto(f"{site.at}/capture")
    refusal = "async () => { throw new DOMException('no', 'NotAllowedError'); }"
    page.evaluate(f"navigator.mediaDevices.getUserMedia = {refusal}; 0")
    page.get_by_role("button", name="Start the microphone").click()
    expect(page.locator("#capture-warning")).to_contain_text("did not allow the microphone")
    expect(page.get_by_role("button", name="Start the microphone")).to_be_focused()


def test_a_browser_that_cannot_share_a_tab_says_so(browser, site, live):
    page = browser.new_page()
    page.add_init_script("delete MediaDevices.prototype.getDisplayMedia")
    page.goto(f"{site.at}/capture")
    expect(page.locator("#capture-lacks")).to_contain_text("can't share the sound of a tab")
    expect(page.get_by_role("button", name="Share the meeting's tab sound")).to_be_disabled()
    page.close()


def test_the_sound_of_a_tab_reaches_the_meeting(playwright, chromium, tone, tmp_path, site, live):
    live.start()
    flags = ["--auto-select-tab-capture-source-by-title=The meeting", "--autoplay-policy=no-user-gesture-required"]
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium, headless=True, args=[*FLAGS, *flags], ignore_default_args=["--mute-audio"]
    )
    playing = "<title>The meeting</title><audio src='/tone.wav' autoplay loop></audio>"
    meeting = context.pages[0]
    meeting.route("**/meeting", lambda route: route.fulfill(content_type="text/html", body=playing))
    meeting.route("**/tone.wav", lambda route: route.fulfill(content_type="audio/wav", body=tone.read_bytes()))
    meeting.goto(f"{site.address}/meeting")
    page = context.new_page()
    page.goto(f"{site.at}/capture")
    page.get_by_role("button", name="Share the meeting's tab sound").click()
    samples = wait_for_sound(page, site, 3.0)
    assert abs(loudest_hz(samples[24_000:]) - TONE_HZ) < 5
    meeting.close()
    expect(page.locator("#capture-status")).to_contain_text("The sound has ended")
    context.close()
