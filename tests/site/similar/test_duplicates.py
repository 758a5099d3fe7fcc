"""Papers that are likely one work under two names."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.core import Metadata, Paper, Paragraph, Section, Sentence
from generator.reading import read_paper
from generator.site.similar.duplicates import duplicates, resemblance, sketch, sketches

LONG = [
    f"In the experiment with number {n} we trained a network of {n} layers on {n * 7} pictures."
    for n in range(80)
]


def paper(name: str, sentences: list[str], **metadata: str) -> Paper:
    text = " ".join(sentences)
    held = tuple(Sentence(s, text.index(s), text.index(s) + len(s)) for s in sentences)
    section = Section("methods", "Methods", 1, (Paragraph("prose", held),))
    return Paper(name, "text", f"{name}.txt", Metadata(**metadata), text, (section,))  # type: ignore[arg-type]


def found(*papers: Paper) -> tuple[tuple[str, str, str], ...]:
    return duplicates(papers, {p.id: sketch(p) for p in papers})


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"doi": "10.1234/ABC"}, {"doi": "https://doi.org/10.1234/abc"}, "the same DOI"),
        (
            {"title": "Beetles told apart by networks"},
            {"title": "Beetles Told Apart, by Networks."},
            "the same title",
        ),
        ({"title": "Editorial"}, {"title": "Editorial"}, None),
        ({"title": "Beetles told apart by networks"}, {"title": "Beetles told apart by people"}, None),
        ({}, {}, None),
    ],
)
def test_metadata_tell_of_one_work(one: dict[str, str], other: dict[str, str], why: str | None) -> None:
    pair = found(paper("a", LONG[:20], **one), paper("b", LONG[40:60], **other))
    assert pair == (() if why is None else (("a", "b", why),))


def test_sentences_that_two_papers_share_tell_of_one_work() -> None:
    first = paper("a", LONG[:40])
    reset = [s.replace(" ", "  ").upper() for s in LONG[:30]]  # set in other type
    second = paper("b", [*reset, *LONG[50:60]])
    (pair,) = found(first, second, paper("c", LONG[60:]))
    assert pair == ("a", "b", "60 % of their sentences are the same")


def test_what_stands_in_many_papers_tells_nothing() -> None:
    assert found(*(paper(f"p{n:02}", [LONG[0], LONG[n + 1]]) for n in range(40))) == ()


def test_short_sentences_and_references_do_not_count() -> None:
    one = paper("a", ["We thank you.", *LONG[:3]])
    cited = dataclasses.replace(one.sections[0], kind="references")
    assert len(sketch(one)) == 3
    assert sketch(dataclasses.replace(one, sections=(cited,))) == ()
    assert resemblance((), ()) == 0


def test_sketches_are_kept_by_the_text_and_a_damaged_file_is_none(tmp_path: Path) -> None:
    papers = [paper("a", LONG[:9]), paper("b", LONG[9:12])]
    file = tmp_path / "cache" / "papers.json"
    first = sketches(papers, file)
    assert {p: tuple(s) for p, s in first.items()} == {p.id: sketch(p) for p in papers}
    written = file.stat().st_mtime_ns
    assert sketches(papers, file) == first
    assert file.stat().st_mtime_ns == written
    for damage in ("{", "[]", '{"magic": "answerbook sketches", "version": 1, "of": 3, "texts": {}}'):
        file.write_text(damage, encoding="utf-8")
        assert sketches(papers, file) == first


def test_real_papers_are_no_duplicates_of_each_other_but_of_their_own_text(
    shared_data: Path, tmp_path: Path
) -> None:
    files = sorted((shared_data / "papers" / "jats").glob("*.xml"))
    papers = [read_paper(file) for file in files]
    assert len(papers) > 3
    assert found(*papers) == ()
    again = tmp_path / "same.txt"
    again.write_text(papers[0].text, encoding="utf-8")
    (pair,) = found(*papers, read_paper(again))
    assert pair[:2] == (papers[0].id, "same")
