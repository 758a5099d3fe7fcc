"""Nothing of a private paper is anywhere in the built site, in any file of it, packed or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ledger import Ledger
from tests.published_sites import Site, answered, holding, passage

CANARY = "quokka"
BODY = """\
---
title: Quokkatitle of small things
author: [Ada Quokkaauthor]
date: 2024-05-01
doi: 10.1234/quokkadoi
abstract: An abstract of a quokkaabstract.
---

# Methods

All seeds were set to seven by the quokkatext method. The quokkaneighbour stood beside it.
"""
PUBLIC = "# Leaves of trees\n\n## Methods\n\nVolunteers collected leaves in parks with a camera.\n"


@pytest.fixture(params=["builtin", "pagefind"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A public paper, and private ones with a word of their own wherever there is room for one."""
    made = Site(tmp_path / "project", search=request.param, copy_papers="true")
    trees = made.paper("trees.md", PUBLIC)
    made.ledger.record(
        [answered(trees, "optimizer", ["Volunteers collected leaves in parks with a camera."])]
    )
    paper = made.paper("quokkafile.md", BODY, "visibility: private\n")
    seeds = "All seeds were set to seven by the quokkatext method."
    old = answered(paper, "random-seeds", ["A quokkahistory was here."], [passage(paper, seeds)])
    made.ledger.record([old])
    made.ledger.record(
        [
            answered(
                paper,
                "random-seeds",
                [seeds, "It was a quokkaanswer."],
                [passage(paper, seeds)],
                withheld=["A quokkawithheld sentence."],
                reason="the quokkareason is not in the evidence",
                raw="[1] quokkaraw",
            ),
            answered(
                paper, "hardware", [], status="not_reported", searched=[seeds], reason="No quokkahardware."
            ),
        ]
    )
    made.ledger.record([answered(paper, "metrics", ["It was."], model="quokkamodel", kind="imported")])
    made.ledger.withdraw(paper.id, [answered(paper, "code-link", ["A quokkawithdrawn link."])], "2026-11-02")
    (made.root / "content/reviews").mkdir(exist_ok=True)
    (made.root / f"content/reviews/{paper.id}.yml").write_text(
        f'- answer: "{old.id}"\n  question: random-seeds\n  verdict: disputed\n  name: Quokkaname\n'
        "  date: 2026-11-23\n  note: A quokkanote.\n",
        encoding="utf-8",
    )
    # One that cannot be read, and one that is here no more but for what was said of it.
    (made.papers / "quokkabroken.pdf").write_bytes(b"no PDF")
    made.sidecar("quokkabroken", "visibility: private\n")
    gone = made.paper("quokkagone.md", "# Methods\n\nNothing is left of the quokkagone paper.\n")
    made.ledger.record([answered(gone, "metrics", ["Nothing is left."])])
    (made.papers / "quokkagone.md").unlink()
    made.sidecar("quokkagone", "visibility: private\n")
    return made


def private_ids(site: Site) -> set[str]:
    """Ids of all answers about private papers, earlier ones too."""
    ledger = Ledger(site.root / "content/answers")
    papers = [p for p in ledger.papers() if p.startswith(CANARY)]
    assert len(papers) == 2
    found = {a.id for p in papers for m in ledger.models(p) for a in ledger.read(p, m).values()}
    return found | {entry.answer.id for p in papers for entry in ledger.history(p)}


def test_no_file_of_the_site_holds_a_word_of_a_private_paper(site: Site) -> None:
    built = site.publish()
    assert holding(built, "volunteers")  # the public paper is there
    assert holding(built, CANARY) == []
    names = private_ids(site)
    assert len(names) >= 5
    assert {name for name in names if holding(built, name)} == set()
    for folder in ("docs", "answers"):
        assert holding(site.root / "build" / folder, CANARY) == []


def test_the_setting_that_asks_for_them_shows_them_everywhere(site: Site) -> None:
    """So that the test above looks where such words would stand."""
    site.set(
        with_private="true", search="pagefind" if _uses_pagefind(site) else "builtin", copy_papers="true"
    )
    built = site.publish()
    for word in ("title", "author", "doi", "text", "neighbour", "answer", "withheld", "history", "withdrawn"):
        assert holding(built, f"quokka{word}"), word
    found = holding(built, CANARY)
    for part in (
        "papers/",
        "questions/",
        "a/",
        "data/answers.jsonl",
        "data/papers/",
        "changes.xml",
        "sources/",
    ):
        assert any(name.startswith(part) for name in found), part
    packed = [name for name in found if name.endswith((".pf_fragment", ".pf_index", ".pf_meta"))]
    assert bool(packed) == _uses_pagefind(site)
    assert _uses_pagefind(site) or "search/search_index.json" in found


def test_a_paper_that_becomes_private_leaves_nothing_behind(tmp_path: Path) -> None:
    site = Site(tmp_path / "project")
    site.paper("trees.md", PUBLIC)
    paper = site.paper("quokkafile.md", BODY)
    site.ledger.record([answered(paper, "random-seeds", ["A quokkahistory was here."])])
    site.ledger.record([answered(paper, "random-seeds", ["A quokkaanswer is here."])])
    built = site.publish()
    names = {a.id for a in site.ledger.read(paper.id, "quotes").values()}
    names |= {entry.answer.id for entry in site.ledger.history(paper.id)}
    assert len(names) == 2
    assert all((built / "a" / name / "index.html").is_file() for name in names)
    site.sidecar("quokkafile", "visibility: private\n")
    assert site.publish() == built
    assert holding(built, CANARY) == []
    assert not any(holding(built, name) for name in names)
    site.sidecar("quokkafile", "visibility: public\n")
    site.publish()
    assert all((built / "a" / name / "index.html").is_file() for name in names)


def _uses_pagefind(site: Site) -> bool:
    return "pagefind" in (site.root / "content/answerbook.yml").read_text(encoding="utf-8")
