"""The title of a paper among its headings, for formats that mark both alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.reading.compose import Block
from generator.reading.sections import section_kind

_BYLINE = 200  # characters; authors and dates take less, a paragraph of the text takes more


def without_title(blocks: Sequence[Block], known: str, *, printed: bool = False) -> tuple[list[Block], str]:
    """Blocks in which the title is front matter instead of a section around everything, and that title.

    known: the title from the file's metadata. printed: the title already stands before ``blocks``,
    and a heading that repeats it goes. Levels of the headings that stay start at 1. Before the
    first of them, only short paragraphs are front matter; the rest is text without a heading.
    """
    headings = [b for b in blocks if b.role == "heading"]
    title = headings[0] if headings and _is_title(headings, known, printed) else None
    top = min((b.level for b in headings if b is not title), default=1)
    seen = False  # a heading of the text: what comes after it belongs to its section
    out: list[Block] = []
    for block in blocks:
        if block is title:
            if not printed:
                out.append(replace(block, role="prose", kind="front"))
        elif block.role == "heading":
            seen = True
            out.append(replace(block, level=max(block.level - top + 1, 1)))
        elif seen or block.kind:
            out.append(block)
        else:
            byline = (
                block.role == "prose" and len(block.text) <= _BYLINE and len(headings) > (title is not None)
            )
            out.append(replace(block, kind="front" if byline else "other"))
    return out, title.text if title else ""


def _is_title(headings: Sequence[Block], known: str, printed: bool) -> bool:
    """Whether the first heading is the title: the known one, or the one heading above all others."""
    first = headings[0]
    bare, wanted = _bare(first.text), _bare(known)
    if bare and (first.level == 0 or bare == wanted or (len(bare) > 20 and bare in wanted)):
        return True
    if printed or any(b.level <= first.level for b in headings[1:]):
        return False
    # "Methods" is a section though it stands alone; "A network for bats" only sounds like one.
    kind = section_kind(first.text)
    return kind == "other" or (kind in ("methods", "results", "discussion") and len(first.text.split()) > 3)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
