"""The learned judges against people: unseen papers by the shipped model, seen ones held out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.commands.evaluate.attribution import evaluate_attribution
from generator.commands.evaluate.decisions import evaluate_decisions
from generator.errors import AnswerbookError

CONTEXT = "All networks were trained with the Adam optimizer at a learning rate of 0.001 for 50 epochs."
ROWS = [
    ("The networks were trained with the Adam optimizer at a learning rate of 0.001 for 50 epochs.", True),
    ("The provided context does not mention which optimization algorithm was used. I don't know.", False),
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def small(tmp_path: Path, question: str = "cq15", **more: Any) -> tuple[Path, Path]:
    gold = [{"paper": "new", "question": question, "answer": a, "human": h, **more} for a, h in ROWS]
    context = [{"paper": "new", "question": question, "context": CONTEXT}]
    return write(tmp_path / "gold.jsonl", gold), write(tmp_path / "contexts.jsonl", context)


def test_papers_that_the_model_has_not_seen_are_judged_by_it(tmp_path: Path) -> None:
    figures = evaluate_decisions(*small(tmp_path))
    assert figures["how"] == "shipped model"
    assert (figures["n"], figures["accuracy"], figures["llm_judge_kappa"]) == (2, 1.0, None)


def test_a_row_may_bring_its_own_question(tmp_path: Path) -> None:
    figures = evaluate_decisions(*small(tmp_path, "own", text="Which optimiser was used?"))
    assert figures["n"] == 2


def test_an_unknown_question_and_a_missing_context_are_named(tmp_path: Path) -> None:
    gold, contexts = small(tmp_path, "own")
    with pytest.raises(AnswerbookError, match="no question 'own' in the built-in sets"):
        evaluate_decisions(gold, contexts)
    write(contexts, [{"paper": "other", "question": "own", "context": ""}])
    with pytest.raises(AnswerbookError, match="no context for paper 'new' and question 'own'"):
        evaluate_decisions(gold, contexts)


def test_claims_to_questions_not_seen_are_judged_by_the_shipped_model(tmp_path: Path) -> None:
    text = "The old lighthouse was built by Ada Example in 1871. It is 31 metres high."
    rows = [
        {
            "question": "q",
            "claim": "The old lighthouse was built by Ada Example in 1871.",
            "references": [text],
        },
        {"question": "q", "claim": "Green tea tastes best with lemon from Naples.", "references": [text]},
    ]
    labels = ("attributable", "not attributable")
    gold = [{**r, "attribution_label": label} for r, label in zip(rows, labels, strict=True)]
    figures = evaluate_attribution(write(tmp_path / "gold.jsonl", gold))
    assert figures["how"] == "shipped model"
    assert (figures["n"], figures["macro_f1"]) == (2, 1.0)


@pytest.mark.slow
def test_the_data_that_it_was_fitted_on_is_held_out_by_paper(shared_data: Path) -> None:
    gold = shared_data / "gold"
    figures = evaluate_decisions(gold / "decisions.jsonl", gold / "contexts.jsonl")
    assert figures["how"] == "fitted without the paper judged"
    assert figures["n"] == 2097
    assert figures["kappa"] >= 0.74
    assert figures["kappa"] > figures["llm_judge_kappa"] + 0.05


@pytest.mark.slow
def test_the_claims_that_it_was_fitted_on_are_held_out_by_question(shared_data: Path) -> None:
    figures = evaluate_attribution(shared_data / "gold" / "attribution-dev.jsonl")
    assert figures["how"] == "fitted without the question judged"
    assert figures["n"] == 1198
    assert 0.74 <= figures["macro_f1"] <= 0.8
