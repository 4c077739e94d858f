"""Links, cookies and tokens, as browsers and programs meet them."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from captioner.sources.hello import NOT_LET_IN
from dccg.access import Access, Clock
from dccg.links import DAY_S, SESSION_S, BadLinks
from dccg.links_file import LinkFile, make_admin
from tests.fakes_live import SAMPLE
from tests.locked import AT, OTHER, Locked

PAGE = {"accept": "text/html"}
HELLO = {"kind": "hello", "name": "Room", "rate": 16_000, "key": "k" * 8}


class Wall:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_s


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def house(tmp_path, wall) -> Locked:
    return Locked(tmp_path, clock=wall)


@pytest.fixture
def client(house) -> Iterator[TestClient]:
    with TestClient(house.app, follow_redirects=False) as client:
        yield client


def enter(client: TestClient, code: str):
    return client.post("/enter", data={"code": code}, headers=PAGE)


def status(client: TestClient, path: str) -> int:
    return client.get(path).status_code


@pytest.mark.req("THR-07")
@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("host", "/console"), ("captioner", "/type"), ("source", "/capture"), ("note-taker", "/desk"), ("viewer", "")],
)
def test_a_link_leads_a_browser_to_its_work_and_the_cookie_that_it_gets_is_out_of_reach(client, house, name, leads_to):
    answer = enter(client, f" http://testserver{AT}/enter#{house.token[name]} ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}{leads_to}")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dccg=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert house.token[name] not in cookie
    assert status(client, f"{AT}{leads_to}") == 200


@pytest.mark.req("THR-07", "THR-22")
def test_over_https_the_cookie_belongs_to_this_host_alone_and_one_that_http_set_counts_for_nothing(house):
    with TestClient(house.app, "https://testserver", follow_redirects=False) as client:
        cookie = enter(client, house.token["host"]).headers["set-cookie"]
        assert cookie.startswith("__Host-dccg=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
        value = cookie.partition("=")[2].partition(";")[0]
        client.cookies.clear()
        assert client.get(f"{AT}/console", headers={"cookie": f"dccg={value}"}).status_code == 401


def test_one_browser_holds_several_roles_and_leaves_them_all(client, house):
    for name in ("source", "other host"):
        enter(client, house.token[name])
    assert [status(client, path) for path in (f"{AT}/capture", f"/m/{OTHER.id}/console", f"{AT}/console")] == [
        200, 200, 403,
    ]  # fmt: skip
    page = client.get("/enter", headers=PAGE).text
    assert "Virtual meeting 8" in page
    assert "Source of sound" in page
    assert client.post("/leave", headers=PAGE).headers["location"] == "/enter?left"
    assert status(client, f"{AT}/capture") == 401


@pytest.mark.req("THR-07", "THR-08", "PRV-11")
def test_no_token_no_cookie_and_no_address_is_in_the_file_which_only_its_owner_may_read(client, house):
    cookie = enter(client, house.token["host"]).cookies["dccg"]
    made = client.post(f"{AT}/links", data={"do": "make", "role": "viewer", "label": "Ana"}).json()
    kept = house.file.path.read_text()
    tokens = [*house.token.values(), made["link"].rpartition("#")[2], cookie]
    assert not any(token in kept for token in tokens)
    assert all(len(token) == 22 for token in tokens)
    assert stat.S_IMODE(house.file.path.stat().st_mode) == 0o600
    assert "Ana" in kept
    assert "testclient" not in kept  # from which address and with which browser somebody came


@pytest.mark.req("THR-07")
def test_links_and_cookies_outlast_the_program(client, house, tmp_path):
    cookie = enter(client, house.token["host"]).cookies["dccg"]
    again = Access(LinkFile(tmp_path), house.meetings.readers)
    assert [one.role for one in again.held(again.of_cookie(cookie))] == ["host"]
    assert again.link_of(house.token["viewer"], "192.0.2.1").role == "viewer"


@pytest.mark.req("THR-07")
def test_wrong_unknown_ended_and_revoked_codes_are_answered_alike(client, house, wall):
    house.make("short", "host", for_s=60)
    ended = house.token["short"]
    revoked = house.token["viewer"]
    house.file.change(lambda book: book.without_link(house.link["viewer"].id, time.time()))
    house.access.look()
    wall.ahead_s = 120
    answers = [enter(client, code) for code in ("wrong", "", "A" * 22, ended, revoked, "x" * 300)]
    assert {one.status_code for one in answers} == {403}
    assert len({one.text for one in answers}) == 1
    assert len({tuple(name for name in one.headers if name != "date") for one in answers}) == 1
    assert "set-cookie" not in answers[0].headers


@pytest.mark.req("THR-07")
def test_after_ten_wrong_tries_in_a_minute_nothing_from_that_address_is_looked_at(house):
    with TestClient(house.app, client=("192.0.2.7", 1), follow_redirects=False) as client:
        for n in range(10):
            way = enter(client, f"wrong {n}") if n % 2 else client.get("/", headers={"authorization": "Bearer wrong"})
            assert way.status_code in (401, 403)
        late = enter(client, house.token["host"])
        assert late.status_code == 429
        assert 0 < int(late.headers["retry-after"]) <= 60
        assert client.get(f"{AT}/console", headers=house.shown("host")).status_code == 429
        assert status(client, "/") == 200  # who shows nothing is held up by nobody
    with TestClient(house.app, client=("192.0.2.8", 1), follow_redirects=False) as client:
        assert enter(client, house.token["host"]).status_code == 303


@pytest.mark.req("THR-29")
def test_a_link_ends_by_itself_and_a_clock_that_is_put_back_does_not_bring_it_back(client, house, wall):
    house.make("short", "host", for_s=60)
    house.access.look()
    enter(client, house.token["short"])
    assert status(client, f"{AT}/console") == 200
    wall.ahead_s = 61
    assert status(client, f"{AT}/console") == 401
    assert client.get(f"{AT}/console", headers=house.shown("short")).status_code == 401
    assert client.get(f"{AT}/links", headers=house.shown("host")).status_code == 200
    house.file.change(lambda book: book.swept(wall()))
    house.access.look()
    wall.ahead_s = 0
    assert status(client, f"{AT}/console") == 401


def test_a_browser_is_forgotten_after_thirty_days(client, house, wall):
    house.make("long", "host", for_s=90 * DAY_S)
    house.access.look()
    enter(client, house.token["long"])
    wall.ahead_s = SESSION_S - 60
    assert status(client, f"{AT}/console") == 200
    wall.ahead_s = SESSION_S + 60
    assert status(client, f"{AT}/console") == 401


@pytest.mark.req("DUR-05")
def test_a_clock_that_somebody_sets_meanwhile_neither_ends_nor_prolongs_a_link(monkeypatch):
    clock, now_s = Clock(), time.time()
    monkeypatch.setattr(time, "time", lambda: now_s + DAY_S)
    assert abs(clock() - now_s) < 60


def test_a_host_makes_replaces_and_takes_back_links_and_a_token_is_shown_once(client, house):
    enter(client, house.token["host"])
    form = {"do": "make", "role": "captioner", "label": "Remote captioner Ana", "last": "2035-01-01"}
    page = client.post(f"{AT}/links", data=form | {"last": ""}, headers=PAGE)
    token = page.text.partition("/enter#")[2].partition('"')[0]
    assert page.headers["cache-control"] == "no-store"
    assert token not in client.get(f"{AT}/links", headers=PAGE).text
    made = house.access.book.by_token(token, time.time())
    assert (made.role, made.meeting, made.label) == ("captioner", SAMPLE.id, "Remote captioner Ana")
    told = client.post(f"{AT}/links", data={"do": "rotate", "id": made.id}).json()
    new = told["link"].rpartition("#")[2]
    shown = [client.get(f"{AT}/type", headers={"authorization": f"Bearer {one}"}).status_code for one in (token, new)]
    assert shown == [401, 200]
    assert client.post(f"{AT}/links", data={"do": "revoke", "id": told["id"]}, headers=PAGE).status_code == 303
    assert client.get(f"{AT}/type", headers={"authorization": f"Bearer {new}"}).status_code == 401


@pytest.mark.parametrize(
    "form",
    [
        {"do": "make"}, {"do": "make", "role": "admin"}, {"do": "make", "role": "viewer", "last": "2020-01-01"},
        {"do": "make", "role": "viewer", "last": "tomorrow"}, {"do": "make", "role": "viewer", "last": "9999-12-31"},
        {"do": "make", "role": "viewer", "label": "x" * 81}, {"do": "make", "role": "viewer", "label": "a\x07b"},
        {"do": "revoke", "id": "other"}, {"do": "rotate", "id": "admin"}, {"do": "rotate", "id": "nowhere"}, {},
    ],
)  # fmt: skip
def test_links_that_cannot_be_made_and_links_of_others_are_refused_with_a_sentence(client, house, form):
    ids = {"other": house.link["other host"].id, "admin": house.access.book.admins(time.time())[0].id}
    form = form | {"id": ids.get(form.get("id", ""), form.get("id", ""))}
    before = house.file.read()
    for headers in (PAGE, {"accept": "application/json"}):
        answer = client.post(f"{AT}/links", data=form, headers=house.shown("host") | headers)
        assert answer.status_code == 422
    assert answer.json()["error"]
    assert house.file.read() == before


@pytest.mark.req("THR-29")
def test_the_command_that_makes_the_admins_link_anew_ends_the_old_one_on_a_running_server(client, house):
    enter(client, house.token["admin"])
    assert status(client, "/new") == 200
    token = make_admin(LinkFile(house.file.path.parent), time.time())
    ends = time.monotonic() + 2
    while status(client, "/new") != 401:
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert client.get("/new", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_a_file_of_links_that_is_damaged_is_no_open_door(house, tmp_path, client):
    house.file.path.write_text('{"links": [{"role": "admin"}]}')
    with pytest.raises(BadLinks, match=r"links\.json: cannot be read"):
        Access(LinkFile(tmp_path), house.meetings.readers)
    assert status(client, f"{AT}/console") == 401
    assert client.get(f"{AT}/console", headers=house.shown("host")).status_code == 200


def test_pages_offer_nobody_what_they_may_not_open(client, house):
    front = client.get("/", headers=PAGE).text
    assert "/new" not in front
    assert f"{AT}/console" not in front
    house.by_link_only()
    assert SAMPLE.title not in client.get("/", headers=PAGE).text
    enter(client, house.token["note-taker"])
    desk = client.get(f"{AT}/correct", headers=PAGE).text
    assert f'href="{AT}/desk"' in desk
    assert f'href="{AT}/console"' not in desk
    assert SAMPLE.title in client.get("/", headers=PAGE).text
    enter(client, house.token["host"])
    console = client.get(f"{AT}/console", headers=PAGE).text
    assert f'href="{AT}/links"' in console
    assert "/new?like" not in console
    enter(client, house.token["admin"])
    assert "/new?like" in client.get(f"{AT}/console", headers=PAGE).text


def test_what_is_read_by_link_is_kept_by_no_cache_between(client, house):
    assert "private" not in client.get(f"{AT}/transcript.vtt").headers["cache-control"]
    house.by_link_only()
    answer = client.get(f"{AT}/transcript.vtt", headers=house.shown("viewer"))
    assert answer.headers["cache-control"] == "private, no-cache"


def hello(client: TestClient, **more: str):
    """Say hello as a source does, with no header; return the socket's answer, or its close code."""
    with client.websocket_connect(f"{AT}/source") as socket:
        socket.send_text(json.dumps(HELLO | more))
        told = socket.receive_json()
        try:
            if told["kind"] == "error":
                socket.receive_text()
        except WebSocketDisconnect as closed:
            return told["kind"], closed.code
        return told["kind"], None


@pytest.mark.req("THR-25")
def test_sound_comes_in_with_a_token_in_the_hello_or_in_a_header_and_with_nothing_else(client, house):
    live = house.meetings.held[SAMPLE.id]
    assert hello(client) == ("error", NOT_LET_IN)
    for token in ("wrong", house.token["viewer"], house.token["other host"], house.token["captioner"]):
        assert hello(client, token=token) == ("error", NOT_LET_IN)
    assert live.sources == {}
    assert hello(client, token=house.token["source"]) == ("ready", None)
    assert "k" * 8 in live.sources
    with client.websocket_connect(f"{AT}/source", headers=house.shown("source")) as socket:
        socket.send_text(json.dumps(HELLO))
        assert socket.receive_json()["kind"] == "ready"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(
        f"{AT}/source", headers={"authorization": "Bearer wrong"}
    ):
        pass


def test_a_source_neither_starts_captions_nor_does_a_note_taker_change_other_meetings(client, house):
    sound = {"file": ("a.wav", b"RIFF")}
    answer = client.post(f"{AT}/upload", files=sound, headers=house.shown("source"))
    assert (answer.status_code, house.meetings.held[SAMPLE.id].transcript.state) == (400, "planned")
    client.post(f"{AT}/console/start", headers=house.shown("host"))
    client.portal.call(house.meetings.held[SAMPLE.id].say, "the prewarning system", "Mara Quill")
    term = {"cue": "1", "term": "PREWARN"}
    there = house.meetings.held[OTHER.id]
    assert client.post(f"{AT}/correct/term", data=term, headers=house.shown("note-taker")).status_code == 200
    assert "PREWARN" in house.meetings.held[SAMPLE.id].meeting.terms
    assert "PREWARN" not in there.meeting.terms
    assert client.post(f"{AT}/correct/term", data=term, headers=house.shown("admin")).status_code == 200
    assert "PREWARN" in there.meeting.terms


@pytest.mark.req("THR-06")
@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", None, "http://testserver.elsewhere.example", "http://testserver:81"]
)
@pytest.mark.parametrize("path", ["live", "source"])
def test_a_cookie_opens_a_socket_only_to_our_own_pages(client, house, origin, path):
    house.by_link_only()
    for name in ("viewer", "source"):
        enter(client, house.token[name])
    headers = {} if origin is None else {"origin": origin}

    def opened() -> object:
        with client.websocket_connect(f"{AT}/{path}", headers=headers) as socket:
            socket.send_text(json.dumps(HELLO))
            return socket.receive_json()["kind"]

    if (path, origin) == ("source", None):
        assert opened() == "error"  # a source that is no browser may still show a token; this one shows none
    else:
        with pytest.raises(WebSocketDisconnect):
            opened()
    if origin == "null":
        headers = {"origin": "http://testserver"}
        assert opened() != "error"


@pytest.mark.req("THR-06")
@pytest.mark.parametrize("path", ["events", "poll", "desk/stream"])
@pytest.mark.parametrize("headers", [{"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_cookie_opens_a_stream_only_to_our_own_pages(client, house, path, headers):
    house.by_link_only()
    for name in ("viewer", "note-taker"):
        enter(client, house.token[name])
    assert client.get(f"{AT}/{path}", headers=headers).status_code == 401


@pytest.mark.req("THR-21")
def test_no_page_of_another_site_changes_anything_by_any_route(client, house):
    from dccg.rights import TABLE

    enter(client, house.token["admin"])
    unsafe = [rule.path.format(meeting_id=SAMPLE.id, action="start") for rule in TABLE if rule.method == "POST"]
    assert len(unsafe) > 12
    for path in unsafe:
        for origin in ("http://elsewhere.example", "null", "http://testserver.elsewhere.example"):
            assert client.post(path, headers={"origin": origin}).status_code == 403, path
        assert client.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403, path
    assert house.meetings.held[SAMPLE.id].transcript.state == "planned"
    assert len(house.file.read().sessions) == 1
