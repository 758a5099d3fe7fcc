"""Shares of papers that report what a question asks, as a table and JSON lines with the same keys."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.exports.records import FORMAT, ExportRecord
from generator.site.exports.table import table_cell

# Decimal places: more than the width of any interval justifies.
_DIGITS = 4


def share_records(collection: Collection) -> Iterator[ExportRecord]:
    """Yield all shares by group (``$defs/share``): the group, its questions, then parts of their papers."""
    for share in collection.shares:
        interval = share.interval
        yield {
            "format": FORMAT,
            "question": share.question,
            "group": clean(share.group),
            "by": share.by,
            "value": clean(share.value),
            "papers": share.papers,
            "called": share.reported,
            "not_applicable": share.not_applicable,
            "share": None if interval is None else round(interval.share, _DIGITS),
            "lower": None if interval is None else round(interval.lower, _DIGITS),
            "upper": None if interval is None else round(interval.upper, _DIGITS),
            "method": share.method,
            "reviewed": share.reviewed,
            "more": share.more,
        }


def share_cells(record: ExportRecord) -> list[str]:
    """Return a record as a table row, in the order of its keys; unknown values are empty."""
    return [table_cell("" if value is None else str(value)) for value in record.values()]
