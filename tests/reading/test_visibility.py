"""`visibility: private` is heard wherever people write it, in whatever spelling; what is damaged stops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core import Metadata, Paper
from generator.errors import InvalidFile
from generator.reading import read_paper
from generator.reading.metadata.bibtex import bibtex_entries
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.paper_id import paper_ids
from generator.reading.metadata.ris import nbib_entries, ris_entries
from generator.reading.metadata.supplied import SuppliedMetadata, supplied_metadata
from generator.reading.metadata.visibility import MisplacedStatement, sidecar_says_private

BODY = "\n\n# Methods\n\nThe first sentence of this paper is here.\n"
TITLED = "---\ntitle: Moths\n{}\n---" + BODY


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", TITLED.format("visibility: private")),
        ("x.md", TITLED.format('"visibility": "Private"')),
        ("x.md", TITLED.format("Visibility:\n  PRIVATE # until it is published")),
        ("x.md", TITLED.format("visibility: embargoed")),
        ("x.md", TITLED.format("visibility: private\nauthor: [unclosed")),
        ("x.md", "\n" + TITLED.format("visibility: private")),
        ("x.qmd", "---\n{title: Moths, visibility: private}\n---" + BODY),
        ("x.md", '+++\ntitle = "Moths"\nvisibility = "private"\n+++' + BODY),
        ("x.md", "<!-- visibility: private -->\n\n# Moths" + BODY),
        ("x.txt", "Visibility: private\n\nMoths\n\nMethods\n\nThe first sentence of this paper is here.\n"),
        (
            "x.tex",
            "% visibility: private\n\\documentclass{article}\\begin{document}\nMoths fly.\n\\end{document}",
        ),
        (
            "x.html",
            '<html><head><meta content="private" name="visibility"></head><p>Moths fly far.</p></html>',
        ),
        ("x.html", "<!-- visibility: private -->\n<html><body><p>Moths fly very far.</p></body></html>"),
        (
            "x.passages.json",
            '{"version": 1, "id": "x",\n "visibility": "private",\n "passages": ["Moths fly."]}',
        ),
    ],
)
def test_a_file_may_say_so_itself(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_paper(tmp_path / name).metadata.visibility == "private"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md", TITLED.format("visibility: public")),
        ("x.md", TITLED.format("visibility:")),
        ("x.md", "# Moths\n\nThe visibility: private and public lamps were compared.\n"),
        ("x.md", "# Moths\n" + "\nA line of text.\n" * 40 + "\nvisibility: private\n"),
        ("x.html", '<html><head><meta name="robots" content="private"></head><p>Moths fly far.</p></html>'),
    ],
)
def test_a_file_that_speaks_of_something_else_does_not(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_paper(tmp_path / name).metadata.visibility == "public"


def test_a_file_in_utf_16_may_say_so(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(("<!-- visibility: private -->\n# Moths" + BODY).encode("utf-16"))
    assert read_paper(tmp_path / "x.md").metadata.visibility == "private"


@pytest.mark.parametrize(
    ("field", "private"),
    [
        ("visibility = {private}", True),
        ('VISIBILITY = "Private"', True),
        ("visibility = private", True),
        ("visibility = {{Private}}", True),
        ("visibility = {embargo}", True),
        ("visibility = {public}, visibility = {private}", True),
        ("visibility = {private}, visibility = {public}", True),
        ("note = {Read in May. visibility: private}", True),
        ("annote = {tex.visibility: private}", True),
        ("visibility = {public}", False),
        ("note = {private visibility of lamps}", False),
    ],
)
def test_an_entry_of_bibtex_may_say_so(field: str, private: bool) -> None:
    first, second = bibtex_entries(f"@article{{bat, title={{Bat}}, {field}}}\n@article{{owl, title={{Owl}}}}")
    assert ("visibility" in first.fields) == private
    assert "visibility" not in second.fields


@pytest.mark.parametrize(
    "item",
    [
        {"visibility": "private"},
        {"visibility": "Embargo"},
        {"note": "Read in May.\nvisibility: private"},
        {"custom": {"visibility": "private"}},
        {"keyword": ["a", "visibility=private"]},
    ],
)
def test_an_item_of_csl_may_say_so(item: dict[str, object]) -> None:
    entries = csl_entries(json.dumps([{"id": "bat", "title": "Bat", **item}, {"id": "owl", "title": "Owl"}]))
    assert ["visibility" in entry.fields for entry in entries] == [True, False]


def test_references_of_ris_and_nbib_may_say_so() -> None:
    ris = "TY  - JOUR\nTI  - Bat\nN1  - Read.\nvisibility: private\nER  - \nTY  - JOUR\nTI  - Owl\nER  - \n"
    nbib = "PMID- 1\nTI  - Bat\nGN  - visibility: private\n\nPMID- 2\nTI  - Owl\n"
    for entries in (ris_entries(ris), nbib_entries(nbib)):
        assert ["visibility" in entry.fields for entry in entries] == [True, False]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@article{bat, title = {Bat}},\n visibility = {private}}\n@article{owl, title = {Owl}}", 2),
        ("visibility = {private}\n@article{bat, title = {Bat}}", 1),
    ],
)
def test_a_statement_outside_of_every_entry_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MisplacedStatement) as caught:
        bibtex_entries(text)
    assert caught.value.line == line


def beside(folder: Path, *names: str) -> SuppliedMetadata:
    for name in names:
        (folder / name).write_text("Text.")
    return supplied_metadata(folder, paper_ids(folder / name for name in names))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("papers.bib", "@article{bat, title = {Bat}},\n visibility = {private}}\n"),
        ("papers.ris", "N1  - visibility: private\nTY  - JOUR\nTI  - Bat\nER  - \n"),
        ("papers.json", '{"visibility": "private"}'),
        ("papers.json", '[{"id": "bat", "visibility": "private"}]'),
    ],
)
def test_a_bibliography_in_which_a_statement_is_lost_stops(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(InvalidFile, match=file):
        beside(tmp_path, "bat.pdf")


def paper(id: str, **fields: object) -> Paper:
    return Paper(id, "text", f"{id}.txt", Metadata(**fields), "", ())  # type: ignore[arg-type]


def test_an_entry_hands_it_on_and_nothing_that_overlays_it_takes_it_back(tmp_path: Path) -> None:
    (tmp_path / "papers.json").write_text('[{"id": "bat", "title": "Bat", "visibility": "private"}]')
    (tmp_path / "papers.bib").write_text("@article{bat, title = {Bat}, visibility = {public}}")
    (tmp_path / "bat.yml").write_text("visibility: public")
    found = beside(tmp_path, "bat.pdf")
    assert found.overlay(paper("bat")).metadata.visibility == "private"
    assert found.private_entries([paper("bat")]) == ()
    ((_, entry),) = found.private_entries([paper("owl")])
    assert entry.key == "bat"


def test_doubles_of_an_entry_that_a_paper_has_belong_to_it(tmp_path: Path) -> None:
    entry = "@article{bat, title = {Bat}, visibility = {private}}\n"
    (tmp_path / "papers.bib").write_text(entry + entry)
    assert beside(tmp_path, "bat.pdf").private_entries([paper("bat")]) == ()


def test_an_entry_that_has_no_end_belongs_to_nobody(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text("@article{bat, visibility = {private}, title = {Never closed")
    ((_, entry),) = beside(tmp_path, "bat.pdf").private_entries([paper("bat")])
    assert entry.broken


@pytest.mark.parametrize(
    ("sidecar", "file"),
    [
        ("Sub_Mission.yml", "Sub Mission.md"),
        ("sub-mission.YML", "Sub Mission.md"),
        ("SUB.MISSION.yaml", "sub_mission.pdf"),
        ("Sub Mission.md.yml", "Sub Mission.md"),
        ("sub_mission_md.yml", "Sub Mission.md"),
        ("Melanges 2.yml", "mélanges-2.pdf"),
        ("10.1234_AB.yml", "10.1234--ab.pdf"),
    ],
)
def test_a_sidecar_may_be_named_as_people_spell_names(tmp_path: Path, sidecar: str, file: str) -> None:
    (tmp_path / sidecar).write_text("visibility: private")
    found = beside(tmp_path, file)
    assert [m.visibility for m in found.sidecars.values()] == ["private"]
    assert found.used == {tmp_path / sidecar}
    assert found.unused == ()


def test_a_name_that_fits_loosely_is_used_only_where_nothing_else_could_be_meant(tmp_path: Path) -> None:
    (tmp_path / "a b.yml").write_text("title: Of one of two")
    (tmp_path / "owl.yml").write_text("title: By its name")
    (tmp_path / "OWL_.yml").write_text("title: A second one")
    found = beside(tmp_path, "a-b.pdf", "a_b.pdf", "owl.pdf")
    assert {id: m.title for id, m in found.sidecars.items()} == {"owl": "By its name"}
    assert [Path(s.split(": belongs")[0]).name for s in found.unused] == ["OWL_.yml", "a b.yml"]


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("visibility: private\n", True),
        ("title: x\n'visibility': hidden\n", True),
        ("{title: x, visibility: private", True),
        ("private: yes\n", True),
        ("visibility: public\n", False),
        ("services:\n  private: [a]\n", False),
        ("visibility:\n", False),
    ],
)
def test_a_sidecar_that_belongs_to_no_paper_is_understood_well_formed_or_not(
    text: str, private: bool
) -> None:
    assert sidecar_says_private(text) == private
