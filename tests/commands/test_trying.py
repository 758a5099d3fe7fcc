"""`answerbook try`: what a question would give over all papers, live; and nothing is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import INCOMPLETE, STOPPED, main
from generator.commands import trying
from generator.commands.trying import QuestionDraft, QuestionTrial, TrialScope, Tried, question_yaml
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.question_files import load_question_set
from tests.conftest import small_project

SEEDS = "To which values were the random seeds fixed?"
# Always the same words, so that what was computed for the first test is there for the others.
TYPED = (SEEDS, "--query", "Random seeds were fixed.", "--cue", "seed")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose papers have been tried once: retrieval has kept what it computed."""
    root = small_project(tmp_path_factory.mktemp("trying") / "project")
    (root / "content/papers/trees.yml").write_text("tags: [botany]\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def first(root: Path) -> Result:
    before = state(root)
    done = tried(root, *TYPED)
    assert state(root) == before
    return done


def state(root: Path) -> dict[str, bytes]:
    """All that a person would commit."""
    files = (path for path in root.rglob("*") if path.is_file() and "build" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def tried(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["try", *words, "--project", str(root)])


def as_json(root: Path, *words: str) -> dict[str, Any]:
    done = tried(root, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_each_paper_is_told_with_status_certainty_and_sentence_and_nothing_is_recorded(first: Result) -> None:
    assert first.exit_code == 0, first.output
    assert "beetles: Beetles told apart by a small" in first.stdout
    assert "“Random seeds were fixed to 1, 2 and 3 for Python, NumPy and PyTorch.”" in first.stdout
    assert "% that the paper reports it)" in first.stdout
    assert "closest, not accepted as an answer: “" in first.stdout
    assert "2 papers:\n  1 reported" in first.stdout


def test_the_question_that_is_printed_can_be_pasted(first: Result, tmp_path: Path) -> None:
    entry = first.stdout.partition("paste this below `questions:` in a set:\n\n")[2]
    file = tmp_path / "mine.yml"
    file.write_text(f"id: mine\ntitle: Mine\nquestions:\n{entry}", encoding="utf-8")
    (question,) = load_question_set(file).questions
    assert (question.text, question.queries, question.cues) == (
        SEEDS,
        ("Random seeds were fixed.",),
        ("seed",),
    )


def test_a_question_instead_of_another_says_what_changes(built_folder: Path) -> None:
    before = state(built_folder)
    found = as_json(built_folder, "Who paid for the photographs of the beetles?", "--instead-of", "cq24")
    assert state(built_folder) == before
    assert (found["question"], found["instead_of"]) == ("random-seeds", "random-seeds")
    changes = {each["paper"]: (each["before"], each["change"]) for each in found["answers"]}
    assert changes["beetles"][0] == "reported"
    assert changes["trees"] == ("not_reported", "")
    entry = yaml.safe_load(found["yaml"])[0]
    assert entry["queries"] == ["Random seeds were fixed for reproducibility."]
    same = as_json(built_folder, "Which random seeds were set?", "--instead-of", "random-seeds")
    assert [each["change"] for each in same["answers"]] == ["", ""]


def test_papers_are_chosen_by_name_tag_and_number(root: Path) -> None:
    project = Project.find(root)

    def papers(**scope: Any) -> list[str]:
        return [
            paper.id for paper in QuestionTrial(project, QuestionDraft(SEEDS), TrialScope(**scope)).papers
        ]

    assert papers() == ["beetles", "trees"]
    assert papers(papers=["trees.md"]) == ["trees"]
    assert papers(tags=["Botany"]) == ["trees"]
    assert papers(limit=1) == ["beetles"]
    (root / "content/papers/beetles.yml").write_text("visibility: private\n", encoding="utf-8")
    try:
        assert papers() == ["trees"]
        assert papers(private=True) == ["beetles", "trees"]
        with pytest.raises(AnswerbookError, match="are private; use --with-private"):
            papers(papers=["beetles"])
    finally:
        (root / "content/papers/beetles.yml").unlink()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Seeds?"], "'Seeds?': too short for a question; write three words or more"),
        ([SEEDS, "--part", "the seeds"], "a question cannot have a single part; give two or more parts"),
        ([SEEDS, "--tag", "zoology"], "no paper is tagged zoology; use one of the tags botany"),
        ([SEEDS, "--paper", "stones"], "no paper 'stones'"),
        ([SEEDS, "--instead-of", "seeeds"], "no question 'seeeds'"),
    ],
)
def test_what_means_nothing_is_said_in_a_sentence(root: Path, words: list[str], said: str) -> None:
    done = tried(root, *words)
    assert done.exit_code == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("Error: ")
    assert said in line


def test_a_stop_ends_with_what_came(root: Path, monkeypatch: pytest.MonkeyPatch, first: Result) -> None:
    whole = QuestionTrial.answers

    def stopped(self: QuestionTrial) -> Iterator[Tried]:
        yield next(whole(self))
        raise KeyboardInterrupt

    monkeypatch.setattr(QuestionTrial, "answers", stopped)
    done = tried(root, *TYPED)
    assert done.exit_code == STOPPED
    assert "stopped after 1 of 2 papers:\n  1 reported" in done.stdout
    assert "paste this below" in done.stdout


def test_a_paper_that_cannot_be_read_is_named_and_the_rest_is_tried(root: Path, first: Result) -> None:
    file = root / "content/papers/broken.pdf"
    file.write_bytes(b"no PDF at all")
    try:
        done = tried(root, *TYPED, "--limit", "1")
    finally:
        file.unlink()
    assert done.exit_code == INCOMPLETE
    assert "broken.pdf" in done.stderr
    assert "1 paper:\n  1 reported" in done.stdout


def test_parts_and_kind_stand_in_the_entry_and_ids_are_new(root: Path) -> None:
    parts = ["the seeds themselves", "the seeds, themselves"]
    trial = QuestionTrial(
        Project.find(root), QuestionDraft("Random   seeds? Which ones?", "list", parts), TrialScope()
    )
    (entry,) = yaml.safe_load(question_yaml(trial.question))
    assert (entry["id"], entry["kind"]) == ("random-seeds-which-ones", "list")
    assert [part["id"] for part in entry["parts"]] == ["the-seeds-themselves", "the-seeds-themselves-2"]
    assert trying._free("seeds", frozenset({"seeds", "seeds-2"})) == "seeds-3"
