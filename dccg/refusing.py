"""The bytes of an answer that is given before there is a request."""

from __future__ import annotations

from http import HTTPStatus

from dccg.crowd import Refusal


def refusal_bytes(refusal: Refusal) -> bytes:
    """Return the whole answer of HTTP/1.1; the connection ends with it."""
    body = f"{refusal.sentence}\n".encode()
    lines = [
        f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(body)}",
        "connection: close",
        "cache-control: no-store",
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: same-origin",
    ]
    if refusal.retry_s:
        lines.append(f"retry-after: {refusal.retry_s}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
