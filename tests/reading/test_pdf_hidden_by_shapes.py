"""Words under, over and within shapes, masks and clips: what nobody sees is no text, its visible twin is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import raw_pdf, shown, stream
from tests.reading.test_pdf_hidden import (
    BELOW,
    FONT,
    GROUP,
    PAGE,
    PICTURE,
    SECRET,
    SHADING,
    VISIBLE,
    masked,
    pattern,
)

Options = dict[str, object]

_ON = "/OCProperties << /OCGs [90 0 R] /D << /ON [90 0 R] >> >>"
_OFF = "/OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] >> >>"
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
_BOX = "60 370 400 60 re f"
_STRIPS = " ".join(f"60 {370 + k} 400 1.2 re f" for k in range(60))
_LINES = "2.5 w " + " ".join(f"60 {370 + 2 * k} m 460 {370 + 2 * k} l S" for k in range(30))
_ROUNDED = "70 370 m 450 370 l 460 380 l 460 420 l 450 430 l 70 430 l 60 420 l 60 380 l h f"
_TRIANGLE = "0 842 m 595 842 l 0 0 l h W n"  # all but the lower right half of the page
_DEEP = 9  # levels of forms within forms


def form(content: str, entries: str = "", resources: str = FONT) -> str:
    """Return a form of the size of the page."""
    return stream(content, f"{_FORM} {entries} /Resources << {resources} >>")


def deep(content: str, around: str = "/X1 Do", group: str = "") -> Options:
    """Return a form X1 within many others. around: what the last but one of them draws."""
    outer = {
        10 + k: form("/X1 Do" if k < _DEEP - 1 else around, group, f"/XObject << /X1 {11 + k} 0 R >>")
        for k in range(_DEEP)
    }
    return {"xobjects": "/X1 10 0 R", "objects": {**outer, 10 + _DEEP: form(content)}}


def in_masked_group(content: str, lightness: int) -> Options:
    """Return a form X1, and a graphics state M that masks it by this lightness."""
    options = masked(lightness)
    assert isinstance(options["objects"], dict)
    return {
        **options,
        "xobjects": "/X1 13 0 R",
        "objects": {**options["objects"], 13: form(content, "/Group << /S /Transparency >>")},
    }


def shading(lightness: int) -> Options:
    """Return a shading Sh1 of one lightness."""
    return {
        "page": f"/Resources << {FONT} /Shading << /Sh1 30 0 R >> >>",
        "objects": {30: SHADING.replace("[1] /C1 [1]", f"[{lightness}] /C1 [{lightness}]")},
    }


_ONE_FORM: Options = {
    "xobjects": "/X1 10 0 R",
    "objects": {10: form(f"0 g {_BOX}", "/Group << /S /Transparency >>")},
}

# Each: what is drawn, and further objects and entries of the file.
HIDDEN: dict[str, tuple[str, Options]] = {
    "in a masked group": (f"{PAGE} q /M gs /X1 Do Q", in_masked_group(BELOW, 0)),
    "black on a black rounded shape": (f"{PAGE} 0 g {_ROUNDED} {BELOW}", {}),
    "black on a black line": (f"{PAGE} 0 G 60 w 60 400 m 460 400 l S {BELOW}", {}),
    "black on black strips": (f"{PAGE} 0 g {_STRIPS} {BELOW}", {}),
    "covered by strips": (f"{PAGE} {BELOW} 1 g {_STRIPS}", {}),
    "covered by lines": (f"{PAGE} {BELOW} 1 G {_LINES}", {}),
    "black on a black pattern": (f"{PAGE} /Pattern cs /P1 scn {_BOX} 0 g {BELOW}", pattern(0)),
    "black on a black shading": (f"{PAGE} q 60 370 400 60 re W n /Sh1 sh Q 0 g {BELOW}", shading(0)),
    "a few words on a black picture": (
        f"{PAGE} q 400 0 0 60 60 370 cm /X1 Do Q {shown(['Planted harmless'], y=400)}",
        {"xobjects": "/X1 10 0 R", "objects": {10: PICTURE.replace("\x80", "\0")}},
    ),
    "clipped by a triangle": (f"{PAGE} q {_TRIANGLE} {shown(SECRET, x=380, y=60)} Q", {}),
    "outlined without opacity": (f"{PAGE} q /Bare gs 1 Tr {BELOW} Q", {"states": "/Bare << /CA 0 >>"}),
    "outlined in white, and clipping": (f"{PAGE} q 5 Tr 1 G {shown([' '.join(SECRET)], y=400)} Q", {}),
    "covered by a box that is nearly opaque": (
        f"{PAGE} {BELOW} q /Most gs 1 g {_BOX} Q",
        {"states": "/Most << /ca 0.99 >>"},
    ),
    "covered by a box that lightens": (
        f"{PAGE} {BELOW} q /Light gs 1 g {_BOX} Q",
        {"states": "/Light << /BM /Lighten >>"},
    ),
    "covered by an opaque mask": (f"{PAGE} {BELOW} q /M gs 1 g {_BOX} Q", masked(1)),
    "covered by a box far beyond the page": (f"{PAGE} {BELOW} 1 g 60 -9000 400 9430 re f", {}),
    "covered, above many larger boxes": (
        f"1 g {'0 0 595 842 re f ' * 1100} 0 g {PAGE} {BELOW} 1 g {_BOX}",
        {},
    ),
    "covered, after more objects than are examined": (
        f"{'0 0 1 1 re f ' * 30_010}{PAGE} {BELOW} 1 g {_BOX}",
        {},
    ),
    "clipped deep within forms": (f"{PAGE} /X1 Do", deep(BELOW, "60 100 40 40 re W n /X1 Do")),
    "covered from deep within forms": (f"{PAGE} {BELOW} /X1 Do", deep(f"1 g {_BOX}")),
    "deep within a transparent form": (
        f"{PAGE} q /Clear gs /X1 Do Q",
        deep(BELOW, group="/Group << /S /Transparency >>"),
    ),
    "white on a black box of a layer that is off": (
        f"{PAGE} /OC /L1 BDC 0 g {_BOX} EMC 1 g {BELOW}",
        {"catalog": _OFF},
    ),
    "white on a black box in a transparent form": (f"{PAGE} q /Clear gs /X1 Do Q 1 g {BELOW}", _ONE_FORM),
    "white on a black box in a masked form": (
        f"{PAGE} q /M gs /X1 Do Q 1 g {BELOW}",
        in_masked_group(f"0 g {_BOX}", 0),
    ),
    "white beside a black triangle": (f"{PAGE} 0 g 0 500 m 500 500 l 500 380 l h f 1 g {BELOW}", {}),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_shapes_hide_is_no_text_and_is_counted(tmp_path: Path, kind: str) -> None:
    content, options = HIDDEN[kind]
    paper = read_pdf(raw_pdf(tmp_path / "h.pdf", content, **options), id="h")  # type: ignore[arg-type]
    assert "lanted" not in paper.text
    assert "harmless" not in paper.text
    assert len(paper.warnings) == 1
    assert "hidden characters left out" in paper.warnings[0]
    for line in VISIBLE:
        assert line in paper.text


def test_a_page_that_is_covered_but_for_a_few_lines_is_no_scan(tmp_path: Path) -> None:
    lines = [f"A planted order of harmless words that nobody sees {number}" for number in range(55)]
    content = (
        f"{shown(lines, y=800)} {shown(lines, x=330, y=800)} 1 g 0 0 595 842 re f 0 g {shown(VISIBLE[:6])}"
    )
    paper = read_pdf(raw_pdf(tmp_path / "h.pdf", content), id="h")
    assert "planted" not in paper.text
    assert VISIBLE[0] in paper.text


SHOWN: dict[str, tuple[str, Options]] = {
    "in a group that is not masked": (f"{PAGE} q /M gs /X1 Do Q", in_masked_group(BELOW, 1)),
    "white on a black rounded shape": (f"{PAGE} 0 g {_ROUNDED} 1 g {BELOW}", {}),
    "black on a white box on black": (f"{PAGE} 0 g 50 360 420 80 re f 1 g {_BOX} 0 g {BELOW}", {}),
    "black on grey strips": (f"{PAGE} 0.7 g {_STRIPS} 0 g {BELOW}", {}),
    "black on a white pattern": (f"{PAGE} /Pattern cs /P1 scn {_BOX} 0 g {BELOW}", pattern(1)),
    "black on a white shading": (f"{PAGE} q 60 370 400 60 re W n /Sh1 sh Q 0 g {BELOW}", shading(1)),
    "within a triangle": (f"{PAGE} q {_TRIANGLE} {BELOW} Q", {}),
    "outlined, and clipping": (f"{PAGE} q 5 Tr 0 G {shown([' '.join(SECRET)], y=400)} Q", {}),
    "under a box that is nearly clear": (
        f"{PAGE} {BELOW} q /Some gs 1 g {_BOX} Q",
        {"states": "/Some << /ca 0.3 >>"},
    ),
    "under a mask that shows nothing": (f"{PAGE} {BELOW} q /M gs 1 g {_BOX} Q", masked(0)),
    "below more objects than are examined": (f"{'0 0 1 1 re f ' * 30_010}{PAGE} {BELOW}", {}),
    "deep within forms": (f"{PAGE} /X1 Do", deep(BELOW)),
    "white on a black box of a layer that is on": (
        f"{PAGE} /OC /L1 BDC 0 g {_BOX} EMC 1 g {BELOW}",
        {"catalog": _ON},
    ),
    "white on a black box in a form": (f"{PAGE} /X1 Do 1 g {BELOW}", _ONE_FORM),
    "under a layer that is off": (f"{PAGE} {BELOW} /OC /L1 BDC 1 g {_BOX} EMC", {"catalog": _OFF}),
    "in a blend of the page": (f"{PAGE} q /Multi gs {BELOW} Q", {"states": "/Multi << /BM /Multiply >>"}),
    "in a group of its own": (
        f"{PAGE} /X1 Do",
        {"xobjects": "/X1 10 0 R", "objects": {10: stream(BELOW, f"{GROUP} /Resources << {FONT} >>")}},
    ),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_the_visible_twin_is_kept(tmp_path: Path, kind: str) -> None:
    content, options = SHOWN[kind]
    paper = read_pdf(raw_pdf(tmp_path / "s.pdf", content, **options), id="s")  # type: ignore[arg-type]
    assert "planted" in paper.text
    assert "harmless" in paper.text
    assert paper.warnings == ()


def test_small_signs_are_no_less_visible_than_words(tmp_path: Path) -> None:
    line = "The vertices are labelled 0, 1, . . . , n - 1 , and the slope was - 3 ."
    content = f"{PAGE} /OC /L1 BDC {shown([line], y=400, size=9)} EMC"
    paper = read_pdf(raw_pdf(tmp_path / "s.pdf", content, catalog=_ON), id="s")
    assert "0, 1, . . . , n - 1 , and the slope was - 3 ." in paper.text
    assert paper.warnings == ()
