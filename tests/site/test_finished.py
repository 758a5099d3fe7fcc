"""Folders of finished files move from site to site: the result is that of linking all of them anew."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from generator.site.publishing import finished
from generator.site.publishing.disk import recover, swap_in
from generator.site.publishing.finished import PrebuiltFiles, restore, stamps


def put(folder: Path, files: dict[str, str]) -> None:
    """Have ``folder`` hold just these files, and the ones that stay untouched."""
    for old in sorted(folder.rglob("*"), reverse=True):
        name = old.relative_to(folder).as_posix()
        if old.is_dir():
            if not any(old.iterdir()):
                old.rmdir()
        elif files.get(name) != old.read_text():
            old.unlink()
    for name, text in files.items():
        file = folder / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def texts(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


class Publisher:
    """A site of one page and of the finished files in ``extra``."""

    def __init__(self, root: Path) -> None:
        self.extra, self.site = root / "extra", root / "out" / "site"
        self.building = root / "out" / ".site.building-1"
        self.extra.mkdir()
        self.site.parent.mkdir()
        self.before: dict[str, str] | None = None
        self.number = 0

    def prepare(self) -> PrebuiltFiles:
        self.building.mkdir()
        self.number += 1
        (self.building / "index.html").write_text(f"build {self.number}")
        self.now = stamps(self.extra)
        takeover = PrebuiltFiles(self.extra, self.now, self.before, self.site)
        takeover.link(self.building)
        return takeover

    def publish(self) -> None:
        self.prepare().move(self.building)
        swap_in(self.building, self.site)
        restore(self.site)
        self.before = self.now

    def expected(self) -> dict[str, str]:
        return {"index.html": f"build {self.number}", **texts(self.extra)}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path)
    files = {f"a/{n}/index.html": f"answer {n}" for n in range(20)}
    put(made.extra, {**files, "a/index.html": "20 answers", "changes.xml": "none"})
    made.publish()
    return made


@pytest.mark.parametrize("exchange", [True, False])
def test_the_site_holds_what_the_folder_holds_whatever_changes(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(finished, "exchange", lambda one, other: False)
    draw = random.Random(3)
    for turn in range(12):
        files = texts(publisher.extra)
        for name in draw.sample(sorted(files), 4):
            files[name] = f"changed in turn {turn}"
        for name in draw.sample(sorted(n for n in files if n.count("/") == 2), 2):
            del files[name]
        files[f"a/new-{turn}/index.html"] = "new"
        files[f"b{turn % 3}/x/y/index.html"] = f"deep {turn}"
        put(publisher.extra, files)
        publisher.publish()
        assert texts(publisher.site) == publisher.expected() == {"index.html": f"build {turn + 2}", **files}
        assert [p.name for p in publisher.site.parent.iterdir()] == ["site"]


def test_what_did_not_change_is_not_linked_again(publisher: Publisher) -> None:
    before = (publisher.site / "a" / "7").stat().st_ino
    put(publisher.extra, {**texts(publisher.extra), "a/3/index.html": "changed"})
    publisher.prepare()
    linked = {p.relative_to(publisher.building).as_posix() for p in publisher.building.rglob("*.*")}
    assert linked == {"a/3/index.html", "changes.xml", "index.html"}
    shutil.rmtree(publisher.building)
    publisher.publish()
    assert (publisher.site / "a" / "7").stat().st_ino == before


def test_a_folder_of_which_the_site_lacks_something_is_linked_whole(publisher: Publisher) -> None:
    shutil.rmtree(publisher.site / "a" / "5")
    publisher.publish()
    assert texts(publisher.site) == publisher.expected()
    shutil.rmtree(publisher.site / "a")
    publisher.publish()
    assert texts(publisher.site) == publisher.expected()


def test_until_it_is_moved_the_old_site_is_as_it_was(publisher: Publisher) -> None:
    before = texts(publisher.site)
    put(publisher.extra, {"a/3/index.html": "changed", "a/new/index.html": "new", "a/index.html": "2"})
    publisher.prepare()
    assert texts(publisher.site) == before


def test_a_build_that_ends_while_the_folders_move_leaves_a_whole_site(publisher: Publisher) -> None:
    put(publisher.extra, {**texts(publisher.extra), "a/3/index.html": "changed"})
    publisher.prepare().move(publisher.building)
    assert not (publisher.site / "a").exists()
    restore(publisher.site)  # the next build
    recover(publisher.site)
    assert texts(publisher.site)["a/7/index.html"] == "answer 7"
    assert texts(publisher.site)["index.html"] == "build 1"
    assert [p.name for p in publisher.site.parent.iterdir()] == ["site"]
    publisher.before = None  # the record was taken away before
    publisher.publish()
    assert texts(publisher.site) == publisher.expected()


def test_dot_files_stay_behind(publisher: Publisher) -> None:
    (publisher.extra / ".manifest.json").write_text("{}")
    assert ".manifest.json" not in stamps(publisher.extra)
    publisher.publish()
    assert not (publisher.site / ".manifest.json").exists()


def test_without_a_folder_there_is_nothing_to_take_over(tmp_path: Path) -> None:
    assert stamps(None) == {}
    assert stamps(tmp_path / "missing") == {}
    building = tmp_path / "building"
    building.mkdir()
    takeover = PrebuiltFiles(None, {}, None, tmp_path / "site")
    takeover.link(building)
    takeover.move(building)
    assert not any(building.iterdir())
