"""Indices of papers, one after the other, with the models of a run, which are loaded when first needed."""

from __future__ import annotations

from pathlib import Path

from generator.core import Paper
from generator.retrieval.encoder import QueryVectors
from generator.retrieval.index import PaperIndex
from generator.retrieval.kept import CachingEncoder, CachingScorer, CachingScorers, RetrievalUsage

__all__ = ["Indexer", "cache_folder"]


def cache_folder(cache: Path) -> Path:
    """Return the folder within ``cache`` in which a project keeps the results of retrieval models."""
    return cache / "retrieval"


class Indexer:
    """Builds indices. encoder, scorer, calibration: as the settings name them; see `PaperIndex`.

    kept: the folder of earlier results (see `generator.retrieval.kept`); None keeps nothing.
    """

    def __init__(self, encoder: str, scorer: str, calibration: str, kept: Path | None) -> None:
        self.usage = RetrievalUsage()
        self._encoder, self._scorer, self._calibration, self._kept = encoder, scorer, calibration, kept
        self._models: tuple[QueryVectors, CachingScorers] | None = None
        self._last: tuple[Paper, PaperIndex] | None = None
        self._scores: CachingScorer | None = None

    def of(self, paper: Paper) -> PaperIndex:
        """Return the index of ``paper``. That of the last paper is kept for its next question."""
        if self._last is None or self._last[0] is not paper:
            self.save()
            if self._models is None:
                encoder = CachingEncoder(self._encoder, self._kept, self.usage)
                self._models = QueryVectors(encoder), CachingScorers(self._scorer, self._kept, self.usage)
            queries, scorers = self._models
            self._scores = scorers.of(paper)
            self._last = (
                paper,
                PaperIndex(paper, queries.encoder, queries, self._scores, self._calibration),
            )
        return self._last[1]

    def save(self) -> None:
        """Save the scores computed for the current paper."""
        if self._scores is not None:
            self._scores.save()
