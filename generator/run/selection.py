"""Which answers a build computes, where it is not all that are not fresh; and which papers are a shard's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import digest
from generator.errors import AnswerbookError
from generator.ledger import Standing

__all__ = ["Selection", "Shard"]


@dataclass(frozen=True)
class Selection:
    """What is to be computed of what the project asks for; without any limit, all that is not fresh.

    causes: names of fingerprint parts of which one changed. papers, questions, models: ids; empty for all.
    only: pairs of paper and question. failed: those that failed; with causes, these as well. fresh: what
    is fresh too. limit: answers at most, in the order of papers, models and questions.
    """

    causes: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    only: frozenset[tuple[str, str]] = frozenset()
    failed: bool = False
    fresh: bool = False
    limit: int | None = None

    def of(self, standings: Sequence[Standing]) -> list[Standing]:
        """Those of ``standings`` that are to be computed."""
        return [item for item in standings if self._takes(item)][: self.limit]

    def _takes(self, item: Standing) -> bool:
        w = item.wanted
        return (
            (not self.papers or w.paper in self.papers)
            and (not self.questions or w.question in self.questions)
            and (not self.models or w.model in self.models)
            and (not self.only or (w.paper, w.question) in self.only)
            and self._wants(item)
        )

    def _wants(self, item: Standing) -> bool:
        if item.state == "fresh":
            return self.fresh
        if not self.causes and not self.failed:
            return True
        return (self.failed and item.state == "failed") or not self.causes.isdisjoint(item.changed)


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` (from 1) of ``of``: papers by the hash of their id, whatever others are there."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """What ``2/4`` means. Raises AnswerbookError for anything else."""
        found = re.fullmatch(r"\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})\s*", text)
        if found is None:
            raise AnswerbookError(f"shard {text!r}: write a number and how many there are, like 2/4")
        number, of = int(found[1]), int(found[2])
        if not 1 <= number <= of:
            raise AnswerbookError(f"shard {text!r}: shards of {of} are numbered from 1 to {of}")
        return cls(number, of)

    def holds(self, paper: str) -> bool:
        """Whether the paper with this id belongs to this shard."""
        return int(digest(paper), 16) % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"
