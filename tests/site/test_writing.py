from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.core import Paper
from generator.errors import SiteError
from generator.site import Collection, WriteReport, write_pages
from generator.site.pages import rendering as pages_module
from generator.site.pages.page_files import MANIFEST, write_files
from generator.site.views.paper_page import PaperView, paper_view
from tests.site.small_collection import ROOT, small_collection, write

TEMPLATES = ROOT / "site_templates" / "pages"


def age(docs: Path) -> None:
    """Put the time stamps of all files back, so that a rewritten file shows."""
    for path in docs.rglob("*"):
        os.utime(path, (1, 1))


def fresh(docs: Path) -> set[str]:
    """Files that were written since `age`, but for the manifest, which may note the others' stamps."""
    found = {p.relative_to(docs).as_posix() for p in docs.rglob("*") if p.is_file() and p.stat().st_mtime > 1}
    return found - {MANIFEST}


def test_pages_that_would_not_change_are_left_alone(tmp_path: Path) -> None:
    first = write(small_collection(), tmp_path)
    assert (first.unchanged, first.removed) == (0, 0)
    age(tmp_path)
    assert write(small_collection(), tmp_path) == WriteReport(0, first.written, 0)
    assert fresh(tmp_path) == set()


def test_a_changed_answer_rewrites_only_the_pages_that_show_it(tmp_path: Path) -> None:
    collection = small_collection()
    write(collection, tmp_path)
    age(tmp_path)
    fewer = tuple(a for a in collection.answers if (a.paper, a.question) != ("2401.00010", "metrics"))
    write(small_collection(answers=fewer), tmp_path)
    changed = {
        "data.md",
        "index.md",
        "about.md",
        "papers/index.md",
        "questions/index.md",
        "papers/2401.00010.md",
        "papers/reviewing/index.md",
        "questions/metrics.md",
    }
    assert {path for path in fresh(tmp_path) if path.endswith(".md")} == changed
    data = {path for path in fresh(tmp_path) if path.startswith(("data/papers/", "data/questions/"))}
    assert data == {"data/papers/2401.00010.json", "data/questions/metrics.json"}


def test_pages_of_papers_that_are_gone_are_removed_with_their_folders(tmp_path: Path) -> None:
    write(small_collection(), tmp_path)
    report = write(small_collection(papers=(), files={}), tmp_path)
    # Of three papers page, data and text, of two quotes for Hypothesis; a source; rows, words, ids and counts
    # for the scripts; the pages that compare and draw.
    assert report.removed == 18
    assert not (tmp_path / "data" / "papers").exists()
    assert {p.name for p in (tmp_path / "papers").iterdir()} == {"index.md", "reviewing"}
    assert not (tmp_path / "sources").exists()


def test_files_that_somebody_else_put_there_are_kept(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "notes.md").write_text("mine")
    write(small_collection(), tmp_path)
    write(small_collection(papers=()), tmp_path)
    assert (tmp_path / "papers" / "notes.md").read_text() == "mine"


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("mine")
    with pytest.raises(SiteError, match=r"index\.md"):
        write(small_collection(), tmp_path)
    assert (tmp_path / "index.md").read_text() == "mine"
    assert not (tmp_path / "about.md").exists()


def test_a_page_that_was_changed_by_hand_is_neither_overwritten_nor_deleted(tmp_path: Path) -> None:
    write(small_collection(), tmp_path)
    page = tmp_path / "papers" / "hedgerow-birds.md"
    page.write_text("changed")
    for collection in (small_collection(), small_collection(papers=())):
        with pytest.raises(SiteError, match=r"hedgerow-birds\.md"):
            write(collection, tmp_path)
    assert page.read_text() == "changed"


def test_a_page_that_was_deleted_comes_back(tmp_path: Path) -> None:
    write(small_collection(), tmp_path)
    (tmp_path / "about.md").unlink()
    assert write(small_collection(), tmp_path).written == 1


def test_a_build_that_was_killed_between_two_files_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files({"a.md": b"1", "b.md": b"1"}, tmp_path)
    real, calls = Path.replace, []

    def dying(self: Path, target: Path) -> Path:
        calls.append(target.name)
        if target.name == "b.md":
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    with pytest.raises(KeyboardInterrupt):
        write_files({"a.md": b"2", "b.md": b"2", "c.md": b"2"}, tmp_path)
    monkeypatch.undo()
    assert calls == [MANIFEST, "a.md", "b.md"]
    assert not list(tmp_path.glob(".writing-*"))
    write_files({"a.md": b"3", "b.md": b"3"}, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.glob("*.md")} == {"a.md": b"3", "b.md": b"3"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 99, "files": {"a.md": []}}', '{"format": 1}'])
def test_without_a_sound_manifest_nothing_counts_as_ours(tmp_path: Path, damage: str) -> None:
    write_files({"a.md": b"1", "b.md": b"1"}, tmp_path)
    (tmp_path / MANIFEST).write_text(damage)
    assert write_files({"a.md": b"1"}, tmp_path) == WriteReport(0, 1, 0)  # the same: taken over
    assert (tmp_path / "b.md").exists()
    with pytest.raises(SiteError):
        write_files({"b.md": b"2"}, tmp_path)


def test_a_manifest_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write_files({"a.md": b"1"}, docs)
    (tmp_path / "victim").write_bytes(b"1")
    owned = json.loads((docs / MANIFEST).read_text())
    owned["files"]["../victim"] = owned["files"]["a.md"]
    owned["files"][str(tmp_path / "victim")] = owned["files"]["a.md"]
    (docs / MANIFEST).write_text(json.dumps(owned))
    write_files({}, docs)
    assert (tmp_path / "victim").exists()


def test_hand_written_pages_are_copied_and_may_not_bear_the_name_of_a_generated_one(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "img").mkdir(parents=True)
    (pages / "guide.md").write_text("# Guide")
    (pages / "img" / "a.png").write_bytes(b"png")
    (pages / ".draft.md").write_text("no")
    docs = tmp_path / "docs"
    write_pages(small_collection(), docs, templates=TEMPLATES, hand_written=pages)
    assert (docs / "guide.md").read_text() == "# Guide"
    assert (docs / "img" / "a.png").exists()
    assert not (docs / ".draft.md").exists()
    (pages / "about.md").write_text("# Mine")
    with pytest.raises(SiteError, match=r"about\.md.*rename"):
        write_pages(small_collection(), docs, templates=TEMPLATES, hand_written=pages)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ nonsense }}", "nonsense"),
        ("{% if %}", "cannot be rendered"),
        ("{{ home.tally }}", "StatusTally"),
        (None, "missing"),
    ],
)
def test_a_template_that_does_not_fit_is_named(tmp_path: Path, template: str | None, message: str) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    if template is not None:
        (templates / "home.md.j2").write_text(template)
    with pytest.raises(SiteError, match=message) as error:
        write_pages(small_collection(), tmp_path / "docs", templates=templates, hand_written=tmp_path)
    assert "home.md.j2" in str(error.value)


def test_no_template_opts_out_of_the_encoder() -> None:
    for template in TEMPLATES.rglob("*.j2"):
        text = template.read_text()
        assert "safe" not in text.replace("unsafe", ""), template.name
        assert "~" not in text, f"{template.name}: joined text is encoded once more"


def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the papers whose pages are laid out from now on."""
    found: list[str] = []

    def view(collection: Collection, paper: Paper) -> PaperView:
        found.append(paper.id)
        return paper_view(collection, paper)

    monkeypatch.setattr(pages_module, "paper_view", view)
    return found


def versions(**changed: str) -> dict[str, str]:
    return {p.id: changed.get(p.id.replace("-", "_"), "1") for p in small_collection().papers}


def test_a_page_is_laid_out_only_where_its_paper_has_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(small_collection(versions=versions()), tmp_path)
    seen = laid_out(monkeypatch)
    age(tmp_path)
    assert write(small_collection(versions=versions()), tmp_path) == WriteReport(0, first.written, 0)
    assert (seen, fresh(tmp_path)) == ([], set())
    write(small_collection(versions=versions(hedgerow_birds="2")), tmp_path)
    assert seen == ["hedgerow-birds"]
    write(small_collection(versions=versions(hedgerow_birds="2"), title="Another"), tmp_path)
    assert len(seen) == 1 + len(small_collection().public)


def test_a_page_without_a_version_is_laid_out_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(small_collection(), tmp_path)
    seen = laid_out(monkeypatch)
    write(small_collection(), tmp_path)
    assert len(seen) == len(small_collection().public)


def test_a_page_that_somebody_changed_is_not_taken_for_known(tmp_path: Path) -> None:
    write(small_collection(versions=versions()), tmp_path)
    page = tmp_path / "papers" / "hedgerow-birds.md"
    page.write_text(page.read_text() + "by hand")
    with pytest.raises(SiteError, match="was changed since"):
        write(small_collection(versions=versions()), tmp_path)


def test_a_page_that_a_loss_of_power_left_empty_is_written_again(tmp_path: Path) -> None:
    write(small_collection(versions=versions()), tmp_path)
    page = tmp_path / "papers" / "hedgerow-birds.md"
    text = page.read_text()
    page.write_text("")
    assert write(small_collection(versions=versions()), tmp_path).written == 1
    assert page.read_text() == text
