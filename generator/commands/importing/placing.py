"""Chunks of a paper, found again in its canonical text: the sentences that a model was shown."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from generator.core import Paper, Place, Question, Snippet
from generator.core.sentences import sentence_spans
from generator.retrieval.passages import MAX_LENGTH, MIN_LENGTH, ONLY_FOR_LINKS, Passage, passages

# What does not count when two texts are compared: they come from different readers of one PDF.
_LEFT_OUT = re.compile(r"[\s\-\u00ad\u2010-\u2015\ufffe]")
# Squeezed characters of a sentence that must lie within a chunk for it to have been shown.
_MIN_SHOWN = 20
# A shorter sentence may stand anywhere, and so may a chunk.
_MIN_SENTENCE_CHARS, _MIN_CHUNK_CHARS = 25, 10


class PlacedPaper:
    """A paper in which chunks can be looked up."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._passages = sorted(passages(paper), key=lambda p: p.sentence.start)
        self._starts = [p.sentence.start for p in self._passages]
        self._text, self._offsets = _squeezed(paper.text)

    def snippets(self, chunk: str) -> tuple[Snippet, ...]:
        """The sentences of the paper that ``chunk`` holds, in its order.

        A sentence of the chunk that does not stand in the paper is kept as a snippet without a
        place (start and end are 0).
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
                elif MIN_LENGTH <= len(sentence) <= MAX_LENGTH:
                    found[Snippet(sentence, Place(0, 0), focus=())] = None
        return tuple(found)

    def _span(self, text: str, least: int) -> tuple[int, int] | None:
        """Where ``text`` stands in the canonical text, but for white space and hyphens."""
        wanted, _ = _squeezed(text)
        at = self._text.find(wanted) if len(wanted) >= least else -1
        if at < 0:
            return None
        return self._offsets[at], self._offsets[at + len(wanted) - 1] + 1

    def _within(self, start: int, end: int) -> tuple[Snippet, ...]:
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        return tuple(p.snippet(0.0) for p in self._passages[first:last] if self._shown(p, start, end))

    def _shown(self, passage: Passage, start: int, end: int) -> bool:
        sentence = passage.sentence
        shared = self.paper.text[max(start, sentence.start) : min(end, sentence.end)]
        return len(_LEFT_OUT.sub("", shared)) >= min(_MIN_SHOWN, len(_LEFT_OUT.sub("", sentence.text)))


def may_support(snippet: Snippet, question: Question) -> bool:
    """Whether a claim may rest on ``snippet``: titles in a list of references are about every question.

    Links alone may stand nowhere else.
    """
    if snippet.place.kind not in ONLY_FOR_LINKS:
        return True
    return question.references and (bool(snippet.links) or "://" in snippet.text)


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """``text`` in lower case, compatibility forms made plain, without what does not count; with the
    offset in ``text`` of each character."""
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
