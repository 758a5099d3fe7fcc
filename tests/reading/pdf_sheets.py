"""Small PDF files with the layouts of journals, drawn line by line, for the tests of the reader.

The text is made of numbered sentences, so that a test can ask whether every sentence came out
whole, once, and in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from generator.core import Paper

WORDS = [
    "the", "network", "counted", "many", "moths", "near", "every", "lamp", "while", "careful",
    "observers", "compared", "annotated", "pictures", "with", "measured", "values", "and", "reported",
    "average", "accuracy", "for", "several", "species", "under", "changing", "weather", "conditions",
    "in", "northern", "forests",
]  # fmt: skip


def sentence(number: int) -> str:
    """Return a different sentence for each number, 9 to 20 words long."""
    length = 7 + (number * 5) % 12
    words = [WORDS[(number * 7 + i * 3) % len(WORDS)] for i in range(length)]
    return f"Sentence {number} says that {' '.join(words)}."


def sentences(first: int, last: int) -> str:
    return " ".join(sentence(n) for n in range(first, last + 1))


class Sheets:
    """A PDF under way; y counts in points from the top of the page."""

    def __init__(self, path: Path, size: tuple[float, float] = (595, 842), **options: object) -> None:
        self.path, self.width, self.height = path, *size
        self.canvas = Canvas(str(path), pagesize=size, **options)
        self.page = 1
        self.on_page: Callable[[Sheets], None] = lambda sheets: None

    def line(self, x: float, y: float, text: str, size: float = 10, font: str = "Times-Roman") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def centred(self, y: float, text: str, size: float = 10, font: str = "Times-Roman") -> None:
        self.line((self.width - stringWidth(text, font, size)) / 2, y, text, size, font)

    def turned(self, x: float, y: float, text: str, size: float = 8) -> None:
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.rotate(90)
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def next_page(self) -> None:
        self.on_page(self)
        self.canvas.showPage()
        self.page += 1

    def save(self) -> Path:
        self.on_page(self)
        self.canvas.save()
        return self.path

    def set_lines(
        self,
        lines: Iterable[tuple[float, str, bool]],
        x: float,
        y: float,
        width: float,
        size: float,
        font: str,
        leading: float,
    ) -> float:
        """Draw wrapped lines (indent, text, justified); return the y behind the last."""
        for indent, text, justified in lines:
            self.canvas.setFont(font, size)
            room = width - indent - stringWidth(text, font, size)
            gaps = text.count(" ")
            drawn = self.canvas.beginText(x + indent, self.height - y)
            drawn.setWordSpace(room / gaps if justified and gaps else 0)
            drawn.textOut(text)
            self.canvas.drawText(drawn)
            y += leading
        return y

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float = 10,
        font: str = "Times-Roman",
        leading: float | None = None,
        indent: float = 12,
        hanging: float = 0,
        justify: bool = True,
    ) -> float:
        """Draw a paragraph within one column, and return the y below it."""
        wrapped = wrap(text, width, size, font, indent, hanging, justify)
        return self.set_lines(wrapped, x, y, width, size, font, leading or 1.2 * size)

    def fill(
        self,
        lines: list[tuple[float, str, bool]],
        x: float,
        top: float,
        bottom: float,
        width: float,
        size: float = 10,
        font: str = "Times-Roman",
        leading: float = 12,
    ) -> list[tuple[float, str, bool]]:
        """Draw as many wrapped lines as the column holds; return the rest."""
        room = int((bottom - top) / leading) + 1
        self.set_lines(lines[:room], x, top, width, size, font, leading)
        return lines[room:]


def wrap(
    text: str,
    width: float,
    size: float,
    font: str,
    indent: float = 0,
    hanging: float = 0,
    justify: bool = True,
) -> list[tuple[float, str, bool]]:
    """Lines as (indent, text, justified); long words at a line's end are hyphenated."""
    lines: list[tuple[float, str, bool]] = []
    words = text.split()
    line = ""
    shift = indent
    while words:
        word = words[0]
        trial = f"{line} {word}".strip()
        if stringWidth(trial, font, size) <= width - shift:
            line = trial
            words.pop(0)
            continue
        cut = next(
            (
                k
                for k in range(len(word) - 3, 2, -1)
                if word.isalpha() and word.islower() and len(word) > 7
                and stringWidth(f"{line} {word[:k]}-".strip(), font, size) <= width - shift
            ),
            None,
        )  # fmt: skip
        if cut:
            line = f"{line} {word[:cut]}-".strip()
            words[0] = word[cut:]
        elif not line:
            line = words.pop(0)
        lines.append((shift, line, justify))
        line, shift = "", hanging
    if line:
        lines.append((shift, line, False))
    return lines


def numbers_of(paper: Paper, kinds: Iterable[str] | None = None) -> list[int]:
    """Numbers of the sentences that came out whole, in the order of the text."""
    found = []
    for section in paper.sections:
        if kinds is not None and section.kind not in kinds:
            continue
        for one in section.sentences:
            match = re.match(r"Sentence (\d+) says", one.text)
            if match and one.text == sentence(int(match[1])):
                found.append(int(match[1]))
    return found


def texts(paper: Paper, *, kind: str | None = None, role: str | None = None) -> list[str]:
    return [
        s.text
        for section in paper.sections
        if kind is None or section.kind == kind
        for paragraph in section.paragraphs
        if role is None or paragraph.role == role
        for s in paragraph.sentences
    ]


def raw_pdf(
    path: Path,
    content: str,
    *,
    fonts: str = "",
    objects: dict[int, str] | None = None,
    catalog: str = "",
    page: str = "",
    xobjects: str = "",
    states: str = "",
) -> Path:
    """Write a one-page PDF object by object, for what no library draws.

    content: of the page. fonts: further entries of its font dictionary (F1 is Times-Roman). objects: further
    objects by number (from 10 on), without ``obj`` and ``endobj``. catalog, page, xobjects, states:
    further entries of these dictionaries (states: of graphics states).
    """
    parts = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font"
        f" << /F1 5 0 R {fonts} >> /XObject << {xobjects} >> /Properties << /L1 90 0 R >>"
        f" /ExtGState << /Clear << /ca 0 /CA 0 >> {states} >> >> {page} >>",
        4: stream(content),
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        90: "<< /Type /OCG /Name (Layer) >>",
        **(objects or {}),
    }
    data = b"%PDF-1.7\n"
    offsets = {}
    for number, text in parts.items():
        offsets[number] = len(data)
        data += f"{number} 0 obj\n".encode() + text.encode("latin-1") + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        data += f"{number} 1\n{offset:010} 00000 n \n".encode()
    data += f"trailer << /Size {max(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def stream(content: str, entries: str = "") -> str:
    """Return a stream object with this content."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def shown(lines: Iterable[str], x: float = 72, y: float = 700, size: float = 10, leading: float = 13) -> str:
    """Operators that show these lines in Times-Roman, y counted from the bottom."""
    ops = [f"BT /F1 {size} Tf {leading} TL 1 0 0 1 {x} {y} Tm"]
    for line in lines:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        ops.append(f"({escaped}) Tj T*")
    return "\n".join([*ops, "ET"])
