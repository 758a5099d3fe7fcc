"""A word put into a copy of a sentence of the evidence, or in the place of another one."""

from __future__ import annotations

import pytest

from generator.checking.edits import edit_objections
from tests.checking.beside import pair

GROUP = "Ulcers healed faster in the treated group than in the placebo group after two weeks."
CHOSEN = "Twelve plots were chosen along the northern edge of the forest."
PURSUED = "The initial sample was weighed on a balance before the second wash in cold water."


def found(sentence: str, *evidence: str) -> list[str]:
    """Return the objections to ``sentence``, with all sentences of the evidence around it."""
    return list(edit_objections([pair(sentence, text) for text in evidence]))


@pytest.mark.parametrize(
    ("sentence", "evidence", "reason"),
    [
        (
            "Twelve plots were randomly chosen along the northern edge of the forest.",
            CHOSEN,
            "“randomly” does not stand in the evidence",
        ),
        (
            "Twelve plots were chosen along the northern edge of the village.",
            CHOSEN,
            "where it says “village”, the evidence says “forest”",
        ),
        (
            "The final sample was weighed on a balance before the second wash in cold water.",
            PURSUED,
            "where it says “final”, the evidence says “initial”",
        ),
        (
            "The initial sample was weighed on a balance after the second wash in cold water.",
            PURSUED,
            "where it says “after”, the evidence says “before”",
        ),
    ],
)
def test_a_copy_with_another_word_is_no_copy(sentence: str, evidence: str, reason: str) -> None:
    assert found(sentence, evidence) == [reason]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        (CHOSEN, CHOSEN),
        ("In this study, twelve plots were chosen along the northern edge of the forest.", CHOSEN),
        ("Twelve plots were selected along the northern edge of the forest.", CHOSEN),
        (
            "The growth of every strain was measured in a reader for two days.",
            "The growth of every strain was determined in a reader for two days.",
        ),
        (
            "The calibration of individual sensors was repeated at the end of each cruise.",
            "The calibration of indi- vidual sensors was repeated at the end of each cruise.",
        ),
        ("Wolves sleep.", "Wolves hunt."),  # too short to be a copy
    ],
)
def test_what_only_joins_or_means_the_same_is_let_be(sentence: str, evidence: str) -> None:
    assert found(sentence, evidence) == []


def test_another_sentence_that_says_as_much_explains_a_word() -> None:
    sentence = "Twelve plots were randomly chosen along the northern edge."
    assert found(sentence, CHOSEN) != []
    assert found(sentence, CHOSEN, "Plots along the northern edge were chosen randomly.") == []
