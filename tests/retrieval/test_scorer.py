"""The trained scorer: what it reads, what of it is shipped, and what ranking makes of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from generator.core import Question
from generator.errors import ModelError
from generator.reading import read_paper
from generator.retrieval import (
    NO_SCORER,
    PACKAGED_SCORER,
    CrossEncoder,
    LearnedWeights,
    PaperIndex,
    ScoredText,
    SentenceTransformerEncoder,
    learned_weights,
    load_scorer,
    rank,
    retrieve,
    scorer_card,
    scorer_hash,
    usual_log_odds,
)
from generator.retrieval.network import CHANGES_FILE, add_changes, changes_of, untrained_network
from generator.retrieval.ranking import MAX_SCORED
from generator.retrieval.scorer import MAX_TOKENS, tokenized, with_title

FUNDING = Question(
    "funding", "Who paid for the study, and under which grant?", "Declarations", queries=("Who paid?",)
)
TEXT = """# Barley in dry summers

## Methods

Seeds were sown in April and watered twice a week. Leaves were counted by two people.

## Results

Dry plots bore a third fewer ears. The two counts of leaves differed in four plots.

## Funding

This work was supported by the Fund for Cereal Research under grant CR-1887.
"""


class Spelling:
    """A scorer that finds a passage the likelier the more often it says "leaves"."""

    name = PACKAGED_SCORER

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        self.asked.append((question, len(passages)))
        return np.array([4.0 * p.text.lower().count("leaves") - 2 for p in passages])


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture(scope="module")
def scorer() -> CrossEncoder:
    return CrossEncoder()


@pytest.fixture
def index(tmp_path: Path, encoder: SentenceTransformerEncoder) -> PaperIndex:
    return PaperIndex(paper_of(tmp_path, TEXT), encoder, scorer=Spelling())


def paper_of(folder: Path, text: str):  # type: ignore[no-untyped-def]
    file = folder / "barley.md"
    file.write_text(text, encoding="utf-8")
    return read_paper(file)


def test_answers_score_above_other_sentences(scorer: CrossEncoder) -> None:
    texts = [
        ScoredText("Methods", "Seeds were sown in April and watered twice a week."),
        ScoredText("Funding", "This work was supported by the Fund for Cereal Research under grant CR-1887."),
        ScoredText("Results", "Dry plots bore a third fewer ears."),
    ]
    scores = scorer.score(FUNDING.text, texts)
    assert scores.shape == (3,)
    assert scores.argmax() == 1
    assert scores[1] > 0 > max(scores[0], scores[2])


def test_a_score_does_not_depend_on_the_order_of_passages(scorer: CrossEncoder) -> None:
    texts = [ScoredText("Results", f"Plot {n} bore {n * n} ears{' of barley' * n}.") for n in range(1, 20)]
    there = scorer.score(FUNDING.text, texts)
    back = scorer.score(FUNDING.text, texts[::-1])[::-1]
    np.testing.assert_array_equal(there, back)


def test_nothing_is_scored_for_nothing(scorer: CrossEncoder) -> None:
    assert scorer.score(FUNDING.text, []).shape == (0,)


def test_long_questions_and_passages_are_cut(scorer: CrossEncoder) -> None:
    """A question of a page must leave room for the passage."""
    _, tokenizer = untrained_network()
    pairs = tokenized(tokenizer, ["why " * 2000], ["because " * 2000])
    assert pairs["input_ids"].shape == (1, MAX_TOKENS)
    assert int(pairs["token_type_ids"].sum()) > MAX_TOKENS // 4
    assert np.isfinite(scorer.score("why " * 2000, [ScoredText("x" * 900, "because " * 2000)])).all()


def test_a_title_stands_before_its_passage() -> None:
    assert with_title(ScoredText("Funding", "None.")) == "Funding: None."
    assert with_title(ScoredText("", "None.")) == "None."


def test_changes_are_kept_within_a_step() -> None:
    """What is added again differs from what was trained by less than the training changed."""
    import torch

    network, _ = untrained_network()
    before = {k: v.clone() for k, v in network.state_dict().items()}
    torch.manual_seed(3)
    with torch.no_grad():
        layer = network.bert.encoder.layer[0]
        layer.output.dense.weight.add_(torch.randn_like(layer.output.dense.weight) * 0.01)
        network.head.bias.add_(0.25)
    data = changes_of(network, before)
    again, _ = untrained_network()
    add_changes(again, data)
    wanted, found = network.state_dict(), again.state_dict()
    for name, tensor in wanted.items():
        if tensor.is_floating_point():
            error = (found[name] - tensor).norm() / max(1e-9, float((tensor - before[name]).norm()))
            changed = not torch.equal(tensor, before[name])
            assert float(error) < 0.3 if changed else torch.equal(found[name], tensor), name


def test_the_shipped_weights_are_small_and_described() -> None:
    data = (files("generator.retrieval") / "models" / CHANGES_FILE).read_bytes()
    card = scorer_card()
    assert len(data) <= 5_000_000
    assert {"what", "command", "seed", "hash", "data", "licence", "papers", "figures"} <= set(card)
    import hashlib

    assert card["hash"] == hashlib.sha256(data).hexdigest()[:16] == scorer_hash(PACKAGED_SCORER)


def test_ranking_follows_scorer_and_signs(index: PaperIndex) -> None:
    ranked = rank(index, FUNDING)
    assert [r.scorer_log_odds is not None for r in ranked] == [True] * len(ranked)
    leaves = [r for r in ranked if "leaves" in r.passage.text.lower()]
    others = [r for r in ranked if r not in leaves]
    assert all(r.scorer_log_odds == 2 for r in leaves)
    assert all(r.scorer_log_odds == -2 for r in others)
    assert [r.log_odds for r in ranked] == sorted((r.log_odds for r in ranked), reverse=True)


def test_each_choice_is_scored_once(index: PaperIndex) -> None:
    for _ in range(3):
        retrieve(index, FUNDING)
    assert isinstance(index.scorer, Spelling)
    assert len(index.scorer.asked) == 1


def test_only_the_best_by_signs_are_scored(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    lines = "\n\n".join(f"Leaves of plot {n} were counted by hand in June." for n in range(3 * MAX_SCORED))
    index = PaperIndex(paper_of(tmp_path, f"# Barley\n\n## Methods\n\n{lines}\n"), encoder, scorer=Spelling())
    ranked = rank(index, FUNDING)
    scored = [r.scorer_log_odds is not None for r in ranked]
    assert scored == [True] * MAX_SCORED + [False] * (len(ranked) - MAX_SCORED)


def test_without_a_scorer_signs_decide(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    index = PaperIndex(paper_of(tmp_path, TEXT), encoder)
    ranked = rank(index, FUNDING)
    assert all(r.scorer_log_odds is None and r.log_odds == r.feature_log_odds for r in ranked)
    with pytest.raises(ValueError, match="no scorer"):
        index.scores(FUNDING.text, [0])


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    shipped = learned_weights(PACKAGED_SCORER)
    file = tmp_path / "calibration.json"
    file.write_text(shipped.calibration(), encoding="utf-8")
    again = learned_weights("models/other", str(file))
    assert again.id == LearnedWeights.of_calibration(shipped.calibration()).id
    assert again.usual == shipped.usual


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ranking": 1}', '{"usual": []}', "null"])
def test_a_broken_calibration_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"broken\.json: is not a usable calibration.*make it again"):
        learned_weights(PACKAGED_SCORER, str(file))


def test_a_calibration_belongs_to_settings_with_a_scorer_or_without(tmp_path: Path) -> None:
    file = tmp_path / "alone.json"
    file.write_text(learned_weights(NO_SCORER).calibration(), encoding="utf-8")
    with pytest.raises(ModelError, match="without a scorer"):
        learned_weights(PACKAGED_SCORER, str(file))
    assert learned_weights(NO_SCORER, str(file)).blend is None


def test_another_scorer_needs_a_calibration() -> None:
    with pytest.raises(ModelError, match="answerbook evaluate calibrate"):
        learned_weights("models/other")


def test_a_scorer_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a folder here"):
        load_scorer(str(tmp_path / "none"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_scorer(str(tmp_path / "empty"))
    assert load_scorer(NO_SCORER) is None
    assert scorer_hash(NO_SCORER) == "none"
    assert scorer_hash(str(tmp_path / "empty")) is None


def test_a_scorer_of_a_folder(tmp_path: Path) -> None:
    """Any cross-encoder with one label or more: made here with random weights, saved as such models are."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from generator.retrieval.encoder import PACKAGED, encoder_folder

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    config.num_labels = 3
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(str(encoder_folder(PACKAGED))).save_pretrained(tmp_path)
    scorer = load_scorer(str(tmp_path))
    assert scorer is not None
    assert scorer.name == str(tmp_path)
    assert np.isfinite(
        scorer.score("Who paid?", [ScoredText("Funding", "A fund."), ScoredText("", "x")])
    ).all()
    assert len(scorer_hash(str(tmp_path)) or "") == 16


def test_what_is_usual_is_drawn_to_the_mean() -> None:
    usual = {"always?": (10, 10), "never?": (0, 10), "once?": (1, 1)}
    never, unknown, once, always = (
        usual_log_odds(usual, q) for q in ("never?", "unknown?", "once?", "always?")
    )
    assert never < 0 < unknown < once < always
    assert unknown == pytest.approx(np.log(2))


TRAINED = ("clinical-trials", "deep-learning", "reporting", "trial-protocols")
COUNTED_ALONE = ("machine-learning", "observational", "software")


def test_shipped_questions_are_known() -> None:
    """The counts go by a question's text: one that is reworded must be counted anew."""
    from generator.commands.evaluate.cases import shipped_sets

    weights = learned_weights(PACKAGED_SCORER)
    usual, counts = weights.usual, weights.counts
    texts = {q.text for s in shipped_sets() for q in s.questions}
    assert set(usual) | set(counts) <= texts
    assert not set(usual) & set(counts)
    assert json.loads(learned_weights(PACKAGED_SCORER).calibration())["usual"]
    # Of these three, ten or seven papers were read, but no scorer was trained on them.
    alone = {q.text for s in shipped_sets() if s.id in COUNTED_ALONE for q in s.questions}
    assert set(counts) == alone
    trained = [s for s in shipped_sets() if s.id in TRAINED]
    assert [q.id for s in trained for q in s.questions if q.text not in usual] == []
    assert all(s.measured for s in shipped_sets())
