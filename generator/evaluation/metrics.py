"""Metrics of evidence found and of agreement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

# A passage counts as found if the texts have this share of its shingles.
MIN_SHARE_FOUND = 0.8


def shingles(text: str, length: int = 20, step: int = 5) -> frozenset[str]:
    """Return pieces of ``length`` characters, one every ``step``, of the `squeezed` text.

    A text shorter than ``length`` is its own only shingle.
    """
    bare = squeezed(text)
    if len(bare) <= length:
        return frozenset({bare}) if bare else frozenset()
    return frozenset(bare[i : i + length] for i in range(0, len(bare) - length + 1, step))


def squeezed(text: str) -> str:
    """Return ``text`` without white space and hyphens of any kind, in lower case."""
    return re.sub(r"[\s\-\u00ad\u2010-\u2015\ufffe\x02]+", "", text).lower()


def passage_found(passage: str, texts: Iterable[str]) -> bool:
    """Return True if ``texts`` have at least 80 % of the shingles of a gold passage."""
    wanted = shingles(passage)
    if not wanted:
        return False
    there = "\n".join(squeezed(t) for t in texts)
    return sum(s in there for s in wanted) >= MIN_SHARE_FOUND * len(wanted)


def cohen_kappa(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two label sequences; 0 if chance alone explains the agreement.

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
    """Return the mean recall over the labels in ``theirs``.

    Raises ValueError for sequences of different length.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} labels against {len(theirs)}")
    recalls = []
    for label in set(theirs):
        of_label = [a == label for a, b in zip(ours, theirs, strict=True) if b == label]
        recalls.append(sum(of_label) / len(of_label))
    return sum(recalls) / len(recalls) if recalls else 0.0


def accuracy(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Return the share of equal labels; 0 if there are none. Raises ValueError for different lengths."""
    pairs = list(zip(ours, theirs, strict=True))
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def macro_f1(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Return the mean F1 over the labels in ``theirs``. Raises ValueError for different lengths."""
    pairs = list(zip(ours, theirs, strict=True))
    scores = []
    for label in sorted(set(theirs), key=str):
        both = sum(a == label == b for a, b in pairs)
        either = sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs)
        scores.append(2 * both / either)
    return sum(scores) / len(scores) if scores else 0.0


def f1(ours: Sequence[bool], theirs: Sequence[bool]) -> float | None:
    """Return F1 of the label True; None if neither has it. Raises ValueError for different lengths."""
    pairs = list(zip(ours, theirs, strict=True))
    both = sum(a and b for a, b in pairs)
    return share(2 * both, sum(a for a, _ in pairs) + sum(b for _, b in pairs))


def calibration_error(probabilities: Sequence[float], labels: Sequence[bool], bins: int = 10) -> float | None:
    """Return the expected calibration error (Naeini et al. 2015) over bins of equal width, or None.

    None if there are no items. It is the mean over all items of the distance, in the item's bin, between
    mean probability and share of true labels. Raises ValueError for different lengths.
    """
    filled: dict[int, list[tuple[float, bool]]] = {}
    for probability, label in zip(probabilities, labels, strict=True):
        filled.setdefault(min(int(probability * bins), bins - 1), []).append((probability, label))
    apart = sum(abs(sum(p for p, _ in items) - sum(label for _, label in items)) for items in filled.values())
    return share(apart, len(probabilities))


def share(part: float, whole: int) -> float | None:
    """Return a part of a whole, 0 to 1; None if the whole is 0."""
    return part / whole if whole else None


def confusion(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return counts by label of ``theirs``, then of ``ours``; labels in alphabetical order."""
    pairs = Counter(zip(theirs, ours, strict=True))
    labels = sorted({*ours, *theirs})
    return {t: {o: pairs[t, o] for o in labels} for t in labels}


def fleiss_kappa(votes: Sequence[Sequence[Hashable]]) -> float | None:
    """Return Fleiss' kappa (1971) of several raters. votes: the labels of each item.

    Items may have different numbers of raters; those with fewer than two are left out. None if no item is
    left, or if all raters gave one label throughout: chance alone would then give full agreement, and kappa
    is not defined.
    """
    items = [Counter(labels) for labels in votes if len(labels) >= 2]
    if not items:
        return None
    total: Counter[Hashable] = Counter()
    observed = 0.0
    for counts in items:
        n = counts.total()
        observed += sum(c * (c - 1) for c in counts.values()) / (n * (n - 1))
        total += counts
    observed /= len(items)
    chance = sum((c / total.total()) ** 2 for c in total.values())
    return None if chance > 1 - 1e-12 else (observed - chance) / (1 - chance)
