"""Papers that are likely one work under two names: by DOI, by title, or by shared sentences.

Sentences are compared by hashes of their letters and digits, so two files of one paper agree wherever they
were split into the same sentences. The lowest hashes of each paper are kept: the same sentence gives the same
hash everywhere (Broder 1997, "On the resemblance and containment of documents"). 64 hashes show to within a
few percent how much two papers share, and papers that share none are never compared.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.core import Paper, digest
from generator.core.vocabulary import parts
from generator.storage.work_records import Record

__all__ = ["duplicates", "resemblance", "sketch", "sketches"]

_SKETCH_SIZE = 64
# Shorter sentences are in many papers ("The authors declare no conflict of interest.").
_MIN_LETTERS = 60
# A sentence in more papers than this is a set phrase, and no evidence of one work.
_MAX_PAPERS_SHARING = 10
# Percent of sentences. The real papers that tests read share none with each other. How much a preprint
# shares with its article was not measured, so the bound is low.
_MIN_SHARED = 20
# Titles of fewer words name kinds of papers ("Editorial", "Author index").
_MIN_TITLE_WORDS = 4
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")


def duplicates(
    papers: Sequence[Paper], sketched: Mapping[str, Sequence[int]]
) -> tuple[tuple[str, str, str], ...]:
    """Return pairs of papers (by id) that are likely one work, each with the reason in words.

    sketched: paper id -> `sketch` of its text.
    """
    found: dict[tuple[str, str], str] = {}
    for why, named in (
        ("the same DOI", _grouped((p.id, _doi(p)) for p in papers)),
        ("the same title", _grouped((p.id, _title(p)) for p in papers)),
    ):
        for group in named:
            for other in group[1:]:
                found.setdefault((group[0], other), why)
    for one, other, percent in _similar_pairs(sketched):
        found.setdefault((one, other), f"{percent} % of their sentences are the same")
    return tuple((one, other, why) for (one, other), why in sorted(found.items()))


def sketch(paper: Paper) -> tuple[int, ...]:
    """Return the lowest hashes of a paper's longer sentences, in order; references are left out."""
    held = set()
    for section in paper.sections:
        if section.kind in ("references", "furniture"):
            continue
        for sentence in section.sentences:
            letters = _NO_LETTER.sub("", sentence.text.casefold())
            if len(letters) >= _MIN_LETTERS:
                held.add(_hash(letters))
    return tuple(heapq.nsmallest(_SKETCH_SIZE, held))


def sketches(
    papers: Sequence[Paper], file: Path, kept: Mapping[str, Sequence[int]] | None = None
) -> dict[str, Sequence[int]]:
    """Return the sketch of each paper, by id. file: caches them by the hash of the text.

    kept: sketches that are known already, as of papers without their text.
    """
    absent = {p.id: (kept or {}).get(p.id, ()) for p in papers if p.id in (kept or {}) or not p.has_text}
    papers = [paper for paper in papers if paper.id not in absent]
    record = Record(file, "answerbook sketches", 2, [_SKETCH_SIZE, _MIN_LETTERS])
    known = record.read(lambda data: {str(k): [int(n) for n in kept] for k, kept in data.items()}) or {}
    names = {paper.id: digest(paper.text) for paper in papers}
    texts = {names[p.id]: known.get(names[p.id]) or list(sketch(p)) for p in papers}
    if papers and texts.keys() != known.keys():
        record.write(texts)
    return {paper: texts[name] for paper, name in names.items()} | absent


def resemblance(one: Sequence[int], other: Sequence[int]) -> int:
    """Estimate from two sketches the percentage of sentences that both papers have."""
    lowest = heapq.nsmallest(_SKETCH_SIZE, {*one, *other})
    both = {*one} & {*other}
    return 100 * sum(n in both for n in lowest) // len(lowest) if lowest else 0


def _similar_pairs(sketched: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of papers that share enough sentences, with the percentage."""
    where: dict[int, list[str]] = defaultdict(list)
    for paper in sorted(sketched):
        for number in sketched[paper]:
            where[number].append(paper)
    met = {
        (one, other)
        for held in where.values()
        if 1 < len(held) <= _MAX_PAPERS_SHARING
        for n, one in enumerate(held)
        for other in held[n + 1 :]
    }
    sets = {paper: frozenset(numbers) for paper, numbers in sketched.items()}
    for one, other in sorted(met):
        a, b = sets[one], sets[other]
        # An upper bound of the resemblance, quick to compute: most pairs share only a sentence or two.
        if 100 * len(a & b) < _MIN_SHARED * max(len(a), len(b)):
            continue
        percent = resemblance(sketched[one], sketched[other])
        if percent >= _MIN_SHARED:
            yield one, other, percent


def _grouped(named: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return groups of several papers with the same name, by id; an empty name does not count."""
    groups: dict[str, list[str]] = defaultdict(list)
    for paper, name in sorted(named):
        if name:
            groups[name].append(paper)
    return [group for group in groups.values() if len(group) > 1]


def _doi(paper: Paper) -> str:
    return _DOI_PREFIX.sub("", paper.metadata.doi.strip()).casefold()


def _title(paper: Paper) -> str:
    words = parts(paper.metadata.title)
    return " ".join(words) if len(words) >= _MIN_TITLE_WORDS else ""


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest())
