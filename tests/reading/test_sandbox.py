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
from generator.reading import Limits, read_paper, read_papers

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
        raise KeyError("a defect")
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
        "d.pdf",
    ]
    paths = [pdf(tmp_path, name) for name in names if name != "c.md"]
    (tmp_path / "c.md").write_text("Text.")
    paths.insert(5, tmp_path / "c.md")
    limits = Limits(seconds=3, patience=1, memory_megabytes=1000)
    results = list(read_papers(paths, limits=limits, jobs=2, reader=reader))
    assert [path for path, _ in results] == paths
    said = {path.name: str(x) for path, x in results if isinstance(x, UnreadablePaper)}
    assert sorted(said) == ["abort.pdf", "buggy.pdf", "greedy.pdf", "hang.pdf", "killed.pdf"]
    assert "took more than 3 s" in said["hang.pdf"]
    assert "reading process stop" in said["abort.pdf"]
    assert "reading process stop" in said["killed.pdf"]
    assert "memory" in said["greedy.pdf"]
    assert "KeyError" in said["buggy.pdf"]
    for name, sentence in said.items():
        assert sentence.startswith(str(tmp_path / name))
        assert "\n" not in sentence


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="Windows limits wall time only")
def test_the_limit_is_of_processor_time(tmp_path: Path, reader: Callable[..., Any]) -> None:
    paths = [pdf(tmp_path, name) for name in ("busy.pdf", "waits.pdf", "waits-again.pdf")]
    limits = Limits(seconds=1, patience=30)
    busy, *others = [x for _, x in read_papers(paths, limits=limits, reader=reader)]
    assert "took more than 1 s" in str(busy)
    assert all(isinstance(x, Paper) for x in others)


def test_pdfs_are_read_elsewhere_and_small_text_here(tmp_path: Path, reader: Callable[..., Any]) -> None:
    text = tmp_path / "t.txt"
    text.write_text("Text.")
    big = tmp_path / "big.txt"
    big.write_text("Text. " * 400_000)
    here = {p.name: x for p, x in read_papers([pdf(tmp_path, "p.pdf"), text, big], reader=reader)}
    processes = {name: int(paper.text) for name, paper in here.items() if isinstance(paper, Paper)}
    assert processes["t.txt"] == os.getpid()
    assert os.getpid() not in (processes["p.pdf"], processes["big.txt"])


def test_reading_processes_load_no_model_library(tmp_path: Path, reader: Callable[..., Any]) -> None:
    ((_, paper),) = read_papers([pdf(tmp_path, "modules.pdf")], reader=reader)
    assert isinstance(paper, Paper)
    assert "generator.reading.sandbox" in paper.warnings
    assert not {"torch", "numpy", "faiss", "sentence_transformers"} & set(paper.warnings)


def test_no_process_is_started_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "t.txt"
    text.write_text("Text.")
    monkeypatch.setitem(sys.modules, "pebble", None)  # importing it would now fail
    ((_, paper),) = read_papers([text])
    assert isinstance(paper, Paper)
    assert list(read_papers([])) == []


def test_leaving_early_stops_the_processes(tmp_path: Path, reader: Callable[..., Any]) -> None:
    paths = [pdf(tmp_path, "a.pdf"), pdf(tmp_path, "hang.pdf")]
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
