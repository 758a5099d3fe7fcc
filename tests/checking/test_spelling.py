"""One spelling for both sides: British and American, degrees, thousands, capitals."""

from __future__ import annotations

import pytest

from generator.checking import TermWeights, support
from generator.checking.spelling import one_spelling, without_capitals


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("2.5 ºC", "2.5 °C"),
        ("2.5 ˚C", "2.5 °C"),
        ("25 degrees Celsius", "25 °C"),
        ("25 degrees C", "25 °C"),
        ("77 degrees Fahrenheit", "77 °F"),
        ("1’200 farms", "1,200 farms"),
        ("1'200'000 farms", "1,200,000 farms"),
        ("Haemoglobin and anaemia", "Hemoglobin and anemia"),
        ("Grey seals", "Gray seals"),
        ("manoeuvred, a manoeuvre", "maneuvered, a maneuver"),
        ("programmes were programmed", "programs were programmed"),
        ("ploughed", "plowed"),
        ("HAEM", "HEM"),
        ("the 1990’s", "the 1990’s"),
        ("2.5 cm, 90 degrees", "2.5 cm, 90 degrees"),
    ],
)
def test_one_spelling(written: str, plain: str) -> None:
    assert one_spelling(written) == plain


def test_sentences_in_capitals_are_made_small_and_others_kept() -> None:
    assert without_capitals("THE DOSE WAS 20 MG. We used DNA.") == "the dose was 20 mg. We used DNA."


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Soil warmed by 2.5 °C in all plots.", "Soil warmed by 2.5 ºC in all plots."),
        ("Soil warmed by 2.5 degrees Celsius in all plots.", "Soil warmed by 2.5 ˚C in all plots."),
        ("The survey reached 1’200 farms.", "The survey reached 1,200 farms."),
        ("Haemoglobin was measured in all children.", "Hemoglobin was measured in all children."),
        ("Hemoglobin was measured in all children.", "Haemoglobin was measured in all children."),
        ("The catalog of the program lists stars.", "The catalogue of the programme lists stars."),
        ("Oestrogen levels were measured.", "Estrogen levels were measured."),
        ("Nests were found within 40 m of the road.", "NESTS WERE FOUND WITHIN 40 M OF THE ROAD."),
    ],
)
def test_another_spelling_is_no_other_statement(sentence: str, evidence: str) -> None:
    assert support(sentence, evidence, TermWeights.of([evidence])).supported
