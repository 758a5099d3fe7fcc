"""Scanned pages: text recognised from their images, with the extra ``answerbook[ocr]``.

The wheel of rapidocr carries the weights of its models (PP-OCR), so nothing is downloaded. It finds lines and
words with their boxes, which are then read like a text layer. A line that it is not certain of is withheld,
because a misread word would be published as a quote.
"""

from __future__ import annotations

import ctypes
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from generator.core.counting import pluralize
from generator.errors import UnreadablePaper
from generator.reading.pdf.fonts import NO_FONT
from generator.reading.pdf.page_words import TextPage, Word

# Confidence below which a line is withheld. On 150 lines of invented text on pages rendered at 40 to
# 150 dots an inch, as they are or turned by 1 and 3 degrees, blurred, noisy, faded or hard compressed
# (rapidocr 3.10, PP-OCRv6): each of the 49 lines below .97 had wrong characters, 44 % of all (blanks aside);
# 7 of the 101 lines above it had, .16 % of all.
CERTAIN = 0.97
_DOTS_PER_INCH = 200  # finer takes longer and reads no better
_POINTS_PER_INCH = 72
_MAX_PIXELS = 2000  # pixels of a page's longer side, whatever its size: the most that the models take
_BOX_HEIGHT = 1.1  # of a line, in sizes of its type
_BOX_DESCENT = 0.25  # of the type size, from the baseline to the lower edge of the box
_SAME_SIZE = 0.2  # relative difference of the heights of lines in one size
# The number of a heading; recognition loses the blank behind it ("1.Introduction").
_NUMBER = re.compile(r"((?:[0-9]{1,2}\.){1,4})([A-Z][a-z]{3,}.*)")
NO_TEXT = 20  # characters on a page; fewer are a stamp or a page number


Engine = Callable[..., Any]  # an image in; scores, and words with boxes, out


class Recogniser:
    """Recognises the text of pages.

    seconds: of processor time, for one page. pages: numbers of the recognised pages. withheld: by page,
    number of lines left out for want of certainty. A page that is read again counts once.
    """

    def __init__(self, path: Path, seconds: float, engine: Engine | None = None) -> None:
        self._path, self._seconds = path, seconds
        self._engine = engine or _engine()
        self.pages: list[int] = []
        self.withheld: dict[int, int] = {}

    def read(self, page: Any, text: TextPage) -> None:
        """Put the words that the image of ``page`` shows into ``text``, if it has none of its own.

        Raises UnreadablePaper if that takes longer than ``seconds``.
        """
        if text.characters >= NO_TEXT:
            return
        started = time.process_time()
        picture = _picture(page, text)
        found = self._engine(picture, return_word_box=True)
        if time.process_time() - started > self._seconds:
            raise UnreadablePaper(
                f"took more than {self._seconds:g} s to recognise on page {text.number}",
                self._path,
                "give the pages in a lower resolution, or a version with a text layer",
            )
        lines = []
        self.withheld[text.number] = 0
        for score, words in zip(found.scores or (), found.word_results or (), strict=False):
            shown = [(str(w[0]), w[2]) for w in words if str(w[0]).strip()]
            if not shown:
                continue
            if score < CERTAIN:
                self.withheld[text.number] += 1
            else:
                lines.append(shown)
        height, width = picture.shape[:2]
        text.words = _words(lines, text.width / width, text.height / height)
        text.characters = sum(len(word.text) for word in text.words)
        text.unmapped = 0
        if text.number not in self.pages:
            self.pages.append(text.number)

    def warnings(self) -> list[str]:
        """Return the warnings about the recognised pages of a paper."""
        image = "its image" if len(self.pages) == 1 else "their images"
        messages = [f"{_listed(self.pages)} recognised from {image}"]
        if withheld := sum(self.withheld.values()):
            lines = pluralize(withheld, "line")
            messages.append(f"{lines} on them could not be read with certainty and left out")
        return messages if self.pages else []


def _engine() -> Engine:
    """Start rapidocr on one thread."""
    from rapidocr import RapidOCR

    engine: Engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # pages are upright; the owner of the file must turn others
            "Global.text_score": 0.0,  # what is withheld is counted here
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return engine


def _picture(page: Any, text: TextPage) -> Any:
    """Return the page as shown, as an array of rows of pixels (blue, green, red)."""
    import numpy

    longest = max(text.width, text.height, 1.0)
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _MAX_PIXELS / longest)
    width, height = max(int(text.width * scale), 1), max(int(text.height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = numpy.frombuffer(data, dtype=numpy.uint8).reshape(height, stride)
    return rows[:, : width * 3].reshape(height, width, 3).copy()


def _words(lines: Sequence[Sequence[tuple[str, Any]]], x: float, y: float) -> list[Word]:
    """Return the words of all lines in points (``x``, ``y``: points a pixel), each line of one size."""
    sizes = [statistics.median(_height(box) for _, box in line) * y / _BOX_HEIGHT for line in lines]
    usual = statistics.median(sizes) if sizes else 0.0
    words: list[Word] = []
    for line, size in zip(lines, sizes, strict=True):
        # Boxes differ with the letters in them, the size of the text does not.
        size = round(usual if abs(size - usual) < _SAME_SIZE * usual else size, 1)
        bottom = statistics.median(max(point[1] for point in box) for _, box in line) * y
        first, last = True, line[-1]
        for shown, box in line:
            left, right = min(point[0] for point in box) * x, max(point[0] for point in box) * x
            number = _NUMBER.match(shown) if first else None
            parts = number.groups() if number else (shown,)
            for part in parts:
                end = left + (right - left) * len(part) / len(shown) if part is not parts[-1] else right
                # A hyphen at the end of a line is marked as PDFium marks it.
                hyphen = shown is last[0] and box is last[1] and len(part) > 1 and part.endswith("-")
                piece = f"{part[:-1]}\ufffe" if hyphen else part
                word = Word(piece, left, end, bottom - _BOX_DESCENT * size, size, NO_FONT)
                word.starts_line, first, left = first, False, end
                words.append(word)
    return words


def _height(box: Any) -> float:
    """Return the height of a box in pixels."""
    return float(max(point[1] for point in box) - min(point[1] for point in box))


def _listed(pages: Sequence[int]) -> str:
    """Return the pages by number, runs of them by their ends: ``pages 1 to 5 and 7 were``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [f"{r[0]} to {r[-1]}" if len(r) > 1 else str(r[0]) for r in runs]
    joined = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""
    return f"page {joined} was" if len(pages) == 1 else f"pages {joined} were"
