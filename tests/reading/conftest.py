"""What holds of every paper, whichever reader made it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import Paper
from generator.errors import UnreadablePaper

Reader = Callable[..., Paper]


@pytest.fixture(scope="session")
def outcome() -> Callable[[Reader, Path], Paper | UnreadablePaper]:
    """Read a file: the paper, or the error that says in one sentence why there is none; nothing else."""

    def read(reader: Reader, path: Path) -> Paper | UnreadablePaper:
        try:
            paper = reader(path, id="any")
        except UnreadablePaper as error:
            sound = "\n" not in error.what + error.hint and error.where == str(path)
            return error if sound else pytest.fail(f"no single sentence about the file: {error}")
        _hold(paper)
        return paper

    return read


def _hold(paper: Paper) -> None:
    """Sentences are slices of the text, in order, not overlapping; JSON keeps the paper whole."""
    end = 0
    for sentence in paper.sentences:
        assert paper.text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert sentence.start >= end
        end = sentence.end
    assert Paper.from_json(paper.to_json()) == paper
    paper.text.encode("utf-8")  # no lone surrogates: the text can be written to a file
