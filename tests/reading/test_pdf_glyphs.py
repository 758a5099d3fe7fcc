"""No glyph disappears: each is read by its map or its name, or leaves U+FFFD."""

from __future__ import annotations

from pathlib import Path

import pypdfium2.raw as pdfium
import pytest
import reportlab

from generator.reading.pdf import read_pdf
from generator.reading.pdf.document import open_pdf
from generator.reading.pdf.fonts import Fonts
from generator.reading.pdf.glyph_tables import sign_of_name
from generator.reading.pdf.page_words import read_words
from tests.reading.pdf_sheets import raw_pdf, sentences, shown, stream, wrap

FILL = shown([t for _, t, _ in wrap(sentences(1, 12), 450, 10, "Times-Roman", justify=False)], y=740)
# A font file for the glyphs: without one, PDFium leaves out what it cannot draw.
VERA = (Path(reportlab.__file__).parent / "fonts/Vera.ttf").read_bytes().decode("latin-1")


def read(tmp_path: Path, line: str, **options: object) -> str:
    """Return the text of a paper whose last line is ``line``, with operators for its further fonts."""
    content = f"{FILL} BT /F1 10 Tf 1 0 0 1 72 300 Tm {line} ET"
    return read_pdf(raw_pdf(tmp_path / "g.pdf", content, **options), id="g").text  # type: ignore[arg-type]


def font(name: str, differences: str, more: str = "") -> dict[int, str]:
    """Return a font of this name (object 10), in whose encoding the glyphs have these names."""
    return {
        10: f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0 /LastChar 255"
        f" /Widths [{'500 ' * 256}] /FontDescriptor 20 0 R"
        f" /Encoding << /Type /Encoding /Differences [{differences}] >> {more} >>",
        20: "<< /Type /FontDescriptor /FontName /Vera /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        " /Ascent 700 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 21 0 R >>",
        21: stream(VERA, f"/Length1 {len(VERA)}"),
    }


@pytest.mark.parametrize(
    ("name", "differences", "before", "codes", "after", "expected"),
    [
        ("ABCDEF+AdvP4C4E74", "1 /C0 /C14", "The slope was ", r"\001", "1.24 here.", "was −1.24"),
        ("ABCDEF+AdvP4C4E74", "1 /C0 /C14", "kept at 20", r"\002", "C here.", "at 20°C"),
        ("AdvP4C4E74", "1 /C20 /C21 /C6", "a dose ", r"\001", " 30 mg.", "dose ≤ 30"),
        ("AdvP4C4E74", "1 /C20 /C21 /C6", "a dose of 30 ", r"\003", " 2 mg.", "30 ± 2 mg"),
        ("AdvP4C4E74", "188 /onequarter 254 /thorn", "n ", r"\274", " 12 trays.", "n = 12"),
        ("AdvP4C4E74", "188 /onequarter 254 /thorn", "a ", r"\376", " b trays.", "a + b"),
        ("AdvOT4b47d116", "188 /onequarter", "about ", r"\274", " of it.", "about ¼ of it"),
        ("MathematicalPi-One", "1 /H11001 /H11002", "from 1 ", r"\002", " r on.", "1 − r"),
        ("MathematicalPi-One", "1 /H9262 /H11349", "one ", r"\001", "m wide.", "one μm"),
        ("CMSY10", "0 /minus", "a ", r"\000", "b here.", "a −b"),
        ("GenFont", "1 /MT49 /MT53", "about ", r"\001\002", " trays.", "about 15 trays"),
        ("Unknown", "1 /G101", "kept at 20", r"\001", "C here.", "at 20\ufffdC"),
        ("Unknown", "9 /G1 /G2", "the di", r"\012", "erence was.", "the di\ufffderence"),
        ("Unknown", "9 /G1 /ffi", "the di", r"\012", "culty was.", "the difficulty"),
    ],
)
def test_a_glyph_is_read_by_its_name_or_marked(
    tmp_path: Path, name: str, differences: str, before: str, codes: str, after: str, expected: str
) -> None:
    line = f"({before}) Tj /F2 10 Tf ({codes}) Tj /F1 10 Tf ({after}) Tj"
    text = read(tmp_path, line, fonts="/F2 10 0 R", objects=font(name, differences))
    assert expected in text


def mapped(pairs: str, codes: str) -> dict[int, str]:
    """Return a font that shows these glyphs, and its map from codes to UTF-16."""
    count = len(pairs.split("|"))
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange"
        f" <00> <FF> endcodespacerange {count} beginbfchar {pairs.replace('|', ' ')} endbfchar"
        " endcmap end end"
    )
    return {**font("Cambria", codes, "/ToUnicode 11 0 R"), 11: stream(table)}


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ("<01> <D835DC5D>", "with p < .01"),  # mathematical italic small p
        ("<01> <D835DF12>", "with χ < .01"),  # mathematical italic small chi
        ("<01> <210E>", "with h < .01"),
        ("<01> <FFFD>", "with \ufffd < .01"),
        ("<01> <E123>", "with \ufffd < .01"),
        ("<01> <FB01>", "with fi < .01"),
        ("<01> <F739>", "with 9 < .01"),
    ],
)
def test_a_character_beyond_the_first_plane_is_kept(tmp_path: Path, pairs: str, expected: str) -> None:
    line = r"(It was seen with ) Tj /F2 10 Tf (\001) Tj /F1 10 Tf ( < .01 again.) Tj"
    assert expected in read(tmp_path, line, fonts="/F2 10 0 R", objects=mapped(pairs, "1 /G7"))


def composite(pairs: str) -> dict[int, str]:
    """Return a font whose codes are numbers of glyphs, and what its map says of some of them."""
    table = f"{pairs.count('|') + 1} beginbfchar {pairs.replace('|', ' ')} endbfchar" if pairs else ""
    return {
        **font("Vera", ""),
        10: "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Vera /Encoding /Identity-H"
        f" /DescendantFonts [12 0 R] {'/ToUnicode 11 0 R' if pairs else ''} >>",
        11: stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1"
            f" begincodespacerange <0000> <FFFF> endcodespacerange {table} endcmap end end"
        ),
        12: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Vera /CIDSystemInfo << /Registry (Adobe)"
        " /Ordering (Identity) /Supplement 0 >> /FontDescriptor 20 0 R /DW 600 /CIDToGIDMap /Identity >>",
    }


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ("", "was \ufffd\ufffd\ufffd here"),
        ("<0024> <0061>|<0025> <0062>", "was a\ufffdb here"),
        ("<0024> <0061>|<0030> <0000>|<0025> <0062>", "was a\ufffdb here"),
        ("<0024> <0061>|<0030> <>|<0025> <0062>", "was a\ufffdb here"),
        ("<0024> <0061>|<0030> <200B>|<0025> <0062>", "was ab here"),
        ("<0024> <0065>|<0030> <0301>|<0025> <0062>", "was éb here"),
    ],
)
def test_the_number_of_a_glyph_is_no_character(tmp_path: Path, pairs: str, expected: str) -> None:
    line = "(It was ) Tj /F2 10 Tf <002400300025> Tj /F1 10 Tf ( here again.) Tj"
    assert expected in read(tmp_path, line, fonts="/F2 10 0 R", objects=composite(pairs))


def test_ligatures_of_bitmap_fonts_without_names(tmp_path: Path) -> None:
    """Fonts of dvips: Type 3, coded as TeX's, with names that say nothing."""
    glyph = stream("500 0 0 0 500 500 d1 0 0 400 400 re f")
    names = " ".join(f"/a{code}" for code in range(128))
    procedures = " ".join(f"/a{code} 11 0 R" for code in range(128))
    bitmaps = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 0"
        f" /LastChar 127 /Widths [{'500 ' * 128}] /Resources << >> /CharProcs << {procedures} >>"
        f" /Encoding << /Type /Encoding /Differences [0 {names}] >> >>"
    )
    line = r"/F2 10 Tf (the di\013erent \014rst e\016cient lamps.) Tj"
    assert "the different first efficient lamps." in read(
        tmp_path, line, fonts="/F2 10 0 R", objects={10: bitmaps, 11: glyph}
    )


def test_a_map_that_turns_a_named_glyph_into_nothing_is_passed_over(tmp_path: Path) -> None:
    line = r"(a change of ) Tj /F2 10 Tf (\001) Tj /F1 10 Tf (1.2 here.) Tj"
    objects = {**mapped("<01> <FFFD>", "1 /C0"), **font("AdvP4C4E74", "1 /C0", "/ToUnicode 11 0 R")}
    assert "a change of −1.2 here." in read(tmp_path, line, fonts="/F2 10 0 R", objects=objects)


def test_a_map_that_turns_ligatures_into_arrows_and_nothing_is_passed_over(tmp_path: Path) -> None:
    """As some programs write it for the ligatures of TeX's fonts, in ranges."""
    line = r"(of di) Tj /F2 10 Tf (\042) Tj /F1 10 Tf (erent di) Tj /F2 10 Tf (\041) Tj /F1 10 Tf (culty.) Tj"
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange"
        " <00> <FF> endcodespacerange 2 beginbfrange <21> <21> <0000> <22> <22> <21b5> endbfrange"
        " endcmap end end"
    )
    objects = {**font("CMR10", "33 /ffi /ff", "/ToUnicode 11 0 R"), 11: stream(table)}
    assert "of different difficulty." in read(tmp_path, line, fonts="/F2 10 0 R", objects=objects)


def test_a_ligature_without_a_name_is_restored_where_one_word_fits(tmp_path: Path) -> None:
    line = r"(It was the di) Tj /F2 10 Tf (\001) Tj /F1 10 Tf (erence, a difference in style and di) Tj"
    line += r" /F2 10 Tf (\001) Tj /F1 10 Tf (usion.) Tj"
    text = read(tmp_path, line, fonts="/F2 10 0 R", objects=font("Unknown", "1 /G101"))
    assert "It was the difference, a difference in style and di\ufffdusion." in text


def test_greek_letters_that_the_map_calls_latin_are_told_by_their_form(tmp_path: Path) -> None:
    line = r"(about 100 ) Tj /F2 10 Tf (\001) Tj /F1 10 Tf (g of it, and 5 mg.) Tj"
    objects = {**mapped("<01> <006D>", "1 /mu"), **font("AdvOT3f84ef53", "1 /mu", "/ToUnicode 11 0 R")}
    assert "about 100 μg of it, and 5 mg." in read(tmp_path, line, fonts="/F2 10 0 R", objects=objects)


def test_a_code_without_a_character_in_a_greek_font_leaves_a_mark(tmp_path: Path) -> None:
    line = r"(about 100 ) Tj /F2 10 Tf (\001\027) Tj /F1 10 Tf (g of it, and 5 mg.) Tj"
    own = mapped("<01> <006D>|<17> <0017>", "1 /mu")
    objects = {**own, **font("AdvOT3f84ef53", "1 /mu", "/ToUnicode 11 0 R")}
    assert "about 100 μ\ufffdg of it" in read(tmp_path, line, fonts="/F2 10 0 R", objects=objects)


@pytest.mark.parametrize(
    ("sign", "glyph", "expected"),
    [
        ("5", "equal", "lamps n = 12 here"),
        ("2", "minus", "lamps n − 12 here"),
        (",", "less", "lamps n < 12 here"),
        (".", "greater", "lamps n > 12 here"),
        ("5", "five", "lamps n 5 12 here"),
        (",", "comma", "lamps n , 12 here"),
    ],
)
def test_signs_that_the_map_calls_figures_and_stops_are_told_by_their_form(
    tmp_path: Path, sign: str, glyph: str, expected: str
) -> None:
    line = r"(of lamps n ) Tj /F2 10 Tf (\001) Tj /F1 10 Tf ( 12 here, 5 by 2.) Tj"
    own = mapped(f"<01> <{ord(sign):04X}>", f"1 /{glyph}")
    objects = {**own, **font("AdvSigns", f"1 /{glyph}", "/ToUnicode 11 0 R")}
    assert f"{expected}, 5 by 2." in read(tmp_path, line, fonts="/F2 10 0 R", objects=objects)


@pytest.mark.parametrize("others", ["", " workfow flter fled"])
def test_an_f_as_wide_as_a_ligature_is_marked(tmp_path: Path, others: str) -> None:
    """The file's map says f for the one glyph that shows fi, which may leave an fl behind."""
    words = f"of if for from after half self first fast fine form find life safe leaf off fed fog{others}"
    line = f"/F2 10 Tf ({words.replace('fi', 'f').replace('ff', 'f')} signi) Tj (\\001cant lamps.) Tj"
    objects = {**mapped("<01> <0066>", "1 /fi"), **font("Cambria", "1 /fi", "/ToUnicode 11 0 R")}
    wide = " ".join("800" if code == 1 else "300" for code in range(256))
    objects[10] = objects[10].replace("500 " * 256, wide)
    content = f"BT /F1 10 Tf 1 0 0 1 72 300 Tm {line} ET {shown(['Many lamps shone in the cold room.'] * 20)}"
    paper = read_pdf(raw_pdf(tmp_path / "f.pdf", content, fonts="/F2 10 0 R", objects=objects), id="f")
    assert "signif\ufffdcant lamps" in paper.text


@pytest.mark.parametrize(
    ("name", "layout", "sign"),
    [
        ("C0", "cmsy", "−"), ("C21", "cmsy", "≥"), ("C25", "cmmi", "π"), ("C19", "cmr", "´"),
        ("H11006", "", "±"),
        ("H9268", "", "σ"), ("alpha", "", "α"), ("Omega", "", "Ω"), ("lambda", "", "λ"), ("uni2264", "", "≤"),
        ("uniD835", "", ""), ("f_i", "", "fi"), ("summationdisplay", "", "∑"), ("parenleftbigg", "", "("),
        ("a.sc", "", "a"), ("G12", "", ""), ("", "", ""), ("C0", "", ""), ("MT999", "", ""),
        ("lambdas", "", ""), ("uni006600660069", "", "ffi"), ("e_n", "", "en"), ("e_zzz", "", ""),
        ("nineoldstyle", "", "9"),
    ],
)  # fmt: skip
def test_names_of_glyphs(name: str, layout: str, sign: str) -> None:
    assert sign_of_name(name, layout) == sign


@pytest.mark.parametrize("size", [0.24, 12.0])
def test_type_is_as_large_as_its_letters_whatever_its_file_says(tmp_path: Path, size: float) -> None:
    """Bitmaps of TeX's fonts, whose unit is a dot of the printer."""
    height = {c: 33 if c in "bdfhkl" else 22 for c in "abcdefghijklmnopqrstuvwxyz"}  # dots of .24 points
    glyphs = {
        20 + n: stream(f"25 0 0 0 24 {high} d1 1 0 22 {high} re f") for n, high in enumerate(height.values())
    }
    letters = " ".join(f"/{c}" for c in height)
    scale = 0.24 / size
    type_3 = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [{scale} 0 0 {scale} 0 0]"
        f" /FirstChar 97 /LastChar 122 /Widths [{'25 ' * 26}] /Resources << >> /CharProcs <<"
        f" {' '.join(f'/{c} {20 + n} 0 R' for n, c in enumerate(height))} >>"
        f" /Encoding << /Type /Encoding /Differences [97 {letters}] >> >>"
    )
    words = " ".join(f"1 0 0 1 72 {700 - 13 * n} Tm (moths) Tj" for n in range(30))
    file = raw_pdf(
        tmp_path / "g.pdf",
        f"BT /F2 {size} Tf {words} ET",
        fonts="/F2 10 0 R",
        objects={10: type_3, **glyphs},
    )
    with open_pdf(file, 9) as (document, _, data):
        page = pdfium.FPDF_LoadPage(document, 0)
        text = pdfium.FPDFText_LoadPage(page)
        sizes = {round(w.size) for w in read_words(page, text, 1, Fonts(data)).words}
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    assert sizes == {12}


def test_a_matrix_beyond_all_numbers_ends_no_reading(tmp_path: Path) -> None:
    far = "9" * 38 + ".0"
    path = raw_pdf(
        tmp_path / "m.pdf",
        f"{FILL} q {far} {far} -{far} {far} 0 0 cm BT /F1 10 Tf {far} {far} 0 0 9 9 Tm (x) Tj ET Q",
    )
    assert "Sentence 12" in read_pdf(path, id="m").text
