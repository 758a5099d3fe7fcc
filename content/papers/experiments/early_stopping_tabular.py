"""Early stopping or weight decay for small networks on small tables?

Run ``python early_stopping_tabular.py``: writes ``early_stopping_tabular.json``, the record behind
``early-stopping-tabular.xml``.

Four ways of training the same network (no regularisation, early stopping, weight decay, both) are
compared on two clinical tables by repeated five-fold cross-validation; the strength of the weight
decay is chosen inside each training part. Differences are judged by the corrected resampled t-test
of Nadeau and Bengio (2003), because the training parts of the folds overlap.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from recording import record
from scipy import stats
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error, r2_score, roc_auc_score
from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold, train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

FOLDS, REPEATS = 5, 4
STRENGTHS = (0.01, 0.1, 1.0, 10.0)
INNER_SHARE = 0.25
WIDTH, BATCH, LEARNING_RATE, MAX_EPOCHS = 32, 64, 0.003, 300
STOPPING_SHARE, PATIENCE, TOLERANCE = 0.15, 10, 1e-4
METHODS = ("none", "stopping", "decay", "both")


@dataclass(frozen=True, slots=True)
class Table:
    """A data set with its task: rows [n, columns], targets [n]."""

    name: str
    rows: np.ndarray
    targets: np.ndarray
    classes: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted network: predictions for the rows that it was judged on, and the epochs it took."""

    predicted: np.ndarray  # probability of the positive class, or value
    epochs: int
    limited: bool  # stopped by MAX_EPOCHS, not by a criterion


def tables() -> Iterator[Table]:
    """Return the two data sets; malignant is the positive class of the first."""
    cancer = load_breast_cancer()
    yield Table("cancer", cancer.data, (cancer.target == 0).astype(int), classes=True)
    diabetes = load_diabetes()
    yield Table("diabetes", diabetes.data, diabetes.target, classes=False)


def fit(
    table: Table, train: np.ndarray, test: np.ndarray, strength: float, stopping: bool, state: int
) -> Fit:
    """Train on the rows ``train``, predict the rows ``test``; scaling is learnt from ``train`` alone."""
    scaler = StandardScaler().fit(table.rows[train])
    common: dict[str, Any] = {
        "hidden_layer_sizes": (WIDTH,),
        "alpha": strength,
        "batch_size": BATCH,
        "learning_rate_init": LEARNING_RATE,
        "max_iter": MAX_EPOCHS,
        "early_stopping": stopping,
        "validation_fraction": STOPPING_SHARE,
        "n_iter_no_change": PATIENCE,
        "tol": TOLERANCE,
        "random_state": state,
    }
    inputs, outputs = scaler.transform(table.rows[train]), table.targets[train]
    with warnings.catch_warnings():
        # Reaching MAX_EPOCHS is a result here, and is recorded.
        warnings.simplefilter("ignore", ConvergenceWarning)
        if table.classes:
            network = MLPClassifier(**common).fit(inputs, outputs)
            predicted = network.predict_proba(scaler.transform(table.rows[test]))[:, 1]
        else:
            mean, scale = outputs.mean(), outputs.std()
            network = MLPRegressor(**common).fit(inputs, (outputs - mean) / scale)
            predicted = network.predict(scaler.transform(table.rows[test])) * scale + mean
    return Fit(predicted, int(network.n_iter_), network.n_iter_ >= MAX_EPOCHS)


def loss(table: Table, rows: np.ndarray, predicted: np.ndarray) -> float:
    """Return what the choice of the strength minimises: log loss, or root mean squared error."""
    truth = table.targets[rows]
    if table.classes:
        return float(log_loss(truth, predicted, labels=[0, 1]))
    return float(np.sqrt(mean_squared_error(truth, predicted)))


def scores(table: Table, rows: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Return the metrics of the paper for one test fold."""
    truth, own = table.targets[rows], loss(table, rows, predicted)
    if table.classes:
        return {
            "accuracy": float(accuracy_score(truth, predicted >= 0.5)),
            "auc": float(roc_auc_score(truth, predicted)),
            "log_loss": own,
        }
    return {"rmse": own, "r2": float(r2_score(truth, predicted))}


def choose(table: Table, train: np.ndarray, state: int) -> float:
    """Return the strength with the lowest loss on a quarter of the training rows that is held out."""
    learn, judge = train_test_split(
        train,
        test_size=INNER_SHARE,
        stratify=table.targets[train] if table.classes else None,
        random_state=state,
    )
    losses = {
        s: loss(table, judge, fit(table, learn, judge, s, stopping=False, state=state).predicted)
        for s in STRENGTHS
    }
    return min(losses, key=lambda strength: losses[strength])


def folds(table: Table) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield number, training rows and test rows of every fold of every repeat."""
    kind: Callable[..., Any] = RepeatedStratifiedKFold if table.classes else RepeatedKFold
    splitter = kind(n_splits=FOLDS, n_repeats=REPEATS, random_state=2026)
    for number, (train, test) in enumerate(splitter.split(table.rows, table.targets)):
        yield number, train, test


def corrected_test(differences: np.ndarray) -> dict[str, float]:
    """Mean difference, its 95 % interval and p value, variance corrected for overlapping training parts."""
    count = len(differences)
    error = np.sqrt(differences.var(ddof=1) * (1 / count + 1 / (FOLDS - 1)))
    reach = stats.t.ppf(0.975, count - 1) * error
    mean = differences.mean()
    p = 2 * stats.t.sf(abs(mean) / error, count - 1)
    return {"difference": mean, "low": mean - reach, "high": mean + reach, "p": p}


def study(table: Table) -> dict[str, Any]:
    """All folds of one table: summary by method, tests against no regularisation, chosen strengths."""
    measured: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
    fits: dict[str, list[Fit]] = {method: [] for method in METHODS}
    strengths = []
    for number, train, test in folds(table):
        strength = choose(table, train, number)
        strengths.append(strength)
        for method in METHODS:
            decay = strength if method in ("decay", "both") else 0.0
            one = fit(table, train, test, decay, method in ("stopping", "both"), number)
            fits[method].append(one)
            measured[method].append(scores(table, test, one.predicted))
    metric = "log_loss" if table.classes else "rmse"
    losses = {m: np.array([s[metric] for s in measured[m]]) for m in METHODS}
    return {
        "rows": len(table.targets),
        "columns": table.rows.shape[1],
        "positive": int(table.targets.sum()) if table.classes else None,
        "methods": {
            method: {
                **{
                    name: {"mean": float(np.mean(values)), "sd": float(np.std(values, ddof=1))}
                    for name in measured[method][0]
                    for values in [[s[name] for s in measured[method]]]
                },
                "epochs_median": float(np.median([f.epochs for f in fits[method]])),
                "at_epoch_limit": sum(f.limited for f in fits[method]),
                "better_than_none": int((losses[method] < losses["none"]).sum()),
            }
            for method in METHODS
        },
        "against_none": {m: corrected_test(losses[m] - losses["none"]) for m in METHODS if m != "none"},
        "decay_against_stopping": corrected_test(losses["decay"] - losses["stopping"]),
        "strengths": {f"{s:g}": strengths.count(s) for s in STRENGTHS},
        "losses": {m: losses[m].tolist() for m in METHODS},
    }


def experiment() -> dict[str, Any]:
    """Both tables."""
    results = {table.name: study(table) for table in tables()}
    runs = {name: {"loss": one.pop("losses")} for name, one in results.items()}
    return {
        "settings": {
            "folds": FOLDS,
            "repeats": REPEATS,
            "folds_in_all": FOLDS * REPEATS,
            "width": WIDTH,
            "batch": BATCH,
            "learning_rate": LEARNING_RATE,
            "max_epochs": MAX_EPOCHS,
            "stopping_share": STOPPING_SHARE,
            "patience": PATIENCE,
            "tolerance": TOLERANCE,
            "strengths": list(STRENGTHS),
            "inner_share": INNER_SHARE,
        },
        "results": results,
        "runs": runs,
    }


if __name__ == "__main__":
    record(__file__, ("numpy", "scipy", "scikit-learn"), experiment)
