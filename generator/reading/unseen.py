"""Text of XML that no reader sees, taken out before anything is read from it.

TEI and JATS state styles as web pages do, and say by a word that a passage is for machines alone.
"""

from __future__ import annotations

import re
from typing import Any

from generator.core.counting import counted
from generator.reading.css import PAGE, Look, Sheets
from generator.reading.xml_tree import name_of

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Attributes that say how or for whom a passage is set, and the words by which they say: for nobody's eyes.
_SAYING = ("rend", "rendition", "style-type", "specific-use", "content-type", "type", "subtype")
_FOR_MACHINES = re.compile(
    r"(?:hid(?:e|den)|invisible|suppress(?:ed)?|no-?(?:display|show|print)|not-(?:for-)?(?:display(?:ed)?|shown"
    r"|print(?:ed)?)|(?:search|index(?:ing)?|seo|machine|screen-?reader)-only|display:none|white(?:-text)?"
    r"|transparent)",
    re.IGNORECASE,
)
_MAX_WORDS = 12  # of an attribute


def without_hidden(root: Any) -> int:
    """Take out of an XML document what its readers do not see; return how many words."""
    sheets = Sheets(root, _renditions(root))
    words = 0
    stack: list[tuple[Any, Look]] = [(root, PAGE)]
    while stack:
        element, above = stack.pop()
        look, gone = above.within(sheets.of(element))
        if element is not root and (gone or _says_hidden(element) or look.unseen or look.coloured_away):
            words += len(" ".join(element.itertext()).split())
            _remove(element)
            continue
        stack += [(child, look) for child in element if isinstance(child.tag, str)]
    return words


def hidden_warning(words: int) -> list[str]:
    """Return the warning of so many words that were taken out; nothing for none."""
    return [f"{counted(words, 'word')} that no reader sees left out"] if words else []


def _says_hidden(element: Any) -> bool:
    return any(
        _FOR_MACHINES.fullmatch(word)
        for name in _SAYING
        for word in re.sub(" ?: ?", ":", " ".join((element.get(name) or "").split()))
        .replace(";", " ")
        .split()[:_MAX_WORDS]
    )


def _renditions(root: Any) -> str:
    """The style sheet that the renditions of a TEI header make."""
    rules = []
    for element in root.iter():
        if name_of(element) == "rendition" and (element.text or "").strip():
            style = "".join(element.itertext()).replace("}", " ")
            if (named := element.get(_XML_ID)) and re.fullmatch(r"[\w.-]{1,100}", named):
                rules.append(f'[rendition~="#{named}"] {{{style}}}')
            if selector := (element.get("selector") or "").replace("{", " "):
                rules.append(f"{selector} {{{style}}}")
    return "\n".join(rules)


def _remove(element: Any) -> None:
    """Take an element away; what follows it stays, apart from what stands before it."""
    parent, before = element.getparent(), element.getprevious()
    tail = " " + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
