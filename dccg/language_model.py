"""The language model that the settings name, if they name one."""

from __future__ import annotations

from pathlib import Path

from dccg.settings import BadSettings, Settings
from summarizer.language_model import Endpoint

LONGEST_KEY = 4_096


def endpoint_of(settings: Settings) -> Endpoint | None:
    """Return the line to the model, None where none is set: nothing is asked of anybody by default.

    Raises:
        BadSettings: If the address or the key can't be used, or the model's name or the key's file is missing.
    """
    if not settings.lm_address:
        return None
    if not settings.lm_model:
        raise BadSettings("setting 'lm_model' is empty; set it to a name that the server at lm_address lists")
    return Endpoint(
        settings.lm_address,
        settings.lm_model,
        _key(settings),
        settings.lm_call_s,
        settings.lm_total_s,
        plain_http=settings.lm_plain_http,
    )


def _key(settings: Settings) -> str:
    """Return the key; whatever is wrong with its file, nothing of what is in it is told."""
    given = settings.lm_key.get_secret_value().strip()
    if given or not settings.lm_key_file:
        return given
    try:
        with Path(settings.lm_key_file).expanduser().open(encoding="utf-8") as file:
            key = file.read(LONGEST_KEY + 1).strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSettings(
            f"setting 'lm_key_file': {settings.lm_key_file} cannot be read ({type(fault).__name__}); "
            "give a file that holds the key alone"
        ) from None
    if not key or len(key) > LONGEST_KEY:
        raise BadSettings(f"setting 'lm_key_file': {settings.lm_key_file} holds no key; give a file with the key alone")
    return key
