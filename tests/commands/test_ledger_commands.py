"""The commands on the ledger, as a user meets them. No model is loaded but where answers are computed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import lxml.html
import pytest
from click.testing import CliRunner, Result

import generator.run.jobs
from generator.build import BuildOptions, build
from generator.cli import main
from generator.commands.diff import comparison_html, comparison_text
from generator.commands.prune import prune
from generator.core import Answer, Fingerprint
from generator.errors import AnswerbookError, LedgerError
from generator.ledger import ExpectedAnswer, Freshness, Ledger
from generator.ledger.ledger_diff import Comparison, LedgerChange
from generator.project import Project
from generator.project.project_lock import project_lock
from generator.run.jobs import PaperJob
from generator.run.selection import Selection, Shard
from generator.run.usage import BuildUsage
from tests.conftest import forget
from tests.ledger.making import an_answer


def run(*args: object, ok: bool = True) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code == 0) == ok, result.output
    return result


def sentence(*args: object) -> str:
    """Return the error of a command, which is one line."""
    result = run(*args, ok=False)
    assert result.exit_code in (1, 2)
    return result.output.strip().splitlines()[-1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Answers that are computed, as (paper, question), without a model: what is recorded says so."""
    calls: list[tuple[str, str]] = []

    def work_here(pending: Sequence[PaperJob], ledger: Ledger, **more: object) -> BuildUsage:
        effort = BuildUsage()
        for job in pending:
            for spec, questions in job.tasks:
                for question in questions:
                    calls.append((job.paper.id, question.id))
                    ledger.append(
                        Answer(
                            job.paper.id,
                            question.id,
                            spec.name,
                            "not_reported",
                            "Computed in a test.",
                            fingerprint=dict(job.fingerprints[spec.name][question.id]),
                            provenance={"kind": spec.kind, "made": "2026-01-01", "asked": question.text},
                        )
                    )
                    effort.answers[spec.name] += 1
                ledger.settle(job.paper.id, spec.name)
        return effort

    monkeypatch.setattr(generator.run.jobs, "answer", work_here)
    return calls


def edit(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def change_question(root: Path) -> None:
    edit(root, "content/questions/five.yml", "Which metrics were used?", "Which measures were used?")


def states(root: Path) -> dict[str, int]:
    data = json.loads(run("status", "--project", root, "--json").output)
    return {name: data[name] for name in ("fresh", "stale", "missing", "failed", "orphaned") if data[name]}


def test_status_counts_by_state_and_cause(built_folder: Path) -> None:
    assert states(built_folder) == {"fresh": 10}
    run("status", "--project", built_folder, "--strict")
    change_question(built_folder)
    edit(built_folder, "content/papers/trees.md", "in parks", "in gardens")
    edit(built_folder, "content/questions/five.yml", "id: hardware", "id: machines")
    forget(built_folder, "beetles")
    (built_folder / "content/papers/beetles.md").unlink()
    (built_folder / "content/papers/bugs.md").write_text("# Bugs\n\nBugs were counted.\n", encoding="utf-8")
    assert states(built_folder) == {"stale": 4, "missing": 6, "orphaned": 6}
    data = json.loads(run("status", "--project", built_folder, "--json").output)
    assert data["causes"] == {"paper_text": 4, "question": 1}
    assert data["orphans"] == {"paper": 5, "question": 1}
    assert {p["paper"]: (p["stale"], p["missing"], p["orphaned"]) for p in data["papers"]} == {
        "bugs": (0, 5, 0),
        "trees": (4, 1, 1),
        "beetles": (0, 0, 5),
    }
    shown = run("status", "--project", built_folder).output
    assert "stale because of: paper_text 4, question 1" in shown
    assert "orphaned: 5 whose paper is gone, 1 whose question is gone" in shown
    assert run("status", "--project", built_folder, "--strict", ok=False).exit_code == 1


def test_status_agrees_with_what_a_build_would_do(built_folder: Path) -> None:
    change_question(built_folder)
    file = built_folder / "content/answers/beetles/quotes.jsonl"
    lines = file.read_bytes().splitlines()
    file.write_bytes(b"\n".join([lines[0][:60], *lines[1:]]) + b"\n")
    plan = json.loads(run("plan", "--project", built_folder, "--no-calibration", "--json").stdout)
    found = states(built_folder)
    assert plan[0]["fresh"] == found["fresh"]
    assert plan[0]["to_do"] == found["stale"] + found["missing"]
    assert "damaged: " in run("status", "--project", built_folder).output


def test_a_paper_that_cannot_be_read_now_keeps_its_answers(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.md").unlink()
    (built_folder / "content/papers/trees.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    assert states(built_folder) == {"fresh": 5}
    shown = run("status", "--project", built_folder).output
    assert "trees.pdf" in shown
    assert "kept: 5 answers about papers that cannot be read now" in shown
    assert "Nothing to remove" in run("prune", "--project", built_folder).output


def test_status_reads_no_paper_that_has_not_changed(
    built_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (built_folder / "content").rglob("*.*"):
        os.utime(file, (time.time() - 3600,) * 2)
    run("status", "--project", built_folder)
    monkeypatch.setattr("generator.project.catalogue.collect_papers", None)
    monkeypatch.setattr("generator.ledger.ledger_rows.LedgerRows._quick", None)
    assert states(built_folder) == {"fresh": 10}


@pytest.mark.parametrize(
    ("paper", "question"),
    [
        ("beetles", "metrics"),
        ("beetles.md", "METRICS"),
        ("10.1234/beetles.1", "Which measures were used?"),
        ("https://doi.org/10.1234/BEETLES.1", "metr"),
        ("beet", "met"),
    ],
)
def test_why_tells_old_and_new_by_whichever_name(built_folder: Path, paper: str, question: str) -> None:
    change_question(built_folder)
    shown = run("why", paper, question, "--project", built_folder).output
    assert shown.startswith("beetles / metrics / quotes: stale\n")
    assert "it said: Which metrics were used?" in shown
    assert "it says: Which measures were used?" in shown
    (data,) = json.loads(run("why", paper, question, "--project", built_folder, "--json").output)
    (change,) = data["changes"]
    assert change["part"] == "question"
    assert change["old"] != change["new"]


def test_why_tells_what_parts_mean(built_folder: Path) -> None:
    edit(built_folder, "content/papers/beetles.md", "Random seeds were", "All random seeds were")
    (built_folder / "content/answerbook.yml").write_text(
        "question_sets: [five]\nmodels: [{name: quotes, kind: quotes}]\nretrieval: {budget: 2000}\n"
    )
    shown = run("why", "beetles", "cq24", "--project", built_folder).output
    assert "of 1 quote, 0 unchanged in the paper" in shown
    assert "budget: 3600 -> 2000" in shown
    file = built_folder / "content/answers/trees/quotes.jsonl"
    file.unlink()
    assert (
        "missing\n  the ledger holds no answer"
        in run("why", "trees", "cq24", "--project", built_folder).output
    )


def test_names_that_mean_nothing_or_several_give_one_sentence(built_folder: Path) -> None:
    shutil.copy(built_folder / "content/papers/trees.md", built_folder / "content/papers/treetops.md")
    here = ("--project", built_folder)
    assert "paper 'tree': fits trees, treetops; write more of the name" in sentence(
        "why", "tree", "cq24", *here
    )
    assert "no paper 'beatles' in this project; did you mean 'beetles'?" in sentence(
        "why", "beatles", "cq24", *here
    )
    assert "no question 'seeds'" in sentence("why", "beetles", "seeds", *here)
    assert "no model 'x'; use one of quotes" in sentence("why", "beetles", "cq24", "-m", "x", *here)
    assert "did you mean 'question'?" in sentence("refresh", "--cause", "questions", *here)
    assert "no model 'qotes' in the settings" in sentence("refresh", "--model", "qotes", *here)
    assert "nothing is selected" in sentence("refresh", *here)
    assert "--frozen computes nothing" in sentence("build", "--frozen", "--limit", 1, *here)
    assert "write PAPER/QUESTION" in sentence("build", "--only", "beetles", *here)
    for wrong in ("0/2", "3/2", "1", "a/b", "-1/2", "1/0"):
        assert "shard" in sentence("build", "--shard", wrong, *here)
    assert "not a folder" in sentence("merge", built_folder, built_folder / "nowhere")
    assert "into itself" in sentence("merge", built_folder, built_folder / "content/answers")
    assert "neither a folder nor a git revision" in sentence("diff", "HEAD", "HEAD", *here)
    assert "cannot be merged" in sentence("merge-driver", "x", "y", "z", "a/b.jsonl")


def test_refresh_computes_what_is_named_and_nothing_else(
    built_folder: Path, asked: list[tuple[str, str]]
) -> None:
    change_question(built_folder)
    edit(built_folder, "content/papers/trees.md", "in parks", "in gardens")
    here = ("--project", built_folder)
    shown = run("refresh", "--cause", "question", "--dry-run", *here).output
    assert "To recompute: 2 of 10 selected answers" in shown
    assert asked == []
    shown = run("refresh", "--cause", "question", "--paper", "beet", *here).output
    assert asked == [("beetles", "metrics")]
    assert "stale: 5 answers, shown with a mark (paper_text 5)" in shown
    assert (
        "Nothing to do: all 5 selected answers are fresh. Use --all"
        in run("refresh", "--paper", "beetles", *here).output
    )
    run("refresh", "--paper", "beetles", "-q", "cq24", "--all", *here)
    assert asked[1:] == [("beetles", "random-seeds")]
    page = (built_folder / "build/site/papers/trees.html").read_text(encoding="utf-8")
    assert "stale" in page
    run("build", "--only", "trees/cq24", *here)
    assert asked[2:] == [("trees", "random-seeds")]
    run("build", "--limit", 2, *here)
    assert len(asked) == 5
    run("build", *here)
    assert len(asked) == 7
    assert states(built_folder) == {"fresh": 10}


def test_refresh_of_what_failed(built_folder: Path, asked: list[tuple[str, str]]) -> None:
    ledger = Ledger(built_folder / "content/answers")
    ledger.record(
        [Answer("trees", "metrics", "quotes", "failed", "It broke.", provenance={"kind": "quotes"})]
    )
    change_question(built_folder)
    assert states(built_folder) == {"fresh": 8, "stale": 1, "failed": 1}
    assert "it failed: It broke." in run("why", "trees", "metrics", "--project", built_folder).output
    run("refresh", "--failed", "--project", built_folder)
    assert asked == [("trees", "metrics")]


def test_shards_answer_all_papers_once_and_their_ledgers_make_the_whole(
    project_folder: Path, tmp_path: Path, asked: list[tuple[str, str]]
) -> None:
    whole = shutil.copytree(project_folder, tmp_path / "whole")
    run("build", "--project", whole)
    assert len(asked) == 10
    parts = []
    for number in (1, 2, 3):
        parts.append(shutil.copytree(project_folder, tmp_path / f"part-{number}"))
        shown = run("build", "--shard", f"{number}/3", "--project", parts[-1]).output
        assert "no site is built from one part" in shown
        assert not (parts[-1] / "build/site").exists()
    assert sorted(asked[:10]) == sorted(asked[10:])
    shown = run("merge", project_folder, *parts).output
    assert sum(int(line.split(": ")[1].split()[0]) for line in shown.splitlines()[:-1]) == 10

    def lines(root: Path) -> dict[str, bytes]:
        folder = root / "content/answers"
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.glob("*/*.jsonl")}

    assert lines(project_folder) == lines(whole)


def test_a_shard_depends_on_the_id_alone_and_parts_are_even() -> None:
    ids = [f"paper-{n}" for n in range(3000)]
    shards = [Shard.parse(f" {n}/ 3") for n in (1, 2, 3)]
    assert all(sum(s.holds(p) for s in shards) == 1 for p in ids)
    assert all(900 < sum(s.holds(p) for p in ids) < 1100 for s in shards)
    assert Shard.parse("1/1").holds("x")
    with pytest.raises(AnswerbookError, match="numbered from 1 to 2"):
        Shard.parse("3/2")


def test_merge_prefers_what_is_fresh_today(built_folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(built_folder, tmp_path / "other")
    ledger = Ledger(other / "content/answers")
    old = ledger.read("beetles", "quotes")["metrics"]
    stale = Answer(
        "beetles",
        "metrics",
        "quotes",
        "not_reported",
        "Old.",
        fingerprint={},
        provenance={"made": "2999-01-01"},
    )
    ledger.record([stale])
    shown = run("merge", built_folder, other).output
    assert "0 new, 0 replaced, 1 left unchanged, 9 identical" in shown
    shown = run("merge", other, built_folder).output
    assert "1 replaced (1 fresh)" in shown
    assert ledger.read("beetles", "quotes")["metrics"] == old


def test_publish_needs_no_model_no_encoder_and_no_network(built_folder: Path) -> None:
    change_question(built_folder)
    edit(built_folder, "content/questions/five.yml", "id: hardware", "id: machines")
    before = {p: p.read_bytes() for p in (built_folder / "content/answers").rglob("*") if p.is_file()}
    shutil.rmtree(built_folder / "build/site")
    heavy = ("torch", "faiss", "sentence_transformers", "transformers", "xllamacpp", "ctransformers")
    code = (
        "import socket, sys\n"
        "def refused(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refused\n"
        "from generator.cli import main\n"
        "try: main(['publish', '--project', sys.argv[1]])\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        f"print('HEAVY', *[n for n in {heavy!r} if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(built_folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY"
    assert "stale: 2 answers, shown with a mark (question 2)" in done.stdout
    assert "missing: 2 answers, shown as not asked" in done.stdout
    assert {p: p.read_bytes() for p in before} == before
    page = lxml.html.parse(str(built_folder / "build/site/papers/beetles.html")).getroot()
    assert "Which measures were used?" in page.text_content()
    said = run("publish", "--strict", "--project", built_folder, ok=False).output
    assert "4 answers are stale, missing or failed" in said
    assert "beetles / metrics / quotes: stale (question changed)" in said


def test_publish_strict_is_content_with_a_fresh_ledger(built_folder: Path) -> None:
    assert "10 reused" in run("publish", "--strict", "--project", built_folder).output


def test_verify_names_file_line_and_mend_and_mends_what_it_can(built_folder: Path) -> None:
    here = ("--project", built_folder)
    assert "10 answers in 2 files" in run("verify", *here).output
    file = built_folder / "content/answers/beetles/quotes.jsonl"
    before = file.read_bytes()
    file.write_bytes(b"".join(reversed(before.splitlines(keepends=True))))
    shown = run("verify", *here, ok=False)
    assert shown.exit_code == 1
    assert "beetles/quotes.jsonl:2: " in shown.output
    run("verify", "--repair", *here)
    run("verify", "--mend", *here)  # its former name
    assert file.read_bytes() == before
    file.write_bytes(b"<<<<<<< HEAD\n" + before)
    data = json.loads(run("verify", "--json", *here, ok=False).output)
    assert [(p["line"], "merge conflict" in p["message"]) for p in data["problems"]] == [(1, True)]


def review(root: Path, answer: Answer) -> None:
    folder = root / "content/reviews"
    folder.mkdir(exist_ok=True)
    (folder / f"{answer.paper}.yml").write_text(
        f'- answer: "{answer.id}"\n  question: {answer.question}\n  verdict: confirmed\n'
        "  name: Ada Example\n  date: 2026-11-23\n"
    )


def test_prune_shows_first_keeps_what_was_reviewed_and_puts_the_rest_into_the_history(
    built_folder: Path,
) -> None:
    here = ("--project", built_folder)
    forget(built_folder, "trees")
    (built_folder / "content/papers/trees.md").unlink()
    edit(built_folder, "content/questions/five.yml", "id: hardware", "id: machines")
    ledger = Ledger(built_folder / "content/answers")
    reviewed = ledger.read("trees", "quotes")["metrics"]
    review(built_folder, reviewed)
    shown = run("prune", *here).output
    assert "trees / quotes: 4 whose paper is gone" in shown
    assert "kept: trees / metrics / quotes, whose paper is gone: a review refers to it" in shown
    assert "5 answers would be removed. Add --yes" in shown
    assert len(ledger.read("trees", "quotes")) == 5
    going = [*ledger.read("trees", "quotes").values(), *ledger.read("beetles", "quotes").values()]
    prune(Project.find(built_folder), really=True)
    assert set(ledger.read("trees", "quotes")) == {"metrics"}
    assert "Nothing to remove" in run("prune", "--yes", *here).output
    assert "Removed 1 answer." in run("prune", "--yes", "--with-reviewed", *here).output
    left = {p.name for p in (built_folder / "content/answers/trees").iterdir()}
    assert left == {
        "history.jsonl",
        "effort.json",
        "paper.json",
    }  # cited, its cost, its paper
    kept = [s for paper in ("trees", "beetles") for s in ledger.history(paper)]
    assert all(s.withdrawn and s.until for s in kept)
    assert {s.answer.id for s in kept} <= {a.id for a in going}
    assert len(kept) == 6
    assert states(built_folder) == {"fresh": 4, "missing": 1}


def test_two_commands_at_once_and_a_lock_that_is_let_go(built_folder: Path) -> None:
    project = Project.find(built_folder)
    with project_lock(project, "a build"):
        for command in (("build",), ("publish",), ("prune", "--yes"), ("build", "--frozen")):
            assert "held by a build of process" in sentence(*command, "--project", built_folder)
        run("status", "--project", built_folder)  # who only reads need not wait
    with pytest.raises(LedgerError), project_lock(project, "x"):
        raise LedgerError("stopped in the middle")
    build(project, BuildOptions.frozen())


def test_what_a_killed_command_left_half_written_goes_with_the_next(built_folder: Path) -> None:
    project = Project.find(built_folder)
    left = [folder / ".writing-0123.tmp" for folder in (project.papers_dir, project.papers_dir.parent)]
    for file in left:
        file.write_text("half a pa", encoding="utf-8")
    with project_lock(project, "answerbook add"):
        assert not any(file.exists() for file in left)


def test_a_clock_that_was_put_back_breaks_nothing(
    built_folder: Path, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # all answers are now made in the future
    assert states(built_folder) == {"fresh": 10}
    run("build", "--project", built_folder)
    run("verify", "--project", built_folder)
    assert asked == []


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_diff_shows_revisions_and_folders_as_text_and_as_a_page(
    built_folder: Path, asked: list[tuple[str, str]]
) -> None:
    def git(*words: str) -> None:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", *identity, *words], cwd=built_folder, check=True, capture_output=True)

    def status() -> str:
        rows = (
            json.loads(line)
            for line in (built_folder / "content/answers/beetles/quotes.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        (row,) = (row for row in rows if row.get("question") == "metrics")
        return row["status"].replace("_", " ")

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    before = status()
    change_question(built_folder)
    run("build", "--project", built_folder)
    git("add", "-A")
    git("commit", "-qm", "two")
    here = ("--project", built_folder)
    shown = run("diff", "HEAD~1", "HEAD", *here).output
    assert before != status()
    assert f"## question changed (1)\n\nbeetles / metrics / quotes: {before} -> {status()}\n" in shown
    assert "1 answer changed, 0 added, 0 removed, 1 recomputed without a change" in shown
    assert "[-" in shown
    assert run("diff", "HEAD~1", built_folder, *here).output == shown
    assert "0 answers changed, 0 added, 0 removed" in run("diff", "HEAD", built_folder, *here).output
    assert "0 answers changed, 10 added" in run("diff", built_folder / "build", "HEAD", *here).output
    page = built_folder / "page.html"
    run("diff", "HEAD~1", "HEAD", "--html", page, *here)
    text = page.read_text(encoding="utf-8")
    assert "beetles / metrics / quotes" in text
    assert "<script" not in text
    assert "<del>" in text
    (built_folder / "content/papers/beetles.yml").write_text("visibility: private\n")
    shown = run("diff", "HEAD~1", "HEAD", "--html", page, *here).output
    assert "1 change is left out: the papers are private" in shown
    assert "beetles" not in page.read_text(encoding="utf-8")
    run("diff", "HEAD~1", "HEAD", "--html", page, "--with-private", *here)
    assert "beetles" in page.read_text(encoding="utf-8")
    assert "choose another file" in sentence(
        "diff", "HEAD", "HEAD", "--html", built_folder / "a/b.html", *here
    )


def test_a_page_of_changes_holds_hostile_text_as_text() -> None:
    hostile = '<script>alert(1)</script> & "quotes" $title \x1b[31mred \u202e'
    old, new = (an_answer(text=text, paper="<b>") for text in ("Before.", hostile))
    found = Comparison([LedgerChange("<b>", "a", "m", old, new)])
    page = comparison_html(found, "<i>", "$body")
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "\x1b" not in page
    words = lxml.html.fromstring(page).text_content()
    assert "<script>alert(1)</script>" in words
    assert "$title" in words
    assert "\x1b" not in comparison_text(found)


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        (Selection(), ["stale", "missing", "failed"]),
        (Selection(limit=2), ["stale", "missing"]),
        (Selection(limit=0), []),
        (Selection(fresh=True), ["fresh", "stale", "missing", "failed"]),
        (Selection(failed=True), ["failed"]),
        (Selection(causes=frozenset(["model"])), ["stale"]),
        (Selection(causes=frozenset(["engine"])), []),
        (Selection(causes=frozenset(["model"]), failed=True), ["stale", "failed"]),
        (Selection(papers=frozenset(["other"])), []),
        (Selection(only=frozenset([("p", "missing")])), ["missing"]),
        (Selection(questions=frozenset(["fresh", "failed"])), ["failed"]),
        (Selection(models=frozenset(["n"])), []),
    ],
)
def test_a_choice_takes_what_it_names(choice: Selection, taken: list[str]) -> None:
    states: tuple[Literal["fresh", "stale", "missing", "failed"], ...] = (
        "fresh",
        "stale",
        "missing",
        "failed",
    )
    standings = [
        Freshness(
            ExpectedAnswer("p", s, "m", Fingerprint({})), s, ("paper_text", "model") if s == "stale" else ()
        )
        for s in states
    ]
    assert [item.state for item in choice.of(standings)] == taken


def imported(root: Path, tmp_path: Path) -> None:
    table = tmp_path / "answers.jsonl"
    said = "Random seeds were fixed to 1, 2 and 3 for Python, NumPy and PyTorch."
    row = {"paper": "beetles", "question": "cq24", "model": "old-system", "answer": said, "context": said}
    table.write_text(json.dumps(row) + "\n", encoding="utf-8")
    run("import", "transcripts", table, "--project", root)


def test_imported_answers_stand_by_their_question_and_their_quotes(
    built_folder: Path, tmp_path: Path
) -> None:
    imported(built_folder, tmp_path)
    assert states(built_folder) == {"fresh": 11}
    here = ("--project", built_folder)
    assert "beetles / random-seeds / old-system: fresh" in run("why", "beetles", "cq24", *here).output
    edit(built_folder, "content/papers/beetles.md", "We photographed 2,400", "We have photographed 2,400")
    for _ in range(2):  # from the paper, then from memory
        data = json.loads(run("status", *here, "--json").output)
        (of_model,) = (m for m in data["models"] if m["model"] == "old-system")
        assert (of_model["stale"], of_model["causes"]) == (1, {"paper_text": 1})
    shown = run("why", "beetles", "cq24", "-m", "old-system", *here).output
    assert "stale\n  imported: another import makes it fresh" in shown
    assert "0 unchanged in the paper, 1 moved" in shown
    assert "imported, and their paper has changed since" in run("verify", *here).output
    assert "import answers again" in sentence("refresh", "--model", "old-system", *here)
    edit(built_folder, "content/questions/five.yml", "id: random-seeds", "id: seeds")
    assert "beetles / old-system: 1 whose question is gone" in run("prune", *here).output


def test_a_build_on_a_full_disk_says_so_and_the_next_one_completes(
    built_folder: Path, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(built_folder / "content/answers")
    real, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 5:  # two papers are written down, then three answers
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        said = sentence("build", "--project", built_folder)
    assert "No space left on device" in said
    assert not (built_folder / "build/lock.json").exists()
    before = len(asked)
    run("build", "--project", built_folder)
    assert len(asked) - before <= 7  # three were on the disk; the fourth may be
    assert states(built_folder) == {"fresh": 10}
    run("verify", "--project", built_folder)


def test_the_lock_of_a_build_that_was_killed_is_taken_over_with_a_word(built_folder: Path) -> None:
    holder = {"pid": 4194000, "host": socket.gethostname(), "since": "2026-01-01", "doing": "a build"}
    (built_folder / "build/lock.json").write_text(json.dumps(holder))
    shown = run("build", "--frozen", "--project", built_folder).output
    assert "Warning: " in shown
    assert "a build of process 4194000" in shown
    assert "its lock is taken over" in shown


def test_a_worker_that_dies_in_a_refresh_is_not_passed_over_in_silence(
    built_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator.run.jobs, "answer", lambda *_, **__: BuildUsage())
    shown = run("refresh", "--paper", "beetles", "--all", "--project", built_folder).output
    assert "5 answers were not computed; run the command again" in shown
