"""No YAML that is read grows beyond its text, whichever file it stands in."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.errors import InvalidFile, SiteError
from generator.project.yaml_file import read_yaml
from generator.reading.markdown.front_matter import split
from generator.reading.metadata.sidecar import read_sidecar
from generator.site.publishing.mkdocs_config import configuration
from generator.site.publishing.sharding import navigation_entry
from generator.storage.plain_yaml import MAX_DEPTH, PlainLoader

# Each line names the one before nine times: 9 ** 10 words in 400 bytes.
BOMB = "a0: &a0 [x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 11)
)


def _of_file(path: Path) -> str:
    with pytest.raises(InvalidFile) as caught:
        read_yaml(path)
    return str(caught.value)


def _of_front_matter(path: Path) -> str:
    matter, rest, warnings = split(f"---\n{path.read_text()}license: *a10\n---\nText.\n")
    assert (matter, rest) == ({}, "Text.\n")
    return " ".join(warnings)


def _of_sidecar(path: Path) -> str:
    _, problems = read_sidecar(path)
    return " ".join(p.message for p in problems)


@pytest.mark.parametrize("read", [_of_file, _of_front_matter, _of_sidecar])
def test_aliases_are_refused_in_every_file(tmp_path: Path, read: Callable[[Path], str]) -> None:
    path = tmp_path / "a.yml"
    path.write_text(BOMB)
    assert "anchors and aliases are not read here" in read(path)


@pytest.mark.parametrize("read", [_of_file, _of_front_matter, _of_sidecar])
@pytest.mark.parametrize("escape", ["0", "e", "x9b", "ud800", "uffff"])
def test_escapes_of_signs_that_no_text_holds_are_refused(
    tmp_path: Path, read: Callable[[Path], str], escape: str
) -> None:
    path = tmp_path / "a.yml"
    path.write_text(f'title: "Slow \\{escape} lamps"\n')
    assert "is a character that no text can hold" in read(path)


# What PyYAML takes for granted of a value whose tag is written out, and an escape beyond all of Unicode.
_NO_VALUES = [
    "!!bool x",
    '!!int ""',
    "!!float _",
    "!!timestamp x",
    r'"\UFFFFFFFF"',
    r'"\U00110000"',
    "!!int 1:",
]


@pytest.mark.parametrize("value", _NO_VALUES)
def test_what_is_no_value_of_its_tag_is_told_and_stops_nothing(tmp_path: Path, value: str) -> None:
    text = f"title: {value}\n"
    (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises((yaml.YAMLError, ValueError)):
        yaml.load(text, PlainLoader)
    assert "YAML" in " ".join(split(f"---\n{text}---\nText.\n")[2])
    page = tmp_path / "page.md"
    page.write_text(f"---\n{text}---\n# Title\n")
    assert "head" in navigation_entry(page)
    with pytest.raises(SiteError):
        configuration(tmp_path)


@pytest.mark.parametrize("escape", ["UFFFFFFFF", "U00110000"])
def test_escapes_beyond_unicode_are_problems_of_a_sidecar(tmp_path: Path, escape: str) -> None:
    (tmp_path / "a.yml").write_text(f'title: "\\{escape}"\n')
    assert "an escape stands for no character" in _of_sidecar(tmp_path / "a.yml")


def test_a_page_with_aliases_shows_nothing_of_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"---\n{BOMB}title: *a10\n---\n# Title\n")
    assert len(str(navigation_entry(page))) < 2 * len(BOMB)


@pytest.mark.parametrize(
    "text", ["a: " + "[" * (MAX_DEPTH + 1), "- " * (MAX_DEPTH + 1), "? " * 5000, "a: " + "{b: " * 5000]
)
def test_nesting_has_an_end(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="nested deeper"):
        yaml.load(text, PlainLoader)


def test_nesting_as_deep_as_files_need_is_read() -> None:
    text = "[" * (MAX_DEPTH - 1) + "1" + "]" * (MAX_DEPTH - 1)
    assert str(yaml.load(text, PlainLoader)) == text


@pytest.mark.parametrize("number", ["1" + ":1" * 100_000, "9" * 100_000, "1." + "0" * 100_000])
def test_a_number_without_end_is_none(number: str) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match=r"a number of [12]0000[0-2] characters"):
        yaml.load(f"a: {number}", PlainLoader)
    assert time.process_time() - started < 2
    assert yaml.load("[1, 0x1f, 12:30, 1.5, -2.0e+3]", PlainLoader) == [1, 31, 750, 1.5, -2000.0]


def test_a_file_of_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("title: A\n" + "# padding\n" * 110_000)
    assert "has 1,100,009 bytes" in _of_file(path)
    assert "has more than 200 kB" in _of_sidecar(path)
