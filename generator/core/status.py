"""The status of the answer to a question about a paper."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal["reported", "partly_reported", "not_reported", "not_applicable", "failed"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_WORDS: dict[Status, str] = {status: status.replace("_", " ") for status in STATUSES} | {
    "not_applicable": "does not apply"
}
# The paper reports what was asked, at least in part.
REPORTED_STATUSES: tuple[Status, ...] = ("reported", "partly_reported")
# Statuses that can be true of a paper; "failed" is about the computation.
PaperStatus = Literal["reported", "partly_reported", "not_reported", "not_applicable"]
PAPER_STATUSES: tuple[PaperStatus, ...] = get_args(PaperStatus)
