"""`answerbook reviews sample`, and files of reviews that come from the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.draw import drawn_order
from generator.project import Project
from generator.project.draws import load_draws
from generator.project.review_files import load_reviews
from generator.site.content.reviewing import entry
from tests.commands.reviews.test_review_commands import answer_of, read, run


def drawn(root: Path) -> dict[str, tuple[str, ...]]:
    return {draw.question: draw.papers for draw in load_draws(Project.find(root).draws_file)}


def test_a_sample_is_drawn_written_down_and_grows(built_folder: Path) -> None:
    said = run("reviews", "sample", "--size", 1, "--project", built_folder).output
    assert "5 answers drawn at random and recorded in review-sample.yml." in said
    first = drawn(built_folder)
    assert {len(papers) for papers in first.values()} == {1}
    run("reviews", "sample", "--size", 1, "--question", "cq24", "--project", built_folder)
    second = drawn(built_folder)
    assert second["random-seeds"][:1] == first["random-seeds"]
    assert len(second.pop("random-seeds")) == 2
    assert second == {name: papers for name, papers in first.items() if name != "random-seeds"}
    run("reviews", "sample", "--project", built_folder)
    assert set(map(len, drawn(built_folder).values())) == {2}
    assert "Nothing was drawn" in run("reviews", "sample", "--project", built_folder).output


def test_the_order_follows_from_the_seed_which_is_another_one_for_each_question(built_folder: Path) -> None:
    run("reviews", "sample", "--project", built_folder)
    draws = load_draws(Project.find(built_folder).draws_file)
    assert len({draw.seed for draw in draws}) == len(draws) == 5
    assert all(draw.papers == drawn_order(draw.seed, ["beetles", "trees"]) for draw in draws)


def test_a_table_of_what_was_drawn_is_written_to_be_filled_in(built_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    run("reviews", "sample", "--size", 1, "--sheet", file, "--project", built_folder)
    rows = read(file)
    assert [(r["question"], r["paper"]) for r in rows] == [(q, p[0]) for q, p in drawn(built_folder).items()]
    again = run("reviews", "sample", "--sheet", file, "--project", built_folder, ok=False)
    assert "already exists and may contain somebody's work" in again.output
    assert set(map(len, drawn(built_folder).values())) == {1}  # nothing was drawn without its table


def test_private_papers_are_not_drawn(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.yml").write_text('visibility: "private"\n')
    run("reviews", "sample", "--project", built_folder)
    assert set(drawn(built_folder).values()) == {("beetles",)}


def test_a_file_proposed_from_the_page_of_an_answer_is_read_once_it_is_filled_in(
    built_folder: Path, tmp_path: Path
) -> None:
    answer = answer_of(built_folder, "beetles", "optimizer")
    file = tmp_path / "beetles.12345678.yml"
    empty = entry(answer, "confirmed")
    file.write_text(empty)
    refused = run("reviews", "import", file, "--project", built_folder, ok=False).output
    assert "name" in refused
    assert "date" in refused
    file.write_text(empty.replace("name:", "name: Ada Example").replace("date:", "date: 2026-11-30"))
    assert "1 review added" in run("reviews", "import", file, "--project", built_folder).output
    (found,) = load_reviews(built_folder / "content/reviews")
    assert (found.paper, found.answer, found.verdict, found.name) == (
        "beetles",
        answer.id,
        "confirmed",
        "Ada Example",
    )
    # Merged by the host instead, the file lies among the others, under its own name.
    (built_folder / "content/reviews/beetles.yml").unlink()
    file.rename(built_folder / "content/reviews" / file.name)
    assert load_reviews(built_folder / "content/reviews") == (found,)


def test_a_correction_is_refused_until_it_says_what_is_true(built_folder: Path, tmp_path: Path) -> None:
    answer = answer_of(built_folder, "beetles", "optimizer")
    file = tmp_path / "x.yml"
    text = entry(answer, "corrected").replace("name:", "name: Ada").replace("date:", "date: 2026-11-30")
    file.write_text(text)
    assert "status" in run("reviews", "import", file, "--project", built_folder, ok=False).output
    words = "quotes: [All models were trained with the Adam optimiser]"
    file.write_text(text.replace("status:", "status: reported").replace("quotes: []", words))
    assert "1 review added" in run("reviews", "import", file, "--project", built_folder).output


@pytest.mark.parametrize("paper", ["", "nowhere"])
def test_a_review_of_no_paper_here_is_refused(built_folder: Path, tmp_path: Path, paper: str) -> None:
    file = tmp_path / "proposed.yml"
    answer = answer_of(built_folder, "beetles", "optimizer")
    text = entry(answer, "confirmed").replace("name:", "name: Ada").replace("date:", "date: 2026-11-30")
    file.write_text(text.replace("paper: beetles", f'paper: "{paper}"'))
    assert "no answers about" in run("reviews", "import", file, "--project", built_folder, ok=False).output
