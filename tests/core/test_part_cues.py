"""What a sentence must have to report a part of a question."""

from __future__ import annotations

import pytest

from generator.core.part_cues import KINDS, read_cue

HAS = [
    ("significance <number>", "Significance was set at the 5% level."),
    ("significance level", "The levels of significance were fixed."),
    ("before", "It was registered before the first visit."),
    ("<year>", "Sampling took place in 2016."),
    ("<year>", "Nets were set from March to July."),
    ("<version>", "We used R 4.2 for all figures."),
    ("<version>", "The tool (v2) is free."),
    ("<version>", "It needs lamp version 3."),
    ("<version>", "Built with 1.10.0 of the library."),
    ("<identifier>", "The lamp fund paid (grant 55-1023)."),
    ("<identifier>", "Funded under MSM0021620845."),
    ("<identifier>", "Grant number 12345 of the council."),
]
HAS_NOT = [
    ("significance <number>", "Significance was judged by eye."),
    ("significance <number>", "We counted 30 lamps."),
    ("<year>", "We may count 3000 lamps."),
    ("<version>", "There were 4.2 lamps on average."),
    ("<identifier>", "The lamp fund paid for 12 lamps, 3 of them red."),
    ("<identifier>", "The Lamp Foundation paid."),
]


@pytest.mark.parametrize(("cue", "sentence"), HAS)
def test_a_sentence_with_all_of_a_cue_has_it(cue: str, sentence: str) -> None:
    assert read_cue(cue).is_in(sentence)


@pytest.mark.parametrize(("cue", "sentence"), HAS_NOT)
def test_a_sentence_without_a_word_or_thing_of_a_cue_does_not_have_it(cue: str, sentence: str) -> None:
    assert not read_cue(cue).is_in(sentence)


def test_each_kind_is_read_from_its_mark() -> None:
    assert all(read_cue(kind).kinds == (kind,) and not read_cue(kind).stems for kind in KINDS)
