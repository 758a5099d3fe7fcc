"""Citations as other programs read them: two readers of BibTeX, one of RIS, a schema for CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pybtex.database import Person as BibPerson
from pybtex.database import parse_string

from generator.core import Metadata, Paper, Person
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.site.content.encoding import clean
from generator.site.exports.bibtex_export import bibtex
from generator.site.exports.citations import (
    answer_citation,
    citation_forms,
    csl_json,
    day_made,
    paper_citation,
)
from generator.site.exports.ris_export import ris
from tests.site.hostile import TOKENS
from tests.site.small_collection import answers_of, small_collection

COLLECTION = small_collection(site_url="https://example.org/answers/")
BIRDS = COLLECTION.public[0]

# Written from the CSL-JSON 1.0.2 specification: what an item of ours may hold.
_NAME = {
    "type": "object",
    "anyOf": [{"required": ["family", "given"]}, {"required": ["literal"]}],
    "properties": {key: {"type": "string", "minLength": 1} for key in ("family", "given", "literal")},
    "additionalProperties": False,
}
_DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
        }
    },
}
CSL = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "type", "title"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "type": {"enum": ["article-journal", "article", "webpage", "book", "thesis"]},
                "author": {"type": "array", "items": _NAME, "minItems": 1},
                "issued": _DATE,
                "accessed": _DATE,
                "URL": {"type": "string", "pattern": "^https?://"},
                **{
                    key: {"type": "string", "minLength": 1}
                    for key in (
                        "title",
                        "container-title",
                        "DOI",
                        "archive",
                        "archive_location",
                        "version",
                        "note",
                    )
                },
            },
        },
    }
)


def a_paper(title: str = "Title", authors: tuple[Person, ...] = (), **more: object) -> Paper:
    return replace(BIRDS, metadata=Metadata(title=title, authors=authors, **more))  # type: ignore[arg-type]


def read_back(text: str, folder: Path) -> dict[str, Metadata]:
    file = folder / "papers.bib"
    file.write_text(text, encoding="utf-8")
    found = read_bibliography(file)
    assert found.problem is None
    read = {entry.key: metadata_of(entry) for entry in found.entries}
    assert [faults for _, faults in read.values() if faults] == []
    assert [entry.faults for entry in found.entries if entry.faults] == []
    return {key: metadata for key, (metadata, _) in read.items()}


def test_a_paper_comes_back_from_bibtex_as_it_was(tmp_path: Path) -> None:
    entries = read_back("".join(bibtex(paper_citation(p)) for p in COLLECTION.public), tmp_path)
    assert list(entries) == [p.id for p in COLLECTION.public]
    for paper in COLLECTION.public[:2]:
        found, was = entries[paper.id], paper.metadata
        assert (found.title, found.authors, found.year) == (was.title, was.authors, was.year)
        assert (found.venue, found.doi, found.type) == (was.venue, was.doi, was.type)


def test_a_paper_comes_back_from_ris_as_it_was() -> None:
    found = rispy.loads(citation_forms(paper_citation(BIRDS)).ris)[0]
    assert found["type_of_reference"] == "JOUR"
    assert found["title"] == BIRDS.metadata.title
    assert found["authors"] == [f"{p.family}, {p.given}" for p in BIRDS.metadata.authors]
    assert (found["year"], found["doi"]) == ("2020", BIRDS.metadata.doi)
    assert found["secondary_title"] == BIRDS.metadata.venue


@pytest.mark.parametrize(
    ("person", "last", "prelast", "first"),
    [
        (Person("van der Berg", "Jan"), ["Berg"], ["van", "der"], ["Jan"]),
        (Person("O’Neill", "J. R."), ["O’Neill"], [], ["J."]),
        (Person("García-Núñez", "Sofía"), [r"Garc{\'i}a-N{\'u}{\~n}ez"], [], [r"Sof{\'i}a"]),
        (Person("Åström", "Émile"), [r"{\r{A}}str{\"o}m"], [], [r"{\'E}mile"]),
        (Person("Łukasz", "Şule"), [r"{\L}ukasz"], [], [r"{\c{S}}ule"]),
        (Person("王", "小明"), ["王"], [], ["小明"]),
        (Person("King, Jr.", "Martin"), ["{King, Jr.}"], [], ["Martin"]),
        (Person("Smith and Sons", "A."), ["{Smith and Sons}"], [], ["A."]),
        (Person("The Bird and Bat Consortium"), ["{The Bird and Bat Consortium}"], [], []),
    ],
)
def test_names_keep_their_parts(
    person: Person, last: list[str], prelast: list[str], first: list[str]
) -> None:
    text = bibtex(paper_citation(a_paper(authors=(person, Person("Second", "B.")))))
    people = parse_string(text, "bibtex").entries[BIRDS.id].persons["author"]
    assert len(people) == 2
    assert isinstance(people[0], BibPerson)
    assert people[0].last_names == last
    assert people[0].prelast_names == prelast
    assert people[0].first_names == first


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("100 % of R&D costs $5_000 #1", r"100 \% of R\&D costs \$5\_000 \#1"),
        ("a {b} c}", r"a \textbraceleft{}b\textbraceright{} c\textbraceright{}"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}"),
        ("x^2 ~ y", r"x\textasciicircum{}2 \textasciitilde{} y"),
        ("With ResNet and DNA", "With {ResNet} and {DNA}"),
        ("Straße in Ærø", r"Stra{\ss}e in {\AE}r{\o}"),
        ("α-synuclein", "α-synuclein"),
        ("over\n@article{evil,", r"over @article\textbraceleft{}evil,"),
    ],
)
def test_what_means_something_to_latex_is_written_out(title: str, expected: str) -> None:
    assert f"  title = {{{expected}}}" in bibtex(paper_citation(a_paper(title)))


def test_hostile_text_breaks_neither_bibtex_nor_ris_nor_csl(tmp_path: Path) -> None:
    titles = [t for t in TOKENS if clean(t)]
    papers = [
        replace(
            a_paper(t, (Person(t, "A. B."), Person("Fine", t)), venue=t, year=2020, doi=t, url=t, arxiv=t),
            id=f"p{n}",
        )
        for n, t in enumerate(titles)
    ]
    items = [paper_citation(p) for p in papers]
    CSL.validate(json.loads(csl_json(items)))
    text = "".join(map(bibtex, items))
    entries = read_back(text, tmp_path)
    assert list(entries) == [p.id for p in papers]
    strict = parse_string(text, "bibtex").entries
    assert all(len(strict[p.id].persons["author"]) == 2 for p in papers)
    assert all(m.year == 2020 for m in entries.values())
    found = rispy.loads("".join(map(ris, items)))
    assert [f["title"] for f in found] == [i["title"] for i in items]
    assert all(len(f["authors"]) == 2 for f in found)


@given(st.text(min_size=1, max_size=60).filter(lambda t: bool(clean(t))))
@settings(max_examples=150, deadline=None)
def test_any_title_comes_back_and_ends_no_entry(title: str) -> None:
    item = paper_citation(a_paper(title, (Person("Last", "First"),)))
    entry = parse_string(bibtex(item), "bibtex").entries[BIRDS.id]
    assert set(entry.fields) <= {"title"}
    value = entry.fields["title"]
    assert not re.search(r"(?<!\\)[%&$#_]", value)
    assert rispy.loads(ris(item))[0]["title"] == clean(title)


def test_an_answer_is_cited_as_a_version_made_on_a_day() -> None:
    question = COLLECTION.questions[3]
    answer = COLLECTION.answers_to(BIRDS.id, question.id)[0]
    item = answer_citation(COLLECTION, BIRDS, question, answer)
    CSL.validate([item])
    assert item["URL"] == f"https://example.org/answers/a/{answer.id}/"
    assert item["title"].startswith(question.text)
    assert BIRDS.metadata.title in item["title"]
    assert item["issued"] == item["accessed"] == {"date-parts": [[2026, 11, 23]]}
    found = rispy.loads(ris(item))[0]
    assert found["authors"] == [COLLECTION.title, "small-135m (model)"]
    assert found["date"] == "2026/11/23"
    assert answer.id in found["notes"][0]
    entry = parse_string(bibtex(item), "bibtex").entries[f"answer-{answer.id}"]
    assert entry.fields["urldate"] == "2026-11-23"
    assert [p.last_names for p in entry.persons["author"]] == [
        ["{Answerbook: small studies}"],
        ["{small-135m (model)}"],
    ]


def test_an_answer_of_a_site_without_an_address_has_none() -> None:
    collection = small_collection()
    answer = collection.answers_to(BIRDS.id, "metrics")[0]
    item = answer_citation(collection, BIRDS, collection.questions[6], answer)
    assert "URL" not in item
    assert "UR  - " not in citation_forms(item).ris


@pytest.mark.parametrize("made", ["", "yesterday", "2026-13-40", None, 7, "\x00"])
def test_an_answer_without_a_day_is_undated(made: object) -> None:
    answer = replace(answers_of(BIRDS, True)[0], provenance={"made": made})
    assert day_made(answer) is None
    item = answer_citation(COLLECTION, BIRDS, COLLECTION.questions[0], answer)
    assert not {"issued", "accessed"} & set(item)


def test_an_imported_answer_is_dated_by_its_import() -> None:
    answer = replace(answers_of(BIRDS, True)[0], provenance={"imported": "2026-10-02"})
    assert str(day_made(answer)) == "2026-10-02"


@pytest.mark.parametrize("kind", ["book", "thesis", "report", "paper-conference", "chapter", "article"])
def test_every_kind_of_paper_comes_back_as_its_kind(kind: str, tmp_path: Path) -> None:
    item = paper_citation(a_paper("Title", type=kind, venue="Somewhere"))
    assert read_back(bibtex(item), tmp_path)[BIRDS.id].type == kind
    assert rispy.loads(ris(item))[0]["type_of_reference"] != "GEN"


def test_a_type_that_csl_does_not_know_is_an_article() -> None:
    assert paper_citation(a_paper("Title", type="<script>"))["type"] == "article"


def test_a_file_of_no_records_is_an_empty_list() -> None:
    assert json.loads(csl_json([])) == []
