"""What a frozen or strict build, and `publish`, do not take: each in one report, and the last site stays."""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.commands.build_command import build_summary
from generator.errors import AnswerbookError, MissingAnswers, SiteError
from generator.ledger import Ledger
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.run.build_report import BuildReport
from generator.site.publishing import publish as publishing
from generator.site.search import choosing
from tests.conftest import forget

STRICT = BuildOptions(strict=True, jobs=1)
FROZEN = BuildOptions.frozen(jobs=1)
PUBLISHED = BuildOptions.publishing()
PUBLISHED_STRICTLY = BuildOptions.publishing(strict=True)
ASKING = (FROZEN, BuildOptions.frozen(strict=True, jobs=1), STRICT, PUBLISHED_STRICTLY)


def site_of(root: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in (root / "build/site").rglob("*") if p.is_file()}


def refusal(root: Path, options: BuildOptions) -> str:
    """Return what a build says if it refuses, and check that it wrote nothing."""
    before = site_of(root)
    with pytest.raises(AnswerbookError) as caught:
        build(Project.find(root), options)
    assert site_of(root) == before
    return str(caught.value)


@pytest.mark.parametrize("options", ASKING)
def test_answers_about_a_paper_that_is_not_here_are_refused_by_name(
    built_folder: Path, options: BuildOptions
) -> None:
    forget(built_folder, "trees")
    (built_folder / "content/papers/trees.md").unlink()
    said = refusal(built_folder, options)
    assert "5 answers belong to nothing in this project" in said
    assert (
        "the paper 'trees' is not here: 5 answers of quotes (code-link, hardware, metrics, optimizer, "
        "random-seeds)" in said
    )
    assert "answerbook prune --yes" in said


@pytest.mark.parametrize("options", ASKING)
def test_answers_to_a_question_that_is_asked_no_more_are_refused_by_name(
    built_folder: Path, options: BuildOptions
) -> None:
    questions = built_folder / "content/questions/five.yml"
    head, *blocks = questions.read_text(encoding="utf-8").split("  - id: ")
    kept = [f"  - id: {b}" for b in blocks if not b.startswith("hardware")]
    questions.write_text(head + "".join(kept), encoding="utf-8")
    said = refusal(built_folder, options)
    assert "beetles / hardware / quotes: the project no longer has this question" in said
    assert "trees / hardware / quotes: the project no longer has this question" in said


def test_a_renamed_file_keeps_its_answers(built_folder: Path) -> None:
    papers = built_folder / "content/papers"
    (papers / "trees.md").rename(papers / "leaves.md")
    assert build(Project.find(built_folder), FROZEN).reused == 10


def test_what_is_only_missing_stays_the_error_that_names_it(built_folder: Path) -> None:
    (built_folder / "content/papers/moss.md").write_text(
        "# Moss\n\nMoss grows on stones.\n", encoding="utf-8"
    )
    with pytest.raises(MissingAnswers) as caught:
        build(Project.find(built_folder), FROZEN)
    assert "moss / metrics / quotes: missing" in caught.value.missing


def test_an_answer_that_was_published_and_is_gone_is_refused(built_folder: Path) -> None:
    Ledger(built_folder / "content/answers").remove("trees", "quotes", ["metrics"])
    said = refusal(built_folder, FROZEN)
    assert "1 published answer would vanish" in said
    assert "trees / metrics / quotes: missing" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("published.txt", "published.txt: 1 line cannot be read"),
        ("beetles/paper.json", "is no record of a paper"),
        ("beetles/effort.json", "is no record of what answers cost"),
    ],
)
def test_other_files_of_the_ledger_that_are_damaged_are_named_and_stop_a_strict_site(
    built_folder: Path, name: str, said: str
) -> None:
    file = built_folder / "content/answers" / name
    file.write_text(f"damage\n{file.read_text() if file.is_file() else ''}")
    assert said in refusal(built_folder, PUBLISHED_STRICTLY)
    report = build(Project.find(built_folder), PUBLISHED)
    assert any(said in warning for warning in report.warnings)


@pytest.mark.parametrize("options", [*ASKING, PUBLISHED])
def test_a_project_without_papers_is_refused(built_folder: Path, options: BuildOptions) -> None:
    forget(built_folder, "beetles", "trees")
    for paper in (built_folder / "content/papers").glob("*.md"):
        paper.unlink()
    said = refusal(built_folder, options)
    assert f"{built_folder / 'content/papers'}: no papers here" in said
    assert ("'beetles' is not here: 5 answers" in said) == (options is not PUBLISHED)


@pytest.mark.parametrize("options", [STRICT, PUBLISHED_STRICTLY])
def test_a_warning_stops_a_strict_build_and_is_named(built_folder: Path, options: BuildOptions) -> None:
    (built_folder / "content/papers/moths.yml").write_text("title: Moths\n", encoding="utf-8")
    said = refusal(built_folder, options)
    assert "1 warning, and --strict stops at any:" in said
    assert "moths.yml: belongs to no paper" in said


def test_a_damaged_line_of_the_ledger_is_such_a_warning(built_folder: Path) -> None:
    with (built_folder / "content/answers/trees/quotes.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    assert "quotes.jsonl:6: this line is no answer" in refusal(built_folder, STRICT)


def test_a_library_around_the_papers_is_no_warning(
    built_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bib = "@article{owls, title = {Owls}, year = {in press}}\n@article{trees, year = 2020}\n"
    (built_folder / "content/papers/papers.bib").write_text(bib, encoding="utf-8")
    found = collect_papers(Project.find(built_folder), strict=True, jobs=1, progress=lambda *_: None)
    assert [note.rpartition("papers.bib")[2] for note in found.notes] == [
        ":1: 'year' holds no year: 'in press'; write it like 2024, or remove the field "
        "(the entry belongs to no paper here)",
        " belong to no paper here",
    ]
    assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []


def test_publishing_tells_what_is_shown_as_gone_and_a_frozen_build_then_refuses_it(
    built_folder: Path,
) -> None:
    forget(built_folder, "trees")
    (built_folder / "content/papers/trees.md").unlink()
    report = build(Project.find(built_folder), PUBLISHED)
    line = next(x for x in build_summary(report).splitlines() if x.startswith("orphaned"))
    assert line.startswith("orphaned: 5 answers, shown as gone or withdrawn; missing: paper 'trees' 5;")
    assert "'trees' is not here" in refusal(built_folder, FROZEN)


def test_the_summary_names_the_largest_losses_first() -> None:
    report = BuildReport()
    report.orphaned.update({f"paper 'p{n}'": n for n in range(1, 11)})
    line = next(x for x in build_summary(report).splitlines() if x.startswith("orphaned"))
    assert "55 answers" in line
    assert "paper 'p10' 10, paper 'p9' 9" in line
    assert "and 2 more" in line


def test_a_search_that_is_not_installed_stops_a_strict_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / choosing.ENTRIES).write_text('{"format": 1, "engine": "pagefind"}\n', encoding="utf-8")
    monkeypatch.setattr(choosing.importlib.util, "find_spec", lambda name: None)
    assert choosing.engine_of(tmp_path) == "builtin"
    with pytest.raises(SiteError, match=r"\[search\]'`, or publish without --strict"):
        choosing.engine_of(tmp_path, strict=True)
    assert publishing.engine_of is choosing.engine_of


def test_the_lock_of_a_build_that_died_stops_no_strict_one(built_folder: Path) -> None:
    """It is told, and is over."""
    Ledger(built_folder / "content/answers").remove("trees", "quotes", ["metrics"])
    holder = {"pid": 4194000, "host": socket.gethostname(), "since": "2026-01-01", "doing": "a build"}
    (built_folder / "build/lock.json").write_text(json.dumps(holder))
    said = refusal(built_folder, BuildOptions.frozen(strict=True, jobs=1))
    assert "trees / metrics / quotes: missing" in said
    assert "warning" not in said


@pytest.mark.parametrize("options", [FROZEN, PUBLISHED])
def test_papers_of_which_none_can_be_read_are_refused(built_folder: Path, options: BuildOptions) -> None:
    forget(built_folder, "beetles", "trees")
    for name in ("beetles", "trees"):
        (built_folder / f"content/papers/{name}.md").write_text("")
    said = refusal(built_folder, options)
    assert "none of 2 papers can be read, so no answer would have a page" in said
    assert "trees.md: is empty (0 bytes)" in said


def test_a_site_whose_papers_are_all_private_is_refused_where_it_must_be_complete(built_folder: Path) -> None:
    for name in ("beetles", "trees"):
        (built_folder / f"content/papers/{name}.yml").write_text("visibility: private\n", encoding="utf-8")
    for options in ASKING:
        assert "2 papers are private, and no other is here" in refusal(built_folder, options)
    report = build(Project.find(built_folder), PUBLISHED)
    assert any("the site shows none" in warning for warning in report.warnings)
    settings = built_folder / "content/answerbook.yml"
    settings.write_text(settings.read_text() + "site: {with_private: true}\n")
    assert build(Project.find(built_folder), FROZEN).papers == 2


@pytest.mark.parametrize("name", ["trees.md", "trees.pdf", "trees.xml"])
def test_a_pointer_in_place_of_a_paper_is_told_as_one(built_folder: Path, name: str) -> None:
    papers = built_folder / "content/papers"
    (papers / "trees.md").unlink()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 52714\n"
    (papers / name).write_text(pointer)
    report = build(Project.find(built_folder), BuildOptions(jobs=1))
    (error,) = report.unreadable
    assert "only points to the paper" in str(error)
    assert "git lfs pull" in str(error)
    assert report.computed == 0
