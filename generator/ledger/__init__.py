"""Answers to disk and back: the ledger that makes the expensive step run once.

One JSON Lines file a paper and model under `content/answers/`, canonical and sorted, so that it can
be committed, compared and merged. `Ledger` reads and writes it; `Standing` says of each wanted
answer whether it is fresh, stale (by which named part) or missing.
"""

from generator.ledger.effort import Spent, add_spent, total_spent
from generator.ledger.staleness import Standing, Wanted, standing
from generator.ledger.store import Ledger

__all__ = ["Ledger", "Spent", "Standing", "Wanted", "add_spent", "standing", "total_spent"]
