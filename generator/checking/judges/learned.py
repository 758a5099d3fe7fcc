"""Learned models: files of coefficients next to the code, and small trees that are read from them.

If its file is missing or damaged, a judge follows a rule that its docstring states.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.core import LinearModel

FOLDER = Path(__file__).parent / "models"

# A leaf is a number. A split is [feature, threshold, node for values up to it, node for higher values].
Node = float | list[Any]


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees: a logistic model whose log-odds are the sum of one leaf of each tree."""

    features: frozenset[str]
    trees: Sequence[Node]
    intercept: float
    threshold: float = 0.5
    card: Mapping[str, Any] = field(default_factory=dict)

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the probability of the label, 0 to 1. Raises KeyError if a feature has no value."""
        total = self.intercept
        for node in self.trees:
            while isinstance(node, list):
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, total))))

    def holds(self, values: Mapping[str, float]) -> bool:
        """Return True if the label counts as true."""
        return self.probability(values) >= self.threshold

    def to_json(self) -> str:
        """Return the model as JSON text, one line a tree; a split gives the index of its feature."""
        card = json.dumps(dict(self.card), indent=1, ensure_ascii=False, sort_keys=True)
        names = sorted(self.features)
        places = {name: i for i, name in enumerate(names)}
        return (
            '{\n "card": ' + card.replace("\n", "\n ") + ",\n"
            f' "intercept": {self.intercept!r},\n "threshold": {self.threshold!r},\n'
            f' "features": {json.dumps(names, ensure_ascii=False)},\n "trees": [\n'
            + ",\n".join(json.dumps(_numbered(tree, places), separators=(",", ":")) for tree in self.trees)
            + "\n ]\n}\n"
        )

    @classmethod
    def from_json(cls, text: str) -> Trees:
        """Return the model that ``to_json`` wrote. Raises KeyError, TypeError or ValueError otherwise."""
        data = json.loads(text)
        names = dict(enumerate(map(str, data["features"])))
        trees = [_named(tree, names) for tree in data["trees"]]
        return cls(
            frozenset(names.values()),
            trees,
            float(data["intercept"]),
            float(data["threshold"]),
            dict(data["card"]),
        )


def _numbered(node: Node, places: Mapping[str, int]) -> Node:
    """Return a tree with the indices of its features."""
    if not isinstance(node, list):
        return node
    name, threshold, low, high = node
    return [places[name], threshold, _numbered(low, places), _numbered(high, places)]


def _named(node: object, names: Mapping[int, str]) -> Node:
    """Return a tree with the names of its features. Raises ValueError for anything else."""
    if isinstance(node, list):
        place, threshold, low, high = node
        return [names[place], float(threshold), _named(low, names), _named(high, names)]
    if isinstance(node, int | float):
        return float(node)
    raise ValueError(f"{node!r} is neither a leaf nor a split")


@lru_cache(maxsize=8)
def load_linear(name: str, folder: Path = FOLDER) -> LinearModel | None:
    """Return the linear model ``models/<name>.json``, or None if the file is missing or damaged."""
    text = _text(name, folder)
    try:
        return None if text is None else LinearModel.from_json(text)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


@lru_cache(maxsize=8)
def load_trees(name: str, folder: Path = FOLDER) -> Trees | None:
    """Return the trees ``models/<name>.json``, or None if the file is missing or damaged."""
    text = _text(name, folder)
    try:
        return None if text is None else Trees.from_json(text)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def _text(name: str, folder: Path) -> str | None:
    """Return the text of a model's file, or None if it cannot be read."""
    try:
        return (folder / f"{name}.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
