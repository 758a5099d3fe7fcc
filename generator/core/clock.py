"""The time of a build. SOURCE_DATE_EPOCH may set it, so that two builds can be identical to the byte."""

from __future__ import annotations

import datetime
import os

__all__ = ["has_come", "now", "source_date_epoch", "today"]

# Days up to this one are in the past, whatever the clock says: this module was written then.
_LATEST_CERTAIN_DAY = "2026-12-31"
_MAX_EPOCH_DIGITS = 11  # digits of a number of seconds: up to the year 5138


def has_come(day: str) -> bool:
    """Return False if ``day`` (``YYYY-MM-DD``) is in the future, so that the clock that gave it was wrong.

    Tomorrow counts as come, because of time zones. So does every day up to the one on which this was written,
    because our own clock may be the one that is wrong.
    """
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    return day <= max(tomorrow.date().isoformat(), _LATEST_CERTAIN_DAY)


def today() -> datetime.date:
    """Return the date of the build, in UTC; see `now`."""
    return now().date()


def now() -> datetime.datetime:
    """Return the time of the build, in UTC.

    SOURCE_DATE_EPOCH (seconds, https://reproducible-builds.org/specs/source-date-epoch/) replaces the clock
    if it is set to a time in a year of four digits.
    """
    if (epoch := source_date_epoch()) is not None:
        return datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH, in seconds; None if it is not set, or no time in a year of four digits."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    valid = epoch.isascii() and epoch.isdigit() and len(epoch) <= _MAX_EPOCH_DIGITS
    return int(epoch) if valid else None
