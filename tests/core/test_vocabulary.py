"""Words, stems and plain forms of scientific English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.vocabulary import STOP_WORDS, normalised, parts, stem, stems, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ﬁne ﬂow", "fine flow"),
        ("“a” ‘b’ it’s", "\"a\" 'b' it's"),
        ("10–20 − 3 — 4", "10-20 - 3 - 4"),
        ("soft\u00adware zero\u200bwidth", "software zerowidth"),
        ("224×224", "224x224"),
        ("10⁻⁴ and m²", "10-4 and m2"),
        ("thin\u2009space and no\u00a0break", "thin space and no break"),
        ("", ""),
    ],
)
def test_normalised(text: str, plain: str) -> None:
    assert normalised(text) == plain


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We used ResNet-50 (v1.8).", ["We", "used", "ResNet-50", "v1.8"]),
        ("np.random.seed, e-mail; it's", ["np.random.seed", "e-mail", "it's"]),
        ("snake_case and/or", ["snake_case", "and/or"]),
        ("  ... — !", []),
    ],
)
def test_words_are_whole(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cross-validation", ["cross", "validation"]),
        ("ResNet-50's", ["resnet", "50", "s"]),
        ("Ärzte über", ["ärzte", "über"]),
    ],
)
def test_parts_are_taken_apart(text: str, found: list[str]) -> None:
    assert parts(text) == found


@pytest.mark.parametrize(
    "family",
    [
        "optimise optimize optimised optimized optimising optimizer optimiser",
        "labelled labeled labelling labeling label labels",
        "colour color colours coloured colored",
        "modelled modeled modelling modeling",
        "analyse analyze analysed analyzed analysing analysis analyses",
        "hypothesis hypotheses hypothesised hypothesized",
        "diagnosis diagnoses diagnosed",
        "normalisation normalization",
        "behaviour behavior behaviours behavioural behavioral",
        "centre center centres centers",
        "call calls called calling",
        "fall falls falling",
        "images image imaging",
        "train trained training",
    ],
)
def test_words_of_one_family_and_both_spellings_share_a_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("train", "test"),
        ("posit", "negat"),
        ("four", "for"),
        ("genesis", "genes"),
        ("basis", "base"),
        ("university", "universe2"),
        ("seed", "see"),
    ],
)
def test_strangers_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_stems_leave_stop_words_out_unless_asked() -> None:
    assert stems("The images were not augmented") == [stem("images"), stem("augmented")]
    assert stems("were not", keep_stop_words=True) == ["were", "not"]


def test_stop_words_are_lower_case_single_words() -> None:
    assert all(parts(word) == [word] for word in STOP_WORDS)
