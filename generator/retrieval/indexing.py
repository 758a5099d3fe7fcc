"""Indices of one paper after the other, with the models of a run, which are loaded when first needed."""

from __future__ import annotations

from pathlib import Path

from generator.core import Paper
from generator.retrieval.encoder import QueryVectors
from generator.retrieval.index import PaperIndex
from generator.retrieval.kept import KeptEncoder, KeptScorer, KeptScorers, Usage

__all__ = ["Indexer", "kept_within"]


def kept_within(cache: Path) -> Path:
    """Return where a project keeps what retrieval computes, within the folder of its ``cache``."""
    return cache / "retrieval"


class Indexer:
    """Makes indices. encoder, scorer, calibration: as the settings name them; see `PaperIndex`.

    kept: the folder of what was computed before (see `generator.retrieval.kept`); None keeps nothing.
    """

    def __init__(self, encoder: str, scorer: str, calibration: str, kept: Path | None) -> None:
        self.usage = Usage()
        self._encoder, self._scorer, self._calibration, self._kept = encoder, scorer, calibration, kept
        self._models: tuple[QueryVectors, KeptScorers] | None = None
        self._last: tuple[Paper, PaperIndex] | None = None
        self._scores: KeptScorer | None = None

    def of(self, paper: Paper) -> PaperIndex:
        """Return the index of ``paper``; that of the last paper is at hand, for its next question."""
        if self._last is None or self._last[0] is not paper:
            self.save()
            if self._models is None:
                encoder = KeptEncoder(self._encoder, self._kept, self.usage)
                self._models = QueryVectors(encoder), KeptScorers(self._scorer, self._kept, self.usage)
            queries, scorers = self._models
            self._scores = scorers.of(paper)
            self._last = (
                paper,
                PaperIndex(paper, queries.encoder, queries, self._scores, self._calibration),
            )
        return self._last[1]

    def save(self) -> None:
        """Keep what the scorer gave the paper at hand."""
        if self._scores is not None:
            self._scores.save()
