from __future__ import annotations

import pytest

from summarizer.finding import ActionFound, DecisionFound, Finding
from summarizer.floor import hear
from summarizer.people import People
from summarizer.ranking import rank_talk
from summarizer.ranking_suggestions import RULES, doubted, find_suggestions, is_free, likely, quotation
from summarizer.ranking_windows import MOST_LINKS, Shape, windows
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

DESIGN = (
    "Right, so the colours are fine, I would say.",
    "Yeah, they look good to me as well.",
    "Okay, before the next meeting you're going to work on the drawings of the boat.",
    "And you're going to do the research on what the sailors want.",
    "And I'll put the minutes into the shared folder.",
    "Okay.",
    "So we go for the wooden mast then.",
    "Yeah, wood it is.",
)


def talk_of(*texts: str) -> Talk:
    return Talk(tuple(Utterance(f"u{at}", text, "AB"[at % 2]) for at, text in enumerate(texts, 1)))


def suggested(talk: Talk, sure: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    people = People(talk.roster, [one.speaker for one in talk.utterances])
    return find_suggestions(talk, split_sentences(talk.utterances), people, sure)


def test_tasks_come_before_chatter_and_nothing_is_sure():
    found = suggested(talk_of(*DESIGN))
    assert {"u3", "u4"} & set(found[0].links)
    assert not any(one.sure for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 and one.rule in RULES for one in found)


def test_each_kind_cites_an_utterance_once_and_few_of_them():
    found = suggested(talk_of(*DESIGN * 12))
    for kind in (ActionFound, DecisionFound):
        links = [link for one in found if isinstance(one, kind) for link in one.links]
        assert len(links) == len(set(links))
    assert all(0 < len(one.links) <= MOST_LINKS for one in found)


def test_what_is_cited_already_is_not_suggested_again():
    sure = ActionFound(text="Work on the drawings", links=("u3", "u4"), rule="A-you")
    assert not {"u3", "u4"} & {link for one in suggested(talk_of(*DESIGN), (sure,)) for link in one.links}


def test_suggestions_are_quotations_without_fillers():
    said = "Um and uh I'll send the the 3 slides, not the notes."
    assert quotation(said) == "And I'll send the 3 slides, not the notes"


def test_a_suggestion_says_nothing_that_was_not_said():
    talk = talk_of(*DESIGN)
    for one in suggested(talk):
        said = " ".join(talk.utterances[talk.place[link]].text for link in one.links).lower()
        assert all(word in said for word in one.text.lower().strip(" …").split())


@pytest.mark.parametrize("texts", [(), ("",), ("Mm.",)])
def test_a_talk_of_nothing_suggests_nothing_or_little(texts: tuple[str, ...]):
    assert len(suggested(talk_of(*texts))) <= 2


def test_one_speaker_for_an_hour_still_gets_a_few_suggestions():
    said = tuple(Utterance(str(at), "And then we will go on to paint the next wall.", "A") for at in range(900))
    assert len(suggested(Talk(said))) <= 40


def test_markup_stays_the_text_it_is():
    found = suggested(talk_of("You're going to work on <b>{{ name }}</b> and =cmd|' for the next meeting."))
    assert any("{{ name }}" in one.text for one in found)


def test_a_window_holds_the_best_line_and_those_that_rank_nearly_as_high():
    talk = talk_of("One thing.", "Another thing.", "A third thing.", "A last thing.")
    lines = hear(split_sentences(talk.utterances), People(talk.roster), ())
    first, second = windows((-0.5, 2.0, 1.5, -1.0), lines, Shape(reach=1, drop=1.0), -1.0)
    assert (first.lines, first.best, first.score) == ((1, 2), 1, 2.0)
    assert second.lines == (0,)
    assert windows((-0.5, 2.0, 1.5, -1.0), lines, Shape(reach=1, drop=1.0, apart=1), -1.0) == [first]


def test_a_talk_led_by_ritual_is_not_free():
    ritual = ("Item 2 is the budget.", "Are members content?", "It rained a lot.")
    led = split_sentences(talk_of(*ritual * 5).utterances)
    free = split_sentences(talk_of(*DESIGN).utterances)
    assert is_free(free, ())
    assert not is_free(led, ())


def test_a_next_step_of_free_talk_that_does_not_sound_like_one_is_no_longer_sure():
    talk = talk_of(*DESIGN, *["I like the sea."] * 30, "If it rains I will read a book.")
    sentences = split_sentences(talk.utterances)
    given = ActionFound(text="Work on the drawings", links=("u3",), rule="A-you", score=0.9)
    idle = ActionFound(text="Read a book", links=(talk.utterances[-1].id,), rule="A-will", score=0.9)
    kept, doubtful = doubted((given, idle), sentences, rank_talk(talk, sentences, People(talk.roster, ("A", "B"))))
    assert kept == given
    assert not doubtful.sure
    assert doubtful.score < given.score


def test_only_what_the_ranker_found_can_be_likely():
    assert not likely(ActionFound(text="x", links=("1",), rule="A-will", score=1.0, sure=False))
    assert likely(ActionFound(text="x", links=("1",), rule="R-action", score=1.0, sure=False))
    assert not likely(DecisionFound(text="x", links=("1",), rule="R-decision", score=0.0, sure=False))
