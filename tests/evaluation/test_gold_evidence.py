"""Gold evidence: files, figures, the fitted weights, and what `quotes` is held against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core import Answer, Paper, Place, Question
from generator.core.answer import SearchedPassage
from generator.core.paper import Metadata
from generator.errors import AnswerbookError
from generator.evaluation import fit, folds, held_out
from generator.evaluation.gold import gold_figures
from generator.evaluation.gold_evidence import (
    GoldEvidence,
    GoldResult,
    by_paper,
    by_question,
    evidence_figures,
    read_evidence,
)
from generator.evaluation.markdown_report import markdown

QUOTE = "Random seeds were fixed to forty-two before every run."
OTHER = "The code is kept in a public archive since March."


def row(**changes: object) -> str:
    plain = {"paper": "p", "question": "cq24", "status": "reported", "evidence": [{"quote": QUOTE}]}
    return json.dumps({**plain, **changes})


def test_gold_is_read_with_partly_as_answered(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    rows = [row(), row(status="partly"), row(status="not_reported", evidence=[])]
    file.write_text("\ufeff" + "\n\n".join(rows), encoding="utf-8")
    assert [(g.answered, g.passages) for g in read_evidence(file)] == [
        (True, (QUOTE,)),
        (True, (QUOTE,)),
        (False, ()),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("{", "line 1: is not JSON"),
        (row() + "\n[]", "line 2: lacks paper, question, status"),
        (row(status="maybe"), "line 1: unknown status 'maybe'; write one of reported"),
        (row(applies="no"), "line 1: applies must be true or false, not 'no'"),
        (row(evidence="quote"), 'line 1: evidence must be a list of {"quote": "..."}'),
    ],
)
def test_a_gold_file_with_a_problem_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AnswerbookError, match=r"gold\.jsonl") as raised:
        read_evidence(file)
    assert said in str(raised.value)


def test_a_gold_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnswerbookError, match="cannot be read"):
        read_evidence(tmp_path / "none.jsonl")


def found(passages: tuple[str, ...], snippets: tuple[str, ...], said: bool, paper: str = "p") -> GoldResult:
    return GoldResult(GoldEvidence(paper, "q", bool(passages), passages), snippets, said, junk=False)


def test_figures_count_questions_passages_and_statuses() -> None:
    results = [
        found((QUOTE, OTHER), (QUOTE,), True),
        found((OTHER,), ("Nothing of the kind stands here.",), True),
        found((), (), False, "other"),
        found((), (QUOTE,), True, "other"),
    ]
    figures = evidence_figures(results)
    assert (figures["questions"], figures["any"], figures["recall"]) == (4, 0.5, 1 / 3)
    assert figures["status_balanced_accuracy"] == 0.75
    assert figures["status_kappa"] == 0.5
    assert by_paper(results)["p"]["status_kappa"] is None  # all of them answered: nothing to tell apart
    assert by_paper(results)["other"]["recall"] is None


def test_a_question_that_does_not_apply_counts_as_not_reported(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    rows = [
        row(status="not_reported", applies=False, evidence=[]),
        row(status="not_applicable", evidence=[]),
        row(applies=False),
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert [(g.answered, g.applies) for g in read_evidence(file)] == [(False, False)] * 3


def test_rows_under_two_names_of_one_question_are_one_group() -> None:
    rows = [
        GoldResult(GoldEvidence("p", name, True, ()), (), said, False, question="code")
        for name, said in (("cq27", True), ("cq28", False))
    ]
    assert {name: figures["n"] for name, figures in by_question(rows).items()} == {"code": 2}
    assert by_question(rows)["code"]["accuracy"] == 0.5


def test_a_report_shows_what_is_not_known_as_such() -> None:
    text = markdown(
        "Evidence", {"n": 1234, "kappa": None, "by_paper": {"a|b": {"recall": 0.5}}, "missing": ["x"]}
    )
    assert "| n | 1,234 |" in text
    assert "| kappa | – |" in text
    assert "| a\\|b | 0.5 |" in text
    assert "- x" in text


def test_a_fitted_model_tells_what_it_was_shown_and_not_its_own_group() -> None:
    rows = [{"x": float(i % 10), "y": 1.0} for i in range(40)]
    labels = [r["x"] > 4 for r in rows]
    model = fit(rows, labels)
    assert [model.holds(r) for r in rows] == labels
    assert fit(rows, labels) == model
    assert [said for _, said in held_out(rows, labels, [i // 10 for i in range(40)])] == labels
    assert [test for _, test in folds(["a", "b", "a"])] == [[0, 2], [1]]
    with pytest.raises(ValueError, match="both labels"):
        fit(rows, [True] * 40)


def test_a_project_s_gold_is_held_against_its_recorded_answers(tmp_path: Path) -> None:
    (tmp_path / "ours.jsonl").write_text(row() + "\n" + row(paper="unknown"), encoding="utf-8")
    text = f"Methods\n\n{QUOTE}"
    paper = Paper("p", "text", "p.txt", Metadata(), text, ())
    question = Question("random-seeds", "Which seeds?", "Training", aliases=("cq24",))
    start = text.index(QUOTE)
    place = Place(start, len(text), "Methods", "methods")
    right = Answer(
        "p", "random-seeds", "a", "reported", searched=(SearchedPassage("1", place, 0.9),), probability=0.9
    )
    wrong = Answer("p", "random-seeds", "b", "not_applicable")
    figures = gold_figures(tmp_path, [paper], [question], [right, wrong])
    assert (figures["a"]["questions"], figures["a"]["recall"]) == (1, 1.0)
    assert (figures["b"]["recall"], figures["b"]["status_kappa"]) == (0.0, None)
    assert (figures["a"]["ece"], figures["b"]["ece"]) == (pytest.approx(0.1), None)
    # That it does not apply is no report.
    assert (figures["a"]["accuracy"], figures["b"]["accuracy"], figures["b"]["false_not_reported"]) == (
        1,
        0,
        1,
    )
    assert gold_figures(tmp_path / "none", [paper], [question], [right]) == {}
