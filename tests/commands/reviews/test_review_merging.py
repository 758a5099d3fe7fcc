"""New reviews into files that people wrote: nothing that need not change changes."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.reviews.review_merging import merge_reviews
from generator.core import Review
from generator.core.review import VERDICTS
from generator.errors import AnswerbookError, InvalidFile
from generator.project.review_files import load_reviews, load_reviews_of, review_text

ADA = Review("beetles", "hardware", "00112233445566aa", "confirmed", "Ada", datetime.date(2026, 11, 20))
BEN = replace(ADA, name="Ben", verdict="corrected", status="not_reported", note="Not on p. 3: really")
HAND = """\
# Reviewed at the retreat.
- answer: "00112233445566aa"   # looked at twice
  question: hardware
  verdict: confirmed
  name: Ada
  date: 2026-11-20

# Ben's part
- question: seeds
  date: 2026-11-21   # by phone
  answer: 9f86d081884c7d65
  name: "Ben"
  verdict: corrected
  status: partly_reported
  text: >-
    One seed,
    not three.
# The end.
"""
SECOND = Review(
    "beetles",
    "seeds",
    "9f86d081884c7d65",
    "corrected",
    "Ben",
    datetime.date(2026, 11, 21),
    "partly_reported",
    "One seed, not three.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "beetles.yml").write_text(HAND, encoding="utf-8")
    return tmp_path


def test_a_new_review_is_appended_and_all_else_stays_byte_for_byte(folder: Path) -> None:
    done = merge_reviews(folder, [BEN])
    text = (folder / "beetles.yml").read_text(encoding="utf-8")
    assert text.startswith(HAND)
    assert load_reviews(folder) == (ADA, SECOND, BEN)
    assert (done.added, done.replaced, done.same) == ((BEN,), (), ())
    assert [p.name for p in folder.iterdir()] == ["beetles.yml"]


def test_the_same_review_again_changes_no_file(folder: Path) -> None:
    before = (folder / "beetles.yml").stat().st_mtime_ns
    done = merge_reviews(folder, [ADA, SECOND])
    assert (done.same, done.files) == ((ADA, SECOND), ())
    assert (folder / "beetles.yml").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        (ADA, replace(ADA, verdict="disputed", date=datetime.date(2026, 11, 25)), "# Ben's part"),
        (SECOND, replace(SECOND, text="Two seeds."), "# The end."),
    ],
)
def test_a_changed_review_takes_the_place_of_the_one_that_it_changes(
    folder: Path, before: Review, now: Review, kept: str
) -> None:
    done = merge_reviews(folder, [now])
    assert done.replaced == ((now, before),)
    assert load_reviews(folder) == tuple(now if r == before else r for r in (ADA, SECOND))
    text = (folder / "beetles.yml").read_text(encoding="utf-8")
    assert text.startswith("# Reviewed at the retreat.\n")
    assert kept in text
    other = SECOND if before == ADA else ADA
    marked = {ADA: "   # looked at twice", SECOND: "  date: 2026-11-21   # by phone\n"}
    assert marked[other] in text


@pytest.mark.parametrize(
    "text",
    [
        HAND.replace("\n", "\r\n"),
        "\ufeff" + HAND,
        HAND.rstrip("\n"),
        "".join(f"  {line}\n" if line else "\n" for line in HAND.split("\n")[:-1]),
        "---\n" + HAND,
    ],
    ids=["windows", "mark", "no-end", "indented", "document"],
)
def test_the_layout_of_a_file_is_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "beetles.yml"
    path.write_bytes(text.encode())
    merge_reviews(tmp_path, [BEN, replace(SECOND, text="Two seeds.")])
    assert load_reviews_of(path) == (ADA, replace(SECOND, text="Two seeds."), BEN)
    after = path.read_bytes().decode()
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in text) == ("\r\n" in after)
    assert after.count("\n") - after.count("\r\n") == (0 if "\r\n" in text else after.count("\n"))
    assert "# looked at twice" in after


@pytest.mark.parametrize(
    "text",
    ["[]\n", "[{answer: 00112233445566aa, question: q, verdict: confirmed, name: A, date: 2026-11-01}]\n"],
)
def test_a_file_that_cannot_be_added_to_safely_is_left_and_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "beetles.yml").write_text(text)
    with pytest.raises(InvalidFile, match=r"beetles\.yml: reviews cannot be added safely to this layout"):
        merge_reviews(tmp_path, [BEN, replace(BEN, paper="trees")])
    assert (tmp_path / "beetles.yml").read_text() == text
    assert [p.name for p in tmp_path.iterdir()] == ["beetles.yml"]


def test_nothing_is_written_where_one_file_has_problems(folder: Path) -> None:
    (folder / "trees.yml").write_text("- answer: x\n")
    with pytest.raises(InvalidFile, match="is not the id of an answer"):
        merge_reviews(folder, [BEN, replace(BEN, paper="trees")])
    assert (folder / "beetles.yml").read_text() == HAND


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "reviews").write_text("a file")
    with pytest.raises(AnswerbookError, match="the reviews cannot be written"):
        merge_reviews(tmp_path / "reviews", [BEN])


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="\ufffe\uffff")
WORDS = st.text(LETTERS, max_size=40).map(lambda t: " ".join(t.split()))


@st.composite
def reviews(draw: st.DrawFn) -> list[Review]:
    made = {}
    for number in range(draw(st.integers(1, 5))):
        verdict = draw(st.sampled_from(VERDICTS))
        review = Review(
            draw(st.sampled_from(["beetles", "trees"])),
            draw(st.sampled_from(["hardware", "null", "on"])),
            draw(st.sampled_from(["1234567890123456", "12e4567890123456", "00112233445566aa"])),
            verdict,
            draw(WORDS.filter(bool)) if number else "Ada",
            draw(st.dates()),
            "partly_reported" if verdict == "corrected" else None,
            draw(WORDS.filter(bool)) if verdict == "corrected" else "",
            draw(WORDS),
        )
        made[review.paper, review.answer, review.name] = review
    return list(made.values())


@settings(deadline=None, max_examples=60)
@given(reviews(), reviews())
def test_any_reviews_are_read_back_as_they_were_and_the_last_word_counts(
    tmp_path_factory: pytest.TempPathFactory, first: list[Review], second: list[Review]
) -> None:
    folder = tmp_path_factory.mktemp("reviews")
    merge_reviews(folder, first)
    merge_reviews(folder, second)
    meant = {(r.paper, r.answer, r.name): r for r in (*first, *second)}
    assert set(load_reviews(folder)) == set(meant.values())


@pytest.mark.parametrize("name", ["null", "yes", "1e3", "# Ada", "A: B", "- x", "'", '"', "O’Neill"])
def test_a_name_that_means_something_in_yaml_is_quoted(tmp_path: Path, name: str) -> None:
    review = replace(ADA, name=name)
    (tmp_path / "beetles.yml").write_text(review_text(review) + "\n", encoding="utf-8")
    assert load_reviews(tmp_path) == (review,)


def test_signs_that_no_text_holds_are_left_out(tmp_path: Path) -> None:
    merge_reviews(tmp_path, [replace(ADA, name="A\x07da", note="Seen\x00 twice.\uffff")])
    (review,) = load_reviews(tmp_path)
    assert (review.name, review.note) == ("Ada", "Seen twice.")
