"""What every transcript says of itself: the meeting, how the text was made, and how far to trust it."""

from __future__ import annotations

from models.plain import clean
from models.timing import format_utc
from models.transcript import CHATHAM_HOUSE, Transcript

NOT_AUTHORITATIVE = (
    "This text helps people follow the meeting; it is not an authoritative record. "
    "It was captioned live and may be incomplete or wrong in places."
)
STANDING = (
    "What follows was captioned in real time while people spoke. Most of it is right, but words may be missing "
    "or misheard. It is offered as an aid to understanding what was said and is not an authoritative record of "
    "the meeting."
)
SHORT_CAVEAT = "They may be incomplete or wrong and are not an authoritative record."
_RULES = {
    "open": "open meeting",
    CHATHAM_HOUSE: "Chatham House Rule",
}
_STATES = {
    "planned": "captioning has not begun",
    "listening": "captioning is under way; this text still grows",
    "paused": "captioning is paused; this text may still grow",
    "ended": "captioning has ended",
}


def meeting_lines(transcript: Transcript) -> list[str]:
    """Return what is known of the meeting, a line each."""
    header = transcript.header
    start = "not known; times count from the beginning of captioning"
    if transcript.start_utc is not None:
        start = f"{format_utc(transcript.start_utc)}; times count from this moment"
    known = {
        "Meeting": header.title,
        "Group": header.group,
        "Number": header.number,
        "Date": header.date,
        "Start (UTC)": start,
        "Rule": _RULES.get(header.rule, header.rule),
        "Language": header.language,
        "State": _STATES[transcript.state],
    }
    return [f"{name}: {clean(value)}" for name, value in known.items() if clean(value)]


def how_made(transcript: Transcript) -> str:
    """Return one sentence: by machine, by a person, or both; and the engine.

    A transcript without captions is by whoever makes them now; one of others is as its header says.
    """
    if transcript.header.made:
        return clean(transcript.header.made)
    machine, human = transcript.cue_counts["machine"], transcript.cue_counts["human"]
    engines = ", ".join(clean(name) for name in transcript.engines) or clean(transcript.engine)
    recognition = f"speech recognition ({engines})" if engines else "speech recognition"
    if machine and human:
        return f"Captions made partly by machine, with {recognition}, and partly typed by a person."
    if human or (not machine and transcript.origin == "human"):
        return "Captions typed by a person."
    return f"Captions made by machine, with {recognition}."


def edit_state(transcript: Transcript) -> str:
    """Return one sentence: how many captions were corrected by hand, and by how many people."""
    standing = [correction for correction in transcript.corrections if correction.holds]
    corrected = {correction.cue for correction in standing}
    if not corrected:
        return "Not corrected by hand."
    people = {by for correction in standing if (by := correction.fields.get("by"))}
    hands = f" by {_count(len(people), 'person', 'people')}" if people else ""
    return f"Corrected by hand{hands}: {_count(len(corrected), 'caption', 'captions')}."


def making_lines(transcript: Transcript) -> list[str]:
    """Return how the text was made and how far it was edited, with what the engine says of itself."""
    notices = dict.fromkeys(clean(text) for text in (transcript.engine_notice, transcript.notice))
    return [how_made(transcript), *(text for text in notices if text), edit_state(transcript)]


def caveat_lines(transcript: Transcript) -> list[str]:
    """Return that the text is no authoritative record, the rule of the meeting, and whom to write to."""
    contact = clean(transcript.header.contact) or "the organisers of the meeting"
    mode = clean(transcript.header.mode_notice)
    if transcript.nameless and not mode:
        mode = "Under the Chatham House Rule, speakers are not named."
    return [NOT_AUTHORITATIVE, *([mode] if mode else []), f"For corrections, write to {contact}."]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
