"""A build in which nothing has changed does nothing; one in which anything has does all that it must."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.commands.build_command import build_summary
from generator.errors import UnreadablePaper
from generator.project import Project
from generator.run import output
from generator.run import read_phase as papers
from generator.run.build_report import BuildReport


def aged(root: Path) -> Path:
    """Return the project, its files as old as if made an hour ago, so that nothing may be changing."""
    then = time.time() - 3600
    for where, _, names in os.walk(root / "content"):
        for name in names:
            os.utime(Path(where, name), (then, then))
    for where, _, names in os.walk(root / "site_templates"):
        for name in names:
            os.utime(Path(where, name), (then, then))
    os.utime(root / "mkdocs.yml", (then, then))
    return root


def built(root: Path, options: BuildOptions = BuildOptions(jobs=1)) -> BuildReport:  # noqa: B008 - frozen
    return build(Project.find(root), options)


@pytest.fixture(scope="module")
def _settled_once(_built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(_built_once, tmp_path_factory.mktemp("settled") / "project"))
    aged(root)
    assert not built(root).unchanged
    return root


@pytest.fixture
def settled(_settled_once: Path, tmp_path: Path) -> Path:
    """Return a project in which a build has left nothing to do and knows it, wherever it is."""
    return Path(shutil.copytree(_settled_once, tmp_path / "settled"))


def test_where_nothing_has_changed_nothing_is_read(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("something was read")

    monkeypatch.setattr(papers, "collect_papers", refused)
    monkeypatch.setattr(output, "collection_of", refused)
    for again in (
        built(settled),
        built(settled, BuildOptions.frozen(jobs=1)),
        built(settled, BuildOptions.publishing()),
    ):
        assert again.unchanged
        assert (again.papers, again.computed, again.reused, again.missing) == (2, 0, 10, 0)
        assert again.pages is not None
        assert again.pages.written == 0
        assert again.pages.unchanged > 10
        assert sum(again.statuses.values()) == 10
        assert build_summary(again).startswith("nothing has changed since the last build\n2 papers: 0")
        assert again.site == settled / "build" / "site"


def write(name: str, text: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    return change


def append(name: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


def review(root: Path) -> None:
    (root / "content/reviews").mkdir(exist_ok=True)
    (root / "content/reviews/trees.yml").write_text("[]\n", encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a paper": append("content/papers/trees.md"),
    "a paper is gone": lambda root: (root / "content/papers/trees.md").unlink(),
    "metadata": write("content/papers/trees.yml", "title: Leaves, seen anew\n"),
    "settings": append("content/answerbook.yml"),
    "questions": append("content/questions/five.yml"),
    "an answer": append("content/answers/trees/quotes.jsonl"),
    "an answer in the making": write("content/answers/trees/quotes.jsonl.new", ""),
    "a ledger is gone": lambda root: shutil.rmtree(root / "content/answers/trees"),
    "a review": review,
    "a page of one's own": append("content/pages/how-to-read.md"),
    "a template": write("site_templates/pages/paper.md.j2", "{{ paper.title }}"),
    "the theme": write("site_templates/overrides/main.html", "{% extends 'base.html' %}"),
    "mkdocs.yml": append("mkdocs.yml"),
    "a page that was made": lambda root: (root / "build/docs/papers/trees.md").unlink(),
    "an answer's page": lambda root: shutil.rmtree(next((root / "build/answers/a").iterdir())),
    "the site": lambda root: shutil.rmtree(root / "build/site"),
    "the record": lambda root: (root / "build/cache/last-build.json").write_text('{"magic": 1', "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_is_noticed(
    settled: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Noticed(Exception):
        pass

    def noticed(*_: object, **__: object) -> None:
        raise Noticed

    monkeypatch.setattr(papers, "collect_papers", noticed)
    change(settled)
    with pytest.raises(Noticed):
        built(settled)


def test_a_file_that_changed_just_now_may_change_again_unnoticed(built_folder: Path) -> None:
    aged(built_folder)
    os.utime(built_folder / "content/papers/trees.md")
    for _ in range(2):
        assert not built(built_folder).unchanged


def test_what_a_build_recorded_itself_is_no_change(built_folder: Path) -> None:
    shutil.rmtree(built_folder / "content/answers/trees")
    aged(built_folder)
    first = built(built_folder)
    assert first.computed == 5
    # Where the site is made sooner than a file counts as old, nothing is kept of the build.
    kept = any(built_folder.rglob("last-build.json"))
    again = built(built_folder)
    assert (again.unchanged, again.computed) == (kept, 0)


def test_a_build_that_leaves_something_to_do_is_not_remembered(built_folder: Path) -> None:
    shutil.rmtree(built_folder / "content/answers/trees")
    aged(built_folder)
    for _ in range(2):
        report = built(built_folder, BuildOptions.publishing())
        assert not report.unchanged
        assert report.missing == 5


def test_what_a_build_has_just_written_is_known_by_its_content(settled: Path) -> None:
    published = settled / "content/answers/published.txt"
    published.unlink()
    assert not built(settled).unchanged
    assert built(settled).unchanged
    stamp = published.stat()
    published.write_bytes(published.read_bytes().replace(b"answer", b"ANSWER", 1))
    os.utime(published, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # in the same tick of a slow clock
    assert not built(settled).unchanged


def test_a_paper_that_cannot_be_read_is_tried_again_and_named_again(settled: Path) -> None:
    broken = settled / "content/papers/broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    aged(settled)
    first = built(settled)
    again = built(settled)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert [str(e) for e in again.unreadable] == [str(e) for e in first.unreadable]
    with pytest.raises(UnreadablePaper):
        built(settled, BuildOptions(strict=True, jobs=1))


def test_a_strict_build_is_not_content_with_one_that_was_not(settled: Path) -> None:
    assert not built(settled, BuildOptions(strict=True, jobs=1)).unchanged
    assert built(settled, BuildOptions(strict=True, jobs=1)).unchanged
    assert built(settled).unchanged
