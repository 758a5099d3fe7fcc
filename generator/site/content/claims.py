"""Whether what authors claim of their paper agrees with what was found in it."""

from __future__ import annotations

from generator.core import Answer
from generator.core.status import TOLD


def differs(claim: Answer, answer: Answer | None) -> bool:
    """Whether a claim and the answer shown cannot both be right: one tells what the other says is not told.

    A claim that a question does not apply contradicts only an answer that the paper tells it.
    """
    if answer is None or answer.status == "failed":
        return False
    if "not_applicable" in (claim.status, answer.status):
        return claim.status == "not_applicable" and answer.status in TOLD
    return (claim.status in TOLD) != (answer.status in TOLD)
