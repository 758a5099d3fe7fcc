"""What became of a question that was put to a paper."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal["reported", "partly_reported", "not_reported", "not_applicable", "failed"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_WORDS: dict[Status, str] = {status: status.replace("_", " ") for status in STATUSES} | {
    "not_applicable": "does not apply"
}
# The paper tells what was asked, at least in part.
TOLD: tuple[Status, ...] = ("reported", "partly_reported")
# What a person can hold to be true of a paper; "failed" is no such thing.
Held = Literal["reported", "partly_reported", "not_reported", "not_applicable"]
HELD: tuple[Held, ...] = get_args(Held)
