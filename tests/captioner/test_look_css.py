"""The colours of the reader's page: every theme keeps the contrast that its readers need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "captioner" / "static"
THEMES = ("light", "dark", "contrast", "yellow")
TEXT = (
    ("--ink", "--paper"), ("--ink", "--panel"), ("--quiet", "--paper"), ("--quiet", "--panel"), ("--link", "--paper"),
    ("--link", "--panel"), ("--bad-ink", "--paper"), ("--bad-ink", "--panel"), ("--warn-ink", "--warn-paper"),
    ("--button-ink", "--button"),
)  # fmt: skip
OUTLINES = (
    ("--edge", "--paper"), ("--edge", "--panel"), ("--focus", "--paper"), ("--focus", "--panel"),
    ("--button", "--paper"), ("--button", "--panel"), ("--bad-ink", "--paper"), ("--warn-ink", "--warn-paper"),
)  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens(sheet: str, selector: str, nth: int = 0) -> dict[str, str]:
    """The colours that the nth rule of a selector sets."""
    text = (STATIC / sheet).read_text(encoding="utf-8")
    body = re.findall(rf"^\s*{re.escape(selector)} \{{([^}}]*)\}}", text, re.MULTILINE)[nth]
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", body))


def palettes() -> dict[str, dict[str, str]]:
    named = {theme: tokens("look.css", f':root[data-theme="{theme}"]') for theme in THEMES}
    more = {f"more contrast {n}": tokens("look.css", ':root[data-theme="auto"]', n) for n in (0, 1)}
    return named | more | {"base light": tokens("base.css", ":root"), "base dark": tokens("base.css", ":root", 1)}


def test_the_formula_gives_the_known_contrasts():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffff00", "#000000") == pytest.approx(19.56, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.req("DSP-07", "VIEW-21")
@pytest.mark.parametrize("name", palettes())
def test_text_reaches_seven_to_one_and_outlines_three(name):
    palette = palettes()[name]
    poor = {pair: contrast(*(palette[one] for one in pair)) for pair in TEXT}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 7} == {}
    faint = {pair: contrast(*(palette[one] for one in pair)) for pair in OUTLINES}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


@pytest.mark.parametrize("name", palettes())
def test_every_theme_sets_every_colour(name):
    assert palettes()[name].keys() == tokens("base.css", ":root").keys()


def test_light_and_dark_are_those_that_the_device_would_choose():
    assert tokens("look.css", ':root[data-theme="light"]') == tokens("base.css", ":root")
    assert tokens("look.css", ':root[data-theme="dark"]') == tokens("base.css", ":root", 1)


@pytest.mark.req("VIEW-23")
def test_no_sheet_of_the_page_takes_the_forced_colours_away():
    for sheet in STATIC.glob("*.css"):
        assert "forced-color-adjust" not in sheet.read_text(encoding="utf-8"), sheet.name


@pytest.mark.parametrize("licence", ["opendyslexic", "atkinson-hyperlegible"])
def test_every_bundled_typeface_comes_with_its_licence(licence):
    fonts = STATIC / "fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / f"{licence}-OFL.txt").read_text(encoding="utf-8")
    named = re.findall(r'url\("(fonts/[^"]+)"\)', (STATIC / "look.css").read_text(encoding="utf-8"))
    assert {f"fonts/{path.name}" for path in fonts.glob("*.woff2")} == set(named)
