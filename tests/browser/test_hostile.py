"""Everything that people can type, typed to do harm: on every page it stands as typed, and nothing of it runs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from captioner.questions import TEXT_LENGTH
from captioner.survey import answer_of
from captioner.uploads import Upload
from dccg.access import Access
from dccg.app import create_app
from dccg.links import DAY_S
from dccg.links_file import LinkFile, make_admin, make_link
from models.errors import MeetingError
from models.meeting import AgendaItem, Document
from models.names import check_line, check_name
from models.plain import clean
from models.report import Report
from models.report_json import from_json, to_json
from models.roster import Body, Person, Roster
from tests.archive.sites import approved, built, meeting
from tests.browser.conftest import Site, free_port
from tests.fakes_live import SAMPLE, FakeMeetings
from tests.payloads import CONTROLS, FORMULAS, HEADERS, LINKS, MARKUP, ORDERS, PAYLOADS, SHOWN, TEMPLATES, TURNS
from tests.reports import SAMPLE as REPORT

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.req("THR-09", "THR-10", "THR-11")]

AT = f"/m/{SAMPLE.id}"
HIDDEN = (*TURNS, *CONTROLS, *FORMULAS[4:], *HEADERS)
FREE = {
    "text", "heading", "title", "label", "subtitle", "group", "phrase", "subject", "topic", "venue", "family", "given",
    "affiliation", "event", "printed", "reason", "run_in_title", "asked_by", "quote", "proposed_by",
    "notes", "holders", "conditions", "name", "decided", "disclaimers", "note", "before", "after", "by",
}  # fmt: skip
LIVE = {
    "": MARKUP, "?mode=sentences": MARKUP, "?mode=own": MARKUP, "?view=room": (), "?view=overlay": (),
    "?text": (*MARKUP, *LINKS, *TEMPLATES), "/console": (), "/correct": (), "/type": (), "/capture": (), "/ask": (),
    "/transcript": (*MARKUP, *LINKS, *TEMPLATES), "/edit": MARKUP, "/links": MARKUP, "/before": (*MARKUP, *TEMPLATES),
    "/survey/answers": (*MARKUP, *LINKS, *TEMPLATES), "/desk": (*MARKUP, *TEMPLATES), "/desk/history": MARKUP[:9],
    "/desk/preview?layout=per-item": (*MARKUP, *TEMPLATES), "/desk/preview?layout=easy-read": MARKUP[:2],
    "/desk/preview?layout=tracker": (), "/report": (), "/%3Cimg%20src=x%20onerror=alert(1)%3E": (),
}  # fmt: skip
DRAWN = ("", "?mode=sentences", "?mode=own", "?view=room", "?view=overlay")
"""Where what comes while the page is open is drawn by scripts."""
TOLD = (*MARKUP, *LINKS, *TEMPLATES)
MEETING = {
    "title": MARKUP[0], "group": MARKUP[7], "date": "never", "start": MARKUP[8], "language": MARKUP[9],
    **{name: "\n".join(TOLD) for name in ("agenda", "roster", "terms", "needs", "bodies", "documents")},
}  # fmt: skip
BOTH = (" ".join(MARKUP[:16]), " ".join(MARKUP[16:]))
GIVEN_BACK = {
    f"{AT}/edit": (422, MEETING, TOLD), "/new": (422, MEETING, TOLD),
    f"{AT}/links": (422, {"do": "make", "role": "", "label": MARKUP[6]}, (MARKUP[6],)),
    f"{AT}/survey": (422, {"used": MARKUP[6], "better": " ".join(MARKUP[:9])}, MARKUP[:9]),
    f"{AT}/ask": (422, {"kind": "speak", "text": " ".join(MARKUP[9:18]), "name": ""}, MARKUP[9:18]),
    # A line that somebody else has changed meanwhile, and one by nobody who has a name.
    f"{AT}/desk": (409, {"form": "line", "target": "h3", "seen": "1", "key": "b", "by": MARKUP[2], "text": BOTH[1]},
                   (*MARKUP, MARKUP[2])),
    f"{AT}/desk?": (422, {"form": "line", "target": "h4", "seen": "1", "key": "c", "by": "x" * 900, "text": BOTH[1]},
                    MARKUP[16:]),
}  # fmt: skip
"""What is sent to an address that cannot take it as it is: the answer, and what the page gives back of it."""
SEND = """([to, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = to;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""
ARCHIVE = {
    "index.html": (), "actions.html": (), "attendance/2026.html": (),
    "meetings/2026-02-11-dccg-91/index.html": (*MARKUP, *TEMPLATES),
    "meetings/2026-02-11-dccg-91/transcript.html": (*MARKUP, *TEMPLATES),
    "search.html?q=script+<img src=x onerror=alert(1)>": (),
}  # fmt: skip
WRONG = """() => {
  const wrong = [];
  for (const one of document.querySelectorAll("*")) {
    const told = one.outerHTML.slice(0, 160);
    for (const { name } of one.attributes) if (/^on|^srcdoc$/i.test(name)) wrong.push(told);
    if (one.style.cssText.includes("url(")) wrong.push(told);
    if (/^(iframe|object|embed|base|math|video|style|marquee)$/i.test(one.localName)) wrong.push(told);
    if (one.localName === "meta" && /refresh/i.test(one.httpEquiv)) wrong.push(told);
    if (one.localName === "script" && !one.src && !/^application\\/(ld\\+)?json$/.test(one.type)) wrong.push(told);
    for (const name of ["src", "href", "action", "data"]) {
      const at = typeof one[name] === "string" && one.getAttribute(name);
      if (!at) continue;
      const to = new URL(at, location.href);
      if (!["http:", "https:", "mailto:"].includes(to.protocol)) wrong.push(told);
      if (name !== "href" && to.host !== location.host) wrong.push(told);
      if (one.localName === "link" && to.host !== location.host) wrong.push(told);
    }
  }
  return wrong;
}"""
READ = """() => {
  const copy = document.body.cloneNode(true);
  for (const one of copy.querySelectorAll("script, template")) one.remove();
  const fields = [...document.querySelectorAll("input, textarea")].map((one) => one.value);
  return [document.title, copy.textContent, ...fields].join(" \\n ");
}"""


def taken(texts: tuple[str, ...], check: Any, key: str, most: int = 200) -> list[str]:
    """Those of the texts that a field takes, as it takes them."""
    found = []
    for text in texts:
        try:
            found.append(check(text[:most], key))
        except MeetingError:
            continue
    return list(dict.fromkeys(found))


LINES = taken(PAYLOADS, check_line, "title")
NAMES = taken(PAYLOADS, check_name, "name", 80)
PLANNED = replace(
    SAMPLE, title=LINES[0], group=NAMES[1], terms=tuple(LINES[:40]), needs=tuple(LINES[:60]),
    agenda=tuple(AgendaItem(str(at), line) for at, line in enumerate(LINES, 1)),
    documents=tuple(Document(line, "https://example.org/paper") for line in LINES),
    roster=Roster(
        tuple(Person(f"{name[:74]} P{at}", body=f"{name[:100]} B{at}") for at, name in enumerate(NAMES)),
        tuple(Body(f"{name[:100]} B{at}") for at, name in enumerate(NAMES)),
    ),
)  # fmt: skip


def hostile_report(texts: Iterator[str]) -> Report:
    """The sample report with something else in every free text that it takes."""
    def of(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: of(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [of(inner, key) for inner in value]
        return clean(next(texts)) or "x" if isinstance(value, str) and value and key in FREE else value

    data = json.loads(to_json(REPORT))
    more = [{"id": f"h{at}", "text": clean(text) or "x"} for at, text in enumerate((*MARKUP, *TEMPLATES))]
    made = of(data, "") | {"state": "draft"}
    made["blocks"][0]["statements"] += more
    return from_json(json.dumps(made))


def over_and_over(texts: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from texts


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("data")
    report = hostile_report(over_and_over(PAYLOADS))
    talk = [(NAMES[at % len(NAMES)], clean(text) or "x") for at, text in enumerate(PAYLOADS)]
    held = meeting(title=LINES[2], roster=PLANNED.roster, agenda=PLANNED.agenda)
    shown = replace(report, state="published", about=replace(report.about, sittings=REPORT.about.sittings))
    built(data / "site", approved(held, shown, talk))
    meetings, file, now_s = FakeMeetings(PLANNED), LinkFile(data), time.time()
    admin = make_admin(file, now_s)
    for text in TOLD:
        make_link(file, "viewer", SAMPLE.id, clean(text)[:80], int(now_s) + DAY_S, now_s)
    site = Site(create_app(meetings, data=data, access=Access(file, meetings.readers)), free_port(), meetings)
    site.key = {"authorization": f"Bearer {admin}"}
    site.start()
    filled(site, report)
    yield site
    site.stop()


def filled(site: Site, report: Report) -> None:
    live = site.live
    live.start()
    for at, text in enumerate(PAYLOADS):
        if text.split():
            live.say(clean(text) or "x", clean(PAYLOADS[-at])[:80] or None)
    live.note("correction", cue=2, text=MARKUP[2], by=MARKUP[3])
    live.note("gap", gap=1, from_ms=900_000, to_ms=905_000, why=MARKUP[4])
    live.set_agenda("3")
    live.give_notice(" ".join(MARKUP[:6]))
    live.take_over(MARKUP[0])
    for at, text in enumerate((*MARKUP, *HIDDEN)):
        live.open_source(text.encode("utf-8", "replace").decode(), f"key{at}")
    box = site.meetings.held[SAMPLE.id].letterbox
    for at, text in enumerate(TOLD):
        kind = "speak" if at % 2 else "question"
        site.call(lambda kind=kind, text=text: box.take(kind, text[:TEXT_LENGTH], clean(text)[:60] or "x"))
        site.call(lambda text=text: site.app.state.surveys.take(SAMPLE.id, answer_of({"better": text})))
    site.call(lambda: box.show(1))
    uploads = [Upload(text.encode("utf-8", "replace").decode(), error=MARKUP[0]) for text in MARKUP[:5]]
    site.call(lambda: site.app.state.uploads._of.setdefault(SAMPLE.id, []).extend(uploads))
    desks = site.app.state.reporting.desks
    site.call(lambda: desks.draft(SAMPLE.id, report, clean(MARKUP[0]), "hostile-draft"))
    edit = {"form": "line", "target": "h3", "seen": "1", "key": "a", "by": clean(MARKUP[1]), "text": BOTH[0]}
    posted(site, f"{AT}/desk", "application/x-www-form-urlencoded", urlencode(edit))
    for at, text in enumerate(MARKUP[:6]):
        mark = {"key": f"k{at}", "kind": "key point", "cue": at + 1, "at_ms": 0, "text": text, "by": MARKUP[at]}
        posted(site, f"{AT}/desk/mark", "application/json", json.dumps(mark))


def posted(site: Site, path: str, kind: str, body: str) -> None:
    headers = {**site.key, "content-type": kind, "accept": "application/json"}
    line = HTTPConnection("127.0.0.1", site.port)
    line.request("POST", path, body.encode(), headers)
    assert line.getresponse().status == 200
    line.close()


@pytest.fixture
def watched(page: Page, hostile: Site) -> Iterator[Page]:
    """A page that fails its test for a dialog or a request to anywhere else; for a violation of the policy it does."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_extra_http_headers(hostile.key)
    page.context.add_cookies([{"name": "dccg-name", "value": "%3Cb%3EAna%3C%2Fb%3E", "url": hostile.address}])
    yield page
    assert [one for one in asked if not one.startswith((hostile.address, f"ws://127.0.0.1:{hostile.port}"))] == []


def missing(page: Page, texts: tuple[str, ...]) -> list[str]:
    read = " ".join(page.evaluate(READ).split()).casefold()
    wanted = {text: " ".join(clean(text).split()).casefold().rstrip(".") for text in texts}
    return [text for text, looked_for in wanted.items() if looked_for not in read]


def test_whatever_is_typed_stands_as_typed_on_the_pages_of_a_meeting(watched, hostile):
    found = {}
    for number, (path, shown) in enumerate(LIVE.items()):
        watched.goto(hostile.address + AT + path)
        if path in DRAWN:
            # With a full stop, so that whole sentences need not wait for more of it.
            hostile.live.say(f"{MARKUP[2]} drawn live {number}.", MARKUP[6])
            hostile.live.tail(MARKUP[4], MARKUP[5])
            expect(watched.locator("body")).to_contain_text(f"{MARKUP[2]} drawn live {number}")
        found[path] = watched.evaluate(WRONG) + missing(watched, shown)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_what_is_refused_is_given_back_as_it_was_typed(watched, hostile):
    watched.goto(f"{hostile.address}/help")
    found = {}
    for path, (status, fields, shown) in GIVEN_BACK.items():
        with watched.expect_navigation() as navigation:
            watched.evaluate(SEND, [path, fields])
        assert navigation.value.status == status, path
        found[path] = watched.evaluate(WRONG) + missing(watched, shown)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_whatever_is_typed_stands_as_typed_in_the_archive(watched, hostile):
    found = {}
    for path, shown in ARCHIVE.items():
        watched.goto(f"{hostile.address}/archive/{path}")
        if path.startswith("search"):
            watched.wait_for_load_state("networkidle")
        found[path] = watched.evaluate(WRONG) + missing(watched, shown)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_test_itself_sees_what_it_looks_for(watched):
    watched.goto("about:blank")
    watched.evaluate("document.body.innerHTML = '<img src=data:, onerror=1><a href=\"javascript:x\">x</a>'")
    assert len(watched.evaluate(WRONG)) == 3
    assert missing(watched, SHOWN[:2]) == list(SHOWN[:2])
    assert ORDERS
