"""Many answers at once, and which models have any."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import LedgerError
from generator.ledger import Ledger
from tests.ledger.making import an_answer


def test_answers_recorded_at_once_replace_those_to_their_questions(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer("a", text="Old."))
    ledger.settle("paper-1", "quotes")
    ledger.append(an_answer("b", text="Left by a killed build."))
    ledger.record([an_answer("c", text="New."), an_answer("a", text="New.")])
    known = ledger.read("paper-1", "quotes")
    assert {q: a.text for q, a in known.items()} == {"a": "New.", "b": "Left by a killed build.", "c": "New."}
    assert {p.name for p in (tmp_path / "paper-1").iterdir()} == {"quotes.jsonl", "history.jsonl"}
    before = (tmp_path / "paper-1/quotes.jsonl").read_bytes()
    ledger.record([an_answer("a", text="New.")])
    assert (tmp_path / "paper-1/quotes.jsonl").read_bytes() == before


def test_a_damaged_line_is_kept_when_answers_are_recorded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record([an_answer("a")])
    file = tmp_path / "paper-1/quotes.jsonl"
    file.write_bytes(file.read_bytes() + b"{half\n")
    ledger.record([an_answer("b")])
    assert file.read_bytes().endswith(b"{half\n")
    assert set(Ledger(tmp_path).read("paper-1", "quotes")) == {"a", "b"}


def test_recording_nothing_makes_no_file(tmp_path: Path) -> None:
    Ledger(tmp_path).record([])
    assert list(tmp_path.iterdir()) == []


def test_answers_of_several_papers_are_not_recorded_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="several papers or models"):
        Ledger(tmp_path).record([an_answer(), an_answer(paper="paper-2")])


def test_a_folder_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "paper-1").write_text("a file")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger(tmp_path).record([an_answer()])


def test_the_models_that_have_answers_are_those_that_have_files(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.models("paper-1") == ()
    ledger.record([an_answer(model="b")])
    ledger.append(an_answer(model="a.1"))
    (tmp_path / "paper-1/.hidden.jsonl").touch()
    (tmp_path / "paper-1/notes.txt").touch()
    assert ledger.models("paper-1") == ("a.1", "b")
