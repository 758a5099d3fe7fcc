"""The snippets found in a paper for a question, and the probability that the paper answers it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.answer import PartStatus, Snippet

# The probability from which a paper is taken to answer, unless retrieval has a better value. It is below one
# half because calling reported information "not reported" is the worse mistake.
ANSWERED_FROM = 0.4
# The probability that a paper answers from which a language model is asked.
ASKED_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What retrieval found for a question: snippets, best first.

    answered: probability, by the features of the passages, that the paper answers the question at all.
    answered_from: the probability from which the paper is taken to answer. parts: the same for each part of
    the question, in its order; empty if it has none. part_snippets: for each part, the index of the snippet
    that reports it best; None for a part that is not reported, and for the main part, which the whole
    question stands for. shared: indices of snippets, in the order of the paper, that a model is shown for all
    questions about the paper alike; empty if each question is shown its own.
    """

    snippets: tuple[Snippet, ...] = ()
    answered: float = 0.0
    shared: tuple[int, ...] = ()
    parts: tuple[PartStatus, ...] = ()
    part_snippets: tuple[int | None, ...] = ()
    answered_from: float = ANSWERED_FROM

    @property
    def answers(self) -> bool:
        """True if the paper is taken to answer the question."""
        return self.answered >= self.answered_from

    @property
    def worth_asking(self) -> bool:
        """True if a language model is asked, because the paper may answer."""
        return bool(self.snippets) and self.answered >= ASKED_FROM
