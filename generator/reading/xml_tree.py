"""The elements of an XML file, asked for by their names without namespaces."""

from __future__ import annotations

from typing import Any

HREF = "{http://www.w3.org/1999/xlink}href"
TITLE = "{http://www.w3.org/1999/xlink}title"

_NAMES: dict[Any, str] = {}  # of tags; a paper has a few dozen, and asks for them thousands of times


def name_of(element: Any) -> str:
    """The element's name without its namespace; nothing for an entity."""
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""
        if len(_NAMES) < 1024:
            _NAMES[tag] = name
    return name


def child(element: Any, *names: str) -> Any | None:
    """Return the first child with one of these names, or None; compare it with None, never by its truth.

    An element without children counts as false in lxml, and asking for that prints a warning.
    """
    if element is None:
        return None
    return next((c for c in element if name_of(c) in names), None)


def children(element: Any, *names: str) -> list[Any]:
    """The children with one of these names."""
    return [] if element is None else [c for c in element if name_of(c) in names]


def descend(element: Any, *path: str) -> Any | None:
    """The first child of the first child ... with these names, or None."""
    for name in path:
        element = child(element, name)
    return element


def nearest_id(element: Any) -> str | None:
    """The ``id`` of an element or of the nearest one around it that has one."""
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return None


def text_after(element: Any, *limits: str) -> str:
    """The first text that follows ``element`` within the innermost element named in ``limits``."""
    while element is not None and name_of(element) not in limits:
        if element.tail:
            return str(element.tail)
        following = element.getnext()
        if following is None:
            element = element.getparent()
            continue
        if found := next((t for t in following.itertext() if t), ""):
            return str(found)
        element = following
    return ""
