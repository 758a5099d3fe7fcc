"""What changed between two ledgers, by cause and word by word."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core import Answer
from generator.ledger.ledger_diff import compare_ledgers, word_changes
from generator.ledger.ledger_lines import canonical_line
from tests.ledger.making import an_answer


class Lines:
    """A ledger in memory; it counts what is read."""

    def __init__(self, *answers: Answer, extra: Mapping[str, bytes] = {}) -> None:
        self.data: dict[str, bytes] = dict(extra)
        for a in sorted(answers, key=lambda a: a.question):
            name = f"{a.paper}/{a.model}.jsonl"
            self.data[name] = self.data.get(name, b"") + canonical_line(a)
        self.read_files: list[str] = []

    @property
    def files(self) -> Mapping[str, str]:
        return {name: hashlib.sha1(data).hexdigest() for name, data in self.data.items()}

    def read(self, name: str) -> bytes:
        self.read_files.append(name)
        return self.data[name]


def made_from(answer: Answer, **parts: str) -> Answer:
    return dataclasses.replace(answer, fingerprint=parts)


def test_changes_are_told_by_cause() -> None:
    old = Lines(
        made_from(an_answer("a", text="Seed 7."), question="1", model="m"),
        made_from(an_answer("b"), question="1"),
        an_answer("c"),
        an_answer("d"),
        an_answer("e", text="By hand."),
    )
    new = Lines(
        made_from(an_answer("a", text="Seed 8."), question="2", model="n"),
        made_from(an_answer("b"), question="2"),  # computed again, and the same
        an_answer("c"),
        an_answer("e", text="By foot."),
        an_answer("f"),
    )
    found = compare_ledgers(old, new)
    assert [(c.question, c.cause, c.causes) for c in found.changes] == [
        ("a", "question changed", ("question", "model")),
        ("d", "removed", ()),
        ("e", "computed again, or edited", ()),
        ("f", "added", ()),
    ]
    assert found.same == 1


def test_equal_files_are_not_read() -> None:
    old, new = (
        Lines(an_answer(), an_answer(paper="paper-2")),
        Lines(an_answer(), an_answer(paper="paper-2", text="X.")),
    )
    assert [c.paper for c in compare_ledgers(old, new).changes] == ["paper-2"]
    assert old.read_files == new.read_files == ["paper-2/quotes.jsonl"]


def test_what_is_no_ledger_file_is_passed_over_and_damaged_lines_are_counted() -> None:
    new = Lines(
        an_answer(),
        extra={
            "paper-1/history.jsonl": b"{}\n",
            "paper-1/effort.json": b"{}",
            "paper-2/m.jsonl": b"<<<<<<<\n{",
        },
    )
    found = compare_ledgers(Lines(), new)
    assert len(found.changes) == 1
    assert found.unread == {"paper-2/m.jsonl": 2}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("", "new", [("added", "new")]),
        (
            "seed 7 was set",
            "seed 8 was set",
            [("same", "seed "), ("removed", "7"), ("added", "8"), ("same", " was set")],
        ),
        ("a b", "a", [("same", "a"), ("removed", " b")]),
    ],
)
def test_texts_are_cut_at_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert list(word_changes(old, new)) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = list(word_changes(old, new))
    assert "".join(t for kind, t in pieces if kind != "added") == old
    assert "".join(t for kind, t in pieces if kind != "removed") == new
