"""Measures of evidence found and of agreement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

# A passage counts as found when this share of its shingles is there.
SHARE_FOUND = 0.8


def shingles(text: str, length: int = 20, step: int = 5) -> frozenset[str]:
    """Pieces of ``length`` characters, every ``step``; white space and hyphens removed, lower case.

    A text shorter than ``length`` is its own only shingle.
    """
    bare = squeezed(text)
    if len(bare) <= length:
        return frozenset({bare}) if bare else frozenset()
    return frozenset(bare[i : i + length] for i in range(0, len(bare) - length + 1, step))


def squeezed(text: str) -> str:
    """``text`` without white space and hyphens of any kind, in lower case."""
    return re.sub(r"[\s\-\u00ad\u2010-\u2015\ufffe\x02]+", "", text).lower()


def found(passage: str, texts: Iterable[str]) -> bool:
    """Whether at least 80 % of a gold passage's shingles stand in ``texts``."""
    wanted = shingles(passage)
    if not wanted:
        return False
    there = "\n".join(squeezed(t) for t in texts)
    return sum(s in there for s in wanted) >= SHARE_FOUND * len(wanted)


def cohen_kappa(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Cohen's kappa of two equally long sequences of labels; 0 where chance alone explains agreement.

    Raises ValueError for sequences of different length.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} labels against {len(theirs)}")
    if not ours:
        return 0.0
    n = len(ours)
    agreed = sum(a == b for a, b in zip(ours, theirs, strict=True)) / n
    left, right = Counter(ours), Counter(theirs)
    chance = sum(left[label] * right[label] for label in left) / (n * n)
    return 0.0 if chance == 1.0 else (agreed - chance) / (1.0 - chance)


def balanced_accuracy(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Mean recall over the labels that ``theirs`` holds."""
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} labels against {len(theirs)}")
    recalls = []
    for label in set(theirs):
        of_label = [a == label for a, b in zip(ours, theirs, strict=True) if b == label]
        recalls.append(sum(of_label) / len(of_label))
    return sum(recalls) / len(recalls) if recalls else 0.0
