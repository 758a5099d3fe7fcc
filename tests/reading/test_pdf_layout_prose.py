"""What is a sentence and what is none: formulas, code, links, lines that stand for themselves, rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from generator.core import Paper
from generator.reading.pdf import read_pdf
from generator.reading.pdf.built import FORMULA
from generator.reading.pdf.columns import reading_order
from generator.reading.pdf.fonts import NO_FONT
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.text_lines import TextLine
from tests.reading.pdf_sheets import Sheets, numbers_of, sentences, texts

LEFT, WIDTH = 72.0, 450.0


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    made = Sheets(tmp_path / "paper.pdf")
    made.line(LEFT, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    made.line(LEFT, 92, "Freya Brandt and Oskar Lind", 12)
    made.line(LEFT, 130, "Methods", 12, "Times-Bold")
    return made


def text(sheets: Sheets, y: float, words: str, **options: float) -> float:
    return sheets.paragraph(LEFT, y, WIDTH, words, **options)


def read(sheets: Sheets) -> Paper:
    return read_pdf(sheets.save(), id="paper")


def ending(paper: Paper, end: str) -> str:
    """Return the one sentence of running text that ends so."""
    (found,) = [t for t in texts(paper, role="prose") if t.endswith(end)]
    return found


def formula(sheets: Sheets, y: float, number: str = "(1)") -> float:
    sheets.line(240, y, "moths")
    sheets.line(200, y + 7, "rate  =")
    sheets.line(500, y + 7, number)
    sheets.line(240, y + 14, "n + k")
    return y + 36


@pytest.mark.parametrize("before", ["The rate of a lamp is given by", "The rate is found as follows:"])
def test_a_formula_belongs_to_the_sentence_around_it(sheets: Sheets, before: str) -> None:
    y = formula(sheets, text(sheets, 150, f"{sentences(1, 9)} {before}") + 10)
    y = text(sheets, y, "where n is the number of nights that we saw.", indent=0)
    text(sheets, y, sentences(10, 20))
    whole = ending(read(sheets), "that we saw.")
    assert whole.startswith(before)
    assert whole == f"{before} {FORMULA} (1) where n is the number of nights that we saw."


def test_the_number_of_a_formula_that_ends_a_sentence_is_no_sentence(sheets: Sheets) -> None:
    y = text(sheets, 150, f"{sentences(1, 9)} The rate of a lamp is given by") + 10
    sheets.line(200, y, "rate = moths + n.")
    sheets.line(500, y, "(1)")
    text(sheets, y + 24, sentences(10, 20))
    found = texts(read(sheets), role="prose")
    assert "(1)" not in found
    assert any(t.endswith("rate = moths + n.(1)") for t in found)


def test_a_formula_behind_a_stop_is_an_item(sheets: Sheets) -> None:
    y = formula(sheets, text(sheets, 150, sentences(1, 12)) + 10, "(7)")
    text(sheets, y, sentences(13, 20))
    paper = read(sheets)
    assert numbers_of(paper) == list(range(1, 21))
    (item,) = texts(paper, role="list")
    assert item == f"{FORMULA} (7)"
    assert not any(FORMULA in t for t in texts(paper, role="prose"))


def test_program_code_is_no_prose(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 8
    code = ["def moths(lamp):", "    seen = count(lamp.night)", "    return seen / lamp.hours"]
    for row, line in enumerate(code):
        sheets.line(90, y + 11 * row, line, 9, "Courier")
    text(sheets, y + 44, sentences(13, 20))
    paper = read(sheets)
    assert texts(paper, role="list") == [c.strip() for c in code]
    assert numbers_of(paper) == list(range(1, 21))


def test_a_line_of_code_within_a_sentence_stays_in_it(sheets: Sheets) -> None:
    y = text(sheets, 150, f"{sentences(1, 12)} The call that counts is") + 8
    sheets.line(90, y, "moths(lamp, night=3)", 9, "Courier")
    text(sheets, y + 20, f"where the lamp has a number. {sentences(13, 20)}", indent=0)
    assert (
        ending(read(sheets), "has a number.")
        == "The call that counts is moths(lamp, night=3) where the lamp has a number."
    )


def test_links_at_the_foot_of_a_page_are_items(sheets: Sheets) -> None:
    text(sheets, 150, sentences(1, 20))
    sheets.next_page()
    text(sheets, 80, sentences(21, 40))
    sheets.line(LEFT + 8, 740, "1 https://example.org/moths", 8)
    sheets.line(LEFT + 8, 750, "2 https://example.org/lamps", 8)
    paper = read(sheets)
    assert texts(paper, role="list") == ["1 https://example.org/moths", "2 https://example.org/lamps"]
    assert numbers_of(paper) == list(range(1, 41))


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("{number of moths}", "list"),
        ("Lindholm Symposium 2023", "list"),
        ("Moths at each of the", "prose"),  # cut from what follows it
        ("Lamps were lit at night.", "prose"),
    ],
)
def test_a_line_that_stands_for_itself_is_an_item(sheets: Sheets, line: str, role: str) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 12
    sheets.line(LEFT, y, line)
    text(sheets, y + 24, sentences(13, 20))
    assert line in texts(read(sheets), role=role)


@pytest.mark.parametrize("mark", ["[4]", "\u2212", "(b)"])
def test_items_need_no_stop(sheets: Sheets, mark: str) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 12
    sheets.line(LEFT, y, f"{mark} Moths at the lamps of the north and of the south, night by night", 10)
    text(sheets, y + 24, sentences(13, 20))
    (item,) = texts(read(sheets), role="list")
    assert item.endswith("night by night")


def test_a_title_that_runs_in_and_its_text_are_one_line(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 8
    sheets.line(LEFT, y, "Lamps.", 10, "Times-Bold")
    rest = "The numbers of moths at all lamps of the north are shown for every night of the year, with"
    y = sheets.paragraph(LEFT + 45, y, WIDTH - 45, rest, indent=0)
    text(sheets, y, f"those of the south. {sentences(13, 20)}", indent=0)
    whole = ending(read(sheets), "those of the south.")
    assert whole == f"{rest} those of the south."


def test_a_decimal_at_the_end_of_a_column_ends_no_sentence(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(45, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(45, 120, "Methods", 11, "Times-Bold")
    y = sheets.paragraph(45, 140, 243, sentences(1, 22), 9)
    sheets.paragraph(45, y, 243, "More moths came to the lamps of the north in July (10.3", 9, indent=0)
    y = sheets.paragraph(307, 140, 243, "vs. 4.1 per night). " + sentences(23, 40), 9, indent=0)
    paper = read(sheets)
    assert "More moths came to the lamps of the north in July (10.3 vs. 4.1 per night)." in texts(paper)


def test_rows_of_figures_are_no_prose(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 14
    row = "Lamps .26 .19 .19 .25 .21 .06 .30 .10 .04 .42 .07 .32 .93 .48 .15 .43 .21 .19 .59 .28"
    sheets.line(LEFT, y, row)
    text(sheets, y + 26, sentences(13, 20))
    paper = read(sheets)
    assert not any(".42" in t for t in texts(paper, role="prose"))
    assert any(".42" in t for t in texts(paper, role="table"))


def test_a_justified_paragraph_with_wide_blanks_is_no_table(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 12
    rows = [
        "Each of the lamps that we set up in the north stood for a month and we saw all moths",
        "that|came|to|q(t)|at|night.",
        "Formally we let the number of moths at a lamp be the count of those in all pictures as",
        "q(t),|and|their|mean|is",
        "taken|over|all|the",
        "nights of the month.",
    ]
    for number, row in enumerate(rows):
        words = row.split("|")
        if len(words) == 1:
            sheets.set_lines([(0, row, number < 5)], LEFT, y + 12 * number, WIDTH, 10, "Times-Roman", 12)
        for k, word in enumerate(words if len(words) > 1 else ()):
            sheets.line(LEFT + 0.93 * k * WIDTH / (len(words) - 1), y + 12 * number, word)
    text(sheets, y + 90, sentences(13, 20))
    paper = read(sheets)
    assert "Formally we let the number of moths at a lamp be the count" in " ".join(
        texts(paper, role="prose")
    )
    assert not texts(paper, role="table")


def test_a_title_in_italics_among_the_statements_stands_apart(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 8
    y = text(sheets, y, "Both of us counted the moths.", size=9, indent=12)
    sheets.line(LEFT, y, "Declaration of Conflicting Interests", 9, "Times-Italic")
    text(sheets, y + 10.8, "The authors declared that there were none at all.", size=9)
    found = texts(read(sheets), role="prose")
    assert "The authors declared that there were none at all." in found
    assert "Both of us counted the moths." in found


def test_a_footnote_in_the_type_of_the_text_is_told_by_its_number(sheets: Sheets) -> None:
    text(sheets, 150, sentences(1, 20))
    sheets.next_page()
    y = text(sheets, 80, f"{sentences(21, 30)} More of the moths that we saw at all lamps came to those of")
    sheets.line(LEFT + 12, y + 9, "2We left out all the lamps that were not lit for the whole of a night.")
    sheets.next_page()
    text(sheets, 80, f"the north than to those of the south. {sentences(31, 40)}", indent=0)
    whole = ending(read(sheets), "to those of the south.")
    assert whole.startswith("More of the moths")
    assert "2We" not in whole


def test_a_line_that_its_signs_make_taller_belongs_to_its_paragraph(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12))
    lines = [
        "Let the lamps of the north and of the south be put in the order in which they were lit so that A <",
        "B < C < D < E < F with A + B = 2 C for all of the lamps of the north, and let the others be put so",
        "that C < A. The others stood in the south.",
    ]
    for number, line in enumerate(lines):
        size = 8.5 if number == 1 else 10
        sheets.set_lines(
            [(0, line, number < 2)],
            LEFT,
            y + 12 * number + 5.5 * (number > 0),
            WIDTH,
            size,
            "Times-Roman",
            12,
        )
    text(sheets, y + 60, sentences(13, 20))
    assert ending(read(sheets), "that C < A.").startswith("Let the lamps")


def test_notes_that_say_how_to_read_a_table_are_no_prose(sheets: Sheets) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 20
    sheets.line(LEFT, y, "Table 1. Moths of the lamps.", 9, "Times-Bold")
    for number, row in enumerate([("North", "41", "38"), ("South", "37", "12"), ("West", "12", "9")]):
        for x, cell in zip((LEFT, 220, 340), row, strict=True):
            sheets.line(x, y + 14 + 11 * number, cell, 8)
    sheets.line(
        LEFT,
        y + 58,
        "The counts are those of all nights from May until the end of September, at all of our lamps.",
        8,
    )
    sheets.line(LEFT, y + 70, "a Counted by two of us in July.", 8)
    text(sheets, y + 100, sentences(13, 20))
    sheets.next_page()
    text(sheets, 80, sentences(21, 26), size=8)  # so that the notes are as large as some of the text
    paper = read(sheets)
    assert not any("counts are" in t or "Counted" in t for t in texts(paper, role="prose"))
    assert numbers_of(paper) == list(range(1, 27))


def test_a_sentence_goes_on_behind_a_colon_in_the_next_column(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(45, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(45, 120, "Methods", 11, "Times-Bold")
    y = sheets.paragraph(45, 140, 243, sentences(1, 22), 9)
    sheets.paragraph(45, y, 243, "We asked whether moths came to the lamps (response:", 9, indent=0)
    sheets.paragraph(307, 140, 243, "yes or no) and when. " + sentences(23, 40), 9, indent=0)
    assert "We asked whether moths came to the lamps (response: yes or no) and when." in texts(read(sheets))


def test_the_steps_of_an_algorithm_are_items(sheets: Sheets) -> None:
    y = text(sheets, 150, f"{sentences(1, 12)} We count as follows.") + 8
    steps = ["seen = 0", "for each lamp in the north do", "seen = seen + moths(lamp)", "end", "return seen"]
    for number, step in enumerate(steps):
        sheets.line(90, y + 11 * number, f"{number + 1} {step}", 9)
    text(sheets, y + 66, sentences(13, 20))
    paper = read(sheets)
    assert texts(paper, role="list") == [f"{n} {step}" for n, step in enumerate(steps, 1)]
    assert numbers_of(paper) == list(range(1, 21))


def test_names_with_hyphens_along_an_axis_are_no_prose(sheets: Sheets) -> None:
    text(sheets, 150, sentences(1, 20))
    sheets.next_page()
    sheets.line(200, 90, "Figure 1. Moths of each lamp.", 9, "Times-Bold")
    y = text(sheets, 110, sentences(21, 30)) + 20
    for number in range(4):
        sheets.line(120 + 90 * number, y, f"LMP-{131 + number}-north", 8, "Helvetica")
    text(sheets, y + 30, sentences(31, 40))
    paper = read(sheets)
    assert not any("LMP" in t for t in texts(paper, role="prose"))
    assert numbers_of(paper) == list(range(1, 41))


def test_a_title_that_runs_in_on_the_last_line_of_a_column_is_no_title_with_its_text(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(45, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(45, 120, "Methods", 9, "Times-Bold")
    y = sheets.paragraph(45, 140, 243, sentences(1, 22), 9) + 8
    sheets.line(45, y, "Lamps of the whole country (9):", 9, "Times-Bold")
    sheets.line(183, y, "We count moths of all the", 9)
    sheets.paragraph(307, 140, 243, "lamps in the north of the country. " + sentences(23, 40), 9, indent=0)
    paper = read(sheets)
    assert "We count moths of all the lamps in the north of the country." in texts(paper, role="prose")
    assert "Lamps of the whole country (9):" in [s.title for s in paper.sections]


def test_text_that_is_narrower_than_its_page_goes_on_on_the_next(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(45, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(45, 120, "ABSTRACT", 11, "Times-Bold")
    sheets.line(430, 190, "Correspondence:", 11, "Helvetica-Bold")
    sheets.line(430, 206, "brandt@example.org", 10, "Helvetica")
    sheets.line(430, 230, "Moth Journal 2023", 11, "Helvetica-Bold")
    open_end = "More of the moths came to the lamps of the north, where nobody of us had been before, and to"
    sheets.paragraph(45, 140, 340, f"{sentences(1, 8)} {open_end}", 10, indent=0)
    sheets.next_page()
    y = sheets.paragraph(45, 80, 500, f"those of the south. {sentences(9, 16)}", 10, indent=0)
    sheets.line(45, y + 20, "Introduction", 11, "Times-Bold")
    sheets.paragraph(45, y + 40, 500, sentences(17, 50), 9)
    assert f"{open_end} those of the south." in texts(read(sheets))


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Lamps of the north", True),
        ("Lamps of the north.", False),  # a sentence
        ("lamps of the north", False),  # the end of one
    ],
)
def test_a_line_in_a_font_of_its_own_right_above_text_is_a_title(
    sheets: Sheets, line: str, heading: bool
) -> None:
    """Its font is not called bold, and is hardly larger or smaller than that of the text."""
    y = text(sheets, 150, sentences(1, 12)) + 14
    sheets.line(LEFT, y, line, 9.6, "Helvetica")
    text(sheets, y + 12, sentences(13, 20), indent=0)
    assert (line in [s.title for s in read(sheets).sections]) is heading


def test_titles_of_one_word_that_run_in_are_told_by_those_of_several(sheets: Sheets) -> None:
    """A statement among the methods ends where the next title runs in."""
    y = text(sheets, 150, sentences(1, 8)) + 16
    sheets.line(LEFT, y, "Methods", 12, "Times-Bold")
    y = text(sheets, y + 18, sentences(9, 12)) + 14
    for title, first in (("Ethical approval.", 13), ("Procedure.", 17)):
        sheets.line(LEFT, y, title, 10, "Times-Bold")
        y = text(sheets, y, sentences(first, first + 3), indent=85) + 14
    kinds = {s.title: s.kind for s in read(sheets).sections}
    assert kinds["Ethical approval."] == "back"
    assert kinds["Procedure."] == "methods"


def test_running_text_behind_keywords_is_none_of_them(sheets: Sheets) -> None:
    sheets.line(LEFT, 130, "Abstract", 11, "Times-Bold")
    y = text(sheets, 146, sentences(1, 6)) + 14
    sheets.line(LEFT, y, "Keywords", 11, "Times-Bold")
    sheets.line(LEFT, y + 14, "moths, lamps, counting at night, trap")
    y = text(sheets, y + 44, sentences(7, 20)) + 16
    sheets.line(LEFT, y, "Methods", 12, "Times-Bold")
    text(sheets, y + 18, sentences(21, 30))
    paper = read(sheets)
    assert numbers_of(paper, ["abstract"]) == list(range(1, 7))
    assert numbers_of(paper, ["introduction"]) == list(range(7, 21))


def test_two_columns_below_a_wide_abstract_are_read_one_after_the_other(tmp_path: Path) -> None:
    """On a first page whose few lines in columns show no gutter by themselves; later pages do."""
    sheets = Sheets(tmp_path / "paper.pdf")
    sheets.line(45, 70, "Counting moths at lamps with a small network", 17, "Times-Bold")
    sheets.line(45, 110, "Abstract", 11, "Times-Bold")
    y = sheets.paragraph(45, 126, 505, sentences(1, 60), 9, indent=0)
    sheets.paragraph(45, y + 30, 243, sentences(61, 66), 9, indent=0)
    sheets.paragraph(307, y + 30, 243, sentences(67, 72), 9, indent=0)
    for first in (73, 173):
        sheets.next_page()
        sheets.paragraph(45, 70, 243, sentences(first, first + 49), 9, indent=0)
        sheets.paragraph(307, 70, 243, sentences(first + 50, first + 99), 9, indent=0)
    assert numbers_of(read(sheets))[58:80] == list(range(59, 81))


def test_the_short_last_line_of_a_wide_paragraph_belongs_to_it() -> None:
    def line(text: str, x0: float, x1: float, y: float) -> TextLine:
        return TextLine([Word(text, x0, x1, y, 9.0, NO_FONT)], 1)

    wide = [line("Moths came to the lamps of the north and were", 45, 550, 100 + 11 * n) for n in range(3)]
    short = line("counted there.", 45, 110, 133)
    sides = [
        line("A line of a column of text", x, x + 240, 160 + 11 * n) for x in (45, 310) for n in range(6)
    ]
    columns = reading_order([*wide, short, *sides], (288.0, 308.0))
    assert [list(c.lines) for c in columns] == [[*wide, short], sides[:6], sides[6:]]


@pytest.mark.parametrize(("blank", "title"), [(10, "Lamps of the north"), (3, "")])
def test_a_wide_blank_parts_a_title_that_runs_in_from_its_text(
    sheets: Sheets, blank: float, title: str
) -> None:
    y = text(sheets, 150, sentences(1, 12)) + 14
    sheets.line(LEFT, y, "Lamps of the north", 10, "Times-Bold")
    start = stringWidth("Lamps of the north", "Times-Bold", 10) + blank
    text(sheets, y, sentences(13, 20), indent=start)
    assert ("Lamps of the north" in [s.title for s in read(sheets).sections]) is bool(title)
