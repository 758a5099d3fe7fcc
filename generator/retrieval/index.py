"""The index of one paper: dense vectors in faiss, words in BM25."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator.core import Paper
from generator.core.vocabulary import stems
from generator.retrieval.deferring import deferred
from generator.retrieval.encoder import Encoder, QueryVectors
from generator.retrieval.scorer import ScoredText, Scorer
from generator.retrieval.searchable import ONLY_FOR_LINKS, Passage, passages

if TYPE_CHECKING:
    import numpy as np


class PaperIndex:
    """The passages of a paper with their vectors and their words.

    scorer: reads passages together with a question; None if passages are ranked by their features alone.
    calibration: see `generator.retrieval.retrieval_weights.learned_weights`.

    A flat inner-product index is exact, and fast enough by far for one paper: 0.1 ms for 300 vectors and 28
    queries.
    """

    def __init__(
        self,
        paper: Paper,
        encoder: Encoder,
        queries: QueryVectors | None = None,
        scorer: Scorer | None = None,
        calibration: str = "",
    ) -> None:
        bm25s, faiss = index_libraries()
        self.paper = paper
        self.scorer = scorer
        self.calibration = calibration
        self._scored: dict[tuple[str, tuple[int, ...]], np.ndarray] = {}
        self.passages: tuple[Passage, ...] = passages(paper)
        self._queries = queries or QueryVectors(encoder)
        texts = [p.words for p in self.passages]
        vectors = vectors_of(self.passages, encoder)
        self._dense = faiss.IndexFlatIP(max(1, vectors.shape[1]))
        self._words = [stems(t) for t in texts]
        self._different = [frozenset(words) for words in self._words]
        self._lexical = bm25s.BM25() if any(self._words) else None
        if texts:
            self._dense.add(vectors)
        if self._lexical is not None:
            self._lexical.index(self._words, show_progress=False)

    def similarity(self, queries: Sequence[str]) -> np.ndarray:
        """Return cosines of shape (len(queries), len(passages))."""
        import numpy as np

        count = len(self.passages)
        if not count or not queries:
            return np.zeros((len(queries), count), dtype=np.float32)
        values, order = self._dense.search(self._queries.of(queries), count)
        cosines = np.empty((len(queries), count), dtype=np.float32)
        np.put_along_axis(cosines, order, values, axis=1)
        return cosines

    def lexical(self, query: Sequence[str]) -> np.ndarray:
        """Return BM25 scores of shape (len(passages),) for a query of stems."""
        import numpy as np

        indexed = [w for w in query if self._lexical is not None and w in self._lexical.vocab_dict]
        if self._lexical is None or not indexed:
            return np.zeros(len(self.passages), dtype=np.float32)
        return np.asarray(self._lexical.get_scores(indexed), dtype=np.float32)

    def scores(self, question: str, chosen: Sequence[int]) -> np.ndarray:
        """Return the scorer's log-odds for the passages ``chosen`` by index, of shape (len(chosen),).

        They are kept by question and choice, because the last digits of a score depend on its batch. Raises
        ValueError if there is no scorer.
        """
        if self.scorer is None:
            raise ValueError("this index has no scorer")
        key = question, tuple(chosen)
        if key not in self._scored:
            texts = [ScoredText(p.section, p.words) for p in (self.passages[i] for i in chosen)]
            self._scored[key] = self.scorer.score(question, texts)
        return self._scored[key]

    def words(self, passage: Passage) -> frozenset[str]:
        """Return the stems of a passage's content words."""
        return self._different[passage.index]


def index_libraries() -> tuple[Any, Any]:
    """Import bm25s and faiss, and return both. Raises ImportError if they are not installed."""
    import faiss

    with deferred("scipy"):  # bm25s can use its matrices, and does not unless it is told to
        import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG on import
    return bm25s, faiss


def vectors_of(passages: Sequence[Passage], encoder: Encoder) -> np.ndarray:
    """Return one row per passage; zeros for those that are never shown, a quarter of many papers."""
    import numpy as np

    shown, encoded = _shown(passages), encoder.encode(encoded_texts(passages))
    vectors = np.zeros((len(passages), encoded.shape[1]), dtype=np.float32)
    vectors[shown] = encoded
    return vectors


def encoded_texts(passages: Sequence[Passage]) -> list[str]:
    """Return the texts of these passages that `vectors_of` gives to an encoder."""
    return [passages[i].words for i in _shown(passages)]


def _shown(passages: Sequence[Passage]) -> list[int]:
    return [p.index for p in passages if p.kind not in ONLY_FOR_LINKS or p.sentence.links]
