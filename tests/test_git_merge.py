"""Branches that answered papers, merged by a real git with the merge driver of the guide."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.core import Answer
from generator.ledger import Ledger
from generator.ledger.contradicting import Source
from generator.ledger.verifying import verify
from tests.ledger.making import an_answer

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "content/pages/guide.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


class Repository:
    """A repository whose root is a project's folder, with the lines of the guide."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers = root / "content/answers"
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada Example")
        self.git("config", "user.email", "ada@example.org")
        attributes = re.search(r"```\n((?:content/answers.*\n)+)```", GUIDE)
        assert attributes is not None
        (root / ".gitattributes").write_text(attributes[1])
        drivers = re.findall(r'^git config (merge\.\S+) "(.+)"$', GUIDE, flags=re.MULTILINE)
        assert {key for key, _ in drivers} == {"merge.answerbook.name", "merge.answerbook.driver"}
        here = f"env PYTHONPATH='{ROOT}' '{sys.executable}' -m generator"
        for key, value in drivers:
            self.git("config", key, re.sub(r"^answerbook ", f"{here} ", value))

    def git(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, *answers: Answer) -> None:
        for answer in answers:
            Ledger(self.answers).record([answer])
        self.git("add", "-A")
        self.git("commit", "-qm", "answers")

    def on_branch(self, *answers: Answer) -> None:
        self.git("switch", "-qc", "other")
        self.commit(*answers)
        self.git("switch", "-q", "main")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "project")
    made.commit(an_answer("a"))
    return made


def questions(repository: Repository, paper: str = "paper-1") -> dict[str, str]:
    ledger = Ledger(repository.answers)
    found = {q: a.text for q, a in ledger.read(paper, "quotes").items()}
    assert ledger.problems == []
    return found


def test_different_papers_have_no_conflict_even_without_the_driver(repository: Repository) -> None:
    (repository.root / ".gitattributes").write_text("")
    repository.commit()
    repository.on_branch(an_answer("a", paper="paper-2"))
    repository.commit(an_answer("a", paper="paper-3"))
    repository.git("merge", "-q", "other")
    assert questions(repository, "paper-2") == questions(repository, "paper-3") == {"a": "The seed was 7."}


def test_the_same_paper_is_merged_by_the_driver(repository: Repository) -> None:
    repository.on_branch(an_answer("b"), an_answer("c", text="Theirs."))
    repository.commit(an_answer("0"), an_answer("d", text="Ours."))
    repository.git("merge", "-q", "other")
    assert list(questions(repository)) == ["0", "a", "b", "c", "d"]
    assert verify(repository.answers, lambda paper: Source()).problems == []
    assert repository.git("status", "--porcelain") == ""


def test_without_the_driver_the_same_merge_is_a_conflict_and_is_named_with_its_line(
    repository: Repository,
) -> None:
    (repository.root / ".gitattributes").write_text("")
    repository.commit()
    repository.on_branch(an_answer("b"))
    repository.commit(an_answer("c"))
    repository.git("merge", "-q", "other", fails=True)
    found = verify(repository.answers, lambda paper: Source()).problems
    assert [(p.line, p.message.partition(" is ")[2].partition(";")[0]) for p in found] == [
        (2, "the beginning of a merge conflict"),
        (4, "the middle of a merge conflict"),
        (6, "the end of a merge conflict"),
    ]


def test_two_answers_to_one_question_become_one(repository: Repository) -> None:
    repository.on_branch(an_answer("a", text="Theirs."), an_answer("b", status="failed", text="x"))
    repository.commit(an_answer("a", text="Ours."), an_answer("b", text="Ours."))
    repository.git("merge", "-q", "other")
    found = questions(repository)
    assert found["a"] in ("Ours.", "Theirs.")
    assert found["b"] == "Ours."


def test_a_line_edited_by_hand_is_a_conflict_where_both_changed_it_and_kept_where_not(
    repository: Repository,
) -> None:
    file = repository.answers / "paper-1/quotes.jsonl"
    edited = file.read_bytes().replace(b"seed was 7", b"seed was 9")
    repository.on_branch(an_answer("a", text="Answered anew."), an_answer("b"))
    file.write_bytes(edited)
    repository.git("commit", "-qam", "by hand")
    said = repository.git("merge", "other", fails=True)
    assert "edited by hand and changed on both sides: 'a'" in said
    body = file.read_bytes()
    assert edited in body
    assert b"Answered anew." in body
    assert verify(repository.answers, lambda paper: Source()).problems[0].line == 1
    repository.git("merge", "--abort")
    repository.git("switch", "-q", "other")
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit(an_answer("b"))
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "other")
    assert file.read_bytes().startswith(edited)
    assert set(Ledger(repository.answers).read("paper-1", "quotes")) == {"b"}


def test_histories_of_both_sides_are_united_in_the_order_of_their_days(repository: Repository) -> None:
    repository.commit(an_answer("b"), an_answer("c"))
    repository.on_branch(an_answer("b", text="Theirs.", made="2026-03-03"))
    repository.commit(
        an_answer("a", text="Ours.", made="2026-02-02"), an_answer("c", text="Ours.", made="2026-04-04")
    )
    repository.git("merge", "-q", "other")
    found = Ledger(repository.answers).history("paper-1")
    assert [(e.answer.question, e.until) for e in found] == [
        ("a", "2026-02-02"),
        ("b", "2026-03-03"),
        ("c", "2026-04-04"),
    ]
    assert questions(repository) == {"a": "Ours.", "b": "Theirs.", "c": "Ours."}
    assert verify(repository.answers, lambda paper: Source()).problems == []
    # Every entry leads to an answer that is there.
    now = {a.id for a in Ledger(repository.answers).read("paper-1", "quotes").values()}
    assert {e.by for e in found} <= now


def test_one_question_answered_anew_on_both_sides_keeps_what_both_replaced(repository: Repository) -> None:
    repository.on_branch(an_answer("a", text="Theirs.", made="2026-03-03"))
    repository.commit(an_answer("a", text="Ours.", made="2026-02-02"))
    repository.git("merge", "-q", "other")
    assert questions(repository) == {"a": "Theirs."}
    found = Ledger(repository.answers).history("paper-1")
    assert [(e.answer.text, e.until) for e in found] == [
        ("The seed was 7.", "2026-02-02"),
        ("The seed was 7.", "2026-03-03"),
    ]
    # A build or another merge changes nothing more, and both branches now say the same.
    repository.git("switch", "-q", "other")
    repository.git("merge", "-q", "main")
    assert Ledger(repository.answers).history("paper-1") == found


def test_a_paper_that_one_side_answered_and_the_other_pruned_is_for_a_person(repository: Repository) -> None:
    repository.git("switch", "-qc", "other")
    shutil.rmtree(repository.answers / "paper-1")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "pruned")
    repository.git("switch", "-q", "main")
    repository.commit(an_answer("b"))
    repository.git("merge", "-q", "other", fails=True)
    assert set(questions(repository)) == {"a", "b"}  # nothing is lost meanwhile
