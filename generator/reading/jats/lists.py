"""The items of JATS lists, including nested ones, as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.reading.block_text import Inline, names
from generator.reading.jats.inline import plain, write_part
from generator.reading.xml_tree import children, name_of

LISTS = names("list def-list")


def list_items(parent: Any) -> Iterator[Any]:
    """Yield the items of a list; items of a nested list follow the item that contains it."""
    for item in children(parent, "list-item", "def-item"):
        yield item
        for inner in _lists_in(item):
            yield from list_items(inner)


def _lists_in(part: Any) -> Iterator[Any]:
    for inner in part:
        if name_of(inner) in LISTS:
            yield inner
        elif name_of(inner) in ("p", "def"):
            yield from _lists_in(inner)


def item_line(item: Any, floats: list[Any]) -> Inline:
    """Return the text of an item, without the lists inside it, whose items have lines of their own."""
    line = Inline()
    line.add(item.text)
    for part in item:
        name = name_of(part)
        if name in ("p", "def"):
            line.add(part.text)
            for piece in part:
                if name_of(piece) in LISTS:
                    line.gap()
                else:
                    write_part(piece, line, floats)
                line.add(piece.tail)
        elif name not in LISTS:
            write_part(part, line, floats)
            if name == "term" and line and plain(part)[-1:].isalnum():
                line.colon()
        line.gap()
    return line


def heading_line(parent: Any, floats: list[Any]) -> Inline:
    """Return the title of a list, and the column headings of a list of definitions."""
    line = Inline()
    for part in children(parent, "title", "term-head", "def-head"):
        line.gap()
        write_part(part, line, floats)
    return line
