"""Text of XML that no reader sees, and signs that show nothing, in whatever format."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.paper import Paper
from generator.reading.docx.reader import read_docx
from generator.reading.html import read_html
from generator.reading.jats.reader import read_jats
from generator.reading.latex.reader import read_latex
from generator.reading.markdown.reader import read_markdown
from generator.reading.plain.plain_text import read_text
from generator.reading.smuggled import visible_text
from generator.reading.tei.reader import read_tei
from tests.reading.word import par, write_docx

SECRET = "The seeds were fixed for all seven runs."
BEFORE, AFTER = "We counted bees at many doors.", "It rained on most of the days."


def jats(folder: Path, inside: str) -> Paper:
    file = folder / "paper.xml"
    file.write_text(
        "<article><front><article-meta><title-group><article-title>On bees</article-title></title-group>"
        f"</article-meta></front><body><sec><title>Methods</title><p>{BEFORE}</p>{inside}<p>{AFTER}</p></sec>"
        "</body></article>",
        encoding="utf-8",
    )
    return read_jats(file, id="bees")


def tei(folder: Path, inside: str, header: str = "") -> Paper:
    file = folder / "paper.tei.xml"
    file.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>On bees</title>'
        f"</titleStmt></fileDesc>{header}</teiHeader><text><body><div><head>Methods</head><p>{BEFORE}</p>"
        f"{inside}<p>{AFTER}</p></div></body></text></TEI>",
        encoding="utf-8",
    )
    return read_tei(file, id="bees")


def assert_hidden(paper: Paper) -> None:
    assert "seeds" not in paper.text
    assert BEFORE in paper.text
    assert AFTER in paper.text
    assert paper.warnings == ("8 words that no reader sees left out",)


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display:none'>{}</p>", "<p><styled-content style='color:white'>{}</styled-content></p>",
        "<p><styled-content style='font-size: 0.1px'>{}</styled-content></p>",
        "<p specific-use='hidden'>{}</p>",
        "<p><styled-content style-type='color: #ffffff; display: none'>{}</styled-content></p>",
        "<sec specific-use='indexing-only'><title/><p>{}</p></sec>",
        "<p content-type='not-for-display'>{}</p>",
        "<boxed-text style='visibility:hidden'><p>{}</p></boxed-text>",
    ],
)  # fmt: skip
def test_jats_that_no_reader_sees(tmp_path: Path, markup: str) -> None:
    assert_hidden(jats(tmp_path, markup.format(SECRET)))


@pytest.mark.parametrize(
    "markup",
    [
        "<!-- {} -->", "<?note {} ?>", "<p>x<index-term><term>{}</term></index-term></p>",
        "<fig><alt-text>{}</alt-text><long-desc>{}</long-desc><graphic/></fig>",
        "<p><x-private>{}</x-private></p>",
        "<p><alternatives><graphic/><textual-form>{}</textual-form></alternatives></p>",
        "<p><alternatives><inline-graphic/><textual-form>{}</textual-form></alternatives></p>",
        "<sec-meta><p>{}</p></sec-meta>", "<p><inline-graphic><alt-text>{}</alt-text></inline-graphic></p>",
    ],
)  # fmt: skip
def test_jats_beside_the_text_is_none(tmp_path: Path, markup: str) -> None:
    paper = jats(tmp_path, markup.replace("{}", SECRET))
    assert "seeds" not in paper.text


def test_jats_in_a_style_that_shows_is_read(tmp_path: Path) -> None:
    markup = "<p specific-use='web' style='color:red'>{}</p><p><bold style='x'>{}</bold></p>"
    paper = jats(tmp_path, markup.replace("{}", SECRET))
    assert paper.text.count(SECRET) == 2
    assert paper.warnings == ()


@pytest.mark.parametrize(
    ("markup", "header"),
    [
        ("<p style='display:none'>{}</p>", ""), ("<p rend='hidden'>{}</p>", ""),
        ("<p rend='bold invisible'>{}</p>", ""),
        ("<p><hi rend='display: none'>{}</hi></p>", ""), ("<note type='hidden'>{}</note>", ""),
        ("<p rendition='#a #h'>{}</p>",
         "<tagsDecl><rendition xml:id='h' scheme='css'>color: white</rendition></tagsDecl>"),
        ("<ab>{}</ab>",
         "<tagsDecl><rendition selector='ab'>font-size: 1px</rendition></tagsDecl>"),
    ],
)  # fmt: skip
def test_tei_that_no_reader_sees(tmp_path: Path, markup: str, header: str) -> None:
    assert_hidden(tei(tmp_path, markup.format(SECRET), header))


@pytest.mark.parametrize(
    "markup", ["<!-- {} -->", "<?x {} ?>", "<p><choice><corr>x</corr><sic>{}</sic></choice></p>"]
)
def test_tei_beside_the_text_is_none(tmp_path: Path, markup: str) -> None:
    assert "seeds" not in tei(tmp_path, markup.format(SECRET)).text


def test_tei_in_a_style_that_shows_is_read(tmp_path: Path) -> None:
    paper = tei(tmp_path, f"<p rend='italic'><hi rend='sup'>1</hi>{SECRET}</p>")
    assert SECRET in paper.text
    assert paper.warnings == ()


def tags(text: str) -> str:
    """Return a text in the tags of Unicode, which nothing draws."""
    return "".join(chr(0xE0000 + ord(sign)) for sign in text)


@pytest.mark.parametrize(
    ("hidden", "seen", "count"),
    [
        (tags("Seeds"), "", 5),
        ("\u202edexif erew sdees ehT\u202c", "", 22),
        ("\u2066bees\u2069", "bees", 0),
        ("a\ufe00\ufe01\ufe02\ufe03", "a\ufe00", 3),
        ("\u845b\U000e0100", "\u845b", 0),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4", 0),
        ("\u3164\u3164", "", 2),
    ],
)
def test_signs_that_show_nothing(hidden: str, seen: str, count: int) -> None:
    found = visible_text(f"A {hidden}.")
    assert found is not None
    assert (found.text, found.hidden_count) == (f"A {seen}.", count)
    assert found.offsets[-1] == len(found.text)
    assert visible_text("Plain café — 葛 text") is None


def test_what_nothing_ends_is_turned_round_to_the_end_of_the_line() -> None:
    found = visible_text("Seen \u202eunseen\nseen")
    assert found is not None
    assert (found.text, found.hidden_count) == ("Seen \nseen", 7)


def written(folder: Path, ending: str, text: str) -> Paper:
    """Return a paper of one paragraph in a format."""
    file = folder / f"paper.{ending}"
    if ending == "jats":
        return jats(folder, f"<p>{text}</p>")
    if ending == "tei":
        return tei(folder, f"<p>{text}</p>")
    if ending == "docx":
        return read_docx(write_docx(file, par(BEFORE) + par(text) + par(AFTER)), id="bees")
    if ending == "tex":
        body = f"{BEFORE}\n\n{text}\n\n{AFTER}"
        file.write_text(
            f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}", encoding="utf-8"
        )
        return read_latex(file, id="bees")
    if ending == "html":
        file.write_text(f"<html><meta charset=utf-8><p>{BEFORE}<p>{text}<p>{AFTER}", encoding="utf-8")
        return read_html(file, id="bees")
    file.write_text(f"{BEFORE}\n\n{text}\n\n{AFTER}\n", encoding="utf-8")
    return read_markdown(file, id="bees") if ending == "md" else read_text(file, id="bees")


@pytest.mark.parametrize("ending", ["jats", "tei", "docx", "tex", "html", "md", "txt"])
def test_no_format_lets_them_through_and_what_stands_around_keeps_its_place(
    tmp_path: Path, ending: str
) -> None:
    link = "https://example.org/data"
    paper = written(tmp_path, ending, f"All is{tags(' not')} at {link} \u202enepo\u202cand more.")
    sentence = next(s for s in paper.sentences if "All is" in s.text)
    assert sentence.text == f"All is at {link} and more."
    assert sentence.links == (link,)
    assert paper.warnings == ("10 hidden characters left out",)


@pytest.mark.parametrize("write", [jats, tei])
@pytest.mark.parametrize("sign", ["\x7f", "\x9b", "&#127;", "&#x9B;"])
def test_control_characters_that_xml_allows_are_no_text(
    tmp_path: Path, write: Callable[[Path, str], Paper], sign: str
) -> None:
    text = write(tmp_path, f"<p>The{sign}bees slept.</p>").text
    assert "The bees slept." in text
    assert all(each.isprintable() or each == "\n" for each in text)


def html(folder: Path, inside: str, sheet: str = "") -> Paper:
    file = folder / "paper.html"
    head = f"<head><title>On bees</title><style>{sheet}</style></head>"
    file.write_text(f"<html>{head}<body><p>{BEFORE}</p>{inside}<p>{AFTER}</p></body></html>", "utf-8")
    return read_html(file, id="bees")


@pytest.mark.parametrize("number", ["9" * 5000, "." + "9" * 5000, "-" + "9" * 9000])
def test_a_number_without_end_in_a_style_hides_and_shows_nothing(tmp_path: Path, number: str) -> None:
    sheet = f"p {{width: {number}px}} .x {{display: none}}"
    assert "seeds" not in html(tmp_path, f"<p class='x'>{SECRET}</p>", sheet).text
    assert "seeds" not in html(tmp_path, f"<p style='width: {number}px; display: none'>{SECRET}</p>").text
    assert SECRET in html(tmp_path, f"<p><font color='{number}'>{SECRET}</font></p>").text


@pytest.mark.parametrize("tag", ["script", "style", "template"])
def test_what_stands_hidden_in_a_token_of_a_formula_is_no_text(tmp_path: Path, tag: str) -> None:
    formula = f"<math><mtable><mtr><mtd><mi>a<i>b<{tag}>{SECRET}</{tag}></i></mi></mtd></mtr></mtable></math>"
    paper = html(tmp_path, f"<p>It was {formula} here.</p>")
    assert "seeds" not in paper.text
    assert "here." in paper.text
    listed = html(tmp_path, f"<ul class='katex'><li>One<{tag}>{SECRET}</{tag}></li><li>Two</li></ul>")
    assert "seeds" not in listed.text


def test_a_style_sheet_of_markdown_ends_at_its_closing_tag_alone(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    sheet = "<style>/* <style> */ .x {display: none}</style>"
    file.write_text(f"# On bees\n\n{BEFORE}\n\n{sheet}\n\n<p class='x'>{SECRET}</p>\n", encoding="utf-8")
    assert "seeds" not in read_markdown(file, id="bees").text


def test_styles_without_an_end_cost_no_more_than_the_text_is_long(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    file.write_text(f"# On bees\n\n{BEFORE}\n\n{'<style> ' * 100_000}\n", encoding="utf-8")
    began = time.process_time()
    assert BEFORE in read_markdown(file, id="bees").text
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='position:fixed;top:300vh'>{}</p>", "<p style='letter-spacing:-1em'>{}</p>",
        "<p style='height:0;overflow:auto'>{}</p>", "<div popover>{}</div>",
    ],
)  # fmt: skip
def test_html_that_no_reader_sees(tmp_path: Path, markup: str) -> None:
    paper = html(tmp_path, markup.format(SECRET))
    assert "seeds" not in paper.text
    assert AFTER in paper.text
    assert paper.warnings == ("1 passage that the page hides from its readers (8 words) left out",)


@pytest.mark.parametrize(
    "style", ["height:200px;overflow:auto", "letter-spacing:-0.02em", "position:fixed;top:10px"]
)
def test_html_that_readers_see(tmp_path: Path, style: str) -> None:
    assert SECRET in html(tmp_path, f"<p style='{style}'>{SECRET}</p>").text


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_a_page_strikes_out_is_not_what_it_says(tmp_path: Path, tag: str) -> None:
    text = html(tmp_path, f"<p>There were <{tag}>seven</{tag}> nine runs.</p>").text
    assert "There were nine runs." in text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("It rose to 10<xref ref-type='bibr'>6</xref> again.", "It rose to 10 [6] again."),
        ("The count was 5.<xref ref-type='bibr'>6</xref> Nobody saw.", "The count was 5 [6]. Nobody saw."),
        ("The count was 5.<sup>6</sup> Nobody saw.", "The count was 5 [6]. Nobody saw."),
        ("It rose to 10<xref ref-type='fn'><sup>2</sup></xref> here.", "It rose to 10 [2] here."),
        ("Seen [<xref ref-type='bibr'>3</xref>,<xref ref-type='bibr'>4</xref>].", "Seen [3,4]."),
        ("It took 10<sup>5</sup> cells.", "It took 10^5 cells."),
        (
            "It took 5<inline-formula><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></inline-formula> h.",
            "It took 5 1/2 h.",
        ),
        (
            "It took <inline-formula><math><mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
            "</inline-formula> hours.",
            "It took 1 1/2 hours.",
        ),
    ],
)
def test_references_and_fractions_of_jats_change_no_number(
    tmp_path: Path, markup: str, expected: str
) -> None:
    assert expected in jats(tmp_path, f"<p>{markup}</p>").text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("It rose to 10<ref type='bibr'>6</ref> again.", "It rose to 10 [6] again."),
        ("At the 0.05<ref type='bibr'>3</ref> level.", "At the 0.05 [3] level."),
        ("It rose to 10<ref type='bibr'><hi rend='superscript'>19</hi></ref> more.", "10 [19] more."),
        ("Seen <ref type='bibr'>[3,</ref> <ref type='bibr'>4]</ref>.", "Seen [3, 4]."),
    ],
)
def test_references_of_tei_change_no_number(tmp_path: Path, markup: str, expected: str) -> None:
    assert expected in tei(tmp_path, f"<p>{markup}</p>").text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("It rose to 10<a class='bibr' href='#r6'>6</a> again.", "It rose to 10 [6] again."),
        ("It was shown in Fig.<a href='#f1'>1</a> above.", "It was shown in Fig.1 above."),
    ],
)
def test_references_of_html_change_no_number(tmp_path: Path, markup: str, expected: str) -> None:
    assert expected in html(tmp_path, f"<p>{markup}</p>").text
