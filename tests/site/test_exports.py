"""The files of data, as other programs read them: schemas, libraries, hostile text, privacy, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pybtex.database import parse_file
from referencing import Registry, Resource
from rocrate.rocrate import ROCrate

from generator.core import Answer, AnswerSentence, Person, Snippet
from generator.core.paper import Paper
from generator.errors import SiteError
from generator.site import Collection
from generator.site.content.quote_length import MARK, first_words, within_licences
from generator.site.exports.cff import citation_cff
from generator.site.exports.crate import Export, ro_crate
from generator.site.exports.data_file_list import ANNOTATIONS, KINDS
from generator.site.exports.data_files import write_exports
from generator.site.exports.json_schema import SCHEMA
from generator.site.exports.records import json_line
from generator.site.exports.table import COLUMNS, table_cell
from generator.site.exports.web_annotations import annotations_of
from generator.site.pages.page_files import write_files
from generator.site.pages.rendering import pages
from generator.site.views.data import data_view, file_size
from tests.site.hostile import TOKENS
from tests.site.small_collection import ROOT, answers_of, small_collection

ADDRESS = "https://example.org/answers/"
Draft202012Validator.check_schema(SCHEMA)
ANSWER = Draft202012Validator(SCHEMA)
_KNOWN = Registry().with_resource("urn:answers", Resource.from_contents(SCHEMA))
PAPER_FILE = Draft202012Validator({"$ref": "urn:answers#/$defs/paper"}, registry=_KNOWN)
QUESTION_FILE = Draft202012Validator({"$ref": "urn:answers#/$defs/question"}, registry=_KNOWN)

# Written from the Web Annotation Data Model: what an item of ours must hold.
_TEXTUAL = {
    "type": "object",
    "required": ["type", "value", "purpose", "format"],
    "properties": {
        "type": {"const": "TextualBody"},
        "purpose": {"enum": ["describing", "questioning"]},
        "value": {"type": "string", "minLength": 1},
    },
}
_SELECTOR = {
    "oneOf": [
        {
            "required": ["exact"],
            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"minLength": 1}},
        },
        {
            "required": ["conformsTo", "value"],
            "properties": {"type": {"const": "FragmentSelector"}, "value": {"pattern": r"^page=\d+$"}},
        },
    ]
}
ANNOTATION = Draft202012Validator(
    {
        "type": "object",
        "required": ["id", "type", "motivation", "body", "target"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "type": {"const": "Annotation"},
            "motivation": {"const": "assessing"},
            "created": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T00:00:00Z$"},
            "creator": {"type": "array", "minItems": 1},
            "body": {"type": "array", "items": _TEXTUAL, "minItems": 2, "maxItems": 2},
            "target": {
                "type": "object",
                "required": ["source", "selector"],
                "properties": {
                    "source": {"type": "string", "minLength": 1},
                    "selector": {"type": "array", "items": _SELECTOR, "minItems": 1},
                },
            },
        },
    }
)
# The required keys and the types of Citation File Format 1.2.0, as far as we use it.
CFF = Draft202012Validator(
    {
        "type": "object",
        "required": ["cff-version", "message", "title", "authors"],
        "additionalProperties": False,
        "properties": {
            "cff-version": {"const": "1.2.0"},
            "message": {"type": "string", "minLength": 1},
            "type": {"enum": ["dataset", "software"]},
            "title": {"type": "string", "minLength": 1},
            "authors": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "object", "required": ["name"], "additionalProperties": {"type": "string"}},
            },
            "date-released": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "version": {"type": "string"},
            "abstract": {"type": "string"},
            "url": {"type": "string", "pattern": "^https?://"},
            "repository": {"type": "string", "pattern": "^https?://"},
            "license": {"type": "string"},
            "license-url": {"type": "string", "pattern": "^https?://"},
        },
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exports of the small collection, which has an address."""
    made = tmp_path_factory.mktemp("exports")
    write_exports(small_collection(site_url=ADDRESS, licence="CC-BY-4.0"), made)
    return made


def hostile() -> Collection:
    """Return a collection whose every text is hostile."""

    def spoiled(n: int, paper: Paper) -> Paper:
        text = TOKENS[n % len(TOKENS)]
        data = replace(
            paper.metadata,
            title=text,
            authors=(Person(text, text), Person(TOKENS[-n], "")),
            venue=text,
            doi=text,
            url=text,
            licence=text,
            arxiv=text,
        )
        return replace(paper, id=f"p{n}", metadata=data, source=text)

    small = small_collection()
    papers = [spoiled(n, small.papers[0]) for n in range(0, len(TOKENS), 6)]
    answers: list[Answer] = []
    for n, paper in enumerate(papers):
        for m, answer in enumerate(answers_of(paper, True)):
            text = TOKENS[(7 * n + m) % len(TOKENS)]
            answers.append(
                replace(
                    answer,
                    reason=text,
                    sentences=(
                        AnswerSentence(text or "x", "supported", text, (0, 99), float("nan")),
                        AnswerSentence(text, "unsupported", text, (0,)),
                    ),
                    evidence=tuple(
                        Snippet(text, replace(e.place, section=text), links=(text,), focus=((0, 9**9),))
                        for e in answer.evidence
                    ),
                    provenance={"made": text, text: text, "value": float("inf")},
                )
            )
    return small_collection(
        papers=tuple(papers), answers=tuple(answers), title=TOKENS[0], description=TOKENS[3], source_links={}
    )


def lines_of(folder: Path) -> list[dict[str, Any]]:
    # Split as programs do that know more ends of a line than JSON does.
    text = (folder / "data/answers.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def rows_of(folder: Path) -> list[dict[str, str]]:
    text = (folder / "data/answers.csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def annotations(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / ANNOTATIONS).read_text(encoding="utf-8"))
    return found


def test_every_answer_is_as_the_schema_says(folder: Path) -> None:
    records = lines_of(folder)
    assert len(records) == 17
    for record in records:
        ANSWER.validate(record)
    assert {r["status"] for r in records} == {"reported", "partly_reported", "not_reported", "failed"}
    assert json.loads((folder / "data/schema.json").read_text()) == SCHEMA
    assert {k for r in records for k in r} == set(SCHEMA["properties"])


def test_the_schema_rejects_what_is_no_answer(folder: Path) -> None:
    record = lines_of(folder)[0]
    assert not ANSWER.is_valid({**record, "status": "maybe"})
    assert not ANSWER.is_valid({k: v for k, v in record.items() if k != "withheld"})
    assert not ANSWER.is_valid({**record, "id": "<script>"})


def test_what_was_withheld_never_stands_under_the_answer(folder: Path) -> None:
    record = next(r for r in lines_of(folder) if r["question"] == "optimizer")
    assert [w["text"] for w in record["withheld"]] == ["The model was deployed on AWS with 8 V100 GPUs."]
    assert record["withheld"][0]["reason"]
    assert "AWS" not in record["answer"] + json.dumps(record["sentences"])
    row = next(r for r in rows_of(folder) if r["question"] == "optimizer")
    assert (row["withheld"], "AWS" in "".join(row.values())) == ("1", False)


def test_the_answer_shown_first_is_marked(folder: Path) -> None:
    seeds = [r for r in lines_of(folder) if (r["paper"], r["question"]) == ("hedgerow-birds", "random-seeds")]
    assert [(r["model"], r["shown"]) for r in seeds] == [("quotes", True), ("small-135m", False)]


def test_files_of_papers_and_questions_hold_the_same_answers(folder: Path) -> None:
    records = lines_of(folder)
    index = json.loads((folder / "data/index.json").read_text(encoding="utf-8"))
    found = []
    for entry in index["papers"]:
        data = json.loads((folder / entry["path"]).read_text(encoding="utf-8"))
        PAPER_FILE.validate(data)
        assert data["paper"]["id"] == entry["id"]
        found += data["answers"]
    assert found == records
    shown = {(r["paper"], r["question"]): r for r in records if r["shown"]}
    count = 0
    for entry in index["questions"]:
        data = json.loads((folder / entry["path"]).read_text(encoding="utf-8"))
        QUESTION_FILE.validate(data)
        for row in data["papers"]:
            assert row["answer"] == shown[row["paper"], entry["id"]]["answer"]
            count += 1
    assert count == len(shown)


def test_the_table_holds_every_answer(folder: Path) -> None:
    rows, records = rows_of(folder), lines_of(folder)
    assert tuple(rows[0]) == COLUMNS
    assert [(r["id"], r["status"]) for r in rows] == [(r["id"], r["status"]) for r in records]
    first = next(r for r in rows if r["question"] == "hardware" and r["status"] == "reported")
    assert first["evidence"] == f"“{first['answer']}” (2.3 Training, p. 5)"
    assert (first["year"], first["doi"]) == ("2020", "10.1000/hedgerow-birds")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r@", " \u200b="])
def test_no_cell_is_a_formula(start: str) -> None:
    assert table_cell(f'{start}HYPERLINK("http://evil.example")').startswith("'")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula_where_semicolons_part_cells(start: str) -> None:
    assert table_cell(f"a;{start}HYPERLINK()") == f"a;'{start}HYPERLINK()"
    assert table_cell(f'a;"{start}HYPERLINK()') == f"a;\"'{start}HYPERLINK()"
    assert table_cell(f"a; {start} b") == f"a; {start} b"


@pytest.mark.parametrize("text", ["", "a=b", "3-4", "x\r\ny", 'a "quoted" text'])
def test_other_cells_are_as_they_are(text: str) -> None:
    assert table_cell(text) == " ".join(text.split())


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_a_line_of_json_is_one_line_for_every_program(text: str) -> None:
    line = json_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}


@given(st.text(), st.text())
@settings(max_examples=200, deadline=None)
def test_any_cell_comes_back_from_the_table(one: str, two: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([table_cell(one), table_cell(two)])
    text = out.getvalue().encode("utf-8").decode("utf-8")
    assert len(text.splitlines()) <= 1
    assert next(csv.reader(io.StringIO(text, newline=""))) == [table_cell(one), table_cell(two)]
    assert not table_cell(one).startswith(("=", "+", "-", "@"))


def test_citations_are_read_by_their_libraries(folder: Path) -> None:
    ids = ["2401.00010", "hedgerow-birds", "untitled-notes"]
    assert list(parse_file(str(folder / "data/papers.bib"), "bibtex").entries) == ids
    with (folder / "data/papers.ris").open(encoding="utf-8", newline="") as file:
        assert [r["id"] for r in rispy.load(file)] == ids
    csl = json.loads((folder / "data/papers.csl.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in csl] == ids


def test_every_quote_is_an_annotation_that_the_paper_holds(folder: Path) -> None:
    data = annotations(folder)
    items = data["first"]["items"]
    assert data["total"] == len(items) == 11
    assert data["type"] == "AnnotationCollection"
    assert data["first"]["partOf"] == data["id"] == f"{ADDRESS}data/annotations.jsonld"
    assert len({i["id"] for i in items}) == len(items)
    text = small_collection().papers[0].text
    for item in items:
        ANNOTATION.validate(item)
        quote = item["target"]["selector"][0]
        assert text.count(quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")) == 1
    sources = {i["target"]["source"] for i in items}
    assert sources == {f"{ADDRESS}sources/hedgerow-birds.pdf", "https://arxiv.org/abs/2401.00010"}


def test_an_annotation_marks_the_words_that_answer_and_their_page(folder: Path) -> None:
    items = annotations(folder)["first"]["items"]
    item = next(i for i in items if i["body"][0]["value"].startswith("On which hardware"))
    quote, page = item["target"]["selector"]
    assert quote["exact"].startswith("It was trained for 60 epochs")
    assert quote["exact"].endswith("2080 Ti.")
    assert page["value"] == "page=5"
    assert item["body"][1]["value"] == quote["exact"]


def test_equal_answers_of_two_models_are_one_annotation() -> None:
    small = small_collection()
    paper = small.papers[0]
    made = answers_of(paper, True)[0]
    both = small_collection(answers=(made, replace(made, model="small-135m")))
    found = list(annotations_of(both, paper, ANNOTATIONS))
    assert [[c["name"] for c in a["creator"]] for a in found] == [["quotes", "small-135m"]]


def test_a_quote_that_the_paper_does_not_hold_is_annotated_as_it_is() -> None:
    small = small_collection()
    paper = small.papers[0]
    made = answers_of(paper, True)[0]
    moved = replace(made, evidence=tuple(replace(e, text="Other words.") for e in made.evidence))
    found = list(annotations_of(small_collection(answers=(moved,)), paper, ANNOTATIONS))
    assert found[0]["target"]["selector"][0] == {"type": "TextQuoteSelector", "exact": "Other words."}


def test_the_crate_is_read_by_its_library(folder: Path) -> None:
    crate = ROCrate(str(folder / "data"))
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.3"
    assert crate.name == "Answerbook: small studies"
    assert crate.license.id == "https://spdx.org/licenses/CC-BY-4.0"
    assert str(crate.datePublished).startswith("2026-11-23")
    parts = {e.id: e for e in crate.data_entities}
    assert {"answers.jsonl", "answers.csv", "papers/", "annotations.jsonld"} <= set(parts)
    for name, entity in parts.items():
        path = folder / "data" / name
        assert path.exists()
        assert entity["version"] == "1"
        if path.is_file():
            assert entity["contentSize"] == str(path.stat().st_size)


def test_the_crate_describes_all_that_it_holds_and_links_nothing_unknown(folder: Path) -> None:
    data = json.loads((folder / "data/ro-crate-metadata.json").read_text(encoding="utf-8"))
    known = {e["@id"] for e in data["@graph"]}
    assert len(known) == len(data["@graph"])

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict) and set(value) == {"@id"}:
            yield value["@id"]
        elif isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from references(inner)

    assert {r for r in references(data["@graph"]) if not r.startswith("http")} <= known
    files = {p.relative_to(folder / "data").parts[0] for p in (folder / "data").rglob("*") if p.is_file()}
    assert files == {i.rstrip("/") for i in known if not i.startswith(("#", "./", "http"))}


def test_a_crate_without_a_licence_says_so() -> None:
    root = ro_crate(small_collection(), ())["@graph"][1]
    assert "No licence" in root["license"]


@pytest.mark.parametrize(
    ("licence", "key", "value"),
    [
        ("CC-BY-4.0", "license", "CC-BY-4.0"),
        ("https://example.org/terms", "license-url", "https://example.org/terms"),
        ("all mine", None, None),
        ("", None, None),
        ("javascript:alert(1)", None, None),
    ],
)
def test_the_collection_can_be_cited(licence: str, key: str | None, value: str | None) -> None:
    data = yaml.safe_load(citation_cff(small_collection(site_url=ADDRESS, licence=licence)))
    CFF.validate(data)
    assert data["title"] == "Answerbook: small studies"
    assert data["url"] == ADDRESS
    assert {k: v for k, v in data.items() if k.startswith("license")} == ({key: value} if key else {})


@pytest.mark.parametrize("text", [t for t in TOKENS if t.strip()])
def test_a_hostile_title_does_not_break_the_citation_file(text: str) -> None:
    data = yaml.safe_load(citation_cff(small_collection(title=text, description=text, licence=text)))
    CFF.validate(data)


def test_private_papers_appear_nowhere(folder: Path) -> None:
    for path in folder.rglob("*"):
        assert "secret" not in path.name
        if path.is_file() and path.suffix != ".xlsx":  # which `test_wide` unpacks
            text = path.read_text(encoding="utf-8")
            assert "A manuscript under review" not in text
            assert '"secret"' not in text


def test_hostile_text_leaves_every_file_readable(tmp_path: Path) -> None:
    collection = hostile()
    write_exports(collection, tmp_path)
    records = lines_of(tmp_path)
    assert len(records) == len(collection.answers)
    for record in records:
        ANSWER.validate(record)
    rows = rows_of(tmp_path)
    assert len(rows) == len(records)
    assert not [c for r in rows for c in r.values() if c.startswith(("=", "+", "-", "@"))]
    for item in annotations(tmp_path)["first"]["items"]:
        ANNOTATION.validate(item)
    entries = parse_file(str(tmp_path / "data/papers.bib"), "bibtex").entries
    assert set(entries) == {p.id for p in collection.papers}
    for path in (tmp_path / "data").rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    assert len(ROCrate(str(tmp_path / "data")).data_entities) == 15


def test_the_same_collection_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = small_collection(), small_collection()
    turned = replace(two, papers=two.papers[::-1], answers=two.answers[::-1])
    first, second = write_exports(one, tmp_path / "a"), write_exports(turned, tmp_path / "b")
    assert first == second
    for path in (p for p in (tmp_path / "a").rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_a_collection_of_nothing_has_empty_files(tmp_path: Path) -> None:
    exports = write_exports(small_collection(papers=(), answers=(), files={}), tmp_path)
    assert json.loads((tmp_path / "data/papers.csl.json").read_text()) == []
    assert annotations(tmp_path)["total"] == 0
    assert (tmp_path / "data/answers.jsonl").read_bytes() == b""
    assert data_view(small_collection(papers=(), answers=(), files={}), exports).answers == 0


def test_quotes_of_papers_without_an_open_licence_are_cut_in_all_files(tmp_path: Path) -> None:
    write_exports(within_licences(small_collection(), 20, ["CC0"]), tmp_path)
    quotes = [e["quote"] for r in lines_of(tmp_path) for e in r["evidence"]]
    assert quotes
    assert all(len(first_words(quote)) <= 20 and quote.endswith(MARK) for quote in quotes)
    for item in annotations(tmp_path)["first"]["items"]:
        quote = item["target"]["selector"][0]
        assert len(quote["exact"]) <= 20
        assert not {"prefix", "suffix"} & set(quote)
    whole = tmp_path / "whole"
    write_exports(within_licences(small_collection(), 20, ["CC-BY"]), whole)
    assert max(len(e["quote"]) for r in lines_of(whole) for e in r["evidence"]) > 100


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (14_866, "14.9 kB"),
        (999_600, "1.0 MB"),
        (123_456_789, "123 MB"),
        (5_000_000_000, "5.0 GB"),
        (5_000_000_000_000, "5000 GB"),
    ],
)
def test_sizes_are_short(size: int, shown: str) -> None:
    assert file_size(size) == shown


def test_files_on_disk_are_written_as_their_bytes(tmp_path: Path) -> None:
    source = tmp_path / "big"
    source.write_bytes(b"x" * 100_000)
    docs = tmp_path / "docs"
    assert write_files({"data/big.bin": source, "small.txt": b"s"}, docs).written == 2
    assert (docs / "data/big.bin").read_bytes() == source.read_bytes()
    assert write_files({"data/big.bin": source, "small.txt": b"s"}, docs).unchanged == 2
    (docs / "data/big.bin").write_bytes(b"theirs")
    with pytest.raises(SiteError, match="changed since"):
        write_files({"data/big.bin": source}, docs)


def test_the_data_page_explains_every_file_and_every_key(folder: Path) -> None:
    collection = small_collection(site_url=ADDRESS)
    exports = write_exports(collection, folder / "again")
    view = data_view(collection, exports)
    named = {row.name for _, rows in view.groups for row in rows}
    assert len(named) == len(exports)
    assert {row.name for row in view.keys} == set(SCHEMA["properties"])
    assert all(row.meaning for row in (*view.keys, *view.evidence))
    order = [KINDS.index(export.kind) for export in exports]
    assert order == sorted(order)
    with pytest.raises(KeyError):
        Export.of("data/other", 1, 1)


def data_page(collection: Collection) -> str:
    templates = ROOT / "site_templates" / "pages"
    return next(text or "" for path, text, _ in pages(collection, templates) if path == "data.md")


@pytest.mark.parametrize(
    ("address", "command"),
    [
        (ADDRESS, f"curl -s {ADDRESS}data/index.json |"),
        ("https://example.org/a'b;c", "curl -s 'https://example.org/a'\"'\"'b;c/data/index.json' |"),
        ("", "jq -r '.papers[].path' index.json"),
        ("https://example.org/```\n<script>", "curl -s https://example.org/%60%60%60%20%3Cscript%3E/data"),
    ],
)
def test_the_example_names_the_address_of_the_site(address: str, command: str) -> None:
    collection = small_collection(site_url=address)
    page = data_page(collection)
    assert command in page
    assert "Licence.</strong> Not specified" in page
    licensed = small_collection(site_url=address, licence="https://example.org/terms")
    page = data_page(licensed)
    assert 'rel="license' in page
