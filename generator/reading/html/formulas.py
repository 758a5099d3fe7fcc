"""Formulas as MathJax, KaTeX, MediaWiki and LaTeXML leave them in a page: each of them once.

A rendered formula stands in the page up to four times: as drawn, as MathML for screen readers, as TeX in
a script or an attribute, as a spoken label. One of them is kept, the one that reads best.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from generator.reading.html.controls import without_controls
from generator.reading.html.glyphs import katex_text, mathjax_text
from generator.reading.inline import names
from generator.reading.mathml import math_text, tex_text

FORMULA = "formula"  # the tag of an element whose text is a formula on one line
_RENDERED = names(
    "MathJax MathJax_SVG MathJax_CHTML MathJax_MathML MathJax_PlainSource mjx-chtml mjx-full-width katex"
    " mwe-math-element MathJax_Preview MathJax_Error MathJax_Processing"
)
_TEX_ATTRIBUTES = ("data-latex", "data-tex", "data-math", "alttext")
_RAW = re.compile(r"\\\((.{1,600}?)\\\)|\\\[(.{1,600}?)\\\]|\$\$([^$]{1,600})\$\$", re.DOTALL)
_MAX_WORDS = 12  # of plain language in one formula; what has more is a text that poses as a formula
_MAX_UNSEEN = 2  # words of its source that the drawn formula does not show
# Arguments of commands that no reader sees.
_NO_WORDS = re.compile(
    r"\\(?:begin|end|label|(?:text)?color|tag|[hv]space|operatorname)\*?\s?\{[^{}]{0,200}\}"
)


class Formulas:
    """Puts each formula of a page into a ``formula`` element that holds its text."""

    def __init__(self, root: Any) -> None:
        self._sources = {
            e.get("id")
            for e in root.iter("script")
            if e.get("id") and is_source(e) and (e.text or "").strip()
        }

    def replaced(self, element: Any) -> bool:
        """Make a formula of ``element`` where it is one, rendered or not; return whether it is."""
        name = element.tag
        if name == "script":
            if is_source(element):
                _become(element, _source_text(element))
            return True
        if name == "math" or name.endswith(":math"):
            _become(element, mathml_text(element))
            return True
        if name != "mjx-container" and _RENDERED.isdisjoint((element.get("class") or "").split()):
            if name not in ("pre", "code"):
                _read_raw(element)
            return False
        _become(element, "" if self._has_source(element) else rendered_text(element))
        return True

    def _has_source(self, element: Any) -> bool:
        """Return whether a script with the formula's source stands in the page as well."""
        if "MathJax_Preview" in (element.get("class") or ""):
            return True
        if (element.get("id") or "").removesuffix("-Frame") in self._sources:
            return True
        after = element.getnext()
        return (
            after is not None
            and after.tag == "script"
            and is_source(after)
            and not (element.tail or "").strip()
        )


def is_source(script: Any) -> bool:
    """Return whether a ``script`` element holds a formula."""
    return (script.get("type") or "").strip().lower().startswith(("math/tex", "math/mml"))


def mathml_text(math: Any) -> str:
    """Return a ``math`` element on one line: its TeX where it has some, else its MathML."""
    drawn = math_text(math)
    for annotation in math.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "").lower():
            return _told("".join(annotation.itertext()), drawn) or drawn
    return _told(math.get("alttext") or "", drawn) or drawn


def rendered_text(element: Any) -> str:
    """Return the text of a formula that a library has drawn, from the best form that it left."""
    math = next(element.iter("math"), None)
    if math is not None and (text := mathml_text(math)):
        return text
    math = _parsed(element.get("data-mathml") or "")
    if math is not None and (text := mathml_text(math)):
        return text
    for part in element.iter():
        for attribute in _TEX_ATTRIBUTES:
            if text := _told(part.get(attribute) or ""):
                return text
    if drawn := mathjax_text(element):
        return drawn
    if any("katex-html" in (e.get("class") or "") for e in element.iter("span")):
        return katex_text(element)
    for part in element.iter():
        label = part.get("aria-label") or (part.get("alt") or "" if part.tag == "img" else "")
        if text := _told(label):
            return text
    return " ".join("".join(element.itertext()).split())


def image_text(image: Any) -> str:
    """Return the formula that the picture of one carries for those who cannot see it; else nothing."""
    marks = (image.get("class") or "").lower()
    return _told(image.get("alt") or "") if re.search(r"math|tex|equation|formula", marks) else ""


def _told(tex: str, drawn: str | None = None) -> str:
    """Return TeX on one line, or nothing for running text that only stands where TeX belongs.

    drawn: what readers see of the formula, which must hold the words of the TeX, but for a few.
    """
    bare = re.sub(r"\\[A-Za-z]+", " ", _NO_WORDS.sub(" ", tex))
    words = re.findall(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])", bare)
    if len(words) > _MAX_WORDS:
        return ""
    if drawn is not None:
        letters = re.sub(r"[^a-z]", "", drawn.lower())
        if sum(len(word) > 2 and word.lower() not in letters for word in words) > _MAX_UNSEEN:
            return ""
    return tex_text(tex)


def _source_text(script: Any) -> str:
    source = script.text or ""
    if "mml" in (script.get("type") or "").lower():
        math = _parsed(source)
        return mathml_text(math) if math is not None else ""
    return _told(source)


def _parsed(markup: str) -> Any | None:
    """Return the ``math`` element that an attribute or a script writes out."""
    if "math" not in markup:
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(without_controls(markup[:200_000]).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None else next(root.iter("math"), None)


def _become(element: Any, text: str) -> None:
    display = element.tag == "div" or element.get("display") in ("block", "true")
    element.clear(keep_tail=True)
    element.tag = FORMULA
    element.text = without_controls(text)  # a glyph may be named by any number
    if display or len(text) > 60:
        element.set("display", "block")


def _read_raw(element: Any) -> None:
    """Put formulas that no library has drawn yet (``\\(x\\)``) on one line, without their marks."""
    for holder, name in ((element, "text"), *((child, "tail") for child in element)):
        text = getattr(holder, name)
        if text and ("\\(" in text or "\\[" in text or "$$" in text):
            setattr(holder, name, _RAW.sub(lambda m: f" {tex_text(m[1] or m[2] or m[3])} ", text))
