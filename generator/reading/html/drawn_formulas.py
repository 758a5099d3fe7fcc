"""Reading formulas from their drawing: KaTeX without MathML, and MathJax 3 and 4 without TeX."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lxml import etree

from generator.reading.block_text import names
from generator.reading.mathml import math_text

_MATHML = names(
    "math mrow mi mn mo mtext ms msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd"
    " mspace mstyle mpadded menclose"
)
_NO_CONTENT = names(
    "assistive-mml surd line strut nstrut dstrut tstrut mark spacer speech tool menclose-line"
)
_MAX_DEPTH = 200  # elements within elements; hostile pages have more


def mathjax_text(container: Any) -> str:
    """Return the formula that MathJax 3 or 4 has drawn, read from its glyphs; nothing if it has none."""
    math = etree.Element("math")
    for part in container:
        math.extend(_mathml(part, 0))
    return math_text(math) if any(True for _ in math.iter("mi", "mn", "mo", "mtext")) else ""


def _mathml(part: Any, depth: int) -> list[Any]:
    """Return the MathML elements that a drawn element represents."""
    if not isinstance(part.tag, str) or depth > _MAX_DEPTH:
        return []
    bare = part.tag.removeprefix("mjx-")
    kind = (part.get("data-mml-node") or bare).lower()
    kind = "mrow" if kind == "texatom" else kind
    if bare in _NO_CONTENT or part.get("hidden") is not None:
        return []
    if kind in ("mi", "mn", "mo", "mtext", "ms"):
        token = etree.Element(kind)
        token.text = _glyphs(part)
        return [token] if token.text else []
    inside = [made for child in part for made in _mathml(child, depth + 1)]
    if kind not in _MATHML or kind == "math":
        # Numerator and denominator must be one element each.
        return [_row(inside)] if kind in ("num", "den") and len(inside) > 1 else inside
    if kind == "msubsup" and len(inside) == 3 and part.tag.startswith("mjx-"):
        inside = [inside[0], inside[2], inside[1]]  # drawn with the upper script first
    if kind in ("mover", "munderover") and len(inside) > 1 and next(part.iter("mjx-over"), None) is not None:
        inside = [*inside[1:], inside[0]]
    made = etree.Element(kind)
    made.extend(inside)
    return [made]


def _row(parts: list[Any]) -> Any:
    row = etree.Element("mrow")
    row.extend(parts)
    return row


def _glyphs(token: Any) -> str:
    """Return the characters of a token, which the CHTML output names in a class and SVG in an attribute."""
    characters = []
    for part in token.iter():
        if not isinstance(part.tag, str):
            continue
        code = part.get("data-c") or ""
        if part.tag == "mjx-c":
            named = re.search(r"\bmjx-c([0-9A-Fa-f]{1,6})\b", part.get("class") or "")
            code = named[1] if named else ""
        if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) and int(code, 16) < 0x110000:
            characters.append(chr(int(code, 16)))
        elif part.tag in ("mjx-utext", "text", "mjx-c") and part.text:
            characters.append(part.text)
    return unicodedata.normalize("NFKC", "".join(characters)).encode("utf-8", "ignore").decode()


def katex_text(element: Any) -> str:
    """Return the formula that KaTeX has drawn, with scripts and fractions marked: ``10^(-3)``, ``a/b``."""
    return " ".join(_katex(element, 0).split())


def _katex(element: Any, depth: int) -> str:
    """Return the text of an element drawn by KaTeX, which stacks scripts and fractions in ``vlist`` spans."""
    if depth > _MAX_DEPTH or not isinstance(element.tag, str):
        return ""
    marks = (element.get("class") or "").split()
    if "katex-mathml" in marks or "pstrut" in marks or "strut" in marks or "frac-line" in marks:
        return ""
    if "msupsub" in marks:
        below = any("vlist-t2" in (e.get("class") or "") for e in element.iter("span"))
        scripts = _stacked(element, depth)
        if len(scripts) == 2:
            return f"_{_grouped(scripts[0])}^{_grouped(scripts[1])}"
        return f"{'_' if below else '^'}{_grouped(''.join(scripts))}" if scripts else ""
    if "mfrac" in marks:
        parts = _stacked(element, depth)
        return f"{_grouped(parts[1])}/{_grouped(parts[0])}" if len(parts) == 2 else "/".join(parts)
    text = element.text or ""
    for child in element:
        text += _katex(child, depth + 1) + (child.tail or "")
    return f"√{_grouped(text)}" if "sqrt" in marks and text.strip() else text


def _stacked(element: Any, depth: int) -> list[str]:
    """Return the texts that are stacked in an element, from bottom to top."""
    stack = next((e for e in element.iter("span") if "vlist" in (e.get("class") or "").split()), None)
    parts = [] if stack is None else [_katex(child, depth + 1).strip() for child in stack]
    return [part for part in parts if part]


def _grouped(part: str) -> str:
    part = part.strip()
    return part if re.fullmatch(r"[+−-]?[\w.]*|[′*+−-]", part) else f"({part})"
