"""A small linear model: named features, coefficients, a probability. It loads in a millisecond.

The learned parts of Answerbook are of this kind, so that anyone can read what decides: each is a JSON file of
coefficients with its model card. They are fitted by `generator.evaluation.fitting`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression over standardised features.

    features: name -> (mean, scale, coefficient). threshold: the probability from which the label counts as
    true. card: plain data about the training data, the method and the accuracy.
    """

    features: Mapping[str, tuple[float, float, float]]
    intercept: float
    threshold: float = 0.5
    card: Mapping[str, Any] = field(default_factory=dict)

    def log_odds(self, values: Mapping[str, Any]) -> Any:
        """Return the log-odds of the label, for one row, or for many if the values are equally long arrays.

        Raises KeyError if a feature has no value.
        """
        total: Any = self.intercept
        for name, (mean, scale, coefficient) in self.features.items():
            total = total + coefficient * (values[name] - mean) / scale
        return total

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the probability of the label, 0 to 1. Raises KeyError if a feature has no value."""
        return self.sigmoid(self.log_odds(values))

    @staticmethod
    def sigmoid(log_odds: float) -> float:
        """Return log-odds as a probability."""
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, log_odds))))

    def holds(self, values: Mapping[str, float]) -> bool:
        """Return True if the label counts as true."""
        return self.probability(values) >= self.threshold

    def to_json(self) -> str:
        """Return the model as JSON text: one line per feature, sorted by name, six significant digits."""
        rows = [
            f"  {json.dumps(name)}: {json.dumps([_rounded(v) for v in self.features[name]])}"
            for name in sorted(self.features)
        ]
        card = json.dumps(dict(self.card), indent=1, ensure_ascii=False, sort_keys=True)
        return (
            '{\n "card": ' + card.replace("\n", "\n ") + ",\n"
            f' "intercept": {_rounded(self.intercept)},\n "threshold": {_rounded(self.threshold)},\n'
            ' "features": {\n' + ",\n".join(rows) + "\n }\n}\n"
        )

    @classmethod
    def from_json(cls, text: str) -> LinearModel:
        """Return the model that ``to_json`` described. Raises KeyError, TypeError or ValueError otherwise."""
        data = json.loads(text)
        return cls(
            features={
                name: (float(row[0]), float(row[1]) or 1.0, float(row[2]))
                for name, row in data["features"].items()
            },
            intercept=float(data["intercept"]),
            threshold=float(data["threshold"]),
            card=data["card"],
        )


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
