"""What was said is made ready once, and anew as soon as more is said or the meeting is changed."""

from __future__ import annotations

from dataclasses import replace

from dccg.hearing import Hearing
from tests.fakes_live import SAMPLE, FakeMeetings


async def test_a_talk_is_made_ready_again_only_when_something_changed():
    meetings = FakeMeetings(SAMPLE)
    hearing, live = Hearing(meetings), meetings.held[SAMPLE.id]
    await live.start()
    live.say("We met in March.", "Mara Quill")
    first = await hearing.heard(SAMPLE.id)
    assert await hearing.heard(SAMPLE.id) is first
    live.say("It rained.", "Mara Quill")
    second = await hearing.heard(SAMPLE.id)
    assert [one.text for one in second.talk.utterances] == ["We met in March.", "It rained."]
    live.note("correction", cue=1, text="We met in May.", by="Mara Quill")
    assert (await hearing.heard(SAMPLE.id)).talk.utterances[0].text == "We met in May."
    live.meeting = replace(live.meeting, title="Another title")
    assert (await hearing.heard(SAMPLE.id)).occasion.title == "Another title"
