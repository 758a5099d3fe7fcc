"""What pages of answers said of the site over time: `<folder>/site.jsonl`, one record a line, oldest first.

Marks of a merge conflict are skipped: the records of both sides count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.core import canonical_json
from generator.core.site_record import DatedSiteRecord
from generator.errors import LedgerError
from generator.ledger.ledger_lines import conflict_mark, raw_lines
from generator.storage.files import write_whole

__all__ = ["SITE_FILE", "damaged_sites", "merge_site_files", "read_sites", "site_names", "write_sites"]

SITE_FILE = "site.jsonl"
_SCHEMA = 1
_DAMAGE = (ValueError, KeyError, TypeError, RecursionError)


class _NewerError(Exception):
    """Raised for a line of a newer version."""


def read_sites(folder: Path) -> tuple[DatedSiteRecord, ...]:
    """Return the records of the site in the ledger ``folder``, oldest first; none without a file.

    Raises LedgerError if a line is damaged, or of a newer version.
    """
    file = folder / SITE_FILE
    found = (_parsed(line, f"{file}:{number}") for number, line in raw_lines(file) if not conflict_mark(line))
    return tuple(found)


def damaged_sites(folder: Path) -> list[tuple[int, str]]:
    """Return the lines that are no records, with a description of each. Raises LedgerError."""
    found = []
    for number, line in raw_lines(folder / SITE_FILE):
        if mark := conflict_mark(line):
            found.append((number, mark))
            continue
        try:
            _record(line)
        except _DAMAGE:
            found.append((number, "no record of the site"))
    return found


def site_names(folder: Path) -> set[str]:
    """Return the names of the records that can be read. Raises LedgerError if the file cannot."""
    damaged = {number for number, _ in damaged_sites(folder)}
    lines = raw_lines(folder / SITE_FILE)
    return {_record(line).record.name for number, line in lines if number not in damaged}


def write_sites(folder: Path, records: Sequence[DatedSiteRecord]) -> bool:
    """Write the records if they differ from those recorded; return True if they did.

    Raises OSError, and LedgerError if a line is damaged.
    """
    if tuple(records) == read_sites(folder):
        return False
    write_whole(folder / SITE_FILE, _text(records))
    return True


def merge_site_files(base: bytes, ours: bytes, theirs: bytes, name: str) -> bytes:
    """Return the records of both sides, by day.

    base: what both began with, if known; then the last is ours, unless only theirs has changed. name: of the
    file, for errors. Raises LedgerError.
    """
    old, here, there = (
        [_parsed(line, name) for line in data.split(b"\n") if line.strip() and not conflict_mark(line)]
        for data in (base, ours, theirs)
    )
    every = sorted(dict.fromkeys([*there, *here]), key=lambda entry: entry.since)  # stable
    if old and (final := (there if here == old else here)[-1:]):
        every = [entry for entry in every if entry != final[0]] + final
    return _text(every).encode()


def _parsed(line: bytes, place: str) -> DatedSiteRecord:
    """Return the record on a line. Raises LedgerError. place: of the line, for errors."""
    try:
        return _record(line)
    except _DAMAGE as error:
        raise LedgerError(f"{place}: is no record of the site; restore it from version control") from error
    except _NewerError as error:
        raise LedgerError(f"{place}: written by a newer Answerbook; upgrade Answerbook") from error


def _record(line: bytes) -> DatedSiteRecord:
    data = json.loads(line)
    if data["schema"] > _SCHEMA:
        raise _NewerError
    return DatedSiteRecord.from_json(data)


def _text(records: Iterable[DatedSiteRecord]) -> str:
    return "".join(f"{canonical_json({'schema': _SCHEMA, **entry.to_json()})}\n" for entry in records)
