"""Judges of whole answers and claims, for imports and `answerbook evaluate`; no part of the support check."""
