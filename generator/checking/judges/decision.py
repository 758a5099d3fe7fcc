"""Does a reply contain specific information from the paper? A learned judge of question, reply and context.

A logistic regression over named features of the reply (`decision_features`) and over phrases. It depends on
no question and no paper. The model card in ``models/decision.json`` says what it was fitted on, how it was
validated, and which papers it has seen.

If that file is missing or damaged, a rule decides: a reply contains information if its first sentence states
something, rather than that the source does not say (kappa .54 against people on the data of the card, where
the model reaches .77).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from generator.checking.judges.decision_features import decision_features, phrase_counts
from generator.checking.judges.learned import load_linear
from generator.core import Draft, LinearModel

NAME = "decision"
PHRASE = "said: "  # prefix of the features that are phrases


def decision_model() -> LinearModel | None:
    """Return the model of the package, or None if its file is missing or damaged."""
    return load_linear(NAME)


def contains_information(
    question_text: str, draft: Draft, context: Sequence[str], *, cues: Sequence[str] = ()
) -> tuple[bool, float]:
    """Return whether a reply has specific information from the paper, and the probability, 0 to 1.

    context: the pieces of the paper that the model was shown. cues: words and phrases that mark an answer to
    this question (`Question.cues`), if there are any.
    """
    model = decision_model()
    if model is None:
        return by_rule(draft)
    features = decision_features(question_text, draft, context, cues)
    return judge_reply(model, features, phrase_counts(draft))


def judge_reply(
    model: LinearModel, features: Mapping[str, float], phrases: Mapping[str, int]
) -> tuple[bool, float]:
    """Return a model's verdict and probability for a reply with these features and phrases.

    Only phrases of the reply are looked up: the value of the others is 0, and so is their mean.
    """
    values = {**features, **phrase_values(model, phrases)}
    present = {name: model.features[name] for name in values if name in model.features}
    probability = LinearModel(present, model.intercept).probability(values)
    return probability >= model.threshold, probability


def by_rule(draft: Draft) -> tuple[bool, float]:
    """Return the same by the rule that replaces a missing model."""
    told = bool(draft.sentences) and not draft.sentences[0].abstains
    return told, float(told)


def phrase_values(model: LinearModel, phrases: Mapping[str, int]) -> dict[str, float]:
    """Return the value of each phrase that ``model`` has as a feature.

    It is 1 + log of the phrase's count, divided by the length of the vector of all phrases. That vector is
    weighted by rarity, of which the model's scales are the inverse.
    """
    values = {
        PHRASE + phrase: 1 + math.log(count)
        for phrase, count in phrases.items()
        if PHRASE + phrase in model.features
    }
    length = math.sqrt(sum((value / model.features[name][1]) ** 2 for name, value in values.items()))
    return {name: value / length for name, value in values.items()}
