"""Mutations of a file, by its tokens rather than its bytes: what is left is often nearly valid."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

MAX_BYTES = 1_000_000  # bytes of a mutated file
_USUAL = 20_000  # bytes that a repetition adds at most, but for one in four
_MAX_CHANGES = 6
_DEEP = 3000  # times that something is nested or repeated
_TOKEN = re.compile(rb"<[^<>]{0,300}>|\\[A-Za-z]+|[A-Za-z]+|\d+|\s+|.", re.S)
_VALUES = [
    b"0", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"2147483648", b"0.0000001", b"\x00",
    b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9d\x94\xb8", b"\xef\xbf\xbe", "\u202e\u2060".encode(),
    "İß\u0301".encode(), b"\r", b"\n\n", b" ", b"", b"&#0;", b"&#xD800;", b"&undefined;", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<?x", b"<!DOCTYPE a [", b"null", b"{}", b"[]", b'"', b"'", b"`", b"```",
    b":::", b"$$", b"$", b"|", b"| |", b"---", b"> ", b"#", b"[^1]", b"\\", b"{", b"}", b"\\begin{x}",
    b"\\end{document}", b"\\def\\a{\\a\\a}\\a", b"\\input{paper}", b"\\newcommand{\\b}[9]{#1\\b}", b"@",
    b"%", b"colspan='100000'", b"rowspan='-3'", b"1900", b"doi:10.", b"http://[",
    b"https://doi.org/10.1/%ff", b"10.1234/" * 9, b"/Length 9999999", b"/Kids [3 0 R]", b"1 0 R", b"obj",
    b"stream\n", b"Tj", b"TJ", b"cm", b"Do", b"Tm", b"inf", b"AU  - ",
]  # fmt: skip

# What some functions take for digits and others do not.
_NUMBERS = [n.encode() for n in ("\u00b2", "\u0663", "\u2167", "\u00bd", "1_0", "+5", "0x1", "9" * 5000)]

Change = Callable[[list[bytes], random.Random], None]


def changed_tokens(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one to six changes."""
    tokens = _TOKEN.findall(data)
    for _ in range(chance.randint(1, _MAX_CHANGES)):
        chance.choice(_CHANGES)(tokens, chance)
    return b"".join(tokens)[:MAX_BYTES]


def _place(tokens: list[bytes], chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(tokens))
    return start, min(len(tokens), start + int(chance.expovariate(0.1)) + 1)


def _delete(tokens: list[bytes], chance: random.Random) -> None:
    start, end = _place(tokens, chance)
    del tokens[start:end]


def _copy(tokens: list[bytes], chance: random.Random) -> None:
    start, end = _place(tokens, chance)
    to, _ = _place(tokens, chance)
    tokens[to:to] = tokens[start:end]


def _swap(tokens: list[bytes], chance: random.Random) -> None:
    start, end = _place(tokens, chance)
    piece = tokens[start:end]
    del tokens[start:end]
    to, _ = _place(tokens, chance)
    tokens[to:to] = piece


def _repeat(tokens: list[bytes], chance: random.Random) -> None:
    start, end = _place(tokens, chance)
    times = chance.choice((2, 10, 100, _DEEP))
    size = sum(map(len, tokens[start:end])) or 1
    most = chance.choice((_USUAL, _USUAL, _USUAL, MAX_BYTES // 2))
    tokens[start:end] = tokens[start:end] * min(times, most // size + 1)


def _nest(tokens: list[bytes], chance: random.Random) -> None:
    """Open what stands somewhere many times, and perhaps close it as often."""
    pairs = (
        (b"{", b"}"),
        (b"[", b"]"),
        (b"(", b")"),
        (b"*", b"*"),
        (b"> ", b""),
        (b"$", b"$"),
        (b"\\emph{", b"}"),
    )
    tags = [t for t in tokens if re.fullmatch(rb"<\w[^<>]*[^/]>", t)]
    start, end = _place(tokens, chance)
    if tags and chance.random() < 0.7:
        opening = chance.choice(tags)
        name = re.match(rb"<([\w:.-]+)", opening)
        closing = b"</" + name[1] + b">" if name else b""
    else:
        opening, closing = chance.choice(pairs)
    times = chance.choice((3, 50, 300, _DEEP))
    tokens[start:end] = [
        opening * times,
        *tokens[start:end],
        closing * (times if chance.random() < 0.8 else 0),
    ]


def _insert(tokens: list[bytes], chance: random.Random) -> None:
    start, end = _place(tokens, chance)
    tokens[start : chance.choice((start, end))] = [chance.choice(_VALUES) * chance.choice((1, 1, 1, 2, 200))]


def _number(tokens: list[bytes], chance: random.Random) -> None:
    places = [k for k, t in enumerate(tokens) if t.isdigit()]
    if places:
        tokens[chance.choice(places)] = chance.choice(
            [*_VALUES[:7], *_NUMBERS, b"%d" % chance.randint(0, 10**6)]
        )


def _bytes(tokens: list[bytes], chance: random.Random) -> None:
    if tokens:
        at = chance.randrange(len(tokens))
        token = bytearray(tokens[at])
        token[chance.randrange(len(token)) if token else 0 : 1] = bytes([chance.randrange(256)])
        tokens[at] = bytes(token)


def _cut(tokens: list[bytes], chance: random.Random) -> None:
    if chance.random() < 0.3:
        del tokens[chance.randint(0, len(tokens)) :]


_CHANGES: tuple[Change, ...] = (
    _delete,
    _copy,
    _swap,
    _repeat,
    _nest,
    _insert,
    _insert,
    _number,
    _bytes,
    _cut,
)
