"""The order in which papers are drawn, and which of them are a random sample."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter

from generator.core.draw import Draw, drawn_order, random_sample

PAPERS = tuple(f"paper-{n}" for n in range(30))


def draw(seed: str, size: int) -> Draw:
    return Draw("seeds", seed, datetime.date(2026, 11, 30), drawn_order(seed, PAPERS)[:size])


def test_the_order_is_that_of_hashes_which_anybody_can_compute() -> None:
    order = drawn_order("5eed", PAPERS)
    hashes = [hashlib.sha256(f"5eed\n{name}".encode()).hexdigest() for name in order]
    assert hashes == sorted(hashes)
    assert set(order) == set(PAPERS)
    assert order != drawn_order("5eee", PAPERS)


def test_every_paper_comes_first_about_equally_often() -> None:
    first = Counter(drawn_order(f"{n:016x}", PAPERS[:5])[0] for n in range(2_000))
    assert set(first) == set(PAPERS[:5])
    assert max(first.values()) < 1.25 * min(first.values())


def test_papers_that_come_and_go_leave_the_order_of_the_others_as_it_is() -> None:
    order = drawn_order("5eed", PAPERS)
    fewer = drawn_order("5eed", set(PAPERS) - {order[3], order[20]})
    assert fewer == tuple(name for name in order if name not in (order[3], order[20]))


def test_only_papers_before_the_first_without_a_verdict_count() -> None:
    found = draw("5eed", 6)
    skipped = {found.papers[2], found.papers[4]}
    sample, due = random_sample(found, PAPERS, lambda name: name not in skipped)
    assert sample == found.papers[:2]
    assert due == (found.papers[2], found.papers[4])
    assert random_sample(found, PAPERS, lambda name: True) == (found.papers, ())


def test_a_new_paper_that_stands_before_others_is_to_be_reviewed_first() -> None:
    order = drawn_order("5eed", PAPERS)
    before = set(PAPERS) - {order[1]}
    found = Draw("seeds", "5eed", datetime.date(2026, 11, 30), drawn_order("5eed", before)[:4])
    sample, due = random_sample(found, PAPERS, lambda name: name != order[1])
    assert (sample, due) == (order[:1], (order[1],))


def test_of_what_was_not_drawn_nothing_counts() -> None:
    assert random_sample(None, PAPERS, lambda name: True) == ((), ())
    assert random_sample(draw("5eed", 3), ("another",), lambda name: True) == ((), ())
