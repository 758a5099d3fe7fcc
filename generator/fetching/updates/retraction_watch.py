"""Notices in the data of Retraction Watch: one CSV file with a row for each, about 70,000 rows.

https://gitlab.com/crossref/retraction-watch-data. The file is read row by row; only rows about wanted papers
are kept.
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

from generator.core.doi_and_arxiv import doi
from generator.core.notice import NoticeKind, PaperNotice
from generator.errors import FetchError
from generator.fetching.http_client import Client
from generator.fetching.updates.found import UpdateReport
from generator.storage.files import hash_of

__all__ = ["retraction_watch_notices"]

_SOURCE = "Retraction Watch"
_REQUIRED_COLUMNS = ("OriginalPaperDOI", "RetractionNature", "RetractionDate")
_KINDS: Mapping[str, NoticeKind] = {
    "retraction": "retraction",
    "expression of concern": "concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
# More than the data can need, so that another file given by mistake does no harm.
_MAX_BYTES = 500 << 20
_MAX_ROWS = 10_000_000
_MAX_CELL_CHARS = 2_000
_MAX_NOTE_CHARS = 500  # of the reasons, as shown on pages


def retraction_watch_notices(place: str, wanted: Collection[str], day: str, client: Client) -> UpdateReport:
    """Return the notices about the DOIs in ``wanted``. place: a file, or its address. day: today.

    Raises FetchError if the data cannot be fetched or read, or are something else.
    """
    dois = frozenset(wanted)
    with _opened(place, client) as (sha256, stream):
        notices = tuple(dict.fromkeys(_notices(stream, place, dois, day, sha256)))
    return UpdateReport(notices, len(dois), sha256=sha256)


@contextmanager
def _opened(place: str, client: Client) -> Iterator[tuple[str, IO[str]]]:
    """Open the data at a path or an address. Yields its SHA-256 and its text. Raises FetchError."""
    raw: IO[bytes]
    with ExitStack() as stack:
        if place.startswith(("http://", "https://")):
            body = client.get(place, accept="text/csv", max_bytes=_MAX_BYTES).body
            sha256, raw = hashlib.sha256(body).hexdigest(), io.BytesIO(body)
        else:
            try:
                if Path(place).stat().st_size > _MAX_BYTES:
                    raise FetchError(f"{place}: has more than 500 MB; it cannot be the data of {_SOURCE}")
                sha256, raw = hash_of(Path(place)), stack.enter_context(Path(place).open("rb"))
            except OSError as error:
                raise FetchError(f"{place}: cannot be read ({error.strerror}); check the name") from error
        with io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as stream:
            yield sha256, stream


def _notices(
    stream: IO[str], place: str, wanted: Collection[str], day: str, sha256: str
) -> Iterator[PaperNotice]:
    """Yield a notice for each row about a wanted paper. Raises FetchError for data of another form."""
    rows = csv.reader(stream)
    try:
        head = [name.strip() for name in next(rows, [])]
        if not set(_REQUIRED_COLUMNS) <= set(head):
            raise FetchError(
                f"{place}: is not the data of {_SOURCE}; "
                f"its first line must name {', '.join(_REQUIRED_COLUMNS)}"
            )
        for cells in itertools.islice(rows, _MAX_ROWS):
            row = {name: cell[:_MAX_CELL_CHARS] for name, cell in zip(head, cells, strict=False)}
            paper = doi(row.get("OriginalPaperDOI", ""))
            kind = _KINDS.get(row.get("RetractionNature", "").strip().lower())
            if paper not in wanted or kind is None:
                continue
            reasons = (part.strip(" +") for part in row.get("Reason", "").split(";"))
            notice = doi(row.get("RetractionDOI", ""))
            yield PaperNotice(
                paper,
                kind,
                _SOURCE,
                day,
                date=_date(row["RetractionDate"]),
                notice=notice,
                note="; ".join(part for part in reasons if part)[:_MAX_NOTE_CHARS],
                sha256=sha256,
            )
    except csv.Error as error:
        raise FetchError(f"{place}:{rows.line_num}: is not CSV ({error}); download the file again") from error


def _date(text: str) -> str:
    """Return the day of ``2/3/2024 0:00`` (month first) or of ``2024-02-03``; empty if it is not a date."""
    first = text.strip().split(" ")[0]
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(first, form).date().isoformat()
        except ValueError:
            continue
    return ""
