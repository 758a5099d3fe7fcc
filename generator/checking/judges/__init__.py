"""Judges of whole answers and claims, for imports and `answerbook evaluate`; the support check uses none."""
