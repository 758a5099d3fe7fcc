"""Results of the retrieval models, kept on disk: vectors of a paper's sentences, and scores of its passages.

A caching model gives, bit for bit, the results of the model behind it. A result is used only for exactly the
same input, with the same weights, code and libraries, on a processor with the same instructions. A file that
is damaged, foreign or missing is a miss, and what cannot be written is computed again. The folder may be
deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.core import Paper, digest
from generator.core.fingerprint import paper_hash
from generator.retrieval.encoder import Encoder
from generator.retrieval.made_by import made_by_encoder, made_by_scorer
from generator.retrieval.resident.worker_client import encoder_at_hand, scorer_at_hand
from generator.retrieval.scorer import ScoredText, Scorer
from generator.storage.files import bytes_of, is_unfinished, write_whole
from generator.storage.work_records import Record

if TYPE_CHECKING:
    import numpy as np

# Bytes of all files in one folder: vectors of some 5,000 papers of fifteen pages.
MAX_BYTES = 2_000_000_000
# Seconds: what was used in the last day stays even if the folder is full. Otherwise a collection that does
# not fit would delete, paper by paper, what it needs next.
_RECENT = 86_400.0
# Files written between two measurements of the folder.
_WRITES_PER_TRIM = 200
# Calls of the scorer kept for one paper: a question takes one, one more for each of its parts but the first,
# and some for the marked words.
MAX_CALLS = 2_000
_MAGIC = b"answerbook vectors 1\n"
_MAX_FACTS_BYTES = 200  # of the line of facts after the magic
_VERSION = 1
_LENGTH_TOLERANCE = 1e-3  # of a vector's length from 1


@dataclass
class RetrievalUsage:
    """The work of retrieval models in this process, for estimates of time.

    loading: seconds. sentences, pairs: how many the encoder and the scorer were given, without cached ones.
    encoding, scoring: seconds for these. began: start of the count, by `time.perf_counter`.
    """

    loading: float = 0.0
    sentences: int = 0
    encoding: float = 0.0
    pairs: int = 0
    scoring: float = 0.0
    began: float = field(default_factory=time.perf_counter)
    _running: dict[str, tuple[int, float]] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @contextlib.contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the seconds of the block to ``name``; where several threads are in one, only once."""
        with self._lock:
            count, since = self._running.get(name, (0, 0.0))
            self._running[name] = count + 1, since if count else time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                count, since = self._running[name]
                self._running[name] = count - 1, since
                if count == 1:
                    setattr(self, name, getattr(self, name) + time.perf_counter() - since)

    @property
    def seconds(self) -> float:
        """Total time of loading, encoding and scoring."""
        return self.loading + self.encoding + self.scoring

    def copy(self) -> RetrievalUsage:
        """Return the usage so far, for `since`."""
        return replace(self, began=time.perf_counter(), _running={}, _lock=threading.Lock())

    def since(self, before: RetrievalUsage) -> tuple[RetrievalUsage, float]:
        """Return the usage after ``before``, a copy, and the seconds that have passed."""
        names = ("loading", "sentences", "encoding", "pairs", "scoring")
        after = RetrievalUsage(**{name: getattr(self, name) - getattr(before, name) for name in names})
        return after, time.perf_counter() - before.began


class CachingEncoder:
    """An encoder that computes only what no earlier call computed; its model is loaded when first needed.

    folder: where vectors are kept; None keeps none. `encode` raises ModelError if the model is not available.
    """

    def __init__(
        self,
        model: str,
        folder: Path | None,
        usage: RetrievalUsage | None = None,
        load: Callable[[str], Encoder] = encoder_at_hand,
    ) -> None:
        self.name = model
        self.usage = usage or RetrievalUsage()
        self._load = load
        self._model: Encoder | None = None
        self._loading = threading.Lock()
        self._folder = _Folder(folder / "vectors") if folder is not None else None
        self._made_by = made_by_encoder(model) if folder is not None else None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`."""
        texts = list(texts)
        if not texts:
            return self.real().encode(texts)
        file = self._file(texts)
        found = None if file is None else _read_vectors(file, len(texts))
        if found is not None:
            return found
        model = self.real()
        with self.usage.timed("encoding"):
            vectors = model.encode(texts)
        self.usage.sentences += len(texts)
        if self._folder is not None and file is not None:
            self._folder.put(file, _packed(vectors))
        return vectors

    def holds(self, texts: Sequence[str]) -> bool:
        """Return True if `encode` very likely needs no model for these texts."""
        file = self._file(list(texts))
        return file is not None and file.is_file()

    def _file(self, texts: list[str]) -> Path | None:
        if self._folder is None or self._made_by is None:
            return None
        return self._folder.path / f"{digest([self._made_by, texts], 32)}.vec"

    def batches_at_once(self) -> int:
        """Return how many batches of texts this process works on side by side; 1 without a model here."""
        return 1 if self._model is None else getattr(self._model, "batches_at_once", 1)

    def real(self) -> Encoder:
        """Return the encoder that computes, loaded if it was not. Raises ModelError."""
        with self._loading:
            if self._model is None:
                began = time.perf_counter()
                self._model = self._load(self.name)
                self.usage.loading += time.perf_counter() - began
            return self._model


class CachingScorer:
    """A scorer for one paper that reads only what no earlier call was given; see `CachingScorers`."""

    def __init__(
        self, real: Callable[[], Scorer | None], name: str, usage: RetrievalUsage, record: Record | None
    ) -> None:
        self.name = name
        self._real, self._usage, self._record = real, usage, record
        self._scores = (record.read(_scores_of) if record else None) or {}
        self._new: dict[str, list[float]] = {}

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """See `Scorer`."""
        import numpy as np

        key = _asked(question) + digest([list(passage) for passage in passages], 32)
        kept = self._scores.get(key)
        if kept is not None and len(kept) == len(passages):
            return np.array(kept, dtype=np.float64)
        real = self._real()
        assert real is not None  # `CachingScorers.of` gives no scorer where there is none
        with self._usage.timed("scoring"):
            found = real.score(question, passages)
        self._usage.pairs += len(passages)
        self._scores[key] = self._new[key] = found.tolist()
        return found

    def knows(self, question: str) -> bool:
        """Return True if passages were scored for this question before, very likely the same ones."""
        return any(key.startswith(_asked(question)) for key in self._scores)

    def save(self) -> None:
        """Save the new scores, next to those that another process saved for the same paper meanwhile."""
        if not self._new or self._record is None:
            return
        together = (self._record.read(_scores_of) or {}) | self._new
        self._record.write(dict(list(together.items())[-MAX_CALLS:]))
        self._new = {}


def _asked(question: str) -> str:
    return f"{digest(question)}-"


class CachingScorers:
    """The scorer of a run, for one paper after the other; it is loaded when first needed.

    folder: where scores are kept; None keeps none.
    """

    def __init__(self, model: str, folder: Path | None, usage: RetrievalUsage) -> None:
        self._model, self._usage = model, usage
        self._scorer: Scorer | None = None
        self._loading = threading.Lock()
        self._folder = _Folder(folder / "scores") if folder is not None else None
        self._made_by = made_by_scorer(model) if folder is not None else None

    def of(self, paper: Paper) -> CachingScorer | None:
        """Return the scorer with the kept scores of ``paper``; None if the settings name no scorer."""
        if not self._model:
            return None
        record = None
        if self._folder is not None and self._made_by is not None:
            text = paper_hash(paper)
            file = self._folder.path / f"{digest([self._made_by, text], 32)}.json"
            self._folder.used(file)
            record = Record(file, "answerbook scores", _VERSION, [self._made_by, text])
        return CachingScorer(self.real, self._model, self._usage, record)

    def real(self) -> Scorer | None:
        """Return the scorer that computes, loaded if it was not; None without one. Raises ModelError."""
        with self._loading:
            if self._scorer is None and self._model:
                began = time.perf_counter()
                self._scorer = scorer_at_hand(self._model)
                self._usage.loading += time.perf_counter() - began
            return self._scorer


class _Folder:
    """A folder of kept files that does not grow beyond its share of `MAX_BYTES`."""

    def __init__(self, path: Path, most: int = MAX_BYTES) -> None:
        self.path, self._most = path, most
        self._written, self._full = 0, False

    def used(self, file: Path) -> None:
        """Note that a file was used, by its time of change."""
        with contextlib.suppress(OSError):
            if time.time() - file.stat().st_mtime > _RECENT / 4:
                os.utime(file)

    def put(self, file: Path, data: bytes) -> None:
        """Write a file if there is room; errors of the disk are ignored."""
        if self._written % _WRITES_PER_TRIM == 0:
            self._full = trim_cache(self.path, self._most)
        self._written += 1
        if not self._full:
            with contextlib.suppress(OSError):
                write_whole(file, data, flush=False)


def trim_cache(folder: Path, most: int = MAX_BYTES) -> bool:
    """Delete the files of a folder that were not used for longest, until it has at most ``most`` bytes.

    What was used in the last day is kept. Return True if the folder is still full.
    """
    files = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                stat = entry.stat(follow_symlinks=False)
                if entry.is_file(follow_symlinks=False) and not is_unfinished(entry.name):
                    files.append((stat.st_mtime, stat.st_size, entry.path))
    total = sum(size for _, size, _ in files)
    for changed, size, path in sorted(files):
        if total <= most or time.time() - changed < _RECENT:
            break
        with contextlib.suppress(OSError):
            Path(path).unlink()
            total -= size
    return total > most


def _packed(vectors: np.ndarray) -> bytes:
    """Return vectors as the content of a file. float32: half that precision would change the ranking."""
    import numpy as np

    body = np.ascontiguousarray(vectors, dtype="<f4").tobytes()
    facts = {"rows": vectors.shape[0], "size": vectors.shape[1], "sum": zlib.crc32(body)}
    return _MAGIC + json.dumps(facts).encode() + b"\n" + body


def _read_vectors(file: Path, rows: int) -> np.ndarray | None:
    """Return the ``rows`` vectors of length one that `_packed` wrote; None for anything else."""
    import numpy as np

    try:
        data = bytes_of(file)
        if not data.startswith(_MAGIC):
            return None
        start = data.index(b"\n", len(_MAGIC), len(_MAGIC) + _MAX_FACTS_BYTES) + 1
        facts: dict[str, Any] = json.loads(data[len(_MAGIC) : start])
        body = memoryview(data)[start:]
        if facts["rows"] != rows or len(body) != 4 * rows * facts["size"] or zlib.crc32(body) != facts["sum"]:
            return None
        vectors = np.frombuffer(body, dtype="<f4").reshape(rows, facts["size"]).astype(np.float32)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    lengths = np.linalg.norm(vectors, axis=1)
    # A text without any token has a vector of zeros.
    if not np.all((np.abs(lengths - 1) < _LENGTH_TOLERANCE) | (lengths == 0)):
        return None
    with contextlib.suppress(OSError):
        if time.time() - file.stat().st_mtime > _RECENT / 4:
            os.utime(file)
    return vectors


def _scores_of(content: Any) -> dict[str, list[float]]:
    """Return scores by call, from a `Record`. Raises ValueError or TypeError for other content."""
    found = {str(key): [float(score) for score in scores] for key, scores in content.items()}
    if not all(math.isfinite(score) for scores in found.values() for score in scores):
        raise ValueError("a score is no number")
    return found
