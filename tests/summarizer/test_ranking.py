from __future__ import annotations

import json
from dataclasses import replace

import pytest

from summarizer.floor import Line, hear
from summarizer.people import People
from summarizer.ranking import Ranker, load_ranker, rank_talk
from summarizer.ranking_weights import KINDS, BadRanker, Terms, Weights, read_weights, write_weights
from summarizer.ranking_words import WIDE, see
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

CHATTER = tuple(f"The weather in town {at} was rather nice for a walk." for at in range(3 * WIDE))
STEP = "So you're going to work on the design until the next meeting."


def lines_of(*texts: str) -> tuple[Line, ...]:
    said = tuple(Utterance(str(at), text, "ABC"[at % 3]) for at, text in enumerate(texts))
    return hear(split_sentences(said), People(Talk(said).roster), ())


def small(term: str = "design", weight: int = 100) -> Weights:
    """Weights that know one word."""
    none = dict.fromkeys(KINDS, 0.0)
    one = dict.fromkeys(KINDS, 1.0)
    block = Terms((term,), (40,), dict.fromkeys(KINDS, (weight,)), one)
    empty = Terms((), (), dict.fromkeys(KINDS, ()), one)
    return Weights({"own": block, "near": empty, "wide": empty, "manner": empty}, none, one, none, none)


def test_a_task_handed_out_ranks_above_talk_of_the_weather():
    ranks = load_ranker().rank(lines_of(*CHATTER[:3], STEP, *CHATTER[3:6])).action
    assert max(ranks) == ranks[3]


def test_what_is_worth_reporting_ranks_above_a_nod():
    ranks = load_ranker().rank(lines_of("Mm-hmm okay.", "The survey shows that most users want fewer buttons.")).point
    assert ranks[1] > ranks[0]


def test_the_same_line_among_the_same_neighbours_ranks_the_same_early_or_late():
    near = (*CHATTER[:WIDE], STEP, *CHATTER[WIDE : 2 * WIDE])
    early = load_ranker().rank(lines_of(*CHATTER[:3], *near, *CHATTER * 4))
    late = load_ranker().rank(lines_of(*CHATTER * 4, *CHATTER[:3], *near, *CHATTER))
    for kind in KINDS:
        assert early.of(kind)[3 + WIDE] == late.of(kind)[len(CHATTER) * 4 + 3 + WIDE]


def test_no_feature_tells_a_place():
    lines = lines_of(*["We should ask the host."] * 60)
    seen = [(one.own, one.near, one.manner) for one in see(lines)]
    assert len(set(seen[2:-2])) == 1


def test_a_talk_of_nothing_ranks_nothing():
    ranks = load_ranker().rank(())
    assert (ranks.action, ranks.decision, ranks.point) == ((), (), ())


def test_every_line_of_any_script_ranks():
    odd = ("<script>alert(1)</script>", "{{ 7 * 7 }}", "会議を始めます。", "مرحبا بكم", "=cmd|'/c'!A1")
    ranks = load_ranker().rank(lines_of(*odd))
    assert len(ranks.action) == 5


def test_a_line_without_any_full_stop_is_read_in_part_only():
    lines = hear(split_sentences([Utterance("1", "budget " * 100_000)]), People(Talk(()).roster), ())
    assert max(len(seen.own) for seen in see(lines)) <= 360


def test_long_talks_count_each_word_once_in_and_once_out():
    lines = lines_of(*CHATTER * 3)
    came = [word for one in see(lines) for word in one.came]
    words = sum(len(one) for one in ([*see([line])][0].came for line in lines))
    assert len(came) == words


def test_rank_talk_ranks_the_sentences_of_a_talk():
    talk = Talk((Utterance("1", "Hello all."), Utterance("2", STEP)))
    sentences = split_sentences(talk.utterances)
    assert len(rank_talk(talk, sentences, People(talk.roster)).point) == len(sentences)


def test_weights_are_read_back_as_they_were_written():
    assert read_weights(write_weights(small(weight=-127))) == small(weight=-127)
    assert Ranker(small()).rank(lines_of("A design."))


def test_the_weights_that_come_with_the_program_are_small_and_whole():
    weights = load_ranker().weights
    assert len(write_weights(weights)) < 1_500_000
    assert not any(term.isspace() or not term for block in weights.blocks.values() for term in block.terms)


def broken(**changed: object) -> str:
    return json.dumps({**json.loads(write_weights(small())), **changed})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not of the format"),
        (broken(format="other/2"), "not of the format"),
        (broken(blocks=None), '"blocks" is missing'),
        (broken(blocks={}), '"own" is missing'),
        (broken(offset={"action": "much"}), "action of offset is 'much'; expected a number"),
        (broken(slope={"action": True}), "action of slope is True"),
        (broken(likely={"action": 1e300}), "expected a number"),
        (write_weights(small("one\ntwo")), "expected 2"),
        (write_weights(small()).replace('"rarity": "', '"rarity": "?'), "base64"),
    ],
)
def test_nonsense_is_refused_with_what_is_wrong_and_what_to_do(text: str, found: str):
    with pytest.raises(BadRanker, match="make ranker") as caught:
        read_weights(text)
    assert found in str(caught.value)
    assert str(caught.value).startswith("ranker.json: ")


def test_a_term_that_stands_twice_is_refused():
    with pytest.raises(BadRanker, match="twice"):
        replace(small().blocks["own"], terms=("a", "a"), rarity=(1, 1), weights=dict.fromkeys(KINDS, (1, 1)))


def test_likelihood_grows_with_the_rank_and_stays_between_nothing_and_one():
    ranker = load_ranker()
    for kind in KINDS:
        told = [ranker.likelihood(kind, rank) for rank in (-1e9, -2.0, 0.0, 2.0, 1e9)]
        assert told == sorted(told)
        assert 0 <= told[0] < told[-1] <= 1
