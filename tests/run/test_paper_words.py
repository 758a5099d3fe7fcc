"""The weights of a paper's words: the same where they are kept, and found again where that is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checking import TermWeights
from generator.retrieval.searchable import passages
from generator.run import paper_words
from generator.run.paper_words import term_weights
from tests.conftest import paper_of

PAPER = paper_of(("Methods", "Seeds were fixed to 7 by the PyTorch library. The SEEDS of beetles were told."))


class Index:
    """An index of which only the passages are wanted; notes when they are."""

    def __init__(self) -> None:
        self.asked = 0

    @property
    def passages(self) -> tuple[object, ...]:
        self.asked += 1
        return passages(PAPER)


def test_kept_weights_are_those_of_the_paper(tmp_path: Path) -> None:
    index = Index()
    fresh = TermWeights.of(p.text for p in passages(PAPER))
    assert term_weights(PAPER, index, None) == fresh  # type: ignore[arg-type]
    assert [term_weights(PAPER, index, tmp_path) for _ in range(3)] == [fresh] * 3  # type: ignore[arg-type]
    assert index.asked == 2
    assert fresh.weight("seed") == term_weights(PAPER, index, tmp_path).weight("seed")  # type: ignore[arg-type]


@pytest.mark.parametrize("harm", ["", "[]", '{"content": [1, 2, 3]}'])
def test_damaged_weights_and_those_of_other_code_are_found_again(
    tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index()
    first = term_weights(PAPER, index, tmp_path)  # type: ignore[arg-type]
    (file,) = (tmp_path / "words").iterdir()
    file.write_text(harm, encoding="utf-8")
    assert term_weights(PAPER, index, tmp_path) == first  # type: ignore[arg-type]
    monkeypatch.setattr(paper_words, "code_of", lambda *packages: "another version")
    assert term_weights(PAPER, index, tmp_path) == first  # type: ignore[arg-type]
    assert index.asked == 3
    assert len(list((tmp_path / "words").iterdir())) == 1
