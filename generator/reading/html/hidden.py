"""Text of a page that no reader sees, taken out before anything is read from it.

A paper may hide instructions from its readers. What nobody sees is no evidence, and a language model
must never be told it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from generator.reading.html.colours import Colour, alike, colour
from generator.reading.html.controls import without_controls
from generator.reading.html.formulas import FORMULA, Formulas
from generator.reading.html.styles import Declarations, Styles
from generator.reading.inline import names
from generator.reading.sections import section_kind

LEFT_OUT = "left-out"  # the tag of an element whose content is gone
_WORDS = "answerbook-words"  # an attribute: how many words are gone
_FEWEST = 4  # words; a hidden icon or label of a button is not worth a warning
_FOR_SCREEN_READERS = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-only u-visually-hidden"
    " element-invisible offscreen assistive-text show-for-sr"
)
_OPAQUE = names("script style math svg left-out formula head title noscript")
_LENGTH = re.compile(r"(-?[\d.]{1,9})(px|pt|em|rem|ex|ch|%|vw|vh|cm|mm|in)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "%": 10.0}
_PIXELS |= {"vw": 10.0, "vh": 10.0, "cm": 38.0, "mm": 3.8, "in": 96.0}
_PROBE, _SEEN = "probe", "seen " * 9  # text that shows whether a style hides it, and text that is seen
_FAR = 450.0  # pixels outside the page; the largest shift that layouts use is a fraction of this


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an element inherits: the colours of text and ground, and whether text shows at all."""

    colour: Colour | None = None
    ground: Colour | None = (255, 255, 255, 1.0)
    tiny: bool = False
    invisible: bool = False

    @property
    def coloured_away(self) -> bool:
        if self.colour is None:
            return False
        return self.colour[3] < 0.05 or (self.ground is not None and alike(self.colour, self.ground))


def without_hidden(root: Any) -> None:
    """Empty every element of the page that its readers do not see, and put formulas into one form.

    Colours decide only where they hide less than half of the page: else the ground is set by a style
    sheet that is not here.
    """
    styles = Styles(e.text or "" for e in root.iter("style") if _for_screen(e))
    formulas = Formulas(root)
    coloured: list[tuple[Any, str]] = []
    seen_words = 0
    stack: list[tuple[Any, _Seen, bool]] = [(root, _Seen(), False)]
    while stack:
        element, above, gone_above = stack.pop()
        says = styles.of(element)
        name = element.tag
        if name == "template" or (name not in ("html", "body") and _is_hidden(element, says)):
            _empty(element)
            continue
        opaque = formulas.replaced(element) or name in _OPAQUE
        seen = _inherited(element, says, above)
        gone = seen.tiny or seen.invisible or seen.coloured_away
        if opaque and not gone:
            continue
        text = _own_text(element) if not opaque else " ".join(element.itertext())
        if gone and text:
            if seen.tiny or seen.invisible:
                _take_text(element, text, counted=not gone_above)
            else:
                coloured.append((element, text))
        seen_words += len(text.split())
        for child in () if opaque else reversed(element):
            if isinstance(child.tag, str):
                stack.append((child, seen, gone))
    if 2 * sum(len(text.split()) for _, text in coloured) < seen_words:
        for element, text in coloured:
            _take_text(element, text, counted=True)


def hidden_warning(article: Any) -> tuple[str, ...]:
    """Return a warning that says how much hidden text the article held; nothing where it held none."""
    return hidden_note(hidden_words(article))


def hidden_words(article: Any) -> list[int]:
    """Return how many words each hidden passage of an article held."""
    noted = [e.get(_WORDS) or "" for e in article.iter() if isinstance(e.tag, str)]
    return [int(n) for n in noted if n.isdecimal() and len(n) < 9]


def hidden_note(words: Sequence[int]) -> tuple[str, ...]:
    """Return the warning of passages with so many words each, left out because nobody sees them."""
    counts = [n for n in words if n >= _FEWEST]
    if not counts:
        return ()
    passages = "1 passage" if len(counts) == 1 else f"{len(counts)} passages"
    return (f"{passages} that the page hides from its readers ({sum(counts)} words) left out",)


def opens_hidden(markup: str) -> str:
    """Return the tag of the element that hides what follows a piece of HTML; nothing where it is seen."""
    opened = re.findall(r"<([a-z][a-z0-9-]{0,20})\b", markup[-5000:].lower())
    if not opened or ("=" not in markup and "hidden" not in markup and "template" not in opened):
        return ""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    source = f"<div>{_SEEN}</div>{without_controls(markup)}<b>{_PROBE}</b>"
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    if root is None:
        return ""
    above = [e.tag for probe in root.iter("b") if probe.text == _PROBE for e in probe.iterancestors()]
    without_hidden(root)
    if any(_PROBE in (e.text or "") for e in root.iter("b")):
        return ""
    return next((tag for tag in above if tag in opened), "")


def _for_screen(style: Any) -> bool:
    media = (style.get("media") or "all").strip().lower()
    return media in ("all", "screen", "only screen", "")


def _own_text(element: Any) -> str:
    return " ".join(filter(None, [element.text, *(child.tail for child in element)])).strip()


def _take_text(element: Any, text: str, *, counted: bool) -> None:
    if element.tag in _OPAQUE:
        _empty(element)
        return
    element.text = None
    for child in element:
        child.tail = " " if child.tail else None
    if counted:
        element.set(_WORDS, str(len(text.split())))


def _empty(element: Any) -> None:
    """Take the content of an element away; what follows it stays."""
    words = len(" ".join(element.itertext()).split())
    inline = element.tag in ("span", "a", "b", "i", "em", "strong", "sup", "sub", "small", "font", "nobr")
    element.clear(keep_tail=True)
    element.tag = LEFT_OUT
    element.set(_WORDS, str(words))
    if not inline:
        element.set("apart", "")


def _is_hidden(element: Any, says: Declarations) -> bool:
    """Return whether the element and all that it holds are hidden."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        # Renderers hide the visible form of a formula from screen readers, which read another one.
        return not (element.get("hidden") is None and element.tag == "img" and _of_formula(element))
    if says.get("display") == "none":
        return True
    if _FOR_SCREEN_READERS.intersection((element.get("class") or "").split()):
        title = " ".join(element.itertext())
        return not (element.tag in ("h1", "h2", "h3", "h4") and section_kind(title[:200]) != "other")
    return bool(says) and (_is_clipped(says) or _is_away(says))


def _of_formula(image: Any) -> bool:
    return "math" in (image.get("class") or "") or "tex" in (image.get("class") or "")


def _is_clipped(says: Declarations) -> bool:
    if re.fullmatch(r"0*(?:\.0*)?%?", says.get("opacity", "1")) and "opacity" in says:
        return True
    if says.get("overflow", "").startswith(("hidden", "clip")):
        for name in ("width", "height", "max-height"):
            size = _pixels(says.get(name, ""))
            if size is not None and size <= 1:
                return True
    if re.search(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)", says.get("clip", "")):
        return True
    path = says.get("clip-path", "")
    return bool(re.search(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d{1,4})?%|circle\(\s*0", path))


def _is_away(says: Declarations) -> bool:
    away = [says.get("text-indent", ""), says.get("margin-left", "")]
    if says.get("position") in ("absolute", "fixed"):
        away += [says.get(side, "") for side in ("left", "top", "right", "bottom")]
    if any(size is not None and size <= -_FAR for size in map(_pixels, away)):
        return True
    if says.get("position") in ("absolute", "fixed") and (_pixels(says.get("left", "")) or 0) >= 5000:
        return True
    moved = re.match(
        r"translate(?:x|y)?\(\s*(-?[\w.%]{1,12})|scale(?:x|y)?\(\s*0\s*[,)]", says.get("transform", "")
    )
    if moved is None:
        return False
    return moved[1] is None or (_pixels(moved[1]) or 0) <= -2 * _FAR


def _pixels(value: str) -> float | None:
    """Return a length in pixels, as a page of usual size has them, or None for what is no length."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None:
        return None
    try:
        return float(found[1]) * _PIXELS[found[2] or ""]
    except ValueError:
        return None


def _inherited(element: Any, says: Declarations, above: _Seen) -> _Seen:
    seen = above
    if "visibility" in says:
        seen = replace(seen, invisible=says["visibility"] in ("hidden", "collapse"))
    size = says.get("font-size") or _size_of_font(says.get("font", ""))
    if size:
        pixels = _pixels(size)
        relative = size.endswith(("em", "%", "ex", "ch")) and not size.endswith("rem")
        if pixels is not None and not (relative and above.tiny):
            seen = replace(seen, tiny=pixels <= 1)
        elif pixels is None and size not in ("inherit", "smaller", "larger"):
            seen = replace(seen, tiny=False)
    ground = " ".join(filter(None, (says.get(f"background{x}") for x in ("", "-color", "-image"))))
    ground = ground or (element.get("bgcolor") or "").lower()
    if "url(" in ground or "gradient" in ground:
        seen = replace(seen, ground=None)
    elif ground and (stated := colour(ground)) is not None and stated[3] > 0.5:
        seen = replace(seen, ground=stated)
    text = says.get("color") or (element.get("color") or "" if element.tag == "font" else "").lower()
    if text and text != "inherit":
        seen = replace(seen, colour=colour(text))
    return seen


def _size_of_font(font: str) -> str:
    found = re.search(r"(?<![\w.-])[\d.]{1,6}(?:px|pt|em|rem|%)|(?<![\w.-])0(?=\s?/|\s)", font)
    return found.group() if found else ""


__all__ = [
    "FORMULA",
    "LEFT_OUT",
    "hidden_note",
    "hidden_warning",
    "hidden_words",
    "opens_hidden",
    "without_hidden",
]
