"""The line to a language model: one configured address that speaks as OpenAI's chat completions do, and no other.

Written on the standard library's HTTP: it follows no redirect and no proxy of the environment, and lets every single
read be held to one deadline, which clients with time limits for each read do not.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from http.client import HTTPException

from summarizer.lm_reply import Reply, Shape, after_refusal, body_of, content_of, fault_of, wait_of
from summarizer.lm_request import ModelFault, ModelGone, Request
from summarizer.model_line import Late, Unreachable, post, read_address

LARGEST = 4_000_000
"""Bytes that are read of a reply."""
RETRIES = 2


class Endpoint:
    """Asks one model. Its shape of question is found out with the first, and kept.

    Args:
        address: As "http://localhost:11434/v1"; `/chat/completions` is added where it is missing.
        model: Its name, as the server knows it.
        key: Sent as a bearer token, and never told.
        call_s: Seconds for one question, with all that is tried for it.
        total_s: Seconds for all questions, from the first on.
        plain_http: Whether what is said may go over the network in the clear; to this machine it always may.

    Raises:
        BadAddress: If the address or the key can't be used.
    """

    def __init__(
        self,
        address: str,
        model: str,
        key: str = "",
        call_s: float = 60,
        total_s: float = 300,
        *,
        plain_http: bool = False,
        first_wait_s: float = 1.0,
    ) -> None:
        self._place = read_address(address, key, plain_http)
        self._model, self._key = model, key
        self._call_s, self._total_s, self._first_wait_s = call_s, total_s, first_wait_s
        self._ends: float | None = None
        self._shape = Shape()
        self._answered = False

    def __repr__(self) -> str:
        return f"Endpoint({self._place.shown!r}, {self._model!r})"

    def __call__(self, request: Request) -> str:
        """Return the model's answer as text.

        Raises:
            ModelFault: If this question got none; `ModelGone` if none will.
        """
        now = time.monotonic()
        self._ends = self._ends if self._ends is not None else now + self._total_s
        if now >= self._ends:
            raise ModelGone(f"its {self._total_s:g} seconds for a whole meeting were used up")
        until = min(now + self._call_s, self._ends)
        shape = self._shape
        while True:
            reply = self._send(body_of(request, self._model, shape), until)
            if reply.status == 200:
                answer = content_of(reply)
                self._shape, self._answered = shape, True
                return answer
            # Once a question was answered, a refusal is about the question and not about its shape.
            other = None if self._answered else after_refusal(shape, reply)
            if other is None:
                raise fault_of(reply, self._place.shown)
            shape = other

    def _send(self, body: bytes, until: float) -> Reply:
        """Return the server's reply; one that says "later" is waited for at most twice."""
        for attempt in range(RETRIES + 1):
            reply = self._post(body, until)
            wait = wait_of(reply, self._first_wait_s * 2**attempt)
            if wait is None or attempt == RETRIES or time.monotonic() + wait >= until:
                return reply
            time.sleep(wait)
        raise AssertionError("the last attempt returns")

    def _post(self, body: bytes, until: float) -> Reply:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "dccg-meeting-toolkit",
        }
        headers |= {"Authorization": f"Bearer {self._key}"} if self._key else {}
        with _told(self._place.shown, self._call_s):
            return post(self._place, body, headers, until, LARGEST)


@contextlib.contextmanager
def _told(address: str, call_s: float) -> Iterator[None]:
    """Turn what goes wrong on the line into a sentence that holds no key and nothing that was said."""
    try:
        yield
    except Late:
        raise ModelFault(f"{address} gave no whole answer within {call_s:g} seconds") from None
    except Unreachable as fault:
        raise ModelGone(f"{address} cannot be reached ({fault}); start the server or mend `lm_address`") from None
    except HTTPException as fault:
        raise ModelFault(f"{address} did not answer as a web server does ({type(fault).__name__})") from None
    except OSError as fault:
        raise ModelFault(f"the line to {address} broke ({fault.strerror or type(fault).__name__})") from None
