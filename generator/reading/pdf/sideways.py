"""Tables and figures set sideways next to upright text, each read as a small page of its own.

A page that is sideways as a whole is turned before it is read. Of any other, the words in another direction
are labels and banners, which belong to no text, unless they open with a caption: then they are a float.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.reading.compose import PaperBlock
from generator.reading.pdf.blocks import BlockBuilder, blocks_of
from generator.reading.pdf.float_notes import mark_float_notes
from generator.reading.pdf.flow import paragraphs_of
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.page_words import TextPage
from generator.reading.pdf.paragraph_text import ToShown
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import build_lines
from generator.reading.sections import section_kind


def with_sideways(
    blocks: Sequence[PaperBlock], pages: Sequence[PageLines], body: BodyStyle, words: Counter[str]
) -> list[PaperBlock]:
    """Return the blocks of a paper with the floats that pages set sideways behind the text of their page.

    words: how often the document has each word.
    """
    whole = list(blocks)
    for page in pages:
        sideways = page.text.sideways
        if sideways is None:
            continue
        turned = PageLines(sideways, build_lines(sideways.words, page.number))
        paragraphs = paragraphs_of([turned], body, [])
        mark_float_notes(paragraphs, body)
        own, _ = blocks_of(paragraphs, BlockBuilder(words, _to_shown(sideways)))
        at = _place(whole, page.number)
        whole[at:at] = own
    return whole


def _to_shown(page: TextPage) -> ToShown:
    """Return what converts a box of the page to the page as shown."""
    return lambda _, box: page.as_shown(box)


def _place(blocks: Sequence[PaperBlock], page: int) -> int:
    """Return where a float of a page belongs: behind the page's last block, and before the references."""
    behind = 0
    for index, block in enumerate(blocks):
        if block.role == "heading" and section_kind(block.text) == "references":
            break
        if block.spans and (block.spans[0].page or 0) <= page:
            behind = index + 1
    return behind
