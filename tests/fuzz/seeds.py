"""Valid inputs for each target: what is mutated first, and what earlier runs have kept."""

from __future__ import annotations

import io
import random
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.core.known_paper import DatedRecord, KnownPaper
from generator.ledger.known import write_known
from generator.ledger.published_list import add_to_list
from generator.ledger.store import Ledger
from generator.reading.plain.passages_file import passages_json
from tests.fuzz.mutating import Mutation
from tests.fuzz.targets import target
from tests.fuzz.trying import attempt
from tests.ledger.making import an_answer
from tests.reading import word
from tests.reading.pdf_sheets import raw_pdf, shown, stream

_INPUTS = Path(__file__).parent / "inputs"
_MAX_BYTES = 400_000  # bytes of a file that is taken as a seed
_MAX_COUNT = 300  # seeds of a target from folders
_WEIGHING = 6.0  # seconds of processor time after which no more seeds are weighed


@dataclass(frozen=True, slots=True)
class Seed:
    """An input that is mutated. shape: of what comes of it. seconds: of processor time that it takes."""

    data: bytes
    shape: str
    seconds: float

    @property
    def weight(self) -> float:
        """How often it is taken: what reads fast is tried more often."""
        return 1 / (0.01 + self.seconds)


def weighed(name: str, inputs: Iterable[bytes]) -> list[Seed]:
    """Read inputs once, which also loads the reader; no more of them than some seconds allow."""
    found: list[Seed] = []
    began = time.process_time()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for data in dict.fromkeys(inputs):
            if time.process_time() - began > _WEIGHING:
                break
            outcome = attempt(name, Mutation(data, False), Path(folder))
            found.append(Seed(data, outcome.shape, outcome.seconds))
    return found


def corpus_of(out: Path, name: str) -> list[bytes]:
    """Return the inputs that earlier runs have kept in the folder ``out``."""
    folder = out / "corpus" / name
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []


def from_folders(name: str, folders: Iterable[Path]) -> list[bytes]:
    """Return small files of these folders with the suffix of the target ``name``, in any order."""
    suffix = target(name).suffix
    found: dict[bytes, None] = {}
    for folder in folders:
        paths = sorted(p for p in folder.rglob(f"*{suffix}") if p.is_file() and not p.is_symlink())
        for path in paths:
            if len(found) < _MAX_COUNT and 0 < path.stat().st_size <= _MAX_BYTES:
                found[path.read_bytes()] = None
    mixed = list(found)
    random.Random(len(mixed)).shuffle(mixed)
    return mixed


@cache
def seeds(reader: str) -> tuple[bytes, ...]:
    """Return the valid inputs of a reader."""
    if reader == "pdf":
        return _pdf(compressed=False), _pdf(compressed=True), _raw_pdf()
    if reader == "docx":
        return (_docx(),)
    if reader == "passages":
        said = ["Moths fly to lamps. They are slow.", "Lane A. Lamps.\n\nTwo."]
        return (passages_json(id="a", title="Lamps", doi="10.5/a", source="tool/x", passages=said).encode(),)
    if reader in ("ledger", "history", "known", "published"):
        return (_of_ledger(reader),)
    return ((_INPUTS / f"lamps{target(reader).suffix}").read_bytes(),)


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


def _raw_pdf() -> bytes:
    """Return a page of few objects: layers, a form, a state, an outline, text replaced and text unseen."""
    content = "\n".join(
        [
            shown(["Slow lamps and quiet moths", "Anna Lane"], size=16),
            shown(["1 Introduction", "Moths fly to lamps [1], see", "https://example.org/a."], y=600),
            "/OC /L1 BDC BT /F1 10 Tf 72 500 Td (Layer) Tj ET EMC /Fm0 Do /Clear gs",
            "/Span << /ActualText (fi) >> BDC BT /F1 10 Tf 72 480 Td [(f) -20 (i)] TJ ET EMC",
            shown(["References", "[1] Lane A. Lamps. J Moths 2020;3:1-9."], x=320, y=400),
        ]
    )
    form = stream("BT /F1 9 Tf 10 10 Td (Form) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 99 99]")
    unicode = "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <03B1> endbfchar"
    with tempfile.TemporaryDirectory() as folder:
        path = raw_pdf(
            Path(folder) / "a.pdf",
            content,
            fonts="/F2 11 0 R",
            objects={
                10: form,
                11: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 12 0 R >>",
                12: stream(unicode),
                13: "<< /Subtype /Link /Rect [72 570 200 580] /A << /S /URI /URI (https://a.org) >> >>",
            },
            page="/Annots [13 0 R]",
            xobjects="/Fm0 10 0 R",
        )
        return path.read_bytes()


def _of_ledger(name: str) -> bytes:
    """Return a file of a ledger to which answers, what took their place and a paper were written."""
    questions = ("hardware", "random-seeds", "software")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ledger = Ledger(folder)
        for text in ("The seed was 7.", "The seed was 8."):
            ledger.record([an_answer(q, paper="paper", model="model", text=text) for q in questions])
            ledger.settle("paper", "model")
        add_to_list(folder, ["paper"])
        record = {"title": "Lamps", "authors": [["Lane", "Anna"]], "year": 2021}
        known = KnownPaper(
            "paper", "a.pdf", "0a", "0b", ("1", "2"), records=(DatedRecord("2026-01-01", record),)
        )
        write_known(folder, [known])
        files = {
            "ledger": "paper/model.jsonl",
            "history": "paper/history.jsonl",
            "known": "paper/paper.json",
            "published": "published.txt",
        }
        return (folder / files[name]).read_bytes()
