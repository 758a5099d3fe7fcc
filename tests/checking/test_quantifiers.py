"""A sentence may say less than its evidence, and never more."""

from __future__ import annotations

import pytest

from generator.checking.quantifiers import scope_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "said"),
    [
        ("All lakes froze.", "Some lakes froze.", "“all”, the evidence says “some”"),
        ("All of the lakes froze.", "Most of the lakes froze.", "the evidence says “most”"),
        ("All lakes froze.", "The lakes froze.", "it says “all”, which the evidence does not"),
        ("Every lake froze.", "Many lakes froze.", "the evidence says “many”"),
        ("Lakes always freeze.", "Lakes often freeze.", "“always”"),
        ("Only the lakes froze.", "The lakes froze.", "it says “only”"),
        ("Most lakes froze.", "Many lakes froze.", "the evidence says “many”"),
        ("Many lakes froze.", "Few lakes froze.", "the evidence says “few”"),
        ("Some lakes froze.", "None of the lakes froze.", "the evidence says “none of”"),
        ("The lakes froze.", "Some of the lakes froze.", "of “some” only"),
        ("The scans are public.", "Only part of the scans is public.", "of “part of” only"),
        ("Not all lakes froze.", "All lakes froze.", "the evidence says “all”"),
        ("20 images were set aside.", "The first 20 images were set aside.", "“the first”"),
        ("It took 20 days.", "It took up to 20 days.", "“up to”"),
    ],
)
def test_more_is_refused(sentence: str, evidence: str, said: str) -> None:
    assert said in objections(scope_objections, sentence, evidence)[0]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("All lakes froze.", "All lakes froze."),
        ("Every lake froze.", "Each lake froze."),
        ("All 48 lakes froze.", "48 of 48 lakes froze."),
        ("Some lakes froze.", "Most lakes froze."),
        ("Many lakes froze.", "Most lakes froze."),
        ("A few lakes froze.", "Some lakes froze."),
        ("The majority of the lakes froze.", "Most of the lakes froze."),
        ("Not all scans are public.", "Only part of the scans is public."),
        ("There were 48 lakes in all.", "There were 48 lakes."),
        ("The initial 20 images were set aside.", "The first 20 images were set aside."),
    ],
)
def test_as_much_or_less_is_not(sentence: str, evidence: str) -> None:
    assert objections(scope_objections, sentence, evidence) == []
