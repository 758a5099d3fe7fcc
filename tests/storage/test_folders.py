"""The walk through folders that may hold half a million files."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.storage.files import file_stamp, files_within, size_of


def write(file: Path, text: str = "text") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def names(folder: Path) -> list[str]:
    return [path for path, _ in files_within(folder)]


def test_every_file_is_told_by_its_path_within(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "12345")
    write(tmp_path / "a" / "deep" / ".hidden")
    (tmp_path / "empty").mkdir()
    found = dict(files_within(tmp_path))
    assert set(found) == {"b.txt", "a/deep/.hidden"}
    assert found["b.txt"] is not None
    assert found["b.txt"].st_size == 5


def test_the_order_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    for name in ("c/1", "a/2", "b", "a/1"):
        write(tmp_path / "one" / name)
    for name in ("a/1", "b", "c/1", "a/2"):
        write(tmp_path / "other" / name)
    assert names(tmp_path / "one") == names(tmp_path / "other")


def test_a_folder_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert names(tmp_path / "missing") == []


def test_a_link_that_leads_nowhere_is_told_without_a_state(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to(tmp_path / "missing")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert list(files_within(tmp_path)) == [("lost", None), ("self", None)]


@pytest.mark.parametrize("back", [".", "a", "a/b"])
def test_links_to_folders_are_followed_and_come_to_an_end(tmp_path: Path, back: str) -> None:
    top = tmp_path / "top"
    write(top / "a" / "b" / "file")
    write(tmp_path / "outside" / "other")
    (top / "a" / "b" / "round").symlink_to(top / back)
    (top / "linked").symlink_to(tmp_path / "outside")
    found = names(top)
    assert {"a/b/file", "linked/other"} <= set(found)
    assert len(found) < 10


def test_a_stamp_changes_with_the_file_and_tells_its_size(tmp_path: Path) -> None:
    file = write(tmp_path / "file", "one")
    before = file_stamp(file.stat())
    assert size_of(before) == 3
    assert file_stamp(file.stat()) == before
    write(tmp_path / "beside", "two").replace(file)
    assert file_stamp(file.stat()) != before
