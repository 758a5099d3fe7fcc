"""Indices of papers, one after the other, with the models of a run, which are loaded when first needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.core import Paper, Question
from generator.retrieval.encoder import QueryVectors
from generator.retrieval.index import PaperIndex, index_libraries
from generator.retrieval.model_results import CachingEncoder, CachingScorer, CachingScorers, RetrievalUsage
from generator.retrieval.question_parts import part_as_question

__all__ = ["Indexer", "cache_folder", "query_lists"]

log = logging.getLogger(__name__)


def cache_folder(cache: Path) -> Path:
    """Return the folder within ``cache`` in which a project keeps the results of retrieval models."""
    return cache / "retrieval"


def query_lists(questions: Iterable[Question], *, parts: bool = False) -> Iterator[list[str]]:
    """Yield what a paper is searched for: for each question a list of texts, as an encoder is given them.

    parts: for the parts of questions, too, which are searched for if a paper answers the question.
    """
    for question in questions:
        others = [part_as_question(question, part) for part in question.parts[1:]] if parts else []
        yield from ([asked.text, *asked.queries] for asked in (question, *others))


class Indexer:
    """Builds indices. encoder, scorer, calibration: as the settings name them; see `PaperIndex`.

    kept: the folder of earlier results (see `generator.retrieval.model_results`); None keeps nothing.
    """

    def __init__(self, encoder: str, scorer: str, calibration: str, kept: Path | None) -> None:
        self.usage = RetrievalUsage()
        self._encoder, self._scorer, self._calibration, self._kept = encoder, scorer, calibration, kept
        self._made: tuple[QueryVectors, CachingEncoder, CachingScorers] | None = None
        self._last: tuple[Paper, PaperIndex] | None = None
        self._scores: CachingScorer | None = None
        self._ahead: threading.Thread | None = None
        self._stopped = False

    def of(self, paper: Paper) -> PaperIndex:
        """Return the index of ``paper``. That of the last paper is kept for its next question."""
        if self._last is None or self._last[0] is not paper:
            self.save()
            queries, encoder, scorers = self._models()
            self._scores = scorers.of(paper)
            self._last = (
                paper,
                PaperIndex(paper, encoder, queries, self._scores, self._calibration),
            )
        return self._last[1]

    def width(self) -> int:
        """Return how many questions to search for at once: more than one if this process computes vectors."""
        _, encoder, _ = self._models()
        return encoder.batches_at_once()

    def load_ahead(self, queries: Iterable[Sequence[str]] = ()) -> None:
        """Load libraries and models in a thread, for a paper that is being read meanwhile.

        queries: lists of texts that will be searched for; they are encoded then, too. Models whose results
        may be kept are left until they are needed. What cannot be loaded is tried again when it is needed,
        and fails there.
        """
        vectors, encoder, scorers = self._models()

        def load() -> None:
            try:
                if self._kept is None:
                    encoder.real()
                    scorers.real()
                index_libraries()
                for texts in queries if self._kept is None else ():
                    if self._stopped:
                        break
                    vectors.of(texts)
            except Exception:  # whatever it is: it happens again where somebody can be told
                log.debug("loading ahead failed", exc_info=True)

        self._ahead = threading.Thread(target=load, name="load-ahead")
        self._ahead.start()

    def _models(self) -> tuple[QueryVectors, CachingEncoder, CachingScorers]:
        if self._made is None:
            encoder = CachingEncoder(self._encoder, self._kept, self.usage)
            scorers = CachingScorers(self._scorer, self._kept, self.usage)
            self._made = QueryVectors(encoder), encoder, scorers
        return self._made

    def stop(self) -> None:
        """Save the scores computed for the current paper, and wait for what is loaded ahead, which stops.

        Otherwise a worker that is asked to end could still be computing for nobody.
        """
        self._stopped = True
        if self._ahead is not None:
            self._ahead.join()
        self.save()

    def save(self) -> None:
        """Save the scores computed for the current paper."""
        if self._scores is not None:
            self._scores.save()
