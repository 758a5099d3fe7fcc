"""Checklists that authors fill in: separated from the paper around them, and read item by item.

The sections of a paper come in. The same sections come out, with the parts that belong to a checklist as
sections of the kind ``checklist``, in which no evidence is searched for. Each filled-in item makes a `Claim`.
A checklist says what authors say about their paper; it is no evidence that the paper does so.
"""

from generator.reading.checklists.claims import Claim, claims_of
from generator.reading.checklists.separation import mark_checklists

__all__ = ["Claim", "claims_of", "mark_checklists"]
