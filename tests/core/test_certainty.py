"""How sure an answer is."""

from __future__ import annotations

import pytest

from generator.core import Answer, Bands, PartStatus


@pytest.mark.parametrize(
    ("probability", "told", "band"),
    [
        (0.9, True, "sure"),
        (0.8999, True, "likely"),
        (0.75, True, "likely"),
        (0.7499, True, "unsure"),
        (0.1, False, "sure"),
        (0.25, False, "likely"),
        (0.26, False, "unsure"),
        # An answer that says what is less likely is unsure, however far from one half.
        (0.97, False, "unsure"),
        (0.03, True, "unsure"),
        (0.95, None, "sure"),
        (0.05, None, "sure"),
        (0.5, None, "unsure"),
    ],
)
def test_the_band_tells_how_likely_the_answer_is_right(
    probability: float, told: bool | None, band: str
) -> None:
    assert Bands().of(probability, told) == band


def test_a_calibration_may_draw_other_bounds() -> None:
    assert Bands(sure=0.8, likely=0.6).of(0.8, True) == "sure"
    for sure, likely in ((0.7, 0.8), (1.1, 0.6), (0.9, 0.4)):
        with pytest.raises(ValueError, match="bands need"):
            Bands(sure, likely)


def test_answers_without_a_probability_have_no_band() -> None:
    assert Bands().of_answer(Answer("p", "q", "m", "reported")) is None
    assert Bands().of_answer(Answer("p", "q", "m", "not_applicable", probability=0.01)) is None
    assert Bands().of_answer(Answer("p", "q", "m", "not_reported", probability=0.01)) == "sure"
    assert Bands().of_answer(Answer("p", "q", "m", "partly_reported", probability=0.8)) == "likely"


def test_an_answer_keeps_its_probability_and_parts_in_json() -> None:
    parts = (PartStatus("methods", True, 0.97), PartStatus("threshold", False))
    answer = Answer("p", "q", "m", "partly_reported", probability=0.97, parts=parts)
    assert Answer.from_json(answer.to_json()) == answer
    bare = Answer("p", "q", "m", "partly_reported")
    assert not {"probability", "parts"} & bare.to_json().keys()  # as in ledgers from before
    # A page shows which parts were found, so they are part of what is cited; how likely that is may change.
    assert Answer("p", "q", "m", "partly_reported", probability=0.5, parts=parts).id == answer.id != bare.id
    with pytest.raises(ValueError, match="no number from 0 to 1"):
        Answer.from_json({**bare.to_json(), "probability": 1.2})
