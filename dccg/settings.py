"""What can be set: flags over environment over `settings.toml` in the data folder over these defaults."""

from __future__ import annotations

from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from models.errors import MeetingError

APP = "dccg"


class BadSettings(MeetingError):
    """Raised when a setting has a name or a value that is not known."""


class Settings(BaseSettings):
    """One program's settings. In the environment their names begin with `DCCG_`, as `DCCG_PORT=9000`."""

    model_config = SettingsConfigDict(env_prefix="DCCG_", extra="forbid", frozen=True)

    data: Path = Field(default_factory=lambda: user_data_path(APP), description="folder of the record and the meetings")
    models: Path = Field(default_factory=lambda: user_cache_path(APP) / "models", description="folder of speech models")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    engine: Literal["auto", "whisper", "sphinx"] = Field("auto", description="recogniser: auto, whisper or sphinx")
    model: str = Field("", description="folder of Whisper weights, or a name that `dccg models list` shows")
    language: str = Field("en", description="spoken language where the meeting does not say")
    workers: int = Field(0, ge=0, le=64, description="recogniser processes; 0 is one for each core")
    offline: bool = Field(False, description="never try to download speech models")
    contact: str = Field("", description="whom readers write to about mistakes in transcripts")

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
            f"setting {name!r}: {first['msg'].lower()}; found {first['input']!r}; "
            "`dccg settings` lists the settings and where each comes from"
        ) from None
    except (TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise BadSettings(f"settings.toml in the data folder cannot be read as TOML: {fault}") from None


def _toml_file(*sources: PydanticBaseSettingsSource) -> Path:
    for source in sources:
        data = source().get("data")
        if data:
            return Path(str(data)) / "settings.toml"
    return user_data_path(APP) / "settings.toml"
