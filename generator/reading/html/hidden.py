"""Text of a page that no reader sees, taken out before anything is read from it.

A paper may hide instructions from its readers. What nobody sees is no evidence, and a language model
must never be told it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from generator.core.counting import counted
from generator.reading.css import PAGE, Declarations, Look, Sheets
from generator.reading.html.controls import without_controls
from generator.reading.html.formulas import FORMULA, Formulas
from generator.reading.inline import names
from generator.reading.sections import section_kind

LEFT_OUT = "left-out"  # the tag of an element whose content is gone
_WORDS = "answerbook-words"  # an attribute: how many words are gone
_DOUBT = "answerbook-doubt"  # an attribute of the root: what of its styles could not be told
_MIN_WORDS = 4  # words; a hidden icon or label of a button is not worth a warning
_FOR_SCREEN_READERS = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-only u-visually-hidden"
    " element-invisible offscreen assistive-text show-for-sr a11y-hidden"
)
_OPAQUE = names("script style math svg left-out formula head title noscript")
_ICON = re.compile(r"icon|glyph|symbol|\bfa[bsr]?\b|octicon|anchor|caret|chevron|arrow", re.IGNORECASE)
_PROBE, _SEEN = "probe", "seen " * 9  # text that shows whether a style hides it, and text that is seen


def without_hidden(root: Any, sheet: str = "") -> None:
    """Empty every element of the page that its readers do not see, and put formulas into one form.

    sheet: a style sheet that counts for the page besides its own. Colours decide only where they hide less
    than half of the page, or the page links to no sheet: else the ground is set by one that is not here.
    """
    sheets = Sheets(root, sheet)
    formulas = Formulas(root)
    coloured: list[tuple[Any, str]] = []
    seen_words = 0
    stack: list[tuple[Any, Look, bool]] = [(root, PAGE, False)]
    while stack:
        element, above, gone_above = stack.pop()
        says = _stated(element, sheets.of(element))
        name = element.tag
        look, away = above.within(says)
        if name == "template" or (
            name not in ("html", "body", "script") and (away or _is_out(element, says))
        ):
            _empty(element)
            continue
        opaque = formulas.replaced(element) or name in _OPAQUE
        gone = look.unseen or look.coloured_away
        if opaque and not gone:
            continue
        text = _own_text(element) if not opaque else " ".join(element.itertext())
        if gone and text:
            if look.unseen:
                _take_text(element, text, counted=not gone_above)
            else:
                coloured.append((element, text))
        seen_words += len(text.split())
        for child in () if opaque else reversed(element):
            if isinstance(child.tag, str):
                stack.append((child, look, gone))
    doubts = [f"{counted(sheets.unread, 'rule')} of its styles not told"] * bool(sheets.unread)
    if not sheets.elsewhere or 2 * sum(len(text.split()) for _, text in coloured) < seen_words:
        for element, text in coloured:
            _take_text(element, text, counted=True)
    elif coloured:
        doubts.append("most of its text has the colour of the page, as far as the styles in the file say")
    if doubts:
        root.set(_DOUBT, "; ".join(doubts))


def hidden_warning(article: Any) -> tuple[str, ...]:
    """Return a warning that says how much hidden text the article held; nothing where it held none."""
    doubt = article.getroottree().getroot().get(_DOUBT)
    more = (f"{doubt}: what it hides from its readers may have been read",) if doubt else ()
    return (*hidden_note(hidden_words(article)), *more)


def hidden_words(article: Any) -> list[int]:
    """Return how many words each hidden passage of an article held."""
    noted = [e.get(_WORDS) or "" for e in article.iter() if isinstance(e.tag, str)]
    return [int(n) for n in noted if n.isdecimal() and len(n) < 9]


def hidden_note(words: Sequence[int]) -> tuple[str, ...]:
    """Return the warning of passages with so many words each, left out because nobody sees them."""
    counts = [n for n in words if n >= _MIN_WORDS]
    if not counts:
        return ()
    passages = "1 passage" if len(counts) == 1 else f"{len(counts)} passages"
    return (f"{passages} that the page hides from its readers ({sum(counts)} words) left out",)


def opens_hidden(markup: str, sheet: str = "") -> str:
    """Return the tag of the element that hides what follows a piece of HTML; nothing where it is seen.

    sheet: the style sheet that counts for the text around it.
    """
    opened = re.findall(r"<([a-z][a-z0-9-]{0,20})\b", markup[-5000:].lower())
    told = "=" in markup or "hidden" in markup or bool(sheet) or "template" in opened
    if not opened or not told:
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
    without_hidden(root, sheet)
    if any(_PROBE in (e.text or "") for e in root.iter("b")):
        return ""
    return next((tag for tag in above if tag in opened), "")


def _stated(element: Any, says: Declarations) -> Declarations:
    """What styles and the attributes that stood for styles say of an element."""
    ground, text = element.get("bgcolor"), element.get("color") if element.tag == "font" else None
    if ground and not any(name.startswith("background") for name in says):
        says = {**says, "background-color": ground.lower()}
    if text and "color" not in says:
        says = {**says, "color": text.lower()}
    return says


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


def _is_out(element: Any, says: Declarations) -> bool:
    """Return whether its attributes or its name hide an element and all that it holds."""
    if element.get("hidden") is not None and "display" not in says:
        return True
    if element.get("aria-hidden") == "true":
        # Renderers keep the visible form of a formula from screen readers, which read another one.
        return not (element.tag == "img" and _of_formula(element)) and _is_decoration(element)
    if _FOR_SCREEN_READERS.intersection((element.get("class") or "").split()):
        title = " ".join(element.itertext())
        return not (element.tag in ("h1", "h2", "h3", "h4") and section_kind(title[:200]) != "other")
    return False


def _is_decoration(element: Any) -> bool:
    """Return whether what only eyes are meant to read is an icon or a mark, and no words of the text."""
    text = " ".join(" ".join(element.itertext()).split())
    if len(text.split()) >= _MIN_WORDS:
        return False
    marked = element.tag in ("a", "button", "i", "svg", "img") or _ICON.search(element.get("class") or "")
    around = element.getparent()
    beside = "" if around is None else _own_text(around)
    return bool(marked) or not re.search(r"\w", text) or not re.search(r"\w", beside)


def _of_formula(image: Any) -> bool:
    return "math" in (image.get("class") or "") or "tex" in (image.get("class") or "")


__all__ = [
    "FORMULA",
    "LEFT_OUT",
    "hidden_note",
    "hidden_warning",
    "hidden_words",
    "opens_hidden",
    "without_hidden",
]
