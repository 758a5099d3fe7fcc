"""Random samples of papers, so that reviews of answers about them can represent all papers."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

__all__ = ["Draw", "drawn_order", "random_sample"]


@dataclass(frozen=True, slots=True)
class Draw:
    """The papers drawn for one question, first drawn first. date: of the latest draw.

    seed: determines the order of all papers.
    """

    question: str
    seed: str
    date: datetime.date
    papers: tuple[str, ...]


def drawn_order(seed: str, papers: Iterable[str]) -> tuple[str, ...]:
    """Return the papers in the order that ``seed`` gives them, random for anybody who did not choose it.

    Each paper has a number of its own, whatever other papers there are (permanent random numbers: Ohlsson
    1995). So the first papers in the order remain a random sample when papers are added or removed.
    """
    return tuple(
        sorted(papers, key=lambda paper: (hashlib.sha256(f"{seed}\n{paper}".encode()).hexdigest(), paper))
    )


def random_sample(
    draw: Draw | None, papers: Collection[str], decided: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the decided papers that are a random sample of ``papers``, and those to decide next, in order.

    Only papers before the first undecided one count: skipping hard papers would leave a sample of easy ones.
    Papers added since are decided first if they come earlier in the order.
    """
    if draw is None:
        return (), ()
    drawn = [name for name in draw.papers if name in papers]
    if not drawn:
        return (), ()
    order = drawn_order(draw.seed, papers)
    due = order[: order.index(drawn[-1]) + 1]
    missing = [name for name in due if not decided(name)]
    return due[: due.index(missing[0])] if missing else due, tuple(missing)
