"""Review files: what they hold, and what their problems are called."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Review
from generator.errors import InvalidFile
from generator.project.review_files import load_reviews, load_reviews_of

GOOD = """\
- answer: "00112233445566aa"
  question: random-seeds
  verdict: confirmed
  name: Ada Example
  date: 2026-11-20
- answer: 9f86d081884c7d65
  question: hardware
  verdict: corrected
  status: partly_reported
  text: One GPU; which one is
    not told.
  name: Ben Sample
  date: 2026-11-21
  note: See the supplement.
- answer: 9f86d081884c7d65
  question: hardware
  verdict: disputed
  name: Ada Example
  date: 2026-11-22
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def _write(text: str, name: str = "journal.pone.1.yml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def entry(**changes: str | None) -> str:
    """Return a confirmed review with other lines; None removes a line."""
    lines = {
        "answer": '"00112233445566aa"',
        "question": "random-seeds",
        "verdict": "confirmed",
        "name": "Ada",
        "date": "2026-11-20",
    }
    kept = {k: v for k, v in {**lines, **changes}.items() if v is not None}
    return "- " + "\n  ".join(f"{k}: {v}" for k, v in kept.items()) + "\n"


def problems(path: Path) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        load_reviews_of(path)
    return [f"{p.line}: {p.message}" for p in caught.value.problems]


def test_reviews_become_core_reviews_of_the_paper_that_names_the_file(write: Callable[..., Path]) -> None:
    first, second, third = load_reviews_of(write(GOOD))
    assert first == Review(
        paper="journal.pone.1",
        question="random-seeds",
        answer="00112233445566aa",
        verdict="confirmed",
        name="Ada Example",
        date=datetime.date(2026, 11, 20),
    )
    assert (second.status, second.text) == ("partly_reported", "One GPU; which one is not told.")
    assert (third.verdict, third.status) == ("disputed", None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(answer="1234567890123456"), "1: [1].answer: 1234567890123456 is read as the number"),
        (entry(answer='"A-B"'), "1: [1].answer: 'A-B' is not the id of an answer; copy its 24"),
        (entry(verdict="confirm"), "3: [1].verdict: 'confirm' is not one of confirmed, corrected, disputed"),
        (entry(date="2026-13-45"), "5: 2026-13-45 is not a valid number or date"),
        (entry(date='"2026-11-20"'), "5: [1].date: is not a date; write it like 2026-11-23"),
        (entry(date="2026-11-20 10:00:00"), "5: [1].date: is not a date; write it like 2026-11-23"),
        (entry(name='" "'), "4: [1].name: is empty; write a text"),
        (entry(name=None), "1: [1].name: is missing; add `name: ...` here"),
        (entry(nmae="Ada"), "6: [1].nmae: unknown key; did you mean 'name'?"),
        (entry(question="Random Seeds"), "2: [1].question: 'Random Seeds' cannot be part of a link"),
        (entry(status="reported"), "6: status: does not go with `verdict: confirmed`"),
        (entry(text="No."), "6: text: needs `verdict: corrected`; write that"),
        (entry(verdict="disputed", text="No."), "6: text: needs `verdict: corrected`"),
        (entry(verdict="corrected"), "3: verdict: a corrected answer needs the right status; add `status"),
        (
            entry(verdict="corrected", status="reported"),
            "3: verdict: a corrected answer needs its words; add `text: ...`",
        ),
        (entry(quotes="[We did.]"), "6: quotes: need `verdict:"),
        (entry(verdict="corrected", status="reported", quotes="We did."), "7: [1].quotes: must be a list"),
        (
            entry(verdict="corrected", status="not_reported", quotes="[We did.]"),
            "7: quotes: do not go with `status: not_reported`",
        ),
        (entry(verdict="disputed", status="failed"), "6: [1].status: 'failed' is not one of reported"),
        (GOOD + entry(name="Ada Example"), "20: Ada Example already reviewed this answer on line 1"),
        ("- confirmed\n", "1: [1]: must be a mapping, not the text 'confirmed'"),
        ("answer: x\n", "1: must be a list of reviews; begin each with `- answer: ...`"),
        ("", "None: the file is empty"),
        ("- !!python/object:os.system x\n", "1: the tag"),
    ],
)
def test_a_problem_is_told_with_its_line_and_its_mend(
    write: Callable[..., Path], text: str, message: str
) -> None:
    (found,) = problems(write(text))
    assert found.startswith(message)


@pytest.mark.parametrize("status", ["not_reported", "not_applicable"])
def test_a_correction_to_nothing_needs_no_words(write: Callable[..., Path], status: str) -> None:
    (found,) = load_reviews_of(write(entry(verdict="corrected", status=status)))
    assert (found.status, found.text) == (status, "")


def test_all_problems_of_all_files_come_at_once(write: Callable[..., Path], tmp_path: Path) -> None:
    write(entry(name=None, verdict="x") + entry(date="soon"), "a.yml")
    write(GOOD, "b.yml")
    write("- 1\n", "c.yml")
    write(GOOD, "d.yaml")
    write("not for us", "README.md")
    with pytest.raises(InvalidFile) as caught:
        load_reviews(tmp_path)
    assert [Path(p.file).name for p in caught.value.problems] == ["a.yml"] * 3 + ["c.yml", "d.yaml"]
    assert caught.value.problems[-1].message == "the name must end in .yml; rename the file"


def test_a_folder_is_read_paper_by_paper_and_no_folder_holds_no_reviews(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    write(entry(), "b.yml")
    write(GOOD, "a.yml")
    write(entry(), ".hidden.yml")
    assert [r.paper for r in load_reviews(tmp_path)] == ["a", "a", "a", "b"]
    assert load_reviews(tmp_path / "absent") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["answer", "question", "verdict", "name", "date", "status", "text", "x"]),
                inner,
                max_size=8,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_a_file_gives_reviews_or_problems(
    write: Callable[..., Path], data: object
) -> None:
    path = write(yaml.safe_dump(data, allow_unicode=True))
    found: list[object] = []
    with contextlib.suppress(InvalidFile):  # anything else is a defect
        found += load_reviews_of(path)
    assert all(isinstance(r, Review) for r in found)
