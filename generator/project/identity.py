"""Which paper a file holds: an id that was assigned once stays, whatever happens to file names.

Assigned ids are recorded in the ledger, see `generator.ledger.known`. An unknown file takes over the id of a
paper whose file is gone if it holds the same bytes, or has the same name apart from the extension. Any other
file gets a new id from its name that no other paper has or had.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.core import Paper
from generator.core.fingerprint import paper_hash
from generator.core.formats import is_passages
from generator.core.known_paper import KnownPaper
from generator.core.sketch import MAX_LOST_SHARE, MAX_NEW_SHARE, MIN_SAME_PAPER_SHARE, share_kept, sketch
from generator.errors import LedgerError, Problem, UnreadablePaper
from generator.ledger.known import known_papers, write_known
from generator.reading import doi, paper_id_apart, paper_ids
from generator.reading.metadata.supplied import path_within
from generator.storage.files import hash_of

__all__ = ["assign_ids", "register_papers", "renamed_and_changed", "with_version"]

# A new file with more of a paper's text than this is likely that paper: others quote less of it.
_MIN_LIKELY_RENAMED = 0.5
# Hashes of a sketch that are looked up first: if half of the text is there, all are missing once in 65,000.
_COMPARED_FIRST = 16


def assign_ids(paths: Sequence[Path], papers: Path, answers: Path) -> dict[Path, str]:
    """Return the ids of all files ``paths`` in the folder ``papers``. answers: folder of the ledger.

    Raises LedgerError if a file is unknown and may belong to a paper whose record is damaged.
    """
    damaged: list[Problem] = []
    known = known_papers(answers, damaged.append)
    named = {path: path_within(papers, path) for path in paths}
    by_file = {_normalized(paper.file): paper.id for paper in known.values() if paper.file}
    found = {path: by_file[_normalized(name)] for path, name in named.items() if _normalized(name) in by_file}
    left = [path for path in paths if path not in found]
    if not left:
        return found
    gone = {p.id: p for p in known.values() if p.file and p.id not in set(found.values())}
    new = paper_ids(paths, papers)
    for matches in (_by_content, _by_name):
        for path, paper in matches(left, gone, new) if gone else ():
            if path not in found and paper in gone:
                found[path] = paper
                del gone[paper]
    # A ledger from before ids were recorded tells only the names of its folders.
    taken = {p.id for p in known.values() if p.file or p.sketch} | set(found.values())
    for path in left:
        if path not in found:
            id = new[path] if new[path] not in taken else paper_id_apart(path, named[path])
            if damaged and id not in known:
                raise LedgerError(f"{damaged[0]} before {named[path]} gets an id: it may hold that paper")
            taken.add(id)
            found[path] = id
    return {path: found[path] for path in paths}


def _normalized(name: str) -> str:
    """Return a file name in Unicode form NFC: some file systems store letters and accents separately."""
    return unicodedata.normalize("NFC", name)


Matches = Iterator[tuple[Path, str]]


def _by_content(left: Sequence[Path], gone: Mapping[str, KnownPaper], new: Mapping[Path, str]) -> Matches:
    """Yield files with the same bytes as a paper whose file is gone: it was renamed or moved."""
    by_bytes = {paper.content: paper.id for paper in gone.values() if paper.content}
    for path in left:
        try:
            content = hash_of(path) if path.is_file() else ""
        except OSError:  # its reader will report it
            continue
        if content in by_bytes:
            yield path, by_bytes[content]


def _by_name(left: Sequence[Path], gone: Mapping[str, KnownPaper], new: Mapping[Path, str]) -> Matches:
    """Yield files named like a paper whose file is gone, apart from the extension: a PDF for its passages."""
    for path in left:
        if new[path] in gone:
            yield path, new[path]


def with_version(paper: Paper, file: Path, known: KnownPaper | None) -> Paper | UnreadablePaper:
    """Return the paper with its version number; an error if ``file`` may hold a different paper.

    The version stays the same if the bytes are the same, even if a newer reader extracts another text. It
    also stays the same if the text differs only by a stamp or a few words.
    """
    if known is None or not known.sketch or paper_hash(paper) == known.text:
        return paper.changed(version=known.version if known else 1)
    same = paper.changed(version=known.version)
    if is_passages(known.file) or paper.format == "passages" or _hash(file) == known.content:
        return same
    now = sketch(paper)
    kept = share_kept(known.sketch, now)
    if 1 - kept <= MAX_LOST_SHARE and 1 - share_kept(now, known.sketch) <= MAX_NEW_SHARE:
        return same
    last = known.last
    if kept < MIN_SAME_PAPER_SHARE and not (
        paper.metadata.doi and last and doi(last.doi) == doi(paper.metadata.doi)
    ):
        return UnreadablePaper(
            f"holds {kept:.0%} of the recorded text of the paper {known.id!r}, so it may be another paper",
            paper.source,
            f"run `answerbook rename {known.id} {paper.source}` if it is a new version of that paper, or "
            f"`answerbook rename --new {paper.source}` if it is another paper",
        )
    return paper.changed(version=known.version + 1)


def renamed_and_changed(
    papers: Sequence[Paper], known: Mapping[str, KnownPaper], here: Collection[str]
) -> Iterator[str]:
    """Yield a sentence for each new paper that has most of the text of a paper whose file is gone.

    Its answers would be computed again, and the pages of the earlier ones would not lead to them. papers:
    those to name. known: the papers of the ledger that may be named. here: ids of those that have a file.
    """
    gone: dict[str, list[KnownPaper]] = defaultdict(list)  # by some of their hashes
    for one in known.values():
        if one.id not in here and one.visibility == "public":
            for word in one.sketch[:_COMPARED_FIRST]:
                gone[word].append(one)
    for paper in papers if gone else ():
        if paper.id in known and known[paper.id].sketch:
            continue
        now = sketch(paper)
        near = {k.id: k for word in now for k in gone.get(word, ())}
        kept, like = max(((share_kept(k.sketch, now), k.id) for k in near.values()), default=(0.0, ""))
        if kept >= _MIN_LIKELY_RENAMED:
            yield (
                f"{paper.source}: has {kept:.0%} of the text of the paper {like!r}, whose file is not here; "
                f"if it is that paper, run `answerbook rename {like} {paper.source}` to keep its answers"
            )


def register_papers(
    answers: Path, papers: Sequence[tuple[Paper, Paper]], folder: Path, day: str
) -> list[str]:
    """Update the ledger's records of ``papers`` and return the ids of those that changed.

    papers: pairs of a paper as its file says and the same with the metadata next to the file. folder: of the
    papers. day: ISO date for new records. Raises LedgerError if the ledger cannot be written.
    """
    known = known_papers(answers)
    updated = (_updated(known.get(p.id, KnownPaper(p.id)), p, q, folder / p.source, day) for p, q in papers)
    return write_known(answers, updated)


def _updated(known: KnownPaper, as_read: Paper, paper: Paper, file: Path, day: str) -> KnownPaper:
    """Return the record of a paper, updated with what was read today."""
    text = paper_hash(as_read)
    versions = known.versions if known.sketch else (day,)
    content, drawn = known.content, known.sketch
    if not known.sketch or text != known.text or _normalized(as_read.source) != _normalized(known.file):
        now = _hash(file)
        # Small changes must not add up unnoticed: a version is compared with the text that it began with,
        # as today's reader extracts it.
        if not known.sketch or now == content or as_read.version > known.version:
            drawn = sketch(as_read)
        content = now
        if as_read.version > known.version:
            versions = (*versions, day)
    return replace(
        known,
        file=_normalized(as_read.source),
        text=text,
        content=content,
        sketch=drawn,
        visibility=paper.metadata.visibility,
        versions=versions,
        kept=known.kept if text == known.text else None,
    ).with_record(paper.metadata, day)


def _hash(file: Path) -> str:
    try:
        return hash_of(file)
    except OSError:  # gone since it was read
        return ""
