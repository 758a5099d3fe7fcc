"""Answers to disk and back: the ledger that makes the expensive step run once.

One JSON Lines file per paper and model under `content/answers/`, canonical and sorted, so that it can be
committed, compared and merged. `Ledger` reads and writes it; `Freshness` says of each expected answer whether
it is fresh, stale (by which named part) or missing.
"""

from generator.ledger.staleness import ExpectedAnswer, Freshness, freshness
from generator.ledger.store import Ledger
from generator.ledger.usage_file import RecordedUsage, add_usage, total_usage

__all__ = ["ExpectedAnswer", "Freshness", "Ledger", "RecordedUsage", "add_usage", "freshness", "total_usage"]
