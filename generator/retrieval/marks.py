"""Which words of a long sentence answer a question: its clauses, read by the scorer one by one.

"The survey ran in May, and of the 240 people asked, 212 replied." answers "How many people took part?" with
its last clauses; the first is left unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core import Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.scorer import ScoredText

# Shorter sentences are read at a glance.
MIN_WORDS = 18
# A clause of fewer words says little by itself and stays with the one before it.
_MIN_OF_CLAUSE = 6
# A clause is marked whose log-odds are at most so far below those of the best one.
_NEAR_BEST = 1.0
_BEGINS = (
    r"(?:and |but |so )?(?:we|the|they|it|this|these|with|which|who|as|where|when|while|whereas|because|"
    r"although|for|in|at|to|of|from|using|including|resulting|leading|each|all|\w+ing)\b"
)
# Where a sentence may be parted: at a stronger stop, and where a comma or a relative begins another clause.
_SEAM = re.compile(
    rf"(?<=[;:])\s+|(?<=,)\s+(?={_BEGINS})|(?<!\s)\s++(?=(?:whereas|which|because|although|who)\b)", re.I
)

Run = tuple[int, int]


def answering_words(index: PaperIndex, question: str, snippet: Snippet) -> tuple[Run, ...]:
    """Return the runs of a snippet's text that answer a question, as offsets into the paper's text.

    Empty where all of it does, where there is no scorer, for a short sentence or one of one clause, and for
    a table's row.
    """
    if index.scorer is None or snippet.row or len(snippet.text.split()) < MIN_WORDS:
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


def clauses(text: str) -> Iterator[Run]:
    """Yield the clauses of a sentence as offsets into it."""
    start = 0
    for seam in _SEAM.finditer(text):
        before, after = text[start : seam.start()], text[seam.end() :]
        # A seam in brackets parts nothing.
        if before.count("(") == before.count(")") and min(_words(before), _words(after)) >= _MIN_OF_CLAUSE:
            yield start, seam.start()
            start = seam.end()
    if start < len(text):
        yield start, len(text)


def _words(text: str) -> int:
    return len(text.split())


def _joined(text: str, runs: list[Run]) -> Iterator[Run]:
    """Yield runs with those made one between which nothing but blanks stands."""
    first, last = runs[0]
    for start, end in runs[1:]:
        if text[last:start].strip():
            yield first, last
            first = start
        last = end
    yield first, last
