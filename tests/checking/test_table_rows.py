"""Numbers of a table support a sentence that puts them in their row and under their heading."""

from __future__ import annotations

import pytest

from generator.checking import TermWeights, check
from generator.core import Draft, DraftSentence, Metadata
from generator.core.paper import Header
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.retrieval.searchable import passages

A, B = "Model A | 0.490 | 0.71 | 42", "Model B | 0.412 | 0.64 | 43"
ROWS = f"Model | F1 score | Recall | Seed\n{A}\n{B}\nTotal | 8 | 9 | 2"
PAPER = compose(
    PaperFile("p", "text", "p.txt", Metadata()),
    [
        PaperBlock("heading", "Results"),
        PaperBlock(
            "prose", "We compared two models on the images of moths. Model B was trained for 30 epochs."
        ),
        PaperBlock("caption", "Table 2. Results on the test set of 600 images of moths."),
        PaperBlock("table", ROWS, header=Header(1, ("Model", "F1 score", "Recall", "Seed"))),
    ],
)
SNIPPETS = [p.snippet(0.9) for p in passages(PAPER)]
WEIGHTS = TermWeights.of(p.text for p in passages(PAPER))


def checked(sentence: str) -> tuple[str, str, list[str]]:
    found = check(Draft(sentence, (DraftSentence(sentence),)), SNIPPETS, WEIGHTS)
    return found.sentences[0].support, found.sentences[0].reason, [e.text for e in found.evidence]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The F1 score of model A was 0.490.", [A]),
        ("Model A reached an F1 score of 0.490 on the test set.", [A]),
        ("The recall of model B was 0.64.", [B]),
        ("Model A had an F1 score of 0.490 and a recall of 0.71.", [A]),
        ("Model A reached an F1 score of 0.490 on 600 images of the test set.", [A]),
        ("The F1 score was 0.490 for model A and 0.412 for model B.", [A, B]),
        # A row as it is printed is a quote like any other.
        (A, [A]),
    ],
)
def test_a_number_in_its_place_is_supported(sentence: str, evidence: list[str]) -> None:
    support, reason, found = checked(sentence)
    assert (support, reason, sorted(found)) == ("supported", "", evidence)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The recall of model A was 0.64.", "stands in the row “Model B”, which the sentence does not name"),
        ("The recall was 0.64.", "stands in the row “Model B”, which the sentence does not name"),
        ("Model A had a recall of 0.490.", "0.490 stands under “F1 score”, not under “Recall”"),
        ("Model B achieved the highest F1 score, 0.412.", "does not tell what is “highest”"),
        ("The F1 score of model B was 0.490.", "0.490"),
        ("Model A reached a recall of 0.490 and an F1 score of 0.71.", ""),
        ("The F1 score was 0.412 for model A and 0.490 for model B.", ""),
        ("Model A had a precision of 0.490.", ""),
    ],
)
def test_a_number_out_of_its_place_is_not(sentence: str, reason: str) -> None:
    support, why, _ = checked(sentence)
    assert support == "unsupported"
    assert reason in why


DAYS = compose(
    PaperFile("p", "text", "p.txt", Metadata()),
    [
        PaperBlock("heading", "Results"),
        PaperBlock("caption", "Table 3. Moths that came back."),
        PaperBlock(
            "table",
            "Lamp | within 15 days (%) | within 30 days (%)\nSodium, 12 months | 34.2 | 60.4\n"
            "LED, 6 months | 26.9 | 31.5",
            header=Header(1, ("Lamp", "within 15 days (%)", "within 30 days (%)")),
        ),
    ],
)


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("With sodium at 12 months, 34.2% came back within 15 days.", "supported"),
        ("With sodium at 12 months, 34.2% came back within 30 days.", "unsupported"),
        ("With LED at 6 months, 26.9% came back within 15 days.", "supported"),
        ("With LED at 6 months, 60.4% came back within 30 days.", "unsupported"),
    ],
)
def test_a_number_in_a_heading_or_a_name_is_a_part_of_it(sentence: str, support: str) -> None:
    found = [p.snippet(0.9) for p in passages(DAYS)]
    weights = TermWeights.of(p.text for p in passages(DAYS))
    assert check(Draft(sentence, (DraftSentence(sentence),)), found, weights).sentences[0].support == support
