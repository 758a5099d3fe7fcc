"""Replies that go round in circles, as small models write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering.models.model_replies import (
    final_reply,
    predicted_reply,
    repetition,
    rest_of_quote,
    unrepeated,
)
from generator.answering.parsing import reply_text

LONG = "The data were split into a training set and a validation set, and 10 % were held back"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[1] The seed was 7.\n[2] The seed was 7.\n[3] The seed was 7.", "[1] The seed was 7."),
        ("[1] The seed was 7.\n[1] [3] The seed was 7.", "[1] The seed was 7."),
        ("[1] It was Adam.\n[2] It was SGD.\n[3] It was Adam.\n[4] So.", "[1] It was Adam.\n[2] It was SGD."),
        (f"[1] {LONG}.\n[2] {LONG} for the t", f"[1] {LONG}."),
        ("[1] Rates were 1, 2, 5, 10, " + "20, 50, 100, " * 6, "[1] Rates were 1, 2, 5, 10, 20, 50, 100,"),
        ("[1] It was Adam.\n[2] The rate was 1.0" + "0" * 90, "[1] It was Adam."),
        ("so so so so so " * 4, "so so"),
        # What differs in the end, is short, or is a blank line, is no repetition.
        ("[1] The seed was 7.\n[2] The seed was 8.", None),
        ("[1] The seed was 7.\n[2] The seed was", None),
        (f"[1] {LONG[:50]} A.\n[2] {LONG[:50]} B.", None),
        ("[1] A.\n\n[2] B.\n\n[3] C.", None),
        ("[1] Seeds were 1, 1, 1, 1, 1 and 2.", None),
        ("[1] See Table 1 ........... 7", None),
        ("", None),
    ],
)
def test_a_reply_ends_where_it_begins_to_repeat_itself(text: str, kept: str | None) -> None:
    assert unrepeated(text) == (text if kept is None else kept)


PIECES = st.sampled_from(["[1] ", "[2] ", "It was 7.", "\n", "a ", "0", LONG, " and so on", ", 20, 50"])


@given(st.lists(PIECES, max_size=40))
def test_a_reply_that_is_watched_while_it_is_written_ends_like_one_that_is_read_whole(
    pieces: list[str],
) -> None:
    text = "".join(pieces)
    kept = unrepeated(text)
    assert text.startswith(kept)
    watched = next(
        (end for n in range(len(text)) if (end := repetition(text[:n], ended=False)) is not None),
        repetition(text, ended=True),
    )
    assert (watched is None) == (kept == text)
    if watched is not None:
        assert text[:watched].startswith(kept)


QUOTE = "We trained the network with Adam at a learning rate of 0.001 for thirty epochs on one processor."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (f"[2] {QUOTE[:70]}", QUOTE[70:]),
        (f"[1] It was Adam.\n[2] [3] {QUOTE[:70]}", QUOTE[70:]),
        (f"[2] {QUOTE}", ""),
        (f"[2] {QUOTE[:30]}", None),  # so short a beginning may go on otherwise
        (f"[2] {QUOTE[:60]} or so", None),
        (f"[2] The authors say: {QUOTE[:70]}", None),
        ("", None),
    ],
)
def test_a_long_beginning_of_a_quote_has_a_known_rest(text: str, rest: str | None) -> None:
    assert rest_of_quote(text, ["Another sentence.", QUOTE]) == rest


def test_a_quote_that_would_take_all_tokens_left_is_written_out_and_not_generated() -> None:
    text = f"[1] {QUOTE[:70]}"
    assert predicted_reply(text, quotable=[QUOTE], tokens=20, limit=35) == f"[1] {QUOTE}"
    assert (
        predicted_reply(text, quotable=[QUOTE], tokens=20, limit=80) is None
    )  # there is room for another claim
    assert predicted_reply(text, quotable=[], tokens=20, limit=21) is None
    assert predicted_reply("[1] A.\n[2] A.\n", quotable=[QUOTE], tokens=8, limit=80) == "[1] A."


def test_a_quote_that_the_limit_cut_is_completed_and_other_words_are_dropped() -> None:
    claim = "[1] It was Adam."
    assert final_reply(f"{claim}\n[2] {QUOTE[:70]}", quotable=[QUOTE], cut=True) == f"{claim}\n[2] {QUOTE}"
    assert final_reply(f"{claim}\n[2] It was tr", quotable=[QUOTE], cut=True) == claim
    assert final_reply(f"{claim}\n[2] {QUOTE[:70]}", quotable=[QUOTE], cut=False).endswith(QUOTE[60:70])


def test_replies_of_large_models_are_left_as_they_are(shared_data: Path) -> None:
    texts = [reply_text(f.read_text("utf-8", "replace")) for f in shared_data.glob("transcripts/**/*.txt")]
    assert len(texts) > 2000
    assert sum(unrepeated(text) != text for text in texts) <= len(texts) / 1000
