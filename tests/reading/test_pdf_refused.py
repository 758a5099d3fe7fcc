"""What cannot be read as a paper is refused with one sentence; nothing else is ever raised."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import Sheets, sentences

Outcome = Callable[[Callable[..., Paper], Path], Paper | UnreadablePaper]


@functools.cache
def small() -> bytes:
    """Return a small paper of two pages with a link, a table and a caption."""
    path = Path(__file__).parent / "never-written.pdf"
    sheets = Sheets(path, pageCompression=0)
    sheets.centred(60, "A small paper about lamps and moths", 16, "Times-Bold")
    sheets.line(72, 90, "Abstract", 11, "Times-Bold")
    sheets.paragraph(72, 110, 450, sentences(1, 8))
    sheets.line(72, 300, "Table 1. Counts", 9, "Helvetica")
    sheets.line(72, 312, "A", 9)
    sheets.line(172, 312, "12", 9)
    sheets.canvas.linkURL("https://zenodo.org/record/7", (72, 700, 200, 720))
    sheets.next_page()
    sheets.turned(30, 500, "Downloaded from a library")
    sheets.paragraph(72, 110, 450, sentences(9, 20))
    return bytes(sheets.canvas.getpdfdata())


def images_only(path: Path) -> None:
    sheets = Sheets(path)
    for _ in range(3):
        sheets.canvas.rect(50, 50, 400, 600, fill=1)
        sheets.next_page()
    sheets.save()


def encrypted(path: Path) -> None:
    sheets = Sheets(path, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    sheets.paragraph(72, 72, 450, sentences(1, 10))
    sheets.save()


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda p: p.write_bytes(b""), "empty"),
    "text": (lambda p: p.write_text("A paper? No."), "is not a PDF"),
    "head only": (lambda p: p.write_bytes(b"%PDF-1.4\n"), "damaged"),
    "truncated": (lambda p: p.write_bytes(small()[: len(small()) // 8]), "damaged"),
    "encrypted": (encrypted, "password"),
    "images": (images_only, "no text layer"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_files_are_refused_with_their_reason(tmp_path: Path, name: str, outcome: Outcome) -> None:
    make, reason = CASES[name]
    path = tmp_path / "bad.pdf"
    make(path)
    result = outcome(read_pdf, path)
    assert isinstance(result, UnreadablePaper)
    assert reason in result.what


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, outcome: Outcome) -> None:
    assert isinstance(outcome(read_pdf, tmp_path / "none.pdf"), UnreadablePaper)


def test_more_pages_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(small())
    assert read_pdf(path, id="x", max_pages=2).pages == 2
    with pytest.raises(UnreadablePaper, match="2 pages, more than the limit of 1"):
        read_pdf(path, id="x", max_pages=1)


def test_a_short_text_is_refused_by_its_length(tmp_path: Path, outcome: Outcome) -> None:
    sheets = Sheets(tmp_path / "s.pdf")
    sheets.line(72, 100, "A title alone")
    sheets.next_page()
    sheets.line(72, 100, "And a line")
    result = outcome(read_pdf, sheets.save())
    assert isinstance(result, UnreadablePaper)
    assert result.what == "holds 19 characters on 2 pages, too few for a paper"


@pytest.mark.parametrize(
    ("damage", "pages"),
    [
        (lambda data: data[: data.rindex(b"xref")], 2),
        (lambda data: data.replace(b"startxref", b"startxxxx"), 2),
        (lambda data: b"X-Header: lamps\r\n" * 100 + data, 2),
    ],
    ids=["no table of objects", "no pointer to the table", "the head of a message before it"],
)
def test_a_file_that_others_open_is_read(
    tmp_path: Path, damage: Callable[[bytes], bytes], pages: int, outcome: Outcome
) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(damage(small()))
    result = outcome(read_pdf, path)
    assert isinstance(result, Paper)
    assert result.pages == pages


def test_an_owner_password_alone_does_not_lock_readers_out(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "o.pdf", encrypt=StandardEncryption("", ownerPassword="owner"))
    sheets.paragraph(72, 72, 450, sentences(1, 10))
    assert len(read_pdf(sheets.save(), id="o").sentences) == 10


relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@relaxed
@given(data=st.binary(max_size=400), head=st.booleans())
def test_bytes_of_any_kind_are_read_or_refused(
    tmp_path: Path, outcome: Outcome, data: bytes, head: bool
) -> None:
    path = tmp_path / "any.pdf"
    path.write_bytes(b"%PDF-1.7\n" + data if head else data)
    outcome(read_pdf, path)


@relaxed
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=12
    )
)
def test_a_damaged_paper_is_read_or_refused(
    tmp_path: Path, outcome: Outcome, changes: list[tuple[int, bytes]]
) -> None:
    data = bytearray(small())
    for at, piece in changes:
        start = at % len(data)
        data[start : start + len(piece)] = piece
    path = tmp_path / "damaged.pdf"
    path.write_bytes(bytes(data))
    outcome(read_pdf, path)


@relaxed
@given(
    numbers=st.lists(
        st.sampled_from(["0", "-1", "1e9", "NaN", "99999999999999", "0.0001"]), min_size=1, max_size=4
    ),
    at=st.integers(0, 400),
)
def test_absurd_numbers_are_read_or_refused(
    tmp_path: Path, outcome: Outcome, numbers: list[str], at: int
) -> None:
    """Sizes and places far off: text of no height, beside the page, or as large as a house."""
    lines = small().split(b"\n")
    operators = [
        i for i, x in enumerate(lines) if x.rstrip().endswith((b" Tf", b" Tm", b" Td", b" re", b" Tw", b"TL"))
    ]
    for k, number in enumerate(numbers):
        index = operators[(at + 7 * k) % len(operators)] if operators else at % len(lines)
        parts = lines[index].split(b" ")
        parts[(at + k) % max(len(parts) - 1, 1)] = number.encode()
        lines[index] = b" ".join(parts)
    path = tmp_path / "absurd.pdf"
    path.write_bytes(b"\n".join(lines))
    outcome(read_pdf, path)
