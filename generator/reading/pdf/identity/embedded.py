"""What a PDF file says of its paper in its XMP packet: the DOI and the authors.

>>> _DOI.search("<prism:doi>10.1234/lamps</prism:doi>")[1]
'10.1234/lamps'
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_MAX_BYTES = 400_000  # bytes of a packet; usual ones have 3,000
_MAX_PACKETS = 40  # packets of a file; pictures have some of their own
_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_PACKED = re.compile(rb"<<[^<>]{0,400}/Type\s?/Metadata\b[^<>]{0,400}>>\s{0,4}stream\r?\n")
_DOI = re.compile(
    r"<(?:prism|pdfx|crossmark|jav|bibo):doi>\s{0,9}([^<]{8,300}?)\s{0,9}</"
    r"|\b(?:prism|pdfx|crossmark|bibo):doi\s?=\s?[\"']([^\"']{8,300})[\"']"
    r"|<dc:identifier>\s{0,9}(?:<[^>]{1,80}>\s{0,9}){0,3}((?:doi:|https?://(?:dx\.)?doi\.org/)?\s?10\.\d{4,9}/[^<]{1,300}?)\s{0,9}</",
    re.I,
)
_NAMING = re.compile(r":doi|<dc:identifier", re.I)
_CREATORS = re.compile(r"<dc:creator>((?:[^<]|<(?!dc:creator>)){0,60000}?)</dc:creator>", re.S)
_ITEM = re.compile(r"<rdf:li[^>]{0,80}>([^<]{1,300})</rdf:li>")


def xmp_entries(path: Path) -> dict[str, str]:
    """Return ``prism:doi`` and ``dc:creator`` (names separated by semicolons), if the file gives them.

    No DOI is returned if the packets name several, as those of collections do.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    packets = list(islice(_plain(data), _MAX_PACKETS)) or _unpacked(data)
    # Packets of pictures name no paper, and searching them takes longer than all the rest.
    naming = [text for text in packets if _NAMING.search(text)]
    names = {next(g for g in m.groups() if g) for text in naming for m in _DOI.finditer(text)}
    bare = {re.sub(r"^\D*?(?=10\.)", "", html.unescape(n)).strip().lower() for n in names}
    found = {"prism:doi": bare.pop()} if len(bare) == 1 else {}
    creators = next((m[1] for text in packets for m in _CREATORS.finditer(text)), "")
    people = [html.unescape(x).strip() for x in _ITEM.findall(creators)]
    if len(people) > 1:
        found["dc:creator"] = "; ".join(people)
    return found


def _plain(data: bytes) -> Iterator[str]:
    """Yield packets that the file holds as they are; one within which another begins is damaged."""
    start = data.find(_BEGIN)
    while start >= 0:
        following = data.find(_BEGIN, start + 1)
        limit = start + _MAX_BYTES if following < 0 else min(start + _MAX_BYTES, following)
        end = data.find(_END, start, limit)
        if end >= 0:
            yield data[start : end + len(_END)].decode("utf-8", "replace")
        start = following


def _unpacked(data: bytes) -> list[str]:
    """Return packets that the file holds compressed."""
    found = []
    for _, match in zip(range(_MAX_PACKETS), _PACKED.finditer(data), strict=False):
        if b"/FlateDecode" not in match[0]:
            continue
        try:
            text = zlib.decompressobj().decompress(data[match.end() : match.end() + _MAX_BYTES], _MAX_BYTES)
        except zlib.error:
            continue
        if b"xmpmeta" in text:
            found.append(text.decode("utf-8", "replace"))
    return found
