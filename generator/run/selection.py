"""The answers to compute, if not all that are not fresh; and the papers of a shard."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core import digest
from generator.errors import AnswerbookError
from generator.ledger import Freshness

__all__ = ["Selection", "Shard"]

# Suffixes of the variables that Slurm sets for a task of an array: its id, and count and range of the array.
_OF_ARRAY = ("ID", "COUNT", "MIN", "MAX")


@dataclass(frozen=True)
class Selection:
    """The answers to compute. Without limits: every answer that is not fresh.

    causes: names of fingerprint parts, one of which must have changed. papers, questions, models: ids; empty
    for all. only: pairs of paper and question. failed: failed answers; in addition to those by causes. fresh:
    include fresh answers. limit: maximum number of answers, in the order of papers, models and questions.
    """

    causes: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    only: frozenset[tuple[str, str]] = frozenset()
    failed: bool = False
    fresh: bool = False
    limit: int | None = None

    def of(self, states: Sequence[Freshness]) -> list[Freshness]:
        """Return the items of ``states`` to compute."""
        return [item for item in states if self._takes(item)][: self.limit]

    def _takes(self, item: Freshness) -> bool:
        w = item.expected
        return (
            (not self.papers or w.paper in self.papers)
            and (not self.questions or w.question in self.questions)
            and (not self.models or w.model in self.models)
            and (not self.only or (w.paper, w.question) in self.only)
            and self._wants(item)
        )

    def _wants(self, item: Freshness) -> bool:
        if item.state == "fresh":
            return self.fresh
        if not self.causes and not self.failed:
            return True
        return (self.failed and item.state == "failed") or not self.causes.isdisjoint(item.changed)


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` (from 1) of ``of`` parts: papers by the hash of their id."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard that ``2/4`` means; ``auto``: the task of a Slurm array.

        Raises AnswerbookError for anything else.
        """
        if text.strip() == "auto":
            return cls.of_slurm(os.environ)
        found = re.fullmatch(r"\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})\s*", text)
        if found is None:
            raise AnswerbookError(f"shard {text!r}: write a number and how many there are, like 2/4, or auto")
        number, of = int(found[1]), int(found[2])
        if not 1 <= number <= of:
            raise AnswerbookError(f"shard {text!r}: shards of {of} are numbered from 1 to {of}")
        return cls(number, of)

    @classmethod
    def of_slurm(cls, environment: Mapping[str, str]) -> Shard:
        """Return the shard of this task of a Slurm array, which has as many shards as tasks.

        Raises AnswerbookError outside of an array, and if its numbers are no range: task 3 of ``1,3,7``
        cannot know which of the three it is.
        """
        values = {name: environment.get(f"SLURM_ARRAY_TASK_{name}", "") for name in _OF_ARRAY}
        if lacking := [name for name, value in values.items() if not re.fullmatch("[0-9]{1,9}", value)]:
            raise AnswerbookError(
                f"shard 'auto': SLURM_ARRAY_TASK_{lacking[0]} is not a number; auto works only in the tasks "
                "of a Slurm array (`sbatch --array=0-7`); elsewhere write number and count, like 2/4"
            )
        id, of, least, most = (int(values[name]) for name in _OF_ARRAY)
        step, rest = divmod(most - least, of - 1) if of > 1 else (1, 0)
        place, off = divmod(id - least, step) if step > 0 else (-1, 0)
        if rest or off or not 0 <= place < of:
            raise AnswerbookError(
                f"shard 'auto': the numbers of this array ({of} from {least} to {most}) are not a range, so "
                "its tasks cannot know their parts; use a range like `--array=0-7`, or write `--shard I/N`"
            )
        return cls(place + 1, of)

    def holds(self, paper: str) -> bool:
        """Return True if the paper with this id belongs to this shard."""
        return int(digest(paper), 16) % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"
