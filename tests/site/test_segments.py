"""Files of data in which unchanged papers are taken over are those that would be composed anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core import Paper
from generator.site import Collection
from generator.site.exports import data_files as files
from generator.site.exports.data_file_list import ANSWERS
from generator.site.exports.data_files import write_exports
from generator.site.exports.segments import SEGMENT_INDEX, Segment
from tests.site.small_collection import small_collection
from tests.site.test_exports import hostile


def keys(collection: Collection, **changed: str) -> dict[str, str]:
    return {p.id: f"key of {p.id}" for p in collection.public} | changed


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != SEGMENT_INDEX
    }


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the papers of which the answers were composed, as they are."""
    made: list[str] = []
    whole = files._compose

    def noted(collection: Collection, paper: Paper, asked: Mapping[str, str]) -> dict[str, Segment]:
        made.append(paper.id)
        return whole(collection, paper, asked)

    monkeypatch.setattr(files, "_compose", noted)
    return made


@pytest.mark.parametrize("make", [small_collection, hostile])
def test_what_has_not_changed_is_taken_over_and_gives_the_same_bytes(
    tmp_path: Path, composed: list[str], make: Callable[[], Collection]
) -> None:
    collection = make()
    first = write_exports(collection, tmp_path / "a", keys=keys(collection))
    composed.clear()
    again = write_exports(collection, tmp_path / "b", before=tmp_path / "a", keys=keys(collection))
    assert composed == []
    assert again == first
    assert tree(tmp_path / "b") == tree(tmp_path / "a")
    assert (tmp_path / "b" / SEGMENT_INDEX).read_bytes() == (tmp_path / "a" / SEGMENT_INDEX).read_bytes()


def test_one_paper_changes_one_goes_and_the_rest_is_taken_over(tmp_path: Path, composed: list[str]) -> None:
    before = small_collection()
    write_exports(before, tmp_path / "a", keys=keys(before))
    ids = sorted(p.id for p in before.public)
    gone, changed, *rest = ids
    answers = tuple(
        replace(a, reason="Another reason.") if a.paper == changed else a
        for a in before.answers
        if a.paper != gone
    )
    after = replace(before, papers=tuple(p for p in before.papers if p.id != gone), answers=answers)
    composed.clear()
    new = keys(after, **{changed: "another key"})
    write_exports(after, tmp_path / "b", before=tmp_path / "a", keys=new)
    assert composed == [changed]
    assert rest
    write_exports(after, tmp_path / "whole")
    assert tree(tmp_path / "b") == tree(tmp_path / "whole")


@pytest.mark.parametrize("damage", ["places", "file", "missing", "foreign", "no key"])
def test_where_the_last_files_are_not_what_was_written_all_is_composed_anew(
    tmp_path: Path, composed: list[str], damage: str
) -> None:
    collection = small_collection()
    write_exports(collection, tmp_path / "a", keys=keys(collection))
    expected = tree(tmp_path / "a")
    answers, places = tmp_path / "a" / ANSWERS, tmp_path / "a" / SEGMENT_INDEX
    if damage == "places":
        places.write_bytes(places.read_bytes()[:-40])
    elif damage == "file":
        answers.write_bytes(answers.read_bytes().replace(b"reported", b"REPORTED", 1))
    elif damage == "missing":
        answers.unlink()
    elif damage == "foreign":
        places.write_text('{"format": 1, "files": [], "papers": 3}')
    composed.clear()
    new = {} if damage == "no key" else keys(collection)
    write_exports(collection, tmp_path / "b", before=tmp_path / "a", keys=new)
    assert sorted(composed) == sorted(p.id for p in collection.public)
    assert tree(tmp_path / "b") == expected
    shutil.rmtree(tmp_path / "b")
