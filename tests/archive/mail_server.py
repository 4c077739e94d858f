"""A real mail server that takes, puts off, refuses or drops the line, as it is told for each message."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    """What comes of each message, in turn: "sent", "later", "refused", "drop" (the line, after DATA), "hold"."""

    def __init__(self, answers: list[str]) -> None:
        self.answers, self.taken, self.froms, self.held = answers, [], [], None

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.froms.append(address)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers[0] if self.answers else "sent"
        if answer in ("later", "refused"):
            self.answers.pop(0)
            return "451 4.7.1 Greylisted, try again later" if answer == "later" else "550 5.7.1 Only members may post"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "sent"
        self.taken.append(envelope.content)
        if answer == "drop":
            server.transport.abort()
        if answer == "hold":
            await asyncio.sleep(60)
        return "554 5.6.0 Message has a bad header" if answer == "bad" else "250 2.0.0 Queued as 4711"


class MailServer(Controller):
    """A server on a free port of this machine, running while it is entered."""

    def __init__(
        self, *answers: str, context: ssl.SSLContext | None = None, at_once: bool = False, size: int = 0,
        password: str = "",
    ) -> None:
        super().__init__(
            Handler(list(answers)), hostname="127.0.0.1", port=0, ssl_context=context if at_once else None
        )
        self._context, self._size, self._password = None if at_once else context, size, password

    def factory(self) -> SMTP:
        more = {"data_size_limit": self._size} if self._size else {}
        if self._password:
            more |= {"authenticator": self._check, "auth_required": True}
        return SMTP(self.handler, hostname="mail.example.org", tls_context=self._context, **more)

    def _check(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=data.password == self._password.encode(), handled=False)

    def _trigger_server(self) -> None:
        """Port 0 was a free one: knock on that."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def taken(self) -> list[bytes]:
        return self.handler.taken

    def __enter__(self) -> MailServer:
        self.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.stop(no_assert=True)


def certificate(folder: Path, name: str = "IP:127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """Return a certificate signed by itself, and a server's context with it; needs the openssl command."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
               "-addext", f"subjectAltName={name}"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context
