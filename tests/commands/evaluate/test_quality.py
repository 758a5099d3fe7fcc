from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from generator.commands.evaluate.evaluate_reviews import evaluate_reviews
from generator.commands.init import create_project
from generator.errors import InvalidFile
from generator.ledger import Ledger
from generator.project import Project
from generator.run.quality_data import quality
from tests.site.small_collection import small_collection


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose ledger holds the answers of the small collection, one of its papers private."""
    create_project(tmp_path / "project", "Small")
    found = Project.find(tmp_path / "project")
    ledger = Ledger(found.answers_dir)
    for answer in small_collection().answers:
        ledger.append(answer)
    return found


def write_review(
    project: Project, paper: str, answer: str, question: str, verdict: str = "confirmed"
) -> None:
    project.reviews_dir.mkdir(exist_ok=True)
    (project.reviews_dir / f"{paper}.yml").write_text(
        f'- answer: "{answer}"\n  question: {question}\n  verdict: {verdict}\n'
        "  name: Ada\n  date: 2026-11-20\n",
        encoding="utf-8",
    )


def test_answers_are_held_against_the_reviews_of_the_project(project: Project) -> None:
    answer = next(a for a in small_collection().answers if a.status == "reported")
    write_review(project, answer.paper, answer.id, answer.question)
    write_review(project, "2401.00010", "f" * 16, "hardware")
    found = evaluate_reviews(project)
    assert (found["n"], found["accuracy"]) == (1, 1.0)
    assert [r["paper"] for r in found["lapsed"]] == ["2401.00010"]


def test_a_project_without_reviews_has_no_figures(project: Project) -> None:
    assert evaluate_reviews(project)["n"] == 0


def test_reviews_with_problems_stop_the_evaluation(project: Project) -> None:
    write_review(project, "a", "x", "hardware")
    with pytest.raises(InvalidFile, match="is not the id of an answer"):
        evaluate_reviews(project)


def test_nothing_of_a_private_paper_reaches_the_scorecard(project: Project) -> None:
    collection = small_collection()
    secret = next(a for a in collection.answers if a.paper == "secret")
    write_review(project, "secret", secret.id, secret.question)
    found = quality(project, collection)
    without = dataclasses.replace(
        collection, answers=tuple(a for a in collection.answers if a.paper != "secret")
    )
    assert found == quality(project, without)
    assert "secret" not in json.dumps(found)
    assert found["papers"] == 2
    assert (found["reviews"]["reviews"], found["reviews"]["lapsed"]) == (0, [])


def test_models_stand_in_the_order_of_the_site(project: Project) -> None:
    collection = small_collection()
    found = quality(project, collection)
    assert [m["model"] for m in found["models"]] == [c.name for c in collection.models]
    assert found["build"]["made"] == collection.built.isoformat()
