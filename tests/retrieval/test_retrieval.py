"""Retrieval on small papers, with the real encoder."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from generator.core import Metadata, Paper, Question
from generator.reading.compose import Block, Link, compose
from generator.retrieval import (
    PaperIndex,
    SentenceTransformerEncoder,
    least_relevant,
    rank,
    retrieve,
    with_neighbours,
)
from generator.retrieval.passages import SHORTEST, passages

SEEDS = Question(
    id="random-seeds",
    text="Which random seeds were set?",
    group="Training",
    queries=("Random seeds were fixed for reproducibility.",),
    cues=("seed", "random seed"),
    sections=("methods",),
)
CODE = Question(
    id="code-link",
    text="Where is the code?",
    group="Availability",
    queries=("The code is available on GitHub.",),
    cues=("code", "github"),
    references=True,
    kind="link",
)


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture(scope="module")
def paper() -> Paper:
    reference = "2. Example A (2020) Code for random seeds in deep learning. https://github.com/example/seeds"
    return compose(
        id="small",
        format="text",
        source="small.txt",
        metadata=Metadata(),
        blocks=[
            Block("heading", "Methods"),
            Block(
                "prose",
                "Beetles were photographed from above. All random seeds were fixed to 42 before training. "
                "We then trained ten networks. The weather was fine throughout. Birds sang.",
            ),
            Block("heading", "Results"),
            Block("prose", "The accuracy was 91 percent on the held-out images."),
            Block("heading", "References"),
            Block("list", "1. Example B (2019) Seeds of grasses and random sowing."),
            Block("list", reference, links=(Link(0, len(reference), "https://github.com/example/seeds"),)),
        ],
        furniture=[Block("list", "Journal of Random Seeds 12 (2024) 1-10")],
    )


@pytest.fixture(scope="module")
def index(paper: Paper, encoder: SentenceTransformerEncoder) -> PaperIndex:
    return PaperIndex(paper, encoder)


def test_best_snippet_is_the_sentence_that_answers(index: PaperIndex) -> None:
    best = retrieve(index, SEEDS)[0]
    assert best.text == "All random seeds were fixed to 42 before training."
    assert best.place.section == "Methods"
    assert best.place.kind == "methods"


def test_snippets_are_verbatim_slices_of_the_paper_best_first(index: PaperIndex, paper: Paper) -> None:
    snippets = retrieve(index, SEEDS)
    assert all(paper.text[s.place.start : s.place.end] == s.text for s in snippets)
    assert all(a.score >= b.score for a, b in itertools.pairwise(snippets))


def test_references_and_furniture_are_never_context_for_other_questions(index: PaperIndex) -> None:
    assert {s.place.kind for s in retrieve(index, SEEDS)} <= {"methods", "results"}


def test_link_questions_may_search_references_that_show_a_link(index: PaperIndex) -> None:
    found = [s for s in retrieve(index, CODE) if s.place.kind == "references"]
    assert [s.links for s in found] == [("https://github.com/example/seeds",)]


@pytest.mark.parametrize("budget", [1, 60, 130, 3600])
def test_snippets_keep_to_the_budget(index: PaperIndex, budget: int) -> None:
    assert sum(len(s.text) for s in retrieve(index, SEEDS, budget)) <= budget


def test_ranking_is_the_same_every_time(index: PaperIndex) -> None:
    first = [(r.passage.index, r.score) for r in rank(index, SEEDS)]
    assert [(r.passage.index, r.score) for r in rank(index, SEEDS)] == first


def test_a_paper_without_sentences_gives_no_snippets(encoder: SentenceTransformerEncoder) -> None:
    empty = compose(id="e", format="text", source="e.txt", metadata=Metadata(), blocks=[])
    assert retrieve(PaperIndex(empty, encoder), SEEDS) == []


def test_very_short_pieces_are_no_passages(paper: Paper) -> None:
    assert all(len(p.text) >= SHORTEST for p in passages(paper))
    assert "Birds sang." not in [p.text for p in passages(paper)]


def test_neighbours_stand_around_the_focus(index: PaperIndex, paper: Paper) -> None:
    snippet = retrieve(index, SEEDS)[0]
    shown = with_neighbours(snippet, paper)
    assert shown.text == (
        "Beetles were photographed from above. All random seeds were fixed to 42 before training. "
        "We then trained ten networks."
    )
    assert paper.text[shown.place.start : shown.place.end] == shown.text
    ((start, end),) = shown.focus
    assert paper.text[start:end] == snippet.text


def test_neighbours_stay_within_the_paragraph(index: PaperIndex, paper: Paper) -> None:
    accuracy = next(r.passage for r in rank(index, SEEDS) if "accuracy" in r.passage.text)
    assert with_neighbours(accuracy.snippet(1.0), paper).text == accuracy.text


def test_without_an_answer_nothing_is_relevant(index: PaperIndex) -> None:
    snippets = retrieve(index, SEEDS)
    assert snippets[0].score >= least_relevant(snippets)
    weak = [s for s in snippets if s.score < 0.5]
    assert all(s.score < least_relevant(weak) for s in weak)


def test_real_gold_evidence_is_found(shared_data: Path) -> None:
    """The benchmark's figures on the real papers, held loosely: they must not fall without notice."""
    from tests.benchmarks.retrieval import Weights, cases, evidence

    papers, all_cases = cases(shared_data)
    encoder = SentenceTransformerEncoder()
    indices = {name: PaperIndex(paper, encoder) for name, paper in papers.items()}
    figures = evidence(indices, all_cases, Weights(), 3600)
    assert figures["any"] >= 0.95
    assert figures["recall"] >= 0.7
    assert figures["reference_share"] == 0
    assert figures["status_kappa"] >= 0.45
