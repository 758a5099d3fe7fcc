"""A second build does only what changed; what it does not touch stays the same file."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.site import FinishedFiles, MkdocsOptions, publish, write_answer_pages
from generator.site.publishing.published_input import Published
from generator.site.publishing.sharding import navigation_entry
from tests.site.small_collection import ROOT, small_collection, write


class Project:
    """A folder with docs, answers' pages and a site, published on demand."""

    def __init__(self, folder: Path) -> None:
        self.root, self.docs, self.site = folder, folder / "docs", folder / "site"
        self.answers = folder / "answers"
        shutil.copy(ROOT / "mkdocs.yml", folder)
        shutil.copytree(ROOT / "site_templates", folder / "site_templates")

    def write(self, **changes: object) -> None:
        collection = small_collection(**changes)
        write(collection, self.docs)
        write_answer_pages(collection, self.answers, templates=ROOT / "site_templates" / "answers")

    def publish(self, *, strict: bool = True) -> bool:
        return publish(
            MkdocsOptions(self.root, strict=strict),
            self.docs,
            self.site,
            finished=FinishedFiles(self.answers),
        )

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Path -> inode and content."""
        return {
            p.relative_to(self.site).as_posix(): (p.stat().st_ino, p.read_bytes())
            for p in self.site.rglob("*")
            if p.is_file()
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.write()
    assert made.publish()
    return made


def test_nothing_changed_nothing_done(project: Project) -> None:
    before = project.files()
    project.write()
    assert not project.publish()
    assert project.files() == before


def test_what_makes_the_finished_files_is_called_once_whether_anything_changed_or_not(
    project: Project,
) -> None:
    calls: list[str] = []

    def changed() -> None:
        calls.append("called")
        (project.answers / "new.json").write_text("{}")

    def publish_with(meanwhile: Callable[[], object]) -> bool:
        return publish(
            MkdocsOptions(project.root, strict=True),
            project.docs,
            project.site,
            finished=FinishedFiles(project.answers, meanwhile),
        )

    assert not publish_with(lambda: calls.append("called"))
    assert len(calls) == 1
    assert publish_with(changed)
    assert len(calls) == 2
    assert project.files()["new.json"][1] == b"{}"
    project.write(title="Another title")
    assert publish_with(lambda: calls.append("called"))
    assert len(calls) == 3


def test_one_changed_answer_rebuilds_its_paper_and_question_and_leaves_the_others(project: Project) -> None:
    before = project.files()
    whole = small_collection()
    fewer = tuple(a for a in whole.answers if (a.paper, a.question) != ("2401.00010", "metrics"))
    project.write(answers=fewer)
    assert project.publish()
    after = project.files()
    apart = {n for n in before if n.startswith(("papers/", "questions/")) and not n.endswith("index.html")}
    again = {name for name in apart if after[name][0] != before[name][0]}
    assert again == {"papers/2401.00010.html", "questions/metrics.html"}
    (project.root / "fresh").mkdir()
    fresh = Project(project.root / "fresh")
    fresh.write(answers=fewer)
    fresh.publish()
    assert {n: data for n, (_, data) in fresh.files().items()} == {n: data for n, (_, data) in after.items()}


@pytest.mark.parametrize(
    ("head", "rebuilt"),
    [
        ("title: About\ndescription: New\n", False),  # stays on the page itself
        ("title: About\njsonld: {a: 1}\n", False),
        ("title: Another name\n", True),  # all pages name it in their navigation
        ("title: About\nicon: material/star\n", True),
    ],
)
def test_what_other_pages_show_of_a_page_rebuilds_them_and_nothing_else_of_it_does(
    project: Project, head: str, rebuilt: bool
) -> None:
    about = project.docs / "about.md"
    text = about.read_text(encoding="utf-8").split("---\n", 2)[2]
    about.write_text(f"---\ntitle: About\n---\n{text}", encoding="utf-8")
    project.publish(strict=False)
    before = project.files()
    about.write_text(f"---\n{head}---\n{text}", encoding="utf-8")
    assert project.publish(strict=False)
    after = project.files()
    assert after["about.html"][0] != before["about.html"][0]
    paper = "papers/2401.00010.html"
    assert (after[paper][0] != before[paper][0]) is rebuilt


@pytest.mark.parametrize("first", ["# One\n", "---\ndescription: x\n---\n\n# One\n"])
def test_a_page_without_a_title_is_named_by_its_first_heading(tmp_path: Path, first: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{first}\nText.\n")
    one = navigation_entry(page)
    page.write_text(f"{first}\nAnother text.\n")
    assert navigation_entry(page) == one
    page.write_text(first.replace("One", "Two"))
    assert navigation_entry(page) != one


def test_a_changed_theme_rebuilds_everything(project: Project) -> None:
    before = project.files()
    style = project.root / "site_templates" / "overrides" / "assets" / "answerbook.css"
    style.write_text(style.read_text() + "/* changed */")
    assert project.publish()
    after = project.files()
    assert not [n for n in before if n.startswith("papers/") and after[n][0] == before[n][0]]


def test_a_site_without_its_record_is_built_anew(project: Project) -> None:
    (project.root / ".site.json").write_text("{")
    assert project.publish()
    assert not project.publish()


def test_a_build_that_fails_leaves_the_last_site_and_the_next_one_completes(project: Project) -> None:
    before = project.files()
    (project.docs / "extra.md").write_text("# Extra\n\n<script>alert(1)</script>\n")
    with pytest.raises(SiteError, match="a script"):
        project.publish(strict=False)
    assert project.files() == before
    (project.docs / "extra.md").unlink()
    project.write()
    assert project.publish()
    assert {n: d for n, (_, d) in project.files().items()} == {n: d for n, (_, d) in before.items()}


def test_pages_are_the_same_only_under_the_same_conditions() -> None:
    one = Published("s", {"papers/a.md": "1", "papers/b.md": "1", "index.md": "1"})
    other = dataclasses.replace(one, files={"papers/a.md": "1", "papers/b.md": "2", "index.md": "1"})
    assert one.same_pages(other) == {"papers/a.md"}
    assert one.same_pages(dataclasses.replace(one, shared="t")) == frozenset()
    assert one.same_pages(None) == frozenset()
