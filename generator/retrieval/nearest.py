"""The nearest of many vectors: one faiss index of a whole collection, extended paper by paper.

It is exact (flat) up to 200,000 vectors: 5 ms per query on one core. Above, it uses inverted lists with 8
bits per number (IVF, SQ8): a quarter of the memory, and a search reads a few lists only. The index is trained
on a sample, and again whenever it has grown fourfold since. If it shrinks to half the limit of a flat index,
it becomes flat again.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.storage.files import replacing

if TYPE_CHECKING:
    import numpy as np

FLAT_UP_TO = 200_000
# Lists: 4 sqrt(n), as faiss recommends for inverted lists without a graph above them; and as many training
# points per list as k-means needs to place its centre.
_LISTS_PER_ROOT, _POINTS_PER_LIST = 4.0, 40
_PROBED_SHARE, _MIN_PROBED = 0.02, 8  # of the lists, and lists at least, that a search reads
_RANGE_MARGIN = 0.1  # added on either side to the range of the numbers in the sample
_GROWTH = 4  # the index is trained again once it has so many times the vectors
_FORMAT = 2
_HEAD_BYTES = 12  # before the facts: their length, and a checksum
_BATCH = 65_536  # vectors added at once


class NearestIndex:
    """Vectors of length one with keys such as ``paper/question``; the nearest by cosine.

    size: numbers in a vector. about: facts about the vectors, plain data for JSON that is saved with them.
    """

    def __init__(self, size: int, *, flat_up_to: int = FLAT_UP_TO) -> None:
        self.size = size
        self.about: dict[str, Any] = {}
        self._flat_up_to = flat_up_to
        self._keys: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self._next = 0
        self._trained_on = 0
        self._index: Any = _flat(size)

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def kind(self) -> str:
        """``flat`` or ``IVF, SQ8``."""
        return "IVF, SQ8" if self._trained_on else "flat"

    def put(self, keys: Sequence[str], vectors: np.ndarray) -> None:
        """Add vectors of shape (len(keys), size); each replaces an earlier one with the same key."""
        import numpy as np

        if vectors.shape != (len(keys), self.size):
            raise ValueError(f"vectors of shape {vectors.shape} for {len(keys)} keys of {self.size} numbers")
        self.drop(keys)
        last = {key: row for row, key in enumerate(keys)}  # of a repeated key, the last row counts
        rows = sorted(last.values())
        ids = np.arange(self._next, self._next + len(rows), dtype=np.int64)
        self._next += len(rows)
        self._fit(len(self) + len(rows), vectors)
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            self._index.add_with_ids(
                np.ascontiguousarray(vectors[part], dtype=np.float32), ids[start : start + _BATCH]
            )
        for number, row in zip(ids.tolist(), rows, strict=True):
            self._keys[number] = keys[row]
            self._ids[keys[row]] = number

    def drop(self, keys: Iterable[str]) -> None:
        """Remove vectors; unknown keys are ignored."""
        import numpy as np

        gone = [self._ids.pop(key) for key in dict.fromkeys(keys) if key in self._ids]
        for number in gone:
            del self._keys[number]
        if gone:
            self._index.remove_ids(np.array(gone, dtype=np.int64))
            self._flatten()

    def nearest(
        self,
        vectors: np.ndarray,
        count: int,
        *,
        among: Iterable[str] | None = None,
        everywhere: bool = False,
    ) -> list[list[tuple[str, float]]]:
        """Return for each row the ``count`` nearest keys with their cosines, best first, or all there are.

        among: keys to consider; None for all. everywhere: search all lists. Otherwise only a few promising
        lists are searched, and fewer than ``count`` keys may be found, also with ``among``.
        """
        import numpy as np

        wanted = None if among is None else [self._ids[key] for key in among if key in self._ids]
        count = min(count, len(self) if wanted is None else len(wanted))
        if not count or not len(vectors):
            return [[] for _ in vectors]
        cosines, numbers = self._index.search(
            np.ascontiguousarray(vectors, dtype=np.float32), count, params=self._searched(wanted, everywhere)
        )
        return [
            [(self._keys[n], float(c)) for n, c in zip(row, values, strict=True) if n >= 0]
            for row, values in zip(numbers.tolist(), cosines.tolist(), strict=True)
        ]

    def keys(self) -> tuple[str, ...]:
        """Return all keys, in the order in which they were added."""
        return tuple(self._keys.values())

    def save(self, folder: Path) -> None:
        """Write the index to a folder; an earlier one there remains whole until the new one is."""
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        facts = {
            "format": _FORMAT,
            "size": self.size,
            "next": self._next,
            "trained_on": self._trained_on,
            "keys": [[number, key] for number, key in self._keys.items()],
            "about": self.about,
        }
        head = json.dumps(facts, ensure_ascii=False).encode()
        body: Any = faiss.serialize_index(self._index)
        total = zlib.crc32(body, zlib.crc32(head))
        # One file, so that keys, vectors and facts always belong together.
        with replacing(folder / "nearest.index") as file:
            file.write(len(head).to_bytes(8, "little") + total.to_bytes(4, "little") + head)
            file.write(body)

    @classmethod
    def load(cls, folder: Path, size: int, *, flat_up_to: int = FLAT_UP_TO) -> NearestIndex:
        """Return the index saved in ``folder``; an empty one if none there fits and can be read."""
        import faiss
        import numpy as np

        found = cls(size, flat_up_to=flat_up_to)
        try:
            data = (folder / "nearest.index").read_bytes()
            length, total = int.from_bytes(data[:8], "little"), int.from_bytes(data[8:_HEAD_BYTES], "little")
            # Damaged vectors would be found at wrong places, and damaged lists may crash faiss.
            if zlib.crc32(memoryview(data)[_HEAD_BYTES:]) != total:
                return found
            facts = json.loads(data[_HEAD_BYTES : _HEAD_BYTES + length])
            if facts["format"] != _FORMAT or facts["size"] != size:
                return found
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8, offset=_HEAD_BYTES + length))
            keys = {int(number): str(key) for number, key in facts["keys"]}
            about = dict(facts["about"])
            if index.ntotal != len(keys) or index.d != size:
                return found
        except (OSError, ValueError, KeyError, TypeError, RuntimeError):
            return found  # it is a cache: lost vectors are computed again
        found._index, found._keys = index, keys
        found._ids = {key: number for number, key in keys.items()}
        found._next, found._trained_on, found.about = facts["next"], facts["trained_on"], about
        found._probe()
        return found

    def _fit(self, total: int, new: np.ndarray) -> None:
        """Make the index suit ``total`` vectors, ``new`` among them."""
        import faiss
        import numpy as np

        if total <= self._flat_up_to or (self._trained_on and total < _GROWTH * self._trained_on):
            return
        lists = int(_LISTS_PER_ROOT * math.sqrt(total))
        numbers = np.array(list(self._keys), dtype=np.int64)
        old = self._vectors(numbers)
        every = max(1, (len(old) + len(new)) // (_POINTS_PER_LIST * lists))
        sample = np.concatenate([old[::every], np.asarray(new[::every], dtype=np.float32)])
        lists = min(lists, len(sample))
        quantiser: Any = faiss.IndexFlatIP(self.size)
        trained = faiss.IndexIVFScalarQuantizer(
            quantiser, self.size, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
        )
        # A number outside the range of the sample would be clipped to it for good.
        trained.sq.rangestat_arg = _RANGE_MARGIN
        trained.cp.seed = 1
        trained.cp.min_points_per_centroid = 1  # below 39 it would print a warning, and do the same
        trained.train(sample)
        trained.own_fields, _ = True, quantiser.this.disown()
        for start in range(0, len(old), _BATCH):
            trained.add_with_ids(old[start : start + _BATCH], numbers[start : start + _BATCH])
        self._index, self._trained_on = trained, total
        self._probe()

    def _flatten(self) -> None:
        """Make the index flat again when few vectors remain: lists made for many would be almost empty."""
        import numpy as np

        if not self._trained_on or len(self) > self._flat_up_to // 2:
            return
        numbers = np.array(list(self._keys), dtype=np.int64)
        vectors = self._vectors(numbers)
        self._index, self._trained_on = _flat(self.size), 0
        if len(numbers):
            self._index.add_with_ids(vectors, numbers)

    def _searched(self, wanted: Sequence[int] | None, everywhere: bool) -> Any:
        """Return the search parameters for these numbers, or for all lists; None for the defaults."""
        if wanted is None and not (everywhere and self._trained_on):
            return None
        import faiss
        import numpy as np

        kinds: Any = faiss
        how: dict[str, Any] = {}
        if wanted is not None:
            how["sel"] = kinds.IDSelectorBatch(np.array(wanted, dtype=np.int64))
        if not self._trained_on:
            return kinds.SearchParameters(**how)
        return kinds.SearchParametersIVF(nprobe=self._index.nlist, **how)

    def _probe(self) -> None:
        if self._trained_on:
            import faiss

            lists: Any = faiss.extract_index_ivf(self._index)
            lists.nprobe = max(_MIN_PROBED, int(_PROBED_SHARE * lists.nlist))

    def _vectors(self, numbers: np.ndarray) -> np.ndarray:
        """Return the vectors with these ``numbers``, as the index stores them."""
        import numpy as np

        if not len(numbers):
            return np.zeros((0, self.size), dtype=np.float32)
        if self._trained_on:
            import faiss

            kinds: Any = faiss
            lists = kinds.extract_index_ivf(self._index)
            lists.set_direct_map_type(kinds.DirectMap.Hashtable)
            found = np.asarray(self._index.reconstruct_batch(numbers), dtype=np.float32)
            lists.set_direct_map_type(kinds.DirectMap.NoMap)  # with a map, nothing could be removed
            return found
        return np.asarray(self._index.reconstruct_batch(numbers), dtype=np.float32)


def _flat(size: int) -> Any:
    import faiss

    return faiss.IndexIDMap2(faiss.IndexFlatIP(size))
