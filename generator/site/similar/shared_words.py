"""Find similar answers to one question by the words that they share.

The similarity of two answers is the Jaccard index of their stems, without stop words and without the words of
the question: the number of shared stems, divided by the number that either has. It needs no model and no
library, and uses whole numbers only, so every machine finds the same; `tests/benchmarks/similar.py` compares
it with vectors. A set of stems is a number with a bit for each stem (its hash, out of 1,024). Python counts
shared bits in 0.1 microseconds: 2,500 answers are compared with each other in well under a second.

>>> one, other = (answer_stems(n, t, ()) for n, t in (("a", "Red lamps attract many moths"),
...                                                   ("b", "Red lamps attract few moths")))
>>> nearest({"p": one, "q": other})
{'p': (Neighbour(distance=20, paper='q'),), 'q': (Neighbour(distance=20, paper='p'),)}
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.core import Question
from generator.core.vocabulary import stems

__all__ = [
    "MAX_NEIGHBOURS",
    "MIN_SIMILARITY",
    "AnswerStems",
    "Neighbour",
    "answer_stems",
    "nearest",
    "question_stems",
]

MAX_NEIGHBOURS = 5  # of an answer, at most
# Percent. Of 11,000 pairs of real replies to one question about two papers, by two models, none reached it,
# and 1 % reached 30 (tests/benchmarks/similar.py): pairs shown say nearly the same; many are not shown.
MIN_SIMILARITY = 50
# Answers with fewer stems of their own say too little to be similar ("Yes.").
_MIN_STEMS = 4
_BITS = 1024
_MAX_UNSORTED = 16 * MAX_NEIGHBOURS  # length at which a list of neighbours is sorted and cut


@dataclass(frozen=True, slots=True)
class AnswerStems:
    """An answer for comparison. answer: its id. bits: one for each stem; 0 if it has too few stems."""

    answer: str
    bits: int


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """A paper with a similar answer. distance: 100 minus the similarity in percent. Sorts nearest first."""

    distance: int
    paper: str


def question_stems(question: Question) -> frozenset[str]:
    """Return the stems that answers share only because they answer the same question."""
    return frozenset(stems(" ".join([question.text, question.id.replace("-", " ")])))


def answer_stems(answer: str, text: str, ignored: Collection[str]) -> AnswerStems:
    """Return the stems of an answer with this id and text. ignored: stems that do not count."""
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
    """Return for each paper the papers with the most similar answers, nearest first; at most MAX_NEIGHBOURS.

    answers: to one question, by paper. known, near: the answers and the result of an earlier comparison; then
    only changed answers are compared, with the same result.
    """
    known, near = known or {}, near or {}
    changed = {p for p, answer in answers.items() if known.get(p) != answer}
    moved = changed | (known.keys() - answers.keys())
    found: dict[str, list[Neighbour]] = {}
    for paper in answers:
        if paper not in changed:
            before = near.get(paper, ())
            found[paper] = [n for n in before if n.paper not in moved]
            # One place of a full list became free, and a paper that was too far before may belong there now.
            if len(before) == MAX_NEIGHBOURS > len(found[paper]):
                changed.add(paper)  # another paper may now be among the nearest
    members = _members(answers)
    best: dict[int, list[Neighbour]] = {bits: [] for bits in {answers[p].bits for p in changed} - {0}}
    newcomers = {bits: [p for p in members[bits] if p in changed][: MAX_NEIGHBOURS + 1] for bits in best}
    for bits, other, distance in _similar_sets(members, best.keys()):
        # One more than needed: a paper is dropped from its own neighbours.
        _add(best[bits], [Neighbour(distance, p) for p in members[other][: MAX_NEIGHBOURS + 1]])
        if len(changed) < len(answers):
            offered = [Neighbour(distance, p) for p in newcomers[bits]]
            for paper in members[other]:
                if paper not in changed:
                    _add(found[paper], offered)
    for paper in changed:
        found[paper] = [n for n in best.get(answers[paper].bits, ()) if n.paper != paper]
    return {
        paper: tuple(sorted(set(found[paper]))[:MAX_NEIGHBOURS]) for paper in sorted(answers) if found[paper]
    }


def _members(answers: Mapping[str, AnswerStems]) -> dict[int, list[str]]:
    """Return papers by the stems of their answers: thousands may be equal, and are compared as one."""
    found: dict[int, list[str]] = {}
    for paper in sorted(answers):
        if bits := answers[paper].bits:
            found.setdefault(bits, []).append(paper)
    return found


def _add(found: list[Neighbour], more: Iterable[Neighbour]) -> None:
    """Add neighbours to a list, and cut it to the nearest when it grows long."""
    found += more
    if len(found) > _MAX_UNSORTED:
        found[:] = sorted(set(found))[: MAX_NEIGHBOURS + 1]


def _similar_sets(held: Collection[int], wanted: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Yield each wanted set of stems, each similar set (itself included), and their distance in percent.

    Sets of very different size cannot be similar, so only sets of comparable size are compared.
    """
    by_size = sorted((bits.bit_count(), bits) for bits in held)
    sizes = [size for size, _ in by_size]
    whole = len(wanted) == len(by_size)
    for place, (size, bits) in enumerate(by_size):
        if bits not in wanted:
            continue
        # If all are compared with all, each is compared only with itself and those after it.
        first = place if whole else bisect_left(sizes, size * MIN_SIMILARITY / 100)
        last = bisect_right(sizes, size * 100 / MIN_SIMILARITY)
        alike = [
            (other, shared, others)
            for others, other in by_size[first:last]
            if (shared := (bits & other).bit_count()) * (100 + MIN_SIMILARITY)
            >= (size + others) * MIN_SIMILARITY
        ]
        for other, shared, others in alike:
            distance = 100 - 100 * shared // (size + others - shared)
            yield bits, other, distance
            if whole and other != bits:
                yield other, bits, distance
