"""What is written down of each paper, beside its answers: `<folder>/<paper>/paper.json`.

The id of a paper stands there once and for all, with the file that holds it, so that another file beside it,
a new name or a changed text take nothing away from what was cited. What the pages of a paper need beside its
answers stands there too, for where the file may not be: a site is made from the ledger. A folder of answers
without it is of a ledger from before: its paper is known by the name of its file alone.
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
from generator.core.known_paper import Entry, KnownPaper, metadata_of
from generator.errors import LedgerError, Problem
from generator.ledger.lines import DAMAGE, mark_of, why
from generator.storage.files import bytes_of, write_whole

__all__ = [
    "FILE",
    "known_papers",
    "merged_known",
    "read_known",
    "united",
    "without_double_claims",
    "write_known",
]

FILE = "paper.json"
_SCHEMA = 2  # 1: nothing was kept for where the file is not here
# What a process has parsed, by file, with size and time of change: commands ask for all papers several times.
_parsed: dict[str, tuple[tuple[int, int], KnownPaper]] = {}


def known_papers(folder: Path, report: Callable[[Problem], None] | None = None) -> dict[str, KnownPaper]:
    """All papers that the ledger ``folder`` knows, by id; ``report`` hears of files that are damaged.

    One of a damaged file, or of none, is known by its id alone. Raises LedgerError for a newer version's.
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
                report(_problem(folder / name / FILE, error))
    return found


def read_known(folder: Path, paper: str) -> KnownPaper | None:
    """What is written down of ``paper``; None where nothing is.

    Raises ValueError where the file is damaged, LedgerError where it cannot be read or is of a newer version.
    """
    file = folder / paper / FILE
    try:
        told = file.stat()
        stamp = told.st_size, told.st_mtime_ns
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
    """Write down what is new about ``papers``; the ids of those that it changed.

    Raises LedgerError where a file is damaged, for a person to mend first, or cannot be written.
    """
    changed = []
    for paper in papers:
        file = folder / paper.id / FILE
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


def united(ours: KnownPaper, theirs: KnownPaper, base: KnownPaper | None = None) -> KnownPaper:
    """What two ledgers know of one paper: all records and versions of both; else what ``ours`` says.

    base: what both began with, where that is known: what one side alone has changed since is taken.
    """
    by_day = sorted((*theirs.records, *ours.records), key=lambda e: e.since, reverse=True)
    records = {e.name: e for e in by_day}  # of two days for one record, the first
    # The record as ours has it last stays the last one.
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
    """What is kept on the side that tells of a paper's file, with what the other found in the same text."""
    if side.kept is None or other.kept is None or side.text != other.text:
        return side.kept
    echoes = dict(sorted({**other.kept.echoes, **side.kept.echoes}.items()))
    return replace(side.kept, echoes=echoes, moved=tuple(sorted({*side.kept.moved, *other.kept.moved})))


def _side(ours: KnownPaper, theirs: KnownPaper, base: KnownPaper | None) -> KnownPaper:
    """The side that tells which file holds a paper."""
    if base is not None and _held(ours) == _held(base):
        return theirs
    if base is not None and _held(theirs) == _held(base):
        return ours
    # A paper without a file, of which a text is known, has given it away.
    unknown = not ours.file and not ours.sketch
    return theirs if len(theirs.versions) > len(ours.versions) or unknown else ours


def _held(paper: KnownPaper) -> tuple[object, ...]:
    return paper.file, paper.text, paper.content, paper.sketch


def without_double_claims(
    papers: Mapping[str, KnownPaper], theirs: Mapping[str, KnownPaper]
) -> dict[str, KnownPaper]:
    """The papers of two ledgers, with no file that two of them hold: ``theirs`` tells who gave it away."""
    claims = Counter(paper.file for paper in papers.values() if paper.file)
    given_away = {id for id, paper in theirs.items() if paper.sketch and not paper.file}
    return {
        id: replace(paper, file="") if id in given_away and claims[paper.file] > 1 else paper
        for id, paper in papers.items()
    }


def merged_known(base: bytes, ours: bytes, theirs: bytes, name: str) -> bytes:
    """The two sides of a merge as one file. Raises LedgerError where one is damaged."""
    try:
        sides = [_of_text(data, name) for data in (ours, theirs) if data.strip()]
        before = _of_text(base, name) if base.strip() else None
        return _text(united(sides[0], sides[-1], before)).encode() if sides else b""
    except ValueError as error:
        raise LedgerError(str(_problem(Path(name), error))) from error


def _problem(file: Path, error: Exception) -> Problem:
    message = f"is no record of a paper ({why(error)}); restore it from version control"
    return Problem(str(file), None, message)


def _of_text(data: bytes, place: str) -> KnownPaper:
    """The paper that a file tells of. Raises ValueError, or LedgerError for one of a newer version."""
    if any(map(mark_of, data.splitlines())):
        raise ValueError("it holds marks of a merge conflict; merge again with the driver, or keep a side")
    try:
        told = json.loads(data)
        if told["schema"] > _SCHEMA:
            raise LedgerError(f"{place}: written by a newer Answerbook; upgrade Answerbook")
        rest = {name: value for name, value in told.items() if name != "seal"}
        if told["seal"] != digest(rest, ID_LENGTH):
            raise ValueError("its seal is broken: it was edited by hand, or damaged")
        return _of_data(told)
    except DAMAGE as error:
        raise ValueError(why(error)) from error


def _of_data(told: Mapping[str, Any]) -> KnownPaper:
    records = tuple(Entry(str(e["since"]), e["record"]) for e in told["records"])
    for entry in records:
        metadata_of(entry.record)
    return KnownPaper(
        id=str(told["id"]),
        file=str(told["file"]),
        text=str(told["text"]),
        content=str(told["content"]),
        sketch=tuple(str(told["sketch"]).split()),
        visibility=str(told["visibility"]),
        versions=tuple(map(str, told["versions"])),
        records=records,
        kept=KeptPaper.from_json(told["page"]) if "page" in told else None,
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
