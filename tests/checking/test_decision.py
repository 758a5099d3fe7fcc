"""The judge of decisions: does a reply contain specific information from the paper?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.judges import decision, learned
from generator.checking.judges.decision import PHRASE, by_rule, contains_information, decision_model
from generator.checking.judges.decision_features import decision_features, phrase_counts
from generator.core import Draft, DraftSentence

QUESTION = "Which optimisation algorithm trained the model, for example SGD or Adam?"
CONTEXT = (
    "All networks were trained with the Adam optimizer at a learning rate of 0.001 for 50 epochs.",
    "Photographs of 2,400 beetles were taken in the collection of the museum.",
)
TELLS = "The model was trained with the Adam optimizer at a learning rate of 0.001 for 50 epochs."
ABSTAINS = "The provided context does not mention which optimization algorithm was used."
GENERAL = "In general, common choices are SGD, RMSprop and AdaGrad, which can help to train deep networks."


def draft(*sentences: tuple[str, bool]) -> Draft:
    told = [DraftSentence(text, abstains=abstains) for text, abstains in sentences]
    return Draft(
        raw=" ".join(s.text for s in told), sentences=tuple(told), abstained=all(s.abstains for s in told)
    )


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(decision, "decision_model", lambda: learned.load_linear("decision", tmp_path))


def test_a_reply_that_tells_what_the_context_tells_contains_information() -> None:
    said, probability = contains_information(QUESTION, draft((TELLS, False)), CONTEXT)
    assert said
    assert probability > 0.7


@pytest.mark.parametrize(
    "reply",
    [
        draft((ABSTAINS, True)),
        draft((ABSTAINS, True), (GENERAL, False)),
        draft(),
    ],
    ids=["abstains", "abstains, then advises", "empty"],
)
def test_a_reply_without_anything_of_the_paper_does_not(reply: Draft) -> None:
    said, probability = contains_information(QUESTION, reply, CONTEXT)
    assert not said
    assert probability < 0.3


def test_telling_is_more_probable_than_advising_where_both_follow_an_abstention() -> None:
    told = contains_information(QUESTION, draft((ABSTAINS, True), (TELLS, False)), CONTEXT)[1]
    advised = contains_information(QUESTION, draft((ABSTAINS, True), (GENERAL, False)), CONTEXT)[1]
    assert told > advised + 0.1


def test_only_what_follows_the_last_answer_marker_is_the_reply() -> None:
    reply = draft((TELLS, False))
    prompt = Draft(f"Use the words unfortunately and please. Answer::: {TELLS}", reply.sentences)
    assert phrase_counts(prompt) == phrase_counts(reply)
    assert decision_features(QUESTION, prompt, CONTEXT) == decision_features(QUESTION, reply, CONTEXT)


def test_what_the_context_holds_and_what_it_lacks_are_told_apart() -> None:
    held = decision_features(QUESTION, draft((TELLS, False)), CONTEXT)
    lacked = decision_features(QUESTION, draft((TELLS, False)), CONTEXT[1:])
    assert held["context.numbers"] > lacked["context.numbers"] == 0
    assert held["context.held_share"] > 0.9 > lacked["context.held_share"]
    assert held["question.example_held"] == 1
    assert lacked["question.examples_not_held"] > 0


def test_cues_that_stand_in_reply_and_context_are_counted() -> None:
    reply = draft((TELLS, False))
    with_cue = decision_features(QUESTION, reply, CONTEXT, ["learning rate"])
    assert with_cue["cue.new_held"] > 0
    assert decision_features(QUESTION, reply, CONTEXT, ["weight decay"])["cue.held"] == 0


def test_the_shipped_model_names_our_features_and_its_origin() -> None:
    model = decision_model()
    assert model is not None
    ours = decision_features(QUESTION, draft((TELLS, False)), CONTEXT)
    assert {n for n in model.features if not n.startswith(PHRASE)} == set(ours)
    assert len(model.card["papers"]) == 15
    assert model.card["n"] == 2097
    assert model.card["figures"]["kappa"] >= 0.74
    assert "refit" in model.card["command"]


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (draft((TELLS, False)), True),
        (draft((TELLS, False), (ABSTAINS, True)), True),
        (draft((ABSTAINS, True), (TELLS, False)), False),
        (draft(), False),
    ],
)
def test_without_its_file_the_first_sentence_decides(reply: Draft, said: bool) -> None:
    assert contains_information(QUESTION, reply, CONTEXT) == by_rule(reply) == (said, float(said))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"features": {}}', '{"features": {"a": [1]}}'])
def test_a_damaged_file_is_no_model(tmp_path: Path, text: str) -> None:
    (tmp_path / "decision.json").write_text(text, encoding="utf-8")
    (tmp_path / "attribution.json").write_text(text, encoding="utf-8")
    assert learned.load_linear("decision", tmp_path) is None
    assert learned.load_trees("attribution", tmp_path) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=120), st.booleans()), max_size=4),
    st.lists(st.text(max_size=200), max_size=3),
)
def test_any_reply_and_context_give_a_probability(
    sentences: list[tuple[str, bool]], context: list[str]
) -> None:
    said, probability = contains_information(QUESTION, draft(*sentences), context)
    assert 0 <= probability <= 1
    assert said == (probability >= 0.5)
