"""Small valid inputs for each reader: what is mutated."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path

from generator.reading.plain.passages import passages_json
from tests.reading import word

SUFFIXES = {
    "pdf": ".pdf",
    "jats": ".xml",
    "tei": ".tei.xml",
    "docx": ".docx",
    "latex": ".tex",
    "html": ".html",
    "markdown": ".md",
    "text": ".txt",
    "passages": ".passages.json",
    "bibtex": ".bib",
    "csl": ".json",
    "ris": ".ris",
    "nbib": ".nbib",
}
BIBLIOGRAPHIES = frozenset(["bibtex", "csl", "ris", "nbib"])

_INPUTS = Path(__file__).parent / "inputs"


@cache
def seeds(reader: str) -> tuple[bytes, ...]:
    """The valid inputs of a reader."""
    if reader == "pdf":
        return _pdf(compressed=False), _pdf(compressed=True)
    if reader == "docx":
        return (_docx(),)
    if reader == "passages":
        said = ["Moths fly to lamps. They are slow.", "Lane A. Lamps.\n\nTwo."]
        return (passages_json(id="a", title="Lamps", doi="10.5/a", source="tool/x", passages=said).encode(),)
    return ((_INPUTS / f"lamps{SUFFIXES[reader]}").read_bytes(),)


def _pdf(*, compressed: bool) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=int(compressed), invariant=1)
    canvas.setTitle("Slow lamps")
    for page in range(2):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 780, f"{page + 1} Slow lamps and quiet moths")
        canvas.setFont("Times-Roman", 10)
        for line in range(24):
            canvas.drawString(
                72 + 250 * (line % 2), 740 - 14 * (line // 2), f"Moths {line} fly to many lamps."
            )
        canvas.rect(60, 60, 200, 80, fill=1)
        canvas.setFont("Symbol", 6)
        canvas.drawString(90, 400, "abc")
        canvas.linkURL("https://doi.org/10.5555/a", (72, 700, 200, 712))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _docx() -> bytes:
    body = (
        word.par("Slow lamps", "Titel")
        + word.par("Introduction", "berschrift1")
        + word.par(word.run("Moths fly") + word.run("2", '<w:vertAlign w:val="superscript"/>'))
        + word.par("One", "Liste")
        + word.table([word.par("A"), word.par("0.49")], [word.par("B"), word.par("0.41")])
        + "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>n</m:t></m:r></m:den>"
        + "</m:f></m:oMath></w:p>"
    )
    with tempfile.TemporaryDirectory() as folder:
        return word.write_docx(Path(folder) / "a.docx", body).read_bytes()
