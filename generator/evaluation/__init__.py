"""Predictions and gold labels in, figures out."""

from generator.evaluation.metrics import balanced_accuracy, cohen_kappa, found, shingles

__all__ = ["balanced_accuracy", "cohen_kappa", "found", "shingles"]
