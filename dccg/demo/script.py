"""The script of the sample meeting: what is said, by whom, and what happens between the words.

Everybody and every coalition in it is invented. The words were chosen by ear and by measurement: they are to
read like a real call, and to leave a small recogniser with few errors that are the script's fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """A voice of flite, and how much slower than its own pace it speaks."""

    flite: str
    stretch: float = 1.0


@dataclass(frozen=True)
class Line:
    """One turn of one speaker, and the silence after it.

    Where the line drops, `lost` is the rest of the sentence that nobody hears: the sound ends `cut_ms` before
    the sentence would.
    """

    speaker: str
    text: str
    after_ms: int = 700
    lost: str = ""
    cut_ms: int = 0


@dataclass(frozen=True)
class Noise:
    """A loud air conditioner, nobody speaking, on the microphone of whoever spoke last."""

    ms: int
    after_ms: int


PETER = "Peter Lindgren"
SUSAN = "Susan Adeyemi"
DAVID = "David Castellanos"
THOMAS = "Thomas Wojciechowski"

# The chair speaks most and has the voice that is recognised best. Two of the voices are faster than anybody
# who wants to be captioned should be.
VOICES = {
    PETER: Voice("rms"),
    SUSAN: Voice("slt", 1.15),
    DAVID: Voice("awb", 1.1),
    THOMAS: Voice("kal16"),
}

SCRIPT: tuple[Line | Noise, ...] = (
    Line(
        PETER,
        "Good afternoon everyone, and welcome to meeting number twenty seven of the coordination group. Today is "
        "the eighteenth of November, twenty twenty six. My name is Peter Lindgren, and I will be your chair.",
        600,
    ),
    Line(
        PETER,
        "Please note that live captions are on. They are made by a machine, and they are not the official record. "
        "The report will be checked by a person before it is published.",
    ),
    Line(
        PETER,
        "We have apologies from two members. Helen Nakamura, from the Coalition on Open Weather Data, cannot be "
        "here today. Michael Obradovic, from the Coalition on Older Users, also sends his apologies.",
        800,
    ),
    Line(
        PETER,
        "There are three items on the agenda. The first item is the annual report. The second item is the "
        "membership rules. The third item is the spring workshop.",
    ),
    Line(PETER, "Let us start with the first item, the annual report. Susan, please go ahead.", 900),
    Line(
        SUSAN,
        "Hello everyone. I speak for the Coalition on Rural Networks, also known as the CRN. My name is Susan "
        "Adeyemi. We received forty two replies from our members. The budget for next year is not included, "
        "because it has not been approved. You will find a short summary on the first page.",
    ),
    Line(PETER, "Thank you, Susan. Let us take ten seconds to look at the first page.", 10_300),
    Line(PETER, "The proposal is to adopt the annual report as it stands. Is there any objection?", 1_200),
    Line(PETER, "I hear no objection, so the annual report is adopted.", 800),
    Line(PETER, "We now move to the second item, the membership rules. David, please explain your proposal."),
    Line(
        DAVID,
        "Thank you. My name is David Castellanos, and I speak for the Coalition on Free Maps, or CFM. We propose "
        "the following. Members who do not send a report for two years should lose their right to vote.",
        600,
    ),
    Line(
        THOMAS,
        "I am sorry, but I do not agree with that. This is Thomas Wojciechowski, from the Coalition on Digital "
        "Memory, or CDM. Many small groups have no staff, and two years is not enough for them. Please record "
        "that our coalition objects to this proposal.",
        500,
    ),
    Line(
        SUSAN,
        "I can see both sides. Perhaps we could ask for one page instead of a full report. I am sure that the "
        "small groups would under–",
        1_200,
        lost="stand.",
        cut_ms=580,
    ),
    Line(
        PETER,
        "I think we have lost Susan. We do not have consensus on this proposal, and it is not adopted. The "
        "objection of the Coalition on Digital Memory is recorded. The decision is deferred until the next "
        "meeting.",
    ),
    Line(SUSAN, "Can you hear me now? My line was lost. In my opinion, one page would be enough.", 500),
    Line(DAVID, "Thank you, that is a good idea. I can write a new version before the next meeting."),
    Noise(5_500, 400),
    Line(PETER, "There is a lot of noise on the line. David, please turn off your microphone.", 1_000),
    Line(
        PETER,
        "That is much better. The third and last item is the spring workshop. Thomas, what is the plan?",
        600,
    ),
    Line(
        THOMAS,
        "The workshop will take place on the ninth of March. The room has space for sixty people, and the meeting "
        "will not be recorded. We still need a speaker for the opening session.",
        400,
    ),
    Line(
        SUSAN,
        "Our coalition would like to help with that. There is a very good speaker in the CRN, and I will ask her "
        "tomorrow.",
    ),
    Line(PETER, "That is very kind. Are there any other comments? Then let me go through the next steps."),
    Line(
        PETER,
        "Susan will send the final report to the mailing list by Friday, the twenty seventh of November. David "
        "will write a new draft of the rule by the fourth of December. Thomas will reserve the room for the "
        "workshop by the tenth of December.",
        600,
    ),
    Line(DAVID, "Yes, I can do that, and I will ask the other members for their comments."),
    Line(
        PETER,
        "Our next meeting will be on Wednesday, the sixteenth of December, at two o'clock in the afternoon. Many "
        "thanks to all of you for your time. The meeting is closed. Goodbye.",
        1_000,
    ),
)


def spell_out(text: str) -> str:
    """Return the text with its acronyms as they are said: letter by letter.

    >>> spell_out("the CRN met")
    'the C R N met'
    """
    return re.sub(r"\b[A-Z]{2,}\b", lambda found: " ".join(found[0]), text)
