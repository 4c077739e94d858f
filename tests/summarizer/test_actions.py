"""Next steps as frames; everybody in the talks is invented."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.roster import Person, Roster
from summarizer.action_guards import BLOCKED
from summarizer.action_rules import RULES
from summarizer.actions import find_actions, find_next_meeting
from summarizer.finding import ActionFound
from summarizer.people import People
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

TUESDAY = date(2024, 3, 19)
ROSTER = Roster(
    (
        Person("Noor Haddad", body="IGF Secretariat"),
        Person("Tomas Berg"),
        Person("Amara Obi", body="DC on Rivers"),
        Person("Kenji Mori"),
        Person("Anja Lind"),
        Person("Lucia Prado"),
        Person("Lucia Stein"),
    )
)


def found(*lines: str, day: date | None = TUESDAY, roster: Roster = ROSTER) -> list[ActionFound]:
    """Next steps of lines like "Tomas: I will send it.", each an utterance: "1", "2", …"""
    spoken = [line.partition(": ") for line in lines]
    utterances = tuple(Utterance(str(at), text, speaker) for at, (speaker, _, text) in enumerate(spoken, 1))
    people = People(roster, [one.speaker for one in utterances])
    return list(find_actions(Talk(utterances, roster, date=day), split_sentences(utterances), people))


def sure(*lines: str, **given) -> list[ActionFound]:
    return [one for one in found(*lines, **given) if one.sure]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_finds_its_example(rule):
    before = ["Kenji: The page needs to be updated soon."] if rule.kind == "that" else []
    answer = ["Amara: Yes, sure."] if rule.needs == "assent" else []
    steps = found(*before, f"Tomas: {rule.example}", *answer)
    assert rule.id in [one.rule for one in steps]
    assert [one.sure for one in steps] == [rule.kind != "nobody"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_takes_its_counter_example(rule):
    answer = ["Amara: Yes, sure."] if rule.needs == "assent" else []
    assert rule.id not in [one.rule for one in found("Kenji: We have a page.", f"Tomas: {rule.counter}", *answer)]


def test_rules_have_their_own_ids_and_say_why():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.why and rule.example and rule.counter for rule in RULES)
    assert len({name for name, _ in BLOCKED}) == len(BLOCKED)


@pytest.mark.parametrize(
    "line",
    [
        "Tomas: We decided last year that I would send it.",
        "Tomas: He said he will send the list.",
        "Tomas: If we had the money I would print it.",
        "Tomas: If nobody volunteers we would have to cancel it.",
        "Tomas: She asked me to say that she will not be able to send it.",
        "Tomas: Usually I will send a reminder.",
        "Tomas: They wrote, 'We will send you the list.'",
        "Tomas: I will share my screen.",
        "Tomas: I will give the floor to Kenji.",
        "Tomas: I will ask Kenji to speak.",
        "Tomas: I'll come back to that in a moment.",
        "Tomas: Let me just check the list.",
        "Tomas: I might send something later.",
        "Tomas: We should perhaps do it as a pilot.",
        "Tomas: I have sent the invitation already.",
        "Tomas: Should we put that in a letter to the host country?",
        "Tomas: I do not know who should write it.",
    ],
)
def test_what_is_no_promise_is_no_step(line):
    assert found(line) == []


def test_a_request_belongs_to_the_one_who_says_yes():
    (step,) = sure("Tomas: Could you look at the template with me?", "Amara: Yes, happy to.", "Amara: By Friday.")
    assert (step.text, step.owners) == ("Look at the template with them", ("Tomas Berg", "Amara Obi"))
    assert (step.due.dates, step.links) == (("2024-03-22",), ("1", "2", "3"))


def test_a_request_belongs_to_the_one_who_was_called_upon():
    (step,) = sure("Tomas: Kenji, could you send us the slides?", "Amara: Yes, good idea.")
    assert (step.text, step.owners) == ("Send the slides", ("Kenji Mori",))


def test_a_request_that_is_refused_is_nobodys_and_not_sure():
    (step,) = found("Tomas: Kenji, could you send us the slides?", "Kenji: I am afraid I cannot.")
    assert (step.sure, step.owners) == (False, ())


def test_an_offer_that_is_not_wanted_is_gone():
    assert found("Noor: Shall I send a poll?", "Tomas: No need, we keep the date.") == []


def test_an_offer_counts_once_it_is_accepted():
    (step,) = sure("Noor: Tomas, do you want me to send a poll for the next call?", "Tomas: Yes please.")
    assert (step.text, step.owners, step.due) == ("Send a poll for the next call", ("Noor Haddad",), None)
    assert step.links == ("1", "2")


def test_a_volunteer_takes_what_nobody_was_named_for():
    (step,) = sure("Tomas: Who could draft the "
    "letter?", "Amara: I can do that.", "Tomas: By when?", "Amara: By Friday.")
    assert (step.text, step.owners, step.due.dates) == ("Draft the letter", ("Amara Obi",), ("2024-03-22",))
    (step,) = found("Tomas: Somebody should write to the host.", "Kenji: I will do that.")
    assert (step.sure, step.owners) == (True, ("Kenji Mori",))


def test_what_is_taken_on_in_two_words_is_told_by_what_was_said_before():
    (step,) = sure("Kenji: The letter has to be written.", "Noor: Yes, I will do that.")
    assert (step.text, step.owners, step.links) == (
        "Take on: The letter has to be written", ("Noor Haddad",), ("1", "2"),
    )  # fmt: skip
    assert found("Kenji: That was a long meeting.", "Noor: I can do that.") == []


def test_two_people_and_a_body_may_own_a_step():
    (step,) = sure("Tomas: Kenji and Amara will prepare a proposal.")
    assert step.owners == ("Kenji Mori", "Amara Obi")
    (step,) = sure("Tomas: The Secretariat will check the archives.")
    assert step.owners == ("IGF Secretariat",)
    (step,) = sure("Noor: We will send you the minutes by Monday.")
    assert step.owners == ("IGF Secretariat",)


def test_a_given_name_that_two_people_share_owns_nothing():
    (step,) = found("Tomas: Lucia will contact the speakers.")
    assert (step.sure, step.owners, step.text) == (False, (), "Contact the speakers")


def test_several_steps_in_one_sentence_each_have_their_owner_and_date():
    steps = sure("Tomas: Next steps: Noor to circulate the draft, Kenji to check it by Monday, and I will "
    "write to the host.")
    assert [(one.text, one.owners, bool(one.due)) for one in steps] == [
        ("Circulate the draft", ("Noor Haddad",), False),
        ("Check it", ("Kenji Mori",), True),
        ("Write to the host", ("Tomas Berg",), False),
    ]


def test_a_step_that_is_summed_up_later_is_one_step():
    (step,) = sure("Kenji: I will circulate the clean draft.", "Amara: Fine.", "Tomas: So, Kenji to "
    "circulate the clean draft.")
    assert step.links == ("1", "3")


def test_what_is_offered_after_it_was_asked_for_is_one_step():
    (step,) = sure("Tomas: Perhaps we could have a note on the "
    "figures.", "Kenji: I will send you the figures by Friday.")
    assert (step.owners, step.links) == (("Kenji Mori",), ("1", "2"))


def test_a_date_is_moved_by_what_is_said_later():
    (step,) = sure(
        "Kenji: I can put it on the list and ask for comments by the twenty-third.",
        "Amara: That is too early for us.",
        "Tomas: Then let us say the thirty-first instead of the twenty-third.",
        "Kenji: Okay, the thirty-first.",
    )
    assert (step.due.dates, step.links) == (("2024-03-31",), ("1", "3", "4"))


def test_before_the_next_meeting_is_a_day_once_that_is_said():
    lines = ["Kenji: I will check the figures before the next meeting."]
    assert sure(*lines)[0].due.dates == ()
    assert sure(*lines, "Tomas: The next meeting is on 16 April.")[0].due.dates == ("2024-04-16",)
    assert find_next_meeting(None, []) is None


def test_without_the_day_of_the_meeting_dates_stay_as_printed():
    (step,) = sure("Kenji: I will send the list by Friday.", day=None)
    assert (step.due.printed, step.due.dates) == ("by Friday", ())


def test_all_are_asked():
    (step,) = sure("Tomas: I would ask all coalitions to send their reports to the Secretariat by 15 April.")
    assert (step.owners, step.due.dates) == (("DCs",), ("2024-04-15",))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("I will send you my notes by tomorrow, but not the slides.", "Send them their notes"),
        ("I'll check with officials whether we've considered "
        "it.", "Check with officials whether they have considered it"),
        ("I can send it, um, to the the list, if that's okay.", "Send it, to the list"),
        ("I will update the page, and then we see.", "Update the page"),
        ("I can let you know.", "Let them know"),
    ],
)
def test_the_text_is_the_task_in_the_third_person(line, text):
    assert [one.text for one in found(f"Tomas: {line}")] == [text]


def test_nothing_is_said_that_was_not_cited():
    lines = ["Tomas: I will send a reminder to the eight coalitions by tomorrow.", "Amara: Thank you."]
    (step,) = sure(*lines)
    spoken = " ".join(lines).lower()
    assert all(word.lower() in spoken for word in step.text.split())


def test_an_empty_talk_and_one_without_people_have_no_owners():
    assert found() == []
    (step,) = sure("None: I will send the list.", roster=Roster())
    assert step.owners == ("None",)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["Tomas", "Noor", "王"]), st.text(max_size=80)), max_size=8))
def test_no_text_breaks_it(lines):
    found(*[f"{speaker}: {text}" for speaker, text in lines])


WORDS = "I we will can you could Kenji Noor send the list to by Friday next meeting please , . ? yes sure if "
"note".split()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14), max_size=6))
def test_no_order_of_its_own_words_breaks_it(lines):
    for one in found(*[f"{('Tomas', 'Noor')[at % 2]}: {' '.join(words)}" for at, words in enumerate(lines)]):
        assert one.links
        assert one.text


@pytest.fixture(scope="module")
def synthetic(shared) -> list[dict]:
    lines = (shared / "minutes" / "dccg-synthetic.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def test_no_trap_of_the_shared_calls_is_taken_and_most_steps_are_found(synthetic):
    wanted = hit = 0
    for meeting in synthetic:
        roster = Roster(tuple(Person(one["name"], body=one.get("affiliation")) for one in meeting["roster"]))
        said = [f"{one['speaker']}: {one['text']}" for one in meeting["utterances"]]
        name = {one["id"]: str(at) for at, one in enumerate(meeting["utterances"], 1)}
        steps = sure(*said, day=date.fromisoformat(meeting["date"]), roster=roster)
        traps = {name[one] for one in meeting["traps"]}
        assert not [one for one in steps if set(one.links) <= traps]
        cited = [{name[one] for one in gold["links"]} for gold in meeting["gold"]["actions"]]
        wanted, hit = wanted + len(cited), hit + sum(any(set(one.links) & links for one in steps) for links in cited)
    assert hit >= 0.85 * wanted
