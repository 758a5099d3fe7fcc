"""Nothing of a private paper is anywhere in the built site, in any file of it, packed or not."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core.fingerprint import paper_hash
from generator.ledger import Ledger
from generator.reading import read_paper
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
    """Return a site of a public paper, and private ones with a word of their own wherever there is room."""
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
        "data/text/",
        "data/hypothesis/",
        "llms.txt",
        "changes.xml",
        "sources/",
        "text/",
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


EPOCH = "1763885400"  # so that two sites differ in nothing but what they show


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_whatever_says_it_the_site_is_the_one_without_the_paper_and_the_log_names_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every byte of every file, after every change: pages, feed, search, pictures, data; and what is said."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = Site(tmp_path / "project", copy_papers="true")
    trees = site.paper("trees.md", PUBLIC)
    words = "Volunteers collected leaves in parks with a camera."
    site.ledger.record([answered(trees, "optimizer", [words], [passage(trees, words)])])

    caplog.set_level(logging.WARNING)  # as without -v, whatever an earlier test left

    def published() -> dict[str, bytes]:
        caplog.clear()
        result = CliRunner().invoke(main, ["publish", "--project", str(site.root)])
        assert result.exit_code == 0, result.output
        said = result.output + "".join(r.getMessage() for r in caplog.records)
        assert CANARY not in said.lower()
        return tree(site.root / "build/site")

    without = published()
    secret = site.papers / "Quokka File.md"
    secret.write_text(BODY, encoding="utf-8")
    paper = read_paper(secret, id="quokka-file")
    seeds = "All seeds were set to seven by the quokkatext method."
    made = [
        answered(paper, "random-seeds", ["A quokkahistory was here."], [passage(paper, seeds)]),
        answered(paper, "random-seeds", [seeds], [passage(paper, seeds)]),
        # The id of an answer that found nothing can be worked out from the paper's name.
        answered(paper, "hardware", [], status="not_reported"),
    ]
    of_today = {"paper_text": paper_hash(paper)}
    old, *now = (dataclasses.replace(answer, fingerprint=of_today) for answer in made)
    site.ledger.record([old])
    site.ledger.record(now)
    ids = {a.id for a in site.ledger.read("quokka-file", "quotes").values()} | {old.id}
    assert len(ids) == 3

    def assert_hidden() -> None:
        now = published()
        assert sorted(now) == sorted(without)
        assert [name for name in now if now[name] != without[name]] == []

    bib, front = site.papers / "papers.bib", BODY.replace("---\n", "---\nvisibility: private\n", 1)
    secret.write_text(front, encoding="utf-8")
    assert_hidden()
    secret.write_text(BODY, encoding="utf-8")
    bib.write_text("@article{quokka-file, visibility = {private}, year = {quokka}}\n", encoding="utf-8")
    assert_hidden()
    bib.unlink()
    site.sidecar("Quokka_FILE", "visibility: private\n")
    assert_hidden()
    (site.papers / "Quokka_FILE.yml").rename(site.papers / "quokka-file.yml")
    moved = secret.rename(site.papers / "quokkamoved.md")  # and what says so is left behind
    assert_hidden()
    (site.papers / "quokka-file.yml").unlink()
    assert_hidden()
    moved.unlink()
    assert_hidden()
    secret.write_text(BODY, encoding="utf-8")  # it is back, and nothing says private any more
    built = site.publish()
    assert all((built / "a" / id / "index.html").is_file() for id in ids)
    assert holding(built, CANARY)
