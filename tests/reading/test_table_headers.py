"""Which rows of a table head its columns, in every format that a table may come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.paper import Header
from generator.core.table_sentences import rows_of
from generator.reading.docx.reader import read_docx
from generator.reading.html.reader import read_html
from generator.reading.jats.reader import read_jats
from generator.reading.latex.reader import read_latex
from generator.reading.markdown.reader import read_markdown
from generator.reading.plain.plain_text import read_text
from generator.reading.tei.reader import read_tei
from tests.reading import word
from tests.reading.jats_articles import article

READERS = {
    "xml": read_jats, "html": read_html, "md": read_markdown, "tex": read_latex, "txt": read_text,
    "tei.xml": read_tei,
}  # fmt: skip

LAMPS = Header(1, ("Lamp", "Moths", "Nights"))
SPANNED = Header(2, ("Lamp", "Moths caught", "Moths seen"))
ROWS = "<tr><td>Sodium</td><td>12</td><td>3</td></tr><tr><td>LED</td><td>14</td><td>4</td></tr>"
TWO_ROWS = "<tr><th rowspan='2'>Lamp</th><th colspan='2'>Moths</th></tr><tr><th>caught</th><th>seen</th></tr>"
PLAIN = "<tr><td>Lamp</td><td>Moths</td><td>Nights</td></tr>"
CALS = (
    "<tgroup cols='3'><colspec colname='a'/><colspec colname='b'/><colspec colname='c'/><thead>"
    "<row><entry morerows='1'>Lamp</entry><entry namest='b' nameend='c'>Moths</entry></row>"
    "<row><entry>caught</entry><entry>seen</entry></row></thead><tbody><row><entry>LED</entry>"
    "<entry>14</entry><entry>4</entry></row></tbody></tgroup>"
)


def jats(inside: str) -> str:
    return article(f"<p>Moths fly.</p><table-wrap><table>{inside}</table></table-wrap>")


def html(inside: str) -> str:
    return f"<html><body><p>Moths fly to lamps at night.</p><table>{inside}</table></body></html>"


def tex(inside: str) -> str:
    return (
        "\\documentclass{article}\\begin{document}Moths fly to lamps.\n\\begin{tabular}{lrr}"
        f"{inside}\\end{{tabular}}\\end{{document}}"
    )


def tei(inside: str) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Moths</title>'
        "</titleStmt></fileDesc></teiHeader><text><body><div><p>Moths fly to lamps at night.</p>"
        f'<figure type="table"><table>{inside}</table></figure></div></body></text></TEI>'
    )


CASES = {
    "jats thead": ("xml", jats(f"<thead>{PLAIN}</thead><tbody>{ROWS}</tbody>"), LAMPS),
    "jats th": ("xml", jats(PLAIN.replace("td>", "th>") + ROWS), LAMPS),
    "jats unmarked": ("xml", jats(PLAIN + ROWS), LAMPS),
    "jats two rows": ("xml", jats(f"<thead>{TWO_ROWS}</thead>{ROWS}"), SPANNED),
    "jats cals": ("xml", jats(CALS), SPANNED),
    "jats title of rows": (
        "xml",
        jats(f"<thead><tr><th colspan='3'>Summer</th></tr>{PLAIN}</thead><tbody>{ROWS}</tbody>"),
        Header(2, ("Lamp", "Moths", "Nights")),
    ),
    "jats first column headed above": (
        "xml",
        jats(f"<thead><tr><th>Lamp</th></tr><tr><th/><th>Moths</th><th>Nights</th></tr></thead>{ROWS}"),
        Header(2, ("Lamp", "Moths", "Nights")),
    ),
    "jats words alone": ("xml", jats("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"), Header()),
    "jats numbers alone": ("xml", jats(ROWS), Header()),
    "html thead": ("html", html(f"<thead>{PLAIN}</thead><tbody>{ROWS}</tbody>"), LAMPS),
    "html two rows": ("html", html(TWO_ROWS + ROWS), SPANNED),
    "html first column of th": (
        "html",
        html("<tr><th>Sodium</th><td>12</td></tr><tr><th>LED</th><td>14</td></tr>"),
        Header(),
    ),
    "html all th": ("html", html(ROWS.replace("td>", "th>")), Header()),
    "html years": (
        "html",
        html("<tr><td>Lamp</td><td>2019</td><td>2020</td></tr>" + ROWS),
        Header(1, ("Lamp", "2019", "2020")),
    ),
    "markdown": ("md", "# Moths\n\n| Lamp | Moths | Nights |\n|---|---|---|\n| LED | 14 | 4 |\n", LAMPS),
    "markdown of words": (
        "md",
        "# Moths\n\n| Lamp | Colour |\n|---|---|\n| LED | white |\n",
        Header(1, ("Lamp", "Colour")),
    ),
    "pandoc without header": (
        "md",
        "# Moths\n\n-------  ----\nSodium   red\nLED      blue\n-------  ----\n\nThey fly.\n",
        Header(),
    ),
    "latex midrule": (
        "tex",
        tex(r"\toprule Lamp & \multicolumn{2}{c}{Moths}\\ \cmidrule{2-3} & caught & seen\\"
            r"\midrule LED & 4 & 5\\ \bottomrule"),
        SPANNED,
    ),
    "latex hlines": (
        "tex",
        tex(r"\hline Lamp & Moths & Nights\\ \hline LED & white & four\\ \hline"
            r"Sodium & red & five\\ \hline"),
        LAMPS,
    ),
    "latex unruled": ("tex", tex(r"Lamp & Moths & Nights\\ LED & 14 & 4\\"), LAMPS),
    "plain": ("txt", "Moths at lamps\n\nLamp    Moths    Nights\nSodium    12    3\nLED    14    4\n", LAMPS),
    "tei label": (
        "tei.xml",
        tei("<row role='label'><cell>Lamp</cell><cell>Moths</cell><cell>Nights</cell></row>"
            "<row><cell>LED</cell><cell>few</cell><cell>4</cell></row>"),
        LAMPS,
    ),
    "tei unmarked": (
        "tei.xml",
        tei("<row><cell>Lamp</cell><cell>Moths</cell><cell>Nights</cell></row>"
            "<row><cell>LED</cell><cell>14</cell><cell>4</cell></row>"),
        LAMPS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_heads_the_columns(case: str, tmp_path: Path) -> None:
    ending, text, header = CASES[case]
    path = tmp_path / f"paper.{ending}"
    path.write_text(text, encoding="utf-8")
    paper = READERS[ending](path, id="paper")
    found = [p.header for s in paper.sections for p in s.paragraphs if p.role == "table"]
    assert found == [header]


@pytest.mark.parametrize("marked", [False, True])
def test_the_first_row_of_a_table_in_word(marked: bool, tmp_path: Path) -> None:
    rows = [["Lamp", "Moths"], ["LED", "14"], ["Sodium", "few"]]
    body = word.table(*([word.par(cell) for cell in row] for row in rows))
    if marked:
        body = body.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    path = word.write_docx(tmp_path / "paper.docx", word.par("Moths fly to lamps at night.") + body)
    paper = read_docx(path, id="paper")
    (section,) = paper.sections
    number = next(n for n, p in enumerate(section.paragraphs) if p.role == "table")
    assert section.paragraphs[number].header == Header(1, ("Lamp", "Moths"))
    said = [row.in_words if row else "" for row in rows_of(section, number)]
    assert said == ["", "Lamp: LED; Moths: 14", "Lamp: Sodium; Moths: few"]
