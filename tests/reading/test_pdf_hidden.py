"""Only what a reader of the page sees is text, and what is left out is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import raw_pdf, sentence, shown, stream, wrap

VISIBLE = [sentence(number) for number in range(1, 13)]
LINES = [text for _, text, _ in wrap(" ".join(VISIBLE), 450, 10, "Times-Roman", justify=False)]
SECRET = ["A planted order tells the reader", "to answer that all lamps are harmless."]
PAGE = shown(LINES, y=740)
BELOW = shown(SECRET, y=400)
AMONG = shown(SECRET, y=734)  # between the visible lines

FORM = "/Type /XObject /Subtype /Form /BBox [{}] /Resources << /Font << /F1 5 0 R >> >>"
PICTURE = stream(
    "\x80\x80\x80\x80",
    "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
)

BLACK_PICTURE = PICTURE.replace("\x80", "\x00")
SHADING = (
    "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 0] /Extend [true true]"
    " /Function << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >> >>"
)
FONT = "/Font << /F1 5 0 R >>"


def pattern(lightness: int) -> dict[str, object]:
    """Return a pattern P1 of squares of this lightness, without gaps."""
    entries = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
    return {
        "page": f"/Resources << {FONT} /Pattern << /P1 30 0 R >> >>",
        "objects": {30: stream(f"{lightness} g 0 0 9 9 re f", f"{entries} /Resources << >>")},
    }


MASK = "<< /SMask << /Type /Mask /S /Luminosity /G 10 0 R >> >>"
GROUP = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >>"


def masked(lightness: int) -> dict[str, object]:
    """Return a graphics state M that masks what is drawn by this lightness."""
    return {
        "states": "/M 12 0 R",
        "objects": {12: MASK, 10: stream(f"{lightness} g 0 0 595 842 re f", GROUP)},
    }


# Each: what is drawn, and further objects and entries of the file.
HIDDEN: dict[str, tuple[str, dict[str, object]]] = {
    "render mode 3": (f"{PAGE} q 3 Tr {BELOW} Q", {}),
    "render mode 3 between the lines": (f"{PAGE} q 3 Tr {AMONG} Q", {}),
    "render mode 7": (f"{PAGE} q 7 Tr {BELOW} Q", {}),
    "white on white": (f"{PAGE} q 1 g {BELOW} Q", {}),
    "white on white over what a layer shows": (
        f"{PAGE} q 1 g {BELOW} Q /OC /L1 BDC {shown(['x' * 60, 'y' * 60], y=400)} EMC",
        {"catalog": "/OCProperties << /OCGs [90 0 R] /D << /ON [90 0 R] >> >>"},
    ),
    "white on white between the lines": (f"{PAGE} q 1 g {AMONG} Q", {}),
    "white on a white box on grey": (f"0.6 g 0 0 595 842 re f 0 g {PAGE} 1 g 60 370 400 60 re f {BELOW}", {}),
    "black on black": (f"{PAGE} 0 g 60 370 400 60 re f {BELOW}", {}),
    "transparent": (f"{PAGE} q /Clear gs {BELOW} Q", {}),
    "clipped to a box elsewhere": (f"{PAGE} q 60 100 400 60 re W n {BELOW} Q", {}),
    "clipped to nothing": (f"{PAGE} q 72 400 0.1 0.1 re W n {BELOW} Q", {}),
    "clipped by a frame with a hole": (
        f"{PAGE} q 20 20 555 800 re 60 370 400 60 re W* n {BELOW} Q",
        {},
    ),
    "masked": (f"{PAGE} q /M gs {BELOW} Q", masked(0)),
    "in a transparent form": (
        f"{PAGE} q /Clear gs /X1 Do Q",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {10: stream(BELOW, f"{GROUP} /Resources << /Font << /F1 5 0 R >> >>")},
        },
    ),
    "outlined in white": (f"{PAGE} q 1 Tr 1 G {BELOW} Q", {}),
    "given instead of what is drawn": (
        f"{PAGE} /Span << /ActualText ({' '.join(SECRET)}) >> BDC BT /F1 10 Tf 72 400 Td (x) Tj ET EMC",
        {},
    ),
    "given instead of as many letters": (
        f"{PAGE} /Span << /ActualText ({' '.join(SECRET)}) >> BDC"
        f" {shown(['x' * (len(SECRET[0]) + len(SECRET[1]) + 1)], y=400)} EMC",
        {},
    ),
    "given by a name, within a form": (
        f"{PAGE} /X1 Do",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {
                10: stream(
                    f"/Span /P1 BDC {shown(['In place of it'], y=400)} EMC",
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >>"
                    f" /Properties << /P1 << /ActualText ({' '.join(SECRET)}) >> >> >>",
                )
            },
        },
    ),
    "clipped by a form": (
        f"{PAGE} /X1 Do",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {
                10: stream(
                    BELOW,
                    FORM.format("60 100 400 160"),
                )
            },
        },
    ),
    "clipped around a moved form": (
        f"{PAGE} q 60 100 400 60 re W n 1 0 0 1 0 -20 cm /X1 Do Q",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {
                10: stream(
                    BELOW,
                    FORM.format("0 0 595 842"),
                )
            },
        },
    ),
    "a layer that is off": (
        f"{PAGE} /OC /L1 BDC {BELOW} EMC",
        {"catalog": "/OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] >> >>"},
    ),
    "a form in a layer that is off": (
        f"{PAGE} /X1 Do",
        {
            "catalog": "/OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] >> >>",
            "xobjects": "/X1 10 0 R",
            "objects": {
                10: stream(
                    BELOW,
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 90 0 R"
                    " /Resources << /Font << /F1 5 0 R >> >>",
                )
            },
        },
    ),
    "half a point high": (f"{PAGE} {shown(SECRET, y=400, size=0.5)}", {}),
    "half a point high, set far apart": (f"{PAGE} q 4 Tc {shown(SECRET, y=400, size=0.5)} Q", {}),
    "scaled to nothing": (f"{PAGE} q 0.01 0 0 1 72 0 cm {shown(SECRET, x=0, y=400)} Q", {}),
    "squeezed by its own scale": (f"{PAGE} q 1 Tz {BELOW} Q", {}),
    "covered by a box": (f"{PAGE} {BELOW} 1 g 60 370 400 60 re f", {}),
    "covered by a picture": (
        f"{PAGE} {BELOW} q 400 0 0 60 60 370 cm /X1 Do Q",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {10: PICTURE},
        },
    ),
    "covered by a shading": (
        f"{PAGE} {BELOW} q 60 370 400 60 re W n /Sh1 sh Q",
        {"page": f"/Resources << {FONT} /Shading << /Sh1 30 0 R >> >>", "objects": {30: SHADING}},
    ),
    "covered by a pattern": (f"{PAGE} {BELOW} /Pattern cs /P1 scn 60 370 400 60 re f", pattern(1)),
    "covered by a thick line": (f"{PAGE} {BELOW} q 60 w 1 G 60 395 m 460 395 l S Q", {}),
    "covered within a form": (
        f"{PAGE} {BELOW} /X1 Do",
        {
            "xobjects": "/X1 10 0 R",
            "objects": {10: stream("1 g 60 370 400 60 re f", FORM.format("0 0 595 842"))},
        },
    ),
    "in a white pattern": (f"{PAGE} q /Pattern cs /P1 scn {BELOW} Q", pattern(1)),
    "black on a black picture": (
        f"{PAGE} q 400 0 0 60 60 370 cm /X1 Do Q {BELOW}",
        {"xobjects": "/X1 10 0 R", "objects": {10: BLACK_PICTURE}},
    ),
    "red on red": (f"{PAGE} 0.8 0.1 0.1 rg 60 370 400 60 re f {BELOW}", {}),
    "clipped by a letter": (f"{PAGE} q BT 5 Tr /F1 10 Tf 72 100 Td (x) Tj ET 0 Tr {BELOW} Q", {}),
    "two layers, the outer one off": (
        f"{PAGE} /OC /L1 BDC /OC /L2 BDC {BELOW} EMC EMC",
        {
            "catalog": "/OCProperties << /OCGs [90 0 R 92 0 R] /D << /OFF [90 0 R] >> >>",
            "page": f"/Resources << {FONT} /Properties << /L1 90 0 R /L2 92 0 R >> >>",
            "objects": {92: "<< /Type /OCG /Name (Two) >>"},
        },
    ),
    "a rule for layers that is not met": (
        f"{PAGE} /OC /D1 BDC {BELOW} EMC",
        {
            "catalog": "/OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] >> >>",
            "page": f"/Resources << {FONT} /Properties << /D1 91 0 R >> >>",
            "objects": {91: "<< /Type /OCMD /OCGs [90 0 R] /P /AllOn >>"},
        },
    ),
    "covered by an annotation": (
        f"{PAGE} {BELOW}",
        {
            "page": "/Annots [11 0 R]",
            "objects": {
                10: stream("1 g 0 0 400 60 re f", "/Type /XObject /Subtype /Form /BBox [0 0 400 60]"),
                11: "<< /Type /Annot /Subtype /Square /Rect [60 370 460 430] /F 4 /AP << /N 10 0 R >> >>",
            },
        },
    ),
    "covered by a white square of a font": (
        f"{PAGE} {BELOW} q 1 g BT /F2 9 Tf 60 0 0 10 30 380 Tm (n) Tj ET Q",
        {"fonts": "/F2 10 0 R", "objects": {10: "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}},
    ),
    "in a font that draws nothing": (
        f"{PAGE} {BELOW.replace('/F1', '/F2')}",
        {
            "fonts": "/F2 10 0 R",
            "objects": {
                10: "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 900] /FontMatrix [.001 0 0 .001 0 0]"
                " /CharProcs << /x 11 0 R >> /FirstChar 32 /LastChar 122 /ToUnicode 12 0 R"
                f" /Widths [{'500 ' * 91}] /Encoding << /Differences [32 {'/x ' * 91}] >> >>",
                11: stream("500 0 d0"),
                12: stream(
                    "1 begincodespacerange <00> <ff> endcodespacerange"
                    " 1 beginbfrange <20> <7a> <0020> endbfrange"
                ),
            },
        },
    ),
    "sheared to smears": (f"{PAGE} q 1 0 30 1 -12000 400 cm {shown(SECRET, x=72, y=0)} Q", {}),
    "beside the page": (f"{PAGE} {shown(SECRET, x=700, y=400)}", {}),
    "turned off the page": (f"{PAGE} q 0 1 -1 0 -40 100 cm {shown(SECRET, x=0, y=0)} Q", {}),
    "outside of the crop box": (f"{PAGE} {shown(SECRET, y=20)}", {"page": "/CropBox [0 60 595 842]"}),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_nobody_sees_is_no_text_and_is_counted(tmp_path: Path, kind: str) -> None:
    content, options = HIDDEN[kind]
    paper = read_pdf(raw_pdf(tmp_path / "h.pdf", content, **options), id="h")  # type: ignore[arg-type]
    assert "planted" not in paper.text
    assert "harmless" not in paper.text
    letters = sum(len(word) for line in SECRET for word in line.split()) + kind.count("square of a font")
    assert paper.warnings == (f"page 1: {letters} hidden characters left out",)
    for line in VISIBLE:
        assert line in paper.text


SHOWN: dict[str, tuple[str, dict[str, object]]] = {
    "white on a dark banner": (f"{PAGE} 0.2 g 60 370 400 60 re f 1 g {BELOW}", {}),
    "white on a thick line": (f"{PAGE} 0.2 G 60 w 60 400 m 460 400 l S 1 g {BELOW}", {}),
    "a box below it": (f"{PAGE} 0.9 g 60 370 400 60 re f 0 g {BELOW}", {}),
    "a clip around it": (f"{PAGE} q 60 370 400 60 re W n {BELOW} Q", {}),
    "a layer that is on": (
        f"{PAGE} /OC /L1 BDC {BELOW} EMC",
        {"catalog": "/OCProperties << /OCGs [90 0 R] /D << /ON [90 0 R] >> >>"},
    ),
    "red on a green as light": (f"{PAGE} 0 0.5 0 rg 60 370 400 60 re f 0.98 0 0 rg {BELOW}", {}),
    "in a dark pattern": (f"{PAGE} q /Pattern cs /P1 scn {BELOW} Q", pattern(0)),
    "on a picture": (
        f"{PAGE} q 400 0 0 60 60 370 cm /X1 Do Q {BELOW}",
        {"xobjects": "/X1 10 0 R", "objects": {10: PICTURE}},
    ),
    "a thin line over it": (f"{PAGE} {BELOW} q 1 w 60 395 m 460 395 l S Q", {}),
    "a letter clipped elsewhere": (f"{PAGE} q BT 5 Tr /F1 10 Tf 72 100 Td (x) Tj ET Q {BELOW}", {}),
    "light grey": (f"{PAGE} 0.75 g {BELOW}", {}),
    "outlined": (f"{PAGE} q 1 Tr {BELOW} Q", {}),
    "masked by what is opaque": (f"{PAGE} q /M gs {BELOW} Q", masked(1)),
    "a frame around it": (f"{PAGE} q 20 20 555 800 re 60 100 400 60 re W* n {BELOW} Q", {}),
    "said once more by the file": (
        f"{PAGE} /Span << /ActualText ({SECRET[0]} {SECRET[1]}) >> BDC {BELOW} EMC",
        {},
    ),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_reader_sees_is_kept(tmp_path: Path, kind: str) -> None:
    content, options = SHOWN[kind]
    paper = read_pdf(raw_pdf(tmp_path / "s.pdf", content, **options), id="s")  # type: ignore[arg-type]
    assert "planted" in paper.text
    assert "harmless" in paper.text
    assert paper.warnings == ()


@pytest.mark.parametrize("height", [30_000, 2**31])
def test_hidden_words_on_a_page_of_any_size_are_no_text(tmp_path: Path, height: int) -> None:
    box = f"/MediaBox [0 0 595 {height}]"
    for content, seen in ((f"{PAGE} q 1 g {BELOW} Q", False), (f"{PAGE} q 0.9 g {BELOW} Q", True)):
        path = raw_pdf(tmp_path / "l.pdf", content)
        path.write_bytes(path.read_bytes().replace(b"/MediaBox [0 0 595 842]", box.encode()))
        assert ("planted" in read_pdf(path, id="l").text) == seen


@pytest.mark.parametrize(
    "content",
    [
        f"0.9 g 0 0 595 842 re f 0 g 3 Tr {PAGE}",
        f"{PAGE} 0.9 g 0 0 595 842 re f",
        f"q 595 0 0 842 0 0 cm /X1 Do Q 3 Tr {PAGE}",
    ],
    ids=["render mode 3", "below the picture", "above the picture"],
)
def test_the_recognised_text_of_a_scan_is_kept(tmp_path: Path, content: str) -> None:
    path = raw_pdf(tmp_path / "o.pdf", content, xobjects="/X1 10 0 R", objects={10: PICTURE})
    paper = read_pdf(path, id="o")
    for line in VISIBLE:
        assert line in paper.text
    assert paper.warnings == ()


@pytest.mark.parametrize(
    "hidden",
    [
        f"q 0.02 0 0 0.02 60 60 cm 3 Tr {BELOW} Q",
        f"q 0 0 1 1 re W n {BELOW} Q",
    ],
    ids=["tiny", "clipped to nothing"],
)
@pytest.mark.parametrize("kind", ["render mode 3", "below the picture"])
def test_what_no_scan_shows_is_not_among_its_recognised_text(tmp_path: Path, kind: str, hidden: str) -> None:
    drawn = "0.9 g 0 0 595 842 re f"
    content = f"{drawn} 0 g 3 Tr {PAGE} {hidden}" if kind == "render mode 3" else f"{PAGE} {hidden} {drawn}"
    paper = read_pdf(raw_pdf(tmp_path / "o.pdf", content), id="o")
    assert "planted" not in paper.text
    for line in VISIBLE:
        assert line in paper.text
    assert "hidden characters left out" in paper.warnings[0]


@pytest.mark.parametrize(
    "content",
    [f"3 Tr {PAGE} {BELOW}", f"q 1 g {BELOW} Q {PAGE} 0.9 g 0 0 595 842 re f"],
    ids=["no picture at all", "white below a shape"],
)
def test_a_page_without_a_picture_is_no_scan(tmp_path: Path, content: str) -> None:
    paper = read_pdf(raw_pdf(tmp_path / "o.pdf", content), id="o")
    assert "planted" not in paper.text
    assert "hidden characters left out" in paper.warnings[0]


def test_a_font_that_is_not_embedded_has_the_same_widths_whenever_it_is_read(tmp_path: Path) -> None:
    # PDFium keeps the shape that it gave a font put in for a missing one, from one file to the next.
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Nil /Encoding /WinAnsiEncoding >>"
    drawn = f"{PAGE} /F2 10 Tf q /Clear gs {BELOW} Q".replace("/F1", "/F2")
    path = raw_pdf(tmp_path / "w.pdf", drawn, fonts="/F2 10 0 R", objects={10: font})
    first = read_pdf(path, id="w")
    assert read_pdf(path, id="w") == first


def test_what_is_printed_twice_is_read_once(tmp_path: Path) -> None:
    again = shown(LINES, x=72.3, y=740)
    paper = read_pdf(raw_pdf(tmp_path / "d.pdf", f"{PAGE} {again}"), id="d")
    for line in VISIBLE:
        assert paper.text.count(line) == 1
    assert paper.warnings == ()


def test_words_hidden_within_a_visible_line_leave_it_whole(tmp_path: Path) -> None:
    line = (
        "BT /F1 10 Tf 1 0 0 1 72 400 Tm (The red ) Tj 3 Tr (planted) Tj 0 Tr"
        " 1 0 0 1 106 400 Tm (lamps shone.) Tj ET"
    )
    paper = read_pdf(raw_pdf(tmp_path / "w.pdf", f"{PAGE} {line}"), id="w")
    assert "The red lamps shone." in paper.text


def test_words_given_one_by_one_instead_of_what_is_drawn_are_no_text(tmp_path: Path) -> None:
    given = "".join(
        f" /Span << /ActualText ({word} ) >> BDC {shown(['o' * len(word)], y=500 - 20 * k)} EMC"
        for k, word in enumerate(" ".join(SECRET).split())
    )
    paper = read_pdf(raw_pdf(tmp_path / "g.pdf", f"{PAGE} {given}"), id="g")
    assert "planted" not in paper.text
    assert "harmless" not in paper.text
    assert "hidden characters left out" in paper.warnings[0]


def test_signs_that_a_file_gives_for_decorated_letters_are_read(tmp_path: Path) -> None:
    line = "BT /F1 10 Tf 72 400 Td /Span << /ActualText (T) >> BDC (7) Tj EMC (he lamps were left on.) Tj ET"
    paper = read_pdf(raw_pdf(tmp_path / "t.pdf", f"{PAGE} {line}"), id="t")
    assert "The lamps were left on." in paper.text
    assert paper.warnings == ()


def test_the_text_of_an_annotation_is_not_the_papers(tmp_path: Path) -> None:
    form = stream(
        shown(SECRET, x=0, y=20),
        "/Type /XObject /Subtype /Form /BBox [0 0 300 60] /Resources << /Font << /F1 5 0 R >> >>",
    )
    path = raw_pdf(
        tmp_path / "a.pdf",
        PAGE,
        page="/Annots [11 0 R]",
        objects={
            10: form,
            11: "<< /Type /Annot /Subtype /Stamp /Rect [60 370 360 430] /F 0 /AP << /N 10 0 R >> >>",
        },
    )
    assert "planted" not in read_pdf(path, id="a").text
