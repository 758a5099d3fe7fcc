"""Files that people write: plain data with lines, all problems at once, and nothing that surprises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from generator.errors import InvalidFile
from generator.project.problems import did_you_mean
from generator.project.yaml_file import FileModel, load_model, read_yaml


class Tea(FileModel):
    kind: Literal["tea"]
    minutes: int = Field(3, ge=1)


class Coffee(FileModel):
    kind: Literal["coffee"]
    milk: bool = False


class Order(FileModel):
    id: str
    table: int = 1
    paid: bool = False
    guests: list[str] = Field(default=[])
    drinks: list[Annotated[Tea | Coffee, Field(discriminator="kind")]] = Field(default=[])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "order.yml"


def problems(file: Path, text: str | bytes) -> list[str]:
    """Return the problems of a file with this text, as ``line: message``."""
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InvalidFile) as caught:
        load_model(file, Order)
    return [f"{p.line}: {p.message}" for p in caught.value.problems]


def test_a_good_file_gives_its_data_and_the_line_of_every_value(file: Path) -> None:
    file.write_text(
        "# an order\nid: a1\nguests:\n  - Ada\n  - Grace\ndrinks:\n  - kind: tea\n    minutes: 4\n"
    )
    order = load_model(file, Order)
    assert (order.id, order.guests, order.drinks) == ("a1", ["Ada", "Grace"], [Tea(kind="tea", minutes=4)])
    read = read_yaml(file)
    assert [
        read.position(place).line
        for place in [("id",), ("guests", 1), ("drinks", 0), ("drinks", 0, "minutes")]
    ] == [2, 5, 7, 8]


def test_a_place_that_is_not_in_the_file_has_the_line_of_what_is_around_it(file: Path) -> None:
    file.write_text("id: a\ndrinks:\n  - kind: tea\n")
    assert read_yaml(file).position(("drinks", 0, "minutes")).line == 3
    assert read_yaml(file).position(("nothing", "here")).line == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("id: 2401.00010\n", 1, ["id: 2401.00010", "the number", 'in quotes: "2401.00010"']),
        ("id: 007\n", 1, ["id: 007", 'in quotes: "007"']),
        ("id: no\n", 1, ["id: no", "the boolean", 'in quotes: "no"']),
        ("id: 2024-05-06\n", 1, ["a date", 'in quotes: "2024-05-06"']),
        ("id: 2024-13-45\n", 1, ["2024-13-45", "is not a valid number or date", "quotes"]),
        ("id:\n", 1, ["id: is empty"]),
        ("id: [a]\n", 1, ["id: must be text, not a list"]),
        ("table: 2\n", 1, ["id: is missing", "add `id: ...`"]),
        ("id: a\ntabel: 2\n", 2, ["tabel: unknown key", "did you mean 'table'?"]),
        ("id: a\nxyzzy: 2\n", 2, ["known names: drinks, guests, id, paid, table"]),
        ("id: a\ntable: '2'\n", 2, ["table: must be a number without quotes", "'2'"]),
        ("id: a\ntable: yes\n", 2, ["table: must be a number", "the boolean true"]),
        ("id: a\npaid: 1\n", 2, ["paid: must be true or false"]),
        ("id: a\nguests: Ada\n", 2, ["guests: must be a list", "`- `"]),
        ("id: a\nguests:\n  - Ada\n  - 5\n", 4, ["guests[2]: 5 is read as the number 5"]),
        ("id: a\ndrinks:\n  - kind: te\n", 3, ["'te' is not one of tea, coffee", "did you mean 'tea'?"]),
        ("id: a\ndrinks:\n  - minutes: 2\n", 3, ["has no 'kind'; add `kind: ...`"]),
        (
            "id: a\ndrinks:\n  - kind: tea\n    minuts: 2\n",
            4,
            ["minuts: unknown key", "did you mean 'minutes'?"],
        ),
        ("id: a\ndrinks:\n  - kind: tea\n    minutes: 0\n", 4, ["minutes: ", "greater than", "number 0"]),
        ("id: a\ntable: 1\nid: b\n", 3, ["duplicate key 'id' (first on line 1)"]),
        ("id: a\n5: b\n", 2, ["the key 5", "quotes"]),
        ("id: a\non: b\n", 2, ["the key on", "quotes"]),
        ("id: a\n? [x]\n: b\n", 2, ["a list or a mapping"]),
        ("- id: a\n", 1, ["must be a mapping, not a list"]),
        ("just words\n", 1, ["must be a mapping, not the text 'just words'"]),
        ("id: a\nguests:\n\t- Ada\n", 3, ["a tab", "spaces"]),
        ("id: a: b\n", 1, ["second ': '", "quotes"]),
        ('id: "a\n', 2, ["quotes"]),
        ("id: [a\n", 2, ["brackets"]),
        ("id: a\n---\nid: b\n", 2, ["second YAML document"]),
        (
            "id: a\n<<<<<<< HEAD\ntable: 1\n=======\ntable: 2\n>>>>>>> other\n",
            2,
            ["merge conflict marker"],
        ),
        ("id: &x a\ntable: *x\n", 1, ["anchors and aliases"]),
        ("id: *x\n", 1, ["anchors and aliases"]),
        ("id: !!python/name:os.system x\n", 1, ["tag", "plain value"]),
        ("id: !!binary aGk=\n", 1, ["tag", "plain value"]),
        ("id: a\nguests: " + "[" * 3000 + "\n", 2, ["nested deeper"]),
        (b"id: a\nguests: [\xff]\n", 2, ["UTF-8"]),
        (b"id: a\ntable: \x00\n", 2, ["U+0000"]),
        ("", None, ["empty"]),
        ("# only a comment\n", None, ["empty"]),
        ("id: a\ntable: " + "9" * 5000 + "\n", 2, ["is not a valid number"]),
    ],
)
def test_each_problem_has_its_line_and_its_mend(
    file: Path, text: str | bytes, line: int | None, words: list[str]
) -> None:
    (found,) = problems(file, text)
    assert found.startswith(f"{line}: ")
    assert [word for word in words if word not in found] == []


def test_all_problems_of_a_file_come_at_once_in_the_order_of_their_lines(file: Path) -> None:
    found = problems(file, "id: 5\ntabel: 1\nid: b\nguests: Ada\ndrinks:\n  - kind: te\npaid: perhaps\n")
    assert [line.split(":")[0] for line in found] == ["1", "2", "3", "4", "6", "7"]


def test_findings_of_the_caller_come_with_those_of_the_model(file: Path) -> None:
    file.write_text("id: 5\nguests: [Ada, Ada]\n")
    with pytest.raises(InvalidFile) as caught:
        load_model(file, Order, check=lambda data: [(("guests", 1), f"{data['guests'][1]} comes twice")])
    assert [(p.line, p.message.split(";")[0]) for p in caught.value.problems] == [
        (1, "id: 5 is read as the number 5, not as text"),
        (2, "Ada comes twice"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfid: a\r\ntable: 7\r\n")
    assert load_model(file, Order) == Order(id="a", table=7)


@pytest.mark.parametrize("place", ["missing.yml", "."])
def test_a_file_that_cannot_be_opened_is_a_problem_of_the_file(tmp_path: Path, place: str) -> None:
    with pytest.raises(InvalidFile, match=r"does not exist|cannot be read"):
        load_model(tmp_path / place, Order)


@pytest.mark.parametrize(
    ("word", "expected"), [("Titel", "did you mean 'title'?"), ("zzz", "known names: text, title")]
)
def test_a_near_word_is_suggested_and_otherwise_all_are_named(word: str, expected: str) -> None:
    assert did_you_mean(word, ["title", "text"]) == expected


_SCRAPS = """id: |a|  |- |[|]|{|}|&x |*x|!!int |? |: |>|'|"|0b_|1:99|2024-02-30|1e999|~|<<: |#|.nan|-.inf|0x|=
|!|@|`|\t|%YAML 9\n|---\n|\x85|\u2028|drinks:|kind: tea|\n|\n  """
_scraps = st.lists(st.sampled_from(_SCRAPS.split("|")), max_size=25).map("".join)


@given(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode), _scraps.map(str.encode)))
@example(b"id: 0b_")
@example(b"id: 1:99:99")
@example(b"id: !!int x")
@example(b"id: !!int ''")
@example(b"id: !!timestamp x")
@example(b"id: !!bool x")
@example(b"id: !!float ''")
def test_any_bytes_give_an_order_or_a_list_of_problems(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yml"
    file.write_bytes(raw)
    try:
        found: object = load_model(file, Order)
    except InvalidFile as error:
        found = error.problems
    if not isinstance(found, Order):
        assert found
        assert all(p.message and (p.line is None or p.line >= 1) for p in found)
