"""What `answerbook verify` finds wrong with a ledger, each with its line and the mend."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.core import (
    Answer,
    AnswerSentence,
    Metadata,
    Paper,
    Paragraph,
    Place,
    Section,
    Sentence,
    Snippet,
    digest,
)
from generator.core.answer import SearchedPassage
from generator.core.fingerprint import paper_hash
from generator.core.known_paper import KnownPaper
from generator.core.question import QuestionWording
from generator.errors import LedgerError
from generator.ledger import Ledger, RecordedUsage, add_usage, total_usage
from generator.ledger.contradicting import ReferencePaper
from generator.ledger.history_file import history_file
from generator.ledger.known import write_known
from generator.ledger.ledger_lines import answer_of, canonical_line
from generator.ledger.ledger_merging import repair_file
from generator.ledger.published_list import PUBLISHED_FILE as LIST
from generator.ledger.published_list import add_to_list, merge_lists, read_list
from generator.ledger.verifying import VerificationReport, verify
from tests.ledger.making import an_answer
from tests.ledger.test_line_migration import line_of_schema_0

PAPER = "We fixed the seed to 7. The code is on a server."
SENTENCES = (
    Sentence(PAPER[:23], 0, 23, page=1, links=("https://example.org/a",)),
    Sentence(PAPER[24:], 24, len(PAPER), page=2),
)
SECTIONS = (Section("methods", "Methods", 1, (Paragraph("prose", SENTENCES),)),)
READ = Paper("paper-1", "text", "paper-1.txt", Metadata(title="Seeds"), PAPER, SECTIONS)
HASH = paper_hash(READ)
HERE = ReferencePaper(READ, KnownPaper("paper-1"))
OTHER = ReferencePaper(dataclasses.replace(READ, text="Other.", sections=()))


def answer(
    question: str = "seeds", start: int = 0, end: int = 23, text: str = PAPER[:23], page: int = 1
) -> Answer:
    place = Place(start, end, "Methods", "methods", page)
    return Answer(
        "paper-1",
        question,
        "quotes",
        "reported",
        sentences=(AnswerSentence(text, "supported", "", (0,), 1.0),),
        evidence=(Snippet(text, place),),
        searched=(SearchedPassage(digest(PAPER[start:end]), place, 0.5),),
        fingerprint={"paper_text": HASH},
    )


def looked_at(folder: Path, lines: Sequence[bytes], source: ReferencePaper = HERE) -> VerificationReport:
    file = folder / "paper-1" / "quotes.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"".join(lines))
    return verify(folder, lambda paper: source)


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
        ([A, B[:-1]], [(2, "lacks the line break at its end; run `answerbook verify --repair`")]),
        ([B, A], [(2, "a comes after b; run `answerbook verify --repair`")]),
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
            "quote 1 is not what the paper says at 1 to 24; its words are at 0",
        ),
        (canonical_line(answer(text="We fixed the seed to 8.")), "its words are not in it"),
        (canonical_line(answer(end=22)), "quote 1 is not what the paper says at 0 to 22"),
        (canonical_line(answer(start=500, end=523)), "quote 1 is not what"),
        (
            rewritten(answer(), sentences=(AnswerSentence("x", "supported", "", (3,)),)),
            "a sentence cites evidence that is not there",
        ),
        (
            rewritten(
                answer(), searched=(SearchedPassage("0" * 16, Place(0, 23, "Methods", "methods", 1), 0.5),)
            ),
            "the snippet 0000000000000000 that was searched is not what the paper says",
        ),
        (canonical_line(answer(page=2)), "quote 1: it is not on page 2"),
        (
            rewritten(answer(), evidence=(Snippet(PAPER[:23], Place(0, 23, "Results", "results", 1)),)),
            "quote 1: it is not in the section 'Results'",
        ),
        (
            rewritten(
                answer(),
                evidence=(
                    Snippet(
                        PAPER[:23], Place(0, 23, "Methods", "methods", 1), 0.0, ("https://evil.example",)
                    ),
                ),
            ),
            "the paper does not link to https://evil.example there",
        ),
        (
            rewritten(answer(), record="0" * 16),
            "the record of its paper, 0000000000000000, is not written down",
        ),
        (rewritten(answer(), version=2), "it is about version 2 of its paper, and paper.json knows 1"),
    ],
)
def test_quotes_and_citations_are_compared_with_the_paper(tmp_path: Path, line: bytes, words: str) -> None:
    problem, *_ = looked_at(tmp_path, [line]).problems
    assert words in problem.message
    assert problem.message.startswith("seeds: ")


@pytest.mark.parametrize(
    ("source", "reason"),
    [(ReferencePaper(), "their paper is not here"), (OTHER, "an earlier text of their paper")],
)
def test_quotes_of_stale_answers_are_counted_and_not_compared(
    tmp_path: Path, source: ReferencePaper, reason: str
) -> None:
    found = looked_at(tmp_path, [canonical_line(answer())], source)
    assert found.problems == []
    assert [n for why, n in found.unquoted.items() if reason in why] == [1]


def test_an_imported_answer_whose_paper_changed_is_stale_and_no_problem(tmp_path: Path) -> None:
    made = dataclasses.replace(answer(), fingerprint={"source": "x"})
    found = looked_at(tmp_path, [canonical_line(made)], OTHER)
    assert found.problems == []
    assert sum(found.unquoted.values()) == 1


def test_the_answer_in_the_making_at_a_kill_is_no_problem(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [A])
    (tmp_path / "paper-1/quotes.jsonl.new").write_bytes(B + A[:30])
    found = verify(tmp_path, lambda paper: HERE)
    assert (found.problems, found.answers) == ([], 2)


def test_what_is_untidy_is_written_as_it_should_be_and_what_is_damaged_is_left(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [B, A, A.replace(b'","', b'", "', 1)])
    assert found.untidy == [("paper-1", "quotes")]
    Ledger(tmp_path).remove("paper-1", "quotes", ())
    assert (tmp_path / "paper-1/quotes.jsonl").read_bytes() == A + B
    assert looked_at(tmp_path, [B, b"<<<<<<< HEAD\n", A, B[:40] + b"\n"]).untidy == []


def test_a_history_beside_the_answers_is_no_answer(tmp_path: Path) -> None:
    looked_at(tmp_path, [A])
    Ledger(tmp_path).record([answer("a", text=PAPER[:22], end=22)])
    found = verify(tmp_path, lambda paper: ReferencePaper())
    assert (found.files, found.answers, found.history) == (1, 1, 1)


def a_history(folder: Path) -> Path:
    """Return a ledger in which one answer has given way to another, and all of it was published."""
    for text in (PAPER[:23], PAPER[:22]):
        Ledger(folder).record([answer("a", text=text, end=len(text))])
    write_known(folder, [KnownPaper("paper-1", "paper-1.txt").with_record(READ.metadata, "2026-01-01")])
    add_to_list(folder, {"paper-1"})
    assert verify(folder, lambda paper: HERE).problems == []
    return history_file(folder, "paper-1")


@pytest.mark.parametrize("place", range(0, 1200, 37))
def test_every_byte_of_a_history_counts(tmp_path: Path, place: int) -> None:
    file = a_history(tmp_path)
    data = bytearray(file.read_bytes())
    data[place % (len(data) - 1)] ^= 1
    file.write_bytes(bytes(data))
    assert verify(tmp_path, lambda paper: HERE).problems


@pytest.mark.parametrize("place", range(0, 1200, 37))
def test_every_byte_of_an_answer_counts(tmp_path: Path, place: int) -> None:
    a_history(tmp_path)
    file = tmp_path / "paper-1/quotes.jsonl"
    data = bytearray(file.read_bytes())
    data[place % (len(data) - 1)] ^= 1
    file.write_bytes(bytes(data))
    assert verify(tmp_path, lambda paper: HERE).problems


def places_in(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value in plain data, lists and mappings included."""
    if path:
        yield path
    for key, value in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        yield from places_in(value, (*path, key))


def changed_at(data: Any, path: tuple[Any, ...]) -> Any:
    """Plain data with one value changed for another of its type, if there is one."""
    copied = inner = copy.deepcopy(data)
    for key in path[:-1]:
        inner = inner[key]
    old = inner[path[-1]]
    grown = {str: lambda: f"{old}x", int: lambda: old + 1, float: lambda: old + 1, list: lambda: [*old, "x"]}
    grown[dict] = lambda: {**old, "x": "x"}
    inner[path[-1]] = grown.get(type(old), lambda: "x")()
    return copied


@pytest.mark.parametrize("name", ["quotes.jsonl", "history.jsonl", "paper.json"])
def test_every_field_of_every_file_counts(tmp_path: Path, name: str) -> None:
    a_history(tmp_path)
    file = tmp_path / "paper-1" / name
    text = file.read_text(encoding="utf-8")
    paths = list(places_in(json.loads(text)))
    assert len(paths) >= 15
    for path in paths:
        file.write_text(json.dumps(changed_at(json.loads(text), path), separators=(",", ":")) + "\n")
        if (name, path) == ("paper.json", ("schema",)):
            with pytest.raises(LedgerError, match="newer Answerbook"):
                verify(tmp_path, lambda paper: HERE)
        else:
            assert verify(tmp_path, lambda paper: HERE).problems, path


def test_what_was_published_must_not_vanish(tmp_path: Path) -> None:
    file = a_history(tmp_path)
    old = file.read_bytes()
    file.unlink()
    problems = verify(tmp_path, lambda paper: HERE).problems
    assert [p.message.split()[1] for p in problems] == ["answer", "line"]
    assert all(p.file.endswith(LIST) and "was published" in p.message for p in problems)
    file.write_bytes(old)
    (tmp_path / "paper-1/quotes.jsonl").unlink()
    (problem,) = verify(tmp_path, lambda paper: HERE).problems
    assert "the answer " in problem.message


def test_a_line_that_went_is_missed_even_if_its_answer_was_given_before(tmp_path: Path) -> None:
    """The history has its id, so the list of what was published does not miss it."""
    file = a_history(tmp_path)
    Ledger(tmp_path).record([answer("a")])
    add_to_list(tmp_path, {"paper-1"})
    assert verify(tmp_path, lambda paper: HERE).problems == []
    (tmp_path / "paper-1/quotes.jsonl").write_bytes(B)
    (problem,) = verify(tmp_path, lambda paper: HERE).problems
    assert problem.file == str(file)
    assert f"no line has the answer {answer('a').id} of quotes" in problem.message
    Ledger(tmp_path).withdraw("paper-1", [answer("a")], "2099-01-01")
    assert verify(tmp_path, lambda paper: HERE).problems == []


def test_lines_of_a_history_that_repeat_or_stray_are_put_in_order(tmp_path: Path) -> None:
    file = a_history(tmp_path)
    Ledger(tmp_path).withdraw("paper-1", [answer("b")], "2099-01-01")
    first, second = lines = file.read_bytes().splitlines(keepends=True)
    for wrong, words in (
        (second + first, "comes after a later change"),
        (first * 2 + second, "repeats line 1"),
    ):
        file.write_bytes(wrong)
        found = verify(tmp_path, lambda paper: HERE)
        assert [(p.line, p.message.split(";")[0]) for p in found.problems] == [(2, words)]
        assert found.untidy == [("paper-1", "history")]
        repair_file(tmp_path, "paper-1", "history")
        assert file.read_bytes().splitlines(keepends=True) == lines


@pytest.mark.parametrize(
    "text", ["", "[]", '{"quotes": 1}', '{"m": {"answers": 1, "seconds": Infinity, "tokens": 1}}']
)
def test_a_damaged_record_of_costs_is_named(tmp_path: Path, text: str) -> None:
    looked_at(tmp_path, [A])
    add_usage(tmp_path, "paper-1", {"quotes": RecordedUsage(1, 1.0, 1)})
    assert verify(tmp_path, lambda paper: HERE).problems == []
    (tmp_path / "paper-1/effort.json").write_text(text)
    (problem,) = verify(tmp_path, lambda paper: HERE).problems
    assert problem.message.startswith("is no record of what answers cost")
    assert total_usage(tmp_path) == {}


def test_a_record_of_a_paper_that_was_edited_is_a_problem(tmp_path: Path) -> None:
    a_history(tmp_path)
    file = tmp_path / "paper-1/paper.json"
    file.write_text(file.read_text().replace("Seeds", "Weeds"))
    (problem,) = verify(tmp_path, lambda paper: HERE).problems
    assert "is no record of a paper (its seal is broken" in problem.message


def test_both_sides_of_a_merge_conflict_are_kept(tmp_path: Path) -> None:
    old = dataclasses.replace(answer("a"), provenance={"made": "2026-01-01"})
    new = dataclasses.replace(answer("a", text=PAPER[:22], end=22), provenance={"made": "2026-02-01"})
    for sides in ((old, new), (new, old)):
        folder = tmp_path / str(sides[0] is old)
        ours, theirs = map(canonical_line, sides)
        marked = [b"<<<<<<< ours\n", ours, b"=======\n", theirs, b">>>>>>> theirs\n", B]
        folder.mkdir()
        found = looked_at(folder, marked)
        assert found.untidy == [("paper-1", "quotes")]
        repair_file(folder, "paper-1", "quotes")
        assert (folder / "paper-1/quotes.jsonl").read_bytes() == canonical_line(new) + B
        (entry,) = Ledger(folder).history("paper-1")
        assert (entry.answer, entry.by) == (old, new.id)


def test_marks_in_a_history_go_and_both_sides_stay(tmp_path: Path) -> None:
    file = a_history(tmp_path)
    line = file.read_bytes()
    file.write_bytes(b"<<<<<<< ours\n" + line + b"=======\n" + line + b">>>>>>> theirs\n")
    assert ("paper-1", "history") in verify(tmp_path, lambda paper: HERE).untidy
    repair_file(tmp_path, "paper-1", "history")
    assert file.read_bytes() == line


def test_lists_of_what_was_published_are_united(tmp_path: Path) -> None:
    a_history(tmp_path)
    text = (tmp_path / LIST).read_bytes()
    first, *rest = text.splitlines(keepends=True)
    marked = b"<<<<<<< a\n" + first + b"=======\n" + b"".join(rest) + b">>>>>>> b\n"
    assert merge_lists(first, b"".join(rest)) == text
    (tmp_path / LIST).write_bytes(marked)
    assert len(read_list(tmp_path)) == 1 + len(rest)


NEIGHBOUR = an_answer("b", text="The seed was 8.")


@pytest.mark.parametrize("name", [NEIGHBOUR.id, "0" * 16])
def test_a_former_id_that_is_another_answers_is_a_problem(tmp_path: Path, name: str) -> None:
    """It would lead whoever cited that one to other words, and a seal can be made by anybody."""
    ledger = Ledger(tmp_path)
    ledger.record([dataclasses.replace(NEIGHBOUR, aliases=("0" * 16,))])
    assert verify(tmp_path, lambda paper: ReferencePaper()).problems == []
    ledger.record([dataclasses.replace(an_answer("a", paper="paper-2"), aliases=(name,))])
    (problem,) = verify(tmp_path, lambda paper: ReferencePaper()).problems
    assert problem.message.startswith(f"a: its former id {name} is that of another answer")


def test_a_former_id_of_what_says_the_same_is_no_problem(tmp_path: Path) -> None:
    before = an_answer("a")
    now = dataclasses.replace(before, asked=QuestionWording("Which seed?"), aliases=(before.id, "0" * 16))
    Ledger(tmp_path).record([now])
    Ledger(tmp_path).withdraw("paper-1", [before], "2026-02-02")
    assert now.id != before.id
    assert verify(tmp_path, lambda paper: ReferencePaper()).problems == []


@pytest.mark.parametrize("line", ["paper-1 answer", "paper-1 answre 0123", "<<<<<<< ours", "a b c d"])
def test_a_line_of_the_list_that_names_nothing_is_a_problem(tmp_path: Path, line: str) -> None:
    Ledger(tmp_path).record([an_answer("a")])
    add_to_list(tmp_path, {"paper-1"})
    file = tmp_path / "published.txt"
    file.write_text(f"{line}\n{file.read_text()}")
    (problem,) = verify(tmp_path, lambda paper: ReferencePaper()).problems
    assert (problem.file, problem.line) == (str(file), 1)


def test_a_damaged_line_of_the_list_is_never_written_away(tmp_path: Path) -> None:
    """It stands for something that was published: only a person can tell what."""
    Ledger(tmp_path).record([an_answer("a")])
    add_to_list(tmp_path, {"paper-1"})
    file = tmp_path / LIST
    file.write_text(f"<<<<<<< ours\npaper-1 answer\n{file.read_text()}")
    Ledger(tmp_path).record([an_answer("b", text="The seed was 8.")])
    assert add_to_list(tmp_path, {"paper-1"})
    assert len(read_list(tmp_path)) == 2
    assert file.read_text().endswith("\npaper-1 answer\n")
    assert "<<<" not in file.read_text()
    assert merge_lists(file.read_bytes(), file.read_bytes()) == file.read_bytes()


def test_a_schema_is_a_number(tmp_path: Path) -> None:
    line = canonical_line(an_answer("a")).replace(b'"schema":2', b'"schema":true')
    assert answer_of(line, tmp_path / "paper-1/quotes.jsonl") == (None, "the schema is True")
