"""A snippet among its neighbours, so that a reader can judge a quote without opening the paper."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right

from generator.core import Paper, Paragraph, Snippet

# A longer neighbour distracts from the quote more than it explains it.
MAX_NEIGHBOUR_CHARS = 300


def with_neighbours(snippet: Snippet, paper: Paper) -> Snippet:
    """Return ``snippet`` with the sentences before and after it in its paragraph; the focus is unchanged.

    A row of a table with known headings is returned as it is: the headings explain it, other rows do not.
    """
    paragraph = _paragraph(paper, snippet.place.start)
    if paragraph is None or (snippet.row and paragraph.header):
        return snippet
    sentences = paragraph.sentences
    starts = [s.start for s in sentences]
    first = bisect_right(starts, snippet.place.start) - 1
    last = max(first, bisect_right(starts, snippet.place.end - 1) - 1)
    if first > 0 and len(sentences[first - 1].text) <= MAX_NEIGHBOUR_CHARS:
        first -= 1
    if last + 1 < len(sentences) and len(sentences[last + 1].text) <= MAX_NEIGHBOUR_CHARS:
        last += 1
    start, end = min(snippet.place.start, starts[first]), max(snippet.place.end, sentences[last].end)
    return dataclasses.replace(
        snippet,
        text=paper.text[start:end],
        place=dataclasses.replace(snippet.place, start=start, end=end),
        focus=snippet.focus or ((snippet.place.start, snippet.place.end),),
    )


def _paragraph(paper: Paper, offset: int) -> Paragraph | None:
    for section in paper.sections:
        for paragraph in section.paragraphs:
            if paragraph.sentences and paragraph.sentences[0].start <= offset < paragraph.sentences[-1].end:
                return paragraph
    return None
