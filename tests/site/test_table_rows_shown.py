"""A row of a table that is evidence is shown as printed, and below it what heads each cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from generator.core.tables import TableRow
from tests.published_sites import Site, answered, passage

ROW = TableRow("Table 1. Settings.", (("Model", "Small net"), ("Value of <b>seed</b>", "42")))


@pytest.mark.parametrize("pages", ["papers/**/*.html", "a/*/index.html"])
def test_a_row_of_a_table_is_shown_as_printed_with_its_headings_below(pages: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "project")
    paper = site.paper("moths.md", "# Methods\n\n| Model | Seed |\n|---|---|\n| Small net | 42 |\n")
    evidence = replace(passage(paper, "Small net | 42"), row=ROW)
    site.ledger.record([answered(paper, "random-seeds", ["The seed was 42."], [evidence])])
    folder = site.publish()
    texts = [
        " ".join(lxml.html.fromstring(page.read_bytes()).text_content().split())
        for page in folder.glob(pages)
    ]
    assert any(
        "Small net | 42 In a table: Table 1. Settings. Model: Small net; Value of <b>seed</b>: 42"
        in text.replace("Settings.Model", "Settings. Model")
        for text in texts
    )
