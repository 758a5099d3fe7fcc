"""What models would have to do again for answers that are there; nothing is done unless a person agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.core.counting import counted, duration
from generator.ledger import Standing, total_spent

__all__ = ["Agreed", "Cost", "Due", "costs", "due"]


@dataclass(frozen=True, slots=True)
class Cost:
    """answers: to be made anew by a model. seconds: as earlier ones took; None where that is not known."""

    answers: int
    seconds: float | None

    def __str__(self) -> str:
        if self.seconds is None:
            return counted(self.answers, "answer")
        return f"{counted(self.answers, 'answer')}, about {duration(self.seconds)} by what earlier ones took"


@dataclass(frozen=True)
class Due:
    """Stale answers that models must give again. models: the cost, by name. causes: by what changed."""

    models: Mapping[str, Cost]
    causes: Counter[str]

    def __str__(self) -> str:
        """In a sentence; ``smollm2: 12 answers, about 2 min by what earlier ones took (reader 12)``."""
        each = "; ".join(f"{model}: {cost}" for model, cost in self.models.items())
        return f"{each} (changed: {', '.join(f'{part} {n}' for part, n in self.causes.most_common())})"


# Whether a person agrees that a model does it again.
Agreed = Callable[[Due], bool]


def costs(stale: Mapping[str, int], ledger: Path) -> dict[str, Cost]:
    """What it costs to have models make so many answers, by model. ledger: the folder of answers."""
    spent = total_spent(ledger)
    return {
        model: Cost(count, seconds / answers * count if answers and seconds else None)
        for model, count in stale.items()
        if count
        for answers, seconds in [(spent[model].answers, spent[model].seconds) if model in spent else (0, 0.0)]
    }


def due(to_do: Sequence[Standing], quoting: Collection[str], ledger: Path) -> tuple[Due, list[Standing]]:
    """What of ``to_do`` a model must do again, and the rest, which a build may do unasked.

    quoting: models that only quote, which costs nothing. What is missing or failed was never answered: who
    starts a build asks for it.
    """
    again = [i for i in to_do if i.state == "stale" and not i.wanted.closed and i.wanted.model not in quoting]
    named = {id(item) for item in again}
    count = Counter(item.wanted.model for item in again)
    found = Due(costs(count, ledger), Counter(item.changed[0] for item in again))
    return found, [item for item in to_do if id(item) not in named]
