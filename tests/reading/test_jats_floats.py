"""Figures, films, tables, supplements and notes of JATS, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.jats_articles import Read, article, of_kind, reader, sentences


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


def test_captions_of_films_are_kept_and_come_after_the_paragraph(read: Read) -> None:
    film = (
        "<media id='v1' xlink:href='https://example.org/v1.mp4'><label>Video 1.</label><caption>"
        "<title>A bat</title><p>At 50 frames.</p></caption></media>"
    )
    paper = read(article(f"<p>See {film} it.</p>{film}<p>Hear <media xlink:href='a.wav'/>this.</p>"))
    caption = ["Video 1.", "A bat.", "At 50 frames."]
    assert sentences(paper) == ["See it.", *caption, *caption, "Hear this."]
    assert [p.role for p in paper.sections[0].paragraphs] == ["prose", "caption", "caption", "prose"]
    assert paper.sections[0].paragraphs[1].sentences[0].links == ("https://example.org/v1.mp4",)


CLICK = (
    "<media xlink:href='https://example.org/s1.zip'><caption><p>Click here for file.</p></caption></media>"
)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<media xlink:href='s.zip'><label>File 1:</label><caption><p>All calls.</p></caption></media>",
         "File 1: All calls."),
        (f"<label>S1</label><caption><p>All calls.</p></caption>{CLICK}", "S1. All calls."),
        (f"<caption><p>All calls.</p></caption>{CLICK}", "All calls."),
        ("<p>All calls.</p>", "All calls."),
        ("<label>S1</label><table-wrap><caption><p>Calls.</p></caption><table><tr><td>7</td><td>8</td></tr>"
         "</table></table-wrap>", "S1. Calls. 7 | 8"),
        ("<label>S1</label><fig><caption><p>A bat.</p></caption></fig>", "S1. A bat."),
    ],
)  # fmt: skip
def test_a_supplement_says_what_is_in_it(read: Read, inside: str, text: str) -> None:
    paper = read(article(f"<supplementary-material>{inside}</supplementary-material>"))
    assert " ".join(sentences(paper)) == text


@pytest.mark.parametrize(
    ("attributes", "inside", "text"),
    [
        ("xlink:title='All calls of bats'", "", "All calls of bats"),
        ("xlink:title='All calls of bats'", "<label>S1</label>", "S1. All calls of bats"),
        ("xlink:title='S1 Calls of bats'", "<label>S1</label>", "S1 Calls of bats"),
        ("xlink:title='All calls'", "<caption><p>Calls.</p></caption>", "Calls."),
        ("xlink:title='local_file'", "<label>S1</label>", "S1."),
    ],
)
def test_the_title_of_a_supplement_stands_in_for_its_caption(
    read: Read, attributes: str, inside: str, text: str
) -> None:
    place = "xlink:href='https://example.org/s1.zip'"
    paper = read(article(f"<supplementary-material {place} {attributes}>{inside}</supplementary-material>"))
    assert " ".join(sentences(paper)) == text
    assert paper.sentences[0].links == ("https://example.org/s1.zip",)


def test_figures_within_figures_are_all_there(read: Read) -> None:
    def figure(name: str, inside: str = "", after: str = "") -> str:
        return f"<fig><caption><p>{name}.</p>{inside}</caption>{after}</fig>"

    body = figure("One", f"<p>{figure('Two', after='<p>' + figure('Three') + '</p>')}</p>", figure("Four"))
    group = f"<fig-group><caption><p>Group.</p></caption>{figure('Five')}</fig-group>"
    credit = "<fig><caption><p>Six.</p></caption><attrib>By Ada.</attrib><permissions><copyright-statement>C"
    end = "</copyright-statement></permissions></fig>"
    paper = read(article(body + group + credit + end))
    assert sentences(paper) == ["One.", "Two.", "Three.", "Four.", "Group.", "Five.", "Six.", "By Ada."]
    assert {p.role for p in paper.sections[0].paragraphs} == {"caption"}


@pytest.mark.parametrize(
    ("foot", "text"),
    [
        ("<fn><p><sup>a</sup>As counted.</p></fn><p><sup>b</sup><italic>p</italic> is small.</p>",
         "a As counted. b p is small."),
        ("<p><sup>1</sup>All of them. <sup>2</sup>None.</p>", "1 All of them. 2 None."),
        ("<p><sup>a,b</sup>Means differ.</p>", "a,b Means differ."),
        ("<p><bold><sup>c</sup></bold>Means.</p>", "c Means."),
        # What is printed without a blank stays as it is printed.
        ("<p><sup>*</sup>p is small.</p>", "*p is small."),
        ("<p><sup>13</sup>C and <sup>1</sup>H were used.</p>", "13C and 1H were used."),
        ("<p><sup>t</sup>BuOH, 5 m<sup>2</sup> and x<sup>a</sup>.</p>", "tBuOH, 5 m2 and x^a."),
        ("<p>Means with <sup>a</sup>, <sup>b</sup> differ.</p>", "Means with a, b differ."),
    ],
)  # fmt: skip
def test_the_letter_of_a_note_is_not_glued_to_its_first_word(read: Read, foot: str, text: str) -> None:
    table = f"<table-wrap><table><tr><td>x</td></tr></table><table-wrap-foot>{foot}</table-wrap-foot>"
    paper = read(article(f"{table}</table-wrap>"))
    assert " ".join(sentences(paper)[1:]) == text


def test_raised_letters_within_the_text_stay_as_they_are_printed(read: Read) -> None:
    assert sentences(read(article("<p><sup>a</sup>Bats and <sup>b</sup>nets.</p>"))) == ["a Bats and bnets."]


def test_notes_in_cells_and_titles_and_text_beside_tables_are_kept(read: Read) -> None:
    body = (
        "<sec><title>Methods<fn><p>Of the title.</p></fn></title><table-wrap><table><tr><td>x<fn>"
        "<p>Of the cell.</p></fn></td></tr></table><p>Beside it.</p></table-wrap></sec>"
    )
    paper = read(article(body))
    assert paper.sections[0].title == "Methods"
    assert of_kind(paper, "methods") == ["Of the title.", "x", "Of the cell.", "Beside it."]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<list><title>Rules</title><list-item><p>one</p></list-item></list>", ["Rules", "one"]),
        ("<speech><speaker>Ada:</speaker><p>Hear!</p></speech>", ["Ada: Hear!"]),
        ("<statement><label>Lemma 1</label><p>It holds.</p><def-list><def-item><term>x</term><def>"
         "<p>a bat</p></def></def-item></def-list></statement>", ["Lemma 1 It holds.", "x: a bat"]),
        ("<graphic><label>Scheme 1</label><caption><p>A net.</p></caption></graphic>", ["Scheme 1. A net."]),
        ("<p>By <inline-formula><tex-math>n=2</tex-math><mml:math><mml:mi>n</mml:mi><mml:mo>=</mml:mo>"
         "<mml:mn>2</mml:mn></mml:math></inline-formula>.</p>", ["By n = 2."]),
    ],
)  # fmt: skip
def test_no_part_of_a_block_is_lost(read: Read, body: str, text: list[str]) -> None:
    assert sentences(read(article(body))) == text
