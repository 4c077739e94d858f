"""The line to a language model, against a real server that misbehaves: a sentence for every fault, a key in none."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time

import pytest

from summarizer.language_model import LARGEST, Endpoint
from summarizer.lm_request import ModelFault, ModelGone, Request
from summarizer.model_line import BadAddress
from tests.fake_model import serving

KEY = "sk-very-secret-1234"
ASKED = Request("Do.", '{"transcript": []}', {"type": "object", "properties": {}})


def ask(model, *, call_s=5.0, total_s=10.0, key=KEY):
    return Endpoint(model.address, "tiny", key, call_s, total_s, first_wait_s=0.01)(ASKED)


def fault(reply, kind=ModelFault, **limits) -> str:
    with serving(reply) as model, pytest.raises(kind) as told:
        ask(model, **limits)
    assert KEY not in str(told.value)
    assert told.value.__cause__ is None
    return str(told.value)


def test_a_question_goes_to_the_address_with_its_schema_and_its_key():
    with serving(lambda line, asked: line.answer("fine")) as model:
        assert ask(model) == "fine"
        (one,) = model.asked
    assert one.path == "/v1/chat/completions"
    assert one.headers["authorization"] == f"Bearer {KEY}"
    assert one.body["response_format"]["json_schema"]["strict"] is True
    assert (one.body["temperature"], one.body["stream"]) == (0, False)


def test_without_a_key_none_is_sent():
    with serving(lambda line, asked: line.answer("fine")) as model:
        ask(model, key="")
        assert "authorization" not in model.asked[0].headers


def test_a_server_without_schemas_is_asked_for_json_and_then_for_text_and_that_is_kept():
    def reply(line, asked):
        if asked.format != "text":
            return line.send(400, '{"error": "This response_format type is unavailable now"}')
        return line.answer("fine")

    with serving(reply) as model:
        endpoint = Endpoint(model.address, "tiny", KEY, 5)
        assert [endpoint(ASKED), endpoint(ASKED)] == ["fine", "fine"]
        assert [one.format for one in model.asked] == ["json_schema", "json_object", "text", "text"]
        assert "JSON Schema" in model.asked[-1].body["messages"][0]["content"]


@pytest.mark.parametrize("name", ["temperature", "seed", "max_tokens"])
def test_a_setting_that_a_server_does_not_know_is_left_out(name: str):
    def reply(line, asked):
        return line.send(400, f"unsupported parameter: {name}") if name in asked.body else line.answer("fine")

    with serving(reply) as model:
        assert ask(model) == "fine"
        assert model.asked[-1].format == "json_schema"


def test_a_server_that_refuses_everything_is_asked_a_few_times_only():
    with serving(lambda line, asked: line.send(400, "no")) as model:
        with pytest.raises(ModelFault, match="refused the question \\(400\\)"):
            ask(model)
        assert len(model.asked) == 4


def test_a_question_that_is_too_long_is_not_asked_in_another_shape():
    with serving(lambda line, asked: line.send(400, "maximum context length exceeded")) as model:
        with pytest.raises(ModelFault):
            ask(model)
        assert len(model.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_or_broken_server_is_asked_again_at_most_twice(status: int):
    def reply(line, asked):
        return line.send(status, f"you sent {KEY}", Retry_After="0") if len(model.asked) < 3 else line.answer("fine")

    with serving(reply) as model:
        assert ask(model) == "fine"
    with serving(lambda line, asked: line.send(status, KEY)) as model:
        with pytest.raises(ModelFault, match=str(status)) as told:
            ask(model)
        assert len(model.asked) == 3
    assert KEY not in str(told.value)


def test_a_server_that_wants_a_long_wait_is_not_waited_for():
    begun = time.monotonic()
    assert "429" in fault(lambda line, asked: line.send(429, Retry_After="86400"))
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_one_clear_sentence_without_the_key(status: int):
    told = fault(lambda line, asked: line.send(status, f"bad key {KEY}"), ModelGone)
    assert told.startswith("http://127.0.0.1:")
    assert "refused the key" in told
    assert "lm_key" in told


def test_a_redirect_is_not_followed():
    with serving(lambda line, asked: line.answer("stolen")) as other:
        told = fault(lambda line, asked: line.send(307, Location=f"{other.address}/chat/completions"), ModelGone)
        assert other.asked == []
    assert "redirect (307), which is not followed" in told


def test_an_unknown_page_says_what_the_address_looks_like():
    assert "usually ends in /v1" in fault(lambda line, asked: line.send(404, "nothing here"), ModelGone)


def test_a_refused_connection_is_told():
    with serving(lambda line, asked: None) as model:
        address = model.address
    with pytest.raises(ModelGone, match="cannot be reached \\(connection refused\\)"):
        Endpoint(address, "tiny", KEY, 5)(ASKED)


SLOW = {
    "silence": lambda line, asked: line.over.wait(5),
    "headers that drip": lambda line, asked: (line.raw(b"HTTP/1.1 200 OK\r\n"), line.drip(b"X-A: b\r\n")),
    "a body that drips": lambda line, asked: (
        line.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"), line.drip(b" ")
    ),
    "chunks that drip": lambda line, asked: (
        line.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"),
        line.drip(b"1\r\n \r\n"),
    ),
    "the same message to go on": lambda line, asked: line.drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
}  # fmt: skip


@pytest.mark.parametrize("how", SLOW)
def test_no_server_holds_a_question_past_its_time(how: str):
    begun = time.monotonic()
    assert "within 0.4 seconds" in fault(SLOW[how], call_s=0.4)
    assert time.monotonic() - begun < 4


def test_all_questions_together_have_a_time_of_their_own():
    with serving(lambda line, asked: line.over.wait(5)) as model:
        endpoint = Endpoint(model.address, "tiny", KEY, 5, 0.3)
        with pytest.raises(ModelFault):
            endpoint(ASKED)
        with pytest.raises(ModelGone, match="used up"):
            endpoint(ASKED)
        assert len(model.asked) == 1


def endless(line, asked):
    line.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not line.over.is_set():
        line.raw(b" " * 65_536)


BAD = {
    "longer than is read": endless,
    "was not JSON by its content type": lambda line, asked: line.send(200, "{}", "text/event-stream"),
    "a web page came": lambda line, asked: line.send(200, "<html>", "text/html; charset=utf-8"),
    "was not UTF-8": lambda line, asked: line.send(200, b'{"a": "\xff"}'),
    "was not JSON": lambda line, asked: line.send(200, "{"),
    "was no chat completion": lambda line, asked: line.send(200, '{"choices": []}'),
    "its answer was empty": lambda line, asked: line.answer(None),
    "ran out of length": lambda line, asked: line.answer('{"poi', finish_reason="length"),
    "filter": lambda line, asked: line.answer("", finish_reason="content_filter"),
    "compressed": lambda line, asked: line.send(200, b"\x1f\x8b", Content_Encoding="gzip"),
    "did not answer as a web server does": lambda line, asked: line.raw(b"SSH-2.0-OpenSSH\r\n"),
    "(RemoteDisconnected)": lambda line, asked: None,
    "(HTTPException)": lambda line, asked: line.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    ),
    "(LineTooLong)": lambda line, asked: line.raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
    "no chat completion": lambda line, asked: line.send(200, '[{"choices": 1}]'),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_reply_that_is_none_is_told_in_a_sentence(sentence: str):
    assert sentence in fault(BAD[sentence])
    assert LARGEST < 10_000_000


@pytest.mark.parametrize(
    ("address", "key", "sentence"),
    [
        ("localhost:11434", "", "no web address"),
        ("file:///etc/passwd", "", "no web address"),
        ("http://", "", "no web address"),
        ("http://host:port/v1", "", "no web address"),
        ("https://me:secret@models.example/v1", "", "user name"),
        ("https://models.example/v1#x", "", "user name or a `#`"),
        ("https://models.example/v 1", "", "blank"),
        ("https://models.example/v1\r\nX: y", "", "blank"),
        ("http://models.example/v1", "", "in the clear"),
        ("http://169.254.169.254/v1", "", "in the clear"),
        ("http://localhost.models.example/v1", "", "in the clear"),
        ("https://models.example/v1", "sk-1\r\nHost: x", "`lm_key`"),
        ("https://models.example/v1", "schlüssel", "`lm_key`"),
    ],
)
def test_an_address_or_a_key_that_cannot_be_used_is_refused_without_being_told(address: str, key: str, sentence: str):
    with pytest.raises(BadAddress) as told:
        Endpoint(address, "tiny", key)
    assert sentence in str(told.value)
    assert "secret" not in str(told.value)
    assert not key or key not in str(told.value)


@pytest.mark.parametrize("address", ["http://localhost:1/v1", "http://[::1]:1/v1", "https://models.example/v1"])
def test_this_machine_and_https_are_always_allowed(address: str):
    assert "sk" not in repr(Endpoint(address, "tiny", "sk-1"))


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*new, "-keyout", key, "-out", cert], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    with serving(lambda line, asked: line.answer("fine"), tls) as model:
        with pytest.raises(ModelGone, match="certificate is not valid"):
            Endpoint(model.address.replace("http:", "https:"), "tiny", KEY, 5)(ASKED)
        assert model.asked == []
