"""How sure an answer is: the bands into which a calibrated probability falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.core.answer import Answer
from generator.core.status import TOLD

Band = Literal["sure", "likely", "unsure"]
BANDS: tuple[Band, ...] = get_args(Band)

# Nine of ten answers of this probability are right where it is calibrated; three of four from LIKELY on.
SURE = 0.9
LIKELY = 0.75
# Probabilities are kept with four digits: what was rounded to a bound has reached it.
_ROUNDED = 1e-9


@dataclass(frozen=True, slots=True)
class Bands:
    """From which probability of being right an answer is sure, and from which likely; below, it is unsure.

    A calibration may state others than the defaults. Raises ValueError unless
    0.5 <= likely <= sure <= 1.
    """

    sure: float = SURE
    likely: float = LIKELY

    def __post_init__(self) -> None:
        if not 0.5 <= self.likely <= self.sure <= 1:
            raise ValueError(f"bands need 0.5 <= likely <= sure <= 1, not {self.likely} and {self.sure}")

    def of(self, probability: float, told: bool | None = None) -> Band:
        """The band of an answer, from the probability (0 to 1) that the paper reports what was asked.

        told: whether the answer says so too; None takes what is more likely. An answer that says the less
        likely is unsure, however far the probability is from one half.
        """
        right = (
            max(probability, 1 - probability) if told is None else probability if told else 1 - probability
        )
        if right >= self.sure - _ROUNDED:
            return "sure"
        return "likely" if right >= self.likely - _ROUNDED else "unsure"

    def of_answer(self, answer: Answer) -> Band | None:
        """The band of ``answer``; None where it has no probability, does not apply, or failed."""
        if answer.probability is None or answer.status in ("failed", "not_applicable"):
            return None
        return self.of(answer.probability, answer.status in TOLD)
