"""What was joined to a statement must stand in the evidence."""

from __future__ import annotations

import pytest

from generator.checking.added import added_objections
from tests.checking.beside import pair

NURSES = "We surveyed 240 nurses in three hospitals."


@pytest.mark.parametrize(
    ("sentence", "evidence", "item"),
    [
        ("We surveyed 240 nurses in three hospitals and two clinics.", NURSES, "two clinics"),
        (
            "The labels were checked by two experts and a student.",
            "The labels were checked by two experts.",
            "student",
        ),
        ("The plants were given water and fertiliser.", "The plants were given water.", "fertiliser"),
        ("The form was completed online and by post.", "The form was completed online.", "post"),
    ],
)
def test_what_was_joined_is_refused(sentence: str, evidence: str, item: str) -> None:
    beside = pair(sentence, evidence)
    assert f"“{item}”" in next(added_objections(beside, [beside]))


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The plants were given water.", "The plants were given water and fertiliser."),
        ("A student and two experts checked labels.", "Labels were checked by two experts and a student."),
        ("Large hospitals and small hospitals took part.", "Large and small hospitals took part."),
        ("The images were cropped and then scaled.", "The images were cropped."),
        ("Soil was sampled and the results were shared.", "Soil was sampled."),
    ],
)
def test_items_of_the_evidence_and_clauses_are_not(sentence: str, evidence: str) -> None:
    beside = pair(sentence, evidence)
    assert list(added_objections(beside, [beside])) == []


def test_another_sentence_of_the_evidence_may_have_it() -> None:
    sentence = "The plants were given water and fertiliser."
    best, other = pair(sentence, "The plants were given water."), pair(sentence, "Fertiliser was given.")
    assert list(added_objections(best, [best, other])) == []
