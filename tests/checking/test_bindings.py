"""Numbers of a list, each given to the thing that has it."""

from __future__ import annotations

import pytest

from generator.checking.bindings import binding_objections
from tests.checking.beside import objections

SIDE_BY_SIDE = "The wheat and barley plots were 30 and 12 % infested."
BEHIND = "Mites were found on 64 % of the hives with and on 69 % of the hives without a screen."
BEFORE = "Recall was as follows: trout 97 %, perch 95 %, and bream 91 %."
IN_BRACKETS = "The solution contained glycine (40.5 mM), lysine (670 mM), and proline (12 mM)."
COMPARED = "The school garden had 461 beds (184 pupils) versus 448 (193 pupils) in the town garden."
ONE_NOUN = "Cores from the upper terrace gave an age of 41 years, those from the lower terrace 17 years."
FROM_TO = "Losses ranged from 1.01 kg when combined with drought to 2.57 kg when combined with frost."


@pytest.mark.parametrize(
    ("sentence", "evidence", "refused"),
    [
        ("The wheat plots were 12 % infested.", SIDE_BY_SIDE, True),
        ("The barley plots were 12 % infested.", SIDE_BY_SIDE, False),
        ("Mites were found on 64 % of the hives without a screen.", BEHIND, True),
        ("Mites were found on 69 % of the hives without a screen.", BEHIND, False),
        ("Recall was 97 % for perch.", BEFORE, True),
        ("Recall was 91 % for bream.", BEFORE, False),
        ("The solution contained 670 mM glycine.", IN_BRACKETS, True),
        ("The solution contained 670 mM lysine.", IN_BRACKETS, False),
        ("The town garden had 461 beds.", COMPARED, True),
        ("The school garden had 461 beds.", COMPARED, False),
        ("The lower terrace gave an age of 41 years.", ONE_NOUN, True),
        ("The upper terrace gave an age of 41 years.", ONE_NOUN, False),
        ("Losses were 2.57 kg when combined with drought.", FROM_TO, True),
        ("Losses were 2.57 kg when combined with frost.", FROM_TO, False),
    ],
)
def test_a_number_stays_with_its_own_thing(sentence: str, evidence: str, refused: bool) -> None:
    assert bool(objections(binding_objections, sentence, evidence)) is refused


def test_the_number_of_the_evidence_is_named() -> None:
    found = objections(binding_objections, "The wheat plots were 12 % infested.", SIDE_BY_SIDE)
    assert found[0] == "where it says 12 of “wheat”, the evidence says 30 of “wheat”"
