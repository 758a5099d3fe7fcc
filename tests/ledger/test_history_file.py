"""Answers that others take the place of are kept, once each, whatever happens in between."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core import Answer, SupersededAnswer
from generator.errors import LedgerError
from generator.ledger import Ledger
from generator.storage.files import clear_unfinished
from tests.ledger.making import an_answer

ROOT = Path(__file__).resolve().parent.parent.parent
OLD = an_answer(text="Old.", prompt="1")
NEW = an_answer(text="New.", prompt="2", model_file="x", made="2026-02-02")
FAILURE = an_answer(text="", status="failed", made="2026-02-03")


def settled(ledger: Ledger, *answers: Answer) -> None:
    for answer in answers:
        ledger.append(answer)
    for paper, model in {(a.paper, a.model): None for a in answers}:
        ledger.settle(paper, model)


def told(entries: Sequence[SupersededAnswer]) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(e.answer.text, e.until, e.causes, e.by) for e in entries]


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_an_answer_that_gives_way_to_another_is_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    settled(ledger, OLD)
    assert ledger.history("paper-1") == ()
    settled(ledger, NEW)
    assert told(ledger.history("paper-1")) == [("Old.", "2026-02-02", ("prompt", "model_file"), NEW.id)]
    assert ledger.history("paper-1")[0].answer == OLD
    assert ledger.read("paper-1", "quotes")["random-seeds"].text == "New."
    assert ledger.problems == []


def test_recorded_answers_push_out_others_likewise(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record([OLD, an_answer("metrics")])
    ledger.record([NEW])
    assert [e.answer for e in ledger.history("paper-1")] == [OLD]


def test_the_same_answer_made_again_is_not_history(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    settled(ledger, OLD)
    settled(ledger, an_answer(text="Old.", prompt="2", made="2026-03-03"))
    assert not (tmp_path / "paper-1/history.jsonl").exists()


def test_what_was_never_settled_is_not_history(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer(text="Of a killed build."))
    settled(ledger, NEW)
    assert ledger.history("paper-1") == ()


def test_an_answer_that_gives_way_to_a_failure_is_kept_without_a_successor(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    settled(ledger, OLD)
    settled(ledger, FAILURE)
    (entry,) = ledger.history("paper-1")
    assert told([entry]) == [("Old.", "2026-02-03", ("failed",), "")]
    assert entry.withdrawn


@pytest.mark.parametrize(
    ("then", "more"),
    [
        pytest.param(NEW, [("Old.", "2026-02-03", ("prompt", "model_file"), NEW.id)], id="another"),
        pytest.param(OLD, [], id="the same again"),
        pytest.param(an_answer(text="", status="failed", made="2026-04-04"), [], id="a failure again"),
    ],
)
def test_what_follows_a_failure_takes_the_place_of_what_was_before_it(
    tmp_path: Path, then: Answer, more: list[tuple[object, ...]]
) -> None:
    ledger = Ledger(tmp_path)
    for answer in (OLD, FAILURE, then):
        settled(ledger, answer)
    assert sorted(told(ledger.history("paper-1"))) == sorted([("Old.", "2026-02-03", ("failed",), ""), *more])


def test_failures_alone_leave_no_history(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for answer in (FAILURE, an_answer(text="", status="failed", prompt="9"), NEW):
        settled(ledger, answer)
    assert ledger.history("paper-1") == ()


def test_an_answer_that_comes_back_leaves_a_line_each_time(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    settled(ledger, OLD)
    for day, text in ((2, "New."), (3, "Old."), (4, "New.")):
        settled(ledger, an_answer(text=text, made=f"2026-05-0{day}"))
    assert [(e.answer.text, e.until) for e in ledger.history("paper-1")] == [
        ("Old.", "2026-05-02"),
        ("New.", "2026-05-03"),
        ("Old.", "2026-05-04"),
    ]


def test_new_lines_stand_at_the_end_and_models_settled_in_any_order_give_the_same_file(
    tmp_path: Path,
) -> None:
    for name, models in (("one", ("a", "b")), ("two", ("b", "a"))):
        ledger = Ledger(tmp_path / name)
        for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
            before = files(tmp_path / name).get("paper-1/history.jsonl", b"")
            for model in models:
                settled(ledger, *(an_answer(q, model=model, text=day, made=day) for q in ("y", "x")))
            assert files(tmp_path / name).get("paper-1/history.jsonl", b"").startswith(before)
    assert len(Ledger(tmp_path / "one").history("paper-1")) == 8
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("way", ["settle", "record"])
def test_a_kill_between_history_and_answers_loses_nothing_and_repeats_nothing(
    tmp_path: Path, way: str
) -> None:
    new = an_answer(text="New.", made="2026-02-02")
    for name in ("killed", "whole"):
        ledger = Ledger(tmp_path / name)
        settled(ledger, OLD)
        if way == "settle":
            ledger.append(new)
    command = [sys.executable, "-m", "tests.ledger.dying", str(tmp_path / "killed"), way]
    died = subprocess.run(command, cwd=ROOT, check=False)
    assert died.returncode == 9
    ledger = Ledger(tmp_path / "killed")
    assert len(ledger.history("paper-1")) == 1  # written, while the answers are not yet replaced
    assert b"Old." in (tmp_path / "killed/paper-1/quotes.jsonl").read_bytes()
    for name in ("killed", "whole"):
        ledger = Ledger(tmp_path / name)
        if way == "settle":
            ledger.settle_all()
        else:
            ledger.record([new])
        assert [e.by for e in ledger.history("paper-1")] == [new.id]
    clear_unfinished(tmp_path / "killed", "*/")  # as the next build does
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (b"{half", "this line is no answer"),
        (b"[]", "this line is no answer"),
        (b'{"schema": 1, "until": "2026-01-01", "by": "", "causes": []}', "'answer' is missing"),
    ],
)
def test_a_damaged_line_is_reported_and_kept(tmp_path: Path, damage: bytes, said: str) -> None:
    ledger = Ledger(tmp_path)
    for answer in (OLD, NEW):
        settled(ledger, answer)
    file = tmp_path / "paper-1/history.jsonl"
    file.write_bytes(damage + b"\n" + file.read_bytes())
    settled(ledger, an_answer(text="Newer.", made="2026-03-03"))
    assert [e.answer.text for e in ledger.history("paper-1")] == ["Old.", "New."]
    assert any(said in str(p) and "history.jsonl" in str(p) for p in ledger.problems)
    assert file.read_bytes().endswith(damage + b"\n")


@pytest.mark.parametrize(
    "change",
    [{"until": 3}, {"by": None}, {"causes": [1]}, {"causes": 7}, {"answer": {}}],
    ids=lambda change: next(iter(change)),
)
def test_a_line_of_the_wrong_shape_is_reported(tmp_path: Path, change: dict[str, object]) -> None:
    ledger = Ledger(tmp_path)
    for answer in (OLD, NEW):
        settled(ledger, answer)
    file = tmp_path / "paper-1/history.jsonl"
    file.write_text(json.dumps({**json.loads(file.read_bytes()), **change}), encoding="utf-8")
    assert ledger.history("paper-1") == ()
    assert len(ledger.problems) == 1


def test_a_history_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for answer in (OLD, NEW):
        settled(ledger, answer)
    file = tmp_path / "paper-1/history.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"schema":2', b'"schema":99'))
    with pytest.raises(LedgerError, match="newer Answerbook"):
        ledger.history("paper-1")


def test_history_is_no_model(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for answer in (OLD, NEW):
        settled(ledger, answer)
    assert ledger.models("paper-1") == ("quotes",)
    with pytest.raises(LedgerError, match="no model can be called 'history'"):
        ledger.append(an_answer(model="history"))


def test_a_clock_that_was_put_back_leaves_changes_in_the_order_in_which_they_happened(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path)
    first, second = an_answer(text="First.", made="2026-05-05"), an_answer(text="Second.", made="2026-06-06")
    third, fourth = an_answer(text="Third.", made="2020-01-01"), an_answer(text="Fourth.", made="2020-01-02")
    for answer in (first, second, third, fourth):
        settled(ledger, answer)
    found = ledger.history("paper-1")
    assert [(e.answer.text, e.until) for e in found] == [
        ("First.", "2026-06-06"),
        ("Second.", "2026-06-06"),
        ("Third.", "2026-06-06"),
    ]
    assert [e.by for e in found] == [second.id, third.id, fourth.id]
    ledger.withdraw("paper-1", [an_answer("other", made="2026-07-07")], "2020-01-03")
    assert ledger.history("paper-1")[-1].until == "2026-07-07"


def test_a_history_of_an_older_version_is_read(tmp_path: Path) -> None:
    settled(Ledger(tmp_path), OLD, NEW)
    settled(Ledger(tmp_path), an_answer(text="Newer.", made="2026-03-03"))
    file = tmp_path / "paper-1/history.jsonl"
    data = [json.loads(line) for line in file.read_text().splitlines()]
    for entry in data:
        entry["schema"] = 0
        entry["answer"]["status"] = "reported"
        del entry["answer"]["reason"], entry["answer"]["provenance"]
    file.write_text("".join(json.dumps(entry) + "\n" for entry in data))
    ledger = Ledger(tmp_path)
    assert [e.answer.text for e in ledger.history("paper-1")] == ["New."]
    assert ledger.problems == []
