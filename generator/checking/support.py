"""Whether a piece of evidence supports a sentence, by rules that anyone can check by eye.

No second model: small models judge themselves at chance (balanced accuracy .51 to .63 for 1B to
3B on LLM-AggreFact). Coverage of content words decides whether the evidence is about the same
thing; coverage alone passes 79 % of sentences with one term swapped, so that every number, every
named thing, every negation and every direction is held against the place where the evidence puts it.

All constants: `python -m tests.benchmarks.checking`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.checking.names import Name, named_things, occurrences, stands_in
from generator.checking.numbers import Number, missing, numbers
from generator.checking.phrases import outside, pointers, references, remark_in, without_frame
from generator.checking.polarity import Denial, Sided, denials, denies, sided
from generator.checking.slots import fit, nearby, sentence_at, sentences
from generator.checking.weights import TermWeights, spelled_out
from generator.core.words import normalised, parts, stem

# By itself, .5 keeps 86 % of 144 abstract sentences against the bodies of their papers, .6 keeps 77 %.
LEAST_COVERAGE = 0.5
# A remark that sounds general must say almost nothing that the evidence does not.
FURTHER_COVERAGE_OF_REMARKS = 0.25
# By how much another number, name or direction must fit the place better, to be the one meant: a
# factor and a margin, which is larger beside the item itself. Factors of 1.0 to 1.5 and margins of
# .05 to .15 give the same within 4 points of what is kept, and 6 of what passes.
CLEARLY_BETTER = 1.2
MARGIN, MARGIN_BESIDE = 0.05, 0.3
MARGIN_OF_EXCHANGE = 0.1
_NEXT = 2  # content words on either side
# How well the place of a negation must fit to be the same negation.
SAME_DENIAL = 0.35
OVERLOOKED_DENIAL = 0.8
_LEAST_NEAR = 2
LEAST_FIT = 0.2
LEAST_FIT_OF_OPPOSITES = 0.35
# Larger numbers are hardly ever spelled out, so that none of them stands where a spelled one should.
_MOST_COUNTED = 100

_Item = TypeVar("_Item", Number, Name, Sided)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; if not, ``reason`` says why in words for a reader."""

    supported: bool
    coverage: float
    reason: str = ""


def support(
    sentence: str,
    evidence: str,
    weights: TermWeights,
    *,
    context: str = "",
    least_coverage: float = LEAST_COVERAGE,
) -> Verdict:
    """Judge ``sentence`` by ``evidence``, a verbatim piece of the paper.

    context: more of the paper, which supports nothing, but may put another number or name where
    the sentence puts its own. A sentence that stands in the evidence word for word is supported.
    """
    sentence = without_frame(sentence)
    if is_verbatim(sentence, evidence):
        return Verdict(True, 1.0)
    coverage = round(weights.coverage(sentence, evidence), 3)
    for reason in _objections(sentence, evidence, context or evidence, weights, coverage, least_coverage):
        return Verdict(False, coverage, reason)
    return Verdict(True, coverage)


def share_found(sentence: str, evidence: str, weights: TermWeights) -> float:
    """How much of ``sentence`` stands in ``evidence``: mean of coverage and share of numbers and names."""
    coverage = weights.coverage(sentence, evidence)
    said = [n for n in numbers(sentence) if not n.reading]
    names = named_things(sentence, known=weights.knows)
    if not said and not names:
        return coverage
    absent = len(missing(said, evidence)) + sum(not stands_in(n, evidence) for n in names)
    return (coverage + 1 - absent / (len(said) + len(names))) / 2


def _objections(
    sentence: str, evidence: str, context: str, weights: TermWeights, coverage: float, least: float
) -> Iterator[str]:
    """Reasons against ``sentence``, the plainest first."""
    remark = remark_in(sentence)
    if remark and coverage < least + FURTHER_COVERAGE_OF_REMARKS:
        yield f"general remark (“{remark}”), not a statement of the paper"
    said = outside(numbers(sentence), pointers(sentence))
    for number in missing(said, evidence):
        if not number.spelled:
            yield f"the number {number.text} does not stand in the evidence"
    names = outside(named_things(sentence, known=weights.knows), pointers(sentence))
    shortened = spelled_out(sentence, evidence)  # the evidence says RMSE, the sentence Root Mean Square Error
    for name in names:
        if not stands_in(name, evidence) and stem(name.text.lower()) not in shortened:
            yield f"“{name.text}” is not named in the evidence"
    if coverage < least:
        yield f"only {coverage:.0%} of its content stands in the evidence"
    yield from _misplaced_numbers(sentence, said, context, weights)
    yield from _misplaced_names(sentence, names, context, weights)
    yield from _turned(sentence, context, weights)
    yield from _denied(sentence, evidence, weights)


def is_verbatim(sentence: str, evidence: str) -> bool:
    """Whether ``sentence`` stands in ``evidence`` but for white space, hyphens, case and its last stop.

    A piece of a sentence that denies what the piece affirms ("images were augmented", cut from "no
    images were augmented") does not count.
    """
    wanted = _squeezed(sentence)
    if len(wanted) < 3 or wanted not in _squeezed(evidence):
        return False
    plain = normalised(evidence)
    bounds = [begin for begin, _ in sentences(evidence)]
    for begin, end in zip(bounds, [*bounds[1:], len(plain)], strict=True):
        if wanted in _squeezed(plain[begin:end]):
            return denies(plain[begin:end]) == denies(sentence)
    return True


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]+", "", normalised(text)).lower().strip(".,;:!?\"'()")


def _misplaced_numbers(
    sentence: str, said: Sequence[Number], context: str, weights: TermWeights
) -> Iterator[str]:
    stated = outside([n for n in numbers(context) if not n.reading], references(context))
    others = [n for n in stated if not any(mine.agrees(n) for mine in said)]
    for number in said:
        if number.reading:
            continue
        rivals = [n for n in others if _countable(n)] if number.spelled else others
        own = [n.start for n in stated if number.agrees(n)]
        rival = _better_placed((number.start, number.end), sentence, own, rivals, context, weights)
        if rival is not None:
            yield f"where it says {number.text}, the evidence says {rival.text}"
    plain = [n for n in said if not n.reading]
    places = [[other.start for other in stated if n.agrees(other)] for n in plain]
    for one, other in _exchanged(sentence, [(n.start, n.end) for n in plain], places, context, weights):
        yield f"it exchanges {plain[one].text} and {plain[other].text}"


def _countable(number: Number) -> bool:
    return any(v == int(v) and 0 < v <= _MOST_COUNTED for v in number.values)


def _misplaced_names(
    sentence: str, names: Sequence[Name], context: str, weights: TermWeights
) -> Iterator[str]:
    spelled = spelled_out(context, sentence)
    others = [
        n
        for n in outside(named_things(context, known=weights.knows), references(context))
        if not stands_in(n, sentence) and stem(n.text.lower()) not in spelled and not _also_plain(n, context)
    ]
    for name in names:
        if _also_plain(name, context):
            continue
        own = occurrences(name, context)
        if own:
            rival = _better_placed((name.start, name.end), sentence, own, others, context, weights)
            if rival is not None:
                yield f"where it says “{name.text}”, the evidence says “{rival.text}”"
    places = [occurrences(n, context) for n in names]
    for one, other in _exchanged(sentence, [(n.start, n.end) for n in names], places, context, weights):
        if names[one].key != names[other].key:
            yield f"it exchanges “{names[one].text}” and “{names[other].text}”"


def _also_plain(name: Name, context: str) -> bool:
    """Whether the context writes ``name`` in lower case as well: a word that happened to bear a capital."""
    return name.plain and re.search(rf"\b{re.escape(name.text.lower())}\b", context) is not None


def _turned(sentence: str, context: str, weights: TermWeights) -> Iterator[str]:
    there = [(stem(w.text.lower()), w) for w in sided(context)]
    for word in sided(sentence):
        own = [w.start for t, w in there if t in word.same]
        rivals = [w for t, w in there if t in word.opposite]
        rival = _better_placed(
            (word.start, word.end), sentence, own, rivals, context, weights, least=LEAST_FIT_OF_OPPOSITES
        )
        if rival is not None:
            yield f"the evidence says the opposite of “{word.text}”"


def _better_placed(
    item: tuple[int, int],
    sentence: str,
    own: Sequence[int],
    rivals: Sequence[_Item],
    context: str,
    weights: TermWeights,
    least: float = LEAST_FIT,
) -> _Item | None:
    """The rival that fits the place of ``item`` clearly better than its ``own`` occurrences, or None."""
    if not rivals:
        return None
    mine = {place: fit(sentence, item, context, place, weights) for place in own}
    best = max(mine.values(), default=0.0)
    beside = {sentence_at(context, place) for place in own}
    for rival in rivals:
        theirs = fit(sentence, item, context, rival.start, weights)
        together = sentence_at(context, rival.start) in beside
        margin = MARGIN_BESIDE if together else MARGIN
        if theirs >= least and theirs > best * CLEARLY_BETTER + margin:
            return rival
    return None


def _exchanged(
    sentence: str,
    items: Sequence[tuple[int, int]],
    places: Sequence[Sequence[int]],
    context: str,
    weights: TermWeights,
) -> Iterator[tuple[int, int]]:
    """Pairs of items, each of which fits the place of the other clearly better than its own."""

    def best(item: int, of: int) -> float:
        # What stands next to an item, on the same side, tells its place from that of its like.
        return max(
            fit(sentence, items[item], context, p, weights, window=_NEXT, other_side=0.3) for p in places[of]
        )

    for one, other in itertools.combinations(range(len(items)), 2):
        if not places[one] or not places[other] or set(places[one]) & set(places[other]):
            continue
        if best(one, other) > best(one, one) + MARGIN_OF_EXCHANGE and (
            best(other, one) > best(other, other) + MARGIN_OF_EXCHANGE
        ):
            yield one, other


def _denied(sentence: str, evidence: str, weights: TermWeights) -> Iterator[str]:
    there = denials(evidence)
    said = denials(sentence)
    for denial in said:
        if not any(_same(sentence, denial, evidence, other, weights) for other in there):
            yield "it denies what the evidence does not"
    if denies(sentence) and not said:  # "unavailable" says "not available" in another way
        return
    for denial in there:
        repeated = any(_same(evidence, denial, sentence, other, weights) for other in said)
        if not repeated and _overlooked(denial, sentence, evidence, weights):
            yield "it affirms what the evidence denies"


def _overlooked(denial: Denial, sentence: str, evidence: str, weights: TermWeights) -> bool:
    """Whether ``sentence`` says what stands around a denial of the evidence, without the denial."""
    near = nearby(evidence, denial.start, denial.end, before=2, behind=3)
    there = {stem(w) for w in parts(sentence)}
    if not denial.reach or len(near) < _LEAST_NEAR:
        return False
    total = sum(weights.weight(t) for t in near)
    return sum(weights.weight(t) for t in near if t in there) >= OVERLOOKED_DENIAL * total


def _same(sentence: str, denial: Denial, evidence: str, other: Denial, weights: TermWeights) -> bool:
    return fit(sentence, (denial.start, denial.end), evidence, other.start, weights) >= SAME_DENIAL
