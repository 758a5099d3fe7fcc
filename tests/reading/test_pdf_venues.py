"""The journal of a paper, as its running lines and first page name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reading.pdf import read_pdf
from generator.reading.pdf.identity.venues import venue_of
from tests.reading.pdf_sheets import Sheets, sentences, wrap


@pytest.mark.parametrize(
    ("line", "venue"),
    [
        ("De Lane et al. Journal of Lamps and Moths (2016) 13:22 Page 2 of 9", "Journal of Lamps and Moths"),
        ("Lamp Reports 2014, 14:1", "Lamp Reports"),
        ("Proc. R. Moth Soc. B (2002) 269, 1307-1312 1307", "Proc. R. Moth Soc. B"),
        ("lampologica | 2018; 103(2) 237", "lampologica"),
        ("238 lampologica | 2018; 103(2)", "lampologica"),
        ("© Journal of Lamp Oncology. All rights reserved. J Lamp Oncol 2020;11(4):770-789", "J Lamp Oncol"),
        ("Journal of Lamp Oncology, Vol 11, No 4 August 2020 771", "Journal of Lamp Oncology"),
        ("2282 LAMA June 9, 2020 Volume 323, Number 22 lama.com", "LAMA"),
        ("lama.com LAMA June 9, 2020 Volume 323, Number 22 2283", "LAMA"),
        ("Borders in Lampology 01 bordersin.org", "Borders in Lampology"),
        ("Lamp Science 2020, Vol. 31(10) 1222-1235 © The Authors 2020", "Lamp Science"),
        ("J. Lamp Med. 2019; 47(7): 750-756", "J. Lamp Med"),
        ("Lane et al.: Counting moths at lamps 751", ""),
        ("Received 12 March 2002 Accepted 28 March 2002", ""),
        ("Downloaded from https://moths.example/ on 24 July 2025", ""),
        ("Anna Lane and Ben Best", ""),
    ],
)
def test_lines_that_name_the_journal(line: str, venue: str) -> None:
    assert venue_of([line], "Counting moths at lamps") == venue


def test_a_name_with_stops_is_one_name(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(80, 40, "J. Lamp. Med. 2019; 47(7): 750-756", 8)
    sheets.line(80, 80, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(80, 100, "Anna Lane and Ben Best", 10)
    sheets.line(80, 130, "Introduction", 11, "Times-Bold")
    lines = wrap(sentences(1, 40), 440, 10, "Times-Roman", indent=10)
    sheets.set_lines(lines, 80, 150, 440, 10, "Times-Roman", 12)
    assert read_pdf(sheets.save(), id="paper").metadata.venue == "J. Lamp. Med"
