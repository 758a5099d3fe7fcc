"""One context for all questions about a paper: an evidence pack, or the whole paper.

A model need not read again for each question what all questions share. On four papers x 28 questions with
gold evidence, a pack of 14,000 characters contains .79 of the gold passages, and 3,600 characters for each
question contain .78; with the pack, a model reads a seventh as much (`python -m tests.benchmarks.retrieval
--pack`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from generator.core import Question, Retrieved, Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import MIN_ROOM_CHARS, Ranked, rank, retrieve
from generator.retrieval.retrieval_weights import LearnedWeights
from generator.retrieval.searchable import ONLY_FOR_LINKS, Passage

# This share of a pack is filled in turns, one passage per question, so that every question gets some; the
# rest goes to the likeliest passages of all. Gold passages contained at 12,000 characters: .77. In one
# experiment, all in turns gave .74 and all by likelihood .75; the latter, at 6,000, leaves one question in
# ten without any.
_SHARE_IN_TURNS = 0.5

Shared = tuple[Snippet, ...]
"""Snippets of a paper in reading order; no two alike."""


def whole_paper(index: PaperIndex) -> Shared:
    """Return every passage that may be context: all but the list of references."""
    return tuple(p.snippet(0.0) for p in index.passages if p.kind not in ONLY_FOR_LINKS)


def evidence_pack(
    index: PaperIndex, questions: Sequence[Question], budget: int, models: LearnedWeights | None = None
) -> Shared:
    """Return the passages most likely to answer one of ``questions``, of ``budget`` characters in total."""
    # By id: the pack must not depend on the order of the questions.
    rankings = [rank(index, question, models) for question in sorted(questions, key=lambda q: q.id)]
    chosen: dict[int, Passage] = {}
    left = _fill(chosen, (r.passage for r in _in_turn(rankings)), int(budget * _SHARE_IN_TURNS))
    left += budget - int(budget * _SHARE_IN_TURNS)
    best = sorted((r for ranking in rankings for r in ranking), key=lambda r: (-r.score, r.passage.index))
    _fill(chosen, (r.passage for r in best), left)
    return tuple(chosen[i].snippet(0.0) for i in sorted(chosen))


def with_shared(
    index: PaperIndex, question: Question, shared: Shared, budget: int, models: LearnedWeights | None = None
) -> Retrieved:
    """Return the result of `retrieve` with ``shared`` appended, and ``Retrieved.shared`` pointing to it."""
    found = retrieve(index, question, budget, models)
    scores = {
        (r.passage.sentence.start, r.passage.sentence.end): r.score for r in rank(index, question, models)
    }
    places = {(s.place.start, s.place.end) for s in found.snippets}
    others = [s for s in shared if (s.place.start, s.place.end) not in places]
    scored = sorted(
        (replace(s, score=scores.get((s.place.start, s.place.end), 0.0)) for s in others),
        key=lambda s: (-s.score, s.place.start),
    )
    snippets = (*found.snippets, *scored)
    index_at = {(s.place.start, s.place.end): n for n, s in enumerate(snippets)}
    indices = tuple(index_at[s.place.start, s.place.end] for s in shared)
    return Retrieved(snippets, found.answered, indices, answered_from=found.answered_from)


def _in_turn(rankings: Sequence[Sequence[Ranked]]) -> Iterator[Ranked]:
    for row in zip_longest(*rankings):
        yield from (r for r in row if r is not None)


def _fill(chosen: dict[int, Passage], passages: Iterator[Passage], left: int) -> int:
    """Add passages while they fit; return the number of characters left."""
    for passage in passages:
        if left < MIN_ROOM_CHARS:
            break
        if passage.index not in chosen and len(passage.words) <= left:
            chosen[passage.index] = passage
            left -= len(passage.words)
    return left
