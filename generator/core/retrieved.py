"""What was found in a paper for a question, and how likely it is that the paper answers it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.answer import PartFound, Snippet

# From this probability on a paper is taken to answer, where retrieval knows no better. Lower than one half,
# for to call not reported what a paper reports is the worse mistake.
ANSWERED_FROM = 0.4
# From this probability on that a paper answers, a language model is asked.
ASKED_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question: snippets, best first.

    answered: how likely it is, by what marks them, that the paper answers the question at all. parts: the
    same for each part of the question, in its order; empty where it has none.
    shared: indices of the snippets, in the order of the paper, that a model is shown for this question
    as for all others about the paper; empty where each question is shown its own.
    told_by: for each part, the index of the snippet that tells it best; None where it is not told, and for
    the main part, which the whole question stands for. answered_from: the probability from which the paper
    is taken to answer.
    """

    snippets: tuple[Snippet, ...] = ()
    answered: float = 0.0
    shared: tuple[int, ...] = ()
    parts: tuple[PartFound, ...] = ()
    told_by: tuple[int | None, ...] = ()
    answered_from: float = ANSWERED_FROM

    @property
    def answers(self) -> bool:
        """Whether the paper is taken to answer the question."""
        return self.answered >= self.answered_from

    @property
    def worth_asking(self) -> bool:
        """Whether a language model is asked: the paper is not plainly silent."""
        return bool(self.snippets) and self.answered >= ASKED_FROM
