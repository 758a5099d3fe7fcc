"""One context for all questions about a paper: an evidence pack, or the whole paper.

What a model reads once for all questions it need not read for each. On four papers x 28 questions with
gold evidence, a pack of 14,000 characters holds .79 of the gold passages, where 3,600 characters for
each question hold .78; a model reads a seventh as much for it
(`python -m tests.benchmarks.retrieval --pack`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from generator.core import Question, Retrieved, Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.passages import ONLY_FOR_LINKS, Passage
from generator.retrieval.ranking import Ranked, rank, retrieve
from generator.retrieval.weights import Learned

# This share of a pack is dealt out in turn, one passage a question, so that no question goes without;
# the rest goes to the likeliest of all. Gold passages held at 12,000 characters: .77; tried once, all in
# turn .74, all by likelihood .75, which at 6,000 leaves one question in ten without any.
_IN_TURN = 0.5

Shared = tuple[Snippet, ...]
"""Snippets of a paper in reading order; no two alike."""


def whole(index: PaperIndex) -> Shared:
    """Every passage that may be context: all but the list of references."""
    return tuple(p.snippet(0.0) for p in index.passages if p.kind not in ONLY_FOR_LINKS)


def pack(
    index: PaperIndex, questions: Sequence[Question], budget: int, models: Learned | None = None
) -> Shared:
    """The passages that most likely answer one of ``questions``, of at most ``budget`` characters in all."""
    # By id: the pack must not depend on the order in which questions happen to stand.
    rankings = [rank(index, question, models) for question in sorted(questions, key=lambda q: q.id)]
    chosen: dict[int, Passage] = {}
    left = _fill(chosen, (r.passage for r in _in_turn(rankings)), int(budget * _IN_TURN))
    left += budget - int(budget * _IN_TURN)
    best = sorted((r for ranking in rankings for r in ranking), key=lambda r: (-r.score, r.passage.index))
    _fill(chosen, (r.passage for r in best), left)
    return tuple(chosen[i].snippet(0.0) for i in sorted(chosen))


def with_shared(
    index: PaperIndex, question: Question, shared: Shared, budget: int, models: Learned | None = None
) -> Retrieved:
    """What `retrieve` finds for ``question``, and all of ``shared`` behind it, which it points to."""
    found = retrieve(index, question, budget, models)
    scores = {
        (r.passage.sentence.start, r.passage.sentence.end): r.score for r in rank(index, question, models)
    }
    at = {(s.place.start, s.place.end): n for n, s in enumerate(found.snippets)}
    others = [s for s in shared if (s.place.start, s.place.end) not in at]
    scored = sorted(
        (replace(s, score=scores.get((s.place.start, s.place.end), 0.0)) for s in others),
        key=lambda s: (-s.score, s.place.start),
    )
    snippets = (*found.snippets, *scored)
    at = {(s.place.start, s.place.end): n for n, s in enumerate(snippets)}
    places = tuple(at[s.place.start, s.place.end] for s in shared)
    return Retrieved(snippets, found.answered, places, answered_from=found.answered_from)


def _in_turn(rankings: Sequence[Sequence[Ranked]]) -> Iterator[Ranked]:
    for row in zip_longest(*rankings):
        yield from (r for r in row if r is not None)


def _fill(chosen: dict[int, Passage], passages: Iterator[Passage], left: int) -> int:
    """Add passages while they fit; return the characters that are left."""
    for passage in passages:
        if left < 40:
            break
        if passage.index not in chosen and len(passage.words) <= left:
            chosen[passage.index] = passage
            left -= len(passage.words)
    return left
