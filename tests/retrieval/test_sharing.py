"""The context that all questions about a paper share."""

from __future__ import annotations

import pytest

from generator.core import Question
from generator.retrieval import (
    PaperIndex,
    SentenceTransformerEncoder,
    evidence_pack,
    retrieve,
    whole_paper,
    with_shared,
)
from tests.conftest import paper_of

SEEDS = Question(
    "random-seeds", "Which random seeds were set?", "Training",
    queries=("Random seeds were fixed for reproducibility.",), cues=("seed",), sections=("methods",),
)  # fmt: skip
CODE = Question(
    "code-link", "Where is the code?", "Availability", queries=("The code is available on GitHub.",),
    cues=("code", "github"), sections=("availability",),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> PaperIndex:
    filler = " ".join(f"The beetle number {n} was photographed on a white sheet." for n in range(30))
    paper = paper_of(
        ("Methods", f"{filler} Random seeds were fixed to 1, 2 and 3. We trained for thirty epochs."),
        ("Code availability", "The code of this study is on GitHub for everyone."),
        ("References", "1. Example A (2020) Random seeds matter. Journal of Things 3, 4-5."),
    )
    return PaperIndex(paper, SentenceTransformerEncoder())


def test_a_pack_holds_what_answers_each_question_in_the_order_of_the_paper(index: PaperIndex) -> None:
    found = evidence_pack(index, [SEEDS, CODE], 300)
    texts = [s.text for s in found]
    assert "Random seeds were fixed to 1, 2 and 3." in texts
    assert "The code of this study is on GitHub for everyone." in texts
    assert sum(map(len, texts)) <= 300
    assert [s.place.start for s in found] == sorted({s.place.start for s in found})


def test_a_pack_does_not_depend_on_the_order_of_the_questions(index: PaperIndex) -> None:
    assert evidence_pack(index, [SEEDS, CODE], 200) == evidence_pack(index, [CODE, SEEDS], 200)


def test_the_whole_paper_leaves_out_its_references(index: PaperIndex) -> None:
    texts = [s.text for s in whole_paper(index)]
    assert len(texts) == 33
    assert not any("Journal of Things" in t for t in texts)


def test_a_question_gets_its_own_snippets_first_and_points_to_the_shared_ones(index: PaperIndex) -> None:
    shared = evidence_pack(index, [SEEDS, CODE], 300)
    own = retrieve(index, SEEDS, 120)
    found = with_shared(index, SEEDS, shared, 120)
    assert found.snippets[: len(own.snippets)] == own.snippets
    assert found.answered == own.answered
    assert [found.snippets[i].text for i in found.shared] == [s.text for s in shared]
    assert len({s.place.start for s in found.snippets}) == len(found.snippets)
    # What stands behind is scored for this question too.
    rest = found.snippets[len(own.snippets) :]
    assert [s.score for s in rest] == sorted((s.score for s in rest), reverse=True)
    assert all(s.score < own.snippets[0].score for s in rest)


def test_a_shared_snippet_that_a_question_may_not_use_counts_nothing_for_it(index: PaperIndex) -> None:
    reference = next(p for p in index.passages if p.kind == "references")
    assert not SEEDS.references
    found = with_shared(index, SEEDS, (reference.snippet(0.9),), 120)
    assert found.snippets[found.shared[0]].score == 0
