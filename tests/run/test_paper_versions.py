"""A paper's version changes with whatever its page shows, and with nothing else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from generator.core import Answer, Metadata, Paper
from generator.core.fingerprint import paper_hash
from generator.ledger import Ledger
from generator.run.paper_versions import paper_digests

PAPER = Paper("one", "text", "one.txt", Metadata(title="One"), "Some text.", ())
OTHER = dataclasses.replace(PAPER, id="other")


def answer(paper: str, text: str = "") -> Answer:
    return Answer(paper, "seeds", "quotes", "not_reported", reason=text or "Nothing was found.")


def hashed(*papers: Paper) -> list[tuple[Paper, str]]:
    return [(paper, paper_hash(paper)) for paper in papers]


def test_each_part_counts_for_its_own_paper_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    made = [answer("one"), answer("other")]
    for each in made:
        ledger.append(each)
        ledger.settle(each.paper, "quotes")
    first = paper_digests(hashed(PAPER, OTHER), made, {}, ledger)
    assert first["one"] != first["other"]
    assert paper_digests(hashed(PAPER, OTHER), made, {}, ledger) == first

    stale = paper_digests(hashed(PAPER, OTHER), made, {("one", "seeds", "quotes"): ("prompt",)}, ledger)
    fewer = paper_digests(hashed(PAPER, OTHER), made[1:], {}, ledger)
    retitled = dataclasses.replace(PAPER, metadata=Metadata(title="Another"))
    reworded = dataclasses.replace(PAPER, text="Some other text.")
    found = [
        stale,
        fewer,
        *(paper_digests(hashed(p, OTHER), made, {}, ledger) for p in (retitled, reworded)),
    ]
    ledger.append(answer("one", "Nothing at all was found."))
    ledger.settle("one", "quotes")
    found.append(paper_digests(hashed(PAPER, OTHER), made, {}, ledger))
    assert len({first["one"], *(v["one"] for v in found)}) == len(found) + 1
    assert {v["other"] for v in found} == {first["other"]}
