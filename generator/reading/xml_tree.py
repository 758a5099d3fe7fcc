"""Finding elements of an XML tree (lxml) by their names without namespaces."""

from __future__ import annotations

from typing import Any

HREF = "{http://www.w3.org/1999/xlink}href"
TITLE = "{http://www.w3.org/1999/xlink}title"

# Names of tags. A paper has a few dozen and asks for them thousands of times; the limit is for hostile files.
_NAMES: dict[Any, str] = {}
_MAX_NAMES = 1024


def name_of(element: Any) -> str:
    """Return the element's name without its namespace; nothing for an entity."""
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""
        if len(_NAMES) < _MAX_NAMES:
            _NAMES[tag] = name
    return name


def child(element: Any, *names: str) -> Any | None:
    """Return the first child with one of these names, or None.

    Compare the result with None: in lxml an element without children is false.
    """
    if element is None:
        return None
    return next((c for c in element if name_of(c) in names), None)


def children(element: Any, *names: str) -> list[Any]:
    """Return the children with one of these names."""
    return [] if element is None else [c for c in element if name_of(c) in names]


def descend(element: Any, *path: str) -> Any | None:
    """Follow a path of names, each the first child of that name; return None if there is none."""
    for name in path:
        element = child(element, name)
    return element


def nearest_id(element: Any) -> str | None:
    """Return the ``id`` of the element, or of its nearest ancestor that has one."""
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return None


def text_after(element: Any, *limits: str) -> str:
    """Return the first text after ``element`` within the nearest ancestor with a name in ``limits``."""
    while element is not None and name_of(element) not in limits:
        if element.tail:
            return str(element.tail)
        following = element.getnext()
        if following is None:
            element = element.getparent()
            continue
        if text := next((t for t in following.itertext() if t), ""):
            return str(text)
        element = following
    return ""
