"""The ledger on disks and machines that are not like ours: clocks, line ends, networks, locks."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from generator.core import Answer
from generator.errors import LedgerError
from generator.ledger import Ledger
from generator.ledger.contradicting import ReferencePaper
from generator.ledger.ledger_lines import canonical_line, locked_for_append
from generator.ledger.ledger_merging import merge_files, merge_ledgers
from generator.ledger.published_list import add_to_list, vanished_names
from generator.ledger.verifying import verify
from generator.run.input_state import InputState
from generator.storage.lock import locked
from tests.ledger.making import an_answer

AHEAD = "2099-01-01"


def ledger(folder: Path, *answers: Answer) -> Ledger:
    made = Ledger(folder)
    for answer in answers:
        made.record([answer])
    return made


# Clocks


def test_an_answer_of_a_clock_that_is_ahead_wins_no_merge_on_either_side(tmp_path: Path) -> None:
    ahead, right = an_answer(text="Ahead.", made=AHEAD), an_answer(text="Right.", made="2026-02-02")
    for number, (ours, theirs) in enumerate([(ahead, right), (right, ahead)]):
        into, other = tmp_path / f"into-{number}", tmp_path / f"other-{number}"
        ledger(into, ours)
        ledger(other, theirs)
        merge_ledgers(into, [other])
        now = Ledger(into)
        assert [a.text for a in now.read("paper-1", "quotes").values()] == ["Right."]
        assert [(e.answer.text, e.until) for e in now.history("paper-1")] == [("Ahead.", "2026-02-02")]
        lines = [canonical_line(answer) for answer in (ours, theirs)]
        merged, _ = merge_files(b"", *lines, "content/answers/paper-1/quotes.jsonl")
        assert merged == canonical_line(ahead) + canonical_line(right)  # the last one is the answer


def test_what_follows_an_answer_of_a_clock_that_was_ahead_bears_the_day_of_today(tmp_path: Path) -> None:
    made = ledger(
        tmp_path,
        an_answer(text="Ahead.", made=AHEAD),
        an_answer(text="Right.", made="2026-02-02"),
        an_answer(text="Later.", made="2026-03-03"),
    )
    assert [(e.answer.text, e.until) for e in made.history("paper-1")] == [
        ("Ahead.", "2026-02-02"),
        ("Right.", "2026-03-03"),
    ]
    made.withdraw("paper-1", [an_answer("other", made=AHEAD)], "2026-04-04")
    assert [e.until for e in made.history("paper-1")] == ["2026-02-02", "2026-03-03", "2026-04-04"]


def test_a_file_of_the_future_is_never_taken_for_settled() -> None:
    now = 1_790_000_000 * 10**9
    assert InputState("", {}, newest=now - 10**11, at=now).settled
    assert not InputState("", {}, newest=now + 10**15, at=now).settled


# Line ends


def with_crlf(folder: Path) -> None:
    """As git checks files out on Windows."""
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def test_a_ledger_with_crlf_says_the_same_and_nothing_of_it_has_vanished(tmp_path: Path) -> None:
    made = ledger(tmp_path, an_answer(), an_answer(text="New.", made="2026-02-02"), an_answer("b"))
    add_to_list(tmp_path, {"paper-1"})
    before = made.read("paper-1", "quotes"), made.history("paper-1")
    with_crlf(tmp_path)
    again = Ledger(tmp_path)
    assert (again.read("paper-1", "quotes"), again.history("paper-1")) == before
    assert again.problems == []
    assert vanished_names(tmp_path) == {}
    assert verify(tmp_path, lambda paper: ReferencePaper()).problems == []
    again.record([an_answer("c")])
    assert b"\r" not in (tmp_path / "paper-1/quotes.jsonl").read_bytes()


def test_a_merge_takes_lines_that_differ_by_crlf_for_the_same(tmp_path: Path) -> None:
    first, second = an_answer(), an_answer(text="New.", made="2026-02-02")
    for name in ("into", "other"):
        ledger(tmp_path / name, first, second)
    with_crlf(tmp_path / "other")
    (taken,) = merge_ledgers(tmp_path / "into", [tmp_path / "other"])
    assert (taken.same, taken.history) == (1, 0)
    assert len(Ledger(tmp_path / "into").history("paper-1")) == 1
    for name in ("quotes.jsonl", "history.jsonl"):
        ours, theirs = ((tmp_path / side / "paper-1" / name).read_bytes() for side in ("into", "other"))
        assert ours != theirs
        assert merge_files(ours, ours, theirs, f"content/answers/paper-1/{name}") == (ours, [])
        assert merge_files(b"", theirs, ours, f"content/answers/paper-1/{name}") == (ours, [])


# Networks


def test_a_journal_that_was_taken_away_while_another_waited_for_it_is_not_written(tmp_path: Path) -> None:
    """A network file system keeps a name for what is open and removed, so that a link is left."""
    file = tmp_path / "quotes.jsonl.new"
    real, waited = fcntl.flock, []

    def flock(stream: int, how: int) -> None:
        real(stream, how)
        if not waited:
            waited.append(True)
            os.link(file, tmp_path / ".nfs0001")
            file.unlink()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fcntl, "flock", flock)
        with locked_for_append(file) as stream:
            stream.write(b"an answer\n")
    assert file.read_bytes() == b"an answer\n"
    assert (tmp_path / ".nfs0001").read_bytes() == b""


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refused)
    said = (
        rf"cannot be locked \({os.strerror(code)}\); mount its file system with locks .*or use a local disk"
    )
    with pytest.raises(LedgerError, match=said):
        Ledger(tmp_path).append(an_answer())
    with pytest.raises(LedgerError, match=said), locked(tmp_path / "lock", "x"):
        pass
    monkeypatch.undo()
    Ledger(tmp_path).append(an_answer())
    assert len(Ledger(tmp_path).read("paper-1", "quotes")) == 1
