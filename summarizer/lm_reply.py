"""What a chat completions server is sent and what its replies mean: nothing of a reply is repeated in an error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from summarizer.lm_request import ModelFault, ModelGone, Request

LONGEST_ANSWER = 4_000
"""Tokens that an answer may have; servers that don't know the limit are asked without it."""
LONGEST_WAIT_S = 30.0

Format = Literal["json_schema", "json_object", "text"]


@dataclass(frozen=True)
class Shape:
    """How a server wants to be asked: the answer's format, and which settings it knows."""

    format: Format = "json_schema"
    temperature: bool = True
    seed: bool = True
    limit: bool = True


@dataclass(frozen=True)
class Reply:
    """A server's reply; header names in small letters. `whole` is False where the body was longer than is read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def body_of(request: Request, model: str, shape: Shape) -> bytes:
    """Return the question as a server takes it. Where the format can't hold the schema, the text tells it."""
    schema = dict(request.schema)
    system = request.system
    if shape.format != "json_schema":
        system += f"\n\nThe JSON Schema of the answer: {json.dumps(schema, ensure_ascii=False)}"
    asked: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": request.user}],
        "stream": False,
    }
    if shape.format == "json_schema":
        asked["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "report_sentences", "strict": True, "schema": schema},
        }
    elif shape.format == "json_object":
        asked["response_format"] = {"type": "json_object"}
    asked |= {"temperature": 0} if shape.temperature else {}
    asked |= {"seed": 1} if shape.seed else {}
    asked |= {"max_tokens": LONGEST_ANSWER} if shape.limit else {}
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")


def after_refusal(shape: Shape, reply: Reply) -> Shape | None:
    """Return another shape to ask in, None if the reply is no refusal of the shape, or there is none left.

    What the refusal names goes first. One that names nothing known is taken to be about the format.
    """
    if reply.status not in (400, 415, 422, 501):
        return None
    said = reply.body[:4_000].decode("utf-8", "replace").lower()
    if re.search(r"context|too long|maximum.{0,20}tokens? (?:is|are)|prompt is", said):
        return None
    if shape.limit and "max_tokens" in said:
        return replace(shape, limit=False)
    if shape.temperature and "temperature" in said:
        return replace(shape, temperature=False)
    if shape.seed and "seed" in said:
        return replace(shape, seed=False)
    if shape.format == "json_schema":
        return replace(shape, format="json_object")
    if shape.format == "json_object":
        return replace(shape, format="text")
    bare = Shape("text", temperature=False, seed=False, limit=False)
    return bare if shape != bare else None


def wait_of(reply: Reply, usual_s: float) -> float | None:
    """Return the seconds to wait before asking again, None if it is of no use. `usual_s` where the server says none."""
    if reply.status == 501 or (reply.status != 429 and reply.status < 500):
        return None
    asked = reply.headers.get("retry-after", "").strip()
    wanted = float(asked) if re.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", asked) else usual_s
    return wanted if wanted <= LONGEST_WAIT_S else None


def fault_of(reply: Reply, address: str) -> ModelFault:
    """Return what a reply other than 200 means to whoever set the model up."""
    status = reply.status
    if 300 <= status < 400:
        return ModelGone(
            f"{address} answered with a redirect ({status}), which is not followed; "
            "set `lm_address` to where the model is"
        )
    if status in (401, 403):
        return ModelGone(f"{address} refused the key ({status}); set `lm_key` or `lm_key_file` to one that it knows")
    if status in (404, 405):
        return ModelGone(
            f"{address} knows no such page or model ({status}); `lm_address` usually ends in /v1, and `lm_model` "
            "must be a name that the server lists"
        )
    if status == 429:
        return ModelFault(f"{address} had too many requests (429), also after waiting")
    if status >= 500:
        return ModelFault(f"{address} failed ({status}), also when asked again")
    return ModelFault(f"{address} refused the question ({status})")


def content_of(reply: Reply) -> str:
    """Return the text that the model answered.

    Raises:
        ModelFault: If there is none, or the server or the model stopped before its end.
    """
    if not reply.whole:
        raise ModelFault("its reply was longer than is read")
    if reply.kind == "text/html":
        raise ModelGone("a web page came instead of an answer; `lm_address` usually ends in /v1")
    if reply.kind != "application/json" and not reply.kind.endswith("+json"):
        raise ModelFault("its reply was not JSON by its content type")
    if reply.headers.get("content-encoding", "identity").lower() != "identity":
        raise ModelFault("its reply was compressed, which was not asked for")
    try:
        found = json.loads(reply.body.decode("utf-8"))
    except UnicodeDecodeError:
        raise ModelFault("its reply was not UTF-8") from None
    except (ValueError, RecursionError):
        raise ModelFault("its reply was not JSON") from None
    return _content(found)


def _content(found: Any) -> str:
    try:
        choice = found["choices"][0]
        message = choice["message"]
        text = message["content"]
    except (TypeError, KeyError, IndexError):
        raise ModelFault("its reply was no chat completion") from None
    if isinstance(message, dict) and message.get("refusal"):
        raise ModelFault("the model declined to answer")
    if choice.get("finish_reason") == "length":
        raise ModelFault("its answer was cut short: the model ran out of length")
    if choice.get("finish_reason") == "content_filter":
        raise ModelFault("the server's filter held its answer back")
    if text is None:
        raise ModelFault("its answer was empty")
    if not isinstance(text, str):
        raise ModelFault("its reply was no chat completion")
    return text
