from __future__ import annotations

from dataclasses import replace

import pytest

from captioner.before import Facts, checks, script
from models.meeting import AgendaItem
from templates.wording import wording
from tests.fakes_live import SAMPLE

GIB = 1 << 30
HOST = "captions.example.org"
READY = Facts(2, -22, False, "whisper base.en", "", "", True, 9 * GIB, "", f"https://{HOST}/m/x", HOST)
T = wording("en")


def amiss(meeting=SAMPLE, **changed) -> list[str]:
    """What the host is told to look at, in words."""
    found = checks(meeting, replace(READY, **changed))
    return [T(f"before.{check.text}", **dict(check.holes)) for check in found if not check.fine]


def test_when_all_is_ready_nothing_is_to_be_looked_at():
    assert amiss() == []
    assert len([T(f"before.{check.text}", **dict(check.holes)) for check in checks(SAMPLE, READY)]) == 9


@pytest.mark.req("OPS-02")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sources": 0, "level_dbfs": None}, "no sound is coming in yet"),
        ({"level_dbfs": -70}, "very quiet"),
        ({"clipping": True}, "too loud"),
        ({"engine_notice": "Expect many errors."}, "Expect many errors. Whisper weights, or a person"),
        ({"engine_fault": "the worker died"}, "has failed: the worker died"),
        ({"saved": False}, "can't be saved"),
        ({"room": GIB // 2}, "only 0.5 GiB free"),
        ({"room": 50 << 20}, "only 50 MiB free. Make room"),
        ({"address": "http://127.0.0.1:8000/m/x", "host": "127.0.0.1"}, "works on this computer only"),
        ({"list_lacks": "setting 'mail_from' is empty"}, "posted to the list yet: setting 'mail_from' is empty"),
    ],
)
def test_each_fault_is_told_alone(changed, told):
    (sentence,) = amiss(**changed)
    assert told in sentence


@pytest.mark.req("OPS-02")
@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"terms": ()}, "no words to spell right"),
        ({"agenda": ()}, "there is no agenda"),
    ],
)
def test_what_the_meeting_lacks_is_told(missing, told):
    (sentence,) = amiss(replace(SAMPLE, **missing))
    assert told in sentence


@pytest.mark.req("OPS-05")
@pytest.mark.parametrize("rule", ["open", "chatham-house"])
@pytest.mark.parametrize("machine", [True, False])
def test_the_moderators_words_cover_captions_turns_spelling_sound_chat_and_pictures(rule, machine):
    meeting = replace(SAMPLE, rule=rule, agenda=(AgendaItem("1", "Welcome"),))
    address = "https://captions.example.org/m/x"
    said = " ".join(T(f"before.{key}", address=address) for key in script(meeting, machine))
    told = "one at a time|say your name|Spell unusual|microphone|chat|what is on it|wait".split("|")
    assert [part for part in (address, *told) if part not in said] == []
    assert ("published, and name nobody and no affiliation" in said) == (rule == "chatham-house")
    assert ("computer program" in said) == machine


@pytest.mark.req("PRV-09")
@pytest.mark.parametrize("machine", [True, False])
def test_the_moderator_says_by_what_speech_is_written_down_where_and_that_names_need_not_be_kept(machine):
    said = " ".join(T(f"before.{key}", address="x") for key in script(SAMPLE, machine))
    written = "A computer program writes them on the host’s own machine" if machine else "A person types them."
    asked = "Tell the host if your name or affiliation should not be kept"
    told = (written, "What is said is written down", "captions and report are published", asked)
    assert [part for part in told if part not in said] == []
