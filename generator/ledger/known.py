"""The permanent facts of each paper, next to its answers: `<folder>/<paper>/paper.json`.

The file fixes the id of a paper, with the file that contains it. So another file, a new name or a changed
text never takes away what was cited. It also has what the pages of a paper need if its file is not there: a
site can be made from the ledger alone. A folder of answers without it is from an older ledger: its paper is
known by the name of its file alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.core import canonical_json, digest
from generator.core.answer import ID_LENGTH
from generator.core.kept_paper import KeptPaper
from generator.core.known_paper import DatedRecord, KnownPaper, metadata_of
from generator.errors import LedgerError, Problem
from generator.ledger.ledger_lines import DAMAGE, conflict_mark, reason_of
from generator.storage.files import bytes_of, write_whole

__all__ = [
    "PAPER_FILE",
    "known_papers",
    "merge_paper_files",
    "merge_papers",
    "read_known",
    "without_double_claims",
    "write_known",
]

PAPER_FILE = "paper.json"
_SCHEMA = 2  # 1 kept nothing for pages without the file
# Papers parsed in this process, by file, with size and time of change: commands read them several times.
_parsed: dict[str, tuple[tuple[int, int], KnownPaper]] = {}


def known_papers(folder: Path, report: Callable[[Problem], None] | None = None) -> dict[str, KnownPaper]:
    """Return all papers of the ledger ``folder`` by id. report: called with each damaged file.

    A paper whose file is damaged or missing has its id only. Raises LedgerError for a newer version's file.
    """
    found = {}
    try:
        names = sorted(e.name for e in folder.iterdir() if e.is_dir() and not e.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    for name in names:
        try:
            found[name] = read_known(folder, name) or KnownPaper(name)
        except ValueError as error:
            found[name] = KnownPaper(name)
            if report:
                report(_problem(folder / name / PAPER_FILE, error))
    return found


def read_known(folder: Path, paper: str) -> KnownPaper | None:
    """Return the recorded facts of ``paper``; None if there are none.

    Raises ValueError if the file is damaged, LedgerError if it cannot be read or is of a newer version.
    """
    file = folder / paper / PAPER_FILE
    try:
        stat = file.stat()
        stamp = stat.st_size, stat.st_mtime_ns
        if (kept := _parsed.get(str(file))) is not None and kept[0] == stamp:
            return kept[1]
        data = bytes_of(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); make it readable") from error
    found = _of_text(data, str(file))
    if found.id != paper:
        raise ValueError(f"it is of {found.id}")
    _parsed[str(file)] = stamp, found
    return found


def write_known(folder: Path, papers: Iterable[KnownPaper]) -> list[str]:
    """Write ``papers`` that differ from what is recorded; return the ids of the changed ones.

    Raises LedgerError if a file cannot be written, or is damaged and a person must repair it first.
    """
    changed = []
    for paper in papers:
        file = folder / paper.id / PAPER_FILE
        try:
            if read_known(folder, paper.id) == paper:
                continue
            write_whole(file, _text(paper))
        except ValueError as error:
            raise LedgerError(str(_problem(file, error))) from error
        except OSError as error:
            raise LedgerError(
                f"{file}: cannot be written ({error.strerror}); make the folder writable"
            ) from error
        changed.append(paper.id)
    return changed


def merge_papers(ours: KnownPaper, theirs: KnownPaper, base: KnownPaper | None = None) -> KnownPaper:
    """Return what two ledgers know of one paper: all records and versions of both, otherwise ``ours``.

    base: what both began with, if known; a change on one side alone is taken.
    """
    by_day = sorted((*theirs.records, *ours.records), key=lambda e: e.since, reverse=True)
    records = {e.name: e for e in by_day}  # of two days for one record, the earlier one
    # Our current record stays the current one, unless only theirs has changed.
    last = (theirs if base and base.records == ours.records else ours).records
    final = last[-1].name if last else ""
    kept = sorted(records.values(), key=lambda e: (e.name == final, e.since, canonical_json(dict(e.record))))
    versions = max(ours.versions, theirs.versions, key=lambda v: (len(v), v))
    private = "private" in (ours.visibility, theirs.visibility)
    side = _side(ours, theirs, base)
    return KnownPaper(
        ours.id,
        side.file,
        side.text,
        side.content,
        side.sketch,
        "private" if private else "public",
        versions,
        tuple(kept),
        None if private else _kept(side, theirs if side is ours else ours),
    )


def _kept(side: KnownPaper, other: KnownPaper) -> KeptPaper | None:
    """Return what is kept by the side that decides the file, with what the other found in the same text."""
    if side.kept is None or other.kept is None or side.text != other.text:
        return side.kept
    echoes = dict(sorted({**other.kept.echoes, **side.kept.echoes}.items()))
    return replace(side.kept, echoes=echoes, moved=tuple(sorted({*side.kept.moved, *other.kept.moved})))


def _side(ours: KnownPaper, theirs: KnownPaper, base: KnownPaper | None) -> KnownPaper:
    """Return the side that decides which file contains a paper."""
    if base is not None and _held(ours) == _held(base):
        return theirs
    if base is not None and _held(theirs) == _held(base):
        return ours
    # A paper with a known text but without a file has given the file away.
    unknown = not ours.file and not ours.sketch
    return theirs if len(theirs.versions) > len(ours.versions) or unknown else ours


def _held(paper: KnownPaper) -> tuple[object, ...]:
    return paper.file, paper.text, paper.content, paper.sketch


def without_double_claims(
    papers: Mapping[str, KnownPaper], theirs: Mapping[str, KnownPaper]
) -> dict[str, KnownPaper]:
    """Return the papers of two ledgers so that no file belongs to two: ``theirs`` shows who gave it away."""
    claims = Counter(paper.file for paper in papers.values() if paper.file)
    given_away = {id for id, paper in theirs.items() if paper.sketch and not paper.file}
    return {
        id: replace(paper, file="") if id in given_away and claims[paper.file] > 1 else paper
        for id, paper in papers.items()
    }


def merge_paper_files(base: bytes, ours: bytes, theirs: bytes, name: str) -> bytes:
    """Return the two sides of a merge as one file. Raises LedgerError if one is damaged."""
    try:
        sides = [_of_text(data, name) for data in (ours, theirs) if data.strip()]
        before = _of_text(base, name) if base.strip() else None
        return _text(merge_papers(sides[0], sides[-1], before)).encode() if sides else b""
    except ValueError as error:
        raise LedgerError(str(_problem(Path(name), error))) from error


def _problem(file: Path, error: Exception) -> Problem:
    message = f"is no record of a paper ({reason_of(error)}); restore it from version control"
    return Problem(str(file), None, message)


def _of_text(data: bytes, place: str) -> KnownPaper:
    """Return the paper in a file. Raises ValueError, or LedgerError for one of a newer version."""
    if any(map(conflict_mark, data.splitlines())):
        raise ValueError("it contains merge conflict markers; merge again with the driver, or keep one side")
    try:
        facts = json.loads(data)
        if facts["schema"] > _SCHEMA:
            raise LedgerError(f"{place}: written by a newer Answerbook; upgrade Answerbook")
        rest = {name: value for name, value in facts.items() if name != "seal"}
        if facts["seal"] != digest(rest, ID_LENGTH):
            raise ValueError("its seal is broken: it was edited by hand, or damaged")
        return _of_data(facts)
    except DAMAGE as error:
        raise ValueError(reason_of(error)) from error


def _of_data(facts: Mapping[str, Any]) -> KnownPaper:
    records = tuple(DatedRecord(str(e["since"]), e["record"]) for e in facts["records"])
    for entry in records:
        metadata_of(entry.record)  # raises if it is no record
    return KnownPaper(
        id=str(facts["id"]),
        file=str(facts["file"]),
        text=str(facts["text"]),
        content=str(facts["content"]),
        sketch=tuple(str(facts["sketch"]).split()),
        visibility=str(facts["visibility"]),
        versions=tuple(map(str, facts["versions"])),
        records=records,
        kept=KeptPaper.from_json(facts["page"]) if "page" in facts else None,
    )


def _text(paper: KnownPaper) -> str:
    data: dict[str, Any] = {
        "schema": _SCHEMA,
        "id": paper.id,
        "file": paper.file,
        "text": paper.text,
        "content": paper.content,
        "visibility": paper.visibility,
        "versions": list(paper.versions),
        "records": [{"since": e.since, "record": dict(e.record)} for e in paper.records],
        "sketch": " ".join(paper.sketch),
    }
    if paper.kept is not None:
        data["page"] = paper.kept.to_json()
    data["seal"] = digest(data, ID_LENGTH)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
