"""Which papers were drawn at random, so that reviews of answers about them can stand for all."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

__all__ = ["Draw", "drawn_order", "sampled"]


@dataclass(frozen=True, slots=True)
class Draw:
    """The papers drawn for one question, first drawn first. seed: gives all papers their order.

    date: of the latest draw.
    """

    question: str
    seed: str
    date: datetime.date
    papers: tuple[str, ...]


def drawn_order(seed: str, papers: Iterable[str]) -> tuple[str, ...]:
    """The papers in the order that ``seed`` gives them, at random for whoever did not choose the seed.

    Each has a number of its own, whatever other papers there are (permanent random numbers: Ohlsson 1995), so
    that the first of them are a random sample still when papers come and go.
    """
    return tuple(
        sorted(papers, key=lambda paper: (hashlib.sha256(f"{seed}\n{paper}".encode()).hexdigest(), paper))
    )


def sampled(
    draw: Draw | None, papers: Collection[str], decided: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The papers that are a random sample of ``papers`` and decided, and those to decide next, in order.

    Only papers before the first that is not decided count: who passes over hard ones would leave a sample of
    easy ones. Of papers that came since, those that stand before others in the order are to be decided first.
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
