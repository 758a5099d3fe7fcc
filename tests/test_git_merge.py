"""Branches that answered papers, merged by a real git with the merge driver of the book."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.commands.reviews.review_merging import merge_reviews
from generator.core import Answer, Metadata, Review
from generator.core.known_paper import DatedRecord, KnownPaper
from generator.errors import InvalidFile, LedgerError
from generator.ledger import Ledger
from generator.ledger.contradicting import ReferencePaper
from generator.ledger.known import known_papers, write_known
from generator.ledger.published_list import add_to_list, recorded_names, vanished_names
from generator.ledger.verifying import verify
from generator.project.identity import assign_ids
from generator.project.review_files import load_reviews, review_text
from tests.ledger.making import an_answer

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/book/how-to/many-machines.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


class Repository:
    """A repository whose root is a project's folder, with the lines of the book."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers = root / "content/answers"
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada Example")
        self.git("config", "user.email", "ada@example.org")
        attributes = re.search(r"```\n((?:content/answers.*\n)+)```", PAGE)
        assert attributes is not None
        (root / ".gitattributes").write_text(attributes[1])
        drivers = re.findall(r'^git config (merge\.\S+) "(.+)"$', PAGE, flags=re.MULTILINE)
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
    assert verify(repository.answers, lambda paper: ReferencePaper()).problems == []
    assert repository.git("status", "--porcelain") == ""


def test_without_the_driver_the_same_merge_is_a_conflict_and_is_named_with_its_line(
    repository: Repository,
) -> None:
    (repository.root / ".gitattributes").write_text("")
    repository.commit()
    repository.on_branch(an_answer("b"))
    repository.commit(an_answer("c"))
    repository.git("merge", "-q", "other", fails=True)
    found = verify(repository.answers, lambda paper: ReferencePaper()).problems
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
    assert "the answer to 'a' was edited by hand and changed on both sides" in said
    body = file.read_bytes()
    assert edited in body
    assert b"Answered anew." in body
    assert verify(repository.answers, lambda paper: ReferencePaper()).problems[0].line == 1
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
    assert verify(repository.answers, lambda paper: ReferencePaper()).problems == []
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
        ("Ours.", "2026-03-03"),
    ]
    # Another merge changes nothing more, and both branches now say the same.
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


def test_what_gave_way_in_a_merge_has_not_vanished_and_enters_the_history(repository: Repository) -> None:
    repository.on_branch(an_answer("a", text="Theirs.", made="2026-03-03"))
    add_to_list(repository.answers, {"paper-1"})
    repository.commit(an_answer("a", text="Ours.", made="2026-02-02"))
    add_to_list(repository.answers, {"paper-1"})  # our branch had pages by now
    repository.commit()
    repository.git("merge", "-q", "other")
    ledger = Ledger(repository.answers)
    before = ledger.history("paper-1")
    assert vanished_names(repository.answers) == {}
    (problem,) = verify(repository.answers, lambda paper: ReferencePaper()).problems
    assert (problem.line, "--repair" in problem.message) == (2, True)
    ledger.bring_up_to_date()  # as a build does
    assert Ledger(repository.answers).history("paper-1") == before
    assert (repository.answers / "paper-1/quotes.jsonl").read_bytes().count(b"\n") == 1
    assert verify(repository.answers, lambda paper: ReferencePaper()).problems == []


def known(file: str, *, text: str = "ab", title: str = "Beetles") -> KnownPaper:
    entry = DatedRecord("2026-01-01", {"title": title})
    return KnownPaper("paper-1", file, text, text, ("a", "b"), versions=("2026-01-01",), records=(entry,))


def test_a_paper_renamed_on_one_side_and_noted_anew_on_the_other_is_both(repository: Repository) -> None:
    def write(paper: KnownPaper) -> None:
        write_known(repository.answers, [paper])
        repository.commit()

    write(known("old.md"))
    for renamed_here in (True, False):
        repository.git("switch", "-qc", f"renamed-{renamed_here}", "main")
        write(replace(known("new.md"), text="cd"))
        repository.git("switch", "-qc", f"noted-{renamed_here}", "main")
        write(known("old.md").with_record(Metadata(title="Of beetles"), "2026-02-02"))
        ours, theirs = f"renamed-{renamed_here}", f"noted-{renamed_here}"
        repository.git("switch", "-q", ours if renamed_here else theirs)
        repository.git("merge", "-q", theirs if renamed_here else ours)
        found = known_papers(repository.answers)["paper-1"]
        assert (found.file, found.text) == ("new.md", "cd")
        assert [entry.record["title"] for entry in found.records] == ["Beetles", "Of beetles"]


def test_an_answer_retired_on_one_side_and_given_anew_on_the_other_loses_nothing(
    repository: Repository,
) -> None:
    repository.commit(an_answer("b"))
    was = recorded_names(repository.answers)
    repository.on_branch(an_answer("a", text="Theirs.", made="2026-03-03"))
    ledger = Ledger(repository.answers)
    ledger.withdraw("paper-1", [ledger.read("paper-1", "quotes")["a"]], "2026-02-02")
    ledger.remove("paper-1", "quotes", {"a"})
    repository.commit()
    repository.git("merge", "-q", "other")
    assert questions(repository) == {"a": "Theirs.", "b": "The seed was 7."}
    assert was <= recorded_names(repository.answers)


def test_a_file_taken_for_another_papers_keeps_the_lines_and_names_them(repository: Repository) -> None:
    """Git takes a paper's new file for that of one that went, where they are alike, and merges into it."""
    repository.on_branch(an_answer("b", text="Theirs."))
    moved = replace(Ledger(repository.answers).read("paper-1", "quotes")["a"], paper="paper-2")
    shutil.rmtree(repository.answers / "paper-1")
    repository.commit(moved)
    subprocess.run(["git", "merge", "-q", "other"], cwd=repository.root, capture_output=True, check=False)
    kept = [file.read_bytes() for file in repository.answers.glob("*/quotes.jsonl")]
    assert any(b"Theirs." in data for data in kept)
    ledger = Ledger(repository.answers)
    if "b" not in ledger.read("paper-1", "quotes"):  # it stands in the file of the other paper
        problems = verify(repository.answers, lambda paper: ReferencePaper()).problems
        assert any("it is of paper-1" in problem.message for problem in problems)
    assert ledger.read("paper-2", "quotes")["a"] == moved


def test_reviews_of_both_sides_are_a_conflict_that_is_named_and_stays(repository: Repository) -> None:
    folder = repository.root / "content/reviews"
    folder.mkdir()

    def review(name: str, text: str = "") -> None:
        file = folder / "paper-1.yml"
        before = file.read_text() if file.exists() else ""
        id = Ledger(repository.answers).read("paper-1", "quotes")["a"].id
        one = Review("paper-1", "a", id, "confirmed", name, datetime.date(2026, 1, 2), note=text)
        file.write_text(f"{before}{review_text(one)}\n")
        repository.commit()

    review("Ada")
    repository.git("switch", "-qc", "other")
    review("Bea")
    repository.git("switch", "-q", "main")
    review("Cleo")
    repository.git("merge", "-q", "other", fails=True)
    before = (folder / "paper-1.yml").read_bytes()
    assert b"Bea" in before
    assert b"Cleo" in before
    with pytest.raises(InvalidFile, match="merge conflict"):
        load_reviews(folder)
    new = Review("paper-1", "a", "0" * 24, "confirmed", "Dora", datetime.date(2026, 1, 2))
    with pytest.raises(InvalidFile, match="merge conflict"):
        merge_reviews(folder, [new])
    assert (folder / "paper-1.yml").read_bytes() == before


def test_without_the_driver_marks_in_the_record_of_a_paper_stop_what_would_give_it_another_id(
    repository: Repository,
) -> None:
    """Its file has another name than the paper by now, so that only the record tells which paper it is."""
    papers = repository.root / "content/papers"
    papers.mkdir(parents=True)
    (papers / "other-name.md").write_text("# Beetles\n")
    (repository.root / ".gitattributes").write_text("")
    write_known(repository.answers, [known("other-name.md")])
    repository.commit()
    ids = assign_ids([papers / "other-name.md"], papers, repository.answers)
    assert ids == {papers / "other-name.md": "paper-1"}
    for branch, title in (("other", "Theirs"), ("main", "Ours")):
        repository.git("switch", "-q", *(["-c", "other"] if branch == "other" else ["main"]))
        write_known(repository.answers, [known("other-name.md", title=title)])
        repository.commit()
    repository.git("merge", "-q", "other", fails=True)
    before = (repository.answers / "paper-1/paper.json").read_bytes()
    with pytest.raises(LedgerError, match=r"paper-1/paper\.json: .*merge conflict"):
        assign_ids([papers / "other-name.md"], papers, repository.answers)
    assert (repository.answers / "paper-1/paper.json").read_bytes() == before
    assert [
        p.message
        for p in verify(repository.answers, lambda paper: ReferencePaper()).problems
        if p.file.endswith("json")
    ]
