"""Links out of a project, pipes and devices are refused; links within it are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.boundaries import refuse_strays, refuse_strays_within
from generator.project.project_lock import project_lock

PLACES = (
    "mkdocs.yml",
    "content",
    "content/answerbook.yml",
    "content/answers",
    "content/gold",
    "content/pages",
    "content/papers",
    "content/papers/papers.bib",
    "content/questions",
    "content/reviews",
    "site_templates",
    "site_templates/answers",
    "site_templates/overrides",
    "site_templates/pages",
    "build",
)
WITHIN = (
    "content/answers/beetles",
    "content/answers/beetles/quotes.jsonl",
    "content/pages/leak.txt",
    "content/pages/more/leak.txt",
    "content/questions/five.yml",
    "content/reviews/beetles.yml",
    "site_templates/pages/home.md.j2",
    "site_templates/overrides/assets/leak.txt",
    "build/answers",
    "build/cache/models",
    "build/docs/leak.txt",
    "build/.site.json",
    "build/site/papers/beetles.html",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    (root / "content").mkdir(parents=True)
    (root / "content/answerbook.yml").write_text("title: Tea\n")
    return root


def moved(root: Path, place: str, where: Path) -> None:
    """Move what is at ``place`` to ``where``, and leave a link to it."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    where.mkdir() if not path.exists() else path.rename(where)
    path.symlink_to(where)


@pytest.mark.parametrize("place", PLACES)
def test_a_part_of_a_project_that_is_a_link_out_of_it_is_refused(
    place: str, root: Path, tmp_path: Path
) -> None:
    moved(root, place, tmp_path / "elsewhere")
    with pytest.raises(AnswerbookError, match=f"{place} is a link that leads out of the project") as error:
        Project.find(root)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_within_the_project_is_followed(place: str, root: Path) -> None:
    moved(root, place, root / "elsewhere")
    Project.find(root)
    refuse_strays_within(root)


def test_programs_that_are_installed_in_a_checkout_may_be_links(root: Path, tmp_path: Path) -> None:
    moved(root, "build/tools/checker/bin/python", tmp_path / "python")
    refuse_strays_within(root)


@pytest.mark.parametrize("place", WITHIN)
def test_what_writes_or_publishes_meets_no_link_out(place: str, root: Path, tmp_path: Path) -> None:
    project = Project.find(root)
    moved(root, place, tmp_path / "elsewhere")
    with (
        pytest.raises(AnswerbookError, match=f"{place} is a link that leads out of the project"),
        project_lock(project, "a test"),
    ):
        raise AssertionError("the lock was given")


def test_a_build_publishes_nothing_from_elsewhere(project_folder: Path) -> None:
    (project_folder / "content/pages/leak.txt").symlink_to("/etc/passwd")
    with pytest.raises(AnswerbookError, match=r"leak\.txt is a link .* to /etc/passwd; replace"):
        build(Project.find(project_folder), BuildOptions.publishing())
    assert not (project_folder / "build").exists()


def test_links_that_lead_nowhere_or_in_circles_stop_nobody(root: Path) -> None:
    pages = root / "content/pages"
    pages.mkdir()
    (pages / "nowhere").symlink_to("missing")
    (pages / "self").symlink_to("self")
    (pages / "up").symlink_to("..")
    refuse_strays_within(root)


def test_many_links_are_counted(root: Path) -> None:
    (root / "content/pages").mkdir()
    for number in range(15):
        (root / f"content/pages/{number:02}").symlink_to("/etc")
    with pytest.raises(AnswerbookError, match=r"content/pages/09 is .*; and 5 more; replace"):
        refuse_strays_within(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("place", ["content/pages/wait.md", "content/reviews/a.yml", "mkdocs.yml"])
def test_nobody_waits_for_a_pipe(place: str, root: Path) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    os.mkfifo(root / place)
    refuse_strays(root)
    with pytest.raises(AnswerbookError, match=f"{place} is neither a file nor a folder"):
        refuse_strays_within(root)
