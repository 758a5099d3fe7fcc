"""The vote of several models on one question about one paper, and who dissents."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.status import Status


@dataclass(frozen=True, slots=True)
class Consensus:
    """The vote of several models.

    status: the status with the most votes. votes: (model, status) in order of preference, without models that
    failed. shown: the model whose answer is shown, the best supported one with the winning status. agreement:
    share of the votes for ``status``, 0 to 1.
    """

    paper: str
    question: str
    status: Status
    votes: tuple[tuple[str, Status], ...]
    shown: str
    agreement: float

    @property
    def minority(self) -> tuple[str, ...]:
        """The models that voted for another status."""
        return tuple(model for model, status in self.votes if status != self.status)
