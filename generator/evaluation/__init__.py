"""Predictions and gold labels in, figures out."""

from generator.evaluation.fitting import fit, folds, held_out
from generator.evaluation.metrics import (
    accuracy,
    balanced_accuracy,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    found,
    macro_f1,
    shingles,
)

__all__ = [
    "accuracy",
    "balanced_accuracy",
    "cohen_kappa",
    "confusion",
    "fit",
    "fleiss_kappa",
    "folds",
    "found",
    "held_out",
    "macro_f1",
    "shingles",
]
