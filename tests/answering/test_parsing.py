"""Replies of models, as they come, to sentences with the quotes that they cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering import parse_reply
from generator.answering.parsing import reply_text


def read(raw: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.text, s.cites) for s in parse_reply(raw).sentences]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Answer:::\nThe seed was 7.", "The seed was 7."),
        ("Answer::: The seed was 7.", "The seed was 7."),
        ("answer:::The seed was 7.", "The seed was 7."),
        ("Answer: The seed was 7.", "The seed was 7."),
        ("**Answer:** The seed was 7.", "The seed was 7."),
        ("Answer:::\nAnswer: The seed was 7.", "The seed was 7."),
        ("Answer:::\n\nHelpful Answer:\nThe seed was 7.", "The seed was 7."),
        ("The seed was 7.", "The seed was 7."),
        ("The seed was 7.\n\nAnswer:::\n", "The seed was 7."),
        ("Sure!\nAnswer:::\nThe seed was 6.\nAnswer:::\nThe seed was 7.", "The seed was 7."),
        (
            "Question: which seed?\nProvide your answer as follows:\n\nAnswer:::\n"
            "Answer: (provide your answer to query in less than 400 words)\n\nAnswer:::\n\n"
            "Helpful Answer:\nThe seed was 7.",
            "The seed was 7.",
        ),
        ("Answer:::\nAnswer: (provide your answer to query in less than 400 words)\n\nAnswer:::\n", ""),
        ("", ""),
        ("Answer:::", ""),
    ],
)
def test_the_answer_is_what_follows_the_last_marker_that_anything_follows(raw: str, text: str) -> None:
    assert reply_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("[2] The seed was 7.", [("The seed was 7.", (2,))]),
        ("The seed was 7 [2].", [("The seed was 7.", (2,))]),
        ("The seed was 7. [2]", [("The seed was 7.", (2,))]),
        ("The seed was 7. [1, 3]", [("The seed was 7.", (1, 3))]),
        ("The seed was 7 [1][3].", [("The seed was 7.", (1, 3))]),
        ("The seed was 7 [3; 1; 3].", [("The seed was 7.", (3, 1))]),
        ("[1] [4] The seed was 7.", [("The seed was 7.", (1, 4))]),
        ("[1] The seed was 7. It was fixed.", [("The seed was 7.", (1,)), ("It was fixed.", (1,))]),
        ("[1] The seed was 7. It was fixed [2].", [("The seed was 7.", (1,)), ("It was fixed.", (2,))]),
        (
            "The seed was 7. [1] The rate was 0.1. [2]",
            [("The seed was 7.", (1,)), ("The rate was 0.1.", (2,))],
        ),
        ("- The seed was 7.\n* The rate was 0.1.", [("The seed was 7.", ()), ("The rate was 0.1.", ())]),
        ("1. The seed was 7.\n2) The rate was 0.1.", [("The seed was 7.", ()), ("The rate was 0.1.", ())]),
        (
            "**Seed:** The *seed* was `7`.\n\n* **Rate:** It was __0.1__.",
            [("Seed: The seed was 7.", ()), ("Rate: It was 0.1.", ())],
        ),
        (
            "## Seeds\nThe seed was 7.\nThe datasets are:\n* ImageNet",
            [("The seed was 7.", ()), ("ImageNet", ())],
        ),
        ("The weights are faster\\_rcnn\\_nas.", [("The weights are faster_rcnn_nas.", ())]),
        ("The seeds were [7, 8] in turn", [("The seeds were in turn", (7, 8))]),
        ("...\n---\n[3]", []),
        (
            "It ran at 0.5 e.g. in Fig. 2. Then it stopped.",
            [("It ran at 0.5 e.g. in Fig. 2.", ()), ("Then it stopped.", ())],
        ),
    ],
)
def test_sentences_and_what_they_cite(raw: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read(raw) == found


@pytest.mark.parametrize(
    ("raw", "claims", "abstained", "partial"),
    [
        ("NOT REPORTED", [], True, False),
        ("", [], True, False),
        ("I don't know.", [], True, False),
        ("The context does not mention it. Therefore, I cannot answer.", [], True, False),
        ("The seed was 7.", ["The seed was 7."], False, False),
        ("We did not augment the images.", ["We did not augment the images."], False, False),
        (
            "The context does not mention seeds; however, in general seeds should be fixed.",
            ["In general seeds should be fixed."],
            False,
            True,
        ),
        (
            "While the paper does not state the seed, it was trained five times.",
            ["It was trained five times."],
            False,
            True,
        ),
        (
            "The images were split at random, but the text does not specify the seed.",
            ["The images were split at random."],
            False,
            True,
        ),
        (
            "The context does not mention the seed. It discusses the training of CNNs.",
            [],
            True,
            False,
        ),
        (
            "The context does not mention the seed. However, it does mention five repetitions.",
            ["However, it does mention five repetitions."],
            False,
            True,
        ),
    ],
)
def test_what_is_claimed_beside_an_abstention(
    raw: str, claims: list[str], abstained: bool, partial: bool
) -> None:
    draft = parse_reply(raw)
    assert [s.text for s in draft.sentences if not s.abstains] == claims
    assert (draft.abstained, draft.partial) == (abstained, partial)


def test_an_answer_ends_with_the_sentence_that_passes_400_words() -> None:
    sentence = " ".join(["Words", *["word"] * 98]) + " end."
    raw = "\n".join(f"{sentence} {sentence}" for _ in range(5))
    found = parse_reply(raw).sentences
    assert len(found) == 4
    assert parse_reply(" ".join(["word"] * 500) + ".").sentences != ()


def test_costs_are_handed_on() -> None:
    draft = parse_reply("A reply.", seconds=1.5, prompt_tokens=10, new_tokens=3)
    assert (draft.raw, draft.seconds, draft.prompt_tokens, draft.new_tokens) == ("A reply.", 1.5, 10, 3)


@given(st.text(max_size=200) | st.text(alphabet="[]1,; .Aab-*:\n()\\", max_size=60))
def test_any_reply_can_be_read(raw: str) -> None:
    draft = parse_reply(raw)
    assert draft.raw == raw
    assert all(any(c.isalnum() for c in s.text) for s in draft.sentences)
    assert draft.abstained == all(s.abstains for s in draft.sentences)
