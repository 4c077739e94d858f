"""What the program says about links when it starts: the admin's link, once, and a way into the sample's console."""

from __future__ import annotations

from dataclasses import replace

from dccg.links import DAY_S, Book
from dccg.links_file import LinkFile, make_admin, make_link

SAMPLE_LABEL = "Printed at the start"


def greeting(file: LinkFile, address: str, now_s: float, sample: str = "") -> list[str]:
    """Return the lines to be said, and note the address for the commands that print links later.

    The admin's link is made at the first start. After that, with a `sample` meeting, a link to its console is made
    that works for a day: it leads newcomers in, and opens nothing else.

    Raises:
        BadLinks: If the file of links cannot be read: rather no start than a house without locks.
    """
    book = file.change(lambda book: replace(book, address=address))
    if not book.admins(now_s):
        link = f"{address}/enter#{make_admin(file, now_s)}"
        return [
            f"Your link as operator, shown only this once: {link}",
            "  It opens everything here, also the console of each meeting. Keep it to yourself, and keep it: "
            "`dccg links admin` makes a new one and ends this one.",
        ]
    told = ["Without the operator's link nobody can make a meeting here. If it was lost: dccg links admin"]
    if sample:
        link = _to_console(file, address, sample, now_s)
        told = [f"To steer the sample meeting, open its console, by a link that works for a day: {link}", *told]
    return told


def _to_console(file: LinkFile, address: str, sample: str, now_s: float) -> str:
    def do(book: Book) -> Book:
        kept = (one for one in book.links if (one.meeting, one.label) != (sample, SAMPLE_LABEL))
        return replace(book, links=tuple(kept))

    file.change(do)
    token = make_link(file, "host", sample, SAMPLE_LABEL, int(now_s) + DAY_S, now_s)[1]
    return f"{address}/m/{sample}/enter#{token}"
