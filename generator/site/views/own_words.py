"""Answers in the paper's own words: which ones they are, and how their quotes are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.core import Answer
from generator.core.paper import UNREADABLE
from generator.site.content.encoding import clean
from generator.site.views.quotes import Quote

# Characters of a quote that sentences following each other are joined into: two to three lines of a page.
_MAX_JOINED = 220
_MAX_GAP = 2  # characters between two sentences that follow each other


def best_first(answer: Answer, numbers: Sequence[int]) -> list[int]:
    """Return indices of an answer's evidence in the order in which a page shows the quotes.

    If the answer consists of quotes alone, the one with the highest score comes first, because the others are
    in a list that opens. They keep their order, which is that of the paper if a whole declaration is quoted.
    A text that a model wrote cites its quotes by number, so their order stays.
    """
    if not numbers or not is_verbatim(answer):
        return list(numbers)
    best = max(numbers, key=lambda n: answer.evidence[n].score)  # the first of several
    return [best, *(n for n in numbers if n != best)]


def is_verbatim(answer: Answer) -> bool:
    """Return True if every supported sentence is a verbatim part of a passage that it cites, read in full."""
    sentences = [s for s in answer.sentences if s.support == "supported" and clean(s.text)]
    if any(UNREADABLE in s.text for s in sentences):
        return False
    passages = [clean(e.text) for e in answer.evidence]
    return bool(sentences) and all(
        any(clean(s.text) in passages[n] for n in s.evidence if 0 <= n < len(passages)) for s in sentences
    )


def joined(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Join quotes that follow each other in the paper, as long as they fit into a few lines.

    "The study has several limitations." says nothing without the sentence after it. A joined quote takes the
    place of the first of its quotes, its sentences are in the order of the paper.
    """
    left, found = list(quotes), []
    while left:
        quote = left.pop(0)
        while fitting := [(other, both) for other in left if (both := _both(quote, other))]:
            other, quote = fitting[0]
            left.remove(other)
        found.append(quote)
    return tuple(found)


def _both(quote: Quote, other: Quote) -> Quote | None:
    """Return two quotes as one, with number and anchor of the first; None if they do not belong together."""
    if not (quote.parts and other.parts) or quote.place != other.place or quote.row or other.row:
        return None
    first, second = sorted((quote, other), key=lambda q: q.parts[0].start)
    last, next_one = first.parts[-1], second.parts[0]
    if not (last.focus and next_one.focus and follows(last.end, next_one.start)):
        return None
    parts = (*first.parts, *second.parts)
    if sum(len(part.text) for part in parts if part.focus) > _MAX_JOINED:
        return None
    return replace(
        first,
        number=quote.number,
        anchor=quote.anchor,
        parts=parts,
        links=tuple(dict.fromkeys((*first.links, *second.links))),
        pictures=tuple(dict.fromkeys((*first.pictures, *second.pictures))),
    )


def follows(end: int, start: int) -> bool:
    """Return True if what starts at an offset follows what ends at another; -1: the offset is unknown."""
    return 0 <= end <= start <= end + _MAX_GAP
