"""Gold decisions and attributions: what is read, what is refused, what the figures say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.errors import AnswerbookError
from generator.evaluation.gold_attributions import attribution_figures, read_attributions
from generator.evaluation.gold_decisions import decision_figures, read_contexts, read_decisions
from generator.evaluation.phrase_fitting import fit_with_phrases
from generator.evaluation.tree_fitting import fit_trees

ROW = {"paper": "a", "question": "cq01", "model": "m", "answer": "Yes.", "human": True, "llm_judge": "no"}
CLAIM = {"question": "q", "claim": "c", "references": ["r"], "attribution_label": "attributable"}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_the_figures_compare_us_and_the_large_model_with_people(tmp_path: Path) -> None:
    rows = [
        {**ROW, "human": h, "llm_judge": j}
        for h, j in ((True, "yes"), (True, None), (False, "no"), (False, "no"))
    ]
    gold = read_decisions(write(tmp_path / "gold.jsonl", *rows))
    figures = decision_figures(gold, [True, True, False, True])
    assert figures["n"] == 4
    assert figures["accuracy"] == 0.75
    assert figures["kappa"] == 0.5
    assert figures["llm_judge_kappa"] == 0.5
    assert figures["by_paper"] == {"a": {"n": 4, "kappa": 0.5}}
    assert figures["confusion"]["not informative"]["informative"] == 1


def test_without_a_large_models_word_there_is_no_figure_for_it(tmp_path: Path) -> None:
    gold = read_decisions(write(tmp_path / "gold.jsonl", {**ROW, "llm_judge": None}))
    assert decision_figures(gold, [True])["llm_judge_kappa"] is None


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({**ROW, "human": "yes"}, "line 1: human is 'yes'; write true or false"),
        ({**ROW, "answer": None}, "line 1: the answer is not a string"),
        ({"paper": "a"}, "line 1: lacks question, answer, human"),
    ],
)
def test_a_decision_that_is_none_is_named(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    with pytest.raises(AnswerbookError, match=says):
        read_decisions(write(tmp_path / "gold.jsonl", row))


@pytest.mark.parametrize(("context", "pieces"), [("one", ("one",)), (["one", "two"], ("one", "two"))])
def test_a_context_is_a_text_or_several(tmp_path: Path, context: Any, pieces: tuple[str, ...]) -> None:
    file = write(tmp_path / "contexts.jsonl", {"paper": "a", "question": "q", "context": context})
    assert read_contexts(file) == {("a", "q"): pieces}


def test_a_context_that_is_neither_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnswerbookError, match="line 1: the context must be a text or a list of texts"):
        read_contexts(write(tmp_path / "contexts.jsonl", {"paper": "a", "question": "q", "context": 3}))


def test_attributions_are_scored_in_all_and_by_data_set(tmp_path: Path) -> None:
    rows = [
        {**CLAIM, "src_dataset": "A"},
        {**CLAIM, "src_dataset": "B", "attribution_label": "not attributable", "response": None},
    ]
    gold = read_attributions(write(tmp_path / "gold.jsonl", *rows))
    figures = attribution_figures(gold, [True, True], 0.5)
    assert (figures["n"], figures["macro_f1"], figures["seconds"]) == (2, 0.3333, 0.5)
    assert figures["by_source"] == {"A": {"n": 1, "macro_f1": 1.0}, "B": {"n": 1, "macro_f1": 0.0}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"attribution_label": "maybe"},
            "line 1: unknown label 'maybe'; write one of attributable, not attributable",
        ),
        ({"references": "r"}, "line 1: references must be a list of texts"),
    ],
)
def test_an_attribution_that_is_none_is_named(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    with pytest.raises(AnswerbookError, match=says):
        read_attributions(write(tmp_path / "gold.jsonl", {**CLAIM, **change}))


def test_phrases_and_features_are_learned_together() -> None:
    rows = [{"x": float(i % 3)} for i in range(60)]
    phrases = [{"told": 1, "the": 2} if i % 2 else {"unknown": 1, "the": 1} for i in range(60)]
    labels = [bool(i % 2) for i in range(60)]
    model = fit_with_phrases(rows, phrases, labels, prefix="said: ")
    assert set(model.features) == {"x", "said: told", "said: unknown", "said: the"}
    assert model.features["said: told"][2] > 0 > model.features["said: unknown"][2]
    assert model.to_json() == fit_with_phrases(rows, phrases, labels, prefix="said: ").to_json()


def test_trees_learn_what_no_line_can_part() -> None:
    rows = [{"x": float(i % 2), "y": float(i // 2 % 2)} for i in range(200)]
    labels = [r["x"] != r["y"] for r in rows]
    grown = fit_trees(rows, labels)
    assert grown == fit_trees(rows, labels)
    right = 0
    for row, label in zip(rows, labels, strict=True):
        total = grown.intercept
        for node in grown.trees:
            while isinstance(node, list):
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        right += (total > 0) == label
    assert right == len(rows)


def test_one_label_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="both labels"):
        fit_trees([{"x": 1.0}], [True])
    with pytest.raises(ValueError, match="both labels"):
        fit_with_phrases([{"x": 1.0}], [{}], [True], prefix="")
