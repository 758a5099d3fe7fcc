"""No character of a text ends a record or a line of the files that commands write and read.

``str.splitlines`` ends a line at eleven characters, YAML 1.1 at five, files at a line feed. Titles copied
from PDF files hold any of them.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.commands.add.typed_inputs import read_requests
from generator.commands.init import create_project
from generator.core import Answer, Metadata, Person, QuestionWording
from generator.core.notice import PaperNotice
from generator.core.review import Review
from generator.ledger import Ledger
from generator.ledger.published_list import PUBLISHED_FILE, read_list, restore_lines
from generator.project.notices_file import add_notices, load_notices
from generator.project.review_files import load_reviews_of, review_text
from generator.project.settings import Settings, load_settings, settings_yaml
from generator.project.sidecars import write_sidecar
from generator.reading.markdown.front_matter import metadata as front_metadata
from generator.reading.markdown.front_matter import split
from generator.reading.metadata.bibtex import bibtex_entries
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.ris import ris_entries
from generator.reading.metadata.sidecar import read_sidecar
from generator.reading.plain.passages_file import passage_texts, passages_json
from generator.site.content.encoding import clean
from generator.site.exports.bibtex_export import bibtex
from generator.site.exports.cff import citation_cff
from generator.site.exports.citations import csl_json
from generator.site.exports.llms import llms_txt
from generator.site.exports.records import json_line
from generator.site.exports.ris_export import ris
from generator.site.exports.table import table_cell
from generator.site.pages.feed import feed
from generator.site.pages.page_front_matter import front_matter
from tests.site.small_collection import small_collection

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
TEXT = st.lists(
    st.sampled_from(
        [*BREAKS, "\t", " ", "a", "Zz", ":", "- ", "#", '"', "'", "TI  - x", "doi: 10.1234/evil"]
    ),
    max_size=8,
).map("".join)
SOME = TEXT.filter(lambda text: bool(clean(text)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole")


def words(text: str) -> str:
    """Return the characters of a text that are neither white space nor controls."""
    return "".join(clean(text).split())


@given(SOME)
def test_lines_for_programs(text: str) -> None:
    line = json_line({"title": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"title": text}
    cell = table_cell(text)
    assert len(cell.splitlines()) == 1
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", cell], ["b", "c"]])
    assert len(list(csv.reader(io.StringIO(out.getvalue(), newline="")))) == 2


@settings(max_examples=25)
@given(SOME, SOME)
def test_records_for_reference_managers(title: str, name: str) -> None:
    item = {"id": "x", "type": "article", "title": clean(title), "author": [{"literal": clean(name)}]}
    for entries in (bibtex_entries(bibtex(item)), ris_entries(ris(item)), csl_entries(csl_json([item]))):
        (entry,) = entries
        assert entry.fields["title"].split()
        assert entry.key == "x"
    assert all(line[2:6] == "  - " for line in ris(item).splitlines())


@settings(max_examples=25)
@given(TEXT, TEXT, st.sampled_from(["quotes", "q2"]))
def test_the_ledger(tmp_path_factory: pytest.TempPathFactory, text: str, raw: str, model: str) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    answer = Answer(
        "trees", "seeds", model, "not_reported", text, raw=raw, asked=QuestionWording(f"Which{text}?")
    )
    ledger.record([answer, replace(answer, question="other")])
    assert dict(ledger.read("trees", model)) == {"seeds": answer, "other": replace(answer, question="other")}
    ledger.record([replace(answer, asked=QuestionWording(f"How{text}?"))])
    (entry,) = ledger.history("trees")
    assert entry.answer == answer
    assert ledger.problems == []


@settings(max_examples=25)
@given(SOME, SOME, TEXT)
def test_sidecars(folder: Path, title: str, name: str, venue: str) -> None:
    path = folder / "paper.yml"
    path.unlink(missing_ok=True)
    write_sidecar(path, Metadata(title, authors=(Person(name, ""),), venue=venue), {"from": "Europe PMC"})
    found, problems = read_sidecar(path)
    assert problems == []
    assert words(found.title) == words(title)
    assert len(found.authors) == 1
    assert found.doi == ""


@settings(max_examples=25)
@given(SOME, TEXT)
def test_reviews_and_notices(folder: Path, text: str, note: str) -> None:
    review = Review(
        "trees", "seeds", "0" * 24, "corrected", "Ada", datetime.date(2026, 1, 2), "reported", "Yes."
    )
    both = [replace(review, text=clean(text), note=clean(note), name=clean(text)), review]
    path = folder / "trees.yml"
    path.write_text("".join(f"{review_text(one)}\n" for one in both), encoding="utf-8")
    if all(one.text and one.name for one in both[:1]):
        assert [r.name for r in load_reviews_of(path)] == [clean(text), "Ada"]
    file = folder / "notices.yml"
    file.unlink(missing_ok=True)
    new = PaperNotice("10.1234/a", "retraction", clean(text) or "x", "2026-01-02", "2026", note=note)
    add_notices(file, [new, replace(new, paper="10.1234/b")], [])
    assert [notice.paper for notice in load_notices(file).notices] == ["10.1234/a", "10.1234/b"]


@settings(max_examples=25)
@given(SOME, TEXT)
def test_settings_and_heads_of_pages(folder: Path, title: str, description: str) -> None:
    path = folder / "answerbook.yml"
    wanted = Settings(title=title, description=description)
    path.write_text(settings_yaml(wanted), encoding="utf-8", newline="")
    found = load_settings(path)
    assert words(found.title) == words(title)
    assert found.model_dump(exclude={"title", "description"}) == wanted.model_dump(
        exclude={"title", "description"}
    )
    head = front_matter({"title": title, "description": description})
    assert len(head.splitlines()) == len(head.split("\n")[:-1]) == 5
    assert set(yaml.safe_load(head.removesuffix("---\n"))) == {"title", "description"}


@settings(max_examples=12)
@given(SOME)
def test_what_a_site_says_of_itself(title: str) -> None:
    collection = small_collection(title=title, description=title)
    assert set(yaml.safe_load(citation_cff(collection))) == set(
        yaml.safe_load(citation_cff(small_collection(title="x", description="x")))
    )
    plain = small_collection(title="x", description="x")
    assert len(llms_txt(collection).splitlines()) == len(llms_txt(plain).splitlines())
    root = etree.fromstring(feed(collection).encode())
    assert len(root) == len(etree.fromstring(feed(plain).encode()))


# Titles that a person copied, with an end of line that no editor shows as one.
@pytest.mark.parametrize("sign", "\x85\u2028\u2029")
def test_a_title_with_a_hidden_break_makes_no_key(folder: Path, sign: str) -> None:
    line = f"title: Trees{sign}doi: 10.1234/evil"
    sidecar = folder / "copied.yml"
    sidecar.write_text(f"{line.replace('doi: ', 'doi ')}\nyear: 2020\n", encoding="utf-8")
    found, problems = read_sidecar(sidecar)
    assert (problems, found.title.split(), found.year) == ([], ["Trees", "doi", "10.1234/evil"], 2020)
    fields, body, _ = split(f"---\ntitle: 'Trees{sign}visible'\nlicence: CC0-1.0\n---\nBody\n")
    assert (front_metadata(fields).licence, body) == ("CC0-1.0", "Body\n")
    assert set(fields) == {"title", "licence"}
    sidecar.write_text(line, encoding="utf-8")
    found, problems = read_sidecar(sidecar)
    assert found.doi == ""


@settings(max_examples=25)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_passages(folder: Path, passages: list[str]) -> None:
    path = folder / "p.passages.json"
    data = passages_json(id="p", title=passages[0], doi="", source="s", passages=passages)
    path.write_text(data, encoding="utf-8")
    assert len(passage_texts(path)) == len(passages)


@settings(max_examples=25)
@given(TEXT)
def test_lists_of_what_was_published_and_of_ids(folder: Path, text: str) -> None:
    file = folder / PUBLISHED_FILE
    file.write_text(f"{text}\n", encoding="utf-8", newline="")
    name = ("trees", "answer", "0" * 24)
    restore_lines(folder, [name])
    assert name in read_list(folder)
    restore_lines(folder, [name])  # what is no entry stays what it was
    assert len(read_list(folder)) == 1
    ids = folder / "ids.csv"
    ids.write_text("title,doi\n", encoding="utf-8")
    with ids.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(["T" + clean(text) + "\x0c\x85\u2028b", "10.1234/a"])
    assert [str(request.id) for request in read_requests([str(ids)])] == ["10.1234/a"]


def test_a_project_can_be_made_under_any_title(tmp_path: Path) -> None:
    create_project(tmp_path / "new", f"Trees{BREAKS}of\x1b\0all")
    assert load_settings(tmp_path / "new/content/answerbook.yml").title.split() == ["Trees", "of", "all"]
