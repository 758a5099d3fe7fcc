"""Whether a piece of evidence supports a sentence, by rules that anyone can check by eye.

No second model: small models judge themselves at chance (balanced accuracy .51 to .63 for 1B to
3B on LLM-AggreFact). Coverage of content words decides whether the evidence is about the same
thing; coverage alone passes 79 % of sentences with one term swapped, so that every number, every
named thing, every negation and every direction is held against the place where the evidence puts it.

All constants: `python -m tests.benchmarks.checking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import mul, or_

from generator.checking.acronyms import spelled_out
from generator.checking.added import added_objections
from generator.checking.aligned import Pairing, statements
from generator.checking.content import Together, Wording
from generator.checking.contradictions import contradictions
from generator.checking.denying import affirms, denied_in_word, repeats
from generator.checking.edits import edit_objections
from generator.checking.fitted import SupportModels, support_models
from generator.checking.listing import list_objections
from generator.checking.misplaced import misplaced
from generator.checking.names import Name, is_word, stands_in
from generator.checking.numbers import Number
from generator.checking.parsed import parsed
from generator.checking.phrases import (
    OPENINGS_OF_ADVICE,
    advice_in,
    generality_in,
    is_reference,
    without_frame,
)
from generator.checking.placement import Scene
from generator.checking.polarity import denies
from generator.checking.portions import portion_objections
from generator.checking.retold import is_sum, stands_for
from generator.checking.spelling import without_capitals
from generator.checking.verbatim import is_verbatim
from generator.checking.weights import TermWeights
from generator.core.words import stem

# Below this nothing is supported, whatever the model of content says.
MIN_COVERAGE = 0.3
# Without that model. By itself, .5 keeps 86 % of 144 abstract sentences against the bodies of their
# papers, .6 keeps 77 %.
MIN_COVERAGE_ALONE = 0.5
# From here on the evidence may be about the same thing in other words, where it is one piece or two and one
# sentence holds half of it, or one piece most of it; who gathers words from more must have more of them.
# Of 232 true sentences told in other words 147 are kept, of as many false ones 40 pass; with .35, .2 and .5
# (and nothing for one piece) 138 and 39, with .25, .03 and .35 163 and 42. Of 432 sentences of other papers
# 7 pass with any, but with the last more of planted errors.
PLAUSIBLE = 0.1
_FEW_PIECES, MIN_IN_ONE, MIN_BY_ONE = 2, 0.45, 0.6
# Advice must say almost nothing that the evidence does not, a general remark little.
MIN_COVERAGE_OF_ADVICE = 0.85
MIN_COVERAGE_OF_GENERALITIES = 0.5
# From here on a reader would not say that "only" so much is covered.
MUCH = 0.8


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; if not, ``reason`` says why in words for a reader."""

    supported: bool
    coverage: float
    reason: str = ""


@dataclass(frozen=True)
class Found:
    """What of a sentence stands in a piece of evidence, or in several together.

    credits: of each content word; numbers, names, denials: indices of those that stand there.
    """

    credits: tuple[float, ...]
    numbers: frozenset[int]
    names: frozenset[int]
    denials: frozenset[int]

    @property
    def items(self) -> int:
        """How many numbers, names and denials were found."""
        return len(self.numbers) + len(self.names) + len(self.denials)

    def __or__(self, other: Found) -> Found:
        credits = tuple(map(max, self.credits, other.credits))
        return Found(
            credits, self.numbers | other.numbers, self.names | other.names, self.denials | other.denials
        )


def support(
    sentence: str,
    evidence: str,
    weights: TermWeights,
    *,
    context: str = "",
    models: SupportModels | None = None,
) -> Verdict:
    """Judge ``sentence`` by ``evidence``, a verbatim piece of the paper.

    context: more of the paper, which supports nothing, but may put another number or name where
    the sentence puts its own. A sentence that stands in the evidence word for word is supported.
    """
    context_pieces = [evidence, context] if context else [evidence]
    return Trial(sentence, context_pieces, weights, models).verdict([0])


class Trial:
    """A sentence before the pieces of its context, some of which are tried as its evidence."""

    def __init__(
        self,
        sentence: str,
        context: Sequence[str],
        weights: TermWeights,
        models: SupportModels | None = None,
    ) -> None:
        self.claim = parsed(without_frame(sentence))
        self.context = [parsed(without_capitals(text)) for text in context]
        self.weights = weights
        self.models = models or support_models()
        self._found: dict[int, Found] = {}
        self._pairs: dict[int, Together] = {}
        self._worth = weights.worth(self.claim)

    def verdict(self, used: Sequence[int]) -> Verdict:
        """Judge the sentence by the pieces ``used`` (indices into the context) together."""
        pieces = [self.context[i] for i in used]
        if any(is_verbatim(self.claim, piece) for piece in pieces):
            return Verdict(True, 1.0)
        found = self.found(used)
        coverage = round(self._coverage(found), 3)
        for reason in self._objections(used, found, coverage):
            return Verdict(False, coverage, reason)
        return Verdict(True, coverage)

    def found(self, used: Sequence[int]) -> Found:
        """What of the sentence stands in the pieces ``used``."""
        first, *others = (self._found_in(i) for i in used)
        for other in others:
            first |= other
        return first

    def share_found(self, found: Found) -> float:
        """Mean of coverage and of the share of numbers, names and denials that were found."""
        coverage = self._coverage(found)
        items = len(self._plain_numbers) + len(self.names) + len(self.claim.denials)
        if not items:
            return coverage
        there = sum(i in found.numbers for i in self._plain_numbers) + len(found.names) + len(found.denials)
        return (coverage + there / items) / 2

    def coverage(self, used: Sequence[int]) -> float:
        """The share of the sentence's content that stands in the pieces ``used``."""
        return self._coverage(self.found(used))

    def _coverage(self, found: Found) -> float:
        return min(1.0, sum(map(mul, self._worth, found.credits))) if self._worth else 1.0

    def _found_in(self, index: int) -> Found:
        if index not in self._found:
            piece = self.context[index]
            shortened = spelled_out(self.claim.raw, piece.raw)
            self._found[index] = Found(
                self.weights.credits(self.claim, piece),
                frozenset(
                    i
                    for i, n in enumerate(self.claim.said_numbers)
                    if any(stands_for(n, self.claim, other, piece) for other in piece.numbers)
                ),
                frozenset(
                    i
                    for i, n in enumerate(self.names)
                    if stands_in(n, piece.raw) or stem(n.text.lower()) in shortened
                ),
                frozenset(
                    i
                    for i, said in enumerate(self.claim.denials)
                    if any(repeats(self.claim, said, piece, there, self.weights) for there in piece.denials)
                    or denied_in_word(said, piece)
                ),
            )
        return self._found[index]

    @property
    def scene(self) -> Scene:
        """The sentence before its context."""
        return Scene(self.claim, self.context, self.weights)

    @cached_property
    def names(self) -> list[Name]:
        return [
            n for n, opening in self.claim.names if not (opening and is_word(n, self.weights.uses_as_word))
        ]

    @cached_property
    def _plain_numbers(self) -> list[int]:
        return [i for i, n in enumerate(self.claim.said_numbers) if not n.reading]

    @cached_property
    def _advice(self) -> str:
        return advice_in(self.claim.raw)

    @cached_property
    def _misplaced(self) -> str:
        """The first reason that the context as a whole gives against the sentence, or nothing."""
        return next(misplaced(self.scene, self.names, self.models), "")

    def _added(self, used: Sequence[int]) -> Iterator[str]:
        """Clauses and items of lists that stand nowhere in the evidence."""
        pieces = [self.context[i] for i in used]
        for every, best in zip(self._pairs_of_sentences, self._best, strict=True):
            shown = [pair for pair in every if pair.there.piece in pieces]
            yield from list_objections(best, shown)
            yield from added_objections(best, shown)
            yield from portion_objections(shown)

    @cached_property
    def _contradicted(self) -> str:
        """The first reason that the sentences which say most of it give against it, or nothing."""
        return next(contradictions(self._pairs_of_sentences), "")

    @cached_property
    def _edited(self) -> str:
        """The first word that was put into a copy of a sentence of the context, or nothing."""
        return next((r for every in self._pairs_of_sentences for r in edit_objections(every)), "")

    @cached_property
    def _pairs_of_sentences(self) -> list[list[Pairing]]:
        """Each sentence of the claim beside each one of the context."""
        return [
            [Pairing(statement, there, self.weights) for p in self.context for there in statements(p)]
            for statement in statements(self.claim)
        ]

    @cached_property
    def _best(self) -> list[Pairing]:
        """Each sentence of the claim beside the one of the context that says most of it."""
        return [max(every, key=lambda pair: pair.share) for every in self._pairs_of_sentences]

    def _objections(self, used: Sequence[int], found: Found, coverage: float) -> Iterator[str]:
        """Reasons against the sentence, the plainest first."""
        remark = ""
        if coverage < MIN_COVERAGE_OF_GENERALITIES:
            remark = self._advice or generality_in(self.claim.raw)
        elif coverage < MIN_COVERAGE_OF_ADVICE or self._is_general(used):
            remark = self._advice
        if remark:
            yield f"general remark (“{remark}”), not a statement of the paper"
        if is_reference(self.claim.raw):
            yield "an entry of a list of references, not a statement of the paper"
        for number in self._missing(found):
            if is_sum(number, self.claim, [self.context[i] for i in used]):
                continue
            if any(number.is_worth(n) for i in used for n in self.context[i].numbers if n.doubtful):
                yield f"a sign at the number {number.text} could not be read in the paper's file"
            yield f"the number {number.text} does not stand in the evidence"
        for i, name in enumerate(self.names):
            if i not in found.names:
                yield f"“{name.text}” is not named in the evidence"
        if coverage < MIN_COVERAGE or not self._same_content(used, coverage):
            if coverage < MUCH:
                yield f"only {coverage:.0%} of its content stands in the evidence"
            yield "its words stand in the evidence, but not together"
        yield from self._added(used)
        if self._misplaced:
            yield self._misplaced
        if self._contradicted:
            yield self._contradicted
        if self._edited:
            yield self._edited
        if any(i not in found.denials and not d.mild for i, d in enumerate(self.claim.denials)) and not any(
            denies(best.there.text) for best in self._best if best.share >= MIN_IN_ONE
        ):
            yield "it denies what the evidence does not"
        if affirms(self.claim, [self.context[i] for i in used], self.weights):
            yield "it affirms what the evidence denies"

    def _is_general(self, used: Sequence[int]) -> bool:
        """Whether it tells what is done in general, in words of advice that the evidence does not have."""
        advice = self._advice.lower()
        if not advice or any(advice in self.context[i].text.lower() for i in used):
            return False
        return advice.startswith(OPENINGS_OF_ADVICE) or bool(generality_in(self.claim.raw))

    def features(self, used: Sequence[int], coverage: float) -> dict[str, float]:
        """How the content of the sentence stands in the pieces ``used``."""
        single = max(self._coverage(self.found([i])) for i in used)
        together = reduce(or_, (self._together(i) for i in used))
        return self._wording.features(coverage, single, together)

    def _same_content(self, used: Sequence[int], coverage: float) -> bool:
        if self.models.content is None:
            return coverage >= MIN_COVERAGE_ALONE
        features = self.features(used, coverage)
        plausible = len(used) <= _FEW_PIECES and (
            features["in one sentence"] >= MIN_IN_ONE or features["coverage by one quote"] >= MIN_BY_ONE
        )
        least = PLAUSIBLE if plausible else self.models.content.threshold
        return self.models.content.probability(features) >= least

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.claim, self.weights)

    def _together(self, index: int) -> Together:
        if index not in self._pairs:
            self._pairs[index] = self._wording.together(self.context[index])
        return self._pairs[index]

    def _missing(self, found: Found) -> Iterator[Number]:
        said = self.claim.said_numbers
        read = [said[i] for i in found.numbers if said[i].reading]
        for i, number in enumerate(said):
            if i in found.numbers or number.reading or number.spelled:
                continue
            if not any(r.start <= number.start and number.end <= r.end for r in read):
                yield number
