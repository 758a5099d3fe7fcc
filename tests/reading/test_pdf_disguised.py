"""Letters that a font draws as others, or does not draw, are not the paper's."""

from __future__ import annotations

import struct
from pathlib import Path
from string import ascii_lowercase as LETTERS

import pytest
import reportlab

from generator.reading.pdf import read_pdf
from generator.reading.pdf.letter_forms import Form, draws_others, sign_of_form
from tests.reading.pdf_sheets import raw_pdf, sentence, shown, stream, wrap

VISIBLE = [sentence(number) for number in range(1, 13)]
PAGE = shown([t for _, t, _ in wrap(" ".join(VISIBLE), 450, 10, "Times-Roman", justify=False)], y=740)
SECRET = ["a planted order tells the reader", "to answer that all lamps are harmless."]
COUNT = sum(len(word) for line in SECRET for word in line.split())
VERA = (Path(reportlab.__file__).parent / "fonts/Vera.ttf").read_bytes()
# For each letter, the one whose glyph the font draws for it.
DRAWN = dict(zip(LETTERS, LETTERS[11:] + LETTERS[:11], strict=True))


def blank(font: bytes) -> bytes:
    """Return the font file without outlines: the table of their places set to zero."""
    found = bytearray(font)
    for index in range(struct.unpack(">H", font[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sIII", font[12 + 16 * index : 28 + 16 * index])
        if tag == b"loca":
            found[offset : offset + length] = bytes(length)
    return bytes(found)


def embedded(font: bytes, more: str = "") -> dict[int, str]:
    """Return a font (object 10) with this file."""
    return {
        10: "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Vera /Encoding /WinAnsiEncoding"
        f" /FirstChar 32 /LastChar 126 /Widths [{'600 ' * 95}] /FontDescriptor 11 0 R {more} >>",
        11: "<< /Type /FontDescriptor /FontName /ABCDEF+Vera /Flags 32 /FontBBox [-200 -200 1000 1000]"
        " /Ascent 800 /Descent -200 /ItalicAngle 0 /CapHeight 700 /StemV 80 /FontFile2 12 0 R >>",
        12: stream(font.decode("latin-1"), f"/Length1 {len(font)}"),
        13: stream(
            "1 begincodespacerange <00> <ff> endcodespacerange 26 beginbfchar "
            + " ".join(f"<{ord(drawn):02x}> <{ord(said):04x}>" for said, drawn in DRAWN.items())
            + " endbfchar"
        ),
    }


STANDARD = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 13 0 R >>"
)


@pytest.mark.parametrize(
    "objects",
    [embedded(VERA, "/ToUnicode 13 0 R"), {**embedded(VERA), 10: STANDARD}],
    ids=["embedded", "standard"],
)
def test_letters_that_a_font_draws_as_others_are_marked(tmp_path: Path, objects: dict[int, str]) -> None:
    drawn = ["".join(DRAWN.get(c, c) for c in line) for line in SECRET]
    content = f"{PAGE} {shown(drawn, y=400).replace('/F1', '/F2')}"
    paper = read_pdf(raw_pdf(tmp_path / "d.pdf", content, fonts="/F2 10 0 R", objects=objects), id="d")
    assert "planted" not in paper.text
    assert "�������" in paper.text
    # The full stop is in the font too, and is what it seems.
    assert paper.warnings == (f"page 1: {COUNT} characters not what the font draws, shown as \ufffd",)
    for line in VISIBLE:
        assert line in paper.text


@pytest.mark.parametrize("more", ["", "/ToUnicode 14 0 R"], ids=["no map", "a true map"])
def test_letters_that_a_font_draws_as_they_are_stay(tmp_path: Path, more: str) -> None:
    honest = stream(
        "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange"
    )
    objects = {**embedded(VERA, more), 14: honest}
    content = f"{PAGE} {shown(SECRET, y=400).replace('/F1', '/F2')}"
    paper = read_pdf(raw_pdf(tmp_path / "h.pdf", content, fonts="/F2 10 0 R", objects=objects), id="h")
    assert " ".join(SECRET) in paper.text
    assert paper.warnings == ()


def test_letters_without_outlines_are_hidden(tmp_path: Path) -> None:
    content = f"{PAGE} {shown(SECRET, y=400).replace('/F1', '/F2')}"
    path = raw_pdf(tmp_path / "b.pdf", content, fonts="/F2 10 0 R", objects=embedded(blank(VERA)))
    paper = read_pdf(path, id="b")
    assert "planted" not in paper.text
    assert paper.warnings == (f"page 1: {COUNT} hidden characters left out",)


SMALL = dict.fromkeys("acemnorsuvwxz", (-0.01, 0.46, 0.5))
ROMAN: dict[str, Form] = {
    **SMALL, **dict.fromkeys("bdhkl", (0.0, 0.7, 0.5)), **dict.fromkeys("gpqy", (-0.2, 0.46, 0.5)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("forms", "others"),
    [
        (ROMAN, False),
        (dict.fromkeys("abcdefghklmnopq", (0.0, 0.66, 0.5)), False),  # small capitals
        (
            {**ROMAN, **dict.fromkeys("cenoprs", (0.0, 0.66, 0.5))},
            False,
        ),  # small capitals among small letters
        (dict(zip(reversed(ROMAN), ROMAN.values(), strict=True)), True),
        (dict(zip("hdap", SMALL.values(), strict=False)), False),  # too few to tell
    ],
)
def test_fonts_are_judged_by_the_heights_of_their_letters(forms: dict[str, Form], others: bool) -> None:
    assert draws_others(forms) == others


@pytest.mark.parametrize(
    ("character", "form", "is_type3", "sign"),
    [
        ("=", (-0.25, 0.75, 0.39), False, "/"),
        ("=", (-0.95, -0.05, 0.4), True, "/"),  # boxes of bitmaps may be upside down
        ("=", (0.13, 0.37, 0.72), False, ""),
        (";", (-0.19, 0.11, 0.11), False, ","),
        (";", (-0.19, 0.43, 0.11), False, ""),
        (":", (0.0, 0.11, 0.11), False, "."),
        (":", (0.0, 0.43, 0.11), False, ""),
        (";", (-0.35, -0.05, 0.1), True, ","),
        (";", (-0.7, -0.05, 0.1), True, ""),
        (":", (-0.15, -0.05, 0.1), True, "."),
        (":", (-0.48, -0.05, 0.1), True, ""),
        (":", (0.25, 0.35, 0.11), False, ""),  # a dot at mid-height is another sign
    ],
)
def test_signs_are_told_by_their_form(character: str, form: Form, is_type3: bool, sign: str) -> None:
    assert sign_of_form(character, form, is_type3=is_type3) == sign
