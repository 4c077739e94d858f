"""The sample meeting as an approved one, to try the archive: its words as written, and a draft of its report."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.captions import Numbered, transcript_of
from archive.redaction import Redactor
from archive.script import script_of
from dccg.approved import Approved, archived_as
from dccg.demo.play import _agenda, sample_meeting
from dccg.demo.sample import AUDIO, turns
from models.cue import Word
from models.events import Final, Note, Opening
from models.report import Block, Report, Revision, Statement
from models.transcript import Header, Transcript
from summarizer.heard import heard_at
from summarizer.reporting import drafted

NOTICE = (
    "This is a sample, to try the archive: the meeting is invented, and its report is a draft that was approved "
    "for the sample only, by no person."
)
MADE = "Captions of the sample meeting, written by hand."
RECORDING = "recording.opus"
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def sample() -> Approved:
    """Return the sample meeting with its sound."""
    meeting = sample_meeting()
    transcript = sample_transcript()
    report = sample_report(transcript)
    made = archived_as(meeting, report, Redactor(()), transcript, script_of(transcript))
    archived = replace(made.archived, recording=RECORDING)
    return replace(made, archived=archived, sound=(RECORDING, AUDIO.read_bytes()))


def sample_transcript() -> Transcript:
    """Return the sample meeting's transcript, a caption for each sentence."""
    meeting = sample_meeting()
    titles = {item.number: item.title for item in meeting.agenda}
    events: list[Note | Final] = [Note("state", {"state": "listening", "at_ms": 0, "utc": "2026-11-18T14:00:00+00:00"})]
    for at_ms, number in _agenda(meeting):
        events.append(Note("agenda", {"item": number, "title": titles[number], "from_ms": at_ms}))
    cue = 0
    for turn in turns():
        sentences = _SENTENCE.split(turn.text)
        length, at = len(turn.text), 0
        for sentence in sentences:
            cue += 1
            opening = Opening(turn.speaker, turn.speaker, "human", "", "en")
            start = turn.start_ms + (turn.end_ms - turn.start_ms) * at // length
            at += len(sentence) + 1
            end = turn.start_ms + (turn.end_ms - turn.start_ms) * min(at, length) // length
            events.append(Final(cue, 0, _words(sentence, start, end), opening))
    events.append(Note("state", {"state": "ended", "at_ms": turns()[-1].end_ms}))
    numbered = [Numbered(at, event) for at, event in enumerate(events, 1)]
    return transcript_of(replace(Header.of(meeting), made=MADE), numbered, Redactor(()))[0]


def sample_report(transcript: Transcript) -> Report:
    """Return the draft of the sample meeting's report as if somebody had accepted all of it."""
    draft = drafted(heard_at(sample_meeting(), transcript))
    approved = Revision(version=1, at_utc="2026-11-18T15:00:00Z", by="", note="Approved for the sample only.")
    blocks, front = tuple(map(_accepted, draft.blocks)), tuple(map(_accepted, draft.front))
    return replace(draft, state="published", blocks=blocks, front=front, revisions=(approved,))


def _accepted(block: Block) -> Block:
    lines = tuple(_accepted_line(one) for one in block.statements)
    return replace(block, statements=lines, blocks=tuple(map(_accepted, block.blocks)))


def _accepted_line(one: Statement) -> Statement:
    children = tuple(map(_accepted_line, one.children))
    return replace(one, children=children, standing="accepted" if one.standing == "suggested" else one.standing)


def _words(sentence: str, start_ms: int, end_ms: int) -> tuple[Word, ...]:
    texts = sentence.split()
    at = [start_ms + (end_ms - start_ms) * place // len(texts) for place in range(len(texts) + 1)]
    return tuple(Word(at[place], at[place + 1], text) for place, text in enumerate(texts))
