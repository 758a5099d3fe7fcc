"""Of whom a statement is made."""

from __future__ import annotations

import pytest

from generator.checking.groups import group_objections
from tests.checking.beside import objections

WOMEN = "Among women, smoking was linked to a lasting cough."


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Smoking was linked to a lasting cough.", WOMEN, True),
        ("Smoking was linked to a lasting cough.", "In patients over 60, " + WOMEN[13:], True),
        (WOMEN, WOMEN, False),
        ("In women, smoking was linked to a lasting cough.", WOMEN, False),
        ("Smoking was linked to a lasting cough in women.", WOMEN, False),
        ("Smoking was linked to a lasting cough.", "Among all participants, " + WOMEN[13:], False),
        ("Smoking was linked to a lasting cough.", "In our view, " + WOMEN[13:], False),
        ("Coughs go with cigarettes.", WOMEN, False),
    ],
)
def test_a_copy_says_of_whom(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(group_objections, sentence, evidence)) is refused
