"""Whether a public archive shows what was sent: word for word, whatever it did to lines, links and addresses. Pure."""

from __future__ import annotations

import html
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from models.plain import clean

_PARTING = re.compile(rb"^From (?=.*\n)", re.MULTILINE)


def lacks(raw: bytes, shown: str) -> str:
    """Return the first paragraph of the message that the text of an archive has not, "" if it has them all.

    Paragraphs with a mail address are passed over: archives hide those.
    """
    there = _words(shown)
    for paragraph in re.split(r"\n\s*\n", plain_of(message_from_bytes(raw, policy=policy.default))):
        if "@" not in paragraph and _words(paragraph) not in there:
            return clean(paragraph)
    return ""


def page_text(page: str) -> str:
    """Return what a page shows, without its tags; an address in a link counts once, as it is read."""
    return html.unescape(re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", page, flags=re.DOTALL | re.IGNORECASE))


def mbox_text(data: str, message_id: str) -> str:
    """Return the text of a message in an mbox; empty if it is not there."""
    for one in _PARTING.split(data.replace("\r\n", "\n").encode()):
        message = message_from_bytes(one.partition(b"\n")[2], policy=policy.default)
        if str(message["Message-ID"] or "").strip() == message_id:
            return re.sub(r"^>(>*From )", r"\1", plain_of(message), flags=re.MULTILINE)
    return ""


def plain_of(message: EmailMessage) -> str:
    """Return the plain text of a message."""
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


def _words(text: str) -> str:
    # Links and lists of archives add or drop white space inside and around words.
    return re.sub(r"\s+|^>", "", clean(text)).casefold()
