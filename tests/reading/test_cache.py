"""A paper is read once, until its file or a reader changes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading import PaperCache, read_paper
from generator.reading.cache import reader_code_hash


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bat.md"
    path.write_text("---\ntitle: Bats\nauthor: Ada Okoye\n---\n\n# Methods\n\nSee https://osf.io/x for 🦇.\n")
    return path


@pytest.fixture
def kept(tmp_path: Path, file: Path) -> tuple[PaperCache, Paper, Path]:
    cache = PaperCache(tmp_path / "cache")
    paper = read_paper(file)
    cache.put(file, paper)
    (entry,) = (tmp_path / "cache").iterdir()
    return cache, paper, entry


def test_a_kept_paper_comes_back_equal(kept: tuple[PaperCache, Paper, Path], file: Path) -> None:
    cache, paper, _ = kept
    assert cache.get(file, "bat") == paper


def test_another_file_id_or_reader_is_a_miss(
    kept: tuple[PaperCache, Paper, Path], file: Path, tmp_path: Path
) -> None:
    cache, _, _ = kept
    assert cache.get(file, "other-id") is None
    assert cache.get(tmp_path / "absent.md", "bat") is None
    assert PaperCache(tmp_path / "cache", "another reader").get(file, "bat") is None
    renamed = file.rename(tmp_path / "bat2.md")
    assert cache.get(renamed, "bat") is None
    renamed.rename(file).write_text("Changed.")
    assert cache.get(file, "bat") is None


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"magic": "other"}', b"[" * 100_000,
        b'{"magic":"answerbook paper","version":1,"reader":"READER","paper":{}}',
        b'{"magic":"answerbook paper","version":99,"reader":"READER","paper":{}}',
    ],
)  # fmt: skip
def test_a_damaged_entry_is_a_miss(kept: tuple[PaperCache, Paper, Path], file: Path, damage: bytes) -> None:
    cache, paper, entry = kept
    entry.write_bytes(damage.replace(b"READER", reader_code_hash().encode()))
    assert cache.get(file, "bat") is None
    cache.put(file, paper)
    assert cache.get(file, "bat") == paper


def test_an_entry_that_was_cut_anywhere_is_a_miss(kept: tuple[PaperCache, Paper, Path], file: Path) -> None:
    cache, _, entry = kept
    whole = entry.read_bytes()
    for length in range(0, len(whole), 97):
        entry.write_bytes(whole[:length])
        assert cache.get(file, "bat") is None


def test_an_entry_under_a_wrong_name_is_a_miss(kept: tuple[PaperCache, Paper, Path], file: Path) -> None:
    cache, _, entry = kept
    data = json.loads(entry.read_text())
    data["content"]["id"] = "other"
    entry.write_text(json.dumps(data))
    assert cache.get(file, "bat") is None


def test_what_is_no_file_is_a_miss(kept: tuple[PaperCache, Paper, Path], tmp_path: Path) -> None:
    cache, _, _ = kept
    os.mkfifo(tmp_path / "pipe.pdf")
    assert cache.get(tmp_path / "pipe.pdf", "pipe") is None
    assert cache.get(tmp_path, "folder") is None
    assert cache.get(tmp_path / "zero\0byte.pdf", "zero") is None


def test_nothing_half_written_stays(kept: tuple[PaperCache, Paper, Path], file: Path) -> None:
    _, _, entry = kept
    assert [p.name for p in entry.parent.iterdir()] == [entry.name]
