"""The build on a small project, with real reading, retrieval, worker processes, pages and mkdocs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import lxml.html
import pytest

from generator.build import BuildOptions, build
from generator.errors import InvalidFile, MissingAnswers, UnreadablePaper
from generator.ledger import Ledger
from generator.project import Project
from generator.run.build_context import DEFAULTS
from generator.run.build_report import BuildReport


def built(root: Path, options: BuildOptions = DEFAULTS) -> BuildReport:
    return build(Project.find(root), options)


def lines(root: Path, paper: str = "beetles") -> list[dict[str, object]]:
    file = root / "content/answers" / paper / "quotes.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_first_build_answers_everything_and_the_second_nothing(project_folder: Path) -> None:
    first = built(project_folder)
    assert (first.papers, first.computed, first.reused) == (2, 10, 0)
    before = {p: p.read_bytes() for p in project_folder.glob("content/answers/*/*")}
    again = built(project_folder)
    assert (again.computed, again.reused) == (0, 10)
    assert "answer" not in again.seconds
    assert {p: p.read_bytes() for p in project_folder.glob("content/answers/*/*")} == before
    assert again.pages is not None
    assert again.pages.unchanged > 0


def test_answers_are_supported_by_verbatim_evidence(built_folder: Path) -> None:
    answers = Ledger(built_folder / "content/answers").read("beetles", "quotes")
    assert list(answers) == sorted(answers)
    seeds = answers["random-seeds"]
    assert seeds.status == "reported"
    assert "Random seeds were fixed to 1, 2 and 3" in seeds.text
    assert seeds.evidence[0].place.section == "Methods"
    assert answers["hardware"].status == "not_reported"
    assert answers["hardware"].searched
    assert (
        answers["code-link"].evidence[0].links
        == (
            "https://doi.org/10.5281/zenodo.1234567",
            "https://github.com/example/beetles",
        )
        or "https://github.com/example/beetles" in answers["code-link"].evidence[0].links
    )


def test_pages_show_the_answers(built_folder: Path) -> None:
    page = lxml.html.parse(str(built_folder / "build/site/papers/beetles.html")).getroot()
    assert len(page.xpath("//*[@id='random-seeds']")) == 1
    assert "Which random seeds were set?" in page.text_content()
    assert "Random seeds were fixed to 1, 2 and 3" in page.text_content()
    index = json.loads((built_folder / "build/site/search/search_index.json").read_text())
    assert any("Random seeds were fixed" in entry["text"] for entry in index["docs"])


def test_a_changed_question_recomputes_its_column_only(built_folder: Path) -> None:
    questions = built_folder / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace("Which metrics were used?", "Which measures were reported?"))
    report = built(built_folder)
    assert (report.computed, report.reused) == (2, 8)


def test_a_changed_paper_recomputes_its_row_only(built_folder: Path) -> None:
    paper = built_folder / "content/papers/trees.md"
    paper.write_text(paper.read_text() + "\nTraining was done on a single GPU.\n")
    report = built(built_folder)
    assert (report.computed, report.reused) == (5, 5)


def test_changed_metadata_recomputes_nothing(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.yml").write_text("title: Leaves, seen anew\n")
    assert built(built_folder).computed == 0
    page = (built_folder / "build/site/papers/trees.html").read_text(encoding="utf-8")
    assert "Leaves, seen anew" in page


def test_frozen_names_missing_and_stale_answers_and_computes_none(built_folder: Path) -> None:
    assert built(built_folder, BuildOptions.frozen()).reused == 10
    questions = built_folder / "content/questions/five.yml"
    questions.write_text(questions.read_text().replace("Which metrics were used?", "Which measures?"))
    with pytest.raises(MissingAnswers) as caught:
        built(built_folder, BuildOptions.frozen())
    assert caught.value.missing == (
        "beetles / metrics / quotes: stale (question changed)",
        "trees / metrics / quotes: stale (question changed)",
    )
    shutil.rmtree(built_folder / "content/answers")
    with pytest.raises(MissingAnswers, match="beetles / optimizer / quotes: missing"):
        built(built_folder, BuildOptions.frozen())
    assert not (built_folder / "content/answers").exists()


def test_an_unreadable_paper_is_named_and_the_others_go_on(built_folder: Path) -> None:
    (built_folder / "content/papers/broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    report = built(built_folder)
    assert report.papers == 2
    assert [Path(e.where).name for e in report.unreadable] == ["broken.pdf"]
    home = lxml.html.parse(str(built_folder / "build/site/index.html")).getroot()
    assert "broken.pdf" in home.text_content()
    with pytest.raises(UnreadablePaper, match=r"broken\.pdf"):
        built(built_folder, BuildOptions(strict=True))


def test_a_damaged_ledger_line_is_named_and_its_answer_computed_anew(built_folder: Path) -> None:
    file = built_folder / "content/answers/beetles/quotes.jsonl"
    kept = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([kept[0][:50], *kept[1:]]) + "\n", encoding="utf-8")
    report = built(built_folder)
    assert (report.computed, report.reused) == (1, 9)
    assert any("quotes.jsonl:1" in warning for warning in report.warnings)


def test_invalid_settings_stop_before_any_work(project_folder: Path) -> None:
    (project_folder / "content/answerbook.yml").write_text("titel: x\nmodels: [{name: a, kind: magic}]\n")
    with pytest.raises(InvalidFile) as caught:
        built(project_folder)
    assert len(caught.value.problems) == 2


def test_private_papers_reach_no_page(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.yml").write_text("visibility: private\n")
    built(built_folder)
    site = built_folder / "build/site"
    assert not (site / "papers/trees").exists()
    assert not [p for p in site.rglob("*.html") if "Leaves of trees" in p.read_text(encoding="utf-8")]
    assert "Leaves of trees" not in (site / "search/search_index.json").read_text()


def test_two_jobs_give_the_same_ledger_as_one(built_folder: Path) -> None:
    one = {p: p.read_bytes() for p in built_folder.glob("content/answers/*/*")}
    for file in one:
        file.unlink()
    build(Project.find(built_folder), BuildOptions(jobs=2))
    assert {p: p.read_bytes() for p in built_folder.glob("content/answers/*/*")} == one
