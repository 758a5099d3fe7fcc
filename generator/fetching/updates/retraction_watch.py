"""Notices in the data of Retraction Watch: one CSV file with a row for each, some 70,000 of them.

https://gitlab.com/crossref/retraction-watch-data. Read row by row; only rows about wanted papers are kept.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import itertools
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from generator.core.identifiers import doi
from generator.core.notice import Kind, Notice
from generator.errors import FetchError
from generator.fetching.client import Client
from generator.fetching.updates.found import Found
from generator.storage.files import hash_of

__all__ = ["retraction_watch_notices"]

_SOURCE = "Retraction Watch"
_NEEDED = ("OriginalPaperDOI", "RetractionNature", "RetractionDate")
_KINDS: Mapping[str, Kind] = {
    "retraction": "retraction",
    "expression of concern": "concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
_MAX_BYTES = 500 << 20
_MAX_CHARS = 2_000  # characters of a cell
_NOTE = 500


def retraction_watch_notices(place: str, wanted: Collection[str], day: str, client: Client) -> Found:
    """The notices about the DOIs ``wanted``. place: a file, or its address. day: today.

    Raises FetchError where it cannot be had, or is no such file.
    """
    names = frozenset(wanted)
    with _opened(place, client) as (sha256, stream):
        found = tuple(dict.fromkeys(_notices(stream, place, names, day, sha256)))
    return Found(found, len(names), sha256=sha256)


@contextmanager
def _opened(place: str, client: Client) -> Iterator[tuple[str, IO[str]]]:
    raw: IO[bytes]
    with ExitStack() as opened:
        if place.startswith(("http://", "https://")):
            body = client.get(place, accept="text/csv", max_bytes=_MAX_BYTES).body
            sha256, raw = hashlib.sha256(body).hexdigest(), io.BytesIO(body)
        else:
            try:
                if Path(place).stat().st_size > _MAX_BYTES:
                    raise FetchError(f"{place}: has more than 500 MB; it cannot be the data of {_SOURCE}")
                sha256, raw = hash_of(Path(place)), opened.enter_context(Path(place).open("rb"))
            except OSError as error:
                raise FetchError(f"{place}: cannot be read ({error.strerror}); check the name") from error
        with io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as stream:
            yield sha256, stream


def _notices(stream: IO[str], place: str, wanted: Collection[str], day: str, sha256: str) -> Iterator[Notice]:
    rows = csv.reader(stream)
    try:
        head = [name.strip() for name in next(rows, [])]
        if not set(_NEEDED) <= set(head):
            raise FetchError(
                f"{place}: is no data of {_SOURCE}; its first line must name {', '.join(_NEEDED)}"
            )
        for cells in itertools.islice(rows, 10_000_000):
            row = {name: cell[:_MAX_CHARS] for name, cell in zip(head, cells, strict=False)}
            paper = doi(row.get("OriginalPaperDOI", ""))
            kind = _KINDS.get(row.get("RetractionNature", "").strip().lower())
            if paper not in wanted or kind is None:
                continue
            reasons = (part.strip(" +") for part in row.get("Reason", "").split(";"))
            notice = doi(row.get("RetractionDOI", ""))
            yield Notice(
                paper,
                kind,
                _SOURCE,
                day,
                date=_date(row["RetractionDate"]),
                notice=notice,
                note="; ".join(part for part in reasons if part)[:_NOTE],
                sha256=sha256,
            )
    except csv.Error as error:
        raise FetchError(f"{place}:{rows.line_num}: is no CSV ({error}); take the file again") from error


def _date(text: str) -> str:
    """The day of ``2/3/2024 0:00``, month first, or ``2024-02-03``; empty where it is none."""
    first = text.strip().split(" ")[0]
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(first, form).date().isoformat()
        except ValueError:
            continue
    return ""
