"""Words that nobody sees, put into a file behind its mutation: no reader may find them.

They are put where they stay hidden whatever stands around them, as far as that can be had: in an element
that hides itself, in a comment, before all else on a page.
"""

from __future__ import annotations

import random
import re
from typing import Any

import lxml.etree
import lxml.html

from tests.fuzz.pdf_objects import with_operators
from tests.fuzz.trees import packed, unpacked

SECRET = "qzxsecretqzx"

_STYLES = (
    "display:none !important", "visibility:hidden !important", "opacity:0 !important",
    "font-size:0 !important", "position:absolute !important;left:-9999px !important",
)  # fmt: skip
_OPERATORS = (
    b"q BT 3 Tr /%s 10 Tf 1 0 0 1 100 500 Tm (%s) Tj ET Q",
    b"q 1 1 1 rg BT /%s 10 Tf 1 0 0 1 100 500 Tm (%s) Tj ET Q",
    b"q BT /%s 0.3 Tf 1 0 0 1 100 500 Tm (%s) Tj ET Q",
    b"q BT /%s 10 Tf 1 0 0 1 -9000000 500 Tm (%s) Tj ET Q",
    b"q 0 0 1 1 re W n BT /%s 10 Tf 1 0 0 1 100 500 Tm (%s) Tj ET Q",
)  # fmt: skip
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def is_found(result: str) -> bool:
    """Return whether the hidden words are in what was read."""
    return SECRET in re.sub(r"[\W_]+", "", result)


def with_hidden(kind: str, data: bytes, chance: random.Random) -> bytes | None:
    """Return ``data`` with hidden words; None without a place for them, or for other kinds."""
    if kind == "html":
        return _html(data, chance)
    if kind == "xml":
        return _xml(data, chance)
    if kind == "docx":
        return _docx(data, chance)
    if kind == "pdf":
        how = chance.choice(_OPERATORS)
        return with_operators(data, lambda font: how % (font, SECRET.encode()))
    if kind == "latex":
        return _latex(data, chance)
    return None


def _html(data: bytes, chance: random.Random) -> bytes | None:
    try:
        root = lxml.html.document_fromstring(data)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None
    places = [n for n in root.iter("p", "div", "td", "li", "section", "article") if isinstance(n.tag, str)]
    if not places:
        return None
    way = chance.randrange(len(_STYLES) + 3)
    hidden: Any = lxml.etree.Element("span")
    hidden.text = f" {SECRET} "
    if way < len(_STYLES):
        hidden.set("style", _STYLES[way])
    elif way == len(_STYLES):
        hidden.tag = "template"
    elif way == len(_STYLES) + 1:
        hidden = lxml.etree.Comment(SECRET)
    else:
        hidden.tag = "script"
    place = chance.choice(places)
    place.insert(chance.randint(0, len(place)), hidden)
    return bytes(lxml.etree.tostring(root, method="html", encoding="utf-8"))


def _xml(data: bytes, chance: random.Random) -> bytes | None:
    try:
        root = lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None
    place = chance.choice([n for n in root.iter() if isinstance(n.tag, str)])
    if chance.random() < 0.5:
        hidden = lxml.etree.Comment(SECRET)
    else:
        hidden = lxml.etree.ProcessingInstruction("x", SECRET)
    place.insert(chance.randint(0, len(place)), hidden)
    return bytes(lxml.etree.tostring(root, encoding="utf-8"))


def _docx(data: bytes, chance: random.Random) -> bytes | None:
    parts = unpacked(data)
    try:
        root = lxml.etree.fromstring(parts["word/document.xml"])
    except (KeyError, lxml.etree.XMLSyntaxError, ValueError):
        return None
    places = list(root.iter(f"{{{_WORD}}}p"))
    if not places:
        return None
    way = chance.randrange(3)
    if way == 0:
        hidden = f'<w:r xmlns:w="{_WORD}"><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r>'
    elif way == 1:
        hidden = f'<w:del xmlns:w="{_WORD}" w:id="1"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>'
    else:
        hidden = f'<w:r xmlns:w="{_WORD}"><w:instrText>{SECRET}</w:instrText></w:r>'
    place = chance.choice(places)
    place.insert(chance.randint(0, len(place)), lxml.etree.fromstring(hidden))
    parts["word/document.xml"] = bytes(lxml.etree.tostring(root))
    return packed(parts)


def _latex(data: bytes, chance: random.Random) -> bytes | None:
    """Hide the words in a comment, where nothing around can show it."""
    bare = re.sub(rb"\\verb\*?([^\w\s]).*?\1", b"", data)
    if re.search(rb"verbatim|lstlisting|minted|alltt|catcode|Verb|listing|\\(?:url|href|path|verb)", bare):
        return None
    lines = data.split(b"\n")
    lines.insert(chance.randint(0, len(lines)), b"% " + SECRET.encode())
    return b"\n".join(lines)
