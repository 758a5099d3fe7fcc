"""Which answers and reviews stand in a table for reviewers. Light: the command line imports it at its top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ReviewFilter"]


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What a table for reviewers holds.

    papers, questions: names, as people write them, of those that the answers are about; all if empty.
    reviewer: whose reviews stand beside the answers; everyone's if empty. private: also answers about private
    papers.
    """

    papers: Sequence[str] = ()
    questions: Sequence[str] = ()
    reviewer: str = ""
    private: bool = False
