"""Existing answers that models would have to compute again; nothing is done unless a person agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import duration, pluralize
from generator.ledger import Freshness, total_usage

__all__ = ["Confirm", "Recomputation", "RecomputeCost", "needed_recomputation", "recompute_costs"]


@dataclass(frozen=True, slots=True)
class RecomputeCost:
    """answers: that a model must compute again. seconds: estimated from earlier answers; None if unknown."""

    answers: int
    seconds: float | None

    def __str__(self) -> str:
        if self.seconds is None:
            return pluralize(self.answers, "answer")
        return f"{pluralize(self.answers, 'answer')}, about {duration(self.seconds)} judging by earlier ones"


@dataclass(frozen=True)
class Recomputation:
    """Stale answers to compute again. models: cost by name. causes: counts by changed part."""

    models: Mapping[str, RecomputeCost]
    causes: Counter[str]

    def __str__(self) -> str:
        """Return one sentence.

        For example ``smollm2: 12 answers, about 2 min judging by earlier ones (changed: reader 12)``.
        """
        each = "; ".join(f"{model}: {cost}" for model, cost in self.models.items())
        return f"{each} (changed: {', '.join(f'{part} {n}' for part, n in self.causes.most_common())})"


# Returns True if a person agrees that models compute the answers again.
Confirm = Callable[[Recomputation], bool]


def recompute_costs(stale: Mapping[str, int], ledger: Path) -> dict[str, RecomputeCost]:
    """Return the cost of computing so many answers, by model. ledger: the folder of answers."""
    spent = total_usage(ledger)
    return {
        model: RecomputeCost(count, seconds / answers * count if answers and seconds else None)
        for model, count in stale.items()
        if count
        for answers, seconds in [(spent[model].answers, spent[model].seconds) if model in spent else (0, 0.0)]
    }


def needed_recomputation(
    to_do: Sequence[Freshness], quoting: Collection[str], ledger: Path
) -> tuple[Recomputation, list[Freshness]]:
    """Split ``to_do`` into what a model must compute again, and what a build may do without asking.

    quoting: names of models that only quote, which costs nothing. Missing and failed answers belong to the
    second part: starting a build requests them.
    """
    again = [
        i for i in to_do if i.state == "stale" and not i.expected.closed and i.expected.model not in quoting
    ]
    named = {id(item) for item in again}
    count = Counter(item.expected.model for item in again)
    found = Recomputation(recompute_costs(count, ledger), Counter(item.changed[0] for item in again))
    return found, [item for item in to_do if id(item) not in named]
