"""The host's page, by keyboard, in a real browser."""

from __future__ import annotations

import wave
from io import BytesIO

import pytest
from playwright.sync_api import expect

from tests.fakes_live import SAMPLE


def recording(seconds: float) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(int(seconds * 16_000) * 2))
    return file.getvalue()


def test_captions_are_started_paused_and_ended_without_loading_the_page_again(page, site, live):
    page.goto(f"{site.at}/console")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#said")).to_have_text("Captions are on.")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#said")).to_have_text("Captions are paused.")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#said")).to_have_text("Captions are on.")
    page.locator("summary", has_text="Stop").click()
    page.get_by_role("button", name="End the captions for good").click()
    expect(page.locator("#said")).to_have_text("Captions have ended.")
    assert page.evaluate("window.same")


def test_an_answer_from_before_a_press_does_not_undo_on_the_page_what_the_press_did(page, site, live):
    late = []

    def hold(route):
        late.append((route, route.fetch()))

    page.goto(f"{site.at}/console")
    page.route("**/console/state", hold, times=1)
    while not late:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#said")).to_have_text("Captions are on.")
    watch = "{childList: true, subtree: true, characterData: true}"
    page.evaluate(f"new MutationObserver(() => (window.changed = true)).observe(said, {watch})")
    route, answer = late[0]
    route.fulfill(response=answer)
    with page.expect_response("**/console/state"):
        pass
    assert page.evaluate("window.changed") is None


@pytest.mark.req("VIEW-04", "OPS-10")
def test_every_control_is_reached_by_tab_and_none_holds_the_focus(page, site, live):
    live.start()
    live.open_source("Mara Quill", "k1")
    page.goto(f"{site.at}/console")
    expect(page.locator("#sources tr")).to_have_count(1)
    page.evaluate("document.body.focus()")
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement; return e === document.body ? '' : "
            "(e.id || e.value || e.textContent.trim() || e.href); }"
        )
        if not here:
            break
        reached.append(here)
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    wanted = {"capture-name", "capture-microphone", "capture-tab", "notice-text", "upload-file", "Mara Quill", "2"}
    assert wanted <= set(reached)
    assert len(reached) == len(set(reached))


@pytest.mark.req("SPK-04")
def test_the_speaker_is_set_by_alt_and_a_digit(page, site, live):
    live.start()
    page.goto(f"{site.at}/console")
    page.locator("#notice-text").focus()
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("button", name="Tomás Ibarrola")).to_have_attribute("aria-pressed", "true")
    assert live.transcript.speaker == "Tomás Ibarrola"
    assert page.evaluate("document.activeElement.id") == "notice-text"
    page.keyboard.press("Alt+0")
    expect(page.get_by_role("button", name="Unknown")).to_have_attribute("aria-pressed", "true")
    assert live.transcript.speaker is None


@pytest.mark.req("PRV-04", "PRV-07")
def test_the_record_is_switched_by_button_or_key_and_both_pages_say_so(page, site, live, browser):
    live.start()
    live.say("This is kept.")
    page.goto(f"{site.at}/console")
    reader = browser.new_page()
    reader.goto(site.at)
    button = page.get_by_role("button", name="Off the record")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.locator("#notice-text").focus()
    page.keyboard.press("Alt+o")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.activeElement.id") == "notice-text"
    told = "Off the record: captions go on, nothing is kept."
    expect(page.locator("#said")).to_have_text(told)
    expect(reader.locator("#status")).to_contain_text(told)
    live.say("Between us.")
    expect(reader.locator("#captions")).to_contain_text("Between us.")
    page.reload()
    expect(page.locator("#said")).to_have_text(told)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#said")).to_have_text("Captions are on.")
    expect(reader.locator("#status")).not_to_contain_text("Off the record")
    assert [cue.text for cue in live.transcript.cues] == ["This is kept."]
    reader.close()


@pytest.mark.parametrize("asked", ["no", "", "Yes", "on"])
def test_only_a_plain_yes_brings_the_record_back(page, site, live, asked):
    live.start()
    live.set_record(False)
    answer = page.request.post(f"{site.at}/console/record", form={"on": asked})
    assert answer.ok
    assert live.transcript.off_record


def test_there_is_no_record_to_leave_before_the_start(page, site, live):
    page.goto(f"{site.at}/console")
    expect(page.get_by_role("button", name="Off the record")).to_be_disabled()
    page.keyboard.press("Alt+o")
    expect(page.locator("#said")).to_have_text("Captions have not started yet.")


def test_the_agenda_item_and_a_notice_reach_the_readers(page, site, live, browser):
    live.start()
    page.goto(f"{site.at}/console")
    reader = browser.new_page()
    reader.goto(site.at)
    page.get_by_role("button", name="2. Roster of liaisons").click()
    expect(reader.get_by_role("heading", name="Item 2: Roster of liaisons")).to_be_visible()
    page.get_by_label("Notice (empty takes it away)").fill("We break for five minutes.")
    page.keyboard.press("Enter")
    expect(reader.locator("#notice")).to_have_text("We break for five minutes.")
    expect(page.locator("#fact-viewers")).to_have_text("1")
    reader.close()


@pytest.mark.req("OPS-07")
def test_the_host_is_reminded_to_wait_for_the_readers_before_an_item_is_closed(page, site, live):
    live.start()
    page.goto(f"{site.at}/console")
    expect(page.locator("#agenda-wait")).to_contain_text("wait 7 seconds: readers are that far behind")


@pytest.mark.req("OPS-03")
def test_levels_and_warnings_are_told_in_words(page, site, live):
    live.start()
    live.open_source("", "k1")
    page.goto(f"{site.at}/console")
    expect(page.locator("#sources tr")).to_have_text(["Room (shared) -23 dBsound0.9 s"])
    live._live.console = lambda held=live._live.console: {
        **held(), "sources": [{**source, "silent_s": 12, "level_dbfs": -90} for source in held()["sources"]]
    }  # fmt: skip
    expect(page.locator("#warnings")).to_contain_text("No source has sent sound for more than 10 seconds")
    expect(page.locator("#sources tr")).to_contain_text(["no soundnothing for 12 s"])


def test_a_refusal_is_told_in_its_sentence(page, site, live):
    page.goto(f"{site.at}/console")
    page.evaluate("document.querySelector('#agenda button').value = '99'")
    page.get_by_role("button", name="1. Welcome and apologies").click()
    expect(page.locator("#lost")).to_contain_text("agenda item '99' is not on the agenda")


def test_a_lost_program_is_told(page, site, live):
    page.goto(f"{site.at}/console")
    site.stop()
    expect(page.locator("#lost")).to_contain_text("has lost the connection", timeout=8_000)
    site.start()
    expect(page.locator("#lost")).to_have_text("", timeout=8_000)


def test_a_recording_is_uploaded_and_its_progress_told(page, site, live):
    live.start()
    page.goto(f"{site.at}/console")
    sound = {"name": "talk.wav", "mimeType": "audio/wav", "buffer": recording(3)}
    page.locator("#upload-file").set_input_files(sound)
    page.get_by_role("button", name="Upload and caption").click()
    expect(page.locator("#uploads")).to_contain_text("talk.wav: done")
    (source,) = live.sources.values()
    assert len(source.samples) == 48_000


def test_a_meeting_is_made_by_keyboard(page, site):
    page.goto(f"{site.address}/new")
    page.get_by_label("Title").fill("Virtual meeting 8")
    page.get_by_label("Group").fill("Dynamic Coalition Coordination Group")
    page.get_by_label("Number").fill("8")
    page.get_by_label("Date").fill("2026-02-11")
    page.get_by_label("Open meeting").check()
    page.get_by_label("Roster").fill("Mara Quill | DC on Internet of Things | chair")
    page.get_by_label("Roster").press("Tab")
    page.get_by_role("button", name="Create the meeting").press("Enter")
    page.wait_for_url("**/console")
    expect(page.get_by_role("button", name="Mara Quill")).to_be_visible()
    assert SAMPLE.id not in page.url
