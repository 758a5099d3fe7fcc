"""Support of a sentence by a piece of evidence, by rules that anyone can check by eye.

There is no second model: small models judge themselves at chance (balanced accuracy .51 to .63 for 1B to 3B
on LLM-AggreFact). Coverage of content words decides whether the evidence is about the same thing. Coverage
alone passes 79 % of sentences with one term swapped. So every number, name, negation and direction is
compared with its place in the evidence.

All constants: `python -m tests.benchmarks.checking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import mul, or_

from generator.checking.acronyms import spelled_out_stems
from generator.checking.added import added_objections
from generator.checking.aligned import Pairing, statements
from generator.checking.content import ContentWords, WordPairs
from generator.checking.contradictions import contradictions
from generator.checking.coverage import TermWeights
from generator.checking.denying import affirms_denied, denies_by_prefix, repeats_negation
from generator.checking.edits import edit_objections
from generator.checking.fitted import SupportModels, support_models
from generator.checking.list_items import list_objections
from generator.checking.misplaced import placement_objections
from generator.checking.named_things import Name, is_named_in, is_word
from generator.checking.number_values import Number
from generator.checking.parsed import parse
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
from generator.checking.restated_numbers import is_sum, restates
from generator.checking.spelling import without_capitals
from generator.checking.verbatim import is_verbatim
from generator.core.vocabulary import stem

# Coverage below which nothing is supported, whatever the model of content says.
MIN_COVERAGE = 0.3
# The same without that model. On its own, .5 keeps 86 % of 144 sentences of abstracts, judged by the bodies
# of their papers; .6 keeps 77 %.
MIN_COVERAGE_ALONE = 0.5
# Probability from which on the evidence may be about the same thing in other words, if it is one or two
# pieces, and one sentence holds half of the claim or one piece most of it. Words gathered from more pieces
# must be more. Of 232 true sentences in other words, 147 are kept; of as many false ones, 40 pass. The
# alternatives .35, .2 and .5 (with no rule for one piece) give 138 and 39; .25, .03 and .35 give 163 and 42.
# Of 432 sentences of other papers, 7 pass with any of them, but the last one lets more planted errors pass.
MIN_PLAUSIBLE_PROBABILITY = 0.1
_MAX_PLAUSIBLE_PIECES, MIN_IN_ONE_SENTENCE, MIN_BY_ONE_PIECE = 2, 0.45, 0.6
# Advice must say almost nothing that the evidence does not say, a general remark little.
MIN_COVERAGE_OF_ADVICE = 0.85
MIN_COVERAGE_OF_GENERALITIES = 0.5
MUCH_COVERED = 0.8  # coverage that a reader would not call "only" so much


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a sentence. reason: why it is not supported, in words for a reader."""

    supported: bool
    coverage: float
    reason: str = ""


@dataclass(frozen=True)
class EvidenceMatch:
    """What a piece of evidence, or several together, has of a sentence.

    credits: one for each content word, 0 to 1. numbers, names, negations: indices of those that it has.
    """

    credits: tuple[float, ...]
    numbers: frozenset[int]
    names: frozenset[int]
    negations: frozenset[int]

    @property
    def items(self) -> int:
        """Number of numbers, names and negations that it has."""
        return len(self.numbers) + len(self.names) + len(self.negations)

    def __or__(self, other: EvidenceMatch) -> EvidenceMatch:
        credits = tuple(map(max, self.credits, other.credits))
        return EvidenceMatch(
            credits, self.numbers | other.numbers, self.names | other.names, self.negations | other.negations
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

    context: more of the paper, which supports nothing, but may have another number or name in the place of
    the sentence's own. A sentence that is in the evidence word for word is supported.
    """
    context_pieces = [evidence, context] if context else [evidence]
    return SentenceCheck(sentence, context_pieces, weights, models).verdict([0])


class SentenceCheck:
    """A sentence and the pieces of its context, sets of which are tried as its evidence."""

    def __init__(
        self,
        sentence: str,
        context: Sequence[str],
        weights: TermWeights,
        models: SupportModels | None = None,
    ) -> None:
        self.claim = parse(without_frame(sentence))
        self.context = [parse(without_capitals(text)) for text in context]
        self.weights = weights
        self.models = models or support_models()
        self._matches: dict[int, EvidenceMatch] = {}
        self._pairs_of_piece: dict[int, WordPairs] = {}
        self._worth = weights.worth(self.claim)

    def verdict(self, used: Sequence[int]) -> Verdict:
        """Judge the sentence by the pieces ``used`` (indices into the context) together."""
        pieces = [self.context[i] for i in used]
        if any(is_verbatim(self.claim, piece) for piece in pieces):
            return Verdict(True, 1.0)
        match = self.match(used)
        coverage = round(self._coverage(match), 3)
        for reason in self._objections(used, match, coverage):
            return Verdict(False, coverage, reason)
        return Verdict(True, coverage)

    def match(self, used: Sequence[int]) -> EvidenceMatch:
        """Return what the pieces ``used`` have of the sentence."""
        first, *others = (self._match_in(i) for i in used)
        for other in others:
            first |= other
        return first

    def match_share(self, match: EvidenceMatch) -> float:
        """Return the mean of coverage and of the matched share of numbers, names and negations."""
        coverage = self._coverage(match)
        items = len(self._number_indices) + len(self.names) + len(self.claim.negations)
        if not items:
            return coverage
        there = (
            sum(i in match.numbers for i in self._number_indices) + len(match.names) + len(match.negations)
        )
        return (coverage + there / items) / 2

    def coverage(self, used: Sequence[int]) -> float:
        """Return the share of the sentence's content that the pieces ``used`` have."""
        return self._coverage(self.match(used))

    def _coverage(self, match: EvidenceMatch) -> float:
        return min(1.0, sum(map(mul, self._worth, match.credits))) if self._worth else 1.0

    def _match_in(self, index: int) -> EvidenceMatch:
        """Return what one piece has of the sentence; computed once."""
        if index not in self._matches:
            piece = self.context[index]
            shortened = spelled_out_stems(self.claim.raw, piece.raw)
            self._matches[index] = EvidenceMatch(
                self.weights.credits(self.claim, piece),
                frozenset(
                    i
                    for i, n in enumerate(self.claim.numbers_without_pointers)
                    if any(restates(n, self.claim, other, piece) for other in piece.numbers)
                ),
                frozenset(
                    i
                    for i, n in enumerate(self.names)
                    if is_named_in(n, piece.raw) or stem(n.text.lower()) in shortened
                ),
                frozenset(
                    i
                    for i, said in enumerate(self.claim.negations)
                    if any(
                        repeats_negation(self.claim, said, piece, there, self.weights)
                        for there in piece.negations
                    )
                    or denies_by_prefix(said, piece)
                ),
            )
        return self._matches[index]

    @property
    def scene(self) -> Scene:
        """The sentence in its context."""
        return Scene(self.claim, self.context, self.weights)

    @cached_property
    def names(self) -> list[Name]:
        """The names of the sentence, without words that only open it."""
        return [
            n for n, opening in self.claim.names if not (opening and is_word(n, self.weights.uses_as_word))
        ]

    @cached_property
    def _number_indices(self) -> list[int]:
        """Indices of the sentence's numbers, without other readings of the same digits."""
        return [i for i, n in enumerate(self.claim.numbers_without_pointers) if not n.is_alternative]

    @cached_property
    def _advice(self) -> str:
        return advice_in(self.claim.raw)

    @cached_property
    def _placement_objection(self) -> str:
        """The first objection from the context as a whole, or nothing."""
        return next(placement_objections(self.scene, self.names, self.models), "")

    def _addition_objections(self, used: Sequence[int]) -> Iterator[str]:
        """Yield objections to clauses and list items that are nowhere in the evidence."""
        pieces = [self.context[i] for i in used]
        for every, best in zip(self._pairings, self._best_pairings, strict=True):
            shown = [pair for pair in every if pair.evidence.piece in pieces]
            yield from list_objections(best, shown)
            yield from added_objections(best, shown)
            yield from portion_objections(shown)

    @cached_property
    def _contradiction(self) -> str:
        """The first objection from the sentences that hold most of it, or nothing."""
        return next(contradictions(self._pairings), "")

    @cached_property
    def _edit_objection(self) -> str:
        """The first objection to a word added to a copy of a sentence, or nothing."""
        return next((r for every in self._pairings for r in edit_objections(every)), "")

    @cached_property
    def _pairings(self) -> list[list[Pairing]]:
        """Each sentence of the claim with each sentence of the context."""
        return [
            [Pairing(statement, there, self.weights) for p in self.context for there in statements(p)]
            for statement in statements(self.claim)
        ]

    @cached_property
    def _best_pairings(self) -> list[Pairing]:
        """Each sentence of the claim with the sentence of the context that holds most of it."""
        return [max(every, key=lambda pair: pair.share) for every in self._pairings]

    def _objections(self, used: Sequence[int], match: EvidenceMatch, coverage: float) -> Iterator[str]:
        """Yield objections to the sentence, the plainest first."""
        # The order is that in which a reader would object: the first reason is the one that is shown. So this
        # is one list and no table of equals.
        remark = ""
        if coverage < MIN_COVERAGE_OF_GENERALITIES:
            remark = self._advice or generality_in(self.claim.raw)
        elif coverage < MIN_COVERAGE_OF_ADVICE or self._is_general(used):
            remark = self._advice
        if remark:
            yield f"general remark (“{remark}”), not a statement of the paper"
        if is_reference(self.claim.raw):
            yield "an entry of a list of references, not a statement of the paper"
        for number in self._missing_numbers(match):
            if is_sum(number, self.claim, [self.context[i] for i in used]):
                continue
            if any(number.same_magnitude(n) for i in used for n in self.context[i].numbers if n.doubtful):
                yield f"a sign at the number {number.text} could not be read in the paper's file"
            yield f"the number {number.text} does not stand in the evidence"
        for i, name in enumerate(self.names):
            if i not in match.names:
                yield f"“{name.text}” is not named in the evidence"
        if coverage < MIN_COVERAGE or not self._is_about_same(used, coverage):
            if coverage < MUCH_COVERED:
                yield f"only {coverage:.0%} of its content stands in the evidence"
            yield "its words stand in the evidence, but not together"
        yield from self._addition_objections(used)
        if self._placement_objection:
            yield self._placement_objection
        if self._contradiction:
            yield self._contradiction
        if self._edit_objection:
            yield self._edit_objection
        if any(
            i not in match.negations and not d.mild for i, d in enumerate(self.claim.negations)
        ) and not any(
            denies(best.evidence.text) or "few" in best.evidence.positions
            for best in self._best_pairings
            if best.share >= MIN_IN_ONE_SENTENCE
        ):
            yield "it denies what the evidence does not"
        pieces = [self.context[i] for i in used]
        pieces += [p for best in self._best_pairings if (p := best.evidence.piece) not in pieces]
        if affirms_denied(self.claim, pieces, self.weights):
            yield "it affirms what the evidence denies"

    def _is_general(self, used: Sequence[int]) -> bool:
        """Return True for a general remark in words of advice that the evidence does not have."""
        advice = self._advice.lower()
        if not advice or any(advice in self.context[i].text.lower() for i in used):
            return False
        return advice.startswith(OPENINGS_OF_ADVICE) or bool(generality_in(self.claim.raw))

    def features(self, used: Sequence[int], coverage: float) -> dict[str, float]:
        """Return the features of how the pieces ``used`` hold the sentence's content."""
        single = max(self._coverage(self.match([i])) for i in used)
        together = reduce(or_, (self._pairs_in(i) for i in used))
        return self._content_words.features(coverage, single, together)

    def _is_about_same(self, used: Sequence[int], coverage: float) -> bool:
        """Return True if the pieces ``used`` are about the same thing as the sentence."""
        if self.models.content is None:
            return coverage >= MIN_COVERAGE_ALONE
        features = self.features(used, coverage)
        plausible = len(used) <= _MAX_PLAUSIBLE_PIECES and (
            features["in one sentence"] >= MIN_IN_ONE_SENTENCE
            or features["coverage by one quote"] >= MIN_BY_ONE_PIECE
        )
        least = MIN_PLAUSIBLE_PROBABILITY if plausible else self.models.content.threshold
        return self.models.content.probability(features) >= least

    @cached_property
    def _content_words(self) -> ContentWords:
        return ContentWords(self.claim, self.weights)

    def _pairs_in(self, index: int) -> WordPairs:
        if index not in self._pairs_of_piece:
            self._pairs_of_piece[index] = self._content_words.pairs_in(self.context[index])
        return self._pairs_of_piece[index]

    def _missing_numbers(self, match: EvidenceMatch) -> Iterator[Number]:
        """Yield the numbers of the sentence that were not matched, in any reading."""
        said = self.claim.numbers_without_pointers
        read = [said[i] for i in match.numbers if said[i].is_alternative]
        for i, number in enumerate(said):
            if i in match.numbers or number.is_alternative or number.spelled:
                continue
            if not any(r.start <= number.start and number.end <= r.end for r in read):
                yield number
