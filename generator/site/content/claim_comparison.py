"""Comparison of what authors claim about their paper with what was found in it."""

from __future__ import annotations

from generator.core import Answer
from generator.core.status import REPORTED_STATUSES


def differs(claim: Answer, answer: Answer | None) -> bool:
    """Return True if a claim and the answer shown cannot both be right: only one of them says "reported".

    A claim that a question does not apply contradicts only an answer that the paper reports it.
    """
    if answer is None or answer.status == "failed":
        return False
    if "not_applicable" in (claim.status, answer.status):
        return claim.status == "not_applicable" and answer.status in REPORTED_STATUSES
    return (claim.status in REPORTED_STATUSES) != (answer.status in REPORTED_STATUSES)
