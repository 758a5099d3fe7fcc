"""A sidecar overlays the bibliographies, which overlay the file; every problem comes with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Metadata, Paper, Person
from generator.errors import InvalidFile
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.paper_id import paper_ids
from generator.reading.metadata.person_names import people, person
from generator.reading.metadata.sidecar import read_sidecar
from generator.reading.metadata.supplied import SuppliedMetadata, supplied_metadata


def paper(id: str, **fields: object) -> Paper:
    return Paper(id, "text", f"{id}.txt", Metadata(**fields), "", ())  # type: ignore[arg-type]


def supplied(folder: Path, *names: str) -> SuppliedMetadata:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    return supplied_metadata(folder, paper_ids(paths))


def test_sidecar_beats_bibliography_beats_file(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text(
        "@article{bat, title = {From the {Bib}}, journal = {Bib Journal}, year = 2020}"
    )
    (tmp_path / "bat.yml").write_text("title: From the sidecar\n")
    metadata = (
        supplied(tmp_path, "bat.pdf").overlay(paper("bat", title="From the file", doi="10.1000/x")).metadata
    )
    assert (metadata.title, metadata.venue, metadata.year, metadata.doi) == (
        "From the sidecar",
        "Bib Journal",
        2020,
        "10.1000/x",
    )


def test_sidecar_may_say_everything(tmp_path: Path) -> None:
    path = tmp_path / "bat.yml"
    path.write_text(
        "title: 'Bats: a study'\nauthors:\n  - Okoye, Ada\n  - {family: van Dyk, given: Bob}\n"
        "  - '{The Bat Group}'\n"
        "year: 2021\nvenue: J. Bats\ndoi: https://doi.org/10.1000/ABC\narxiv: 2401.00010\n"
        "url: https://example.org\nlicense: https://creativecommons.org/licenses/by/4.0/\n"
        "abstract: >\n  Two\n  lines.\ntype: article\nlanguage: de_AT\nvisibility: private\n"
        "tags: [Trial, ' oncology ']\nkind: randomised trial\n"
    )
    metadata, problems = read_sidecar(path)
    assert not problems
    assert metadata == Metadata(
        title="Bats: a study",
        authors=(Person("Okoye", "Ada"), Person("van Dyk", "Bob"), Person("The Bat Group")),
        year=2021,
        venue="J. Bats",
        doi="10.1000/abc",
        arxiv="2401.00010",  # as written, not the number 2401.0001
        url="https://example.org",
        licence="CC-BY-4.0",
        abstract="Two lines.",
        type="article",
        language="de-at",
        visibility="private",
        tags=("Trial", "oncology"),
        kinds=("randomised trial",),
    )


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "bat.yml").write_text(
        "titel: X\nyear: soon\nauthors: Ada Okoye\nvisibility: secret\ndoi: none\n"
        "title: A\ntitle: B\nvenue: [a, b]\ntags: [{a: b}]\n"
    )
    (tmp_path / "owl.yml").write_text("title: [unclosed\n")
    (tmp_path / "papers.bib").write_bytes(bytes(range(32)) * 20)
    with pytest.raises(InvalidFile) as error:
        supplied(tmp_path, "bat.pdf", "owl.pdf")
    found = [(Path(p.file).name, p.line, p.message) for p in error.value.problems]
    expected = [
        ("bat.yml", 1, "did you mean 'title'"),
        ("bat.yml", 2, "'year' must be a year"),
        ("bat.yml", 3, "'authors' must be a list"),
        ("bat.yml", 4, "'visibility' must be public or private"),
        ("bat.yml", 5, "'doi' must be a DOI"),
        ("bat.yml", 7, "'title' is given twice"),
        ("bat.yml", 8, "'venue' must be one value"),
        ("bat.yml", 9, "'tags' must be a list of words"),
        ("owl.yml", 2, "not valid YAML"),
        ("papers.bib", None, "is not text but binary data; save it as UTF-8 text"),
    ]
    assert [(name, line) for name, line, _ in found] == [(name, line) for name, line, _ in expected]
    for (_, _, message), (_, _, wanted) in zip(found, expected, strict=True):
        assert wanted in message


def test_sidecar_is_named_after_the_id_or_the_file(tmp_path: Path) -> None:
    (tmp_path / "Some Paper.yml").write_text("title: By file name")
    (tmp_path / "owl.yaml").write_text("title: By id")
    (tmp_path / "stray.yml").write_text("services: [of, something, else")
    found = supplied(tmp_path, "Some Paper.pdf", "Owl.pdf")
    assert found.overlay(paper("some-paper")).metadata.title == "By file name"
    assert found.overlay(paper("owl")).metadata.title == "By id"
    (unused,) = found.unused
    assert "stray.yml: belongs to no paper" in unused


def test_sidecar_that_fits_two_papers_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bat.yml").write_text("title: Which")
    with pytest.raises(InvalidFile, match=r"could belong to 2 papers; name it bat-[0-9a-f]{8}\.yml or bat-"):
        supplied(tmp_path, "bat.pdf", "bat.xml")


def test_sidecars_lie_beside_their_papers_in_every_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "owl.yml").write_text("title: Below")
    found = supplied(tmp_path, "bat.pdf", "sub/owl.pdf")
    assert found.overlay(paper("owl")).metadata.title == "Below"


@pytest.mark.parametrize(
    ("named", "id"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-nd/3.0/igo/", "CC-BY-NC-ND-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC-BY", "CC-BY"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("CC0", "CC0-1.0"),
        ("under the Creative Commons Attribution License, which permits", "CC-BY"),
        ("Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 License", "CC-BY-NC-ND-4.0"),
        ("Creative Commons Attribution License (CC BY 4.0)", "CC-BY-4.0"),
        ("Apache-2.0", "Apache-2.0"),
        ("All rights reserved", ""),
        ("accuracy by 4.0 points", ""),
        ("", ""),
    ],
)
def test_licences_have_short_names(named: str, id: str) -> None:
    assert licence_id(named) == id


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Okoye, Ada B.", "Okoye", "Ada B."),
        ("Ada B. Okoye", "Okoye", "Ada B."),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Maria de la Cruz", "de la Cruz", "Maria"),
        ("Van Morrison", "Morrison", "Van"),
        ("{The Bat and Owl Group}", "The Bat and Owl Group", ""),
        ("Plato", "Plato", ""),
    ],
)
def test_names_of_people(name: str, family: str, given: str) -> None:
    assert person(name) == Person(family, given)


@pytest.mark.parametrize(
    "value", ["", " ", None, 3, [], [None, 3, {}, {"name": 3}, {"name": ""}], {}, {"x": "y"}]
)
def test_what_names_nobody_is_nobody(value: object) -> None:
    assert people(value) == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=120) | st.text("title:authors- []{}\n'\"&*!#|>", max_size=80).map(str.encode))
def test_any_sidecar_is_metadata_or_problems(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.yml"
    path.write_bytes(data)
    metadata, problems = read_sidecar(path)
    assert isinstance(metadata, Metadata)
    assert all("\n" not in p.message and (p.line is None or p.line > 0) for p in problems)
