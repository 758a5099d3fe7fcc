"""Can a claim be attributed to its references? A learned judge of words, numbers and names.

Boosted and random trees over named features (`attribution_features`), without an encoder or any other model:
the cosines of an encoder's sentences were tried and did not help. The model card in
``models/attribution.json`` says what they were fitted on, how they were validated, and how much of the
result comes from the layout of the references rather than from their words.

If that file is missing or damaged, a rule decides: a claim is attributable if three successive sentences of
its references hold `MIN_SHARE` of its content words. Longer words count more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.checking.judges.attribution_features import attribution_features
from generator.checking.judges.learned import Trees, load_trees

NAME = "attribution"
# Best macro-F1 of the rule alone on the 1,198 claims of the model card: `python -m tests.benchmarks.judges`.
MIN_SHARE = 0.6
RULE = "words.three_in_row"  # the feature that the rule compares with it


def attribution_model() -> Trees | None:
    """Return the model of the package, or None if its file is missing or damaged."""
    return load_trees(NAME)


def attributable(
    question: str, claim: str, references: Sequence[str], answer: str = ""
) -> tuple[bool, float]:
    """Return whether ``claim`` can be attributed to ``references``, and the probability of that, 0 to 1.

    answer: the whole answer that has the claim, if there is one.
    """
    features = attribution_features(question, claim, references, answer)
    model = attribution_model()
    if model is None:
        return by_rule(features)
    probability = model.probability(features)
    return probability >= model.threshold, probability


def by_rule(features: Mapping[str, float]) -> tuple[bool, float]:
    """Return the same by the rule that replaces a missing model."""
    return features[RULE] >= MIN_SHARE, features[RULE]
