"""Which answers and reviews a table for reviewers includes. Light: the command line imports it at its top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ReviewFilter"]


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What a table for reviewers includes.

    papers, questions: names as typed, of what the answers are about; empty for all. reviewer: whose reviews
    to include; empty for all. private: include answers about private papers.
    """

    papers: Sequence[str] = ()
    questions: Sequence[str] = ()
    reviewer: str = ""
    private: bool = False
