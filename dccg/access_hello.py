"""What comes in over a line that lasts: at each message the right is looked at again, and the first may bring it."""

from __future__ import annotations

import asyncio
import json

from starlette.types import Message, Receive, Send

from captioner.sources.hello import NOT_LET_IN, token_of
from dccg.access import Access, TooOften, WrongToken, wider
from dccg.connections import Line
from templates.wording import wording

FIRST_S = 5.0
"""So long a socket that has no right yet may take to show one."""


class Hearing:
    """The messages of one line, as long as it has the right to them."""

    def __init__(self, access: Access, line: Line, receive: Receive, send: Send, address: str) -> None:
        self._access, self._line, self._receive, self._send, self._address = access, line, receive, send, address

    async def __call__(self) -> Message:
        if self._line.ended:
            return self._gone()
        try:
            message = await (self._first() if self._line.waits else self._receive())
        except asyncio.CancelledError:
            # Whoever listens learns of it as of a line that was cut, and puts in order what it has.
            task = asyncio.current_task()
            if not self._line.ended or task is None:
                raise
            task.uncancel()
            return self._gone()
        if not self._line.waits and not self._access.may(self._line.visitor, self._line.asked):
            self._line.ended = True
        return self._gone() if self._line.ended else message

    async def _first(self) -> Message:
        try:
            async with asyncio.timeout(FIRST_S):
                message = await self._receive()
        except TimeoutError:
            return await self._refuse("access.source_late")
        if message["type"] != "websocket.receive":
            return message
        try:
            token = token_of(message.get("text") or "")
            if not token:
                return await self._refuse("access.source_needed")
            visitor = wider(self._line.visitor, self._access.link_of(token, self._address))
        except (WrongToken, TooOften):
            return await self._refuse("access.source_wrong")
        if not self._access.may(visitor, self._line.asked):
            return await self._refuse("access.source_wrong")
        self._line.visitor, self._line.waits = visitor, False
        return message

    async def _refuse(self, why: str) -> Message:
        self._line.waits = True
        text = json.dumps({"kind": "error", "text": wording("en")(why)})
        await self._send({"type": "websocket.send", "text": text})
        await self._send({"type": "websocket.close", "code": NOT_LET_IN, "reason": "a link is needed"})
        return self._gone()

    def _gone(self) -> Message:
        kind = "websocket" if self._line.asked.hello or self._is_socket() else "http"
        return {"type": f"{kind}.disconnect", "code": NOT_LET_IN}

    def _is_socket(self) -> bool:
        return all(rule.method == "SOCKET" for rule in self._line.asked.rules)
