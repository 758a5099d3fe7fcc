"""Word's formulas (OMML) as MathML, which `generator.reading.mathml` turns into a readable line."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from generator.reading.docx.package import attribute
from generator.reading.docx.word_styles import is_on
from generator.reading.mathml import math_text
from generator.reading.xml_tree import child, children, name_of

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|\s+|.", re.DOTALL)


def formula_text(element: Any, is_hidden: Callable[[Any], bool]) -> str:
    """Return the formula in an ``oMath`` element as one line. is_hidden: tells whether a run is not seen."""
    shown = copy.deepcopy(element)
    for part in [e for e in shown.iter() if name_of(e) == "r" and is_hidden(e)]:
        part.clear()
    root = etree.Element("math")
    _write_children(shown, root)
    return math_text(root)


def _write_children(element: Any | None, parent: Any) -> None:
    for part in element if element is not None else ():
        _write(part, parent)


def _row(element: Any | None, parent: Any) -> None:
    _write_children(element, etree.SubElement(parent, "mrow"))


def _token(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = "".join(c for c in text if c.isprintable() or c == " ")


def _text(text: str, parent: Any, plain: bool) -> None:
    if plain:
        _token(parent, "mtext", text)
        return
    for token in _TOKEN.findall(text):
        if token.isspace():
            etree.SubElement(parent, "mspace")
        else:
            _token(parent, "mn" if token[0].isdigit() else "mi" if token[0].isalpha() else "mo", token)


def _property(element: Any, group: str, name: str, default: str) -> str:
    found = child(child(element, group), name)
    return default if found is None else attribute(found, "val")


def _write(part: Any, parent: Any) -> None:
    name = name_of(part)
    if name == "r":
        plain = child(child(part, "rPr"), "nor") is not None
        for text in children(part, "t"):
            _text(text.text or "", parent, plain)
    elif name == "f":
        fraction = etree.SubElement(parent, "mfrac")
        _row(child(part, "num"), fraction)
        _row(child(part, "den"), fraction)
    elif name in ("sSup", "sSub", "sSubSup"):
        scripts = {"sSup": "msup", "sSub": "msub", "sSubSup": "msubsup"}
        script = etree.SubElement(parent, scripts[name])
        _row(child(part, "e"), script)
        for side in ("sub", "sup"):
            if side in name.lower():
                _row(child(part, side), script)
    elif name == "sPre":
        script = etree.SubElement(parent, "msubsup")
        etree.SubElement(script, "mrow")
        _row(child(part, "sub"), script)
        _row(child(part, "sup"), script)
        _write_children(child(part, "e"), parent)
    elif name == "rad":
        degree = child(part, "deg")
        hidden = degree is None or not "".join(degree.itertext()).strip()
        root = etree.SubElement(parent, "msqrt" if hidden else "mroot")
        _row(child(part, "e"), root)
        if not hidden:
            _row(degree, root)
    elif name == "nary":
        script = etree.SubElement(parent, "munderover")
        _token(script, "mo", _property(part, "naryPr", "chr", "∫"))
        _row(child(part, "sub"), script)
        _row(child(part, "sup"), script)
        _token(parent, "mtext", " ")
        _write_children(child(part, "e"), parent)
    elif name == "d":
        _delimited(part, parent)
    elif name in ("acc", "bar", "groupChr"):
        over = etree.SubElement(parent, "mover")
        _row(child(part, "e"), over)
        _token(over, "mo", _property(part, f"{name}Pr", "chr", "¯" if name == "bar" else "^"))
    elif name in ("limLow", "limUpp"):
        script = etree.SubElement(parent, "munder" if name == "limLow" else "mover")
        _row(child(part, "e"), script)
        _row(child(part, "lim"), script)
    elif name in ("m", "eqArr"):
        table = etree.SubElement(parent, "mtable")
        for line in children(part, "mr") if name == "m" else children(part, "e"):
            row = etree.SubElement(table, "mtr")
            for cell in children(line, "e") if name == "m" else [line]:
                _row(cell, etree.SubElement(row, "mtd"))
    elif name == "func":
        _write_children(child(part, "fName"), parent)
        _token(parent, "mtext", " ")
        _write_children(child(part, "e"), parent)
    elif name == "phant" and not is_on(_property(part, "phantPr", "show", "1") or "1"):
        pass  # keeps room for what is not shown
    elif name not in ("del", "moveFrom") and not name.endswith("Pr"):
        _write_children(part, parent)


def _delimited(part: Any, parent: Any) -> None:
    inside = etree.SubElement(parent, "mrow")
    _token(inside, "mo", _property(part, "dPr", "begChr", "("))
    for at, piece in enumerate(children(part, "e")):
        if at:
            _token(inside, "mo", _property(part, "dPr", "sepChr", "|"))
        _write_children(piece, inside)
    _token(inside, "mo", _property(part, "dPr", "endChr", ")"))
