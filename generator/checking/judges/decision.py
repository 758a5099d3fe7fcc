"""Does a reply contain specific information from the paper? A learned judge of question, reply and context.

A logistic regression over named features of the reply (`decision_features`) and over turns of
phrase. It knows no question and no paper; the model card in ``models/decision.json`` says from what it was
fitted, how it was validated, and which papers it has seen.

Where that file is missing or damaged, a rule decides: a reply whose first sentence tells something, in
place of saying that the source does not tell, contains information (kappa .54 against people on the data
of the card, where the model reaches .77).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from generator.checking.judges.decision_features import decision_features, phrase_counts
from generator.checking.judges.learned import linear
from generator.core import Draft, LinearModel

NAME = "decision"
PHRASE = "said: "  # before a turn of phrase, among the names of features


def decision_model() -> LinearModel | None:
    """The shipped model, or None where its file is missing or damaged."""
    return linear(NAME)


def contains_information(
    question_text: str, draft: Draft, context: Sequence[str], *, cues: Sequence[str] = ()
) -> tuple[bool, float]:
    """Whether a reply contains specific information from the paper, and how probable that is (0 to 1).

    context: the pieces of the paper that the model was shown. cues: words and phrases that mark an
    answer to this question (`Question.cues`), where they are known.
    """
    model = decision_model()
    if model is None:
        return by_rule(draft)
    features = decision_features(question_text, draft, context, cues)
    return judged(model, features, phrase_counts(draft))


def judged(
    model: LinearModel, features: Mapping[str, float], phrases: Mapping[str, int]
) -> tuple[bool, float]:
    """What a model says of a reply with these features and turns of phrase.

    Only the turns of phrase that the reply has are looked at: the others' value is 0, and their mean too.
    """
    values = {**features, **phrase_values(model, phrases)}
    present = {name: model.features[name] for name in values if name in model.features}
    probability = LinearModel(present, model.intercept).probability(values)
    return probability >= model.threshold, probability


def by_rule(draft: Draft) -> tuple[bool, float]:
    """The rule that stands in for a missing model."""
    told = bool(draft.sentences) and not draft.sentences[0].abstains
    return told, float(told)


def phrase_values(model: LinearModel, phrases: Mapping[str, int]) -> dict[str, float]:
    """The value of each turn of phrase that ``model`` knows: 1 + log of its count, over the length of the
    vector of all of them, each weighted by its rarity (of which the model's scales are the inverse)."""
    values = {
        PHRASE + phrase: 1 + math.log(count)
        for phrase, count in phrases.items()
        if PHRASE + phrase in model.features
    }
    length = math.sqrt(sum((value / model.features[name][1]) ** 2 for name, value in values.items()))
    return {name: value / length for name, value in values.items()}
