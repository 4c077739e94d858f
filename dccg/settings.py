"""What can be set: flags over environment over `settings.toml` in the data folder over these defaults."""

from __future__ import annotations

from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from models.errors import MeetingError

APP = "dccg"


class BadSettings(MeetingError):
    """Raised when a setting has a name or a value that is not known."""


class Settings(BaseSettings):
    """One program's settings. In the environment their names begin with `DCCG_`, as `DCCG_PORT=9000`."""

    model_config = SettingsConfigDict(env_prefix="DCCG_", extra="forbid", frozen=True)

    data: Path = Field(default_factory=lambda: user_data_path(APP), description="folder of the record and the meetings")
    second_place: str = Field("", description="folder for words that the record cannot take; best on another disk")
    models: Path = Field(default_factory=lambda: user_cache_path(APP) / "models", description="folder of speech models")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    engine: Literal["auto", "whisper", "sphinx"] = Field("auto", description="recogniser: auto, whisper or sphinx")
    model: str = Field("", description="folder of Whisper weights, or a name that `dccg models list` shows")
    language: str = Field("en", description="spoken language where the meeting does not say")
    workers: int = Field(0, ge=0, le=64, description="recogniser processes; 0 is one for each core")
    most_meetings: int = Field(0, ge=0, description="meetings captioned at once; 0 is what the machine can do in time")
    offline: bool = Field(False, description="never try to download speech models")
    late_joiners: Literal["by-rule", "all", "joining"] = Field(
        "by-rule", description="what late joiners may read of a running meeting: by-rule, all or joining"
    )
    keep_meetings_days: int = Field(0, ge=0, description="days until a meeting not published is deleted; 0 is never")
    keep_sound_days: int = Field(0, ge=0, description="days until kept sound is deleted; 0 is at the approved report")
    keep_questions_days: int = Field(0, ge=0, description="days until readers' messages are deleted; 0 is never")
    contact: str = Field("", description="whom readers write to about mistakes in transcripts")
    lm_address: str = Field("", description="address of a language model for drafts, as http://localhost:11434/v1")
    lm_model: str = Field("", description="name of that model, as its server lists it")
    lm_key: SecretStr = Field(SecretStr(""), description="key for that server; better in the environment or a file")
    lm_key_file: str = Field("", description="file that holds the key, instead of lm_key")
    lm_call_s: float = Field(60, gt=0, le=3_600, description="seconds that one question to the model may take")
    lm_total_s: float = Field(300, gt=0, le=36_000, description="seconds that all questions of a draft may take")
    lm_plain_http: bool = Field(False, description="let what was said go to another machine by http, unencrypted")

    trusted_proxies: str = Field("", description="addresses of proxies whose word about clients is taken, as 127.0.0.1")
    unlimited_addresses: str = Field("127.0.0.0/8 ::1", description="addresses not limited one by one, as of a school")
    most_connections: int = Field(0, ge=0, description="connections in all; 0 is what the system's open files allow")
    connections_per_address: int = Field(64, ge=1, description="connections of one address at a time")
    connects_per_address_s: float = Field(20, gt=0, description="new connections of one address in a second")
    requests_per_address_s: float = Field(50, gt=0, description="requests of one address a second; files count a fifth")
    header_s: float = Field(10, gt=0, description="seconds that a request's header may take")
    body_s: float = Field(60, gt=0, description="seconds that what is sent may take, unless it comes at 1 KB a second")
    idle_s: float = Field(15, gt=0, description="seconds that a connection is kept for a next request")
    upload_mb: int = Field(2_048, ge=1, description="largest recording that may be sent, in MB")
    ending_s: float = Field(7, gt=0, le=300, description="seconds that meetings have to finish when the program ends")
    metrics_host: str = Field("127.0.0.1", description="address that figures for Prometheus are served at")
    metrics_port: int = Field(0, ge=0, le=65_535, description="port of these figures; 0 serves none")
    log_format: Literal["text", "json"] = Field("text", description="form of the log on stderr: text or json")
    log_level: Literal["error", "warning", "info"] = Field("warning", description="least that is logged")

    address: str = Field("", description="address that readers reach this program at, as https://captions.example.org")
    mail_host: str = Field("", description="mail server that takes what is posted to the list")
    mail_port: int = Field(587, ge=1, le=65_535, description="port of that server")
    mail_tls: Literal["starttls", "tls"] = Field("starttls", description="encryption: starttls, or tls from the start")
    mail_ca_file: str = Field("", description="file of certificates to trust there, instead of the system's")
    mail_user: str = Field("", description="name to log in with, if it asks for one")
    mail_password: SecretStr = Field(SecretStr(""), description="password; better in the environment or a file")
    mail_password_file: str = Field("", description="file that holds the password, instead of mail_password")
    mail_from: str = Field("", description="sender of posts, subscribed to the list, as DCCG <reports@example.org>")
    list_address: str = Field("", description="address of the mailing list")
    list_limit_kb: int = Field(40, ge=0, le=100_000, description="largest message of the list, in KB; 0 has no limit")
    list_attach: str = Field("vtt txt", description="forms of the transcript that its messages carry as files")
    archive_kind: Literal["hyperkitty", "pipermail", "mbox"] = Field(
        "hyperkitty", description="what shows the list's public archive: hyperkitty, pipermail or mbox"
    )
    archive_address: str = Field("", description="first page of that archive, or address or file of its mbox")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, toml_file=_toml_file(init_settings, env_settings))
        return init_settings, env_settings, toml


def read_settings(**flags: object) -> Settings:
    """Return the settings; flags that are None were not given.

    Raises:
        BadSettings: If a name is unknown or a value out of range.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as fault:
        first = fault.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadSettings(
            f"setting {name!r}: {first['msg'].lower()}; found {_shown(name, first['input'])}; "
            "`dccg settings` lists the settings and where each comes from"
        ) from None
    except (TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise BadSettings(f"settings.toml in the data folder cannot be read as TOML: {fault}") from None


def _shown(name: str, value: object) -> str:
    """Return a value as an error tells it; of what may be a key, also by a slip of the name, nothing."""
    secret = name.startswith(("lm_k", "mail_pa")) and name not in ("lm_key_file", "mail_password_file")
    return "something that is not shown" if secret else repr(value)


def _toml_file(*sources: PydanticBaseSettingsSource) -> Path:
    for source in sources:
        data = source().get("data")
        if data:
            return Path(str(data)) / "settings.toml"
    return user_data_path(APP) / "settings.toml"
