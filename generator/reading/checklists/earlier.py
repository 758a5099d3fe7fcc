"""The checklists of NeurIPS 2021 and 2022, and of conferences that took them over.

They ask other questions than those since 2023, in five groups with letters: "(c) Did you report error bars?
[Yes] See Table 2." Each question is here with the item of today's checklist that asks for the same.
"""

from __future__ import annotations

import re

__all__ = ["ASKED", "ASKED_AND_ANSWERED", "end_of_reason", "item_asked"]

# The start of each question, in lower case, and the item of the checklist since 2023.
_ITEMS = {
    "do the main claims made in the abstract": "1",
    "did you describe the limitations": "2",
    "did you discuss any potential negative": "10",
    "have you read the ethics review guidelines": "9",
    "did you state the full set of assumptions": "3",
    "did you include complete proofs": "3",
    "did you include the code, data": "5",
    "did you specify all the training details": "6",
    "did you report error bars": "7",
    "did you include the total amount of compute": "8",
    "if your work uses existing assets": "12",
    "did you mention the license": "12",
    "did you mention the licence": "12",
    "did you include any new assets": "13",
    "did you include the full text of instructions": "14",
    "did you describe any potential participant risks": "15",
    "did you include the estimated hourly wage": "14",
}
_STARTS = "|".join(re.escape(start).replace(r"\ ", r"\s") for start in _ITEMS)
ASKED = re.compile(rf"\b(?P<asked>{_STARTS})\b", re.IGNORECASE)
ASKED_AND_ANSWERED = re.compile(
    rf"\b(?P<asked>{_STARTS})\b[^?\[\]]{{0,300}}\?\s{{0,5}}\\?\[\s{{0,3}}(?P<word>yes|no|n/?a)\s{{0,3}}\\?\]",
    re.IGNORECASE,
)
# The letter of the next question, the number of the next group, or the next paragraph.
_NEXT = re.compile(r"\(\s?[a-e]\s?\)\s|(?<!\S)[2-5]\.\s{1,3}If you\b|\n")
_MAX_REASON_CHARS = 1200


def item_asked(asked: str) -> str:
    """Return the number of the item that the start of a question belongs to.

    >>> item_asked("Did you  report error bars")
    '7'
    """
    return _ITEMS[" ".join(asked.lower().split())]


def end_of_reason(text: str, start: int) -> int:
    """Return where the reason ends that begins at ``start``, after the answer in brackets."""
    most = min(len(text), start + _MAX_REASON_CHARS)
    ends = [m.start() for m in (_NEXT.search(text, start, most), ASKED.search(text, start, most)) if m]
    return min(ends, default=most)
