"""Fitting of small trees, boosted and random, as nested lists that need no library to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Few and weak trees, on random parts of rows and columns: a thousand rows allow no more.
TREES = 300
RATE = 0.04
LEAVES = 5
MIN_IN_LEAF = 15
SHARE_OF_ROWS = 0.5
SHARE_OF_FEATURES = 0.15
# One seed alone moves macro-F1 by .01; the mean of three is steadier.
SEEDS = (0, 1, 2)

# Trees that split at random make other errors than boosted ones: the mean of both beats either.
RANDOM_TREES = 200
RANDOM_MIN_IN_LEAF = 8
RANDOM_SHARE_OF_FEATURES = 0.6
# Weight of their log-odds; that of the boosted trees is 1. A share of labels p counts as log-odds of
# 4 (p - 1/2), the tangent at 1/2.
RANDOM_WEIGHT = 2.0
# Factor on the sum, which makes its probabilities reliable.
SCALE = 0.4


@dataclass(frozen=True, slots=True)
class FittedTrees:
    """Trees as nested lists: [feature, threshold, at most, more], or a leaf.

    intercept: log-odds without them.
    """

    trees: tuple[Any, ...]
    intercept: float


def fit_trees(rows: Sequence[Mapping[str, float]], labels: Sequence[bool]) -> FittedTrees:
    """Return boosted and random trees on ``rows``, each a mapping of the same feature names.

    Leaves are log-odds. The same rows in the same order give the same trees. Raises ValueError if there are
    no rows or only one label.
    """
    import numpy as np
    from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier

    if not rows or len(set(labels)) < 2:
        raise ValueError("trees are fitted on rows with both labels")
    names = sorted(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
    right = np.array(labels, dtype=bool)
    grown: list[Any] = []
    for seed in SEEDS:
        boosted = GradientBoostingClassifier(
            n_estimators=TREES,
            learning_rate=RATE,
            max_leaf_nodes=LEAVES,
            max_depth=None,
            min_samples_leaf=MIN_IN_LEAF,
            subsample=SHARE_OF_ROWS,
            max_features=SHARE_OF_FEATURES,
            random_state=seed,
        ).fit(values, right)
        for tree in boosted.estimators_[:, 0]:
            grown.append(_nested(tree.tree_, names, SCALE * RATE / len(SEEDS), 0.0))
    scattered = ExtraTreesClassifier(
        n_estimators=RANDOM_TREES,
        min_samples_leaf=RANDOM_MIN_IN_LEAF,
        max_features=RANDOM_SHARE_OF_FEATURES,
        random_state=0,
    ).fit(values, right)
    for tree in scattered.estimators_:
        grown.append(_nested(tree.tree_, names, 4 * SCALE * RANDOM_WEIGHT / RANDOM_TREES, 0.5))
    share = float(np.mean(right))
    return FittedTrees(tuple(grown), SCALE * float(np.log(share / (1 - share))))


def _nested(tree: Any, names: Sequence[str], factor: float, zero: float) -> Any:
    """Return a tree of scikit-learn as nested lists.

    A leaf is ``factor`` times the difference of its value from ``zero``.
    """
    # Read once: each of these attributes is a new array.
    low, high = tree.children_left.tolist(), tree.children_right.tolist()
    feature, threshold = tree.feature.tolist(), tree.threshold.tolist()
    value = tree.value[:, 0, -1].tolist()

    def below(node: int) -> Any:
        if low[node] < 0:
            return float(f"{factor * (value[node] - zero):.4g}")
        split = float(f"{threshold[node]:.6g}")
        return [names[feature[node]], split, below(low[node]), below(high[node])]

    return below(0)
