"""Which questions `ask` and `retrieve` put to a paper, by what is given with ``--question``."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.ask import choose_questions
from generator.errors import AnswerbookError

OWN = """\
id: tea
title: Tea
questions:
  - id: steeping-time
    text: How long was the tea steeped?
"""


def test_the_id_of_a_set_means_all_its_questions() -> None:
    ids = [q.id for q in choose_questions(["reporting"])]
    assert len(ids) == 14
    assert "data-availability" in ids


def test_a_question_that_is_given_twice_is_asked_once() -> None:
    ids = [q.id for q in choose_questions(["funding", "reporting"])]
    assert ids[0] == "funding"
    assert len(ids) == 14


def test_the_file_of_a_set_means_all_its_questions(tmp_path: Path) -> None:
    file = tmp_path / "tea.yml"
    file.write_text(OWN, encoding="utf-8")
    assert [q.text for q in choose_questions([str(file)])] == ["How long was the tea steeped?"]


@pytest.mark.parametrize("typed", ["How hot was it?", "What stands in the settings.yml"])
def test_a_typed_question_stands_beside_a_set(typed: str) -> None:
    assert choose_questions(["reporting", typed])[-1].text == typed


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("reportin", "no question or set 'reportin'; did you mean reporting"),
        ("nowhere.yml", "nowhere.yml"),
        ("why?", "at least three words"),
    ],
)
def test_what_is_neither_is_told_in_a_sentence(name: str, message: str) -> None:
    with pytest.raises(AnswerbookError, match=message.replace("?", r"\?")):
        choose_questions([name])
