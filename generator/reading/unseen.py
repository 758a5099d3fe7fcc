"""Removing text that no reader sees from XML, before anything is read from it.

TEI and JATS have styles as web pages do, and attributes with a word such as ``hidden`` or ``search-only`` for
passages that only machines read.
"""

from __future__ import annotations

import re
from typing import Any

from generator.core.counting import pluralize
from generator.reading.css import PAGE_STYLE, ComputedStyle, StyleSheets
from generator.reading.xml_tree import name_of

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Attributes that say how a passage is typeset or for whom it is, and their words for "not displayed".
_STYLE_ATTRIBUTES = ("rend", "rendition", "style-type", "specific-use", "content-type", "type", "subtype")
_FOR_MACHINES = re.compile(
    r"(?:hid(?:e|den)|invisible|suppress(?:ed)?|no-?(?:display|show|print)|not-(?:for-)?(?:display(?:ed)?|shown"
    r"|print(?:ed)?)|(?:search|index(?:ing)?|seo|machine|screen-?reader)-only|display:none|white(?:-text)?"
    r"|transparent)",
    re.IGNORECASE,
)
_COLON = re.compile(" ?: ?")
_MAX_ATTRIBUTE_WORDS = 12  # looked at in each attribute


def remove_hidden(root: Any) -> int:
    """Remove the text from an XML document that its readers do not see, and return its number of words."""
    sheets = StyleSheets(root, _rendition_sheet(root))
    words = 0
    stack: list[tuple[Any, ComputedStyle]] = [(root, PAGE_STYLE)]
    while stack:
        element, parent_style = stack.pop()
        style, is_hidden = parent_style.child_style(sheets.of(element))
        if element is not root and (
            is_hidden or _says_hidden(element) or style.is_unreadable or style.is_camouflaged
        ):
            words += len(" ".join(element.itertext()).split())
            _remove(element)
            continue
        stack += [(child, style) for child in element if isinstance(child.tag, str)]
    return words


def hidden_warning(words: int) -> list[str]:
    """Return the warning that so many words were removed; no warning for none."""
    return [f"{pluralize(words, 'word')} that no reader sees left out"] if words else []


def _says_hidden(element: Any) -> bool:
    """Return True if one of the element's attributes says that it is not displayed."""
    if not element.keys():
        return False  # most elements
    values = [value for name in _STYLE_ATTRIBUTES if (value := element.get(name))]
    return any(_FOR_MACHINES.fullmatch(word) for value in values for word in _style_words(value))


def _style_words(value: str) -> list[str]:
    """Return the first words of an attribute; a property and its value are one word."""
    joined = _COLON.sub(":", " ".join(value.split()))
    return joined.replace(";", " ").split()[:_MAX_ATTRIBUTE_WORDS]


def _rendition_sheet(root: Any) -> str:
    """Return the ``rendition`` elements of a TEI header as a style sheet."""
    rules = []
    for element in root.iter():
        if name_of(element) == "rendition" and (element.text or "").strip():
            style = "".join(element.itertext()).replace("}", " ")
            if (id := element.get(_XML_ID)) and re.fullmatch(r"[\w.-]{1,100}", id):
                rules.append(f'[rendition~="#{id}"] {{{style}}}')
            if selector := (element.get("selector") or "").replace("{", " "):
                rules.append(f"{selector} {{{style}}}")
    return "\n".join(rules)


def _remove(element: Any) -> None:
    """Remove an element; the text after it stays, with a blank between it and the text before."""
    parent, before = element.getparent(), element.getprevious()
    tail = " " + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
