"""A clause that the evidence denies, asks, plans, supposes or reports is not what it says."""

from __future__ import annotations

import pytest

from generator.checking.aligned import statements
from generator.checking.parsed import parse
from generator.checking.stance import clauses, stance_objections
from tests.checking.beside import objections

LAKES = "the lakes froze in winter"


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (f"It is not true that {LAKES}.", "denies"),
        (f"There is no evidence that {LAKES}.", "denies"),
        (f"The authors deny that {LAKES}.", "denies"),
        (f"Reviewer 2 asked whether {LAKES}.", "asks"),
        (f"It is unknown whether {LAKES}.", "asks"),
        ("Did the lakes freeze in winter?", "asks"),
        (f"We plan to show that {LAKES}.", "plans"),
        (f"The next version will ensure that {LAKES}.", "plans"),
        (f"If {LAKES}, the fish died.", "condition"),
        (f"Unless {LAKES}, boats were used.", "condition"),
        (f"Suppose that {LAKES}.", "condition"),
        (f"Critics claim that {LAKES}.", "claim of others"),
        (f"Smith et al. reported that {LAKES}.", "claim of others"),
        (f"According to one blogger, {LAKES}.", "claim of others"),
        (f"A common belief is that {LAKES}.", "claim of others"),
        (f"We hypothesise that {LAKES}.", "supposes"),
    ],
)
def test_the_clause_alone_is_refused(evidence: str, said: str) -> None:
    assert said in objections(stance_objections, "The lakes froze in winter.", evidence)[0]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The lakes froze in winter.", f"We found that {LAKES}."),
        ("The lakes froze in winter.", f"Figure 2 shows that {LAKES}."),
        ("It is not known whether the lakes froze.", "It is unknown whether the lakes froze."),
        ("Critics say the lakes froze in winter.", f"Critics claim that {LAKES}."),
        ("If the lakes froze, the fish died.", "If the lakes froze, the fish died."),
        ("Boats were sold.", "We asked whether boats sank, but all boats were sold."),
        ("The lakes may have frozen.", "We suggest that the lakes may have frozen."),
    ],
)
def test_what_it_affirms_or_what_is_told_with_its_stance_is_not(sentence: str, evidence: str) -> None:
    assert objections(stance_objections, sentence, evidence) == []


@pytest.mark.parametrize(
    "evidence",
    [
        "The plates crack if they are bent.",
        "If they are bent, the plates crack.",
        "Plates crack only when bent.",
    ],
)
def test_a_condition_may_not_be_left_out(evidence: str) -> None:
    (reason,) = objections(stance_objections, "The plates crack.", evidence)
    assert "under a condition" in reason


def test_a_sentence_that_affirms_has_no_such_clause() -> None:
    assert clauses(statements(parse("We found that the cells that froze died."))[0]) == ()
