"""One message handed to a mail server, encrypted and to the right one; what came of it in words."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol

from archive.address import Address
from models.errors import MeetingError
from models.plain import clean

TIMEOUT_S = 60.0


class CannotPost(MeetingError):
    """Raised when the way to the mail server must be mended first; no message was handed over."""


@dataclass(frozen=True)
class Outcome:
    """What came of one try; `words` are the server's, or ours about the line."""

    what: Literal["sent", "later", "refused", "unknown"]
    words: str


class Carrier(Protocol):
    """Something that takes messages away."""

    def carry(self, raw: bytes, sender: str, to: str, handing: Callable[[], None]) -> Outcome:
        """Return what came of handing over the message; `handing` is called right before its first octet leaves.

        Raises:
            CannotPost: If nothing can be handed over until a person mends something.
        """
        ...


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `tls` "starttls" begins in the open, "tls" is encrypted from the first octet.

    `ca_file` names the certificates to trust instead of the system's.
    """

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    tls: Literal["starttls", "tls"] = "starttls"
    ca_file: str = ""
    timeout_s: float = TIMEOUT_S

    @property
    def must_encrypt(self) -> bool:
        """Only what never leaves the machine may go in the open, and not even that where certificates are named."""
        return bool(self.ca_file) or self.tls == "tls" or not _is_loopback(self.host)

    def carry(self, raw: bytes, sender: str, to: str, handing: Callable[[], None]) -> Outcome:
        handed = False

        def hand() -> None:
            nonlocal handed
            handing()
            handed = True

        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._open(Address(sender).domain)
            return _hand_over(smtp, raw, sender, to, hand)
        except smtplib.SMTPResponseException as fault:
            return _answered(fault.smtp_code, fault.smtp_error, handed)
        except ssl.SSLError as fault:
            if handed:
                return Outcome("unknown", f"the line broke while the message was handed over ({_reason(fault)})")
            raise CannotPost(
                f"{self._name}: the encrypted line was not made ({_reason(fault)}); "
                "check the server's name, its certificate and mail_ca_file"
            ) from None
        except (OSError, smtplib.SMTPException) as fault:
            if handed:
                return Outcome("unknown", f"the line broke while the message was handed over ({_reason(fault)})")
            return Outcome("later", f"{self._name} was not reached, or the line broke ({_reason(fault)})")
        finally:
            if smtp is not None:
                with suppress(OSError, smtplib.SMTPException):
                    smtp.close()

    def _open(self, domain: str) -> smtplib.SMTP:
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
        except OSError as fault:
            raise CannotPost(f"mail_ca_file {self.ca_file}: cannot be read ({_reason(fault)})") from None
        host = self.host.strip("[]")
        if self.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, self.port, domain, timeout=self.timeout_s, context=context)
        else:
            smtp = smtplib.SMTP(host, self.port, domain, timeout=self.timeout_s)
        try:
            self._greet(smtp, context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _greet(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.must_encrypt and self.tls == "starttls":
            if not smtp.has_extn("starttls"):
                raise CannotPost(
                    f"{self._name} offers no STARTTLS, so the message would go in the open; "
                    'use another port or server, or mail_tls = "tls" if it is encrypted from the beginning'
                )
            self._must(smtp.starttls(context=context), "STARTTLS")
            smtp.ehlo_or_helo_if_needed()
        if self.user:
            try:
                smtp.login(self.user, self.password)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as fault:
                if isinstance(fault, smtplib.SMTPAuthenticationError) and 400 <= fault.smtp_code < 500:
                    raise
                raise CannotPost(
                    f"{self._name} does not let {self.user} in; check mail_user and mail_password"
                ) from None

    def _must(self, reply: tuple[int, bytes], what: str) -> None:
        if 400 <= reply[0] < 500:
            raise smtplib.SMTPResponseException(*reply)
        if reply[0] >= 500:
            raise CannotPost(f"{self._name} refuses {what}: {_said(*reply)}")

    @property
    def _name(self) -> str:
        return f"the mail server {self.host}, port {self.port},"


def _hand_over(smtp: smtplib.SMTP, raw: bytes, sender: str, to: str, handing: Callable[[], None]) -> Outcome:
    most = smtp.esmtp_features.get("size", "") if smtp.has_extn("size") else ""
    if most.isdecimal() and 0 < int(most) < len(raw):
        return Outcome("refused", f"the message has {len(raw)} octets, and the server takes up to {most}")
    options = [f"size={len(raw)}"] if smtp.has_extn("size") else []
    code, reply = smtp.mail(sender, options)
    if code < 300:
        code, reply = smtp.rcpt(to)
    if code >= 300:
        return _answered(code, reply, handed=False)
    handing()
    outcome = _answered(*smtp.data(raw), handed=True)
    # What the server took is taken, however it says goodbye.
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    return outcome


def _answered(code: int, reply: bytes | str, handed: bool) -> Outcome:
    words = _said(code, reply)
    if 200 <= code < 300:
        return Outcome("sent", words)
    if 400 <= code < 500:
        return Outcome("later", words)
    if code >= 500:
        return Outcome("refused", words)
    return Outcome("unknown" if handed else "later", f"the server gave no answer that is one ({words})")


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {clean(text)[:300]}".strip()


def _reason(fault: Exception) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate: {fault.verify_message}"
    return clean(str(getattr(fault, "strerror", "") or fault))[:200] or type(fault).__name__


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
