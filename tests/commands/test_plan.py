"""`answerbook plan`: what would be computed and why, and what it would cost; nothing is recorded."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.plan import ModelPlan, Sample, plan
from generator.project import Project
from generator.run.effort import Cost


def planned(root: Path, *options: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(main, ["plan", "--project", str(root), "--json", *options])
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.output)
    return found


def test_a_new_project_lacks_everything_and_planning_records_nothing(project_folder: Path) -> None:
    (of_quotes,) = planned(project_folder)
    assert of_quotes["to_do"] == 10
    assert of_quotes["papers"] == 2
    assert of_quotes["causes"] == {"missing": 10}
    assert 2 <= of_quotes["sampled"] <= 4  # no further question is begun after ten seconds
    assert of_quotes["estimate"] is not None
    assert list(project_folder.glob("content/answers/*/*")) == []


def test_what_is_fresh_is_not_planned_and_what_is_stale_says_why(built_folder: Path) -> None:
    (of_quotes,) = planned(built_folder)
    assert (of_quotes["to_do"], of_quotes["fresh"], of_quotes["estimate"]) == (0, 10, None)
    questions = built_folder / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace("Which metrics were used?", "Which measures were reported?"))
    (of_quotes,) = planned(built_folder, "--no-calibration")
    assert of_quotes["causes"] == {"question changed": 2}
    assert (of_quotes["sampled"], of_quotes["problem"]) == (0, "not asked for")


def test_a_model_that_cannot_be_asked_has_a_plan_and_no_estimate(project_folder: Path) -> None:
    settings = project_folder / "content/answerbook.yml"
    more = "  - {name: gone, kind: llama, file: gone.gguf}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, gone = plan(Project.find(project_folder))
    assert (gone.answers, gone.estimate) == (10, None)
    assert "gone.gguf is not there" in gone.sample.problem
    done = CliRunner().invoke(main, ["plan", "--project", str(project_folder)])
    assert "gone: 10 answers about 2 papers (10 missing); fresh: 0\n  no estimate: " in done.output


def a_plan(*costs: Cost, answers: int = 28, papers: int = 2, loading: float = 1.0) -> ModelPlan:
    return ModelPlan("m", 0, answers, papers, Counter(missing=answers), Sample(costs, loading))


def test_the_first_answer_about_a_paper_costs_more_where_it_reads_what_all_share() -> None:
    made = a_plan(Cost(10.0, 3000, 0, 40), Cost(1.0, 30, 2970, 40), Cost(3.0, 50, 2970, 60)).estimate
    assert made == Cost(2 * 10 + 26 * 2 + 1.0, 2 * 3000 + 26 * 40, 26 * 2970, 2 * 40 + 26 * 50)


def test_questions_that_no_model_is_asked_for_cost_nothing() -> None:
    sample = Sample((Cost(4.0, 100, 0, 10), Cost(1.0, 10, 90, 10)), 0.0, share=0.5)
    made = ModelPlan("m", 0, 28, 2, Counter(), sample).estimate
    assert made == Cost(2 * 4 + 12 * 1.0, 2 * 100 + 12 * 10, 12 * 90, 14 * 10)


def test_one_answer_alone_stands_for_all() -> None:
    made = a_plan(Cost(2.0, 100, 0, 10), answers=3, papers=1).estimate
    assert made == Cost(7.0, 300, 0, 30)


@pytest.mark.parametrize("answers", [0, 5])
def test_without_a_sample_there_is_no_estimate(answers: int) -> None:
    assert a_plan(answers=answers).estimate is None
