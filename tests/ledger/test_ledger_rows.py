"""Rows say what the whole reader says, from memory where nothing changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.ledger import Ledger
from generator.ledger.ledger_rows import LedgerRow, LedgerRows, answer_files
from tests.ledger.making import an_answer


def all_rows(folder: Path, memory: Path | None = None) -> dict[tuple[str, str, str], LedgerRow]:
    rows = LedgerRows(Ledger(folder), memory)
    found = {
        (paper, model, question): row
        for paper, model, file in answer_files(folder)
        for question, row in rows.of(paper, model, file).items()
    }
    rows.save()
    return found


def aged(folder: Path) -> None:
    for file in folder.rglob("*.jsonl*"):
        os.utime(file, (time.time() - 3600,) * 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "answers")
    ledger.record([an_answer("a"), an_answer("b", status="failed")])
    ledger.record([an_answer("a", paper="paper-2", model="m")])
    (tmp_path / "answers/paper-1/history.jsonl").write_text("{}\n")
    (tmp_path / "answers/paper-1/effort.json").write_text("{}\n")
    aged(tmp_path)
    return tmp_path / "answers"


def test_rows_hold_what_the_answers_hold(folder: Path) -> None:
    found = all_rows(folder)
    assert set(found) == {("paper-1", "quotes", "a"), ("paper-1", "quotes", "b"), ("paper-2", "m", "a")}
    row = found["paper-1", "quotes", "b"]
    assert (row.shared.status, row.shared.made, row.paper_text) == ("failed", "2026-01-01", "ab")
    assert row.fingerprint == an_answer().fingerprint


def test_a_second_look_reads_no_file_that_has_not_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = all_rows(folder, tmp_path / "memory.json")
    Ledger(folder).record([an_answer("c")])
    opened: list[str] = []
    real = Path.read_bytes

    def counted(path: Path) -> bytes:
        opened.append(path.parent.name)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    second = all_rows(folder, tmp_path / "memory.json")
    assert set(opened) == {"paper-1"}
    assert second.keys() == {*first, ("paper-1", "quotes", "c")}
    assert {key: second[key] for key in first} == first


def test_a_file_of_this_very_moment_is_not_remembered(folder: Path, tmp_path: Path) -> None:
    Ledger(folder).record([an_answer("c", text="One.")])
    all_rows(folder, tmp_path / "memory.json")
    file = folder / "paper-1/quotes.jsonl"
    stat = file.stat()
    Ledger(folder).record([an_answer("c", text="Two.", status="failed")])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert all_rows(folder, tmp_path / "memory.json")["paper-1", "quotes", "c"].shared.status == "failed"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"magic": "answerbook rows", "version": 1}'])
def test_a_damaged_memory_is_an_empty_one(folder: Path, tmp_path: Path, damage: bytes) -> None:
    wanted = all_rows(folder, tmp_path / "memory.json")
    (tmp_path / "memory.json").write_bytes(damage)
    assert all_rows(folder, tmp_path / "memory.json") == wanted


def test_what_the_whole_reader_refuses_is_no_row(folder: Path, tmp_path: Path) -> None:
    file = folder / "paper-1/quotes.jsonl"
    file.write_bytes(file.read_bytes().replace(b"seed was 7", b"seed was 8", 1) + b"{torn")
    aged(folder)
    for _ in range(2):
        ledger = Ledger(folder)
        rows = LedgerRows(ledger, tmp_path / "memory.json").of("paper-1", "quotes", file)
        assert set(rows) == set(Ledger(folder).read("paper-1", "quotes")) == {"b"}
        assert len(ledger.problems) == 2


def test_what_a_build_has_appended_counts(folder: Path) -> None:
    Ledger(folder).append(an_answer("c"))
    Ledger(folder).append(an_answer("a", paper="paper-3"))
    assert {("paper-1", "quotes", "c"), ("paper-3", "quotes", "a")} <= set(all_rows(folder))
