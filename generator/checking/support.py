"""Whether a piece of evidence supports a sentence, by rules that anyone can check by eye.

No second model: small models judge themselves at chance (balanced accuracy .51 to .63 for 1B to
3B on LLM-AggreFact). Coverage of content words at >= .5 kept 86 % of 144 true paraphrases and
passed 0.7 % of other papers' sentences; it passes 79 % of sentences with one term swapped, which
is what the rules on numbers, named things, negation and opposites are for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.checking.terms import TermWeights, named_things, negated, numbers, opposed
from generator.core.words import normalised

# Chosen on 144 abstract sentences against the bodies of their 15 papers: .6 keeps 77 %, .7 60 %.
LEAST_COVERAGE = 0.5

_PADDING = re.compile(
    r"\b(?:it\s+is\s+(?:important|worth|crucial|essential|recommended|advisable|common|possible|likely|also\s+\w+)\b"
    r"|in\s+general\b|generally\b|typically\b|usually\b|commonly\b|it\s+can\s+be\s+(?:assumed|inferred)|one\s+(?:can|could|should|may)\b"
    r"|(?:could|should|would|might|may)\s+(?:be\s+)?(?:consider|use|include|help|ensure|involve|explore|benefit)\w*"
    r"|can\s+help\b|best\s+practices?\b|for\s+(?:more|further)\s+(?:information|details?)|researchers\s+(?:can|should|may|often))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; if not, ``reason`` says why in words for a reader."""

    supported: bool
    coverage: float
    reason: str = ""


def support(sentence: str, evidence: str, weights: TermWeights) -> Verdict:
    """Judge ``sentence`` by ``evidence``, a verbatim piece of the paper.

    A sentence that stands in the evidence word for word is supported whatever else it holds.
    """
    if is_verbatim(sentence, evidence):
        return Verdict(True, 1.0)
    coverage = round(weights.coverage(sentence, evidence), 3)
    if (padding := _PADDING.search(sentence)) and not _PADDING.search(evidence):
        return Verdict(False, coverage, f"general remark (“{padding.group()}”), not a statement of the paper")
    missing = sorted(numbers(sentence) - numbers(evidence))
    if missing:
        return Verdict(False, coverage, f"the number {missing[0]:g} does not stand in the evidence")
    unnamed = sorted(_unnamed(sentence, evidence))
    if unnamed:
        return Verdict(False, coverage, f"“{unnamed[0]}” is not named in the evidence")
    if coverage < LEAST_COVERAGE:
        return Verdict(False, coverage, f"only {coverage:.0%} of its content stands in the evidence")
    if negated(sentence) != negated(_nearest(sentence, evidence, weights)):
        which = "denies" if negated(sentence) else "affirms"
        return Verdict(False, coverage, f"it {which} what the evidence does not")
    if (word := opposed(sentence, evidence)) is not None:
        return Verdict(False, coverage, f"the evidence says the opposite of “{word}”")
    return Verdict(True, coverage)


def is_verbatim(sentence: str, evidence: str) -> bool:
    """Whether ``sentence`` stands in ``evidence`` but for white space, hyphens, case and its last stop."""
    wanted = _squeezed(sentence)
    return len(wanted) >= 3 and wanted in _squeezed(evidence)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]+", "", normalised(text)).lower().strip(".,;:!?\"'()")


def _unnamed(sentence: str, evidence: str) -> set[str]:
    there = _squeezed(evidence)
    return {name for name in named_things(sentence) if _squeezed(name) not in there}


def _nearest(sentence: str, evidence: str, weights: TermWeights) -> str:
    """The sentence of the evidence that shares most with ``sentence``: polarity is that of one sentence."""
    pieces = [p for p in re.split(r"(?<=[.!?])\s+(?=[A-Z(\"“])", evidence) if p.strip()]
    return max(pieces, key=lambda piece: weights.coverage(sentence, piece), default=evidence)
