"""A cited answer never vanishes: what becomes of its page when papers, questions and models change."""

from __future__ import annotations

from pathlib import Path

import lxml.html

from generator.build import BuildOptions, build
from generator.ledger import Ledger
from generator.project import Project
from tests.conftest import forget


def built(root: Path) -> None:
    build(Project.find(root), BuildOptions(jobs=1))


def answers(root: Path, paper: str = "beetles") -> dict[str, str]:
    known = Ledger(root / "content/answers").read(paper, "quotes")
    return {question: answer.id for question, answer in known.items()}


def notice(root: Path, answer: str) -> tuple[str, list[str]]:
    """Return the notice on the page of a superseded answer, and where its links lead."""
    page = lxml.html.parse(str(root / "build/site/a" / answer / "index.html")).getroot()
    notes = page.xpath("//*[@role='note']")
    text = " ".join(" ".join(n.text_content().split()) for n in notes)
    return text, [str(h) for n in notes for h in n.xpath(".//a/@href")]


def test_a_changed_answer_keeps_its_page_which_leads_to_the_new_one(built_folder: Path) -> None:
    before = answers(built_folder)
    assert notice(built_folder, before["random-seeds"]) == ("", [])
    paper = built_folder / "content/papers/beetles.md"
    paper.write_text(paper.read_text().replace("Random seeds were fixed to 1, 2 and 3", "All seeds were 8"))
    built(built_folder)
    after = answers(built_folder)
    assert after["random-seeds"] != before["random-seeds"]
    text, links = notice(built_folder, before["random-seeds"])
    assert "Replaced by a newer answer on" in text
    assert "paper text" in text
    assert links == [f"../{after['random-seeds']}/index.html"]
    assert notice(built_folder, after["random-seeds"]) == ("", [])
    assert "Changed: Random seeds" in (built_folder / "build/site/changes.xml").read_text()
    assert "history" not in Ledger(built_folder / "content/answers").models("beetles")
    kept = {p: p.read_bytes() for p in built_folder.glob("content/answers/*/*")}
    built(built_folder)
    assert {p: p.read_bytes() for p in built_folder.glob("content/answers/*/*")} == kept


def test_answers_to_a_question_that_is_asked_no_more_are_withdrawn(built_folder: Path) -> None:
    before = answers(built_folder)
    questions = built_folder / "content/questions/five.yml"
    head, *blocks = questions.read_text(encoding="utf-8").split("  - id: ")
    kept = [b for b in blocks if not b.startswith("random-seeds")]
    assert len(kept) == 4
    questions.write_text(head + "".join(f"  - id: {b}" for b in kept), encoding="utf-8")
    built(built_folder)
    assert answers(built_folder) == before  # the ledger is left alone
    text, links = notice(built_folder, before["random-seeds"])
    assert "question is no longer asked in this collection" in text
    assert links == []
    questions.write_text(head + "".join(f"  - id: {b}" for b in blocks), encoding="utf-8")
    built(built_folder)
    assert notice(built_folder, before["random-seeds"]) == ("", [])


def test_pages_about_a_paper_that_is_gone_stay_in_full_and_of_private_ones_no_word_is_shown(
    built_folder: Path,
) -> None:
    beetles, trees = answers(built_folder), answers(built_folder, "trees")
    (built_folder / "content/papers/trees.yml").write_text("visibility: private\n")
    forget(built_folder, "beetles")
    (built_folder / "content/papers/beetles.md").unlink()
    built(built_folder)
    site = built_folder / "build/site"
    assert not any((site / "a" / answer).exists() for answer in trees.values())
    text, _ = notice(built_folder, beetles["random-seeds"])
    assert "Withdrawn. Its paper is no longer in this collection." in text
    words = (site / "a" / beetles["random-seeds"] / "index.html").read_text(encoding="utf-8")
    assert "Random seeds were fixed" in words
    assert "Beetles told apart by a small network" in words
    # Nor when a paper that was private is gone together with what said so.
    (built_folder / "content/papers/trees.yml").unlink()
    (built_folder / "content/papers/trees.md").unlink()
    built(built_folder)
    assert not any((site / "a" / answer).exists() for answer in trees.values())


def test_of_a_paper_that_is_gone_and_of_which_nothing_is_written_down_no_word_is_shown(
    built_folder: Path,
) -> None:
    before = answers(built_folder)
    (built_folder / "content/answers/beetles/paper.json").unlink()
    (built_folder / "content/papers/beetles.md").unlink()
    built(built_folder)
    text, _ = notice(built_folder, before["random-seeds"])
    assert "The paper that this answer was about is no longer in this collection" in text
    page = built_folder / "build/site/a" / before["random-seeds"] / "index.html"
    assert "beetles" not in page.read_text(encoding="utf-8")


def test_a_damaged_history_is_named(built_folder: Path) -> None:
    (built_folder / "content/answers/beetles/history.jsonl").write_text("{half\n")
    report = build(Project.find(built_folder), BuildOptions(jobs=1))
    assert any("history.jsonl:1" in warning for warning in report.warnings)
