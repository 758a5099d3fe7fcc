"""A sentence laid beside one piece of evidence, as the rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checking import TermWeights
from generator.checking.aligned import Pairing, statements
from generator.checking.parsed import parse

Rule = Callable[[Pairing], Iterator[str]]


def pair(sentence: str, evidence: str) -> Pairing:
    """Pair the first sentence of each."""
    claim, there = statements(parse(sentence))[0], statements(parse(evidence))[0]
    return Pairing(claim, there, TermWeights.of([evidence]))


def objections(rule: Rule, sentence: str, evidence: str) -> list[str]:
    """Return the objections of ``rule`` to ``sentence``."""
    return list(rule(pair(sentence, evidence)))
