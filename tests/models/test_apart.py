from __future__ import annotations

import pytest

from models.apart import apart
from models.events import Note
from models.exports import FORMATS
from tests.fakes_live import SAMPLE, FakeLive


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_transcript_that_was_taken_apart_is_printed_as_it_was_then(kind):
    live = FakeLive(SAMPLE)
    await live.start()
    live.say("We begin.", "Mara Quill")
    print_ = FORMATS[kind].print
    print_(live.transcript)
    held, before = apart(live.transcript), print_(apart(live.transcript))
    live.go_on("And go on.")
    live.say("Thank you.", "Tom\u00e1s Ibarrola")
    live.keep(Note("correction", {"cue": 1, "text": "We end."}))
    live.note("gap", gap=1, from_ms=100, to_ms=200, why="test")
    assert print_(held) == before
    print_(held)
    assert print_(live.transcript) == print_(apart(live.transcript)) != before
