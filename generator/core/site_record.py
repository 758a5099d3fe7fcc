"""What pages of answers say of the site itself, and how that changed over time.

An answer is cited by the name and the address of the site that it was on. So the ledger keeps both, and pages
tell what they were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from generator.core.fingerprint import digest

__all__ = ["DatedSiteRecord", "SiteRecord", "with_site_record"]


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What pages of answers show of the site.

    title, site_url, licence, language: as in the settings. templates: hash of the project's own templates for
    these pages; empty if it has none.
    """

    title: str
    site_url: str = ""
    licence: str = ""
    language: str = "en"
    templates: str = ""

    @property
    def name(self) -> str:
        """A hash of it."""
        return digest(asdict(self))


@dataclass(frozen=True, slots=True)
class DatedSiteRecord:
    """A record, and the day from which it was the site's (``YYYY-MM-DD``); empty if that is not recorded."""

    since: str
    record: SiteRecord

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, without empty fields."""
        return {"since": self.since} | {name: value for name, value in asdict(self.record).items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DatedSiteRecord:
        """Return what `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        known = {field.name for field in fields(SiteRecord)}
        values = {name: data[name] for name in known if name in data}
        if not all(isinstance(value, str) for value in (data["since"], *values.values())):
            raise ValueError("a field is no text")
        return cls(data["since"], SiteRecord(**values))


def with_site_record(
    before: Sequence[DatedSiteRecord], record: SiteRecord, day: str
) -> tuple[DatedSiteRecord, ...]:
    """Return the records with today's appended, if it differs from the last one. Days never go back."""
    if before and before[-1].record == record:
        return tuple(before)
    return (*before, DatedSiteRecord(max(day, before[-1].since) if day and before else day, record))
