"""Accents on their letters, and blanks where the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from generator.reading.pdf import read_pdf
from generator.reading.pdf.fonts import Font
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.text_lines import build_lines
from tests.reading.pdf_sheets import raw_pdf, sentences, shown, wrap

FILL = shown([t for _, t, _ in wrap(sentences(1, 12), 450, 10, "Times-Roman", justify=False)], y=740)


def width(text: str) -> float:
    return float(stringWidth(text, "Times-Roman", 10))


def accented(before: str, accent: str, letter: str, after: str) -> str:
    """Return the line with its accent drawn first, above its letter, as TeX's old fonts do."""
    x = 72 + width(before)
    over = x + (width(letter) - width(accent)) / 2
    code = "".join(f"\\{byte:03o}" for byte in accent.encode("cp1252"))
    return (
        f"BT /F1 10 Tf 1 0 0 1 72 300 Tm ({before}) Tj 1 0 0 1 {over:.2f} 300 Tm ({code}) Tj"
        f" 1 0 0 1 {x:.2f} 300 Tm ({letter}{after}) Tj ET"
    )


@pytest.mark.parametrize(
    ("before", "accent", "letter", "after", "expected"),
    [
        ("The method of Jos", "´", "e", " was the best.", "The method of José was the best."),
        ("The forecast of M", "¨", "u", "ller was late.", "The forecast of Müller was late."),
        ("The book of Gon", "¸", "c", "alves was old.", "The book of Gonçalves was old."),
        ("The town of Gen", "`", "e", "ve was near.", "The town of Genève was near."),
        ("The isle of Rh", "ˆ", "o", "ne was green.", "The isle of Rhône was green."),
    ],
)
def test_an_accent_of_its_own_goes_onto_its_letter(
    tmp_path: Path, before: str, accent: str, letter: str, after: str, expected: str
) -> None:
    path = raw_pdf(tmp_path / "a.pdf", f"{FILL} {accented(before, accent, letter, after)}")
    assert expected in read_pdf(path, id="a").text


def test_an_accent_drawn_behind_a_long_line_goes_onto_its_letter(tmp_path: Path) -> None:
    before, after = (
        "The clinic of the Universit",
        "atsklinikum in the north was asked for all of its records of lamps.",
    )
    over = 72 + width(before) + (width("a") - width("¨")) / 2
    line = f"BT /F1 10 Tf 1 0 0 1 72 300 Tm ({before}{after}) Tj 1 0 0 1 {over:.2f} 300 Tm (\\250) Tj ET"
    paper = read_pdf(raw_pdf(tmp_path / "l.pdf", f"{FILL} {line}"), id="l")
    assert f"{before}ä{after[1:]}" in paper.text
    assert "¨" not in paper.text


def test_an_accent_over_no_letter_stays(tmp_path: Path) -> None:
    line = r"BT /F1 10 Tf 1 0 0 1 72 300 Tm (The Student\264s test was used.) Tj ET"
    assert "Student´s test" in read_pdf(raw_pdf(tmp_path / "s.pdf", f"{FILL} {line}"), id="s").text


def tight(text: str, blank: float, spread: float = 0.0) -> str:
    """Return the words, each set at its place, ``blank`` points apart, without a blank in the file."""
    x, ops = 72.0, [f"BT /F1 10 Tf {spread} Tc"]
    for word in text.split(" "):
        ops.append(f"1 0 0 1 {x:.2f} 300 Tm ({word}) Tj")
        x += width(word) + blank + spread * len(word)
    return " ".join([*ops, "0 Tc ET"])


@pytest.mark.parametrize("blank", [1.2, 1.4, 1.7, 2.5])
def test_the_blanks_of_a_tight_line_are_set(tmp_path: Path, blank: float) -> None:
    text = "Migraine with aura has been linked with other risk factors in women."
    assert text in read_pdf(raw_pdf(tmp_path / "t.pdf", f"{FILL} {tight(text, blank)}"), id="t").text


def test_ligatures_and_spread_words_stay_whole(tmp_path: Path) -> None:
    spread = tight("The OBSERVATIONAL FLIGHTS were spread.", 5.0, spread=1.3)
    assert "OBSERVATIONAL FLIGHTS" in read_pdf(raw_pdf(tmp_path / "u.pdf", f"{FILL} {spread}"), id="u").text


@pytest.mark.parametrize(
    "words",
    ["RESULTS OF COUNTS", "Biliary tract carcinoma (BTC), also termed otherwise", "METHODS"],
)
def test_letters_that_are_spaced_out_are_words(tmp_path: Path, words: str) -> None:
    x, ops = 72.0, ["BT /F1 10 Tf"]
    for letter in words:
        if letter != " ":
            code = letter.replace("(", r"\(").replace(")", r"\)")
            ops.append(f"1 0 0 1 {x:.2f} 300 Tm ({code}) Tj")
        x += width(letter) + 2.0
    path = raw_pdf(tmp_path / "l.pdf", f"{FILL} {' '.join([*ops, 'ET'])}")
    assert words in read_pdf(path, id="l").text


def test_variables_and_columns_are_no_letters_that_are_spaced_out(tmp_path: Path) -> None:
    line = "BT /F1 10 Tf 1 0 0 1 72 300 Tm (We set a b c and x for A B C D of it.) Tj ET"
    path = raw_pdf(tmp_path / "v.pdf", f"{FILL} {line}")
    assert "We set a b c and x for A B C D of it." in read_pdf(path, id="v").text


def spaced(text: str, letter_gap: float, word_gap: float) -> list[Word]:
    """Return the words of a line that is spaced out letter by letter."""
    words, x = [], 50.0
    for part in text.split(" "):
        for letter in part:
            words.append(Word(letter, x, x + 5, 100, 10, Font("Times-Roman")))
            x += 5 + letter_gap
        x += word_gap - letter_gap
    return words


def test_a_line_of_text_spaced_out_to_its_column_is_read_as_words() -> None:
    line = "n=12 lamps shone 8.5 hours, for 7.7 hours (76)"
    assert [x.text for x in build_lines(spaced(line, 1.5, 6.2), 1)] == [line]


def test_signs_with_uneven_gaps_stay_apart() -> None:
    formula = "a = b + c - d * e / f + g = h + i"
    words = spaced(formula.replace(" ", ""), 1.5, 6.2)
    for number, word in enumerate(words):
        word.x0, word.x1 = word.x0 + (number % 3) * 0.8, word.x1 + (number % 3) * 0.8
    assert [x.text for x in build_lines(words, 1)] == [formula]
