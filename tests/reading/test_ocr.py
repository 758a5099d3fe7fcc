"""Scans are refused with the way out, or read by text recognition: marked, in place, where it is certain."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, read_papers
from generator.reading.pdf import read_pdf
from generator.reading.pdf.ocr import CERTAIN, Recogniser
from generator.reading.recognition import ScannedPaper
from generator.storage.installed import install_command
from tests.reading.pdf_sheets import Sheets, sentences

DOTS = 150  # an inch, of the pages that are scanned here


def scan(source: Path, path: Path, cover: bool = False) -> Path:
    """Make a PDF of the pictures of another's pages; cover: with a page of text before them."""
    with pypdfium2.PdfDocument(source) as document:
        pictures = [page.render(scale=DOTS / 72).to_pil().convert("L") for page in document]
    sheets = Sheets(path)
    if cover:
        sheets.paragraph(72, 90, 450, sentences(90, 120))
        sheets.next_page()
    for picture in pictures:
        sheets.canvas.drawInlineImage(picture, 0, 0, sheets.width, sheets.height)
        sheets.next_page()
    sheets.save()
    return path


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    path = tmp_path / "printed.pdf"
    sheets = Sheets(path)
    sheets.centred(60, "A small paper about lamps and moths", 16, "Times-Bold")
    sheets.line(72, 110, "Abstract", 11, "Times-Bold")
    sheets.paragraph(72, 128, 450, sentences(1, 6))
    sheets.line(72, 290, "1. Introduction", 12, "Times-Bold")
    sheets.paragraph(72, 310, 450, sentences(7, 14))
    sheets.save()
    return path


def lines_of(path: Path) -> Callable[..., Any]:
    """Return an engine that finds on a page what the text layer of ``path`` says, in pixels."""
    paper = read_pdf(path, id="x")

    def engine(picture: Any, return_word_box: bool) -> SimpleNamespace:
        assert return_word_box
        height, width = picture.shape[:2]
        x, y = width / 595, height / 842
        words, scores = [], []
        for at, sentence in enumerate(paper.sentences):
            pieces = sentence.text.split()
            for start in range(0, len(pieces), 8):
                top = 60 + 40 * at + 14 * (start // 8)
                line = []
                for n, piece in enumerate(pieces[start : start + 8]):
                    left, right = (72 + 55 * n) * x, (72 + 55 * n + 50) * x
                    box = [[left, top * y], [right, top * y], [right, (top + 11) * y], [left, (top + 11) * y]]
                    line.append((piece, 0.99, box))
                words.append(tuple(line))
                scores.append(0.99)
        scores[-1] = CERTAIN - 0.01
        return SimpleNamespace(scores=scores, word_results=words)

    return engine


def texts(paper: Paper) -> str:
    return " ".join(s.text for s in paper.sentences)


@pytest.mark.parametrize("cover", [False, True])
def test_a_scan_is_refused_with_what_to_install(tmp_path: Path, printed: Path, cover: bool) -> None:
    path = scan(printed, tmp_path / "scan.pdf")
    if cover:  # one page of text before three pictures
        three = tmp_path / "three.pdf"
        sheets = Sheets(three)
        for _ in range(3):
            sheets.paragraph(72, 90, 450, sentences(1, 9))
            sheets.next_page()
        sheets.save()
        path = scan(three, path, cover=True)
    with pytest.raises(ScannedPaper, match=f"no text layer.*{re.escape(install_command('ocr'))}") as caught:
        read_pdf(path, id="x")
    assert caught.value.pages >= 1 + 2 * cover
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.pages) == (ScannedPaper, str(caught.value), caught.value.pages)


def test_recognised_words_go_the_way_of_a_text_layer(tmp_path: Path, printed: Path) -> None:
    path = scan(printed, tmp_path / "scan.pdf")
    recogniser = Recogniser(path, 60, lines_of(printed))
    paper = read_pdf(path, id="x", recogniser=recogniser)
    assert paper.warnings == (
        "page 1 was recognised from its image",
        "1 line on them could not be read with certainty and left out",
    )
    assert "Sentence 3 says that" in texts(paper)
    (found,) = [s for s in paper.sentences if s.text.startswith("Sentence 3 says")]
    assert found.page == 1
    assert found.box is not None
    left, top, right, bottom = found.box
    assert 60 < left < 90
    assert right < 595
    assert top < bottom < 842


def test_pages_with_a_text_layer_are_not_recognised(printed: Path) -> None:
    def engine(picture: Any, return_word_box: bool) -> Any:
        raise AssertionError("this page has text")

    paper = read_pdf(printed, id="x", recogniser=Recogniser(printed, 60, engine))
    assert paper.warnings == ()


def test_an_image_without_text_is_refused(tmp_path: Path, printed: Path) -> None:
    path = scan(printed, tmp_path / "scan.pdf")
    nothing = Recogniser(path, 60, lambda picture, **_: SimpleNamespace(scores=None, word_results=None))
    with pytest.raises(UnreadablePaper, match="too little can be recognised"):
        read_pdf(path, id="x", recogniser=nothing)


def test_a_page_has_a_budget_of_time(tmp_path: Path, printed: Path) -> None:
    path = scan(printed, tmp_path / "scan.pdf")

    def slow(picture: Any, **_: Any) -> Any:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass

    with pytest.raises(UnreadablePaper, match=r"took more than 0\.1 s to recognise on page 1"):
        read_pdf(path, id="x", recogniser=Recogniser(path, 0.1, slow))


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([1, 2, 3, 4, 5], "pages 1 to 5 were recognised from their images"),
        ([2], "page 2 was recognised from its image"),
        ([1, 2, 4, 7, 8], "pages 1 to 2, 4 and 7 to 8 were recognised from their images"),
    ],
)
def test_recognised_pages_are_named(tmp_path: Path, pages: Sequence[int], said: str) -> None:
    recogniser = Recogniser(tmp_path, 60, lambda picture, **_: None)
    recogniser.pages = list(pages)
    assert recogniser.warnings() == [said]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra answerbook[ocr] is not installed")
def test_a_scan_reads_as_what_was_printed(tmp_path: Path, printed: Path) -> None:
    path = scan(printed, tmp_path / "scan.pdf")
    ((_, paper),) = read_papers([path], limits=ReadingLimits(page_seconds=200))
    assert isinstance(paper, Paper), paper
    assert paper.warnings[0] == "page 1 was recognised from its image"
    whole = read_pdf(printed, id="x")
    wanted, found = (
        [s for s in whole.sentences if s.text.startswith("Sentence")],
        set(texts(paper).split("Sentence")),
    )
    assert sum(s.text.removeprefix("Sentence") in {f.rstrip() for f in found} for s in wanted) >= 12
    by_text = {s.text: s for s in paper.sentences}
    for sentence in wanted:
        if (same := by_text.get(sentence.text)) and sentence.box and same.box:
            assert abs(sentence.box[0] - same.box[0]) < 6
            assert abs(sentence.box[1] - same.box[1]) < 6
    assert {"abstract", "introduction"} <= {s.kind for s in paper.sections}
