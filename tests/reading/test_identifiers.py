"""Ids of papers are safe in links and folders, stable, and never shared."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.doi_and_arxiv import arxiv_id, doi, language_tag
from generator.reading.metadata.paper_id import RESERVED, paper_id, paper_ids

SAFE = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")


@pytest.mark.parametrize(
    ("named", "bare"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://doi.org/10.1000/ABC.", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/a(1)b", "10.1000/a(1)b"),
        ("doi:10.1000/x", "10.1000/x"),
        ("DOI: 10.1000/x", "10.1000/x"),
        ("info:doi/10.1371/journal.pone.1", "10.1371/journal.pone.1"),
        ("doi.org/10.1000/x", "10.1000/x"),
        ("see 10.1000/x", ""),
        ("11.1000/x", ""),
        ("10.1000", ""),
        ("", ""),
    ],
)
def test_doi_is_bare_and_lower_case(named: str, bare: str) -> None:
    assert doi(named) == bare


@pytest.mark.parametrize(
    ("named", "bare"),
    [
        ("2401.00010", "2401.00010"),
        ("2401.00010v3", "2401.00010"),
        ("arXiv:2401.00010v2", "2401.00010"),
        ("https://arxiv.org/abs/2401.00010", "2401.00010"),
        ("http://www.arxiv.org/pdf/2401.00010v1.pdf", "2401.00010"),
        ("10.48550/arXiv.2401.00010", "2401.00010"),
        ("https://doi.org/10.48550/arXiv.2401.00010", "2401.00010"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math.GT/0309136v1", "math.GT/0309136"),
        ("2401.1", ""),
        ("24010.00010", ""),
    ],
)
def test_arxiv_id_is_bare_and_without_version(named: str, bare: str) -> None:
    assert arxiv_id(named) == bare


@pytest.mark.parametrize(
    ("named", "id"),
    [
        ("biodiv-18", "biodiv-18"),
        ("10.1000/ABC", "10.1000--abc"),
        ("https://doi.org/10.1000/abc", "10.1000--abc"),
        ("hep-th/9901001", "hep-th--9901001"),
        ("2401.00010v2", "2401.00010"),
        ("Müller & Söhne (2020)", "muller--sohne--2020"),
        ("A b\tc", "a-b-c"),
        ("../../etc/passwd", "etc--passwd"),
        ("..\\..\\x", "x"),
        ("a..b", "a.b"),
        (".hidden.", "hidden"),
        ("trailing.", "trailing"),
        ("CON", "paper-con"),
        ("nul.txt", "paper-nul.txt"),
        ("com1", "paper-com1"),
        ("index", "paper-index"),
        ("published.txt", "paper-published.txt"),
        ("404", "paper-404"),
        ("Search", "paper-search"),
        ("pagefind", "paper-pagefind"),
        ("con-founding", "con-founding"),
        ("snake_case.v2", "snake_case.v2"),
    ],
)
def test_id_is_readable(named: str, id: str) -> None:
    assert paper_id(named) == id


@pytest.mark.parametrize(
    ("one", "other"), [("论文", "文论"), ("🦇", "🦉"), ("a" * 200, "a" * 201), ("", "…")]
)
def test_what_an_id_cannot_hold_is_told_apart_by_a_hash(one: str, other: str) -> None:
    assert paper_id(one) != paper_id(other)
    assert SAFE.fullmatch(paper_id(one))


@given(st.text(max_size=200) | st.text("./\\-_ Aa1é…", max_size=120))
def test_any_name_makes_a_safe_id(named: str) -> None:
    id = paper_id(named)
    assert SAFE.fullmatch(id)
    assert ".." not in id
    assert not id.endswith(".")
    assert id not in RESERVED
    assert not re.match(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", id)


def test_id_of_a_file_is_its_name_without_the_suffix() -> None:
    paths = [Path("p/10.1016_j.ecoinf.2021.101290.pdf"), Path("p/2401.00010"), Path("p/Smith 2020.nxml")]
    assert list(paper_ids(paths).values()) == ["10.1016_j.ecoinf.2021.101290", "2401.00010", "smith-2020"]


def test_files_that_would_share_an_id_all_get_a_hash() -> None:
    paths = [Path("p/Bat.pdf"), Path("p/bat.pdf"), Path("p/bat.xml"), Path("p/b.pdf")]
    ids = paper_ids(paths)
    assert ids[Path("p/b.pdf")] == "b"
    assert len(set(ids.values())) == 4
    assert all(re.fullmatch(r"bat-[0-9a-f]{8}", ids[path]) for path in paths[:3])


def test_files_of_one_name_in_two_folders_differ_wherever_the_collection_lies() -> None:
    here = paper_ids([Path("/x/papers/one/a.pdf"), Path("/x/papers/two/a.pdf")])
    there = paper_ids([Path("/home/me/two/a.pdf"), Path("/home/me/one/a.pdf")])
    assert len(set(here.values())) == 2
    assert set(here.values()) == set(there.values())


@given(st.lists(st.text("aAbé.🦇 ", min_size=1, max_size=6), max_size=12), st.integers())
def test_ids_are_unique_whatever_the_order(names: list[str], seed: int) -> None:
    paths = [Path(f"papers/{name}.pdf") for name in names]
    ids = paper_ids(paths)
    assert len(set(ids.values())) == len(set(paths))
    assert all(SAFE.fullmatch(id) for id in ids.values())
    random.Random(seed).shuffle(paths)
    assert paper_ids(paths) == ids


@pytest.mark.parametrize(
    ("named", "tag"),
    [
        ("en", "en"),
        ("EN_gb", "en-gb"),
        (" zh-Hant-TW ", "zh-hant-tw"),
        ("english", ""),
        ("x y", ""),
        ("", ""),
    ],
)
def test_a_language_is_a_tag_or_nothing(named: str, tag: str) -> None:
    assert language_tag(named) == tag
