"""What people type and export, with the faults that it has: each has its sentence, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.fetching.conftest import Add
from tests.fetching.internet import Internet, item, jats, page, pdf, result
from tests.fetching.serving import Say, Server

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def three(internet: Internet) -> Internet:
    """Three papers of which Europe PMC has the text."""
    for n in (1, 2, 3):
        doi, pmcid, pmid = f"10.1234/b{n}", f"PMC{n}", f"1234{n}"
        internet.crossref[doi] = item(doi, licence=CC_BY)
        for name in (doi, pmcid, pmid):
            internet.europepmc[name] = [result(doi, pmcid, pmid)]
        internet.texts[pmcid] = jats(doi, licence=CC_BY)
    return internet


def papers(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "content/papers").iterdir() if path.suffix != ".yml")


LISTS = {
    "the first is misspelt": (
        "10.137/b1\n10.1234/b2\n\n# ours\n10.1234/b2\n",
        1,
        "x.txt:1: '10.137/b1' is not",
    ),
    "alone and misspelt": ("10.137/b1\n", 0, "x.txt:1: '10.137/b1' is not an id"),
    "several on a line": ("10.1234/b1 PMC2\npmid: 12343; 10.1234/b3\n", 3, "named twice"),
    "Windows": ("\ufeff10.1234/b1\r\nDOI: https://doi.org/10.1234/b2.\r\n", 2, "2 added."),
    "with titles": ("10.1234/b1  Beetles in gardens\n10.1234/b2\tMoths\n", 2, "2 added."),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_as_people_keep_them(
    three: Internet, add: Add, project: Path, tmp_path: Path, name: str
) -> None:
    text, count, said = LISTS[name]
    (tmp_path / "x.txt").write_bytes(text.encode())
    wrong = "is not" in said
    assert said in add(tmp_path / "x.txt", code=3 if wrong else 0).output
    assert len(papers(project)) == count


TABLES = {
    "x.csv": ('Title,Year,DOI\n"Beetles, and more",2020,10.1234/b1\nMoths,2021,\n', 1, "has no id under doi"),
    "pubmed.csv": ("PMID,Title\n12341,Beetles\n12342,Moths\n", 2, "2 added."),
    "german.csv": ("Titel;doi;pmid\nKäfer;https://doi.org/10.1234/b1;\nFalter;;12342\n", 2, "2 added."),
    "x.tsv": ("# ours\tx\n", 0, "has no column of ids; name one of its columns doi"),
    "years.csv": ("title,year\nBeetles,2020\n", 0, "has no column of ids"),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_with_a_column_of_ids(
    three: Internet, add: Add, project: Path, tmp_path: Path, name: str
) -> None:
    text, count, said = TABLES[name]
    (tmp_path / name).write_text(text)
    assert said in add(tmp_path / name, code=3 if "has no" in said else 0).output
    assert len(papers(project)) == count


ENTRIES = {
    "x.bib": "@article{a, title={Bees}, pmid={12341}}\n@article{b, title={Ants}, pmcid={PMC2}}\n",
    "x.nbib": "PMID- 12341\nTI  - Bees\n\nPMID- 12342\nTI  - Ants\nPMC - PMC2\n",
    "x.ris": "TY  - JOUR\nDO  - doi:10.1234/b1\nER  - \nTY  - JOUR\nTI  - Ants\nC2  - PMC2\nER  - \n",
    "x.json": '[{"title": "Bees", "PMID": "12341"}, {"title": "Ants", "PMCID": "PMC2"}]',
}


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_are_found_by_every_id_that_they_have(
    three: Internet, add: Add, project: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(ENTRIES[name])
    add(tmp_path / name)
    assert papers(project) == ["10.1234--b1.xml", "10.1234--b2.xml"]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Write what a reference manager exports with its files."""
    folder = tmp_path / "export"
    for name, data in {
        "library.bib": (
            b"@article{a, title={Beetles in closed gardens}, author={Smith, Ada}, doi={10.1234/closed},\n"
            b" file={A.pdf:files/1/Smith - 2020.pdf:application/pdf}}\n"
            b"@article{b, title={Moths at lamps in towns},\n"
            b" file={Snapshot:files/2/page.html:text/html;Full Text:files/2/moths.pdf:application/pdf}}\n"
            b"@article{c, title={C}, doi={10.1234/b3}, file={:files/9/gone.pdf:PDF}}\n"
            b"@article{d, title={D}, file={:../secret.pdf:PDF;:/etc/secret.pdf:PDF}}\n"
        ),
        "files/1/Smith - 2020.pdf": pdf(),
        "files/2/page.html": page().encode(),
        "files/2/moths.pdf": pdf("moths"),
        "files/3/alone.pdf": pdf("alone"),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (tmp_path / "secret.pdf").write_bytes(pdf("secret"))
    return folder


def test_an_exported_bibliography_brings_its_files_and_what_it_knows_of_them(
    three: Internet, add: Add, project: Path, export: Path, server: Server
) -> None:
    said = add(export / "library.bib", code=3).output
    assert "added as 10.1234--closed.pdf (with the metadata of its entry)" in said
    assert "library.bib:6: not added: Crossref knows no work with the title 'D'" in said
    assert "2 entries name files that did not come with the bibliography, such as files/9/gone.pdf" in said
    assert papers(project) == ["10.1234--b3.xml", "10.1234--closed.pdf", "moths.pdf"]
    known = yaml.safe_load((project / "content/papers/10.1234--closed.yml").read_text())
    assert (known["title"], known["doi"]) == ("Beetles in closed gardens", "10.1234/closed")
    assert not any("closed" in asked.path for asked in server.asked)
    again = add(export / "library.bib", code=3).output
    assert "3 already here" in again
    assert "1 entry names a file that did not come" in again


def test_a_folder_with_a_bibliography_is_described_by_it(
    add: Add, project: Path, export: Path, server: Server
) -> None:
    said = add(export, code=3).output
    assert papers(project) == ["10.1234--closed.pdf", "alone.pdf", "moths.pdf"]
    assert f"library.bib: 2 entries without a file here; fetch them with: answerbook add {export}" in said
    assert server.asked == []


def test_a_paper_that_was_added_bare_gets_its_metadata_later(
    three: Internet, add: Add, project: Path, export: Path
) -> None:
    add(export / "files/2/moths.pdf")
    assert "metadata are now in a sidecar file" in add(export / "library.bib", code=3).output
    assert "Moths at lamps in towns" in (project / "content/papers/moths.yml").read_text()


def test_files_that_are_no_papers_are_named_and_not_copied(add: Add, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for name, data in {
        "a.pdf": b"<html>Sign in</html>",
        "b.pdf": b"",
        "c.md": b"# Moths\n\nWe counted moths.\n",
        "~$d.docx": b"\x03Ada",
        "e.docx": b"PK\x03\x04 no Word document",
    }.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    said = add(folder, code=3).output
    assert "a.pdf: is named .pdf but holds a web page; download" in said
    assert "b.pdf: is empty (0 bytes)" in said
    assert "e.docx: is a zip archive, not a Word document" in said
    assert papers(project) == ["c.md"]


def test_what_lies_among_papers_and_is_none_is_left_out_and_no_fault(
    add: Add, project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    for name, text in {
        "code/run.py": "print()\n",
        "moths/main.tex": "\\documentclass{article}\\begin{document}\\input{methods}\\end{document}\n",
        "moths/methods.tex": "\\section{Methods} We counted moths at lamps.\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    said = add(folder).output
    assert "code: left out: it is a folder, of 1 file; no file in it is a paper" in said
    assert "methods.tex: left out: it is a part of" in said
    assert "3 papers: 1 added, 2 left out." in said
    (tmp_path / "paper.md").write_text("# Bats\n\nWe counted bats.\n")
    (folder / "linked.md").symlink_to(tmp_path / "paper.md")
    assert "copy the paper here" in add(folder, code=3).output
    assert papers(project) == ["main.tex"]


def test_of_two_files_of_one_name_none_replaces_the_other(add: Add, project: Path, tmp_path: Path) -> None:
    texts = [f"# Moths {n}\n\nWe counted {n} moths.\n" for n in range(6)]
    for n, text in enumerate(texts):
        (tmp_path / f"mine/{n}").mkdir(parents=True)
        (tmp_path / f"mine/{n}/paper.md").write_text(text)
    said = add(tmp_path / "mine", "--jobs", 6, code=3).output
    assert said.count("added as paper.md") == 1
    assert said.count("has the name of") == 5
    kept = next(line for line in said.splitlines() if "added as" in line).partition(": added")[0]
    assert (project / "content/papers/paper.md").read_text() == Path(kept).read_text()


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("", "names nothing; give a DOI"),
        ("10.1234/", "is not a whole DOI; write one like 10.1234/abc"),
        ("1O.1371/journal.pone.1", "is not a whole DOI"),
        ("https://doi.org/10.1371", "is not a whole DOI"),
        ("file:///etc/passwd", "not an address of http or https"),
        ("https://ada:secret@example.org/a.pdf", "an address with a name or a password in it is not asked"),
        ("x" * 5000, "not recognised as a paper"),
    ],
)
def test_names_that_are_none_are_refused_in_one_line(add: Add, server: Server, named: str, why: str) -> None:
    said = add("--", named, code=3).output
    assert why in said
    assert "secret" not in said
    assert len(said.splitlines()[0]) < 300
    assert server.asked == []


def test_a_folder_that_holds_the_project_is_not_swallowed(add: Add, project: Path) -> None:
    (project / "content/pages").mkdir()
    (project / "content/pages/about.md").write_text("# About\n\nOur project.\n")
    assert "the folder holds this project" in add(project.parent, code=3).output
    assert papers(project) == []


def test_a_registry_that_talks_nonsense_is_replaced_by_europe_pmc(
    three: Internet, add: Add, project: Path
) -> None:
    three.faults["/crossref/"] = lambda _: Say("<html>Sign in</html>", "text/html")
    add("10.1234/b1")
    assert papers(project) == ["10.1234--b1.xml"]


def test_a_service_that_may_have_had_a_better_text_is_named(three: Internet, add: Add) -> None:
    three.faults["/europepmc/search"] = lambda _: Say(status=500)
    three.files["doi/10.1234/b1"] = page()
    assert "gave no answer (HTTP 500); use --replace to try again" in add("10.1234/b1").output
    said = add("10.1234/b2", code=3).output
    assert "gave no answer (HTTP 500)" in said
    assert "save it from https://doi.org/10.1234/b2 as content/papers/10.1234--b2.pdf" in said


def test_services_that_are_all_down_leave_a_way(three: Internet, add: Add) -> None:
    three.faults["/"] = lambda _: Say(status=503)
    said = add("10.1234/b1", code=3).output
    assert "run the command again later; save it from https://doi.org/10.1234/b1" in said


def test_an_address_of_jats_is_read_as_jats(
    add: Add, project: Path, internet: Internet, server: Server
) -> None:
    internet.files["web/article.xml"] = Say(jats("10.1234/zz"), "application/xml")
    assert "JATS" in add(f"{server.url}/web/article.xml").output
    assert papers(project)[0].endswith("article.xml")
