"""What `answerbook verify` finds wrong with a ledger, each with its line and the mend."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.core import Answer, AnswerSentence, Place, Snippet, canonical_json, digest
from generator.core.answer import Searched
from generator.ledger import Ledger
from generator.ledger.store import canonical_line
from generator.ledger.verifying import Text, Verified, verify
from tests.ledger.test_schema import line_of_schema_0

PAPER = "We fixed the seed to 7. The code is on a server."
HASH = "0011223344556677"


def answer(question: str = "seeds", start: int = 0, end: int = 23, text: str = PAPER[:23]) -> Answer:
    place = Place(start, end)
    return Answer(
        "paper-1",
        question,
        "quotes",
        "reported",
        sentences=(AnswerSentence(text, "supported", "", (0,), 1.0),),
        evidence=(Snippet(text, place),),
        searched=(Searched(digest(PAPER[start:end]), place, 0.5),),
        fingerprint={"paper_text": HASH},
    )


def looked_at(folder: Path, lines: Sequence[bytes], text: Text = (PAPER, HASH)) -> Verified:
    file = folder / "paper-1" / "quotes.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"".join(lines))
    return verify(folder, lambda paper: text)


def test_a_ledger_as_it_should_be_has_no_problem(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [canonical_line(answer("a")), canonical_line(answer("b"))])
    assert (found.problems, found.answers, found.files, found.quotes) == ([], 2, 1, 2)
    assert verify(tmp_path / "none", lambda paper: None).problems == []


A, B = canonical_line(answer("a")), canonical_line(answer("b"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([A, b"<<<<<<< HEAD\n", B], [(2, "the beginning of a merge conflict")]),
        (
            [b"<<<<<<< ours\n", A, b"=======\n", A, b">>>>>>> theirs\n"],
            [(1, "the beginning of"), (3, "the middle of"), (5, "the end of a merge conflict")],
        ),
        ([A, B[:40]], [(2, "is cut off in the middle; restore it")]),
        ([A, B[:40] + b"\n"], [(2, "is no answer")]),
        ([A, B[:-1]], [(2, "lacks the line break at its end; run `answerbook verify --mend`")]),
        ([B, A], [(2, "a stands after b; run `answerbook verify --mend`")]),
        ([A, A], [(2, "answers a again, as line 1 does")]),
        ([A, b"\n", B], [(2, "is empty")]),
        ([A.replace(b'","', b'", "', 1)], [(1, "is not in canonical form")]),
        ([A.replace(b"seed to 7", b"seed to 8", 1)], [(1, "its seal is broken")]),
        ([A.replace(b'"schema":2', b'"schema":99')], [(1, "written by a newer Answerbook")]),
        ([line_of_schema_0(answer("a"))], [(1, "is of the older schema 0")]),
        ([A.replace(b"paper-1", b"paper-2")], [(1, "is no answer")]),
    ],
)
def test_each_problem_has_its_line_and_mend(
    tmp_path: Path, lines: list[bytes], expected: list[tuple[int, str]]
) -> None:
    found = looked_at(tmp_path, lines)
    assert [p.line for p in found.problems] == [line for line, _ in expected]
    for problem, (_, words) in zip(found.problems, expected, strict=True):
        assert words in problem.message
        assert problem.file.endswith("paper-1/quotes.jsonl")
        assert ";" in problem.message
        assert "\n" not in str(problem)


def rewritten(made: Answer, **fields: object) -> bytes:
    return canonical_line(dataclasses.replace(made, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            canonical_line(answer(start=1, end=24)),
            "quote 1 is not what the paper says at 1 to 24; its words stand at 0",
        ),
        (canonical_line(answer(text="We fixed the seed to 8.")), "its words stand nowhere in it"),
        (canonical_line(answer(end=22)), "quote 1 is not what the paper says at 0 to 22"),
        (canonical_line(answer(start=500, end=523)), "quote 1 is not what"),
        (
            rewritten(answer(), sentences=(AnswerSentence("x", "supported", "", (3,)),)),
            "a sentence cites evidence that is not there",
        ),
        (
            rewritten(answer(), searched=(Searched("0" * 16, Place(0, 23), 0.5),)),
            "the snippet 0000000000000000 that was searched is not what the paper says",
        ),
    ],
)
def test_quotes_and_citations_are_compared_with_the_paper(tmp_path: Path, line: bytes, words: str) -> None:
    (problem,) = looked_at(tmp_path, [line]).problems
    assert words in problem.message
    assert problem.message.startswith("seeds: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "their paper is not here"), (("Other.", "ff"), "an earlier text of their paper")],
)
def test_quotes_of_stale_answers_are_counted_and_not_compared(
    tmp_path: Path, text: Text, reason: str
) -> None:
    found = looked_at(tmp_path, [canonical_line(answer())], text)
    assert found.problems == []
    assert [n for why, n in found.unquoted.items() if reason in why] == [1]


def test_an_imported_answer_whose_paper_changed_is_stale_and_no_problem(tmp_path: Path) -> None:
    made = dataclasses.replace(answer(), fingerprint={"source": "x"})
    found = looked_at(tmp_path, [canonical_line(made)], ("Other.", "ff"))
    assert found.problems == []
    assert sum(found.unquoted.values()) == 1


def test_the_answer_in_the_making_at_a_kill_is_no_problem(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [A])
    (tmp_path / "paper-1/quotes.jsonl.new").write_bytes(B + A[:30])
    found = verify(tmp_path, lambda paper: (PAPER, HASH))
    assert (found.problems, found.answers) == ([], 2)


def test_what_is_untidy_is_written_as_it_should_be_and_what_is_damaged_is_left(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [B, A, A.replace(b'","', b'", "', 1)])
    assert found.untidy == [("paper-1", "quotes")]
    Ledger(tmp_path).remove("paper-1", "quotes", ())
    assert (tmp_path / "paper-1/quotes.jsonl").read_bytes() == A + B
    assert looked_at(tmp_path, [B, b"<<<<<<< HEAD\n", A]).untidy == []


def test_a_history_beside_the_answers_is_no_answer(tmp_path: Path) -> None:
    looked_at(tmp_path, [A])
    (tmp_path / "paper-1/history.jsonl").write_text(canonical_json({"until": "2026"}) + "\n")
    assert verify(tmp_path, lambda paper: None).files == 1
