"""A paper that hangs, crashes or eats memory costs itself and no other."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.core import Metadata, Paper, Person
from generator.errors import UnreadablePaper
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.reading import ReadingLimits, read_paper, read_papers
from generator.reading.metadata import bibliography
from generator.reading.metadata.bibliography import read_bibliography
from generator.reading.processes import Allowance, shared_pool

# A reader whose conduct the name of the file decides. Reading processes import it by its name.
READER = """
import os, signal, sys, time
from generator.core import Metadata, Paper

def read(path, *, id, format):
    if "hang" in path.stem:
        time.sleep(60)
    if "waits" in path.stem:
        time.sleep(1.5)
    while "busy" in path.stem:
        pass
    if "abort" in path.stem:
        os.abort()
    if "killed" in path.stem:
        os.kill(os.getpid(), signal.SIGKILL)
    if "greedy" in path.stem:
        bytearray(3_000_000_000)
    if "buggy" in path.stem:
        raise KeyError("a defect" + 1000 * " and more")
    if "large" in path.stem:
        return Paper(id, format, path.name, Metadata(), 60_000_000 * "x", ())
    if "modules" in path.stem:
        return Paper(id, format, path.name, Metadata(), "", (), warnings=tuple(sorted(sys.modules)))
    return Paper(id, format, path.name, Metadata(), str(os.getpid()), ())
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    folder = tmp_path / "importable"
    folder.mkdir()
    (folder / "conduct_of_readers.py").write_text(READER)
    monkeypatch.syspath_prepend(folder)
    sys.modules.pop("conduct_of_readers", None)
    import conduct_of_readers  # type: ignore[import-not-found]

    return conduct_of_readers.read  # type: ignore[no-any-return]


def pdf(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n")
    return path


def text(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("Text.")
    return path


def test_a_bad_paper_costs_no_other_and_order_stays(tmp_path: Path, reader: Callable[..., Any]) -> None:
    names = [
        "a.pdf",
        "abort.pdf",
        "b.pdf",
        "hang.pdf",
        "killed.pdf",
        "c.md",
        "greedy.pdf",
        "buggy.pdf",
        "large.md",
        "d.pdf",
    ]
    paths = [pdf(tmp_path, name) if name.endswith(".pdf") else text(tmp_path, name) for name in names]
    limits = ReadingLimits(seconds=3, patience=1, memory_megabytes=1000)
    results = list(read_papers(paths, limits=limits, jobs=2, reader=reader))
    assert [path for path, _ in results] == paths
    said = {path.name: str(x) for path, x in results if isinstance(x, UnreadablePaper)}
    assert sorted(said) == ["abort.pdf", "buggy.pdf", "greedy.pdf", "hang.pdf", "killed.pdf", "large.md"]
    assert "took more than 3 s" in said["hang.pdf"]
    assert "reading process stop" in said["abort.pdf"]
    assert "reading process stop" in said["killed.pdf"]
    assert "memory" in said["greedy.pdf"]
    assert "KeyError" in said["buggy.pdf"]
    assert "more text and links than a paper does (60 MB" in said["large.md"]
    for name, sentence in said.items():
        assert sentence.startswith(str(tmp_path / name))
        assert len(sentence) < len(str(tmp_path)) + 500
        assert "\n" not in sentence


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="Windows limits wall time only")
def test_the_limit_is_of_processor_time(tmp_path: Path, reader: Callable[..., Any]) -> None:
    paths = [pdf(tmp_path, name) for name in ("busy.pdf", "waits.pdf", "waits-again.pdf")]
    limits = ReadingLimits(seconds=1, patience=30)
    busy, *others = [x for _, x in read_papers(paths, limits=limits, reader=reader)]
    assert "took more than 1 s" in str(busy)
    assert all(isinstance(x, Paper) for x in others)


def test_no_format_is_read_here(tmp_path: Path, reader: Callable[..., Any]) -> None:
    samples = {
        "a.pdf": "%PDF-1.7\n",
        "b.xml": "<article><front/></article>",
        "c.xml": "<TEI><text/></TEI>",
        "d.html": "<html></html>",
        "e.md": "Text.",
        "f.txt": "Text.",
        "g.tex": "\\documentclass{article}",
        "h.passages.json": "{}",
    }
    for name, content in samples.items():
        (tmp_path / name).write_text(content)
    read = dict(read_papers([tmp_path / name for name in samples], jobs=2, reader=reader))
    papers = [paper for paper in read.values() if isinstance(paper, Paper)]
    assert {paper.format for paper in papers} == {
        "pdf", "jats", "tei", "html", "markdown", "text", "latex", "passages"
    }  # fmt: skip
    assert len(papers) == len(samples)
    assert str(os.getpid()) not in {paper.text for paper in papers}


def test_reading_processes_load_no_model_library(tmp_path: Path, reader: Callable[..., Any]) -> None:
    ((_, paper),) = read_papers([pdf(tmp_path, "modules.pdf")], reader=reader)
    assert isinstance(paper, Paper)
    assert "generator.reading.reading_processes" in paper.warnings
    assert not {"torch", "numpy", "faiss", "sentence_transformers"} & set(paper.warnings)


def test_no_process_is_started_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pebble", None)  # importing it would now fail
    assert list(read_papers([])) == []
    (tmp_path / "empty.md").touch()
    ((_, error),) = read_papers([tmp_path / "empty.md"])
    assert "is empty" in str(error)


def test_processes_are_kept_for_the_next_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_paper(text(tmp_path, "a.md"))
    monkeypatch.setattr("generator.reading.processes.new_pool", None)  # starting others would now fail
    assert read_paper(text(tmp_path, "b.txt")).id == "b"


def test_papers_that_were_read_before_need_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (tmp_path / "content/answerbook.yml").write_text("title: Tea\n")
    text(papers, "a.md")

    def collected() -> tuple[Paper, ...]:
        return collect_papers(Project.find(tmp_path), strict=True, jobs=2, progress=lambda *_: None).papers

    first = collected()
    monkeypatch.setattr("generator.reading.reading_processes.shared_pool", None)
    assert collected() == first
    text(papers, "b.md")
    with pytest.raises(TypeError):
        collected()


def test_a_broken_pool_is_replaced(tmp_path: Path) -> None:
    read_paper(text(tmp_path, "a.md"))
    pool = shared_pool(1)
    pool.stop()
    pool.join()
    assert read_paper(text(tmp_path, "b.md")).id == "b"


def test_leaving_early_stops_the_processes(tmp_path: Path, reader: Callable[..., Any]) -> None:
    paths = [text(tmp_path, "a.md"), pdf(tmp_path, "hang.pdf")]
    results = read_papers(paths, reader=reader)
    next(results)
    started = time.perf_counter()
    results.close()  # type: ignore[attr-defined]
    assert time.perf_counter() - started < 10


def test_ids_of_a_part_come_from_the_whole(tmp_path: Path) -> None:
    for name in ("bat.txt", "bat.md"):
        (tmp_path / name).write_text("Text.")
    both = {
        p.name: x.id
        for p, x in read_papers([tmp_path / "bat.txt", tmp_path / "bat.md"])
        if isinstance(x, Paper)
    }
    assert len(set(both.values())) == 2
    ((_, one),) = read_papers([tmp_path / "bat.md"], ids={tmp_path / "bat.md": both["bat.md"]})
    assert isinstance(one, Paper)
    assert one.id == both["bat.md"]


def test_single_paper_takes_id_and_metadata(tmp_path: Path) -> None:
    path = tmp_path / "Some Paper.md"
    path.write_text("---\ntitle: From the file\nauthor: Ada Okoye\n---\n\nText.\n")
    assert read_paper(path).id == "some-paper"
    paper = read_paper(path, id="x", metadata=Metadata(title="Given"))
    assert (paper.id, paper.metadata.title, paper.metadata.authors) == (
        "x",
        "Given",
        (Person("Okoye", "Ada"),),
    )
    with pytest.raises(UnreadablePaper, match="does not exist"):
        read_paper(tmp_path / "none.md")


ENTRY = "@article{{k{0},\n title = {{Lamps {0}}},\n year = 2020,\n file = {{p{0}.md}}\n}}\n\n"


def test_a_long_bibliography_is_read_elsewhere_and_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "papers.bib"
    file.write_text("".join(ENTRY.format(n) for n in range(2000)))
    apart = read_bibliography(file)
    monkeypatch.setattr(bibliography, "_MAX_BYTES_HERE", 10**9)
    monkeypatch.setattr(bibliography, "run_apart", None)
    again = tmp_path / "again" / "papers.bib"
    again.parent.mkdir()
    again.write_bytes(file.read_bytes())
    here = read_bibliography(again)
    assert len(apart.entries) == 2000
    assert apart.entries == here.entries


def test_a_bibliography_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibliography, "_MAX_BYTES", 150_000)
    file = tmp_path / "papers.bib"
    file.write_text("".join(ENTRY.format(n) for n in range(4000)))
    problem = read_bibliography(file).problem
    assert problem is not None
    assert "the 0 MB that are read" in problem.message
    assert "keep only the entries of your papers" in problem.message


def test_what_lies_beside_papers_has_limits_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.reading.processes._DEFAULT_ALLOWANCE", Allowance(0.02, 500, 2048))
    file = tmp_path / "papers.bib"
    file.write_text("".join(ENTRY.format(n) for n in range(8000)))
    problem = read_bibliography(file).problem
    assert problem is not None
    assert "took more than 0.02 s" in problem.message
