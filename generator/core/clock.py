"""The time of a build, which SOURCE_DATE_EPOCH may set, so that two builds can be the same to the byte."""

from __future__ import annotations

import datetime
import os

__all__ = ["has_come", "now", "today"]

# Up to here, time has come: this was written then.
_WRITTEN = "2026-12-31"
_MAX_LENGTH = 11  # digits of a number of seconds: up to the year 5138


def has_come(day: str) -> bool:
    """Return True unless ``day`` (``YYYY-MM-DD``) is one that only a clock that is wrong can have shown.

    Somewhere it may be tomorrow; and our own clock may be the one that is wrong.
    """
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    return day <= max(tomorrow.date().isoformat(), _WRITTEN)


def today() -> datetime.date:
    """Return the date of the build, in UTC; see `now`."""
    return now().date()


def now() -> datetime.datetime:
    """Return the time of the build, in UTC.

    SOURCE_DATE_EPOCH (seconds, https://reproducible-builds.org/specs/source-date-epoch/) replaces the clock
    where it is set to a time of a year that has four digits.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= _MAX_LENGTH:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
