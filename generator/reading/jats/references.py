"""The list of references of JATS, one line per reference, marked up in detail or not."""

from __future__ import annotations

from typing import Any

from generator.reading.block_text import Inline
from generator.reading.jats.inline import plain, write_citation
from generator.reading.xml_tree import child, name_of

_CITATIONS = ("mixed-citation", "element-citation", "nlm-citation", "citation", "product")


def write_reference(ref: Any, lines: Inline) -> None:
    """Append the reference ``ref`` as a line that begins with its label."""
    lines.newline()
    with lines.element(ref.get("id")):
        label = child(ref, "label")
        if label is not None:
            number = plain(label)
            lines.add(number + "." * number.isdigit())
            lines.gap()
        for part in ref:
            if name_of(part) in (*_CITATIONS, "note", "p", "citation-alternatives"):
                if name_of(part) == "citation-alternatives" and len(part):
                    stated = child(part, "mixed-citation", "element-citation")
                    part = part[0] if stated is None else stated
                write_citation(part, lines)
                lines.gap()
