"""Can a claim be attributed to its references? A learned judge of words, numbers and names.

Boosted and random trees over named features (`attribution_features`); no encoder and no other model (the
cosines of an encoder's sentences were tried, and brought nothing). The model card in
``models/attribution.json`` says from what they were fitted, how they were validated, and how much of the
figure comes from the looks of the references instead of from what they say.

Where that file is missing or damaged, a rule decides: a claim is attributable where three successive
sentences of its references hold `MIN_SHARE` of its content words, longer words counting for more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.checking.judges.attribution_features import attribution_features
from generator.checking.judges.learned import Trees, trees

NAME = "attribution"
# Best macro-F1 of the rule alone on the 1,198 claims of the model card: `python -m tests.benchmarks.judges`.
MIN_SHARE = 0.6
RULE = "words.three_in_row"


def attribution_model() -> Trees | None:
    """The shipped model, or None where its file is missing or damaged."""
    return trees(NAME)


def attributable(
    question: str, claim: str, references: Sequence[str], answer: str = ""
) -> tuple[bool, float]:
    """Whether ``claim`` can be attributed to ``references``, and how probable that is (0 to 1).

    answer: the whole answer in which the claim stands, where there is one.
    """
    features = attribution_features(question, claim, references, answer)
    model = attribution_model()
    if model is None:
        return by_rule(features)
    probability = model.probability(features)
    return probability >= model.threshold, probability


def by_rule(features: Mapping[str, float]) -> tuple[bool, float]:
    """The rule that stands in for a missing model."""
    return features[RULE] >= MIN_SHARE, features[RULE]
