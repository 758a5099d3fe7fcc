"""Find the chunks that a model was shown in the canonical text of a paper, as sentences."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from generator.core import Paper, Place, Question, Snippet
from generator.core.sentences import sentence_spans
from generator.retrieval.searchable import (
    MAX_PASSAGE_CHARS,
    MIN_PASSAGE_CHARS,
    ONLY_FOR_LINKS,
    Passage,
    passages,
)

# Ignored when two texts are compared, as they come from different readers of one PDF.
_LEFT_OUT = re.compile(r"[\s\-\u00ad\u2010-\u2015\ufffe]")
# Characters of a sentence, without the ignored ones, that a chunk must contain for the sentence to count as
# shown.
_MIN_SHOWN_CHARS = 20
# Shorter sentences and chunks may occur anywhere, so they are not looked up.
_MIN_SENTENCE_CHARS, _MIN_CHUNK_CHARS = 25, 10


class PlacedPaper:
    """A paper in which chunks can be looked up."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._passages = sorted(passages(paper), key=lambda p: p.sentence.start)
        self._starts = [p.sentence.start for p in self._passages]
        self._text, self._offsets = _squeezed(paper.text)

    def snippets(self, chunk: str) -> tuple[Snippet, ...]:
        """Return the sentences of the paper that ``chunk`` holds, in its order.

        A sentence of the chunk that is not in the paper becomes a snippet without a place (start and end are
        0).
        """
        span = self._span(chunk, _MIN_CHUNK_CHARS)
        if span is not None:
            return self._within(*span)
        found: dict[Snippet, None] = {}
        for paragraph in chunk.split("\n\n"):
            for start, end in sentence_spans(paragraph):
                sentence = paragraph[start:end]
                span = self._span(sentence, _MIN_SENTENCE_CHARS)
                if span is not None:
                    found.update(dict.fromkeys(self._within(*span)))
                elif MIN_PASSAGE_CHARS <= len(sentence) <= MAX_PASSAGE_CHARS:
                    found[Snippet(sentence, Place(0, 0), focus=())] = None
        return tuple(found)

    def _span(self, text: str, min_chars: int) -> tuple[int, int] | None:
        """Return start and end of ``text`` in the canonical text, ignoring white space and hyphens."""
        squeezed, _ = _squeezed(text)
        at = self._text.find(squeezed) if len(squeezed) >= min_chars else -1
        if at < 0:
            return None
        return self._offsets[at], self._offsets[at + len(squeezed) - 1] + 1

    def _within(self, start: int, end: int) -> tuple[Snippet, ...]:
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        return tuple(p.snippet(0.0) for p in self._passages[first:last] if self._shown(p, start, end))

    def _shown(self, passage: Passage, start: int, end: int) -> bool:
        sentence = passage.sentence
        shared = self.paper.text[max(start, sentence.start) : min(end, sentence.end)]
        return len(_LEFT_OUT.sub("", shared)) >= min(_MIN_SHOWN_CHARS, len(_LEFT_OUT.sub("", sentence.text)))


def may_support(snippet: Snippet, question: Question) -> bool:
    """Return True if a claim may rest on ``snippet``.

    Titles in a list of references are about every question, so they cannot support a claim. Links may occur
    only there, so they can.
    """
    if snippet.place.kind not in ONLY_FOR_LINKS:
        return True
    return question.references and (bool(snippet.links) or "://" in snippet.text)


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` in lower case without accents and ignored characters, and the offset of each character.

    >>> _squeezed("Fi-\\nne")
    ('fine', [0, 1, 4, 5])
    """
    characters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        if not character.isascii():
            character = unicodedata.normalize("NFKD", character)
        for plain in _LEFT_OUT.sub("", character.casefold()):
            if not unicodedata.combining(plain):
                characters.append(plain)
                offsets.append(at)
    return "".join(characters), offsets
