"""What several models make of one question about one paper: the vote, and who dissents."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.status import Status


@dataclass(frozen=True, slots=True)
class Consensus:
    """The vote of several models.

    status: what most say. votes: (model, status) in order of preference, without models that
    failed. shown: the model whose answer is shown, the best supported one of those that say what
    most say. agreement: share of the votes that went to ``status``, 0 to 1.
    """

    paper: str
    question: str
    status: Status
    votes: tuple[tuple[str, Status], ...]
    shown: str
    agreement: float

    @property
    def minority(self) -> tuple[str, ...]:
        """The models that say otherwise."""
        return tuple(model for model, status in self.votes if status != self.status)
