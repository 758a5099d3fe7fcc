"""Which answers to one question say nearly the same, by the words that they share.

The likeness of two answers is the Jaccard index of their stems without stop words and without the words of
the question: how many they share, of all that either has. It needs no model and no library, whole numbers
alone decide, so that every machine finds the same; `tests/benchmarks/similar.py` compares it with vectors.
A set of stems is kept as a number with a bit for each stem (by a hash, of 1,024), for which Python counts
shared bits in 0.1 microseconds: 2,500 answers are compared with each other in well under a second.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.core import Question
from generator.core.words import stems

__all__ = ["MIN_SIMILARITY", "MAX_NEIGHBOURS", "AnswerStems", "Neighbour", "answer_stems", "nearest", "question_stems"]

MAX_NEIGHBOURS = 5  # of an answer, at most
# Percent. Of real replies to one question about two papers, by two models, none of 11,000 pairs were so much
# alike, and 1 % at 30 (tests/benchmarks/similar.py): what is shown says nearly the same; much is not shown.
MIN_SIMILARITY = 50
# Answers with fewer words of their own say too little to be like another ("Yes.").
_MIN_STEMS = 4
_BITS = 1024


@dataclass(frozen=True, slots=True)
class AnswerStems:
    """An answer as it is compared. answer: its id. bits: one for each stem, 0 where it has too few."""

    answer: str
    bits: int


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """A paper whose answer is like another's. unlike: 100 less the likeness in percent; in order, nearest
    first."""

    distance: int
    paper: str


def question_stems(question: Question) -> frozenset[str]:
    """Stems that answers to a question share for no other reason than that it was asked."""
    return frozenset(stems(" ".join([question.text, question.id.replace("-", " ")])))


def answer_stems(answer: str, text: str, ignored: Collection[str]) -> AnswerStems:
    """An answer with this id and text. ignored: stems that do not count."""
    own = {stem for stem in stems(text) if stem not in ignored}
    bits = 0
    if len(own) >= _MIN_STEMS:
        for stem in own:
            bits |= 1 << zlib.crc32(stem.encode("utf-8", "surrogatepass")) % _BITS
    return AnswerStems(answer, bits)


def nearest(
    answers: Mapping[str, AnswerStems],
    known: Mapping[str, AnswerStems] | None = None,
    near: Mapping[str, tuple[Neighbour, ...]] | None = None,
) -> dict[str, tuple[Neighbour, ...]]:
    """For each paper the papers whose answers are most like its own, nearest first; at most NEIGHBOURS.

    answers: to one question, by paper. known, near: answers that were compared before, and what was found:
    only what has changed is compared then, and the result is the same.
    """
    known, near = known or {}, near or {}
    changed = {p for p, told in answers.items() if known.get(p) != told}
    moved = changed | (known.keys() - answers.keys())
    found: dict[str, list[Neighbour]] = {}
    for paper in answers:
        if paper not in changed:
            before = near.get(paper, ())
            found[paper] = [n for n in before if n.paper not in moved]
            if len(before) == MAX_NEIGHBOURS > len(found[paper]):
                changed.add(paper)  # one that was not among the nearest may be so now
    members = _members(answers)
    best: dict[int, list[Neighbour]] = {bits: [] for bits in {answers[p].bits for p in changed} - {0}}
    newcomers = {bits: [p for p in members[bits] if p in changed][: MAX_NEIGHBOURS + 1] for bits in best}
    for bits, other, distance in _similar_sets(members, best.keys()):
        # One more than are wanted: a paper is not among its own neighbours.
        _add(best[bits], [Neighbour(distance, p) for p in members[other][: MAX_NEIGHBOURS + 1]])
        if len(changed) < len(answers):
            offered = [Neighbour(distance, p) for p in newcomers[bits]]
            for paper in members[other]:
                if paper not in changed:
                    _add(found[paper], offered)
    for paper in changed:
        found[paper] = [n for n in best.get(answers[paper].bits, ()) if n.paper != paper]
    return {paper: tuple(sorted(set(found[paper]))[:MAX_NEIGHBOURS]) for paper in sorted(answers) if found[paper]}


def _members(answers: Mapping[str, AnswerStems]) -> dict[int, list[str]]:
    """Papers by what their answers hold: thousands may say the same, and are compared as one."""
    found: dict[int, list[str]] = {}
    for paper in sorted(answers):
        if bits := answers[paper].bits:
            found.setdefault(bits, []).append(paper)
    return found


def _add(found: list[Neighbour], more: Iterable[Neighbour]) -> None:
    """Add to a list of which only the first are wanted, and keep it short."""
    found += more
    if len(found) > 16 * MAX_NEIGHBOURS:
        found[:] = sorted(set(found))[: MAX_NEIGHBOURS + 1]


def _similar_sets(held: Collection[int], wanted: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Each wanted one of the sets that are held, each other (or itself) that is like it enough, and how
    unlike it is, in percent.

    Sets of very different size cannot be alike: only those up to BOUND apart are looked at.
    """
    told = sorted((bits.bit_count(), bits) for bits in held)
    sizes = [size for size, _ in told]
    whole = len(wanted) == len(told)
    for place, (size, bits) in enumerate(told):
        if bits not in wanted:
            continue
        # Where all are compared with all, each with those behind it, and itself.
        first = place if whole else bisect_left(sizes, size * MIN_SIMILARITY / 100)
        last = bisect_right(sizes, size * 100 / MIN_SIMILARITY)
        alike = [
            (other, shared, others)
            for others, other in told[first:last]
            if (shared := (bits & other).bit_count()) * (100 + MIN_SIMILARITY) >= (size + others) * MIN_SIMILARITY
        ]
        for other, shared, others in alike:
            distance = 100 - 100 * shared // (size + others - shared)
            yield bits, other, distance
            if whole and other != bits:
                yield other, bits, distance
