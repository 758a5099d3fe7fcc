"""A page of many words, shapes, pictures, links or accents takes time in proportion to their number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.reading.pdf import calls, read_pdf
from tests.reading.pdf_sheets import raw_pdf, sentence, shown
from tests.reading.test_growth import assert_linear, read_or_refuse
from tests.reading.test_pdf_hidden import PICTURE

_PAGE = shown([sentence(number) for number in range(1, 9)], y=740)


def words(count: int) -> str:
    """Return short words all over the page, each an object of its own."""
    return "\n".join(
        f"BT /F1 5 Tf 1 0 0 1 {20 + k * 23 % 500} {20 + k * 23 // 500 * 6 % 780} Tm (w{k % 100}ab) Tj ET"
        for k in range(count)
    )


def boxes(count: int) -> str:
    return "\n".join(f"{k * 5 % 500} {k % 500} 20 20 re f" for k in range(count))


def pictures(count: int) -> str:
    return f"{'q 40 0 0 60 560 800 cm /X1 Do Q ' * count} {words(count)}"


def links(count: int) -> str:
    box = "/Subtype /Link /Rect [{0} 20 {1} 780] /A << /S /URI /URI (http://a.org) >>"
    each = [f"<< /Type /Annot {box.format(20 + k % 500, 24 + k % 500)} >>" for k in range(count)]
    return f"/Annots [{' '.join(each)}]"


def pale(count: int) -> str:
    return f"0.5 g {boxes(count)} 1 g {words(count)}"


def covered(count: int) -> str:
    return f"{words(count)} 1 g {boxes(count)}"


def letters(count: int) -> str:
    """Return letters one below the other, beyond the left edge of the text."""
    return "\n".join(f"BT /F1 2 Tf 1 0 0 1 20 {20 + k * 0.7:.1f} Tm (a) Tj ET" for k in range(count))


PAGES: dict[str, Callable[[int], str]] = {
    "pictures": pictures,
    "pale words and boxes": pale,
    "boxes over words": covered,
    "words": words,
    "letters one below the other": letters,
    "words with links": words,
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_of_many_things(tmp_path: Path, kind: str) -> None:
    def work(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}.pdf"
        raw_pdf(
            path,
            f"{_PAGE} {PAGES[kind](size)}",
            xobjects="/X1 10 0 R",
            objects={10: PICTURE},
            page=links(size) if kind.endswith("links") else "",
        )
        return partial(read_or_refuse, path, "pdf")

    assert_linear(work, 2500)


def test_accents_ask_for_the_place_of_each_letter_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each accent without a letter searches all of the line for one."""
    line = "(na\xa8\xb4\xb8\xa8\xb4\xb8\xa8\xb4\xb8ive caf\xb4e Pad\xb4e Farber \xa8) Tj 0 -12 Td "
    path = raw_pdf(tmp_path / "a.pdf", f"{_PAGE} BT /F1 10 Tf 72 600 Td {line * 45} ET")
    asked = 0
    ink_box = calls.ink_box

    def counted(*place: object) -> object:
        nonlocal asked
        asked += 1
        return ink_box(*place)

    monkeypatch.setattr(calls, "ink_box", counted)
    paper = read_pdf(path, id="a")
    assert "Farber" in paper.text
    assert asked < 3 * len(paper.text)
