"""Text with holes: the one Jinja environment and every template."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from templates.allowed import locked, may
from templates.wording import Wording, wording

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The Jinja environment of every page, those of the archive as "site/...": it escapes, and stumbles over a name
    that nobody gave."""
    made = Environment(
        loader=FileSystemLoader([HERE / "pages", HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["clock"] = clock
    made.filters["day"] = _day
    made.globals["may"], made.globals["locked"] = may, locked
    return made


def render(page: str, lang: str = "en", **values: Any) -> str:
    """Return a page as HTML. `t("viewer.jump")` in it gives a text of the catalogue of `lang`."""
    return environment().get_template(page).render(lang=lang, t=wording(lang), **values)


def clock(time_ms: int) -> str:
    """Return a time as a reader wants it, without milliseconds.

    >>> clock(3_723_045)
    '1:02:03'
    >>> clock(65_000)
    '1:05'
    """
    minutes, seconds = divmod(time_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@pass_context
def _day(context: Context, date: str) -> str:
    """An ISO date as people write it: 23 March 2022."""
    spoken: Wording = context["t"]
    year, month, day = date.split("-")
    return spoken("dates.day", day=int(day), month=spoken(f"dates.{int(month)}"), year=year)
