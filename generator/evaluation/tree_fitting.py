"""Fitting small boosted trees, as plain nested lists that need no library to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Weak and few, on random parts of rows and columns: what a thousand rows bear.
TREES = 300
RATE = 0.04
LEAVES = 5
LEAST_IN_LEAF = 15
SHARE_OF_ROWS = 0.5
SHARE_OF_FEATURES = 0.15
_SEED = 0


@dataclass(frozen=True, slots=True)
class Grown:
    """Trees as nested lists ([feature, threshold, at most, more] or a leaf); log-odds without them."""

    trees: tuple[Any, ...]
    intercept: float


def fit_trees(rows: Sequence[Mapping[str, float]], labels: Sequence[bool]) -> Grown:
    """Gradient boosting on ``rows``, each a mapping of the same feature names; leaves hold log-odds.

    The same rows in the same order give the same trees. Raises ValueError where there are no rows or
    only one label.
    """
    import numpy as np
    from sklearn.ensemble import GradientBoostingClassifier

    if not rows or len(set(labels)) < 2:
        raise ValueError("trees are fitted on rows with both labels")
    names = sorted(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
    model = GradientBoostingClassifier(
        n_estimators=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        max_depth=None,
        min_samples_leaf=LEAST_IN_LEAF,
        subsample=SHARE_OF_ROWS,
        max_features=SHARE_OF_FEATURES,
        random_state=_SEED,
    )
    model.fit(values, np.array(labels, dtype=bool))
    share = float(np.mean(np.array(labels, dtype=float)))
    grown = tuple(_nested(tree.tree_, 0, names) for tree in model.estimators_[:, 0])
    return Grown(grown, float(np.log(share / (1 - share))))


def _nested(tree: Any, node: int, names: Sequence[str]) -> Any:
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left < 0:
        return float(f"{RATE * tree.value[node][0][0]:.5g}")
    return [
        names[int(tree.feature[node])],
        float(f"{tree.threshold[node]:.6g}"),
        _nested(tree, left, names),
        _nested(tree, right, names),
    ]
