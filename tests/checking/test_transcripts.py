"""Replies of large models, as published: who abstains and then gives advice has reported nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.answering import parse_reply
from generator.checking import TermWeights, check
from generator.checking.support_status import Checked
from generator.core import Draft, Place, Snippet

CONTEXT = [
    "Whatever the goal, our framework is flexible and can be adapted by tuning the species thresholds.",
    "In the first phase, a classification model is built by training a CNN on a given database T0.",
]


def judged(reply: str, context: list[str]) -> tuple[Draft, Checked]:
    draft = parse_reply(reply)
    snippets = [Snippet(text, Place(0, len(text))) for text in context]
    return draft, check(draft, snippets, TermWeights.of(context))


@pytest.mark.parametrize(
    "padding",
    [
        "However, based on general practices in machine learning, some common strategies include setting "
        "fixed seeds for reproducibility, using techniques like cross-validation, and ensembles.",
        "It is important to fix the random seed. Researchers should consider repeating the training.",
        "In general, a fixed random seed is set before training a CNN.",
        "Typically, a classification model is trained with several seeds.",
    ],
)
def test_to_abstain_and_then_to_advise_is_to_report_nothing(padding: str) -> None:
    abstention = "The provided context does not explicitly discuss strategies to handle randomness."
    _, checked = judged(f"Answer:::\n{abstention} {padding}", CONTEXT)
    assert checked.status == "not_reported"
    assert "withheld" in checked.reason
    assert checked.sentences != ()
    assert all(s.support == "unsupported" and s.reason for s in checked.sentences)


def prompt_context(saved: str) -> list[str]:
    """Return the pieces of the context of a prompt that was saved with its answer."""
    found = re.search(r"make up an answer\.\n\n(.*?)\n\nQuestion: %INSTRUCTIONS", saved, re.DOTALL)
    assert found is not None
    return [piece for piece in re.split(r"\n\s*\n", found.group(1)) if piece.strip()]


def test_the_founding_example_is_not_reported_and_its_padding_is_withheld(shared_data: Path) -> None:
    file = shared_data / "transcripts" / "mixtral-8x22b" / "Publication_33.pdf_CQ24.txt"
    saved = file.read_text(encoding="utf-8")
    draft, checked = judged(saved, prompt_context(saved))
    assert [s.abstains for s in draft.sentences] == [True, False]
    assert checked.status == "not_reported"
    (padding,) = checked.sentences
    assert padding.text.startswith("However, based on general practices in machine learning")
    assert padding.support == "unsupported"
    assert padding.reason != ""


@pytest.mark.parametrize("model", ["gemma-2-9b", "llama-3-70b", "llama-3.1-70b"])
def test_other_models_on_the_founding_question_report_nothing_either(shared_data: Path, model: str) -> None:
    name = "Publication_33.pdf_CQ24.txt"
    saved = (shared_data / "transcripts" / "mixtral-8x22b" / name).read_text(encoding="utf-8")
    reply = (shared_data / "transcripts" / model / name).read_text(encoding="utf-8")
    assert judged(reply, prompt_context(saved))[1].status == "not_reported"


def test_no_prompt_leaks_into_a_draft(shared_data: Path) -> None:
    files = sorted((shared_data / "transcripts" / "mixtral-8x22b").glob("*_CQ1*.txt"))
    assert files
    for file in files:
        draft = parse_reply(file.read_text(encoding="utf-8"))
        assert draft.sentences, file.name
        text = " ".join(s.text for s in draft.sentences)
        assert not re.search(r"INSTRUCTIONS|provide your answer|Helpful Answer|Answer:::", text), file.name
