"""`answerbook evaluate evidence` on question sets of others, and in projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.evaluate.cases import question_sets
from generator.errors import InvalidFile

SET = """id: tea
title: Tea
questions:
  - id: steeping
    aliases: [t1, t2]
    group: Brewing
    text: How long was the tea steeped?
    queries: [The tea was steeped for three minutes.]
"""
PAPER = "# Methods\n\nThe tea was steeped for four minutes.\n\n# Results\n\nIt was good.\n"


def test_a_set_that_is_named_is_the_only_one(tmp_path: Path) -> None:
    (tmp_path / "tea.yml").write_text(SET, encoding="utf-8")
    assert [s.id for s in question_sets([tmp_path / "tea.yml"], tmp_path)] == ["tea"]
    assert "deep-learning" in {s.id for s in question_sets([], tmp_path)}


def test_a_project_s_own_sets_come_before_the_shipped_ones(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "questions").mkdir(parents=True)
    (content / "papers").mkdir()
    own = SET.replace("id: tea", "id: reporting", 1)
    (content / "questions" / "reporting.yml").write_text(own, encoding="utf-8")
    settings = "title: Tea\nquestion_sets: [reporting]\nmodels: [{name: quotes, kind: quotes}]\n"
    (content / "answerbook.yml").write_text(settings, encoding="utf-8")
    found = question_sets([], tmp_path)
    assert (found[0].id, found[0].title) == ("reporting", "Tea")
    assert len({s.id for s in found}) == len(found) > 1
    (content / "answerbook.yml").write_text("titel: Tea\n", encoding="utf-8")
    with pytest.raises(InvalidFile):
        question_sets([], tmp_path)


def test_gold_under_two_aliases_joins_one_question_of_a_set_of_one_s_own(tmp_path: Path) -> None:
    (tmp_path / "tea.yml").write_text(SET, encoding="utf-8")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "assam.md").write_text(PAPER, encoding="utf-8")
    quote = {"quote": "The tea was steeped for four minutes."}
    rows = [
        {"paper": "assam", "question": "t1", "status": "reported", "evidence": [quote]},
        {"paper": "assam", "question": "t2", "status": "reported"},
        {"paper": "assam", "question": "milk", "status": "not_reported"},
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    args = ["evaluate", "evidence", "--papers", str(papers), "--gold", str(gold), "--json"]
    made = CliRunner().invoke(main, [*args, "--questions", str(tmp_path / "tea.yml")], catch_exceptions=False)
    figures = json.loads(made.output)
    assert (figures["n"], figures["with_passages"], figures["recall"]) == (2, 1, 1.0)
    assert {name: f["n"] for name, f in figures["by_question"].items()} == {"steeping": 2}
    assert figures["missing"] == ["question 'milk': not in any question set; its rows are left out"]
