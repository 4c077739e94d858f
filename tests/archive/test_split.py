"""Everything is in one run exactly, in order, and no run is over the limit unless one unit is."""

import random

import pytest

from archive.split import sections, smaller_text, split


@pytest.mark.parametrize("seed", range(100))
def test_each_unit_is_once_in_order_and_every_run_fits(seed: int):
    chance = random.Random(seed)
    units = ["x" * chance.randint(1, 30) + str(n) for n in range(chance.randint(0, 60))]
    limit = chance.randint(5, 200)
    runs = split(units, lambda run: sum(map(len, run)) <= limit, list)
    assert "".join(piece for run in runs for piece in run) == "".join(units)
    assert all(sum(map(len, run)) <= limit for run in runs)


def test_a_run_is_as_long_as_it_can_be():
    assert split([3, 3, 3, 3, 3], lambda run: sum(run) <= 9) == [(3, 3, 3), (3, 3)]


def test_what_cannot_be_cut_stands_alone_over_the_limit():
    assert split([1, 50, 1], lambda run: sum(run) <= 10) == [(1,), (50,), (1,)]


def test_text_is_cut_at_headings_then_paragraphs_then_lines():
    text = "Report\n\n\nOne\n\nfirst\nline\n\nsecond\n\n\nTwo\n\nlast\n"
    assert sections(text) == ["Report\n\n\n", "One\n\nfirst\nline\n\nsecond\n\n\n", "Two\n\nlast\n"]
    assert smaller_text(sections(text)[1]) == ["One\n\nfirst\nline\n\n", "second\n\n\n"]
    assert "".join(smaller_text("One\n\nfirst\nline\n\n")) == "One\n\nfirst\nline\n\n"
    assert smaller_text("One\n\nfirst\nline\n")[0] == "One\n\nfirst\n"
