from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache

import pytest
from rapidfuzz.distance import Levenshtein

from captioner.engines.pronounce import pronounce, sounds

PHONES = set(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)


@cache
def dictionary() -> dict[str, list[list[str]]]:
    import pocketsphinx

    ways: dict[str, list[list[str]]] = defaultdict(list)
    with open(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"), encoding="utf-8") as lines:
        for line in lines:
            word, _, phones = line.rstrip("\n").partition(" ")
            ways[re.sub(r"\(\d+\)$", "", word)].append(phones.split())
    return ways


def test_fewer_than_one_sound_in_five_differs_from_a_dictionary():
    words = sorted(word for word in dictionary() if word.isalpha() and word.isascii() and len(word) > 3)
    wrong = total = 0
    for word in random.Random(5).sample(words, 2_000):
        read = sounds(word).split()
        faults, phones = min((Levenshtein.distance(read, way), len(way)) for way in dictionary()[word])
        wrong, total = wrong + faults, total + phones
    assert wrong / total < 0.2


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("IGF", "AY JH IY EH F"),
        ("ICANN", "AY K AE N"),
        ("Hashimoto", "HH AE SH IH M OW T OW"),
        ("Łukasz", "L UW K AE SH"),
        ("Núñez", "N UW N EH Z"),
        ("Berglund", "B ER G L AH N D"),
        ("Schmitt", "SH M IH T"),
    ],
)
def test_names_are_read_as_english_speakers_would(word: str, way: str):
    assert pronounce(word)[0] == way


def test_a_name_made_of_dictionary_words_is_said_as_they_are():
    lookup = {"bright": "B R AY T", "water": "W AO T ER"}.get
    assert pronounce("Brightwater", lookup) == ["B R AY T W AO T ER", sounds("brightwater")]
    assert pronounce("Water's", lookup)[0] == "W AO T ER Z"


def test_an_acronym_that_looks_like_a_word_is_spelled_or_read():
    assert pronounce("UNESCO") == ["AH N EH S K OW", "Y UW EH N IY EH S S IY OW"]


def test_a_silent_or_spoken_final_e_are_both_offered():
    assert pronounce("Salome") == ["S AE L OW M", "S AE L OW M EY"]


@pytest.mark.parametrize("word", ["", "!!", "12", "李", "محمد", "x" * 200, "'"])
def test_what_nobody_can_read_has_no_pronunciation(word: str):
    assert pronounce(word) is None


@pytest.mark.parametrize("seed", range(20))
def test_every_sound_is_one_of_the_recogniser(seed: int):
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz'", k=rng.randint(1, 12))) for _ in range(100)]
    for word in words:
        for way in pronounce(word) or []:
            assert set(way.split()) <= PHONES
