"""The table for reviewers: cells that no spreadsheet changes, and files as spreadsheets write them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.reviews.sheet import (
    COLUMNS,
    NEEDED,
    OPTIONAL,
    escape_cell,
    read_sheet,
    sheet,
    unescape_cell,
)
from generator.errors import InvalidFile

ROW = {
    "paper": "beetles",
    "question": "hardware",
    "answer_id": "00112233445566aa",
    "verdict": "confirmed",
    "name": "Ada",
    "date": "2026-11-23",
    "status_held": "",
    "text": "",
    "note": "see p. 3",
}


def table(*rows: dict[str, str], separator: str = ",", head: tuple[str, ...] = NEEDED) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(head)
    writer.writerows([row.get(column, "") for column in head] for row in rows)
    return out.getvalue().encode()


def problems(data: bytes) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        read_sheet(data, "r.csv")
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("1234567890123456", "'1234567890123456"),
        ("12e4567890123456", "'12e4567890123456"),
        ("00112233445566aa", "00112233445566aa"),
        ("'tis so", "'tis so"),
        ("2026-11-23", "2026-11-23"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_compute_or_change_has_an_apostrophe(text: str, cell: str) -> None:
    assert escape_cell(text) == cell
    assert unescape_cell(cell) == text


@given(st.text(alphabet=st.sampled_from("'=+-@＝09ea \tx\r\"")) | st.text())
def test_every_text_comes_back_from_its_cell_and_none_is_a_formula(text: str) -> None:
    assert unescape_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                c: st.text(st.characters(codec="utf-8")).map(lambda t: " ".join(t.split()))
                for c in (*NEEDED, *OPTIONAL)
            }
        ),
        max_size=4,
    ),
    st.sampled_from(",;\t"),
)
def test_any_rows_come_back_from_the_file(rows: list[dict[str, str]], separator: str) -> None:
    found = read_sheet(sheet(rows, separator), "r.csv")
    assert [dict(line.cells) for line in found] == [row for row in rows if any(row.values())]


@pytest.mark.parametrize(
    "data",
    [
        table(ROW),
        b"\xef\xbb\xbf" + table(ROW),
        table(ROW, separator=";"),
        table(ROW, separator="\t"),
        b"sep=;\r\n" + table(ROW, separator=";"),
        table(ROW, head=("extra", *reversed(NEEDED), "more")),
        table(ROW)
        .replace(b"answer_id,verdict", b"Answer ID, Verdict")
        .replace(b"status_held", b"status held"),
        table(ROW, {}, {}).replace(b",,,,,,,,", b""),
        table(ROW) + b",,,,,,,,\r\n  ,,,,,,,,\r\n\r\n",
        table(ROW).replace(b"see p. 3", b'"see\r\np. 3"'),
        table(ROW).replace(b"\r\n", b"\n"),
    ],
)
def test_what_spreadsheets_write_is_read(data: bytes) -> None:
    (line,) = read_sheet(data, "r.csv")
    assert dict(line.cells) == ROW


def test_columns_of_an_export_hold_all_that_an_import_needs_and_a_row_may_be_short() -> None:
    assert set(NEEDED) <= set(COLUMNS)
    (line,) = read_sheet(table(ROW).replace(b",,,see p. 3", b""), "r.csv")
    assert (line.cells["date"], line.cells["note"]) == ("2026-11-23", "")


def test_lines_are_those_of_the_file_with_cells_of_several_lines() -> None:
    data = b"sep=,\n" + table({**ROW, "note": "one\ntwo\nthree"}, ROW)
    assert [line.number for line in read_sheet(data, "r.csv")] == [3, 6]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "r.csv: the file is empty; create one with `answerbook reviews export`"),
        (b"\r\n ,\r\n", "r.csv: the file is empty"),
        (
            b"paper,question\n",
            "r.csv:1: no column answer_id, verdict, name, date, status_held, text, note;",
        ),
        (table(ROW).replace(b"Ada", b"Z\xfc"), "r.csv:2: not UTF-8 text; save the table as “CSV UTF-8”"),
        (
            table(ROW).replace(b"see p. 3", b"a,b"),
            "r.csv:2: more cells than in the first row; put quotes around cells",
        ),
        (table(ROW, ROW).replace(b"see p. 3", b'"see', 1), "r.csv:2: not a valid CSV row"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_the_mend(data: bytes, message: str) -> None:
    assert problems(data)[0].startswith(message)
