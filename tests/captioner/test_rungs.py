"""Which window sizes a model may use, and where words are put when attention does not tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from captioner.engines.placing import loud_frames, picked_heads, spread, without_pauses
from captioner.engines.rungs import (
    FULL,
    RUNGS,
    SelfTest,
    context_helps,
    load_self_test,
    measure_rungs,
    rung_for,
    save_self_test,
    usable,
)
from captioner.recognition import Samples
from models.cue import Word


def test_only_sizes_near_the_full_window_are_usable() -> None:
    assert usable({1000: 9.0, 1500: 5.5, 2000: 5.4, 3000: 5.0}) == (1500, 2000, 3000)
    assert usable({3000: 5.0}) == (FULL,)


def test_what_was_measured_is_read_back_from_beside_the_weights(tmp_path: Path) -> None:
    measured = SelfTest((1500, 2000, 3000), context=False)
    assert load_self_test(tmp_path) == SelfTest(RUNGS, context=True)
    assert save_self_test(tmp_path, measured).parent == tmp_path
    assert load_self_test(tmp_path) == measured


def test_what_was_measured_goes_to_the_cache_where_weights_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "rungs.json").mkdir()  # cannot be written, whoever runs the tests
    kept = save_self_test(weights, SelfTest((2000, 3000)))
    assert weights not in kept.parents
    assert load_self_test(weights) == SelfTest((2000, 3000))


@pytest.mark.parametrize("text", ["", "[]", '{"rungs": 5, "context": true}', '{"rungs": [1000]}', "not json"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "rungs.json").write_text(text, encoding="utf-8")
    assert load_self_test(tmp_path) == SelfTest()


def test_audio_that_no_usable_size_holds_goes_to_the_full_window() -> None:
    assert rung_for(2_000, (3000,)) == FULL
    assert rung_for(29_900) == FULL


def test_each_size_is_measured_on_the_same_pieces() -> None:
    rng = np.random.default_rng(5)
    samples = (rng.standard_normal(16 * 20_000) * 0.1).astype(np.float32)
    asked: dict[int, list[int]] = {rung: [] for rung in RUNGS}

    def hear(samples: Samples, frames: int, before: str = "") -> Sequence[Word]:
        asked[frames].append(len(samples))
        texts = ["we", "agree"] if frames > 1000 else ["we", "go"]
        return [Word(0, 1, text) for text in texts]

    errors = measure_rungs(hear, samples, "we agree " * 4)
    pieces = asked[FULL]
    assert all(each == pieces for each in asked.values())
    assert sum(pieces) == len(samples)
    assert max(pieces) <= 16 * 7_400
    assert errors[1000] > errors[FULL] == errors[1500]


@pytest.mark.parametrize("harm", [False, True])
def test_context_is_allowed_only_where_it_does_no_harm(harm: bool) -> None:
    def hear(samples: Samples, frames: int, before: str = "") -> Sequence[Word]:
        return [Word(0, 1, "harmed" if before and harm else "agreed")]

    assert context_helps(hear, np.zeros(16 * 14_000, np.float32), "agreed agreed") is not harm


def config(folder: Path, heads: list[list[int]]) -> Path:
    (folder / "config.json").write_text(json.dumps({"alignment_heads": heads}), encoding="utf-8")
    return folder


def test_picked_alignment_heads_are_told_from_the_converters_guess(tmp_path: Path) -> None:
    assert picked_heads(config(tmp_path, [[2, 2], [3, 0], [3, 2], [3, 3], [3, 4], [3, 5]]))
    assert picked_heads(config(tmp_path, [[0, 0]]))
    assert not picked_heads(config(tmp_path, [[layer, head] for layer in (2, 3) for head in range(6)]))
    assert not picked_heads(config(tmp_path, []))


def test_words_are_spread_over_the_sound_and_not_over_the_pauses() -> None:
    samples = np.zeros(16 * 3_000, np.float32)
    samples[16 * 1_000 : 16 * 2_000] = 0.1
    times = spread(["we", "all", "agree"], loud_frames(samples))
    assert times[0][0] == 1_000
    assert times[-1][1] == 2_000
    assert [end - start for start, end in times] == sorted(end - start for start, end in times)


def test_words_over_hardly_any_sound_get_hardly_any_time() -> None:
    loud = np.array([True, False, False])
    assert spread(["one", "two"], loud) == [(0, 20), (0, 20)]
    assert spread(["one"], np.zeros(0, np.bool_)) == [(0, 20)]


def test_a_long_word_is_cut_back_to_its_sound() -> None:
    loud = np.zeros(100, np.bool_)
    loud[50:70] = True
    assert without_pauses(0, 2_000, loud) == (1_000, 1_400)
    assert without_pauses(0, 500, loud) == (0, 500)
    assert without_pauses(0, 900, loud) == (0, 600)
