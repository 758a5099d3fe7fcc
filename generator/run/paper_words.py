"""The weight of each word of a paper, cached: computing it takes as long as one question by `quotes`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from generator.checking import TermWeights
from generator.core import Paper, digest
from generator.core.fingerprint import paper_hash
from generator.retrieval import PaperIndex, trim_cache
from generator.storage.code_version import code_of
from generator.storage.work_records import Record

__all__ = ["term_weights"]

_VERSION = 1
# The packages that split a paper into sentences and words.
_CODE = ("generator.core", "generator.retrieval", "generator.checking")


def term_weights(paper: Paper, index: PaperIndex, kept: Path | None) -> TermWeights:
    """Return the weights of the words of ``paper``, from the folder ``kept`` if they are cached there.

    Each paper has one file of 20 to 40 kB, which the next version of the code overwrites.
    """
    if kept is None:
        return TermWeights.of(p.text for p in index.passages)
    text = paper_hash(paper)
    record = Record(
        kept / "words" / f"{digest(text, 32)}.json",
        "answerbook words",
        _VERSION,
        [text, code_of(*_CODE)],
    )
    found = record.read(_weights_of)
    if found is None:
        found = TermWeights.of(p.text for p in index.passages)
        trim_cache(record.file.parent)
        record.write([found.sentences, dict(found.document_frequency), sorted(found.lower)])
    return found


def _weights_of(content: Any) -> TermWeights:
    """Return the weights in a record. Raises TypeError or ValueError for any other content."""
    sentences, counts, lower = content
    frequency = Counter({str(stem): int(count) for stem, count in counts.items()})
    return TermWeights(int(sentences), frequency, frozenset(map(str, lower)))
