"""What became of a version of an answer, and what took its place."""

from __future__ import annotations

import pytest

from generator.core import Answer, AnswerSentence, SupersededAnswer
from generator.site.content.answer_changes import day, latest_changes, latest_days
from generator.site.content.versions import Version, versions, versions_of
from tests.site.small_collection import small_collection


def an_answer(text: str, model: str = "m", *, status: str = "reported", made: str = "2026-01-01") -> Answer:
    said = (AnswerSentence(text, "supported"),) if text else ()
    return Answer(
        "hedgerow-birds",
        "metrics",
        model,
        status,  # type: ignore[arg-type]
        sentences=said,
        provenance={"made": made},
    )


A, B, C = (an_answer(text) for text in "ABC")
FAILED = an_answer("", status="failed")
NAMES = {a.id: a.text for a in (A, B, C)}


def past(answer: Answer, by: Answer | str = "", until: str = "2026-02-01", *causes: str) -> SupersededAnswer:
    return SupersededAnswer(answer, until, causes, by if isinstance(by, str) else by.id)


def told(found: list[Version]) -> dict[str, tuple[str, str]]:
    return {v.answer.text: (v.state, NAMES.get(v.successor, v.successor)) for v in found}


@pytest.mark.parametrize(
    ("current", "history", "expected"),
    [
        pytest.param([A], [], {"A": ("current", "")}, id="nothing happened"),
        pytest.param([B], [past(A, B)], {"B": ("current", ""), "A": ("superseded", "B")}, id="one step"),
        pytest.param(
            [C],
            [past(A, B), past(B, C)],
            {"C": ("current", ""), "A": ("superseded", "C"), "B": ("superseded", "C")},
            id="the newest successor, not the next",
        ),
        pytest.param(
            [A],
            [past(A, B), past(B, A)],
            {"A": ("current", ""), "B": ("superseded", "A")},
            id="it came back",
        ),
        pytest.param([], [past(A)], {"A": ("withdrawn", "")}, id="withdrawn"),
        pytest.param(
            [],
            [past(A, B), past(B)],
            {"A": ("superseded", "B"), "B": ("withdrawn", "")},
            id="its successor was withdrawn",
        ),
        pytest.param([], [past(A, "0" * 16)], {"A": ("superseded", "")}, id="a successor that is gone"),
        pytest.param(
            [C],
            [past(A, "0" * 16)],
            {"C": ("current", ""), "A": ("superseded", "C")},
            id="a successor that is gone, before today's",
        ),
        pytest.param(
            [FAILED],
            [past(A, "", "2026-02-01", "failed")],
            {"": ("current", ""), "A": ("withdrawn", "")},
            id="its model has failed since",
        ),
        pytest.param(
            [C],
            [past(A, "", "2026-02-01", "failed"), past(A, C, "2026-03-01")],
            {"C": ("current", ""), "A": ("superseded", "C")},
            id="and answered again",
        ),
        pytest.param(
            [],
            [past(A, B), past(B, A), past(A, B)],
            {"A": ("superseded", "B"), "B": ("superseded", "A")},
            id="a circle without an end",
        ),
    ],
)
def test_the_state_of_each_version_and_the_newest_in_its_place(
    current: list[Answer], history: list[SupersededAnswer], expected: dict[str, tuple[str, str]]
) -> None:
    assert told(list(versions_of(current, history))) == expected


def test_a_version_stands_as_long_as_one_model_gives_it() -> None:
    other = an_answer("A", "n", made="2026-01-05")
    (shown, new) = versions_of([other, B], [past(A, B)])
    assert (shown.state, [a.model for a in shown.answers]) == ("current", ["n"])
    assert [(s.model, s.until, s.to) for s in shown.steps] == [("m", "2026-02-01", B.id)]
    assert (new.id, new.steps) == (B.id, ())


def test_several_models_that_give_the_same_answer_share_its_page() -> None:
    (shown,) = versions_of([an_answer("A", "x"), an_answer("A", "y")], [])
    assert [a.model for a in shown.answers] == ["x", "y"]


def test_versions_of_private_papers_are_none_of_the_sites() -> None:
    collection = small_collection()
    secret = [a for a in collection.answers if a.paper == "secret"]
    collection = small_collection(history=tuple(SupersededAnswer(a, "2026-01-01") for a in secret))
    assert {v.answer.paper for _, found in versions(collection) for v in found} == {
        "hedgerow-birds",
        "2401.00010",
    }
    assert not [c for c in latest_changes(collection) if c.answer.paper == "secret"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-01-31", "2026-01-31"), ("2026-01-31T10:00", "2026-01-31"), ("soon", ""), ("", "")],
)
def test_days(text: str, expected: str) -> None:
    assert day(text) == expected


def changed(current: tuple[Answer, ...], *history: SupersededAnswer) -> list[tuple[str, str, str]]:
    found = latest_changes(small_collection(answers=current, history=history))
    return [(c.kind, c.answer.text, c.day) for c in found]


def test_changes_are_told_newest_first() -> None:
    new = an_answer("C", made="2026-03-03")
    assert changed((new,), past(A, B), past(B, new, "2026-03-03")) == [
        ("superseded", "C", "2026-03-03"),
        ("superseded", "B", "2026-02-01"),
        ("new", "A", "2026-01-01"),
    ]


def test_what_was_withdrawn_on_an_unknown_day_is_told_with_the_day_it_was_made() -> None:
    assert changed((), past(A, "", "")) == [("withdrawn", "A", "2026-01-01"), ("new", "A", "2026-01-01")]


def test_failures_are_no_changes() -> None:
    assert changed((FAILED,)) == []


def test_days_count_all_and_show_some() -> None:
    collection = small_collection(answers=(B,), history=(past(A, B, "2026-02-01", "prompt"),))
    latest, before = latest_days(collection, shown=0)
    assert (latest.day, latest.superseded, latest.new, latest.causes) == ("2026-02-01", 1, 0, ("prompt",))
    assert (before.day, before.new, before.total) == ("2026-01-01", 1, 1)
    assert [len(d.latest) for d in latest_days(collection, days=1, shown=5)] == [1]


def test_no_more_changes_than_asked_for() -> None:
    assert len(latest_changes(small_collection(), 3)) == 3
