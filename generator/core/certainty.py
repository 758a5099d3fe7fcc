"""How certain an answer is: bands of its calibrated probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.answer import Answer
from generator.core.status import REPORTED_STATUSES

Band = Literal["sure", "likely", "unsure"]
BANDS: tuple[Band, ...] = get_args(Band)

# With a calibrated probability, nine of ten answers are right at SURE, and three of four at LIKELY.
SURE = 0.9
LIKELY = 0.75
# Tolerance: a probability that was rounded to a bound has reached it.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Bands:
    """The probabilities of being right from which an answer is sure, and likely; below both it is unsure.

    A calibration may use other values than the defaults. Raises ValueError unless 0.5 <= likely <= sure <= 1.
    """

    sure: float = SURE
    likely: float = LIKELY

    def __post_init__(self) -> None:
        if not 0.5 <= self.likely <= self.sure <= 1:
            raise ValueError(f"bands need 0.5 <= likely <= sure <= 1, not {self.likely} and {self.sure}")

    def of(self, probability: float, reported: bool | None = None) -> Band:
        """Return the band of an answer, from the probability (0 to 1) that the paper reports what was asked.

        reported: whether the answer says that it does; None takes the likelier of the two. An answer that
        says the less likely is unsure, however far the probability is from one half.
        """
        if reported is None:
            right = max(probability, 1 - probability)
        else:
            right = probability if reported else 1 - probability
        if right >= self.sure - _ROUNDING:
            return "sure"
        return "likely" if right >= self.likely - _ROUNDING else "unsure"

    def of_answer(self, answer: Answer) -> Band | None:
        """Return the band of ``answer``; None if it has no probability, does not apply, or failed."""
        if answer.probability is None or answer.status in ("failed", "not_applicable"):
            return None
        return self.of(answer.probability, answer.status in REPORTED_STATUSES)
