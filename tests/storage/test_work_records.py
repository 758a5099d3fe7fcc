"""A record that is missing, damaged, foreign or of something else is not there; nothing else happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.storage.work_records import Record


def numbers(data: Any) -> list[int]:
    return [int(n) for n in data["numbers"]]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    record = Record(tmp_path / "deep" / "x.json", "numbers", 1, ["of", ("this", 1)])
    assert record.read(numbers) is None
    assert record.write({"numbers": [1, 2]})
    assert record.read(numbers) == [1, 2]
    assert Record(record.file, "numbers", 1, ["of", ["this", 1]]).read(numbers) == [1, 2]


def test_lone_surrogates_come_back_as_they_went(tmp_path: Path) -> None:
    record = Record(tmp_path / "x.json", "texts", 1)
    assert record.write(["\ud800 \u00e4"])
    assert record.read(list) == ["\ud800 \u00e4"]


def change(**changes: Any) -> Callable[[Path], object]:
    def apply(file: Path) -> None:
        file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))

    return apply


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-5]),
        lambda file: file.write_text("[" * 100_000),
        lambda file: file.write_bytes(b"\xff\xfe\x00"),
        lambda file: file.write_text("[]"),
        lambda file: file.write_text('{"kind": "numbers"}'),
        lambda file: (file.unlink(), file.mkdir()),
        change(kind="letters"),
        change(version=2),
        change(made_from="0"),
        change(content=None),
        change(content={"numbers": ["x"]}),
        change(content={"numbers": 1}),
    ],
)
def test_damage_means_that_it_is_not_there(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    record = Record(tmp_path / "x.json", "numbers", 1, "this")
    assert record.write({"numbers": [1]})
    damage(record.file)
    assert record.read(numbers) is None


def test_one_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    assert not Record(tmp_path / "a file" / "x.json", "numbers", 1).write([])
    (tmp_path / "a folder").mkdir()
    assert not Record(tmp_path / "a folder", "numbers", 1).write([])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a file", "a folder"]
