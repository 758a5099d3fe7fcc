"""The running text of HTML, and what of a page is no text at all."""

from __future__ import annotations

import re
from typing import Any

from generator.reading.inline import Inline, names
from generator.reading.links import target
from generator.reading.mathml import math_text, tex_text

HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SILENT = names(
    "script style noscript template nav footer aside form button select iframe object embed svg canvas audio"
    " video head dialog input textarea"
)
_ROLES = names("navigation banner contentinfo complementary search dialog")
BLOCKS = frozenset(HEADINGS) | names(
    "p div section article main header blockquote figure figcaption center address hgroup details summary"
    " body fieldset dd dt li caption pre ul ol dl table hr"
)


def write(element: Any, line: Inline) -> None:
    """Append all the text under ``element`` to ``line``."""
    line.add(element.text)
    for part in element:
        write_part(part, line)
        line.add(part.tail)


def write_part(part: Any, line: Inline) -> None:
    """Append one element that stands in running text, without what follows it."""
    name = part.tag if isinstance(part.tag, str) else ""
    if not name or left_out(part, name):
        line.gap()
    elif name == "script":
        line.add(tex_text(part.text or ""))
    elif name == "a":
        with line.link(target(part.get("href"))):
            write(part, line)
    elif name == "math":
        line.add(_formula(part))
    elif name == "br":
        line.gap()
    elif name == "img":
        # The picture of a formula carries its TeX as the text for those who cannot see it.
        if "math" in (part.get("class") or "") or "tex" in (part.get("class") or ""):
            line.add(tex_text(part.get("alt") or ""))
    elif name in BLOCKS or name in ("td", "th", "tr"):
        line.gap()
        write(part, line)
        line.gap()
    elif name == "sup":
        _raised(part, line)
    else:
        write(part, line)


def _raised(part: Any, line: Inline) -> None:
    """Text above the line: numbers of notes in brackets, exponents of numbers marked."""
    inside = "".join(part.itertext()).strip()
    before = line.last_letter()
    if part.find(".//a") is not None and re.fullmatch(r"[0-9]+(?:[,\s–-]+[0-9]+)*", inside):
        if before in (".", ",", ";", ":"):
            line.before_punctuation(f" [{inside}]")
        else:
            line.gap()
            line.add(f"[{inside}]")
        return
    if before.isdigit() and re.fullmatch(r"[+\-−–]?[0-9.]+", inside):
        line.add("^")
    write(part, line)


def _is_tex(script: Any) -> bool:
    return (script.get("type") or "").startswith("math/tex")


def _formula(part: Any) -> str:
    for annotation in part.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "").lower():
            return tex_text("".join(annotation.itertext()))
    return tex_text(part.get("alttext")) if part.get("alttext") else math_text(part)


def left_out(part: Any, name: str) -> bool:
    if name == "script":
        return not _is_tex(part)
    if name in _SILENT or part.get("hidden") is not None or part.get("aria-hidden") == "true":
        return True
    if (part.get("role") or "") in _ROLES:
        return True
    if name == "header" and not any(e.tag in HEADINGS for e in part.iter()):
        return True  # the header of the page; that of an article holds its title
    style = (part.get("style") or "").replace(" ", "").lower()
    return "display:none" in style
