from __future__ import annotations

import random

import pytest

from captioner.agreement import agreed, held, normal, seam
from models.cue import Word


def words(text: str, start_ms: int = 0, each_ms: int = 300) -> list[Word]:
    return [Word(start_ms + i * each_ms, start_ms + (i + 1) * each_ms - 20, t) for i, t in enumerate(text.split())]


def test_words_are_compared_without_case_and_punctuation():
    assert normal("Hello,") == normal("hello") == "hello"
    assert normal("don\u2019t") == normal("don't")
    assert normal("—") == "—"


def test_what_two_hypotheses_begin_with_is_agreed():
    assert agreed(words("we agreed on the date"), [words("We agreed, on a day")]) == 3
    assert agreed(words("we agreed"), []) == 0
    assert agreed(words("we agreed on"), [words("we agreed on"), words("we a")]) == 1


def test_a_word_near_the_end_of_the_audio_is_held():
    assert held(words("one two three"), 600) == 2


def test_the_run_up_is_recognised_as_said():
    said = words("the chair opened")
    assert seam(said, words("the chair opened the meeting")) == 3
    assert seam(said, words("a chair open the meeting")) == 3


def test_a_repeated_word_is_placed_by_its_time():
    said = words("it was very")
    assert seam(said, words("it was very very good")) == 3
    assert seam(words("it was very very"), words("it was very very good")) == 4


def test_a_run_up_cut_in_mid_word_loses_nothing():
    said = words("opened the meeting", 600)
    assert seam(said, words("end the meeting at noon", 700)) == 3


def test_nothing_committed_means_all_is_new():
    assert seam([], words("good morning")) == 0
    assert seam(words("good"), []) == 0


@pytest.mark.parametrize("seed", range(300))
def test_the_seam_is_found_under_wandering_times_and_misheard_run_ups(seed: int):
    rng = random.Random(seed)
    vocabulary = "we the a of to very good item point no not is on it".split()
    text = [rng.choice(vocabulary) for _ in range(rng.randint(2, 14))]
    truth = words(" ".join(text))
    split = rng.randint(0, len(truth))
    said = truth[max(0, split - rng.randint(1, 8)) : split]
    if not said:
        return
    heard = [
        Word(max(0, w.start_ms + rng.randint(-80, 80)), max(0, w.end_ms + rng.randint(-80, 80)), w.text)
        for w in truth[truth.index(said[0]) :]
    ]
    wrong = rng.randrange(len(said))
    if len(said) > 2 and rng.random() < 0.5:
        heard[wrong] = Word(heard[wrong].start_ms, heard[wrong].end_ms, "mumble")
    assert seam(said, heard) == len(said)
