"""Finding the title of a paper among its headings, for formats that mark both in the same way."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from generator.reading.compose import PaperBlock
from generator.reading.sections import section_kind

_MAX_BYLINE_CHARS = 200  # authors and dates take less, a paragraph of the text takes more
_MIN_TITLE_CHARS = 21  # letters and digits of a heading that is a part of the stated title
_MIN_TITLE_WORDS = 4  # of a title that names a kind of section: "A network for bats"


def without_title(
    blocks: Sequence[PaperBlock], stated_title: str, *, printed: bool = False
) -> tuple[list[PaperBlock], str]:
    """Return the blocks with the title as front matter, not as a section around everything, and the title.

    stated_title: the title in the file's metadata. printed: the title is already in the front matter, so a
    heading that repeats it is left out. The levels of the other headings then begin at 1. Before the first of
    them, short paragraphs are front matter, and longer ones are text without a heading.
    """
    headings = [b for b in blocks if b.role == "heading"]
    is_title = bool(headings) and (
        _is_title(headings, stated_title, printed) or (not printed and _is_before_abstract(blocks, headings))
    )
    title = headings[0] if is_title else None
    top = min((b.level for b in headings if b is not title), default=1)
    in_section = False  # whether a heading of the text came before
    out: list[PaperBlock] = []
    for block in blocks:
        if block is title:
            if not printed:
                out.append(replace(block, role="prose", kind="front"))
        elif block.role == "heading":
            in_section = True
            out.append(replace(block, level=max(block.level - top + 1, 1)))
        elif in_section or block.kind:
            out.append(block)
        else:
            has_sections = len(headings) > (title is not None)
            is_byline = block.role == "prose" and len(block.text) <= _MAX_BYLINE_CHARS and has_sections
            out.append(replace(block, kind="front" if is_byline else "other"))
    return out, title.text if title else ""


def _is_title(headings: Sequence[PaperBlock], stated_title: str, printed: bool) -> bool:
    """Return True if the first heading is the title: the stated one, or the only one at the top level."""
    first = headings[0]
    bare, stated = _bare(first.text), _bare(stated_title)
    if bare and (first.level == 0 or bare == stated or (len(bare) >= _MIN_TITLE_CHARS and bare in stated)):
        return True
    if printed or any(b.level <= first.level for b in headings[1:]):
        return False
    # "Methods" is a section, even as the only heading; "A network for bats" only contains the name of one.
    kind = section_kind(first.text)
    if kind in ("methods", "results", "discussion"):
        return len(first.text.split()) >= _MIN_TITLE_WORDS
    return kind == "other"


def _is_before_abstract(blocks: Sequence[PaperBlock], headings: Sequence[PaperBlock]) -> bool:
    """Return True if the first block is a heading, and only a byline is between it and the abstract."""
    first = headings[0]
    if blocks[0] is not first or len(headings) < 2 or section_kind(headings[1].text) != "abstract":
        return False
    between = itertools.takewhile(lambda block: block is not headings[1], blocks)
    return (
        section_kind(first.text) == "other"
        and len(first.text.split()) >= _MIN_TITLE_WORDS
        and all(block is first or len(block.text) <= _MAX_BYLINE_CHARS for block in between)
    )


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
