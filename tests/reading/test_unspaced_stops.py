"""Sentences end at a full stop without a blank only where nothing else can be meant."""

from __future__ import annotations

import pytest

from generator.reading.unspaced_stops import sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Lamps drew moths.The bats came.", ["Lamps drew moths.", "The bats came."]),
        ("Lamps drew moths[1].With rain none came.", ["Lamps drew moths[1].", "With rain none came."]),
        ("Lamps drew moths [1,2].Radiant lamps did.", ["Lamps drew moths [1,2].", "Radiant lamps did."]),
        ("It was below 50%.In May it was not.", ["It was below 50%.", "In May it was not."]),
        ("We used x^INK4a.A very old lamp.", ["We used x^INK4a.", "A very old lamp."]),
        ("Most (all in May).However, it rained.", ["Most (all in May).", "However, it rained."]),
        # Another thing is meant, or may be.
        ("We call lamp.List and torch.Tensor here.", None),
        ("Lamps drew moths [1].Radiant lamps did.", None),
        ("The class java.lang.String is one.", None),
        ("See www.lamps.The site, and lamps.org/moths.The page.", None),
        ("They (as in the text.The lamps) came.", None),
        ("As in refs.The list is long.", None),
        ("It was 2.The rest.", None),
    ],
)
def test_a_stop_without_a_blank(text: str, sentences: list[str] | None) -> None:
    assert [text[start:end] for start, end in sentences_of(text)] == (sentences or [text])


def test_every_character_is_in_one_sentence() -> None:
    text = "Lamps drew moths.The bats came. Most (all).However, it rained [1,2].Then none."
    spans = sentences_of(text)
    assert "".join(text[a:b] for a, b in spans) == text.replace(". ", ".")
    assert all(a < b for a, b in spans)
