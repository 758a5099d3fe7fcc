"""Checklists that authors fill in: told apart from the paper around them, and read item by item.

In come the sections of a paper; out come the same with what belongs to a checklist set apart as sections of
the kind ``checklist``, which nothing is searched for, and the `Claim` that each filled-in item makes. A
checklist says what its authors say of their paper. It is no evidence that the paper does so.
"""

from generator.reading.checklists.apart import set_apart
from generator.reading.checklists.claims import Claim, claims_of

__all__ = ["Claim", "claims_of", "set_apart"]
