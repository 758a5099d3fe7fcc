"""Files are written whole or not at all, and found again by what they hold."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from generator.storage.files import (
    clear_unfinished,
    hash_of,
    is_unfinished,
    replacing,
    replacing_if_changed,
    write_whole,
)


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "down" / "x.json"
    write_whole(file, "ä")
    assert file.read_bytes() == "ä".encode()
    assert [p.name for p in file.parent.iterdir()] == ["x.json"]


@pytest.mark.parametrize("flush", [True, False])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, flush: bool) -> None:
    file = tmp_path / "x"
    file.write_text("old")

    def half() -> None:
        with replacing(file, flush=flush) as stream:
            stream.write(b"half of the n")
            (unfinished,) = [p.name for p in tmp_path.iterdir() if p != file]
            assert is_unfinished(unfinished)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert file.read_text() == "old"


def test_a_name_as_long_as_a_file_system_takes_is_written(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    write_whole(file, b"1")
    assert file.read_bytes() == b"1"


def test_others_may_read_what_is_written_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "new", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o644
    (tmp_path / "new").chmod(0o600)
    write_whole(tmp_path / "new", b"1")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_file_in_the_making_may_lie_elsewhere(tmp_path: Path) -> None:
    with replacing(tmp_path / "a" / "x", staging=tmp_path) as stream:
        assert [p.name for p in tmp_path.iterdir() if is_unfinished(p.name)]
        stream.write(b"1")
    assert (tmp_path / "a" / "x").read_bytes() == b"1"


def test_a_file_that_stays_the_same_keeps_its_time(tmp_path: Path) -> None:
    file = tmp_path / "x"
    write_whole(file, b"same")
    os.utime(file, (1, 1))
    for data, time in ((b"same", 1.0), (b"other", None)):
        with replacing_if_changed(file) as stream:
            stream.write(data)
        assert file.read_bytes() == data
        assert (file.stat().st_mtime == 1.0) is (time == 1.0)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_what_a_killed_process_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in (".writing-0123.tmp", "a/.writing-4567.tmp", "mine.tmp", ".writing-by-hand"):
        (tmp_path / name).write_text("x")
    clear_unfinished(tmp_path)
    assert not (tmp_path / ".writing-0123.tmp").exists()
    assert (tmp_path / "a/.writing-4567.tmp").exists()
    clear_unfinished(tmp_path, "*/")
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == [".writing-by-hand", "mine.tmp"]


def test_the_hash_of_a_file_is_its_sha_256(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert hash_of(tmp_path / "x") == hashlib.sha256(b"abc").hexdigest()
