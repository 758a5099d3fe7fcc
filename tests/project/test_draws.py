"""The file that says which answers were drawn for review."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.core.draw import Draw, drawn_order
from generator.errors import InvalidFile
from generator.project.draws import load_draws, write_draws

SEED = "9e12345678901234"  # YAML would take it for a number
DRAW = Draw("random-seeds", SEED, datetime.date(2026, 11, 30), drawn_order(SEED, ["2401.00010", "b", "null"]))


def test_draws_come_back_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "content" / "review-sample.yml"
    file.parent.mkdir()
    other = Draw("hardware", "00ff00ff00ff00ff", datetime.date(2026, 12, 1), ("a",))
    write_draws(file, [DRAW, other])
    assert load_draws(file) == (DRAW, other)
    assert load_draws(tmp_path / "none.yml") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"{DRAW.papers[0]}", "picked", "are not in the order that follows from the seed"),
        ('"9e12345678901234"', '"lucky"', "is not a seed; restore the file"),
        ("2026-11-30", "soon", "date"),
    ],
)
def test_a_sample_that_was_changed_by_hand_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "review-sample.yml"
    write_draws(file, [DRAW])
    text = file.read_text(encoding="utf-8")
    assert old in text
    swapped = (
        text.replace(f'"{DRAW.papers[0]}"', '"?"')
        .replace(f'"{DRAW.papers[2]}"', f'"{DRAW.papers[0]}"')
        .replace('"?"', f'"{DRAW.papers[2]}"')
    )
    file.write_text(swapped if new == "picked" else text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidFile, match=told):
        load_draws(file)


def test_a_question_has_one_sample(tmp_path: Path) -> None:
    file = tmp_path / "review-sample.yml"
    write_draws(file, [DRAW, DRAW])
    with pytest.raises(InvalidFile, match="is listed twice"):
        load_draws(file)
