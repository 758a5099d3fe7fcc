"""Papers lie in the folder of papers and below it; ids stay, links out of the project are not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.core import Metadata
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.catalogue import catalogue, private_papers
from generator.project.lookup import choose_paper
from generator.project.paper_loading import collect_papers, read_one
from generator.project.privacy import shown_failures

TEXT = "# {0}\n\nSome words about {0} and the lamps at night.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project/content/papers").mkdir(parents=True)
    (tmp_path / "project/content/answerbook.yml").write_text("title: Tea\n")
    return Project.find(tmp_path / "project")


def put(project: Project, *names: str) -> None:
    for name in names:
        path = project.papers_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(path.stem))


def sources(project: Project) -> list[str]:
    return [project.source(path) for path in project.papers()]


def left_out(project: Project) -> dict[str, str]:
    said = [s.split(": is not read: ") for s in project.paper_files().left_out]
    return {project.source(path): why for path, why in said}


def collected(project: Project) -> dict[str, Metadata]:
    found = collect_papers(project, strict=True, jobs=1, progress=lambda phase, done, total: None)
    return {paper.source: paper.metadata for paper in found.papers}


def test_papers_of_subfolders_are_read_and_named_by_their_path(project: Project) -> None:
    put(project, "z.md", "files/12/bat.md", "files/13/owl.md", ".zotero/c.md", "files/.trash/d.md")
    assert sources(project) == ["z.md", "files/12/bat.md", "files/13/owl.md"]
    assert set(project.paper_ids().values()) == {"z", "bat", "owl"}
    assert left_out(project) == {}


def test_files_in_the_folder_itself_keep_their_ids_whatever_lies_below(project: Project) -> None:
    put(project, "a.md", "b.md", "b.txt")
    before = project.paper_ids()
    put(project, "old/a.md", "old/b.md", "x/y/a.md")
    after = project.paper_ids()
    assert {path: after[path] for path in before} == before
    assert len(set(after.values())) == 6
    put(project, "c.md", "old/c.md", "other/d.md")
    assert {path: project.paper_ids()[path] for path in after} == after


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["code/a.py", "code/deep/b.json"], {"code": "it is a folder, of 2 files; no file in it is a paper"}),
        (["p/a.md", "p/b.csv"], {"p/b.csv": "no paper ends in .csv"}),
        (["p/a.md", "p/code/b.py"], {"p/code": "it is a folder, of 1 file; no file in it is a paper"}),
        (
            ["page.html", "page_files/frame.html"],
            {"page_files": "it is a folder, of 1 file that belong to page.html"},
        ),
        (
            ["p/a.md", "p/papers.bib"],
            {"p/papers.bib": "bibliographic data are read from papers/papers.bib alone"},
        ),
        (["a.md", "My Library.bib"], {"My Library.bib": "name it so"}),
        (["a.md", "papers.json", "papers.ris", "p/README.md", "p/b.md", "p/b.yml"], {}),
    ],
)
def test_what_is_not_read_has_one_sentence(project: Project, names: list[str], said: dict[str, str]) -> None:
    put(project, *names)
    found = left_out(project)
    assert found.keys() == said.keys()
    assert all(said[name] in why for name, why in found.items())


MAIN = "\\documentclass{article}\n\\begin{document}\nMoths fly to lamps.\n%s\n\\end{document}\n"
SUBFILE = "\\documentclass[../main]{subfiles}\n\\begin{document}\nThey fly.\n\\end{document}\n"


@pytest.mark.parametrize(
    ("files", "papers", "parts"),
    [
        (
            {"main.tex": MAIN % "\\input{intro}", "intro.tex": "They fly."},
            ["main.tex"],
            {"intro.tex": "main.tex"},
        ),
        # Not named by any, but no paper: below the main file, or beside its folder.
        (
            {"p/main.tex": MAIN % "", "p/parts/deep/old.tex": "They fly.", "sections/a.tex": "They fly."},
            ["p/main.tex"],
            {"p/parts/deep/old.tex": "p/main.tex", "sections/a.tex": "p/main.tex"},
        ),
        # Each belongs to the main file that is nearest.
        (
            {"a/x.tex": MAIN % "", "a/s/i.tex": "Moths.", "b/y.tex": MAIN % "", "b/s/i.tex": "Moths."},
            ["a/x.tex", "b/y.tex"],
            {"a/s/i.tex": "a/x.tex", "b/s/i.tex": "b/y.tex"},
        ),
        # What could be set by itself is a part where a main file inputs it, or its class says so.
        (
            {"m.tex": MAIN % "\\include{s/i}\n% \\input{n}", "s/i.tex": MAIN % "", "n.tex": MAIN % ""},
            ["m.tex", "n.tex"],
            {"s/i.tex": "m.tex"},
        ),
        ({"main.tex": MAIN % "", "s/i.tex": SUBFILE}, ["main.tex"], {"s/i.tex": "main.tex"}),
        (
            {"main.tex": MAIN % "\\import{s/}{i}", "s/i.tex": "A. \\input s/j", "s/j.tex": "B."},
            ["main.tex"],
            {"s/i.tex": "main.tex", "s/j.tex": "main.tex"},
        ),
        # Without a main file, nothing is told to be a part: the reader says what is missing.
        ({"a.tex": "% \\documentclass{article}\nMoths.", "b.tex": "Bats."}, ["a.tex", "b.tex"], {}),
    ],
)  # fmt: skip
def test_parts_of_latex_source_are_no_papers(
    project: Project, files: dict[str, str], papers: list[str], parts: dict[str, str]
) -> None:
    for name, text in files.items():
        path = project.papers_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert sources(project) == papers
    assert left_out(project) == {name: f"it is a part of {main}" for name, main in parts.items()}


def test_a_paper_is_read_again_when_a_part_of_it_changes(project: Project) -> None:
    main, part = project.papers_dir / "main.tex", project.papers_dir / "s/i.tex"
    part.parent.mkdir()
    main.write_text(MAIN % "\\input{s/i}")
    for text in ("Bats fly as well.", "Owls fly as well."):
        part.write_text(text)
        found = collect_papers(project, strict=True, jobs=1, progress=lambda phase, done, total: None)
        assert [text in paper.text for paper in found.papers] == [True]


def test_links_are_followed_within_the_project_alone(project: Project, tmp_path: Path) -> None:
    put(project, "files/a.md")
    outside, within = tmp_path / "outside", project.root / "data"
    for folder in (outside, within):
        folder.mkdir()
        (folder / f"{folder.name}.md").write_text("Words.")
    folder = project.papers_dir
    (folder / "again").symlink_to(folder / "files")
    (folder / "data").symlink_to(within)
    (folder / "loop").symlink_to(project.root)
    (folder / "out").symlink_to(outside)
    (folder / "x.md").symlink_to(outside / "outside.md")
    (folder / "y.md").symlink_to(within / "data.md")
    assert sources(project) == ["y.md", "data/data.md", "files/a.md"]
    assert {name: why.split(",")[0] for name, why in left_out(project).items()} == {
        "again": "it is a link to a folder that is read already",
        "loop": "it is a link to a folder that is read already",
        "out": "it is a link that leads out of the project",
        "x.md": "it is a link that leads out of the project",
    }


def test_a_folder_of_papers_that_is_itself_a_link_is_read_within_the_project_alone(tmp_path: Path) -> None:
    root = tmp_path / "p"
    for folder in (tmp_path / "share", root / "share", root / "content"):
        folder.mkdir(parents=True)
        (folder / "a.md").write_text("Words.")
    (root / "content/answerbook.yml").write_text("title: Tea\n")
    papers = root / "content/papers"
    papers.symlink_to("../share")
    project = Project.find(root)
    assert (sources(project), left_out(project)) == (["a.md"], {})
    papers.unlink()
    papers.symlink_to(tmp_path / "share")
    with pytest.raises(AnswerbookError, match="content/papers is a link that leads out of the project"):
        Project.find(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", ["a.md", "a.tex", "a.yml"])
def test_a_pipe_is_no_paper_and_nobody_waits_for_it(name: str, project: Project) -> None:
    os.mkfifo(project.papers_dir / name)
    assert sources(project) == []
    assert left_out(project) == {name: "it is neither a file nor a folder"}


def test_metadata_of_papers_in_subfolders(project: Project) -> None:
    put(project, "files/12/a.md", "files/13/a.md")
    (project.papers_dir / "files/12/a.yml").write_text("title: Beside\n")
    (project.papers_dir / "papers.bib").write_text("@misc{x, title = {By file}, file = {files/13/a.md}}")
    first, again = collected(project), collected(project)
    assert {name: data.title for name, data in first.items()} == {
        "files/12/a.md": "Beside",
        "files/13/a.md": "By file",
    }
    assert again == first
    one = read_one(project.papers_dir / "files/13/a.md")
    assert (one.source, one.metadata.title) == ("files/13/a.md", "By file")
    assert one.id == project.paper_ids()[project.papers_dir / "files/13/a.md"]


def test_the_catalogue_knows_what_joins_papers_to_entries(project: Project) -> None:
    put(project, "files/12/bat.md", "b.md")
    title = "Moths at street lamps counted in twelve nights"
    (project.papers_dir / "b.md").write_text(f"# {title}\n\nWords.\n")
    bib = project.papers_dir / "papers.bib"
    bib.write_text(f"@misc{{x, title = {{{title}}}, doi = {{10.1234/x}}}}")
    for _ in range(2):  # read, then remembered
        names = catalogue(project).names
        assert [(name, doi) for _, name, doi in names] == [("b.md", "10.1234/x"), ("files/12/bat.md", "")]
    assert choose_paper("bat.md", names) == choose_paper("files/12/bat.md", names) == "bat"
    bib.unlink()
    assert [doi for _, _, doi in catalogue(project).names] == ["", ""]


def test_private_papers_of_subfolders_stay_private_when_their_files_go(project: Project) -> None:
    put(project, "a.md", "sub/a.md", "sub/b.md", "sub/c.md")
    for name in ("a", "b"):
        (project.papers_dir / f"sub/{name}.yml").write_text("visibility: private\n")
    ids = {project.source(path): id for path, id in project.paper_ids().items()}
    private = {ids["sub/a.md"], ids["sub/b.md"]}
    assert private_papers(project) == private
    for id in {*project.paper_ids().values()}:  # answers are recorded of all
        (project.answers_dir / id).mkdir(parents=True)
    for name in ("a", "b"):
        (project.papers_dir / f"sub/{name}.md").unlink()
    assert private <= private_papers(project)


def test_a_paper_in_a_subfolder_that_cannot_be_read_is_named_by_its_path(project: Project) -> None:
    put(project, "a.md", "sub/a.pdf", "private/a.pdf")
    (project.papers_dir / "private/a.yml").write_text("visibility: private\n")
    found = collect_papers(project, strict=False, jobs=1, progress=lambda phase, done, total: None)
    ((name, _),) = shown_failures(project, found.unreadable, found.private)
    assert name == "sub/a.pdf"
    assert set(catalogue(project).unreadable) == {
        project.paper_ids()[project.papers_dir / name] for name in ("sub/a.pdf", "private/a.pdf")
    }


def test_a_name_that_two_papers_have_is_not_guessed(project: Project) -> None:
    put(project, "p/a.md", "q/a.md")
    with pytest.raises(AnswerbookError, match="fits"):
        choose_paper("a.md", catalogue(project).names)
