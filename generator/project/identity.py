"""Which paper a file holds: ids that were given once stay, whatever files are called and come beside them.

What was given is written down in the ledger, see `generator.ledger.known`. A file that is not known takes
over the id of a paper whose file is gone where it holds the same bytes, or has the same name with another
ending; any other gets an id of its own, from its name, that no other paper has or had.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.core import Paper
from generator.core.fingerprint import paper_hash
from generator.core.formats import is_passages
from generator.core.known_paper import KnownPaper
from generator.core.sketch import LOST, NEW, STRANGE, held, sketch
from generator.errors import LedgerError, Problem, UnreadablePaper
from generator.ledger.known import known_papers, write_known
from generator.reading import doi, paper_id_apart, paper_ids
from generator.reading.metadata.supplied import path_within
from generator.storage.files import hash_of

__all__ = ["given_ids", "register", "versioned"]


def given_ids(paths: Sequence[Path], papers: Path, answers: Path) -> dict[Path, str]:
    """Ids of all files ``paths`` in the folder ``papers``. answers: folder of the ledger.

    Raises LedgerError where a file is not known, and may be that of a paper whose record is damaged.
    """
    damaged: list[Problem] = []
    known = known_papers(answers, damaged.append)
    named = {path: path_within(papers, path) for path in paths}
    by_file = {_composed(paper.file): paper.id for paper in known.values() if paper.file}
    found = {path: by_file[_composed(name)] for path, name in named.items() if _composed(name) in by_file}
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
    # Of a ledger from before ids were written down, only the names of its folders are known.
    taken = {p.id for p in known.values() if p.file or p.sketch} | set(found.values())
    for path in left:
        if path not in found:
            id = new[path] if new[path] not in taken else paper_id_apart(path, named[path])
            if damaged and id not in known:
                raise LedgerError(f"{damaged[0]} before {named[path]} gets an id, for it may hold that paper")
            taken.add(id)
            found[path] = id
    return {path: found[path] for path in paths}


def _composed(name: str) -> str:
    """A file's name as it is compared: some file systems take letters and their accents apart."""
    return unicodedata.normalize("NFC", name)


Taken = Iterator[tuple[Path, str]]


def _by_content(left: Sequence[Path], gone: Mapping[str, KnownPaper], new: Mapping[Path, str]) -> Taken:
    """Files that hold the bytes of a paper whose file is gone: it was renamed or moved."""
    by_bytes = {paper.content: paper.id for paper in gone.values() if paper.content}
    for path in left:
        try:
            content = hash_of(path) if path.is_file() else ""
        except OSError:  # its reader will say so
            continue
        if content in by_bytes:
            yield path, by_bytes[content]


def _by_name(left: Sequence[Path], gone: Mapping[str, KnownPaper], new: Mapping[Path, str]) -> Taken:
    """Files named as a paper's file was but for the ending: a PDF in place of its passages, say."""
    for path in left:
        if new[path] in gone:
            yield path, new[path]


def versioned(paper: Paper, file: Path, known: KnownPaper | None) -> Paper | UnreadablePaper:
    """The paper with the number of its version; an error where ``file`` may hold another paper altogether.

    A file of the same bytes holds the same version, whatever a better reader makes of it; so does one whose
    text is the same but for a stamp or a few words.
    """
    if known is None or not known.sketch or paper_hash(paper) == known.text:
        return replace(paper, version=known.version if known else 1)
    same = replace(paper, version=known.version)
    if is_passages(known.file) or paper.format == "passages" or _hash(file) == known.content:
        return same
    now = sketch(paper)
    kept = held(known.sketch, now)
    if 1 - kept <= LOST and 1 - held(now, known.sketch) <= NEW:
        return same
    last = known.last
    if kept < STRANGE and not (paper.metadata.doi and last and doi(last.doi) == doi(paper.metadata.doi)):
        return UnreadablePaper(
            f"holds another text than the paper {known.id!r} did: {kept:.0%} of that is in it",
            paper.source,
            f"run `answerbook rename {known.id} {paper.source}` if it is a new version of that paper, or "
            f"`answerbook rename --new {paper.source}` if it is another paper",
        )
    return replace(paper, version=known.version + 1)


def register(answers: Path, papers: Sequence[tuple[Paper, Paper]], folder: Path, day: str) -> list[str]:
    """Write down of papers what is not written down yet; the ids of those of which something was.

    papers: each as its file alone says, and with the metadata that lie beside it. folder: of the papers.
    Raises LedgerError where it cannot be written.
    """
    known = known_papers(answers)
    told = (_told(known.get(p.id, KnownPaper(p.id)), p, q, folder / p.source, day) for p, q in papers)
    return write_known(answers, told)


def _told(known: KnownPaper, as_read: Paper, paper: Paper, file: Path, day: str) -> KnownPaper:
    """What is known of a paper, with what was read of it today."""
    text = paper_hash(as_read)
    versions = known.versions if known.sketch else (day,)
    content, drawn = known.content, known.sketch
    if not known.sketch or text != known.text or _composed(as_read.source) != _composed(known.file):
        now = _hash(file)
        # Small changes must not add up unseen: a version is known by the text that it began with, as the
        # reader of today reads it.
        if not known.sketch or now == content or as_read.version > known.version:
            drawn = sketch(as_read)
        content = now
        if as_read.version > known.version:
            versions = (*versions, day)
    return replace(
        known,
        file=_composed(as_read.source),
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
