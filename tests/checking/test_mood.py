"""What may, could or will be is not told as what is or was."""

from __future__ import annotations

import pytest

from generator.checking.mood import mood_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence", "said"),
    [
        ("The survey was repeated in 2024.", "The survey will be repeated in 2024.", "will"),
        ("The images were cropped.", "The images could be cropped.", "could"),
        ("The data are shared.", "The data will be shared.", "will"),
        ("The tests are run.", "The tests are to be run.", "are to"),
        ("We followed them for a year.", "We plan to follow them for a year.", "plan to"),
        ("The images were cropped.", "The images should be cropped.", "should"),
        ("Spots distort the curve.", "Spots may distort the curve.", "may"),
        ("The images were cropped with the tool.", "The images can be cropped with the tool.", "can"),
        ("Yoga relieves pain.", "The results suggest that yoga relieves pain.", "suggest"),
        ("The results show that yoga helps.", "The results suggest that yoga helps.", "“suggest”"),
        ("The data are public.", "The data are public upon acceptance.", "upon acceptance"),
        ("The approval is ours.", "The approval is pending.", "pending"),
    ],
)
def test_what_may_be_is_not_what_is(sentence: str, evidence: str, said: str) -> None:
    assert said in " ".join(objections(mood_objections, sentence, evidence))


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The survey is planned to be repeated.", "The survey will be repeated."),
        ("Spots might distort the curve.", "Spots may distort the curve."),
        ("The tool detects moths.", "The tool can detect moths."),
        ("People were not blinded.", "People could not be blinded."),
        ("We cropped the images.", "We cropped the images, which may help the model."),
        ("Yoga may help.", "The results suggest that yoga may help."),
        ("The authors expected more.", "We expected more."),
        ("The data were shared and will be kept.", "The data were shared and will be kept."),
    ],
)
def test_a_mood_that_is_kept_or_says_nothing_is_fine(sentence: str, evidence: str) -> None:
    assert objections(mood_objections, sentence, evidence) == []
