"""Removing the text of a page that no reader sees, before anything is read from it.

A paper may hide instructions for language models from its readers. Text that nobody sees is no evidence, and
no language model may get it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from generator.core.counting import pluralize
from generator.reading.block_text import names
from generator.reading.css import PAGE_STYLE, ComputedStyle, Declarations, StyleSheets
from generator.reading.html.controls import without_controls
from generator.reading.html.covered import covered
from generator.reading.html.formulas import FORMULA, Formulas, is_drawn
from generator.reading.html.styled_text import mark_styled
from generator.reading.sections import section_kind

LEFT_OUT = "left-out"  # tag of an element whose content was removed
_WORDS = "answerbook-words"  # attribute: number of words removed
_DOUBT = "answerbook-doubt"  # attribute of the root: why some hidden text may not have been found
_MIN_WARNED_WORDS = 4  # a hidden icon or label of a button needs no warning
_FOR_SCREEN_READERS = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-only u-visually-hidden"
    " element-invisible offscreen assistive-text show-for-sr a11y-hidden"
)
_MATHML_STYLES = {"mathcolor": "color", "mathbackground": "background-color", "mathsize": "font-size"}
_OPAQUE = names("script style math svg left-out formula head title noscript")
_PARAGRAPHS = names("p li td th blockquote figcaption dd")
_ICON = re.compile(r"icon|glyph|symbol|\bfa[bsr]?\b|octicon|anchor|caret|chevron|arrow", re.IGNORECASE)
_PROBE, _VISIBLE = "probe", "seen " * 9  # text to find out whether a style hides it, and text that is visible
_MAX_OPENING_CHARS = 5000  # of a piece of HTML, at its end, in which an opening tag is looked for


def remove_hidden(root: Any, sheet: str = "") -> None:
    """Empty all elements of the page that its readers do not see, and replace formulas by their text.

    sheet: a further style sheet for the page. Text in the colour of its background is removed only if it is
    less than half of the page or the page links to no sheets; otherwise a linked sheet sets the background.
    """
    sheets = StyleSheets(root, sheet)
    formulas = Formulas(root)
    camouflaged: list[tuple[Any, str]] = []
    positioned: dict[Any, Declarations] = {}
    word_count = 0
    stack: list[tuple[Any, ComputedStyle, bool]] = [(root, PAGE_STYLE, False)]
    while stack:
        element, parent_style, in_hidden = stack.pop()
        declared = _with_legacy_colours(element, sheets.of(element))
        name = element.tag
        style, is_out = parent_style.child_style(declared)
        mark_styled(element, declared, style.size, parent_style.size)
        name = element.tag
        if name == "template" or (
            name not in ("html", "body", "script") and (is_out or _is_marked_hidden(element, declared))
        ):
            _empty(element)
            continue
        if declared.get("position", "static") != "static" and not style.invisible:
            positioned[element] = declared
        unseen = _remove_from_formula(element, style, sheets) if is_drawn(element) or _is_math(name) else 0
        is_opaque = formulas.replace(element) or name in _OPAQUE
        if unseen:
            element.set(_WORDS, str(unseen))
        is_hidden = style.is_unreadable or style.is_camouflaged
        if is_opaque and not is_hidden:
            continue
        text = _own_text(element) if not is_opaque else " ".join(element.itertext())
        if is_hidden and text:
            if style.is_unreadable:
                _remove_text(element, text, count=not in_hidden)
            else:
                camouflaged.append((element, text))
        word_count += len(text.split())
        for child in () if is_opaque else reversed(element):
            if isinstance(child.tag, str):
                stack.append((child, style, is_hidden))
    for element in list(covered(root, positioned)):
        _empty(element)
    doubts = []
    if sheets.unread_rules:
        doubts.append(f"{pluralize(sheets.unread_rules, 'rule')} of its styles not read")
    if not sheets.has_linked_sheets or 2 * sum(len(text.split()) for _, text in camouflaged) < word_count:
        for element, text in camouflaged:
            _remove_text(element, text, count=True)
    elif camouflaged:
        doubts.append("most of its text has the colour of the page, as far as the styles in the file say")
    if doubts:
        root.set(_DOUBT, "; ".join(doubts))


def _is_math(name: str) -> bool:
    return name == "math" or name.endswith(":math")


def _remove_from_formula(formula: Any, style: ComputedStyle, sheets: StyleSheets) -> int:
    """Empty what a formula in MathML hides, and return its number of words. style: of the formula itself."""
    words = 0
    for math in [e for e in formula.iter() if isinstance(e.tag, str) and _is_math(e.tag)]:
        stack = [(math, style)]
        while stack:
            parent, around = stack.pop()
            for part in parent:
                if not isinstance(part.tag, str):
                    continue
                own, is_out = around.child_style(_with_mathml_attributes(part, sheets.of(part)))
                if is_out or own.is_unreadable or own.is_camouflaged:
                    words += len(" ".join(part.itertext()).split())
                    part.clear(keep_tail=True)
                else:
                    stack.append((part, own))
    return words


def _with_mathml_attributes(part: Any, declared: Declarations) -> Declarations:
    """Return the declarations with those that MathML makes by attributes: colour, background, size."""
    for attribute, name in _MATHML_STYLES.items():
        if (value := part.get(attribute)) and name not in declared:
            declared = {**declared, name: value.lower()}
    return declared


def hidden_warning(article: Any) -> tuple[str, ...]:
    """Return warnings that say how much hidden text was removed, and why some may not have been found."""
    doubt = article.getroottree().getroot().get(_DOUBT)
    more = (f"{doubt}: what it hides from its readers may have been read",) if doubt else ()
    return (*hidden_words_warning(hidden_words(article)), *more)


def hidden_words(article: Any) -> list[int]:
    """Return the number of words of each hidden passage of an article."""
    counts = [e.get(_WORDS) or "" for e in article.iter() if isinstance(e.tag, str)]
    return [int(n) for n in counts if n.isdecimal() and len(n) < 9]  # a page may have the attribute itself


def hidden_words_warning(words: Sequence[int]) -> tuple[str, ...]:
    """Return the warning that hidden passages with so many words each were left out."""
    counts = [n for n in words if n >= _MIN_WARNED_WORDS]
    if not counts:
        return ()
    passages = "1 passage" if len(counts) == 1 else f"{len(counts)} passages"
    return (f"{passages} that the page hides from its readers ({sum(counts)} words) left out",)


def hiding_tag(markup: str, sheet: str = "") -> str:
    """Return the tag of the element that hides the text after a piece of HTML; nothing if it is visible.

    sheet: the style sheet of the text around it.
    """
    opened = re.findall(r"<([a-z][a-z0-9-]{0,20})\b", markup[-_MAX_OPENING_CHARS:].lower())
    can_hide = "=" in markup or "hidden" in markup or bool(sheet) or "template" in opened
    if not opened or not can_hide:
        return ""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    source = f"<div>{_VISIBLE}</div>{without_controls(markup)}<b>{_PROBE}</b>"
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    if root is None:
        return ""
    above = [e.tag for probe in root.iter("b") if probe.text == _PROBE for e in probe.iterancestors()]
    remove_hidden(root, sheet)
    if any(_PROBE in (e.text or "") for e in root.iter("b")):
        return ""
    return next((tag for tag in above if tag in opened), "")


def _with_legacy_colours(element: Any, declared: Declarations) -> Declarations:
    """Return the declarations with the colours of old attributes: ``bgcolor``, ``text``, ``<font color>``."""
    named = {"font": "color", "body": "text"}.get(element.tag)
    text = element.get(named) if named else None
    ground = element.get("bgcolor")
    if ground and not any(name.startswith("background") for name in declared):
        declared = {**declared, "background-color": ground.lower()}
    if text and "color" not in declared:
        declared = {**declared, "color": text.lower()}
    return declared


def _own_text(element: Any) -> str:
    return " ".join(filter(None, [element.text, *(child.tail for child in element)])).strip()


def _remove_text(element: Any, text: str, *, count: bool) -> None:
    """Remove the text of an element itself, not that of its children. count: record its number of words."""
    if element.tag in _OPAQUE:
        _empty(element)
        return
    element.text = None
    for child in element:
        child.tail = " " if child.tail else None
    if count:
        element.set(_WORDS, str(len(text.split())))


def _empty(element: Any) -> None:
    """Remove the content of an element; the text after it stays."""
    words = len(" ".join(element.itertext()).split())
    inline = element.tag in ("span", "a", "b", "i", "em", "strong", "sup", "sub", "small", "font", "nobr")
    element.clear(keep_tail=True)
    element.tag = LEFT_OUT
    element.set(_WORDS, str(words))
    if not inline:
        element.set("apart", "")


def _is_marked_hidden(element: Any, declared: Declarations) -> bool:
    """Return True if attributes or classes hide an element and its content."""
    if "display" not in declared and (
        element.get("hidden") is not None or element.get("popover") is not None
    ):
        return True
    if element.get("aria-hidden") == "true":
        # Libraries hide the visible form of a formula from screen readers, which read another form.
        return not (element.tag == "img" and _of_formula(element)) and _is_decoration(element)
    if _FOR_SCREEN_READERS.intersection((element.get("class") or "").split()):
        title = " ".join(element.itertext())
        return not (element.tag in ("h1", "h2", "h3", "h4") and section_kind(title[:200]) != "other")
    return False


def _is_decoration(element: Any) -> bool:
    """Return True if an element that is hidden from screen readers is an icon or a mark, not text."""
    text = " ".join(" ".join(element.itertext()).split())
    if len(text.split()) >= _MIN_WARNED_WORDS:
        return False
    marked = element.tag in ("a", "button", "i", "svg", "img") or _ICON.search(element.get("class") or "")
    parent = element.getparent()
    text_around = "" if parent is None else _own_text(parent)
    is_alone = element.tag not in _PARAGRAPHS and not re.search(r"\w", text_around)
    return bool(marked) or not re.search(r"\w", text) or is_alone


def _of_formula(image: Any) -> bool:
    return "math" in (image.get("class") or "") or "tex" in (image.get("class") or "")


__all__ = [
    "FORMULA",
    "LEFT_OUT",
    "hidden_warning",
    "hidden_words",
    "hidden_words_warning",
    "hiding_tag",
    "remove_hidden",
]
