"""Times of day as people say and type them."""

from __future__ import annotations

import re

TIME = re.compile(
    r"\b(?:(?P<word>noon|midnight|midday)|(?P<hour>[01]?\d|2[0-4])"
    r"(?:[:.h](?P<minute>[0-5]\d)|(?P<hundred>00)\b|\s?h(?:ours)?\b)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?)(?:\s*(?:hours )?(?P<zone>UTC|GMT|CES?T|EES?T|WES?T|E[SD]T|P[SD]T)\b)?",
    re.IGNORECASE,
)


def clock_time(match: re.Match[str]) -> str:
    """Return the time of day as "14:00 UTC"; empty where a number is none."""
    zone = f" {match['zone'].upper()}" if match["zone"] else ""
    if match["word"]:
        return ("00:00" if match["word"].lower() == "midnight" else "12:00") + zone
    marked = match["minute"] and match[0][len(match["hour"])] != "."
    if not (zone or match["half"] or marked):
        return ""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour % 24:02}:{minute:02}{zone}"
