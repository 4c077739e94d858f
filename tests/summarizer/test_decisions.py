"""Decisions: each rule with its example and counter-example, and what later words do to them."""

from __future__ import annotations

import pytest

from summarizer.decision_rules import BLOCKED, RULES
from tests.summarizer.frame_talks import frames, frames_of, talk_of


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_a_rule_finds_its_example(rule):
    found = frames(*rule.example).decisions
    assert [(one.rule, one.text) for one in found] == [(rule.id, rule.text)]
    assert found[0].outcome in found[0].links
    assert rule.why


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_a_rule_passes_its_counter_example_by(rule):
    assert frames(*rule.counter).decisions == ()


CONSENTS = {
    "no objection": ("Ben: I propose we publish it.", "Ada: Any objections?", "Ada: I see none, so it is agreed."),
    "thumbs": (
        "Ben: I propose we publish it.",
        "Ada: Is everybody comfortable with that?",
        "Ada: I see thumbs up, agreed.",
    ),
    "expressed": ("Ben: I propose we publish it.", "Cy: I support that.", "Ada: Good, so that is agreed."),
    "unanimous": ("Ben: I propose we publish it.", "Ada: So that is unanimously agreed."),
    "rough consensus": ("Ben: I propose we publish it.", "Ada: I see rough consensus, so that is agreed."),
    "chair's summary": ("Ben: I propose we publish it.", "Ada: Okay, so that is agreed."),
    "straw poll": (
        "Ada: A straw poll on publishing it.",
        "Ada: Nine in favour, one against.",
        "Ada: So we go with publishing it.",
    ),
    "vote": ("Ada: We vote on the motion.", "Ada: Nine in favour, one against.", "Ada: The motion is carried."),
    "silence until": ("Ben: Comments by 10 May, please.", "Ada: If there is no objection by then it is agreed."),
}


@pytest.mark.parametrize(("consent", "lines"), CONSENTS.items())
def test_how_it_was_agreed_is_told_from_the_parts(consent, lines):
    assert [one.consent for one in frames(*lines).decisions] == [consent]


def test_votes_are_counted_in_words_and_digits():
    (one,) = frames(
        "Ada: The question is that amendment 3 be agreed.",
        "Ada: Does any member object?",
        "Ben: I object.",
        "Ada: There voted in favour 4, against six, and no abstentions.",
        "Ada: Therefore, amendment 3 is not agreed.",
    ).decisions
    assert (one.votes.in_favour, one.votes.against, one.votes.abstained) == (4, 6, 0)
    assert (one.type, one.consent, one.text) == ("reject", "vote", "Amendment 3 is not agreed")


NONE = (
    ("Ben: Last year we decided to give everybody two more weeks.",),
    ("Ada: If we had more people here I would ask for a decision.",),
    ("Ben: The MAG has decided to close the form.", "Ada: So that is decided by the MAG."),
    ("Ben: They agreed to pay for the booth."),
    ("Ada: Should we write a letter to the host?", "Ben: I think it would be good.", "Ada: Let us keep it in mind."),
    ("Ada: So is that agreed?", "Ben: Not yet."),
    ("Ada: Is everybody happy to start?", "Ben: Yes.", "Ada: Good."),
    ("Ben: I like it. We should perhaps do it as a pilot."),
    ("Ben: I propose we publish it.", "Cy: I disagree.", "Dee: Me too."),
    ("Ada: Is everyone okay with the new date?", "Ben: No.", "Ada: Okay, thank you."),
    ("Ada: Cy is not on the call, so we will not discuss it today."),
    ("Ben: We agreed to disagree, as you know.",),
    ("Ben: Agreed.",),
    ("Ada: We have not agreed on anything yet."),
    ("Ada: Hopefully the budget is approved soon."),
    ("Ada: Once the report is adopted we can publish it."),
    ("Ada: We will note that in the report."),
)


@pytest.mark.parametrize("lines", NONE, ids=str)
def test_nothing_is_decided_by(lines):
    assert frames(*((lines,) if isinstance(lines, str) else lines)).decisions == ()


def test_what_is_blocked_is_told_with_the_reason():
    found = frames("Ben: Last year we decided to wait.", "Ada: If the paper is adopted, we print it.").blocked
    assert [one.rule for one in found] == ["D-past", "D-hypothetical"]
    assert all(one.rule in BLOCKED and not one.sure for one in found)


def test_too_few_people_discuss_and_decide_nothing():
    lines = ("Ben: I propose we publish it.", "Ada: Any objections?", "Ada: None, so that is agreed.")
    found = frames("Ada: We are too few of us to decide.", *lines)
    assert found.inquorate
    assert [one.discussed_only for one in found.decisions] == [True]
    later = frames("Ada: We have no quorum.", "Ada: Ah, now we have a quorum.", *lines)
    assert [one.discussed_only for one in later.decisions] == [False]


def test_silence_on_the_list_decides_whoever_is_there():
    (one,) = frames(
        "Ada: We do not have the numbers to take decisions.",
        "Ben: I post it with comments by the tenth of May.",
        "Ada: If nobody objects by then we take it as agreed.",
        "Ada: Sorry, let us say the seventeenth instead of the tenth.",
    ).decisions
    assert not one.discussed_only
    assert one.until.endswith("-17")
    assert "seventeenth" in one.text


def test_a_decision_is_corrected_by_a_later_one_on_its_item():
    found = frames(
        "Ada: Item two is the annual reports.",
        "Ben: I propose to extend the reports deadline to the second of May.",
        "Ada: No objections, so the deadline for reports is extended to the second of May.",
        "Ada: Item three is the booth.",
        "Ben: I like the booth.",
        "Ada: Sorry, back to item two.",
        "Ada: So the deadline for reports is extended to the ninth of May, not the second.",
    ).decisions
    assert len(found) == 1
    assert "ninth of May" in found[0].text


def test_a_day_corrected_right_after_is_the_day_decided():
    (one,) = frames(
        "Ben: I propose the second of May.",
        "Ada: No objection, so the deadline is extended to the second of May.",
        "Ada: Sorry, I meant the third of May.",
    ).decisions
    assert one.text == "The deadline is extended to the third of May"
    assert "3" in one.links


def test_a_decision_taken_back_is_none():
    assert (
        frames(
            "Ben: I propose we publish it.",
            "Ada: So that is agreed.",
            "Cy: Wait, I object.",
            "Ada: Sorry, then it is not agreed.",
        ).decisions
        == ()
    )


def test_a_proposal_of_another_item_does_not_count():
    found = frames(
        "Ada: Item one is the letter.",
        "Ben: I propose we send the letter.",
        "Ada: Item two is the booth.",
        "Ada: Okay, so that is agreed.",
    ).decisions
    assert found == ()


def test_a_talk_that_goes_on_has_not_decided_what_was_only_asked():
    talk = talk_of("Ada: I propose that the committee meets in private now.", "Ada: Are members content?")
    assert frames_of(talk, ended=False).decisions == ()
    assert len(frames_of(talk).decisions) == 1


def test_no_decision_names_who_proposed_it():
    (one,) = frames(
        "Ben: I suggest that we drop the booth.", "Cy: I agree with Ben.", "Ada: So that is agreed."
    ).decisions
    assert "Ben" not in one.text
    assert "Cy" not in one.text


def test_links_are_few_and_close():
    chatter = [f"{who}: I agree with that, yes, number {at}." for at in range(10) for who in ("Cy", "Dee")]
    (one,) = frames("Ben: I propose we publish it.", *chatter[:9], "Ada: So that is agreed.").decisions
    assert len(one.links) <= 15
    assert one.outcome == one.links[-1]


HEARD = {
    "a poll": (
        (
            "Ada: Straw poll between the two titles.",
            "Ada: Seven for the first title, three against, two abstain.",
            "Ada: So the first title it is.",
        ),
        ("agree", "straw poll"),
    ),
    "an appointment": (
        (
            "Ada: I propose Dee as co-facilitator for the next cycle.",
            "Ben: I support that.",
            "Ada: Any objections?",
            "Ada: No. So that is agreed.",
        ),
        ("appoint", "no objection"),
    ),
    "an objection that was voted on": (
        (
            "Ada: The question is that amendment 5 be agreed to.",
            "Ada: Does any member object?",
            "Ben: [Objection.]",
            "Ada: We will take a vote by show of hands.",
            "Ada: Amendment 5 is therefore not agreed.",
        ),
        ("reject", "vote"),
    ),
    "no objection said first": (
        ("Ben: Could we use the new template?", "Ada: I hear no objections, so we will use the new template."),
        ("agree", "no objection"),
    ),
    "a word in the chat": (
        (
            "Ben: I suggest we publish it in May.",
            "Ada: Is everyone fine with that?",
            "chat Cy: thumbs up",
            "Ada: Great, thank you.",
        ),
        ("agree", "thumbs"),
    ),
    "another time": (
        ("Ben: I am not sure about the logo.", "Ada: Let us pick that up again at the next call."),
        ("defer", "chair's summary"),
    ),
    "no objection, supposed": (
        ("Ada: If there are no objections, the agenda is adopted.", "Ada: Good."),
        ("adopt", "no objection"),
    ),
    "the agenda": (
        ("Ada: So, the agenda.", "Ada: Any changes?", "Ada: No? Then it is adopted."),
        ("adopt", "chair's summary"),
    ),
    "a show of hands": (
        (
            "Ada: Let us take the temperature.",
            "Ada: Who is for three webinars?",
            "Ada: I see six hands.",
            "Ada: So three webinars it is.",
        ),
        ("agree", "straw poll"),
    ),
    "taken so": (
        ("Ben: Shall we keep the old logo?", "Cy: Yes.", "Ada: Good, then let us do that."),
        ("agree", "expressed"),
    ),
}


@pytest.mark.parametrize(("lines", "kind"), HEARD.values(), ids=HEARD)
def test_a_decision_is_heard_in(lines, kind):
    found = frames(*lines).decisions
    assert [(one.type, one.consent) for one in found] == [kind]
    assert found[0].text


def test_a_recorded_objection_is_a_view_and_not_named_in_the_decision():
    found = frames(
        "Ben: I propose that we adopt the paper.",
        "Cy: I object to it, and I want that recorded.",
        "Ada: So we adopt the paper, and Cy's objection is recorded.",
    )
    assert [one.text for one in found.decisions] == ["The group adopt the paper"]
    assert found.views[0].for_the_record
