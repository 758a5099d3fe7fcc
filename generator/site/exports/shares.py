"""Shares of papers that report what is asked, as data: a table and lines of JSON with the same keys."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.exports.records import FORMAT, Record
from generator.site.exports.table import cell

# Digits behind the point: more than any interval is good for.
_DIGITS = 4


def share_records(collection: Collection) -> Iterator[Record]:
    """All shares, group by group (``$defs/share``): of a group, its questions, parts of their papers."""
    for share in collection.shares:
        found = share.interval
        yield {
            "format": FORMAT,
            "question": share.question,
            "group": clean(share.group),
            "by": share.by,
            "value": clean(share.value),
            "papers": share.papers,
            "called": share.told,
            "not_applicable": share.not_applicable,
            "share": None if found is None else round(found.share, _DIGITS),
            "lower": None if found is None else round(found.lower, _DIGITS),
            "upper": None if found is None else round(found.upper, _DIGITS),
            "method": share.method,
            "reviewed": share.reviewed,
            "more": share.more,
        }


def share_cells(record: Record) -> list[str]:
    """A record as a row of a table, in its own order; what is not known is empty."""
    return [cell("" if value is None else str(value)) for value in record.values()]
