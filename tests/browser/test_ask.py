"""A reader writes to the host, and the host has it on the console, in a real browser."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from captioner.routes.ask import Gate
from tests.fakes_live import SAMPLE


@pytest.fixture
def console(browser, site):
    """The host's page, open meanwhile."""
    page = browser.new_page()
    page.goto(f"{site.at}/console")
    yield page
    page.close()


def write(page, text: str, name: str = "") -> None:
    page.get_by_role("textbox", name="Your message").fill(text)
    page.get_by_label("Your name").fill(name)


def test_a_question_goes_to_the_console_and_from_there_among_the_captions(page, site, live, console):
    live.start()
    page.goto(f"{site.at}/ask")
    page.evaluate("window.same = true")
    write(page, "Who writes the report?", "Ona Reyes")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
    expect(page.locator("#ask-text")).to_have_value("")
    expect(page.locator("#ask-name")).to_have_value("Ona Reyes")
    assert page.evaluate("window.same")
    expect(console.locator("#queue-title")).to_have_text("From the readers (1)")
    expect(console.locator("#queue li")).to_contain_text("Question, Ona Reyes,")
    expect(console.locator("#queue .words")).to_have_text("Who writes the report?")
    page.goto(f"{site.at}/transcript")
    expect(page.locator("main")).not_to_contain_text("Who writes")
    console.get_by_role("button", name="Show among the captions").click()
    expect(console.locator("#queue-title")).to_have_text("From the readers (0)")
    page.reload()
    expect(page.locator(".turn")).to_contain_text("Ona Reyes: [by text] Who writes the report?")


def test_late_and_wrong_take_one_press_and_are_counted(page, site, live, console):
    page.goto(f"{site.at}/ask")
    for _ in range(2):
        page.locator(".quick").get_by_role("button", name="The captions are too late").click()
        expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
        page.evaluate("document.getElementById('ask-said').textContent = ''")
    expect(console.locator("#queue li")).to_have_count(1)
    expect(console.locator("#queue li")).to_contain_text("The captions are too late (sent 2 times)")
    expect(console.get_by_role("button", name="Show among the captions")).to_have_count(0)


def test_a_press_on_late_leaves_what_is_being_written(page, site, live):
    page.goto(f"{site.at}/ask")
    write(page, "Half a question")
    page.locator(".quick").get_by_role("button", name="The captions are wrong").click()
    expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
    expect(page.locator("#ask-text")).to_have_value("Half a question")
    assert [one["text"] for one in live.letterbox.told()] == [""]


@pytest.mark.req("LOW-04")
def test_while_the_line_is_down_what_was_written_stays_and_goes_out_afterwards_once(page, site, live):
    page.goto(f"{site.at}/ask")
    write(page, "Who writes the report?", "Ona Reyes")
    site.stop()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("No connection: this was not sent.")
    expect(page.locator("#ask-text")).to_have_value("Who writes the report?")
    site.start()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
    assert [one["text"] for one in site.live.letterbox.told()] == ["Who writes the report?"]


def test_an_answer_that_was_lost_does_not_double_the_message(page, site, live):
    page.goto(f"{site.at}/ask")
    write(page, "Who writes the report?")
    lost = []

    def lose(route) -> None:
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/ask", lose)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("No connection")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
    assert len(live.letterbox.told()) == 1


def test_what_is_being_written_outlasts_a_reload(page, site, live):
    page.goto(f"{site.at}/ask")
    page.get_by_role("textbox", name="Your message").press_sequentially("Who writes")
    page.goto(site.address)
    page.goto(f"{site.at}/ask")
    expect(page.locator("#ask-text")).to_have_value("Who writes")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("Sent to the host at")
    page.goto(site.address)
    page.goto(f"{site.at}/ask")
    expect(page.locator("#ask-text")).to_have_value("")


def test_a_refusal_is_told_in_its_sentence_and_leads_to_the_field(page, site, live):
    page.goto(f"{site.at}/ask")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_have_text("Your message is empty. Write it and send it again.")
    expect(page.locator("#ask-text")).to_be_focused()
    expect(page.locator("#ask-text")).to_have_attribute("aria-invalid", "true")
    write(page, "Who?", "12345")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-name")).to_be_focused()
    expect(page.locator("#ask-text")).to_have_value("Who?")


def test_who_writes_too_often_is_told_to_wait_and_keeps_the_text(page, site, live, monkeypatch):
    monkeypatch.setattr(Gate, "wait_ms", lambda *_: 41_000)
    page.goto(f"{site.at}/ask")
    write(page, "Who writes the report?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("Wait 41 s")
    expect(page.locator("#ask-text")).to_have_value("Who writes the report?")


# --- the console -------------------------------------------------------------------------------


def test_new_messages_are_said_politely_and_the_focus_stays(page, site, live):
    live.letterbox.take("question", "Was there before?", None)
    page.goto(f"{site.at}/console")
    expect(page.locator("#queue li")).to_have_count(1)
    expect(page.locator("#queue-new")).to_have_text("")
    page.locator("#notice-text").focus()
    page.keyboard.type("We bre")
    live.letterbox.take("question", "First?", None)
    expect(page.locator("#queue-new")).to_have_text("1 new message from readers.")
    live.letterbox.take("late", "", None)
    live.letterbox.take("late", "", None)
    expect(page.locator("#queue-new")).to_have_text("2 new messages from readers.")
    page.keyboard.type("ak.")
    expect(page.locator("#notice-text")).to_be_focused()
    expect(page.locator("#notice-text")).to_have_value("We break.")
    expect(page.locator("#queue .words")).to_have_text(["Was there before?", "First?", ""])
    expect(page.locator("#queue-new")).to_have_text("", timeout=12_000)


@pytest.mark.req("VIEW-04")
def test_the_queue_is_worked_through_by_keyboard(page, site, live):
    for n in (1, 2, 3):
        live.letterbox.take("question", f"Question {n}?", None)
    page.goto(f"{site.at}/console")
    done = page.get_by_role("button", name="Done")
    done.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#queue .words")).to_have_text(["Question 1?", "Question 3?"])
    expect(done.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(done.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#queue li")).to_have_count(0)
    expect(page.locator("#queue-title")).to_be_focused()
    expect(page.locator("#queue-none")).to_be_visible()


# --- without a script, in other browsers, to axe -----------------------------------------------


def test_without_a_script_it_is_sent_and_dealt_with(browser, site, live):
    live.start()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.at}/ask")
    page.get_by_label("I can't hear or see something").check()
    write(page, "x" * 3)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#sent")).to_have_text("Sent to the host.")
    page.locator(".quick").get_by_role("button", name="The captions are wrong").click()
    expect(page.locator("#sent")).to_have_text("Sent to the host.")
    write(page, "Who writes the report?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#sent")).to_be_visible()
    page.get_by_role("link", name="Back to the captions").click()
    assert page.url == site.at
    page.goto(f"{site.at}/console")
    expect(page.locator("#queue li")).to_have_count(3)
    page.get_by_role("button", name="Show among the captions").click()
    expect(page.locator("#queue li")).to_have_count(2)
    page.get_by_role("button", name="Done").first.click()
    expect(page.locator("#queue li")).to_have_count(1)
    assert [cue.text for cue in live.transcript.cues] == ["[by text] Who writes the report?"]
    context.close()


@pytest.mark.req("LOW-07")
def test_a_text_browser_sends_a_question(site, live):
    lynx = shutil.which("lynx")
    if lynx is None:
        pytest.skip("lynx was not found; on Debian: apt install lynx")
    form = "kind=question&text=Who+writes+the+report%3F&name=Ona+Reyes\n---\n"
    shown = subprocess.run([lynx, "-dump", f"{site.at}/ask"], capture_output=True, text=True, timeout=30, check=True)
    buttons = ("(BUTTON) The captions are too late", "(BUTTON) Send")
    for text in ("Your message", "(*) A question", "( ) The captions are wrong", *buttons):
        assert text in shown.stdout
    sent = subprocess.run(
        [lynx, "-dump", "-post_data", f"{site.at}/ask"],
        input=form, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert "Sent to the host." in sent.stdout
    assert [one["text"] for one in live.letterbox.told()] == ["Who writes the report?"]


@pytest.mark.req("VIEW-01", "VIEW-06", "DSP-07")
def test_axe_finds_nothing_wrong(page, site, live, violations):
    live.letterbox.take("question", "Who writes the report? " * 20, "Ona Reyes")
    live.letterbox.take("late", "", None)
    live.letterbox.take("late", "", None)
    for tail in ("/ask", "/ask?sent", "/console"):
        page.set_viewport_size({"width": 1000, "height": 700})
        page.emulate_media(color_scheme="light")
        page.goto(site.at + tail)
        assert violations(page) == [], tail
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 320, "height": 640})
        assert violations(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{site.at}/ask")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("empty")
    assert violations(page) == []


def test_axe_finds_nothing_wrong_with_a_form_that_came_back(browser, site, live, violations):
    page = browser.new_page()
    page.route("**/static/ask-page.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{site.at}/ask")
    write(page, "Who?", "12345")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()
    assert page.title() == f"Not sent: {SAMPLE.title}"
    assert violations(page) == []
    page.locator("#errors a").click()
    expect(page.locator("#ask-name")).to_be_focused()
    page.close()
