"""What is cited of others is not told as the study's own."""

from __future__ import annotations

import pytest

from generator.checking.others import own_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("In this study, lakes emit carbon.", "Karlsson et al. showed that lakes emit carbon."),
        ("The authors found that lakes emit carbon.", "Previous studies found that lakes emit carbon."),
        ("We found that lakes emit carbon.", "It has been shown that lakes emit carbon [3]."),
        ("This study shows that lakes emit carbon.", "Lakes emit carbon (Karlsson et al. 2010)."),
        ("In our work, lakes emit carbon.", "Lakes emit carbon [3, 4]."),
    ],
)
def test_a_cited_finding_is_not_the_studys(sentence: str, evidence: str) -> None:
    assert objections(own_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Lakes emit carbon.", "Lakes emit carbon [3]."),
        ("In this study, lakes were sampled.", "We sampled lakes as others did [3]."),
        ("In this study, lakes were sampled.", "Lakes were sampled as described [3]."),
        (
            "The authors found that, as Karlsson et al. wrote, lakes emit it.",
            "Karlsson et al. showed that lakes emit it.",
        ),
        ("In this study, lakes emit carbon.", "Lakes emit carbon."),
    ],
)
def test_what_is_cited_as_such_or_done_by_the_authors_is_fine(sentence: str, evidence: str) -> None:
    assert objections(own_objections, sentence, evidence) == []
