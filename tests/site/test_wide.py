"""Papers by questions as a table and as a workbook, as other programs read them."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from generator.core import Paper
from generator.site.content.collection import Collection
from generator.site.exports.wide import BAND, PAPER_COLUMNS, write_wide
from tests.site.hostile import TOKENS
from tests.site.small_collection import small_collection

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(collection: Collection, folder: Path) -> list[dict[str, str]]:
    write_wide(collection, folder)
    return list(csv.DictReader(io.StringIO((folder / "data/matrix.csv").read_text(encoding="utf-8"))))


def sheets(folder: Path) -> dict[str, list[list[str]]]:
    """Sheets of the workbook: rows of texts, read as a spreadsheet would."""
    with zipfile.ZipFile(folder / "data/matrix.xlsx") as book:
        names = [s.get("name") for s in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")]
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            strings = etree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(text.itertext()) for text in strings.iter(f"{_MAIN}si")]

        def said(cell: etree._Element) -> str:
            text = "".join(cell.itertext())
            return shared[int(text)] if cell.get("t") == "s" else text

        found = {}
        for number, name in enumerate(names, 1):
            sheet = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(sheet.iter(f"{_MAIN}f")), "a cell that is computed"
            found[name] = [
                [
                    shared[int("".join(cell.itertext()))]
                    if cell.get("t") == "s"
                    else "".join(cell.itertext())
                    for cell in row.iter(f"{_MAIN}c")
                ]
                for row in sheet.iter(f"{_MAIN}row")
            ]
        return found


def titled(title: str) -> Collection:
    def spoiled(paper: Paper) -> Paper:
        return replace(paper, metadata=replace(paper.metadata, title=title, venue=title, tags=(title,)))

    collection = small_collection()
    return replace(collection, papers=tuple(map(spoiled, collection.papers)))


def test_every_public_paper_is_a_row_and_every_question_a_column(tmp_path: Path) -> None:
    collection = small_collection()
    rows = table(collection, tmp_path)
    assert [row["paper"] for row in rows] == ["2401.00010", "hedgerow-birds", "untitled-notes"]
    asked = [q.id for q in collection.questions]
    assert list(rows[0]) == [*PAPER_COLUMNS, *asked, *(f"{q}{BAND}" for q in asked)]
    for row in rows:
        for question in asked:
            assert row[question] == (collection.status(row["paper"], question) or "")


def test_bands_and_addresses_are_told(tmp_path: Path) -> None:
    collection = small_collection(site_url="https://example.org/a/")
    sure = tuple(replace(a, probability=0.99) for a in collection.answers)
    rows = table(replace(collection, answers=sure), tmp_path)
    assert rows[1]["metrics.band"] == "sure"
    assert rows[2]["metrics.band"] == ""
    assert rows[1]["page"] == "https://example.org/a/papers/hedgerow-birds.html"


@pytest.mark.parametrize("held", [0, 1000])
def test_the_workbook_holds_statuses_answers_and_questions(
    held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.site.exports.wide._MAX_CELLS_IN_MEMORY", held)
    collection = small_collection()
    write_wide(collection, tmp_path)
    found = sheets(tmp_path)
    assert list(found) == ["Statuses", "Certainty", "Answers", "Questions"]
    head, moths, birds, _ = found["Statuses"]
    assert birds[head.index("random-seeds")] == "partly_reported"
    assert moths[head.index("year")] == "2024"
    assert found["Answers"][2][head.index("optimizer")].startswith("The network was trained with Adam")
    assert "AWS" not in str(found)
    assert [row[0] for row in found["Questions"][1:]] == [q.id for q in collection.questions]


@pytest.mark.parametrize("start", ["=SUM(A1)", "+1", "-1", "@x", "＝1", '=HYPERLINK("http://example.org")'])
def test_no_cell_is_a_formula(start: str, tmp_path: Path) -> None:
    rows = table(titled(start), tmp_path)
    assert {row["title"] for row in rows} == {f"'{start}"}
    assert sheets(tmp_path)["Statuses"][1][1] == start  # text, whatever it begins with


def test_hostile_text_leaves_both_readable(tmp_path: Path) -> None:
    for number, token in enumerate(TOKENS[::5]):
        assert len(table(titled(token), tmp_path / str(number))) == 3
        assert len(sheets(tmp_path / str(number))["Statuses"]) == 4


def test_private_papers_are_in_neither(tmp_path: Path) -> None:
    assert "secret" not in str(table(small_collection(), tmp_path))
    assert "secret" not in str(sheets(tmp_path))


def test_the_same_collection_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_wide(small_collection(), tmp_path / name)
    for file in ("matrix.csv", "matrix.xlsx"):
        assert (tmp_path / "one/data" / file).read_bytes() == (tmp_path / "two/data" / file).read_bytes()


def test_a_collection_of_nothing_has_a_head_alone(tmp_path: Path) -> None:
    assert table(small_collection(papers=(), answers=(), stale={}), tmp_path) == []
    assert len(sheets(tmp_path)["Statuses"]) == 1
