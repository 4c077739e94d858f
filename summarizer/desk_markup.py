"""The bits of markup that stand in every line of the desk: made here once, for a page has thousands of them."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from markupsafe import Markup

from templates.wording import wording

OPTION = Markup('<option value="{}">{}</option>')
CHOSEN = Markup('<option value="{}" selected>{}</option>')
TOLD = Markup('<span class="offscreen">: {}</span>')


def slug(value: str) -> str:
    """Return a value of the report as the names of its texts have it.

    >>> slug("chair's summary"), slug("")
    ('chairs_summary', 'none')
    """
    return (value or "none").replace(" ", "_").replace("-", "_").replace("'", "")


@cache
def options(lang: str, prefix: str, values: tuple[str, ...], chosen: str) -> Markup:
    """Return the entries of a list, in words, with one of them chosen."""
    say = wording(lang)
    return Markup("").join(
        (CHOSEN if one == chosen else OPTION).format(one, say(f"desk.{prefix}_{slug(one)}")) for one in values
    )


class Places:
    """The items that a line can go into, as entries of a list."""

    def __init__(self, places: tuple[tuple[str, str], ...]) -> None:
        self._all = places
        self._none = Markup("").join(OPTION.format(id, title) for id, title in places)

    def __call__(self, chosen: str) -> Markup:
        if not chosen:  # as nearly every time
            return self._none
        return Markup("").join((CHOSEN if id == chosen else OPTION).format(id, title) for id, title in self._all)


def told(short: str) -> Markup:
    """Return what tells a control of one line from those of the others, for those who hear them one by one."""
    return TOLD.format(short) if short else Markup("")


def functions(lang: str, places: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return what the templates of the desk call."""
    return {"slug": slug, "options": partial(options, lang), "places": Places(places), "told": told}
