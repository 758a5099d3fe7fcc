"""Vectors of sentences kept between runs of benchmarks, for encoding takes most of their time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from generator.retrieval import SentenceTransformerEncoder, encoder_hash


class KeptVectors:
    """The packaged encoder, which encodes no text twice. Call `keep` to write what is new."""

    def __init__(self, folder: Path) -> None:
        self._encoder = SentenceTransformerEncoder()
        self.name = self._encoder.name
        self._file = folder / f"vectors-{encoder_hash(self.name)}.npz"
        self._known: dict[str, np.ndarray] = {}
        if self._file.is_file():
            with np.load(self._file) as data:
                self._known = dict(zip(data["keys"].tolist(), data["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`. float32 array of shape (len(texts), dimensions)."""
        keys = [hashlib.sha256(t.encode()).hexdigest()[:24] for t in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new:
            self._known.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
        if not texts:
            return self._encoder.encode([])
        return np.stack([self._known[k] for k in keys])

    def keep(self) -> None:
        """Write all vectors to the folder."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._file, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
