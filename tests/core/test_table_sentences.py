"""A row of a table says, with its headings and its caption, what a sentence would say."""

from __future__ import annotations

import pytest

from generator.core import Paper, Paragraph, Section, Sentence
from generator.core.fingerprint import paper_hash
from generator.core.paper import Header, Metadata
from generator.core.table_sentences import MAX_CAPTION_CHARS, TableRow, caption_of, cells, rows_of


def paragraph(role: str, *texts: str, header: Header | None = None) -> Paragraph:
    sentences = tuple(Sentence(t, 0, len(t)) for t in texts)
    return Paragraph(role, sentences, header or Header())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("A | 1 | 2", ["A", "1", "2"]),
        ("| 1 | | 2", ["", "1", "", "2"]),
        ("A", ["A"]),
        ("P(a|b) | 0.5", ["P(a|b)", "0.5"]),
    ],
)
def test_cells_of_a_row(row: str, found: list[str]) -> None:
    assert cells(row) == found


COUNTS = Header(1, ("Lamp", "Moths", "Nights"))


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        (["Lamp | Moths | Nights", "Sodium | 12 | 3"], COUNTS, ["", "Lamp: Sodium; Moths: 12; Nights: 3"]),
        # What has no heading, or is its own, stands by itself.
        (["| Moths", "Sodium | 12"], Header(1, ("", "Moths")), ["", "Sodium; Moths: 12"]),
        # An empty first cell goes on under the last name; another empty cell says nothing.
        (
            ["Lamp | Moths | Nights", "Sodium | 12 | 3", "| 14 | 4", "LED | | 5"],
            COUNTS,
            [
                "", "Lamp: Sodium; Moths: 12; Nights: 3", "Lamp: Sodium; Moths: 14; Nights: 4",
                "Lamp: LED; Nights: 5",
            ],
        ),
        # A row of one cell heads those below it, up to the next.
        (
            ["Lamp | Moths | Nights", "Summer", "Sodium | 12 | 3", "Winter", "Sodium | 1 | 3"],
            COUNTS,
            [
                "", "", "Summer; Lamp: Sodium; Moths: 12; Nights: 3",
                "", "Winter; Lamp: Sodium; Moths: 1; Nights: 3",
            ],
        ),
        (
            ["Summer", "Lamp | Moths", "LED | 2"],
            Header(2, ("Lamp", "Moths")),
            ["", "", "Summer; Lamp: LED; Moths: 2"],
        ),
        (["Lamp | Moths", "LED | 2"], Header(), ["", ""]),
        (["LED | 2 | 7 | 9"], Header(0, ()), [""]),
        (["Lamp", "LED | 2"], Header(1, ("Lamp",)), ["", "Lamp: LED; 2"]),
    ],
)  # fmt: skip
def test_a_row_in_words(rows: list[str], header: Header, said: list[str]) -> None:
    section = Section("results", "", 1, (paragraph("table", *rows, header=header),))
    assert [row.in_words if row else "" for row in rows_of(section, 0)] == said


def test_without_a_header_a_row_has_its_caption_alone() -> None:
    around = (paragraph("caption", "Table 1. Moths."), paragraph("table", "LED | 2"))
    (row,) = rows_of(Section("results", "", 1, around), 1)
    assert row == TableRow("Table 1. Moths.")


TABLE = paragraph("table", "Lamp | Moths")
OTHER = paragraph("table", "LED | 2")
NAMED = paragraph("caption", "Table 1. Moths.")
LONG = "Table 2. Moths at lamps. " + "They were counted by two of us, each at a lamp, all night long. " * 5


def placed(text: str, element: str) -> Paragraph:
    return Paragraph("table", (Sentence(text, 0, len(text), element=element),))


def below(*tables: str) -> list[Paragraph]:
    """Tables with captions below, but the last, which is `TABLE`."""
    found = [x for t in tables for x in (paragraph("table", "LED | 2"), paragraph("caption", t))]
    return [*found[:-2], TABLE, found[-1]]


@pytest.mark.parametrize(
    ("around", "caption"),
    [
        ([paragraph("caption", "Table 1.", "Moths at lamps."), TABLE], "Table 1. Moths at lamps."),
        ([paragraph("prose", "We went."), TABLE, paragraph("caption", "Table 1. Moths.")], "Table 1. Moths."),
        ([paragraph("caption", "Moths at lamps."), TABLE], "Moths at lamps."),
        ([TABLE, paragraph("caption", "Moths at lamps.")], "Moths at lamps."),
        ([paragraph("caption", "Figure 1. A moth."), TABLE, paragraph("prose", "Then.")], ""),
        ([paragraph("caption", "Fig. 1. A moth."), TABLE, NAMED], "Table 1. Moths."),
        ([NAMED, TABLE, paragraph("caption", "a By day.")], "Table 1. Moths."),
        ([paragraph("caption", "a By day."), TABLE], ""),
        ([paragraph("caption", "A count by day."), TABLE], "A count by day."),
        ([TABLE, paragraph("caption", "a By day.")], ""),
        # Where captions stand below, that above is the caption of the table before.
        (below("Moths.", "Bats."), "Bats."),
        (below("Table 1. Moths.", "Table 2. Bats."), "Table 2. Bats."),
        (below("Table 1. Moths.", "Table 2. Bats.", "Table 3. Owls."), "Table 3. Owls."),
        # A table without a caption, and then tables with captions above.
        (
            [OTHER, NAMED, TABLE, paragraph("caption", "Table 2."), OTHER],
            "Table 1. Moths.",
        ),
        ([NAMED, paragraph("table", "LED | 2"), TABLE], ""),
        ([NAMED, placed("LED | 2", "t1"), placed("Lamp | Moths", "t1")], "Table 1. Moths."),
        ([NAMED, placed("LED | 2", "t1"), placed("Lamp | Moths", "t2")], ""),
        ([NAMED, paragraph("table", "LED | 2"), paragraph("caption", "Table 2."), TABLE], "Table 2."),
        ([TABLE], ""),
        ([paragraph("prose", "Table 1 shows moths."), TABLE], ""),
        (
            [paragraph("caption", LONG), TABLE],
            "Table 2. Moths at lamps. They were counted by two of us, each at a lamp, all night long."
            " They were counted by two of us, each at a lamp, all night long."
            " They were counted by two of us, each at a lamp, all night long.",
        ),
    ],
)  # fmt: skip
def test_the_caption_of_a_table(around: list[Paragraph], caption: str) -> None:
    number = max(n for n, p in enumerate(around) if p.sentences[0].text == "Lamp | Moths")
    found = caption_of(Section("results", "Results", 1, tuple(around)), number)
    assert found == caption
    assert len(found) <= MAX_CAPTION_CHARS


def test_a_caption_of_one_long_sentence_ends_in_the_mark_of_what_is_left_out() -> None:
    section = Section("results", "", 1, (paragraph("caption", "Moths " * 90), TABLE))
    assert caption_of(section, 1).endswith("Moths …")


def paper(header: Header) -> Paper:
    text = "Lamp | Moths\nLED | 2"
    rows = (Sentence(text[:12], 0, 12), Sentence(text[13:], 13, 20))
    sections = (Section("results", "", 1, (Paragraph("table", rows, header),)),)
    return Paper("p", "text", "p.txt", Metadata(), text, sections)


def test_a_header_survives_json_and_a_paper_without_one_is_still_read() -> None:
    headed = paper(Header(1, ("Lamp", "Moths")))
    assert Paper.from_json(headed.to_json()) == headed
    old = paper(Header())
    data = old.to_json()
    del data["sections"][0]["paragraphs"][0]["header"]
    assert Paper.from_json(data) == old


def test_answers_depend_on_the_header_of_a_table() -> None:
    none, one = paper(Header()), paper(Header(1, ("Lamp", "Moths")))
    assert paper_hash(none) != paper_hash(one) != paper_hash(paper(Header(1, ("Lamp", "Bats"))))
