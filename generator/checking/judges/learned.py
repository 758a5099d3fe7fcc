"""Learned parts: coefficient files that lie beside the code, and small trees that are read from them.

A judge that finds its file missing or damaged goes on by a stated rule; it says so in its docstring.
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

# A leaf is a number; a split is [feature, threshold, where the value is at most that, where it is more].
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
        """The probability of the label, 0 to 1. Raises KeyError where a feature lacks its value."""
        total = self.intercept
        for node in self.trees:
            while isinstance(node, list):
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, total))))

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether the label counts as true."""
        return self.probability(values) >= self.threshold

    def to_json(self) -> str:
        """The model as JSON text, one line a tree; a split names its feature by its place in a list."""
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
        """The model that ``to_json`` described. Raises KeyError, TypeError or ValueError otherwise."""
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
    if not isinstance(node, list):
        return node
    name, threshold, low, high = node
    return [places[name], threshold, _numbered(low, places), _numbered(high, places)]


def _named(node: object, names: Mapping[int, str]) -> Node:
    if isinstance(node, list):
        place, threshold, low, high = node
        return [names[place], float(threshold), _named(low, names), _named(high, names)]
    if isinstance(node, int | float):
        return float(node)
    raise ValueError(f"{node!r} is neither a leaf nor a split")


@lru_cache(maxsize=8)
def linear(name: str, folder: Path = FOLDER) -> LinearModel | None:
    """The linear model ``models/<name>.json``; None where the file is missing or damaged."""
    text = _text(name, folder)
    try:
        return None if text is None else LinearModel.from_json(text)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


@lru_cache(maxsize=8)
def trees(name: str, folder: Path = FOLDER) -> Trees | None:
    """The trees ``models/<name>.json``; None where the file is missing or damaged."""
    text = _text(name, folder)
    try:
        return None if text is None else Trees.from_json(text)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def _text(name: str, folder: Path) -> str | None:
    try:
        return (folder / f"{name}.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
