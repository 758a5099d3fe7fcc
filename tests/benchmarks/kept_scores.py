"""Scores of pairs kept between runs of benchmarks, for scoring takes most of their time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from generator.retrieval import PACKAGED_SCORER, CrossEncoder, ScoredText

# So many new scores are written at once, that a run which is stopped loses no more.
_OFTEN = 1000
_FOLDER = Path(__file__).resolve().parents[2] / "build" / "benchmarks" / "scores"


class KeptScores:
    """A scorer from a file of `generator.retrieval.network`, which scores no pair twice.

    Call `keep` to write what is new.
    """

    name = PACKAGED_SCORER

    def __init__(self, changes: Path) -> None:
        self._changes = changes.read_bytes()
        self._file = _FOLDER / f"{changes.stem}.{hashlib.sha256(self._changes).hexdigest()[:16]}.json"
        self._known: dict[str, float] = json.loads(self._file.read_text()) if self._file.is_file() else {}
        self._scorer: CrossEncoder | None = None
        self._new = 0

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """See `Scorer`."""
        keys = [hashlib.sha256(repr((question, *p)).encode()).hexdigest()[:24] for p in passages]
        new = [i for i, key in enumerate(keys) if key not in self._known]
        if new:
            self._scorer = self._scorer or CrossEncoder(changes=self._changes)
            scores = self._scorer.score(question, [passages[i] for i in new])
            self._new += len(new)
            self._known |= {keys[i]: round(float(s), 4) for i, s in zip(new, scores, strict=True)}
            if self._new >= _OFTEN:
                self.keep()
        return np.array([self._known[k] for k in keys])

    def keep(self) -> None:
        """Write all scores to a file whose name says which scorer they are of."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._known))
        self._new = 0
