"""Numbers are compared by what they are worth, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.number_values import missing_numbers, number_values, numbers


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("1,200 images", {1200}),
        ("1 200 images", {1200}),
        ("1\u2009200 images", {1200}),
        ("12,345,678", {12345678}),
        ("in 2016 100 images", {2016, 100}),
        ("accuracy of 0.95", {0.95}),
        ("a rate of .5", {0.5}),
        ("20 % of them", {20, 0.2}),
        ("20 percent", {20, 0.2}),
        ("150% of it", {150}),
        ("10-20 epochs", {10, 20, 1e-20}),
        ("10–20 epochs", {10, 20, 1e-20}),
        ("1e-4", {0.0001}),
        ("1E-4", {0.0001}),
        ("10^-4", {10, 4, 0.0001}),
        ("10⁻⁴", {10, 4, 0.0001}),
        ("3 × 10^-5", {3e-5, 1e-5}),
        ("224x224 pixels", {224}),
        ("1200 x 800 pixels", {1200, 800}),
        ("224px wide", {224}),
        ("5-fold and 32-bin", {5, 32}),
        ("2.5 million", {2.5e6}),
        ("10k steps", {10000}),
        ("two hundred sites", {200}),
        ("twenty-one sites and three plots", {21, 3}),
        ("the one that counts", set()),
        ("ResNet-50, v1.8, U2, F1 and step-1", set()),
        ("Python 2.7.12", set()),
        ("p<0.05", {0.05}),
        ("(n=12)", {12}),
        ("−3 °C", {3}),
        ("the 18th of May 2019", {18, 2019}),
        ("4. Cities support wildlife.", set()),
        ("4 cities support wildlife.", {4}),
        ("1e400 and " + "9" * 400, set()),
        ("", set()),
    ],
)
def test_what_numbers_are_worth(text: str, worth: set[float]) -> None:
    assert sorted(number_values(text)) == pytest.approx(sorted(worth))


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("1,200 images", "1200 images"),
        ("a rate of 0.0001", "a rate of 1e-4"),
        ("a rate of 1e-4", "a rate of 10−4"),
        ("a rate of 10^-4", "a rate of 0.0001"),
        ("three sites", "3 sites"),
        ("3 sites", "three sites"),
        ("a share of 0.2", "20 % of all"),
        ("20% of all", "a share of 0.2"),
        ("about 79 %", "78.9 % were found"),
        ("79 percent", "79 % were found"),
        ("2.5 million", "2,500,000 records"),
        ("224 x 224", "224×224"),
    ],
)
def test_numbers_that_agree(sentence: str, evidence: str) -> None:
    assert missing_numbers(numbers(sentence), evidence) == []


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("30 epochs", "300 epochs"),
        ("30 epochs", "ResNet-30 was trained"),
        ("1,200 images", "1,201 images"),
        ("78.9 %", "79 % were found"),
        ("0.93 precision", "a precision of 0.98"),
        ("0.93 precision", "a precision of 0.934"),  # small ones are not rounded: it may as well be a slip
        ("2000% of them", "20% of them"),
        ("0.69 % of them", "69 % of them"),  # though 69 % is 0.69
        ("69 % of them", "0.69 % of them"),
        ("7 sites", "17 sites"),
        ("five sites", "six sites"),
    ],
)
def test_numbers_that_do_not(sentence: str, evidence: str) -> None:
    assert [n.text for n in missing_numbers(numbers(sentence), evidence)] != []


@given(st.integers(0, 10**9))
def test_a_whole_number_is_found_with_and_without_commas(value: int) -> None:
    assert missing_numbers(numbers(f"{value} images"), f"we took {value:,} images") == []
    assert missing_numbers(numbers(f"{value:,} images"), f"we took {value} images") == []


@given(st.text(max_size=80) | st.text(alphabet="0123456789 .,x^-eE%/k", max_size=40))
def test_any_text_can_be_searched_for_numbers(text: str) -> None:
    for number in numbers(text):
        assert number.start < number.end
        assert number.values


@pytest.mark.parametrize(
    "evidence",
    [
        "a difference of \ufffd9.40 points",
        "a difference of \ufffd 9.40 points",
        "a difference of 9.40\ufffd points",
        "a difference (\ufffd9.40)",
    ],
)
def test_a_number_at_an_unreadable_sign_is_no_evidence_for_the_number(evidence: str) -> None:
    wanted = numbers("a difference of 9.40 points")
    assert missing_numbers(wanted, "a difference of 9.40 points") == []
    assert missing_numbers(wanted, evidence) == list(wanted)


def test_an_unreadable_sign_elsewhere_leaves_a_number_alone() -> None:
    assert missing_numbers(numbers("12 of 40"), "In \ufffdstergaard there were 12 of 40.") == []
