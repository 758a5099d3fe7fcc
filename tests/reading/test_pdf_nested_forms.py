"""Forms within forms are counted before a page is drawn: their number may be a power of the file's size."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import UnreadablePaper
from generator.reading.pdf import read_pdf
from tests.reading.pdf_sheets import raw_pdf, sentence, shown, stream, wrap

_LINES = wrap(" ".join(sentence(number) for number in range(1, 9)), 450, 10, "Times-Roman", justify=False)
_PAGE = shown([line for _, line, _ in _LINES], y=740)
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
_WORDS = shown(["Words of a figure"], y=300)


def nested(path: Path, content: str, levels: int, last: str = _WORDS) -> Path:
    """Write a page with a form that draws another one, and so on; ``content`` is that of each."""
    forms = {
        10 + k: stream(content, f"{_FORM} /Resources << /XObject << /X {11 + k} 0 R >> >>")
        for k in range(levels)
    }
    forms[10 + levels] = stream(last, f"{_FORM} /Resources << /Font << /F1 5 0 R >> >>")
    return raw_pdf(path, f"{_PAGE} /X Do", xobjects="/X 10 0 R", objects=forms)


@pytest.mark.parametrize(
    ("content", "levels"),
    [("/X Do /X Do", 24), ("/X Do " * 10, 7), ("q 1 0 0 1 0 0 cm /X\tDo Q " * 1000, 3), ("(X) Do " * 10, 7)],
)
def test_forms_that_multiply_are_refused_in_one_sentence(tmp_path: Path, content: str, levels: int) -> None:
    path = nested(tmp_path / "x.pdf", content, levels)
    with pytest.raises(UnreadablePaper, match=r"300,000 forms within forms on page 1; save it again"):
        read_pdf(path, id="x")


def test_a_form_that_draws_itself_is_refused_if_it_multiplies(tmp_path: Path) -> None:
    for times, refused in ((2, True), (1, False)):
        own = {10: stream("/X Do " * times, f"{_FORM} /Resources << /XObject << /X 10 0 R >> >>")}
        path = raw_pdf(tmp_path / "x.pdf", f"{_PAGE} /X Do", xobjects="/X 10 0 R", objects=own)
        if refused:
            with pytest.raises(UnreadablePaper, match="forms within forms"):
                read_pdf(path, id="x")
        else:
            assert sentence(1) in read_pdf(path, id="x").text


@pytest.mark.parametrize(
    ("content", "levels"), [("/X Do", 30), ("/X Do " * 10, 3), ("/Y Do " * 5000 + "/X Do", 3)]
)
def test_figures_within_figures_are_read(tmp_path: Path, content: str, levels: int) -> None:
    paper = read_pdf(nested(tmp_path / "x.pdf", content, levels), id="x")
    assert sentence(8) in paper.text
    assert "Words of a figure" in paper.text
    assert not paper.warnings
