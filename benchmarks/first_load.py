"""Prints how many bytes a reader's browser loads before the captions stand there, as they travel: compressed.

python benchmarks/first_load.py http://127.0.0.1:8000/m/sample

Needs a running program. Counts the page and every style, script and icon that it asks for, and those that they ask
for; the live stream that follows is not counted.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from machine import told

ASKED_BY_A_PAGE = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)=["']([^"']+)["']""")
ASKED_BY_A_FILE = re.compile(r"""(?:\bfrom|\bimport)\s*["']([^"']+)["']|url\(["']?([^"')]+)["']?\)""")


def fetched(address: str) -> tuple[int, str, str]:
    """Return the bytes of head and body as sent, the media type, and the text."""
    asked = Request(address, headers={"accept-encoding": "gzip", "accept": "text/html, */*"})  # noqa: S310
    with urlopen(asked) as answer:  # noqa: S310
        body = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        packed = answer.headers.get("content-encoding") == "gzip"
        media_type = answer.headers.get_content_type()
    text = (gzip.decompress(body) if packed else body).decode("utf-8", "replace")
    return head + len(body), media_type, text


def asked_for(address: str, media_type: str, text: str) -> Iterator[str]:
    pattern = ASKED_BY_A_PAGE if media_type == "text/html" else ASKED_BY_A_FILE
    for found in pattern.finditer(text):
        link = next(part for part in found.groups() if part)
        if not link.startswith(("data:", "#")):
            yield urljoin(address, link)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    args = parser.parse_args()
    if urlsplit(args.address).scheme not in ("http", "https"):
        parser.error("the address must begin with http:// or https://")
    addresses, sizes = [args.address], {}
    for address in addresses:
        sizes[address], media_type, text = fetched(address)
        wanted = asked_for(address, media_type, text) if media_type in ("text/html", "text/css") or (
            media_type.endswith("javascript")
        ) else ()  # fmt: skip
        addresses += [one for one in dict.fromkeys(wanted) if one not in addresses]
    print("| file | bytes |\n|---|--:|")
    for address, size in sizes.items():
        print(f"| {urlsplit(address).path} | {size:,} |")
    print(f"| **together** | **{sum(sizes.values()):,}** |")
    away = {urlsplit(address).netloc for address in sizes} - {urlsplit(args.address).netloc}
    print(f"\nAsked of other hosts: {', '.join(sorted(away)) or 'nothing'}.")
    print(told())


if __name__ == "__main__":
    main()
