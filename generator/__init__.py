"""Answerbook: one fixed set of questions, many papers, answers with their evidence."""

__version__ = "0.1.0"
