"""Entries of bibliographies find their papers by key, DOI, file or title, and no paper finds a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core import Metadata, Paper, Person
from generator.reading.metadata.paper_id import paper_ids
from generator.reading.metadata.supplied import SuppliedMetadata, supplied_metadata

TITLE = "Moths at street lamps counted in twelve nights"


def paper(id: str, **fields: object) -> Paper:
    return Paper(id, "text", f"{id}.txt", Metadata(**fields), "", ())  # type: ignore[arg-type]


def beside(folder: Path, bib: str, *names: str) -> SuppliedMetadata:
    (folder / "papers.bib").write_text(bib, encoding="utf-8")
    return supplied_metadata(folder, paper_ids([folder / name for name in names], folder))


@pytest.mark.parametrize("key", ["bat", "BAT", "bat.pdf"])
def test_entry_belongs_to_the_paper_that_its_key_names(tmp_path: Path, key: str) -> None:
    found = beside(tmp_path, f"@article{{{key}, title = {{Found}}}}", "bat.pdf")
    assert found.overlay(paper("bat")).metadata.title == "Found"


def test_entry_without_a_papers_name_is_found_by_doi_or_arxiv_id(tmp_path: Path) -> None:
    bib = "@misc{o, title = {Found}, doi = {10.1000/ABC}, eprint = {2401.00010}, eprinttype={arXiv}}"
    found = beside(tmp_path, bib, "bat.pdf", "owl.pdf", "10.1000_abc.pdf")
    assert found.overlay(paper("bat", doi="10.1000/abc")).metadata.title == "Found"
    assert found.overlay(paper("bat", arxiv="2401.00010")).metadata.title == "Found"
    assert found.overlay(paper("10.1000_abc")).metadata.title == "Found"
    assert found.overlay(paper("owl", doi="10.1000/other")).metadata.title == ""
    assert found.overlay(paper("owl")).metadata.title == ""


@pytest.mark.parametrize(
    ("field", "file", "joins"),
    [
        (
            "Moths.pdf:/home/ada/Zotero/storage/AB/Smith - Moths.pdf:application/pdf",
            "Smith - Moths.pdf",
            True,
        ),
        ("/home/ada/Smith - Moths.pdf", "files/12/Smith - Moths.pdf", True),
        ("/home/ada/Smith - Moths.pdf", "Smith - Moths.xml", True),
        ("/home/ada/SMITH - Moths.PDF", "Smith - moths.pdf", True),
        ("/home/ada/fulltext.pdf", "fulltext.pdf", False),
        ("files/12/fulltext.pdf", "files/12/fulltext.pdf", True),
        ("files/13/fulltext.pdf", "files/12/fulltext.pdf", False),
        ("/home/ada/Smith - Moths 2.pdf", "Smith - Moths.pdf", False),
    ],
)
def test_entry_belongs_to_the_paper_whose_file_it_names(
    tmp_path: Path, field: str, file: str, joins: bool
) -> None:
    found = beside(tmp_path, f"@article{{x, title = {{Found}}, file = {{{field}}}}}", file)
    (id,) = paper_ids([tmp_path / file], tmp_path).values()
    assert (found.overlay(paper(id)).metadata.title == "Found") is joins


def test_a_file_that_two_entries_name_belongs_to_neither_unless_a_folder_tells(tmp_path: Path) -> None:
    bib = "@article{x, title={X}, file={a/moths.pdf}}\n@article{y, title={Y}, file={b/moths.pdf}}"
    assert beside(tmp_path, bib, "moths.pdf").overlay(paper("moths")).metadata.title == ""
    files = [tmp_path / "b/moths.pdf", tmp_path / "a/moths.pdf"]
    ids = paper_ids(files, tmp_path)
    found = supplied_metadata(tmp_path, ids)
    assert [found.overlay(paper(ids[path])).metadata.title for path in files] == ["Y", "X"]


def test_entry_is_found_by_title(tmp_path: Path) -> None:
    found = beside(
        tmp_path, f"@article{{x, title = {{{{{TITLE.upper()}}}.}}, year = 2021}}", "bat.pdf", "owl.pdf"
    )
    assert found.overlay(paper("bat", title=TITLE)).metadata.year == 2021


@pytest.mark.parametrize(
    "papers",
    [
        [paper("bat", title=TITLE), paper("owl", title=TITLE)],
        [paper("bat", title=TITLE, doi="10.1000/another"), paper("owl")],
        [paper("bat", title=TITLE, authors=(Person("Stranger", "Eve"),)), paper("owl")],
        [paper("bat", title="Letter to the editor"), paper("owl")],
    ],
)
def test_a_title_that_may_mean_another_paper_joins_nothing(tmp_path: Path, papers: list[Paper]) -> None:
    bib = (
        f"@article{{x, title = {{{TITLE}}}, year = 2021, doi = {{10.1000/x}}, author = {{Example, Ada}}}}\n"
        "@article{y, title = {Letter to the editor}, year = 1999}"
    )
    found = beside(tmp_path, bib, "bat.pdf", "owl.pdf").overlay_all(papers)
    assert [p.metadata.year for p in found] == [None, None]


def test_problems_of_entries_without_a_paper_are_one_sentence_and_stop_nothing(tmp_path: Path) -> None:
    bib = (
        "@article{x, year = {in press}}\n@article{x, title = {B}}\n@article{y, doi = {n/a}}\n"
        "@article{, title = {C}}\n@article{bat, title = {Bat}}\n@article{z, title = {never"
    )
    said = beside(tmp_path, bib, "bat.pdf").warnings([paper("bat")], complete=True)
    path = tmp_path / "papers.bib"
    assert said == (
        f"{path}:1: 'year' holds no year: 'in press'; write it like 2024, or remove the field "
        "(4 more such problems on lines 2, 3, 4, 6; the entries belong to no paper here)",
        f"5 of 6 entries of {path} belong to no paper here",
    )


def test_a_value_that_a_paper_cannot_use_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    bib = "@article{bat,\n title = {Bat},\n year = {n.d.},\n author = {A, B, C, D},\n doi = {none}}"
    found = beside(tmp_path, bib, "bat.pdf")
    assert found.overlay(paper("bat", year=2020)).metadata == Metadata(title="Bat", year=2020)
    lines = [
        s.removeprefix(f"{tmp_path / 'papers.bib'}:") for s in found.warnings([paper("bat")], complete=True)
    ]
    assert [line[:10] for line in lines] == ["3: 'year' ", "4: the nam", "5: 'doi' m"]
    assert all(line.endswith("; it is left out") for line in lines)


def test_two_entries_of_a_papers_name_that_differ_are_not_used(tmp_path: Path) -> None:
    bib = "@article{bat, title = {One}}\n@article{bat, title = {Two}}"
    found = beside(tmp_path, bib, "bat.pdf", "owl.pdf")
    assert found.overlay(paper("bat", title="Own")).metadata.title == "Own"
    (said,) = found.warnings([paper("bat")], complete=False)
    assert said.startswith(f"{tmp_path / 'papers.bib'}:2: the key 'bat' is used twice (as on line 1)")
    assert found.warnings([paper("owl")], complete=False) == ()
    same = beside(tmp_path, "@article{bat, title = {One}}\n" * 2, "bat.pdf")
    assert same.overlay(paper("bat")).metadata.title == "One"


def test_an_entry_that_cannot_be_parsed_to_its_end_changes_nothing_of_its_paper(tmp_path: Path) -> None:
    found = beside(tmp_path, "@article{bat, title = {Never closed, author = {X, Y}}", "bat.pdf")
    assert found.overlay(paper("bat", title="Own")).metadata.title == "Own"
    (said,) = found.warnings([paper("bat")], complete=False)
    assert "nothing of it is used for the paper 'bat'" in said


def test_of_several_bibliographies_bibtex_wins_field_by_field(tmp_path: Path) -> None:
    (tmp_path / "papers.json").write_text(
        json.dumps(
            [{"id": "bat", "title": "Json", "container-title": "J", "issued": {"date-parts": [[2020]]}}]
        )
    )
    (tmp_path / "papers.ris").write_text(
        "TY  - JOUR\nID  - bat\nTI  - Ris\nPY  - 2019\nDO  - 10.1000/r\nER  - \n"
    )
    data = beside(tmp_path, "@article{bat, title = {Bib}}", "bat.pdf").overlay(paper("bat")).metadata
    assert (data.title, data.venue, data.year, data.doi) == ("Bib", "J", 2020, "10.1000/r")
