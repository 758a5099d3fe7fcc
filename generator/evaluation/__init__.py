"""Evaluation: predictions and gold labels come in, figures go out."""

from generator.evaluation.fitting import fit, folds, held_out
from generator.evaluation.metrics import (
    accuracy,
    balanced_accuracy,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    macro_f1,
    passage_found,
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
    "held_out",
    "macro_f1",
    "passage_found",
    "shingles",
]
