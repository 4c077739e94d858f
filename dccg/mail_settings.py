"""The list, the mail server and the public archive that the settings name."""

from __future__ import annotations

from pathlib import Path

from archive.address import read_address
from archive.messages import Mailing
from archive.post import MailServer
from archive.proof import PublicArchive
from dccg.settings import BadSettings, Settings
from models.errors import MeetingError

LONGEST_PASSWORD = 1_000


def mailing(settings: Settings) -> Mailing:
    """Return who sends to which list.

    Raises:
        MeetingError: If that is not set, or no address.
    """
    for name in ("mail_from", "list_address"):
        if not getattr(settings, name):
            raise BadSettings(f"setting {name!r} is empty; without it nothing can be posted to the list")
    sender, to = read_address(settings.mail_from, "mail_from"), read_address(settings.list_address, "list_address")
    return Mailing(sender, to, settings.list_limit_kb)


def server_of(settings: Settings) -> MailServer:
    """Return the mail server that the settings name."""
    if not settings.mail_host:
        raise BadSettings("setting 'mail_host' is empty; name the mail server that takes posts, as smtp.example.org")
    return MailServer(
        settings.mail_host, settings.mail_port, settings.mail_user, _password(settings), settings.mail_tls,
        settings.mail_ca_file,
    )  # fmt: skip


def archive_of(settings: Settings) -> PublicArchive:
    """Return the list's public archive that the settings name."""
    if not settings.archive_address:
        raise BadSettings("setting 'archive_address' is empty; give the first page of the list's public archive")
    return PublicArchive(settings.archive_kind, settings.archive_address)


def lacks(settings: Settings) -> str:
    """Return what the settings lack for posting to the list, "" for nothing."""
    try:
        mailing(settings)
        server_of(settings)
    except MeetingError as fault:
        return str(fault)
    return ""


def _password(settings: Settings) -> str:
    """Return the password; whatever is wrong with its file, nothing of what is in it is told."""
    given = settings.mail_password.get_secret_value()
    if given or not settings.mail_password_file:
        return given
    try:
        with Path(settings.mail_password_file).expanduser().open(encoding="utf-8") as file:
            word = file.read(LONGEST_PASSWORD + 1).strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSettings(
            f"setting 'mail_password_file': {settings.mail_password_file} cannot be read ({type(fault).__name__}); "
            "give a file that holds the password alone"
        ) from None
    if not word or len(word) > LONGEST_PASSWORD:
        raise BadSettings(f"setting 'mail_password_file': {settings.mail_password_file} holds no password")
    return word
