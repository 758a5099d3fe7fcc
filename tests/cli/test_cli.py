"""The commands, as a user meets them: what they print, their exit codes, and wrong input."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import AWAY, INCOMPLETE, STOPPED, main
from generator.ledger import Ledger
from generator.project import Project
from generator.run.build_report import BuildReport


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_read_prints_the_outline(papers_folder: Path) -> None:
    result = run("read", papers_folder / "beetles.md")
    assert result.exit_code == 0
    assert "Beetles told apart by a small network" in result.output
    assert "methods" in result.output


def test_read_json_is_the_whole_paper(papers_folder: Path) -> None:
    paper = json.loads(run("read", papers_folder / "beetles.md", "--json").output)
    assert paper["id"] == "beetles"
    assert paper["metadata"]["doi"] == "10.1234/beetles.1"
    for section in paper["sections"]:
        for paragraph in section["paragraphs"]:
            for sentence in paragraph["sentences"]:
                assert paper["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_retrieve_gives_snippets_within_the_budget(papers_folder: Path) -> None:
    result = run("retrieve", papers_folder / "beetles.md", "-q", "cq24", "--budget", 400, "--json")
    data = json.loads(result.output)
    assert [q["question"] for q in data["questions"]] == ["random-seeds"]
    snippets = data["questions"][0]["snippets"]
    assert "seeds" in snippets[0]["text"]
    assert sum(len(s["text"]) for s in snippets) <= 400


def test_ask_quotes_with_evidence_or_abstains(papers_folder: Path) -> None:
    arguments = ("ask", papers_folder / "beetles.md", "-q", "random-seeds", "-q", "deployment-platform")
    data = json.loads(run(*arguments, "--json").output)
    seeds, platform = data["answers"]
    assert seeds["status"] == "reported"
    assert seeds["sentences"][0]["support"] == "supported"
    assert "Random seeds were fixed" in seeds["evidence"][0]["text"]
    assert platform["status"] == "not_reported"
    assert platform["text"] == ""
    shown = run(*arguments).output
    assert "not reported" in shown
    assert "No passage answering this question was found." in shown
    assert "[1]" in shown


def test_ask_takes_a_question_in_words(papers_folder: Path) -> None:
    result = run("ask", papers_folder / "beetles.md", "-q", "Which optimiser trained the models?", "--json")
    (answer,) = json.loads(result.output)["answers"]
    assert answer["question"] == "which-optimiser-trained-the-models"


def test_ask_without_questions_asks_all_of_deep_learning(
    papers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(papers_folder)
    data = json.loads(run("ask", papers_folder / "trees.md", "--json").output)
    assert len(data["answers"]) == 25
    assert {a["status"] for a in data["answers"]} <= {"reported", "partly_reported", "not_reported"}


@pytest.fixture
def in_project(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a project, in which the commands run."""
    monkeypatch.chdir(project_folder)
    return project_folder


@pytest.mark.parametrize("name", ["beetles", "Beetles.md", "10.1234/beetles.1", "beet"])
def test_in_a_project_a_paper_is_meant_by_its_name(in_project: Path, name: str) -> None:
    assert json.loads(run("read", name, "--json").output)["id"] == "beetles"


def test_in_a_project_its_own_questions_are_asked(in_project: Path) -> None:
    questions = in_project / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8").replace(
        "Which metrics were used?", "Which measures were used?"
    )
    questions.write_text(text, encoding="utf-8")
    data = json.loads(run("retrieve", "trees", "--json").output)
    assert [q["question"] for q in data["questions"]] == [
        q.id for s in Project.find(in_project).question_sets() for q in s.questions
    ]
    (asked,) = json.loads(run("ask", "beetles", "-q", "metrics", "--json").output)["answers"]
    assert asked["text_of_question"] == "Which measures were used?"
    (built_in,) = json.loads(run("retrieve", "beetles", "-q", "funding", "--json").output)["questions"]
    assert built_in["question"] == "funding"
    other = in_project.parent / "other.md"
    other.write_text("# Methods\n\nA seed was set to 5.\n", encoding="utf-8")
    (asked,) = json.loads(run("ask", other, "-q", "metrics", "--json").output)["answers"]
    assert asked["text_of_question"] == "Which measures were used?"


def test_asking_in_a_project_gives_the_answer_of_its_build(built_folder: Path) -> None:
    settings = built_folder / "content/answerbook.yml"
    answers = json.loads(run("ask", "beetles", "--project", built_folder, "--json").output)["answers"]
    ledger = Ledger(Project.find(built_folder).answers_dir).read("beetles", "quotes")
    assert {a["question"]: a["id"] for a in answers} == {name: answer.id for name, answer in ledger.items()}
    settings.write_text(
        f"{settings.read_text(encoding='utf-8')}\nretrieval: {{budget: 200}}\n", encoding="utf-8"
    )
    (asked,) = json.loads(
        run("retrieve", "beetles", "-q", "metrics", "--project", built_folder, "--json").output
    )["questions"]
    assert sum(len(s["text"]) for s in asked["snippets"]) <= 200


def test_a_name_of_no_paper_or_of_one_whose_file_is_away_is_said(built_folder: Path) -> None:
    told = run("ask", "beatles", "--project", built_folder)
    assert (told.exit_code, "beatles: no such file; no paper 'beatles' in this project" in told.output) == (
        1,
        True,
    )
    (built_folder / "content/papers/trees.md").unlink()
    told = run("read", "trees", "--project", built_folder)
    assert (told.exit_code, "put the file of 'trees' there" in told.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("read", "nowhere.pdf"), 1, "nowhere.pdf"),
        (("ask", "{paper}", "-q", "random-sneeds"), 1, "random-seeds"),
        (("ask", "{paper}", "-m", "gpt-99"), 1, "quotes, smollm2"),
        (("ask", "{paper}", "-q", "cq24", "-m", "missing.gguf"), 1, "missing.gguf"),
        (("retrieve", "{paper}", "--budget", "-1"), 2, "--budget"),
        (("find", "seeds", "--project", "{folder}"), 1, "answerbook init"),
        (("find", "seeds", "--project", "{project}", "--paper", "beatles"), 1, "did you mean 'beetles'"),
        (("find", "seeds", "--number", "0"), 2, "--number"),
        (("find", " "), 2, "WORDS are blank"),
        (("find",), 2, "WORDS"),
        (("build", "--project", "{folder}"), 1, "answerbook init"),
        (("build", "--jobs", "0"), 2, "--jobs"),
        (("serve", "--project", "{folder}"), 1, "answerbook init"),
        (("init", "{paper}"), 1, "not a folder"),
        (("no-such-command",), 2, "no-such-command"),
    ],
)
def test_wrong_input_gets_one_clear_sentence(
    papers_folder: Path, project_folder: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    names = {
        "{paper}": str(papers_folder / "beetles.md"),
        "{folder}": str(papers_folder),
        "{project}": str(project_folder),
    }
    result = run(*(names.get(a, a) for a in arguments))
    assert result.exit_code == code, result.output
    assert message in result.output
    assert "Traceback" not in result.output


def test_verbose_shows_the_cause(papers_folder: Path) -> None:
    command = [sys.executable, "-m", "generator", "ask", str(papers_folder / "beetles.md"), "-m", "no.gguf"]
    plain = subprocess.run(command, capture_output=True, text=True)
    verbose = subprocess.run([*command, "-v"], capture_output=True, text=True)
    assert plain.returncode == verbose.returncode == 1
    assert "Traceback" not in plain.stderr
    assert "Traceback" in verbose.stderr


def test_build_says_what_it_did(project_folder: Path) -> None:
    result = run("build", "--project", project_folder)
    assert result.exit_code == 0, result.output
    assert "2 papers: 10 answers computed, 0 reused" in result.output
    assert str(project_folder / "build/site/index.html") in result.output
    again = run("build", "--project", project_folder, "--frozen", "--strict")
    assert again.exit_code == 0, again.output
    assert "0 answers computed, 10 reused" in again.output


def test_build_exits_with_3_when_a_paper_cannot_be_read(project_folder: Path) -> None:
    (project_folder / "content/papers/empty.pdf").write_bytes(b"")
    result = run("build", "--project", project_folder)
    assert result.exit_code == INCOMPLETE
    assert "empty.pdf" in result.output
    assert run("build", "--project", project_folder, "--strict").exit_code == 1


def test_build_exits_with_4_when_a_model_was_away(
    project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = BuildReport(warnings=["remote: 1 answer was left for the next build, for it is away: one / q"])
    report.usage.unasked["remote", "it is away"] = [("one", "q")]
    report.usage.failures["remote"] = 1
    monkeypatch.setattr("generator.build.build", lambda *_: report)
    result = run("build", "--project", project_folder)
    assert result.exit_code == AWAY
    assert "Warning: remote: 1 answer was left" in result.stderr


def test_ctrl_c_leaves_a_ledger_that_the_next_build_goes_on_from(project_folder: Path) -> None:
    command = [sys.executable, "-m", "generator", "build", "--project", str(project_folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    answers = project_folder / "content/answers"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if list(answers.glob("*/*.jsonl*")):
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    if process.returncode == STOPPED:
        assert "run the same command again" in errors
    else:
        assert process.returncode == 0  # it was done before the signal came
    result = run("build", "--project", project_folder)
    assert result.exit_code == 0, result.output
    lines = [json.loads(x) for f in answers.glob("*/*.jsonl") for x in f.read_text().splitlines()]
    assert len(lines) == 10
    assert not list(answers.glob("*/*.new"))


@pytest.mark.parametrize("address", ["ray://stranger.example:10001", "10.0.0.1:6379"])
def test_a_cluster_that_only_the_settings_name_is_not_joined(project_folder: Path, address: str) -> None:
    with (project_folder / "content/answerbook.yml").open("a") as settings:
        settings.write(f"cluster: {{address: '{address}'}}\n")
    result = run("build", "--engine", "ray", "--project", project_folder)
    assert result.exit_code == 1
    assert "--trust-project" in result.output
    assert not (project_folder / "build").exists()
