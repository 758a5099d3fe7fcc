"""Twice the input takes about twice the time, whatever the input: in each reader and each step after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.checking import TermWeights, support
from generator.core.formats import Format
from generator.core.paper import Metadata, Paper
from generator.core.sentences import sentence_spans
from generator.errors import UnreadablePaper
from generator.reading.compose import BlockLink, PaperBlock, PaperFile, compose
from generator.reading.dispatch import read_file
from generator.reading.metadata.bibliography import read_bibliography
from generator.reading.web_addresses import all_links
from generator.retrieval.searchable import passages
from tests.monsters import PROSE, SUFFIXES, monster, monsters

_TIMES = 4  # larger: time is four times as long where it is linear, and sixteen times where it is quadratic
_MAX_COUNT = 9.0
_NOTICED = 0.08  # seconds; below, nothing can be said of growth, and nothing need be
_BYTES = 3000  # of the smaller input
BIBLIOGRAPHY = ("@a{", "@article{a,title={", "{", "@string{a=b}\n", "a = {b},", '"', "\\'{e}", " and ", "#")


def seconds(work: Callable[[], object], tries: int = 3) -> float:
    """Processor time of the fastest of some tries."""
    best = float("inf")
    for _ in range(tries):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def assert_linear(work: Callable[[int], Callable[[], object]], size: int) -> None:
    """Assert that the time for an input is in proportion to that for a quarter of it."""
    small, large = work(size), work(_TIMES * size)
    taken = seconds(large, tries=1)
    if taken < _NOTICED:
        return
    before, taken = seconds(small), min(taken, seconds(large, tries=2))
    assert taken < max(_NOTICED, _MAX_COUNT * before), f"{before:.3f} s, then {taken:.3f} s"


def test_growth_is_seen() -> None:
    def quadratic(size: int) -> Callable[[], object]:
        return lambda: [text for text in ["x" * size] for n in range(size) if text[n:].count("y")]

    with pytest.raises(AssertionError, match="s, then"):
        assert_linear(quadratic, 6000)


@pytest.mark.parametrize("format", SUFFIXES)
def test_such_files_are_read(tmp_path: Path, format: Format) -> None:
    units = [unit for of, unit in monsters() if of == format]
    read = 0
    for unit in units:
        path = tmp_path / f"x{SUFFIXES[format]}"
        path.write_bytes(monster(format, unit, 40))
        read += isinstance(read_or_refuse(path, format), Paper)
    assert read >= len(units) / 2, f"{read} of {len(units)}"


@pytest.mark.parametrize(("format", "unit"), monsters())
def test_reading(tmp_path: Path, format: Format, unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}{SUFFIXES[format]}"
        path.write_bytes(monster(format, unit, size))
        return lambda: read_or_refuse(path, format)

    assert_linear(work, _BYTES)


def read_or_refuse(path: Path, format: Format) -> object:
    try:
        return read_file(path, id="x", format=format)
    except UnreadablePaper as error:
        return error


@pytest.mark.parametrize("unit", PROSE)
def test_sentences(unit: str) -> None:
    assert_linear(lambda size: partial(sentence_spans, repeated(unit, size)), 20_000)


@pytest.mark.parametrize("unit", PROSE)
def test_links(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = repeated(unit, size)
        marked = [BlockLink(n, n + 2, "https://a.org") for n in range(0, len(text) - 2, 7)]
        return lambda: all_links(text, marked)

    assert_linear(work, 20_000)


@pytest.mark.parametrize("unit", PROSE)
def test_passages_of_a_paper(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        paper = paper_of(repeated(unit, size))
        return lambda: passages(paper)

    assert_linear(work, 5000)


@pytest.mark.parametrize("unit", PROSE)
def test_checking_a_sentence(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        evidence = f"We trained 12 networks in Keras. {repeated(unit, size)}"
        weights = TermWeights.of([evidence])
        return lambda: support("The authors trained 13 networks in Keras.", evidence, weights)

    assert_linear(work, 2000)


@pytest.mark.parametrize("unit", BIBLIOGRAPHY)
def test_bibliographies(tmp_path: Path, unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}" / "papers.bib"
        path.parent.mkdir()
        path.write_text(f"@article{{k, title = {{a}}, author = {{{repeated(unit, size)}}}}}\n")

        def read() -> object:
            path.touch()
            read_bibliography.__globals__["_cached"].cache_clear()
            return read_bibliography(path)

        return read

    assert_linear(work, 4000)


def repeated(unit: str, size: int) -> str:
    return unit * (size // len(unit) + 1)


def paper_of(text: str) -> Paper:
    return compose(PaperFile("x", "text", "x.txt", Metadata()), [PaperBlock("paragraph", text)])
