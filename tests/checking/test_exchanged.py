"""One word of a class in the place of another."""

from __future__ import annotations

import pytest

from generator.checking.exchanged import exchanged_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("The proportion of moths rose in spring.", "The number of moths rose in spring.", True),
        ("The secondary outcome was pain at rest.", "The primary outcome was pain at rest.", True),
        ("The average delay was two days long.", "The maximum delay was two days long.", True),
        ("The cameras were set up near the cave.", "The cameras were set up inside the cave.", True),
        ("The main outcome was pain at rest.", "The primary outcome was pain at rest.", False),
        ("The mean delay was two days long.", "The average delay was two days long.", False),
        ("The number of moths rose in spring.", "The count of moths rose in spring.", False),
        ("In spring the number of moths rose.", "A proportion of the moths in spring were new.", False),
    ],
)
def test_a_word_in_the_place_of_another_of_its_class(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(exchanged_objections, sentence, evidence)) is refused
