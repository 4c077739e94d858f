"""The guards: each rule by its own example, and loops that only show across commits."""

import numpy as np
import pytest

from captioner.guards import FLOOR, RULES, Pass, Rule, judge, loudness, repeats_across, spoken


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_catches_its_example_and_spares_its_counter_example(rule: Rule) -> None:
    assert rule.broken(rule.example)
    assert judge(rule.example) is not None
    assert judge(rule.counter_example) is None


def test_only_rules_that_rest_on_weak_sound_reject_without_a_second_pass() -> None:
    assert {rule.id for rule in RULES if not rule.redo} == {"no-speech", "boilerplate"}


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_no_words_break_no_rule() -> None:
    assert judge(Pass((), 2_000, no_speech=1.0, logprob=-5.0)) is None


@pytest.mark.parametrize(
    "text",
    [
        "We agreed not to change the deadline, and forty-two members have voted in favour.",
        "The coalition on accessibility asks the group to publish the report by the fifteenth of May.",
        "No. No, no. Yes, yes, of course, very, very good.",
        "Item one, item two, item three and item four are closed.",
    ],
)
def test_plain_speech_breaks_no_rule(text: str) -> None:
    words = spoken(text)
    assert judge(Pass(words, words[-1].end_ms, terms=("Coalition on Accessibility", "IGF"))) is None


def test_a_person_who_says_thank_you_aloud_is_heard() -> None:
    assert judge(Pass(spoken("Thank you."), 1_000, level=0.05)) is None


def test_boilerplate_of_another_language_is_left_alone() -> None:
    assert judge(Pass(spoken("Vielen Dank."), 1_000, level=0.001, lang="en")) is None
    assert judge(Pass(spoken("Vielen Dank."), 1_000, level=0.001, lang="de")) is not None


def test_glossary_words_that_the_model_doubts_are_rejected_even_out_of_order() -> None:
    heard = Pass(spoken("IRPC Coalition", probability=0.2), 2_000, terms=("Youth Coalition", "IRPC"))
    rule = judge(heard)
    assert rule is not None
    assert rule.id == "glossary"


def test_one_name_said_alone_is_an_answer() -> None:
    assert judge(Pass(spoken("Youth Coalition."), 2_000, terms=("Youth Coalition", "IRPC"))) is None


def looped(committed: str, new: str) -> int:
    return repeats_across(committed.split(), new.split())


def test_new_words_that_go_on_with_a_loop_are_counted() -> None:
    assert looped("so we can go we can go", "We can go, we can go, and then") == 6
    assert looped("so we can go we can go", "we can go home") == 3
    assert looped("so we can go we can go", "we can see") == 0


def test_a_loop_that_only_begins_is_no_loop() -> None:
    assert looped("hello", "we can go we can go") == 0
    assert looped("we can go", "we can go") == 0
    assert looped("", "") == 0


def test_emphasis_across_commits_is_kept() -> None:
    assert looped("thank you thank you", "thank you") == 0
    assert looped("no no", "no no") == 0
    assert looped("no no no no no", "no no well") == 2


def test_a_loop_that_ended_earlier_does_not_count() -> None:
    assert looped("we can go we can go we can go so be it", "we can go") == 0


def test_loudness_is_that_of_the_loudest_quarter_second() -> None:
    samples = np.zeros(160_000, np.float32)
    assert loudness(samples) == 0.0
    samples[80_000:84_000] = 0.1
    assert loudness(samples) == pytest.approx(0.1, rel=0.35)
    assert loudness(np.zeros(0, np.float32)) == 0.0
    assert loudness(np.full(100, FLOOR * 2, np.float32)) > FLOOR
