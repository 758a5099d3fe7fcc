"""The time of a build, which SOURCE_DATE_EPOCH may set, so that two builds can be the same to the byte."""

from __future__ import annotations

import datetime
import os

__all__ = ["now", "today"]


def today() -> datetime.date:
    """Return the date of the build, in UTC; see `now`."""
    return now().date()


def now() -> datetime.datetime:
    """Return the time of the build, in UTC.

    SOURCE_DATE_EPOCH (seconds, https://reproducible-builds.org/specs/source-date-epoch/) replaces the clock
    where it is set.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
