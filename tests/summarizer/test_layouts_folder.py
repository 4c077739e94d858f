"""Layouts that users wrote: they override, they are fenced in, and their faults are told in a sentence."""

import os
from pathlib import Path

import pytest

from summarizer.layouts import BUILT_IN, BadLayout, layouts, print_document, render
from summarizer.plain_text import plain_text
from tests import reports


def mine(folder: Path, template: str, name: str = "mine", about: str = 'title = "Mine"\n'):
    """The layout `name` of a data directory, written like this."""
    place = folder / "layouts" / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "report.md").write_text(template, encoding="utf-8")
    (place / "layout.toml").write_text(about, encoding="utf-8")
    return layouts([folder / "layouts"])[name]


def printed(folder: Path, template: str) -> str:
    return plain_text(print_document(reports.SAMPLE, mine(folder, template)))


def test_a_folder_adds_a_layout_and_overrides_another(tmp_path: Path):
    added = mine(tmp_path, "# {{ head.label }}\n")
    assert (added.name, added.title) == ("mine", "Mine")
    changed = mine(tmp_path, "# Changed\n", "minutes", 'bullet = "●"\n')
    assert (changed.kinds, changed.bullet) == (("minutes",), "●")
    assert render(reports.SAMPLE, changed, "text") == "Changed\n"
    assert "per-item" in layouts([tmp_path / "layouts", tmp_path / "nowhere"])


def test_a_person_who_knows_markdown_writes_a_layout(tmp_path: Path):
    template = """
{{ head.group }} on *{{ head.date }}*
======

Plain **text**, [a link](https://example.org) and
a second line.

1. first
2. second
   - inside
   * another

{% for section in sections %}
## {{ section.heading }}
{% for line in section.lines %}
- ▢ {{ line.text }}
{% endfor %}
{% endfor %}

Table: Who did what

| Who | What |
|-----|------|
{% for step in steps %}
| {{ step.owner }} | {{ step.text }} |
{% endfor %}
"""
    said = printed(tmp_path, template)
    assert said.startswith("Dynamic Coalition Coordination Group on 11 February 2026, 14:00–15:00\nUTC\n")
    assert "Plain text, [a link](https://example.org) and a second line." in said
    assert "1. first 2. second - inside - another" in " ".join(said.split())
    assert "▢ The meeting was about the survey." in said
    assert "Who did what\n\nWho " in said


def test_a_template_uses_the_parts_that_layouts_share(tmp_path: Path):
    assert "came late" in printed(tmp_path, '{% import "parts.md" as parts %}{{ parts.attendance(apologies, groups) }}')


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("# A\n\n{{ nobody }}\n", 3, "'nobody' is undefined"),
        ("# A\n{% for x in sections %}\n{{ x.headng }}\n{% endfor %}\n", 3, "has no attribute 'headng'"),
        ("# A\n\n{% for x in sections %}\n", 3, "'endfor'"),
        ("{{ head.title|nonsense }}", 1, "No filter named 'nonsense'"),
        ("\n{{ sections }}", 2, "given a whole tuple"),
        ("\n{{ head }}", 2, "given a whole Head"),
        ('{% include "other.md" %}', 1, 'no file "other.md"'),
        ('{% include "../parts.md" %}', 1, 'no file "../parts.md"'),
        ('{% include "/etc/hostname" %}', 1, 'no file "/etc/hostname"'),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ head.__class__ }}", 1, "'__class__'"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", 1, "'__class__'"),
        ("{{ sections.__getitem__.__globals__ }}", 1, "'__getitem__'"),
        ("{{ '%s'|attr('format') }}", 1, "No filter named 'attr'"),
        ("{{ '{0.__class__}'.format(head) }}", 1, "'__class__'"),
        ("{{ 'a' * 100000000 }}", 1, "repeated to more than"),
        ("{{ 9 ** 999999 }}", 1, '"**" is not for templates'),
        ("{{ '%099999999d' % 1 }}", 1, '"%" is not for templates'),
        ("{% for a in range(999999999) %}{% endfor %}", 1, "too big"),
        ("{% for a in range(99999) %}{{ 'x' * 90 }}\n{% endfor %}", 1, "prints more than"),
        ("{% for a in range(99999) %}written many times and again {% endfor %}", 1, "writes more than"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 1, "calls itself without end"),
        ("{{ head.title|safe }}", 1, "No filter named 'safe'"),
        ("{% set head.title = 'x' %}", 1, "namespace"),
        ("{{ self._TemplateReference__context }}", 1, "unsafe"),
        ("{{ config }}", 1, "'config' is undefined"),
        ("{{ open('/etc/hostname') }}", 1, "'open' is undefined"),
    ],
)
def test_a_fault_in_a_template_is_one_sentence_with_file_and_line(tmp_path: Path, template: str, line: int, said: str):
    with pytest.raises(BadLayout) as caught:
        printed(tmp_path, template)
    message = str(caught.value)
    assert message.startswith((f"layouts/mine/report.md, line {line}: ", "layouts/mine/report.md: "))
    assert said.casefold() in message.casefold()
    assert "\n" not in message
    assert message[0] != "{"


def test_a_fault_in_a_shared_part_names_that_file(tmp_path: Path):
    with pytest.raises(BadLayout, match=r"^templates/reports/parts.md, line \d+: "):
        printed(tmp_path, '{% import "parts.md" as parts %}{{ parts.title("no head") }}')


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("title = 5\n", "layouts/mine/layout.toml: title is 5; expected text in quotes"),
        ("colour = 'red'\n", 'layouts/mine/layout.toml: "colour" is not known here; expected name, title'),
        ("for = ['dance']\n", 'layouts/mine/layout.toml: for has "dance"; expected of summary report'),
        ("title = \n", "layouts/mine/layout.toml: this is no TOML: Invalid value (at line 1"),
    ],
)
def test_a_fault_in_the_description_of_a_layout_is_named(tmp_path: Path, about: str, said: str):
    with pytest.raises(BadLayout) as caught:
        mine(tmp_path, "# A\n", about=about)
    assert str(caught.value).startswith(said)


def test_a_template_reads_no_file_through_a_link_out_of_its_folder(tmp_path: Path):
    secret = tmp_path / "secret.md"
    secret.write_text("a secret", encoding="utf-8")
    mine(tmp_path, '{% include "other.md" %}')
    os.symlink(secret, tmp_path / "layouts" / "mine" / "other.md")
    with pytest.raises(BadLayout, match=r'no file "other.md"'):
        print_document(reports.SAMPLE, layouts([tmp_path / "layouts"])["mine"])


def test_a_template_that_is_no_text_is_named(tmp_path: Path):
    mine(tmp_path, "# A\n")
    (tmp_path / "layouts" / "mine" / "report.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadLayout, match=r"^layouts/mine/report.md: this is no UTF-8 text"):
        layouts([tmp_path / "layouts"])


@pytest.mark.parametrize(
    "template",
    [
        "{{ head.title ~ ' *x* ' }}",
        "{% set a %}{{ head.title }} *x*{% endset %}{{ a ~ head.title }}",
        "{% autoescape false %}{{ head.title }}{% endautoescape %} x",
        "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(head.title) }} x",
        "{% filter upper %}{{ head.title }} x{% endfilter %}",
        "{{ [head.title, 'x']|join(' ') }}",
        "{{ head.title|replace('a', 'a') }} x",
    ],
)
def test_no_way_of_writing_makes_markup_of_a_value(tmp_path: Path, template: str):
    report = reports.sample(about=reports.replace(reports.ABOUT, title="**A** # [b](https://example.org) <i>"))
    document = print_document(report, mine(tmp_path, template))
    runs = [run for part in document.parts for run in part.runs]
    assert not any(run.href or run.bold for run in runs)
    assert "**a** # [b](https://example.org) <i>" in "".join(run.text for run in runs).casefold()


def test_every_layout_that_comes_with_the_program_has_both_files():
    for folder in BUILT_IN.iterdir():
        if folder.is_dir():
            assert {"report.md", "layout.toml"} <= {path.name for path in folder.iterdir()}
