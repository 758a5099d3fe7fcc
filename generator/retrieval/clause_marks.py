"""The words of a long sentence that answer a question: its clauses, read by the scorer one by one.

In "The survey ran in May, and of the 240 people asked, 212 replied.", the last clauses answer "How many
people took part?"; the first remains unmarked.

>>> text = "The survey was run by us in May, and of the 240 people asked, 212 replied."
>>> [text[start:end] for start, end in clauses(text)]
['The survey was run by us in May,', 'and of the 240 people asked, 212 replied.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core import Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.scorer import ScoredText

# Shorter sentences can be read at a glance.
MIN_MARKED_WORDS = 18
# A clause of fewer words says little by itself and stays with the one before it.
_MIN_CLAUSE_WORDS = 6
# A clause is marked if its log-odds are at most so far below those of the best one.
_NEAR_BEST = 1.0
_BEGINS = (
    r"(?:and |but |so )?(?:we|the|they|it|this|these|with|which|who|as|where|when|while|whereas|because|"
    r"although|for|in|at|to|of|from|using|including|resulting|leading|each|all|\w+ing)\b"
)
# Where a sentence may be split: at a semicolon or colon, and where a comma or a relative word opens a clause.
_SEAM = re.compile(
    rf"(?<=[;:])\s+|(?<=,)\s+(?={_BEGINS})|(?<!\s)\s++(?=(?:whereas|which|because|although|who)\b)", re.I
)

Span = tuple[int, int]


def answering_words(index: PaperIndex, question: str, snippet: Snippet) -> tuple[Span, ...]:
    """Return the spans of a snippet's text that answer a question, as offsets into the paper's text.

    Empty if all of it answers, if there is no scorer, for a short sentence or one of a single clause, and for
    a row of a table.
    """
    if index.scorer is None or snippet.row or len(snippet.text.split()) < MIN_MARKED_WORDS:
        return ()
    found = list(clauses(snippet.text))
    if len(found) < 2:
        return ()
    texts = [ScoredText(snippet.place.section, snippet.text[a:b]) for a, b in found]
    scores = index.scorer.score(question, texts)
    chosen = [run for run, score in zip(found, scores, strict=True) if score >= max(scores) - _NEAR_BEST]
    if len(chosen) == len(found):
        return ()
    return tuple((a + snippet.place.start, b + snippet.place.start) for a, b in _joined(snippet.text, chosen))


def clauses(text: str) -> Iterator[Span]:
    """Yield the clauses of a sentence as offsets into it."""
    start = 0
    for seam in _SEAM.finditer(text):
        before, after = text[start : seam.start()], text[seam.end() :]
        # A seam within brackets does not split.
        if before.count("(") == before.count(")") and min(_words(before), _words(after)) >= _MIN_CLAUSE_WORDS:
            yield start, seam.start()
            start = seam.end()
    if start < len(text):
        yield start, len(text)


def _words(text: str) -> int:
    return len(text.split())


def _joined(text: str, runs: list[Span]) -> Iterator[Span]:
    """Yield spans, with those joined that have only white space between them."""
    first, last = runs[0]
    for start, end in runs[1:]:
        if text[last:start].strip():
            yield first, last
            first = start
        last = end
    yield first, last
