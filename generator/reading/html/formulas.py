"""Formulas that MathJax, KaTeX, MediaWiki and LaTeXML put into a page, each of them once.

A page can contain a rendered formula up to four times: as drawn, as MathML for screen readers, as TeX in a
script or an attribute, and as a spoken label. The form that reads best is kept.

>>> from lxml.html import fromstring
>>> image_text(fromstring("<img class='math' alt='x &#8805; 2'>"))
'x ≥ 2'
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from generator.reading.block_text import FORMULA as PICTURED
from generator.reading.block_text import names
from generator.reading.html.controls import without_controls
from generator.reading.html.drawn_formulas import katex_text, mathjax_text
from generator.reading.mathml import math_text, tex_text

FORMULA = "formula"  # tag of an element whose text is a formula on one line
_RENDERED = names(
    "MathJax MathJax_SVG MathJax_CHTML MathJax_MathML MathJax_PlainSource mjx-chtml mjx-full-width katex"
    " mwe-math-element MathJax_Preview MathJax_Error MathJax_Processing"
)
_SHOWN = ".//text()[not(ancestor::script or ancestor::style or ancestor::template)]"  # XPath
_TEX_ATTRIBUTES = ("data-latex", "data-tex", "data-math", "alttext")
_RAW = re.compile(r"\\\((.{1,600}?)\\\)|\\\[(.{1,600}?)\\\]|\$\$([^$]{1,600})\$\$", re.DOTALL)
_MAX_PROSE_WORDS = 12  # of plain language in one formula; more is a text that pretends to be a formula
_MAX_UNDRAWN_WORDS = 2  # words of its source that the drawn formula does not show
_MAX_INLINE_CHARS = 60  # longer formulas are displayed formulas
# Commands whose arguments are not displayed.
# Classes of pictures of formulas, and of the elements around them.
_OF_FORMULA = re.compile(r"math|\btex\b|equation|formula|inline-?graphic|\beqn?\b", re.IGNORECASE)
# Alternative texts that do not tell the formula.
_SAYS_NOTHING = re.compile(
    r"\s*(?:(?:view the |click )?"
    r"(?:mathml|math|eq(?:uatio)?ns?\b|formulas?\b|image|inline|graphic|figure|unnumbered|tex\b)"
    r"|[\w-]{1,40}\.(?:gif|png|jpe?g|svg))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[(\[]?[A-Z]{0,2}\.?[0-9]{1,3}[a-z]?[)\]]?")  # of a displayed formula
_UNDRAWN_ARGUMENTS = re.compile(
    r"\\(?:begin|end|label|(?:text)?color|tag|[hv]space|operatorname)\*?\s?\{[^{}]{0,200}\}"
)


class Formulas:
    """Replaces each formula of a page by a ``formula`` element that contains its text."""

    def __init__(self, root: Any) -> None:
        self._sources = {
            e.get("id")
            for e in root.iter("script")
            if e.get("id") and is_source(e) and (e.text or "").strip()
        }

    def replace(self, element: Any) -> bool:
        """Turn ``element`` into a ``formula`` element if it is a formula; return True if it is.

        Scripts are reported as formulas too, because none of them has text for readers.
        """
        name = element.tag
        if name == "script":
            if is_source(element):
                _make_formula(element, _source_text(element))
            return True
        if name == "math" or name.endswith(":math"):
            _make_formula(element, mathml_text(element))
            return True
        if not is_drawn(element):
            if name not in ("pre", "code"):
                _read_raw(element)
            return False
        _make_formula(element, "" if self._has_source(element) else rendered_text(element))
        return True

    def _has_source(self, element: Any) -> bool:
        """Return True if the page also has a script with the formula's source."""
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


def is_drawn(element: Any) -> bool:
    """Return True if a library put a formula into the page as this element."""
    classes = (element.get("class") or "").split()
    return element.tag == "mjx-container" or not _RENDERED.isdisjoint(classes)


def is_source(script: Any) -> bool:
    """Return True if a ``script`` element contains a formula."""
    return (script.get("type") or "").strip().lower().startswith(("math/tex", "math/mml"))


def mathml_text(math: Any) -> str:
    """Return a ``math`` element on one line, from its TeX if it has some, else from its MathML."""
    drawn = math_text(math)
    for annotation in math.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "").lower():
            return _checked_tex("".join(annotation.itertext()), drawn) or drawn
    return _checked_tex(math.get("alttext") or "", drawn) or drawn


def rendered_text(element: Any) -> str:
    """Return the text of a formula that a library has drawn, from the best form in the page."""
    math = next(element.iter("math"), None)
    if math is not None and (text := mathml_text(math)):
        return text
    math = _parsed(element.get("data-mathml") or "")
    if math is not None and (text := mathml_text(math)):
        return text
    for part in element.iter():
        for attribute in _TEX_ATTRIBUTES:
            if text := _checked_tex(part.get(attribute) or ""):
                return text
    if drawn := mathjax_text(element):
        return drawn
    if any("katex-html" in (e.get("class") or "") for e in element.iter("span")):
        return katex_text(element)
    for part in element.iter():
        label = part.get("aria-label") or (part.get("alt") or "" if part.tag == "img" else "")
        if text := _checked_tex(label):
            return text
    return " ".join("".join(element.xpath(_SHOWN)).split())


def image_text(image: Any) -> str:
    """Return the formula in a picture, from its alternative text, or a mark; nothing for other pictures."""
    holders = [e for e in (image, image.getparent()) if e is not None]
    holder = next((e for e in holders if _OF_FORMULA.search(e.get("class") or "")), None)
    if holder is None:
        return ""
    label = image.get("alt") or ""
    if text := "" if _SAYS_NOTHING.match(label) else _checked_tex(label):
        return text
    others = " ".join(holder.itertext()).strip()  # the same formula in another form, or prose around an icon
    return "" if others and not _NUMBER.fullmatch(others) else PICTURED


def _checked_tex(tex: str, drawn: str | None = None) -> str:
    """Return TeX on one line, or nothing if it is running text instead of a formula.

    drawn: the formula as readers see it. It must contain the words of the TeX, except `_MAX_UNDRAWN_WORDS`: a
    language model must not read what readers do not see.
    """
    bare = re.sub(r"\\[A-Za-z]+", " ", _UNDRAWN_ARGUMENTS.sub(" ", tex))
    words = re.findall(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])", bare)
    if len(words) > _MAX_PROSE_WORDS:
        return ""
    if drawn is not None:
        letters = re.sub(r"[^a-z]", "", drawn.lower())
        if sum(len(word) > 2 and word.lower() not in letters for word in words) > _MAX_UNDRAWN_WORDS:
            return ""
    return tex_text(tex)


def _source_text(script: Any) -> str:
    source = script.text or ""
    if "mml" in (script.get("type") or "").lower():
        math = _parsed(source)
        return mathml_text(math) if math is not None else ""
    return _checked_tex(source)


def _parsed(markup: str) -> Any | None:
    """Return the ``math`` element in the markup of an attribute or a script; None if there is none."""
    if "math" not in markup:
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(without_controls(markup[:200_000]).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None else next(root.iter("math"), None)


def _make_formula(element: Any, text: str) -> None:
    display = element.tag == "div" or element.get("display") in ("block", "true")
    element.clear(keep_tail=True)
    element.tag = FORMULA
    element.text = without_controls(text)  # the class of a glyph can name any character
    if display or len(text) > _MAX_INLINE_CHARS:
        element.set("display", "block")


def _read_raw(element: Any) -> None:
    """Replace formulas that are drawn only in the browser, such as ``\\(x\\)``, by their text on one line."""
    for holder, name in ((element, "text"), *((child, "tail") for child in element)):
        text = getattr(holder, name)
        if text and ("\\(" in text or "\\[" in text or "$$" in text):
            setattr(holder, name, _RAW.sub(lambda m: f" {tex_text(m[1] or m[2] or m[3])} ", text))
