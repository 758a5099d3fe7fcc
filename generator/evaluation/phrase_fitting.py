"""Fitting of a linear model on named features and on phrases together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generator.core import LinearModel

# Chosen on gold/decisions.jsonl, cross-validated by paper (`python -m tests.benchmarks.judges`): from 1.0
# to 4.0, and from .05 to .1, kappa stays within .01, log loss within .002.
STRENGTH = 4.0
# Scale of named features relative to phrases: the smaller, the more the penalty restrains them.
SCALE = 0.05
MIN_REPLIES = 5  # that have a phrase
# Phrases in replies about one or two papers are topics of these, not turns of phrase.
MIN_GROUPS = 3


def fit_with_phrases(
    rows: Sequence[Mapping[str, float]],
    phrases: Sequence[Mapping[str, int]],
    labels: Sequence[bool],
    *,
    prefix: str,
    groups: Sequence[str] = (),
    card: Mapping[str, Any] | None = None,
) -> LinearModel:
    """Return a logistic regression on named features and on the phrases that are frequent enough.

    rows: features by name. phrases: counts by phrase, one mapping for each row. groups: the paper of each
    row, if phrases of few papers shall not count. A phrase's value is 1 + log count, weighted by rarity, in
    a vector of length 1. Its feature is called ``prefix`` + phrase, with mean 0 and the inverse of its
    rarity as scale. The same rows give the same model. Raises ValueError if there are no rows or only one
    label.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    if not rows or len(set(labels)) < 2:
        raise ValueError("a model is fitted on rows with both labels")
    names = sorted(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale < 1e-9] = 1.0
    named = csr_matrix((values - mean) / scale * SCALE)

    count = Counter(p for row in phrases for p in row)
    if groups:
        of = {(p, g) for row, g in zip(phrases, groups, strict=True) for p in row}
        papers = Counter(p for p, _ in of)
        count = Counter({p: n for p, n in count.items() if papers[p] >= MIN_GROUPS})
    rarity = {
        p: math.log((1 + len(rows)) / (1 + n)) + 1 for p, n in sorted(count.items()) if n >= MIN_REPLIES
    }
    vocabulary = list(rarity)
    said = _vectors(phrases, vocabulary, rarity)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0)
    model.fit(hstack([said, named]).tocsr(), np.array(labels, dtype=bool))
    found = model.coef_[0]
    # When the model is used, the phrases' values are divided by the scale, that is, multiplied by rarity.
    features = {prefix + p: (0.0, 1 / rarity[p], float(c)) for p, c in zip(vocabulary, found, strict=False)}
    for i, name in enumerate(names):
        coefficient = float(found[len(vocabulary) + i]) * SCALE
        features[name] = (float(mean[i]), float(scale[i]), coefficient)
    return LinearModel(features, float(model.intercept_[0]), 0.5, card or {})


def _vectors(
    phrases: Sequence[Mapping[str, int]], vocabulary: Sequence[str], rarity: Mapping[str, float]
) -> Any:
    """Return a sparse matrix of shape (rows, phrases), with rows of length 1."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {p: i for i, p in enumerate(vocabulary)}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in phrases:
        known = sorted((place[p], p, n) for p, n in row.items() if p in place)
        weights = [(1 + math.log(n)) * rarity[p] for _, p, n in known]
        length = math.sqrt(sum(w * w for w in weights)) or 1.0
        data += [w / length for w in weights]
        columns += [i for i, _, _ in known]
        ends.append(len(data))
    return csr_matrix(
        (np.array(data), np.array(columns, dtype=np.int64), np.array(ends)), (len(phrases), len(vocabulary))
    )
