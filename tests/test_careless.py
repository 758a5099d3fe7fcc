"""Slips of those who keep a project, and machines that differ: each is told or does no harm."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import BuildOptions, build
from generator.cli import main
from generator.errors import InvalidFile
from generator.project import Project
from generator.project.settings import load_settings
from generator.storage.files import bytes_of

PUBLISHED = BuildOptions.publishing()


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(root)])


def test_two_names_that_differ_in_unicode_form_alone_are_one_paper(built_folder: Path) -> None:
    papers = built_folder / "content/papers"
    text = (papers / "trees.md").read_text()
    for form in ("NFC", "NFD"):
        (papers / f"{unicodedata.normalize(form, 'bäume')}.md").write_text(text)  # type: ignore[arg-type]
    if len(list(papers.glob("b*ume.md"))) < 2:
        pytest.skip("this file system holds one name for both")
    report = build(Project.find(built_folder), BuildOptions(jobs=1))
    assert (report.papers, report.computed) == (3, 5)
    assert any("with accents stored in another way; rename one" in sentence for sentence in report.left_out)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize(
    "name", ["published.txt", "site.jsonl", "beetles/quotes.jsonl", "beetles/paper.json"]
)
def test_a_pipe_in_place_of_a_file_of_the_ledger_stops_no_command(built_folder: Path, name: str) -> None:
    file = built_folder / "content/answers" / name
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(OSError, match="pipe or a device"):
        bytes_of(file)
    assert "pipe or a device" in run(built_folder, "verify").output


@pytest.mark.parametrize("epoch", ["abc", "-5", "99999999999999", "4300000000"])
def test_a_time_of_builds_that_is_none_stops_no_build(
    built_folder: Path, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert build(Project.find(built_folder), PUBLISHED).site is not None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("site_url: https://ada:secret@a.example/", "site_url: holds a name or a password"),
        ("repository: https://token@a.example/x", "repository: holds a name or a password"),
        (f"description: {'x' * 1001}", "description: has 1,001 characters"),
    ],
)
def test_settings_that_every_page_would_show(built_folder: Path, line: str, said: str) -> None:
    file = built_folder / "content/answerbook.yml"
    file.write_text(f"{file.read_text()}{line}\n")
    with pytest.raises(InvalidFile) as caught:
        load_settings(file)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_renamed_question_is_told_as_one_until_it_is_asked_again(built_folder: Path) -> None:
    file = built_folder / "content/questions/five.yml"
    file.write_text(
        file.read_text().replace("- id: optimizer", "- id: optimiser\n    aliases: [optimizer]"),
        encoding="utf-8",
    )
    build(Project.find(built_folder), PUBLISHED)
    pages = [page.read_text() for page in (built_folder / "build/site/a").glob("*/index.html")]
    assert sum("Its question has a new name in this collection" in page for page in pages) == 2
    assert not any("Its model no longer answers" in page for page in pages)


def test_whatever_a_template_of_an_answer_raises_is_one_sentence(built_folder: Path) -> None:
    file = built_folder / "site_templates/answers/parts/claim.html.j2"
    file.parent.mkdir(parents=True)
    file.write_text("{% for i in range(10**9) %}x{% endfor %}")
    said = run(built_folder, "publish")
    assert said.exit_code == 1
    assert "Range too big" in said.output
    assert said.exception is None or isinstance(said.exception, SystemExit)
