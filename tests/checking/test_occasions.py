"""Before, during and after an occasion."""

from __future__ import annotations

import pytest

from generator.checking.occasions import occasion_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("Blood was drawn after surgery.", "Blood was drawn during surgery.", True),
        ("Blood was drawn before the surgery.", "Blood was drawn prior to surgery.", False),
        ("Blood was drawn after surgery.", "Blood was drawn before and after surgery.", False),
        ("Nets were checked until sunrise.", "Nets were checked since sunrise.", True),
        ("Blood was not drawn after surgery.", "Blood was drawn only during surgery.", False),
    ],
)
def test_an_occasion_stays_before_during_or_after(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(occasion_objections, sentence, evidence)) is refused
