"""Mutations of a PDF by its objects and by the operators of its pages; the table of objects fits again."""

from __future__ import annotations

import base64
import contextlib
import random
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d{1,9})\s+(\d+)\s+obj\b(.*?)\bendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.S)
_TWICE_PACKED = re.compile(rb"/Filter\s*\[\s*/ASCII85Decode\s*/FlateDecode\s*\]")
# Possessive, so that nothing is tried twice: the strings of changed files have no end, or many.
_OPERATION = re.compile(
    rb"((?:\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>|\[(?:[^\]()]|\((?:[^()\\]|\\.)*+\))*+\]|/[^\s/<>\[\]()]++|[-+.\d]++|\s++)*+)"
    rb"([A-Za-z'\"*]+[0-9]?\*?)",
    re.S,
)
_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_WILD = (
    b"0",
    b"-1",
    b"1e9",
    b"0.0001",
    b"99999999999",
    b"-99999",
    b"2147483648",
    b"32768",
    b"1000",
    b"0.5",
    b"nan",
)
_OPERATIONS = (
    b"q", b"Q", b"BT", b"ET", b"3 Tr", b"7 Tr", b"0 Tr", b"1 1 1 rg", b"0 g", b"1 g", b"0 0 0 1 k",
    b"/Clear gs", b"0 0 1 1 re W n", b"0 0 600 900 re f", b"1 0 0 1 0 0 cm", b"0 1 -1 0 0 0 cm",
    b"0 0 0 0 0 0 cm", b"-1 0 0 1 600 0 cm", b"1 0 0 -1 0 800 Tm", b"0 0 0 0 0 0 Tm", b"1e9 0 0 1e9 0 0 Tm",
    b"(x) Tj", b"(\\377\\000) Tj", b"() Tj", b"[(a) -9999 (b) 9999 (c)] TJ", b"<0041> Tj", b"0 Tz",
    b"-100 Tz", b"1000 Tc", b"-50 Tc", b"1000 Tw", b"500 Ts", b"0 TL T*", b"0 -12 Td", b"9999 9999 Td",
    b"/F1 0 Tf", b"/F1 -10 Tf", b"/F1 1000 Tf", b"/None 10 Tf", b"/Im1 Do", b"/Fm0 Do", b"/OC /L1 BDC",
    b"/Span <</ActualText (other)>> BDC", b"/Artifact BMC", b"EMC", b"BX", b"EX", b"(a) '", b"1 1 (a) \"",
    b"0 0 m 600 800 l S", b"0 0 m 1 1 2 2 3 3 c f", b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", b"/Sh1 sh",
)  # fmt: skip
_ENTRIES = (
    b"/Rotate 90", b"/Rotate 45", b"/UserUnit 100", b"/MediaBox [0 0 0 0]", b"/MediaBox [0 0 1e9 1e9]",
    b"/CropBox [0 0 1 1]", b"/MediaBox [600 800 0 0]", b"/Filter /FlateDecode",
    b"/Filter [/ASCIIHexDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /DCTDecode", b"/Length 0",
    b"/Length 999999", b"/ToUnicode 4 0 R", b"/Encoding /Identity-H",
    b"/Encoding << /Differences [65 /a /b /uni0000 /g1] >>", b"/FirstChar -1 /LastChar 999 /Widths [0]",
    b"/Subtype /Type3", b"/Subtype /Type0 /DescendantFonts [5 0 R]", b"/Subtype /CIDFontType2",
    b"/BaseFont /ABCDEF+CMSY10", b"/BaseFont /Symbol", b"/FontDescriptor 5 0 R", b"/Annots [4 0 R 4 0 R]",
    b"/Kids [2 0 R 3 0 R]", b"/Parent 3 0 R", b"/Count 999999", b"/Contents [4 0 R 4 0 R 4 0 R]",
    b"/Resources 4 0 R", b"/Type /Page", b"/Type /Pages", b"/StructTreeRoot 1 0 R",
    b"/OCProperties << /D << /OFF [90 0 R] >> >>", b"/Names 1 0 R", b"/Lang (x)",
    b"/MarkInfo << /Marked true >>", b"/A << /S /URI /URI (javascript:x) >>", b"/Rect [0 0 -1 1e9]",
    b"/Dest [3 0 R /XYZ 0 0 0]", b"/Encrypt 1 0 R",
)  # fmt: skip


@dataclass(slots=True)
class _Part:
    head: bytes
    content: bytes | None  # of a stream, unpacked where it was packed by Flate alone
    packed: bool = False


def changed_pdf(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change objects or operators of ``data``; return None if its objects cannot be told apart."""
    parts = _parts(data)
    if not parts:
        return None
    for _ in range(chance.randint(1, 5)):
        change = _content if chance.random() < 0.5 else chance.choice(_CHANGES)
        change(parts, chance, others)
    return _written(parts, chance)


def with_operators(data: bytes, operators: Callable[[bytes], bytes]) -> bytes | None:
    """Put operators before those of a page. operators: makes them, of the name of a font.

    None where there is no content that names a font of its own, or where other text is not printed either:
    that may be the recognised text of a scan.
    """
    parts = _parts(data)
    if any(part.content and b" Tr" in part.content for part in parts.values()):
        return None
    for part in parts.values():
        if part.content and (font := re.search(rb"/([\w+]+) [\d.]+ Tf", part.content)):
            part.content = operators(font[1]) + b"\n" + part.content
            return _written(parts, None)
    return None


def _parts(data: bytes) -> dict[int, _Part]:
    parts = {}
    for match in _OBJECT.finditer(data):
        body = match[3]
        found = _STREAM.search(body)
        if found is None:
            parts[int(match[1])] = _Part(body.strip(), None)
            continue
        head, content, packed = body[: found.start()].strip(), found[1], False
        if both := _TWICE_PACKED.search(head):
            with contextlib.suppress(ValueError):
                content = base64.a85decode(content.strip().removesuffix(b"~>"))
                head = head[: both.start()] + b"/Filter /FlateDecode" + head[both.end() :]
        if b"/ASCII85Decode" not in head and b"/FlateDecode" in head and b"/Predictor" not in head:
            with contextlib.suppress(zlib.error):
                content, packed = zlib.decompressobj().decompress(content, 2_000_000), True
        if b"/ObjStm" in head or b"/XRef" in head:
            return {}  # objects within objects: changed as plain bytes
        parts[int(match[1])] = _Part(head, content, packed)
    return parts


def _written(parts: dict[int, _Part], chance: random.Random | None) -> bytes:
    """Write the file; without ``chance`` all is right, with it now and then a length or an offset is not."""
    data = b"%PDF-1.7\n"
    offsets = {}
    root = next((n for n, p in parts.items() if b"/Catalog" in p.head), 1)
    for number, part in parts.items():
        offsets[number] = len(data)
        body = part.head
        if part.content is not None:
            content = zlib.compress(part.content, 1) if part.packed else part.content
            if chance is None or chance.random() < 0.95:
                body = re.sub(rb"/Length\s+\d+(\s+0\s+R)?", b"/Length %d" % len(content), body, count=1)
            body += b"\nstream\n" + content + b"\nendstream"
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        if chance is not None and chance.random() < 0.01:
            offset += chance.choice((-7, 3, 100000))
        data += b"%d 1\n%010d 00000 n \n" % (number, max(0, offset))
    return data + b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(parts) + 1,
        root,
        start,
    )


def _content(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Change the operators of a page."""
    streams = [
        p for p in parts.values() if p.content and re.search(rb"\bT[jJ]\b|\bDo\b|\bre\b", p.content[:20000])
    ]
    if not streams:
        return _entry(parts, chance, others)
    part = chance.choice(streams)
    steps = [m[0] for m in _OPERATION.finditer(part.content or b"")]
    if not steps:
        return None
    start = chance.randrange(len(steps))
    end = min(len(steps), start + 1 + int(chance.expovariate(0.2)))
    way = chance.randrange(7)
    if way == 0:
        del steps[start:end]
    elif way == 1:
        steps[start:start] = steps[start:end] * chance.choice((1, 1, 2, 50))
    elif way == 2:
        piece = steps[start:end]
        del steps[start:end]
        at = chance.randint(0, len(steps))
        steps[at:at] = piece
    elif way == 3:
        steps[start] = _NUMBER.sub(lambda m: chance.choice((m[0], chance.choice(_WILD))), steps[start])
    elif way == 4:
        number = chance.choice((1, 1, 2, 300))
        steps[start:start] = [chance.choice(_OPERATIONS) + b" "] * number
    elif way == 5:
        steps[start] = _NUMBER.sub(
            lambda m: b"%.2f" % (float(m[0]) * chance.choice((1, 0.9, 1.1, -1, 3))), steps[start]
        )
    else:
        steps[start:end] = [chance.choice(_OPERATIONS) + b" " for _ in range(3)]
    part.content = b"\n".join(steps)[:500_000]
    return None


def _entry(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Set an entry of a dictionary; of two of one name the later counts."""
    part = chance.choice(list(parts.values()))
    at = part.head.rfind(b">>")
    if at >= 0:
        part.head = part.head[:at] + b" " + chance.choice(_ENTRIES) + b" " + part.head[at:]


def _number(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    part = chance.choice(list(parts.values()))
    places = list(_NUMBER.finditer(part.head))
    if places:
        place = chance.choice(places)
        part.head = part.head[: place.start()] + chance.choice(_WILD) + part.head[place.end() :]


def _reference(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Have a reference lead elsewhere: to itself, above it, or nowhere."""
    part = chance.choice(list(parts.values()))
    places = list(_REFERENCE.finditer(part.head))
    if places:
        place = chance.choice(places)
        to = b"%d 0 R" % chance.choice([*parts, 0, 9999])
        part.head = part.head[: place.start()] + to + part.head[place.end() :]


def _swap(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    one, two = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[two] = parts[two], parts[one]


def _drop(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    if len(parts) > 3:
        del parts[chance.choice(list(parts))]


def _name(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Change one name for another of the file."""
    found = re.findall(rb"/[A-Za-z][\w+-]*", b" ".join(p.head for p in parts.values()))
    part = chance.choice(list(parts.values()))
    here = re.findall(rb"/[A-Za-z][\w+-]*", part.head)
    if here:
        part.head = part.head.replace(chance.choice(here), chance.choice(found), 1)


def _graft(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Take an object of another file in the place of one of the same type."""
    if not others:
        return
    theirs = _parts(chance.choice(others))
    number = chance.choice(list(parts))
    kind = re.search(rb"/Type\s*/\w+", parts[number].head)
    fit = [p for p in theirs.values() if (kind is None and p.content) or (kind and kind[0] in p.head)]
    if fit:
        parts[number] = chance.choice(fit)


def _bytes(parts: dict[int, _Part], chance: random.Random, others: Sequence[bytes]) -> None:
    """Flip bytes of a stream: of a font, a map of characters, a picture."""
    streams = [p for p in parts.values() if p.content]
    if streams:
        part = chance.choice(streams)
        content = bytearray(part.content or b"")
        for _ in range(chance.choice((1, 4, 30))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        part.content = bytes(content)


_CHANGES: tuple[Callable[[dict[int, _Part], random.Random, Sequence[bytes]], None], ...] = (
    _entry, _entry, _number, _number, _reference, _swap, _drop, _name, _graft, _graft, _bytes,
)  # fmt: skip
