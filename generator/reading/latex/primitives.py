"""Lengths and boxes as TeX itself reads them: without braces, up to where they end."""

from __future__ import annotations

import re

from generator.reading.block_text import names
from generator.reading.latex.stream import Stream
from generator.reading.latex.tokens import LatexToken

BOXES = names("hbox vbox vtop")
SHIFTS = names("raise lower moveleft moveright")  # of a box, by a length
SPACES = names("kern hskip vskip")
_LENGTH = re.compile(
    r"=?\s?(?P<number>[+-]{0,3}\d{0,9}\.?\d{0,9})(?P<unit>pt|bp|px|mm|cm|in|em|ex|pc|sp|dd|cc|mu|fill?)?"
)
_MAX_TOKENS = 6  # of one length


def length(stream: Stream) -> str:
    """Take the length that comes next, and what it may stretch and shrink by: ``-2cm plus 1fil``."""
    found = _length(stream)
    while (token := stream.raw()) is not None:
        if token.kind == "space" and (after := stream.raw()) is not None:
            if after.text in ("plus", "minus"):
                _length(stream)
                continue
            stream.back([token, after])
        else:
            stream.back([token])
        break
    return found


def box(stream: Stream) -> list[LatexToken]:
    """Take the box that comes next, with the command that makes it, and return its content."""
    while (token := stream.raw()) is not None:
        if token.kind == "space" or (token.kind == "command" and token.text in BOXES):
            continue
        stream.back([token])
        if token.kind != "text" or token.text not in ("to", "spread"):
            break
        stream.raw()
        length(stream)
    return stream.argument()


def register(stream: Stream) -> None:
    """Take the name or the number of a box or a file, and the sign after it."""
    while (token := stream.raw()) is not None:
        if token.kind == "command" and token.text not in BOXES:
            continue
        if token.kind != "space" and not re.fullmatch(r"[\d=-]{1,8}", token.text):
            stream.back([token])
            return


def _length(stream: Stream) -> str:
    found = ""
    for _ in range(_MAX_TOKENS):
        token = stream.raw()
        if token is None or token.kind not in ("space", "text", "command"):
            stream.back([token] if token else [])
            break
        if token.kind == "space":
            continue
        if token.kind == "command":
            if found and found[-1] not in "+-.0123456789":
                stream.back([token])
                break
            return f"{found}\\{token.text}"
        match = _LENGTH.match(token.text)
        if match is None or not match.group() or (found[-1:].isdigit() and match["number"].strip("+-")):
            stream.back([token])
            break
        found += match.group().strip("= ")
        if rest := token.text[match.end() :]:
            stream.back([LatexToken("text", rest, rest)])
            break
        if match["unit"]:
            break
    return found
