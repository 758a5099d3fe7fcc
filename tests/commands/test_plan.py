"""`answerbook plan`: what would be computed and why, and what it would cost; nothing is recorded."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.plan import ModelPlan, Sample, plan, plan_text
from generator.project import Project
from generator.run.speeds import PlannedWork, Speeds
from generator.run.usage import AnswerUsage


def planned(root: Path, *options: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(main, ["plan", "--project", str(root), "--json", *options])
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_a_new_project_lacks_everything_and_planning_records_nothing(project_folder: Path) -> None:
    (of_quotes,) = planned(project_folder)
    assert of_quotes["to_do"] == 10
    assert of_quotes["papers"] == 2
    assert of_quotes["causes"] == {"missing": 10}
    assert 2 <= of_quotes["sampled"] <= 4  # no further question is begun after ten seconds
    estimate = of_quotes["estimate"]
    assert isinstance(estimate, dict)
    assert estimate["of_it"]["start"] > 0
    assert estimate["of_it"]["encoding"] > 0
    assert estimate["seconds"] >= 1
    assert list(project_folder.glob("content/answers/*/*")) == []


def test_what_is_fresh_is_not_planned_and_what_is_stale_says_why(built_folder: Path) -> None:
    (of_quotes,) = planned(built_folder)
    assert (of_quotes["to_do"], of_quotes["fresh"], of_quotes["estimate"]) == (0, 10, None)
    questions = built_folder / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace("Which metrics were used?", "Which measures were reported?"))
    (of_quotes,) = planned(built_folder, "--no-calibration")
    assert of_quotes["causes"] == {"question changed": 2}
    # Told by what the build has measured; of a machine that was not measured, nothing is known.
    assert (of_quotes["sampled"], of_quotes["problem"]) == (0, "")
    estimate = of_quotes["estimate"]
    assert isinstance(estimate, dict)
    assert estimate["basis"].startswith("from the speed of the last builds on this machine: ")
    assert set(estimate["of_it"]) == {"start", "encoding", "finding", "model"}
    assert estimate["of_it"]["encoding"] < estimate["seconds"] > estimate["of_it"]["finding"] > 0
    (built_folder / "build/cache/speeds.json").unlink()
    (of_quotes,) = planned(built_folder, "--no-calibration")
    assert (of_quotes["estimate"], of_quotes["problem"]) == (None, "not measured")


def test_a_model_that_cannot_be_asked_has_a_plan_and_no_estimate(project_folder: Path) -> None:
    settings = project_folder / "content/answerbook.yml"
    more = "  - {name: gone, kind: llama, file: gone.gguf}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, gone = plan(Project.find(project_folder))
    assert (gone.answers, gone.estimate) == (10, None)
    assert "gone.gguf is not there" in gone.sample.problem
    done = CliRunner().invoke(main, ["plan", "--project", str(project_folder)])
    assert "gone: 10 answers about 2 papers (10 missing); fresh: 0\n  no estimate: " in done.output


def a_plan(*costs: AnswerUsage, answers: int = 28, papers: int = 2, loading: float = 1.0) -> ModelPlan:
    return ModelPlan("m", 0, answers, papers, Counter(missing=answers), Sample(costs, loading))


def test_the_first_answer_about_a_paper_costs_more_where_it_reads_what_all_share() -> None:
    made = a_plan(
        AnswerUsage(10.0, 3000, 0, 40), AnswerUsage(1.0, 30, 2970, 40), AnswerUsage(3.0, 50, 2970, 60)
    ).estimate
    assert made == AnswerUsage(2 * 10 + 26 * 2 + 1.0, 2 * 3000 + 26 * 40, 26 * 2970, 2 * 40 + 26 * 50)


def test_questions_that_no_model_is_asked_for_cost_nothing() -> None:
    sample = Sample((AnswerUsage(4.0, 100, 0, 10), AnswerUsage(1.0, 10, 90, 10)), 0.0, share=0.5)
    made = ModelPlan("m", 0, 28, 2, Counter(), sample).estimate
    assert made == AnswerUsage(2 * 4 + 12 * 1.0, 2 * 100 + 12 * 10, 12 * 90, 14 * 10)


def test_one_answer_alone_stands_for_all() -> None:
    made = a_plan(AnswerUsage(2.0, 100, 0, 10), answers=3, papers=1).estimate
    assert made == AnswerUsage(7.0, 300, 0, 30)


@pytest.mark.parametrize("answers", [0, 5])
def test_without_a_sample_there_is_no_estimate(answers: int) -> None:
    assert a_plan(answers=answers).estimate is None


KNOWN = Speeds(
    workers=1,
    starts=1,
    starting=8.0,
    sentences=100,
    encoding=1.0,
    pairs=10,
    scoring=1.0,
    answers=10,
    models={"m": (10, 20.0)},
)


def test_time_goes_into_start_encoding_finding_and_the_model() -> None:
    made = ModelPlan("m", 0, 10, 2, Counter(missing=10), work=PlannedWork(10, 500, 40), speeds=KNOWN)
    assert made.seconds == {"start": 8.0, "encoding": 5.0, "finding": 4.0, "model": 20.0}
    assert "about 37 s: starting the models 8 s, encoding 5 s, finding passages 4 s, the model 20 s" in (
        plan_text(made)
    )


def test_where_all_is_kept_little_is_left_and_never_no_time_at_all() -> None:
    speeds = Speeds(workers=1, answers=10, models={"quotes": (10, 0.0)})
    made = ModelPlan("quotes", 0, 10, 2, Counter(missing=10), work=PlannedWork(10), speeds=speeds)
    assert plan_text(made).splitlines()[1] == "  about 1 s"
    nothing = ModelPlan("quotes", 10, 0, 0, Counter())
    assert plan_text(nothing) == "quotes: nothing to do, 10 answers are fresh"


def test_a_sample_tells_the_model_and_its_loading_is_told_once() -> None:
    sample = Sample((AnswerUsage(2.0), AnswerUsage(1.0)), seconds=3.0, speeds=KNOWN)
    made = ModelPlan("m", 0, 10, 2, Counter(missing=10), sample, PlannedWork(10, 500, 40))
    assert made.seconds is not None
    assert (made.seconds["start"], made.seconds["model"]) == (8.0, 2 * 2.0 + 8 * 1.0)
    kept = ModelPlan("m", 0, 10, 2, Counter(missing=10), sample, PlannedWork(10))
    assert kept.seconds is not None
    assert (kept.seconds["start"], kept.seconds["model"]) == (0.0, 3.0 + 12.0)


@pytest.mark.parametrize("work", [PlannedWork(10, 500, 0), PlannedWork(10, 0, 40)])
def test_what_was_never_measured_gives_no_estimate(work: PlannedWork) -> None:
    speeds = Speeds(answers=10, models={"m": (10, 20.0)})
    assert ModelPlan("m", 0, 10, 2, Counter(missing=10), work=work, speeds=speeds).seconds is None
