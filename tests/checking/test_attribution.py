"""The judge of attribution: can a claim be attributed to its references?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.judges import attribution_judge as attribution
from generator.checking.judges import learned
from generator.checking.judges.attribution_features import attribution_features
from generator.checking.judges.attribution_judge import attributable, attribution_model
from generator.checking.judges.learned import Trees

QUESTION = "who built the old lighthouse of Harbour Point"
CLAIM = "The old lighthouse of Harbour Point was built by Ada Example in 1871."
REFERENCE = (
    "The old lighthouse of Harbour Point was built by Ada Example in 1871. It is 31 metres high and was "
    "lit by oil until 1923."
)
OTHER = (
    "Harbour Point is a village on the coast. Its market is known for smoked fish, and the ferry leaves "
    "twice a day in summer. The school was closed in 1990."
)


def test_a_claim_that_its_reference_makes_is_attributable() -> None:
    said, probability = attributable(QUESTION, CLAIM, [REFERENCE])
    assert said
    assert probability > 0.6


def test_a_claim_is_less_probable_the_less_of_it_its_references_hold() -> None:
    whole = attributable(QUESTION, CLAIM, [REFERENCE])[1]
    said, other = attributable(QUESTION, CLAIM, [OTHER])
    assert not said
    assert other < whole - 0.3


@pytest.mark.parametrize(
    ("claim", "feature"),
    [
        ("The old lighthouse of Harbour Point was built by Ada Example in 1899.", "things.numbers_missing"),
        ("The old lighthouse of Harbour Point was built by Ben Sample in 1871.", "things.name_missing"),
        ("The old lighthouse of Harbour Point was not built by Ada Example.", "things.denies_alone"),
        ("The old granite lighthouse was built by Ada Example.", "words.missing"),
    ],
)
def test_a_changed_number_name_denial_or_word_shows(claim: str, feature: str) -> None:
    right = attribution_features(QUESTION, CLAIM, [REFERENCE])
    wrong = attribution_features(QUESTION, claim, [REFERENCE])
    assert right[feature] == 0
    assert wrong[feature] > 0


def test_marks_of_citations_are_no_part_of_the_claim() -> None:
    marked = attribution_features(QUESTION, f"{CLAIM[:-1]} [3].", [REFERENCE])
    bare = attribution_features(QUESTION, CLAIM, [REFERENCE])
    assert marked["things.numbers_missing"] == bare["things.numbers_missing"] == 0
    assert marked["words.share"] == bare["words.share"] == 1


def test_the_shipped_model_names_our_features_and_its_origin() -> None:
    model = attribution_model()
    assert model is not None
    assert model.features <= set(attribution_features(QUESTION, CLAIM, [REFERENCE]))
    assert len(model.features) > 30
    assert model.card["datasets"] == ["AttributedQA", "ExpertQA", "LFQA", "Stanford-GenSearch"]
    assert model.card["figures"]["macro_f1"] >= 0.74
    assert model.card["figures"]["macro_f1_other_divisions"]["mean"] >= 0.74
    assert model.card["figures"]["macro_f1_dataset_left_out"] < model.card["figures"]["macro_f1"]


def test_without_its_file_three_sentences_decide(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(attribution, "attribution_model", lambda: learned.load_trees("attribution", tmp_path))
    assert attributable(QUESTION, CLAIM, [REFERENCE]) == (True, 1.0)
    said, share = attributable(QUESTION, CLAIM, [OTHER])
    assert not said
    assert share < attribution.MIN_SHARE


def test_trees_go_down_to_a_leaf_and_survive_their_file() -> None:
    model = Trees(frozenset({"a", "b"}), [["a", 0.5, -1.0, ["b", 2.0, 0.0, 3.0]], 0.5], 0.25, 0.5, {"n": 1})
    for trees in (model, Trees.from_json(model.to_json())):
        assert [
            round(trees.probability(v), 4) for v in ({"a": 0.5, "b": 9}, {"a": 1, "b": 2}, {"a": 1, "b": 3})
        ] == [
            0.4378,
            0.6792,
            0.977,
        ]
        assert trees.features == {"a", "b"}
        assert trees.to_json() == model.to_json()


@pytest.mark.parametrize(
    "damage",
    [
        ('"trees":', '"tree":'),
        ('"features":', '"feature":'),
        ("[0,0.5,", "[1,0.5,"),
        ("[0,0.5,", "[-1,0.5,"),
        ("[0,0.5,", "[0,"),
        ("-1.0", '"x"'),
        ("]\n}", ""),
    ],
)
def test_a_damaged_file_of_trees_is_no_model(tmp_path: Path, damage: tuple[str, str]) -> None:
    text = Trees(frozenset({"a"}), [["a", 0.5, -1.0, 1.0]], 0.0).to_json()
    assert damage[0] in text
    path = tmp_path / "whole.json"
    path.write_text(text, encoding="utf-8")
    assert learned.load_trees("whole", tmp_path) is not None
    (tmp_path / "damaged.json").write_text(text.replace(*damage), encoding="utf-8")
    assert learned.load_trees("damaged", tmp_path) is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.text(max_size=200),
    st.lists(st.text(max_size=300), max_size=3),
    st.text(max_size=200),
)
def test_any_claim_and_references_give_a_probability(
    question: str, claim: str, references: list[str], answer: str
) -> None:
    said, probability = attributable(question, claim, references, answer)
    assert 0 <= probability <= 1
    assert said == (probability >= 0.5)
