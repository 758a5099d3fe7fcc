"""Fitting of small linear models, and their performance on groups that they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from generator.core import LinearModel

if TYPE_CHECKING:
    import numpy as np

# Weight of each row of a fit. "balanced": both labels have the same total. None: all rows have the same.
Weights = Sequence[float] | Literal["balanced"] | None

# Chosen once for all models here: a penalty strong enough for twenty features fitted on a hundred rows.
STRENGTH = 0.3


def fit(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    *,
    strength: float = STRENGTH,
    weights: Weights = None,
    threshold: float = 0.5,
    card: Mapping[str, Any] | None = None,
) -> LinearModel:
    """Return a logistic regression on ``rows``, each a mapping of the same feature names.

    strength: inverse of the L2 penalty, as scikit-learn's ``C``. weights: the weight of each row, or
    ``balanced``. The solver starts from zero and draws no random numbers, so the same rows give the same
    model. Raises ValueError if there are no rows or only one label.
    """
    import numpy as np

    if not rows:
        raise ValueError("a model is fitted on rows with both labels")
    columns = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in rows[0]}
    return fit_columns(columns, labels, strength=strength, weights=weights, threshold=threshold, card=card)


def fit_columns(
    columns: Mapping[str, np.ndarray],
    labels: Sequence[bool] | np.ndarray,
    *,
    strength: float = STRENGTH,
    weights: Weights = None,
    threshold: float = 0.5,
    card: Mapping[str, Any] | None = None,
) -> LinearModel:
    """Return the same as `fit`, from one array of numbers for each feature, each as long as ``labels``."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    wanted = np.array(labels, dtype=bool)
    if wanted.all() or not wanted.any():
        raise ValueError("a model is fitted on rows with both labels")
    names = sorted(columns)
    values = np.stack([np.asarray(columns[name], dtype=np.float64) for name in names], axis=1)
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale < 1e-9] = 1.0
    alike = isinstance(weights, str)
    model = LogisticRegression(
        C=strength, class_weight="balanced" if alike else None, max_iter=2000, tol=1e-8
    )
    model.fit((values - mean) / scale, wanted, sample_weight=None if alike else weights)
    return LinearModel(
        {
            name: (float(m), float(s), float(c))
            for name, m, s, c in zip(names, mean, scale, model.coef_[0], strict=True)
        },
        float(model.intercept_[0]),
        threshold,
        card or {},
    )


def folds(groups: Sequence[Hashable], most: int = 0) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (train, test) indices that leave one group out at a time, in order of first appearance.

    most: the highest number of folds, reached by leaving out several groups at once; 0 is no limit.
    """
    names = list(dict.fromkeys(groups))
    parts = [[n] for n in names] if not most else [names[i::most] for i in range(min(most, len(names)))]
    for part in parts:
        out = set(part)
        test = [i for i, g in enumerate(groups) if g in out]
        yield [i for i, g in enumerate(groups) if g not in out], test


def held_out(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[bool],
    groups: Sequence[Hashable],
    fitted: Callable[[Sequence[Mapping[str, float]], Sequence[bool]], LinearModel] = fit,
    most: int = 0,
) -> list[tuple[float, bool]]:
    """Return, for each row, probability and label by a model that has not seen its group."""
    said: list[tuple[float, bool]] = [(0.5, False)] * len(rows)
    for train, test in folds(groups, most):
        model = fitted([rows[i] for i in train], [labels[i] for i in train])
        for i in test:
            said[i] = (model.probability(rows[i]), model.holds(rows[i]))
    return said
