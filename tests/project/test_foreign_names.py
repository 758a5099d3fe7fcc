"""A project on disks that fold case, take accents apart or turn line ends; and two papers with one DOI."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from generator.core.fingerprint import paper_hash, question_hash
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.identity import register_papers
from generator.project.lookup import choose_paper
from generator.project.paper_loading import CollectedPapers, collect_papers
from generator.project.question_files import load_question_set
from tests.conftest import BEETLES, FIVE, small_project

# Accents of Latin letters; a Cyrillic letter and a Korean syllable that come apart too; a sign of its own.
NAMES = ["Müller", "Ngô Đình", "Йод в почве", "한국어 논문", "Ångström Å"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.find(small_project(tmp_path / "project"))


def collected(project: Project) -> CollectedPapers:
    return collect_papers(project, strict=True, jobs=1, progress=lambda phase, done, total: None)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_has_the_same_id_however_its_name_is_composed(project: Project, name: str) -> None:
    ids, written = [], []
    for form in ("NFC", "NFD"):
        file = project.papers_dir / f"{unicodedata.normalize(form, name)}.md"  # type: ignore[arg-type]
        file.write_text(BEETLES, encoding="utf-8")
        sidecar = project.papers_dir / f"{unicodedata.normalize('NFC', name)}.yml"
        sidecar.write_text("title: Named beside it\n", encoding="utf-8")
        ids.append(project.paper_ids()[file])
        titles = {paper.source: paper.metadata.title for paper in collected(project).papers}
        assert titles[file.name] == "Named beside it"
        # What is written down of it, and committed, is the same too.
        pairs = [(p, p) for p in collected(project).papers if p.source == file.name]
        register_papers(project.answers_dir, pairs, project.papers_dir, "2026-01-01")
        written.append((project.answers_dir / ids[-1] / "paper.json").read_bytes())
        file.unlink()
    assert ids[0] == ids[1]
    assert written[0] == written[1]
    assert ids[0].isascii()
    assert ids[0] == ids[0].lower()


PLAIN = "Beetles\n\nAbstract\n\nWe told beetles apart.\nThey were\nmany.\n\nMethods\n\nSeeds were 7.\n"
PAGE = "<html><body><h1>Beetles</h1>\n<p>We told\nbeetles apart.</p>\n<pre>a\nb</pre></body></html>\n"
TEX = (
    "\\documentclass{article}\n\\begin{document}\nWe told\nbeetles apart.\n\n\\section{M}\nSeven.\n"
    "\\end{document}\n"
)


@pytest.mark.parametrize(
    ("name", "text"), [("a.md", BEETLES), ("a.txt", PLAIN), ("a.html", PAGE), ("a.tex", TEX)]
)
def test_a_paper_is_the_same_whether_or_not_git_made_crlf_of_its_lines(
    project: Project, name: str, text: str
) -> None:
    found = []
    for ending in ("\n", "\r\n"):
        (project.papers_dir / name).write_bytes(text.replace("\n", ending).encode())
        (paper,) = (paper for paper in collected(project).papers if paper.source == name)
        found.append((paper.text, paper_hash(paper), paper.metadata))
    assert found[0] == found[1]


def test_questions_are_the_same_whether_or_not_git_made_crlf_of_their_lines(tmp_path: Path) -> None:
    found = []
    for ending in ("\n", "\r\n"):
        file = tmp_path / "five.yml"
        file.write_bytes(FIVE.replace("\n", ending).encode())
        found.append([question_hash(question) for question in load_question_set(file).questions])
    assert found[0] == found[1]


def test_two_papers_with_one_doi_are_two_and_a_name_that_fits_both_is_asked_about(project: Project) -> None:
    (project.papers_dir / "preprint.md").write_text(BEETLES.replace("2,400 pinned", "some"), encoding="utf-8")
    ids = project.paper_ids()
    assert len(set(ids.values())) == 3
    papers = collected(project).papers
    same = [paper for paper in papers if paper.metadata.doi == "10.1234/beetles.1"]
    assert {paper.id for paper in same} == {"beetles", "preprint"}
    names = [(paper.id, paper.source, paper.metadata.doi) for paper in papers]
    with pytest.raises(AnswerbookError, match="fits beetles, preprint; write more of the name"):
        choose_paper("10.1234/beetles.1", names)
    assert choose_paper("beetles", names) == "beetles"
