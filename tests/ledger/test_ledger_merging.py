"""Two ledgers made one, whole or file by file."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path

import pytest

from generator.core import Answer
from generator.errors import LedgerError
from generator.ledger import Ledger, RecordedUsage, add_usage, total_usage
from generator.ledger.ledger_lines import canonical_line
from generator.ledger.ledger_merging import merge_files, merge_ledgers, rank
from generator.ledger.private_mark import read_marks, set_marks
from tests.ledger.making import an_answer

NAME = "content/answers/paper-1/quotes.jsonl"


def made(question: str = "a", day: str = "2026-01-01", **more: str) -> Answer:
    return dataclasses.replace(an_answer(question, **more), provenance={"made": day})  # type: ignore[arg-type]


def ledger(folder: Path, *answers: Answer) -> Path:
    for answer in answers:
        Ledger(folder).record([answer])
    folder.mkdir(exist_ok=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.json*"))}


def test_shards_are_united_and_a_second_merge_changes_nothing(tmp_path: Path) -> None:
    one = ledger(tmp_path / "1", made("a"), made("a", paper="paper-2"))
    two = ledger(tmp_path / "2", made("b"), made("a", paper="paper-3", model="m"))
    into = tmp_path / "into"
    report = merge_ledgers(into, [one, two])
    assert [(t.new, t.replaced, t.kept, t.same) for t in report] == [(2, 0, 0, 0), (2, 0, 0, 0)]
    assert set(Ledger(into).read("paper-1", "quotes")) == {"a", "b"}
    assert Ledger(into).models("paper-3") == ("m",)
    before = contents(into)
    again = merge_ledgers(into, [two, one])
    assert [(t.new, t.same) for t in again] == [(0, 2), (0, 2)]
    assert contents(into) == before


@pytest.mark.parametrize(
    ("loser", "winner", "why"),
    [
        (made(text="Stale.", day="2026-09-09"), made(text="Fresh."), "fresh"),
        (made(text="x", status="failed", day="2026-09-09"), made(text="y"), "not failed"),
        (made(text="x", day="2026-01-01"), made(text="y", day="2026-01-02"), "made later"),
        (made(text="x", day="2999-01-01"), made(text="y", day="2026-01-01"), "made later"),  # a clock ahead
    ],
)
def test_of_two_answers_the_better_one_is_kept_on_whichever_side(
    tmp_path: Path, loser: Answer, winner: Answer, why: str
) -> None:
    def fresh(answer: Answer) -> bool:
        return answer.text != "Stale."

    one, two = ledger(tmp_path / "1", loser), ledger(tmp_path / "2", winner)
    (taken,) = merge_ledgers(one, [two], fresh)
    assert dict(taken.why) == {why: 1}
    assert Ledger(one).read("paper-1", "quotes")["a"] == winner
    one = ledger(tmp_path / "3", loser)
    (taken,) = merge_ledgers(two, [one], fresh)
    assert (taken.kept, taken.replaced) == (1, 0)
    assert Ledger(two).read("paper-1", "quotes")["a"] == winner


def test_the_order_of_the_ledgers_does_not_matter(tmp_path: Path) -> None:
    sides = [
        ledger(tmp_path / str(n), made(text=f"Text {n}."), made("b", text=f"B {n % 2}.")) for n in range(3)
    ]
    results = set()
    for number, order in enumerate(itertools.permutations(sides)):
        merge_ledgers(tmp_path / f"into-{number}", order)
        results.add(tuple(contents(tmp_path / f"into-{number}").items()))
    assert len(results) == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    one = ledger(tmp_path / "1", made())
    (taken,) = merge_ledgers(tmp_path / "into", [one], dry_run=True)
    assert taken.new == 1
    assert not (tmp_path / "into").exists()


def test_damaged_lines_are_named_and_not_taken(tmp_path: Path) -> None:
    one = ledger(tmp_path / "1", made())
    file = one / "paper-1/quotes.jsonl"
    file.write_bytes(file.read_bytes() + b"<<<<<<< HEAD\n")
    (taken,) = merge_ledgers(tmp_path / "into", [one])
    assert "quotes.jsonl:2" in taken.problems[0]
    assert b"<<<" not in (tmp_path / "into/paper-1/quotes.jsonl").read_bytes()


def gave_way(day: str) -> bytes:
    """Return a line of a history, as far as its order goes."""
    return json.dumps({"until": day, "answer": {"question": "q", "model": "m"}}).encode() + b"\n"


def test_histories_are_united_and_costs_are_not_counted_twice(tmp_path: Path) -> None:
    one, two = ledger(tmp_path / "1", made()), ledger(tmp_path / "2", made())
    old, new, newer = (
        json.dumps({"until": day, "answer": {"question": "q", "model": "m"}}).encode() + b"\n"
        for day in ("2026-01", "2026-02", "2026-03")
    )
    (one / "paper-1/history.jsonl").write_bytes(old + newer)
    (two / "paper-1/history.jsonl").write_bytes(old + new)
    add_usage(one, "paper-1", {"m": RecordedUsage(5, 5.0, 50)})
    add_usage(two, "paper-1", {"m": RecordedUsage(3, 3.0, 30), "n": RecordedUsage(1, 1.0, 1)})
    for _ in range(2):
        merge_ledgers(one, [two])
        assert (one / "paper-1/history.jsonl").read_bytes() == old + new + newer
        assert total_usage(one) == {"m": RecordedUsage(5, 5.0, 50), "n": RecordedUsage(1, 1.0, 1)}


MARKS = (b"<<<<<<< ours\n", b"=======\n", b">>>>>>> theirs\n")


def test_marks_of_a_conflict_in_a_history_are_neither_taken_nor_written_over(tmp_path: Path) -> None:
    one, two = ledger(tmp_path / "1", made()), ledger(tmp_path / "2", made())
    marked = MARKS[0] + gave_way("2026-01") + MARKS[1] + gave_way("2026-02") + MARKS[2]
    (one / "paper-1/history.jsonl").write_bytes(gave_way("2026-01"))
    (two / "paper-1/history.jsonl").write_bytes(marked)
    merge_ledgers(one, [two])
    assert (one / "paper-1/history.jsonl").read_bytes() == gave_way("2026-01") + gave_way("2026-02")
    (one / "paper-1/history.jsonl").write_bytes(gave_way("2026-03"))
    with pytest.raises(LedgerError, match="contains merge conflict markers"):
        merge_ledgers(two, [one])
    assert (two / "paper-1/history.jsonl").read_bytes() == marked


def test_answers_that_a_merge_of_git_left_overtaken_come_along(tmp_path: Path) -> None:
    old, new = made(day="2026-01-01"), made(day="2026-02-02", text="The seed was 9.")
    two = ledger(tmp_path / "2", new)
    (two / "paper-1/quotes.jsonl").write_bytes(canonical_line(old) + canonical_line(new))
    merge_ledgers(tmp_path / "1", [two])
    assert [e.answer.id for e in Ledger(tmp_path / "1").history("paper-1")] == [old.id]
    assert Ledger(tmp_path / "1").read("paper-1", "quotes")["a"].id == new.id


def test_rank_is_a_total_order_over_different_answers() -> None:
    different = [made(text="x"), made(text="y"), made(day="2026-02-02"), made(status="failed")]
    assert len({rank(a) for a in different}) == len(different)


A, B, C = (canonical_line(made(q)) for q in "abc")
A2, A3 = (canonical_line(made(day=d, text=d)) for d in ("2026-02-02", "2026-03-03"))
A4 = canonical_line(made(day="2026-04-04", text="4"))
FAILED = canonical_line(made(day="2026-05-05", status="failed"))
A2_NAMED, A2_TOO, A2_BOTH = (
    canonical_line(dataclasses.replace(made(day="2026-02-02", text="2026-02-02"), aliases=names))
    for names in (("0" * 24,), ("1" * 24,), ("0" * 24, "1" * 24))
)
EDITED = A.replace(b"seed was 7", b"seed was 9")  # by hand: its id no longer fits
EDITED_TOO = A.replace(b"seed was 7", b"seed was 5")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (b"", A, B, A + B),  # both new
        (A, A + B, A + C, A + B + C),
        (A, A2, A, A2),
        (A, A, A2, A2),
        (A, A3, A2, A2 + A3),  # both answered anew: the later one is the answer
        (A, A2, A3, A2 + A3),
        (A, A2 + A3, A4, A2 + A3 + A4),  # nothing is lost in a merge after a merge
        (A, A4, A2 + A3, A2 + A3 + A4),
        (A2 + A3, A2 + A3 + B, A3 + C, A3 + B + C),  # one side has put into its history what gave way
        (A, A2, FAILED, A2),  # a failure says nothing of a paper
        (A, A2_NAMED, A2_TOO, A2_BOTH),  # one answer under the ids of both
        (A + B, B, A + B, B),  # removed on one side
        (A + B, B, A2 + B, A2 + B),  # removed, and answered anew
        (A, b"", b"", b""),
        (A, EDITED, A, EDITED),  # only one side touched it
        (A, EDITED, EDITED, EDITED),
        (A + b"{torn\n", A + B + b"{torn\n", A + C, A + B + C),
    ],
)
def test_a_file_is_merged_by_question(base: bytes, ours: bytes, theirs: bytes, merged: bytes) -> None:
    assert merge_files(base, ours, theirs, NAME) == (merged, [])


@pytest.mark.parametrize(
    ("ours", "theirs"), [(EDITED, A2), (A2, EDITED), (EDITED, EDITED_TOO), (b"", EDITED), (EDITED, b"")]
)
def test_what_a_person_edited_is_never_thrown_away(ours: bytes, theirs: bytes) -> None:
    merged, conflicts = merge_files(A + B, ours + B, theirs + B, NAME)
    assert conflicts == ["a"]
    assert merged == b"<<<<<<< ours\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n" + B


def test_costs_of_both_sides_since_they_parted_are_added_up() -> None:
    def cost(answers: int) -> bytes:
        return json.dumps(
            {"m": {"answers": answers, "seconds": answers / 2, "tokens": 10 * answers}}
        ).encode()

    merged, _ = merge_files(cost(10), cost(13), cost(14), "content/answers/p/effort.json")
    assert json.loads(merged) == {"m": {"answers": 17, "seconds": 8.5, "tokens": 170}}
    merged, _ = merge_files(b"", cost(2), b"{damaged", "content/answers/p/effort.json")
    assert json.loads(merged)["m"]["answers"] == 2


@pytest.mark.parametrize("sides", [(b"stated\n", b"kept\n"), (b"kept\n", b"stated\n")])
def test_of_two_marks_of_a_private_paper_the_stronger_one_stays(sides: tuple[bytes, bytes]) -> None:
    assert merge_files(b"", *sides, "content/answers/p/private") == (b"kept\n", [])


def test_a_history_is_united_in_order() -> None:
    one, two, three = (
        json.dumps({"until": day, "answer": {"question": "q", "model": "m"}}).encode() + b"\n"
        for day in ("2026-01", "2026-02", "2026-03")
    )
    merged, conflicts = merge_files(one, one + three, one + two, "content/answers/p/history.jsonl")
    assert (merged, conflicts) == (one + two + three, [])


def test_a_private_paper_is_marked_before_its_first_answer_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ledger(tmp_path / "other", made("a"))
    set_marks(other, {"paper-1": "stated"})

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        merge_ledgers(tmp_path / "into", [other])
    assert read_marks(tmp_path / "into") == {"paper-1": "stated"}
