"""Several questions at once: in the order asked, each once, and no further than somebody waits for."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from generator.core import Question, Retrieved
from generator.run.asking_aside import finishing_aside, searching_ahead


def questions(count: int) -> list[Question]:
    return [Question(f"q{n}", f"What was counted in plot {n}?", "Plots") for n in range(count)]


@pytest.mark.parametrize("width", [1, 3])
def test_each_question_gets_what_was_found_for_it(width: int) -> None:
    def search(question: Question) -> Retrieved:
        return Retrieved((), len(question.id) / 10)

    asked = questions(12)
    with searching_ahead(search, asked, width) as found:
        assert [found(question) for question in asked] == [search(question) for question in asked]


def test_a_question_that_is_asked_twice_is_searched_for_once() -> None:
    searched: list[str] = []

    def search(question: Question) -> Retrieved:
        searched.append(question.text)
        return Retrieved()

    asked = questions(2) * 2
    with searching_ahead(search, asked, 2) as found:
        for question in asked:
            found(question)
    assert sorted(searched) == sorted({question.text for question in asked})


def test_searches_run_side_by_side() -> None:
    both = threading.Barrier(2, timeout=30)  # breaks unless two searches wait at the same time

    def search(question: Question) -> Retrieved:
        both.wait()
        return Retrieved()

    asked = questions(2)
    with searching_ahead(search, asked, 2) as found:
        assert [found(question) for question in asked] == [Retrieved(), Retrieved()]


def test_a_failure_comes_where_its_question_is_asked() -> None:
    def search(question: Question) -> Retrieved:
        if question.id == "q1":
            raise ValueError("no such plot")
        return Retrieved()

    first, second, third = questions(3)
    with searching_ahead(search, (first, second, third), 2) as found:
        assert found(first) == Retrieved()
        with pytest.raises(ValueError, match="no such plot"):
            found(second)
        assert found(third) == Retrieved()


def test_what_nobody_waits_for_is_left() -> None:
    searched: list[str] = []
    going_on = threading.Event()

    def search(question: Question) -> Retrieved:
        searched.append(question.id)
        going_on.wait(30)
        return Retrieved()

    with searching_ahead(search, questions(50), 2):
        threading.Timer(0.05, going_on.set).start()
    assert len(searched) < 50


@pytest.mark.parametrize("width", [1, 3])
def test_results_keep_their_order(width: int) -> None:
    with finishing_aside(width) as aside:
        waiting = [aside(partial(pow, n, 2)) for n in range(20)]
        assert [one.result() for one in waiting] == [n * n for n in range(20)]


def test_alone_the_work_is_done_at_once() -> None:
    done: list[int] = []
    with finishing_aside(1) as aside:
        aside(lambda: done.append(1))
        assert done == [1]
