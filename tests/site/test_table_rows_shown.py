"""A row of a table that is evidence is shown as a table, with what heads each cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from generator.core import Place, Snippet
from generator.core.table_sentences import TableRow
from generator.site.content.page_links import anchor
from generator.site.texts.text_places import QuoteSource
from generator.site.views.quotes import parts_of, place_in, quotes_of
from tests.published_sites import Site, answered, passage

ROW = TableRow("Table 1. Settings.", (("Model", "Small net"), ("Value of <b>seed</b>", "42")))


@pytest.mark.parametrize("pages", ["papers/*.html", "a/*/index.html"])
def test_a_row_of_a_table_is_shown_under_what_heads_its_cells(pages: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "project")
    paper = site.paper("moths.md", "# Methods\n\n| Model | Seed |\n|---|---|\n| Small net | 42 |\n")
    evidence = replace(passage(paper, "Small net | 42"), row=ROW)
    site.ledger.record([answered(paper, "random-seeds", ["The seed was 42."], [evidence])])
    shown = [
        (quote, quote.getparent())
        for page in site.publish().glob(pages)
        for quote in lxml.html.fromstring(page.read_bytes()).xpath("//blockquote[table]")
    ]
    assert shown
    for quote, item in shown:
        assert quote.xpath("string(.//caption)") == "Table 1. Settings."
        assert quote.xpath(".//thead//th/text()") == ["Model", "Value of <b>seed</b>"]
        assert quote.xpath(".//tbody//td/mark/text()") == ["Small net", "42"]
        assert "Table 1, Methods" in item.text_content()


@pytest.mark.parametrize(
    ("text", "row", "place"),
    [
        ("a | 1", ROW, "Table 1, Results"),
        ("a | 1", TableRow("What was set."), "Table, Results"),
        ("Figure 5. The network.", None, "Caption of Figure 5, Results"),
        ("Supplementary Table S2: All runs.", None, "Caption of Supplementary Table S2, Results"),
        ("Table 2 shows all runs.", None, "Results"),
        ("Figures were drawn in R.", None, "Results"),
    ],
)
def test_the_place_of_a_passage_names_its_table_or_figure(
    text: str, row: TableRow | None, place: str
) -> None:
    found = Snippet(text, Place(0, len(text), "Results", "results"), row=row)
    assert place_in(found, tuple(parts_of(found))) == place


def test_a_cell_that_stands_above_for_several_rows_is_no_quote_of_this_one() -> None:
    row = TableRow("Table 3.", (("Site", "North"), ("Traps", "12")))
    snippet = Snippet("| 12", Place(0, 4, "Results", "results"), row=row)
    (quote,) = quotes_of({1: snippet}, anchor("a"), QuoteSource(""))
    assert [(cell.text, cell.printed) for cell in quote.cells] == [("North", False), ("12", True)]
