"""`answerbook add`: what is named becomes files, once, with their origin; what cannot be had is said."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from click.testing import CliRunner

from generator import reading
from generator.cli import main
from generator.core.fingerprint import digest
from generator.project import Project
from generator.project.paper_loading import collect_papers
from tests.fetching.conftest import Add
from tests.fetching.internet import Internet, item, jats, latex, latex_source, page, pdf, result
from tests.fetching.serving import Say, Server, endless, in_turn

DOI = "10.1234/beetles.1"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def papers(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "content/papers").iterdir())


def sidecar(project: Path, stem: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((project / f"content/papers/{stem}.yml").read_text())
    return found


def with_jats(internet: Internet, doi: str = DOI, pmcid: str = "PMC7", pmid: str = "77") -> None:
    """Add a paper of which Europe PMC has the text."""
    internet.crossref[doi] = item(doi, licence=CC_BY)
    for name in (doi, pmcid, pmid):
        internet.europepmc[name] = [result(doi, pmcid, pmid)]
    internet.texts[pmcid] = jats(doi, licence=CC_BY)


def test_a_doi_becomes_the_jats_of_europe_pmc_with_its_origin(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    with_jats(internet)
    said = add(f"https://doi.org/{DOI.upper()}").output
    assert "JATS, 1 kB, from Europe PMC, CC-BY-4.0: 10.1234--beetles.1.xml" in said
    assert "1 paper: 1 added." in said
    assert papers(project) == ["10.1234--beetles.1.xml", "10.1234--beetles.1.yml"]
    fetched = sidecar(project, "10.1234--beetles.1")["fetched"]
    assert isinstance(fetched, dict)
    data = (project / "content/papers/10.1234--beetles.1.xml").read_bytes()
    assert fetched["sha256"] == digest(data, 64)
    assert (fetched["pmcid"], fetched["pmid"], fetched["licence"]) == ("PMC7", "77", "cc by")
    assert fetched["from"].endswith("/europepmc/PMC7/fullTextXML")
    (paper,) = collect_papers(Project.find(project), strict=True, jobs=1, progress=lambda *_: None).papers
    assert (paper.id, paper.metadata.doi, paper.metadata.licence) == ("10.1234--beetles.1", DOI, "CC-BY-4.0")
    assert paper.metadata.visibility == "public"
    assert all("mailto:ada@example.org" in asked.headers["user-agent"] for asked in server.asked)


def test_a_doi_of_odd_signs_is_one_paper_however_it_is_written(
    internet: Internet, add: Add, project: Path
) -> None:
    odd = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"
    with_jats(internet, odd)
    assert "1 added" in add(odd.upper()).output
    (file,) = [name for name in papers(project) if name.endswith(".xml")]
    assert not set(file) & set('<>:;/()"')
    for written in (f"https://doi.org/{quote(odd)}?utm_source=x", f"<{odd}>", f"doi:{odd}.", "PMC7.1"):
        assert "1 already here" in add(written).output


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Say(page("Sign in"), "application/pdf"), "neither a web page nor a PDF"),
        (Say(page("Sign in", sentences=0), "text/html"), "the text has no body"),
        (Say(b"PK\x03\x04", "application/pdf"), "calls application/pdf"),
        (Say(status=302, headers={"Location": "/web/a"}), "redirects more than 8 times"),
    ],
    ids=["page as pdf", "login page", "archive as pdf", "loop"],
)
def test_what_an_address_sends_in_place_of_a_paper_is_not_taken(
    internet: Internet, add: Add, project: Path, server: Server, said: Say, why: str
) -> None:
    internet.files["web/a"] = said
    assert why in add(f"{server.url}/web/a", code=3).output
    assert papers(project) == []


def test_what_was_stopped_in_the_middle_goes_on_from_there(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    for number in range(1, 7):
        with_jats(internet, f"10.1234/c{number}", f"PMC{number}2", f"{number}6666")
    internet.slow = 0.3
    names = [f"10.1234/c{number}" for number in range(1, 7)]
    command = [sys.executable, "-m", "generator", "add", *names, "--jobs", "1", "--project", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        until = time.monotonic() + 60
        while not any(name.endswith(".xml") for name in papers(project)) and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=60)[1]
    assert (running.returncode, "What was finished is kept; run the same command again" in told) == (
        130,
        True,
    )
    held = [name for name in papers(project) if name.endswith(".xml")]
    assert 1 <= len(held) < 6
    internet.slow = 0
    assert f"{6 - len(held)} added, {len(held)} already here" in add(*names).output
    assert [name for name in papers(project) if not name.endswith((".xml", ".yml"))] == []


@pytest.mark.parametrize("name", [DOI, "PMC7", "pmid:77", f"https://journals.example.org/article?id={DOI}"])
def test_what_is_here_is_left_alone_whatever_it_is_called(
    internet: Internet, add: Add, server: Server, name: str
) -> None:
    with_jats(internet)
    add(DOI)
    before = len(server.asked)
    assert "already here, 10.1234--beetles.1.xml" in add(name).output
    assert len(server.asked) == before


def test_one_paper_named_in_several_ways_is_added_once(internet: Internet, add: Add, project: Path) -> None:
    with_jats(internet)
    said = add(DOI, "PMC7", "pmid:77", f"doi:{DOI}").output
    assert "3 papers: 1 added, 2 already here." in said
    assert len(papers(project)) == 2


def test_jats_without_a_body_gives_way_to_the_next_best(internet: Internet, add: Add, project: Path) -> None:
    with_jats(internet)
    internet.texts["PMC7"] = jats(DOI, body=False)
    internet.pmc["7"] = jats(DOI, body=False)
    internet.files[f"doi/{DOI}"] = page()
    said = add(DOI).output
    assert "HTML" in said
    assert "from publisher, CC-BY-4.0" in said
    data = sidecar(project, "10.1234--beetles.1")
    assert data["title"] == "Beetles in gardens"
    assert data["authors"] == [
        {"family": "Example", "given": "Ada"},
        {"family": "The Garden Group", "given": ""},
    ]
    assert (data["year"], data["licence"]) == (2024, "CC-BY-4.0")
    assert "visibility" not in data


def test_the_text_of_another_paper_is_not_taken(internet: Internet, add: Add) -> None:
    with_jats(internet)
    internet.texts["PMC7"] = jats("10.1234/moths")
    said = add(DOI, code=3).output
    assert "belongs to another paper (10.1234/moths)" in said


def test_pmc_is_asked_where_europe_pmc_hands_nothing_out(internet: Internet, add: Add, project: Path) -> None:
    with_jats(internet)
    del internet.texts["PMC7"]
    internet.pmc["7"] = jats(DOI)
    assert "JATS, 1 kB, from PMC" in add("PMC7").output
    assert "ada@" not in (project / "content/papers/10.1234--beetles.1.yml").read_text()


def unpaywall(server: Server, *copies: str, licence: str = "cc-by-nc") -> dict[str, object]:
    locations = [
        {"url_for_pdf": f"{server.url}/web/{copy}", "license": licence, "host_type": "repository"}
        for copy in copies
    ]
    return {"is_oa": True, "best_oa_location": locations[0], "oa_locations": locations}


def test_a_pdf_of_a_repository_where_there_is_nothing_better(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    internet.crossref[DOI] = item(DOI)
    internet.unpaywall[DOI] = unpaywall(server, "page.pdf", "private.pdf", "good.pdf")
    internet.files["web/page.pdf"] = Say(page(), "text/html")
    internet.files["web/private.pdf"] = Say(status=302, headers={"Location": "http://10.0.0.1/x.pdf"})
    internet.files["web/good.pdf"] = Say(pdf(), "application/pdf")
    assert "PDF, 2 kB, from 127.0.0.1, CC-BY-NC: 10.1234--beetles.1.pdf" in add(DOI).output
    asked = next(asked for asked in server.asked if asked.path.startswith("/unpaywall"))
    assert asked.query == {"email": "ada@example.org"}
    assert reading.read_paper(project / "content/papers/10.1234--beetles.1.pdf").sections


def test_what_cannot_be_had_says_how_to_add_it_by_hand(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    internet.crossref[DOI] = item(DOI)
    internet.unpaywall[DOI] = unpaywall(server, "endless.pdf", "page.pdf", "empty.pdf")
    internet.files["web/endless.pdf"] = Say(b"%PDF-", headers={"Content-Length": str(2 << 30)})
    internet.files["web/page.pdf"] = Say(page(), "application/pdf")
    internet.files["web/empty.pdf"] = Say(b"%PDF-1.4 nothing more", "application/pdf")
    said = add(DOI, code=3).output
    assert "sends more than the limit of 100 MB" in said
    assert "sent a web page instead of a PDF" in said
    assert f"save it from https://doi.org/{DOI} as content/papers/10.1234--beetles.1.pdf" in said
    assert papers(project) == []


def test_without_an_address_the_report_says_what_was_not_asked(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    (project / "content/answerbook.yml").write_text("title: Ours\n")
    internet.crossref[DOI] = item(DOI)
    said = add(DOI, code=3).output
    assert "Unpaywall was not queried" in said
    assert "`contact` under `fetching`" in said
    assert not any(asked.path.startswith("/unpaywall") for asked in server.asked)


def test_openalex_is_asked_with_a_key_that_stands_nowhere(
    internet: Internet, add: Add, project: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERBOOK_OPENALEX_KEY", "key-of-ours")
    internet.crossref[DOI] = item(DOI)
    place = {"is_oa": True, "pdf_url": f"{server.url}/web/good.pdf", "license": "cc-by"}
    internet.openalex[DOI] = {"best_oa_location": place, "locations": [place, {"is_oa": False}]}
    internet.files["web/good.pdf"] = Say(pdf(), "application/pdf")
    assert "PDF" in add(DOI).output
    assert any(asked.query.get("api_key") == "key-of-ours" for asked in server.asked)
    files = [path for path in project.rglob("*") if path.is_file()]
    assert not any(b"key-of-ours" in path.read_bytes() for path in files)


def arxiv(internet: Internet, id: str = "2401.00010", version: str = "3", licence: str = CC_BY) -> None:
    entry = {"id": f"{id}v{version}", "licence": licence}
    internet.arxiv[id] = internet.arxiv[f"{id}v{version}"] = entry
    internet.files[f"e-print/{id}v{version}"] = latex_source(latex())


def test_an_arxiv_paper_becomes_one_latex_file(internet: Internet, add: Add, project: Path) -> None:
    arxiv(internet)
    assert "LaTeX, 1 kB, from arXiv, CC-BY-4.0: 2401.00010.tex" in add("arXiv:2401.00010").output
    assert papers(project) == ["2401.00010.tex", "2401.00010.yml"]
    paper = reading.read_paper(project / "content/papers/2401.00010.tex")
    assert "We photographed 7 beetles" in paper.text
    assert "Not to be read" not in (project / "content/papers/2401.00010.tex").read_text()
    assert [s.kind for s in paper.sections][-1] == "references"
    data = sidecar(project, "2401.00010")
    assert data["authors"] == [{"family": "Example", "given": "Ada B."}]
    fetched = data["fetched"]
    assert isinstance(fetched, dict)
    assert (fetched["version"], data["arxiv"], data["venue"]) == ("3", "2401.00010v3", "arXiv")
    assert fetched["archive"] == digest(internet.files["e-print/2401.00010v3"], 64)


def test_arxiv_in_another_version_and_old_style(internet: Internet, add: Add, project: Path) -> None:
    arxiv(internet, "hep-th/9901001", "2", licence="http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    internet.files["e-print/hep-th/9901001v2"] = Say(pdf(), "application/pdf")
    internet.files["html/hep-th/9901001v2"] = page()
    said = add("https://arxiv.org/abs/hep-th/9901001v2").output
    assert "HTML" in said
    assert "hep-th--9901001.html" in said
    assert str(sidecar(project, "hep-th--9901001")["licence"]).startswith("http://arxiv.org/licenses/")
    assert "no paper of this id and version" in add("2401.00010v9", code=3).output


@pytest.mark.parametrize(
    ("prefer", "suffix"), [("pdf", "pdf"), ("html", "html"), ("latex", "tex"), ("jats", "tex")]
)
def test_a_format_can_be_preferred(
    internet: Internet, add: Add, project: Path, prefer: str, suffix: str
) -> None:
    arxiv(internet)
    internet.files["html/2401.00010v3"] = page()
    internet.files["pdf/2401.00010v3"] = Say(pdf(), "application/pdf")
    add("2401.00010", "--format", prefer)
    assert f"2401.00010.{suffix}" in papers(project)


@pytest.mark.parametrize(
    "source",
    [
        b"\x1f\x8b garbage",
        latex_source({"../../../../tmp/evil.txt": "x", "notes.tex": "no document"}),
        latex_source({"a.tex": "\\documentclass{a}\\begin{document}\\input{a}\\end{document}"}),
        b"",
        Say(endless()),
    ],
    ids=["garbage", "no main file", "inputs itself", "empty", "endless"],
)
def test_sources_that_are_none_are_passed_over(
    internet: Internet, add: Add, project: Path, source: object
) -> None:
    arxiv(internet)
    internet.files["e-print/2401.00010v3"] = source
    internet.files["pdf/2401.00010v3"] = Say(pdf(), "application/pdf")
    (project / "content/answerbook.yml").write_text("reading: {max_megabytes: 1}\n")
    assert "2401.00010.pdf" in add("2401.00010").output


def test_a_page_of_the_web_says_itself_which_paper_it_is(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    with_jats(internet)
    head = f'<meta name="citation_doi" content="{DOI}">'
    internet.files["web/known"] = page(head=head)
    internet.files["web/unknown.html"] = page(
        "Moths at lamps", '<meta name="citation_title" content="Moths">'
    )
    internet.files["web/abstract"] = page(sentences=3)
    said = add(f"{server.url}/web/known", f"{server.url}/web/unknown.html").output
    assert "10.1234--beetles.1.xml" in said
    assert sidecar(project, next(n[:-5] for n in papers(project) if n.startswith("127")))["title"] == "Moths"
    assert "only an abstract or less" in add(f"{server.url}/web/abstract", code=3).output
    assert len(papers(project)) == 4


def test_ids_that_nobody_knows_and_names_that_mean_nothing(internet: Internet, add: Add) -> None:
    said = add("10.9999/none", "PMC99", "no such thing", "10.1234/", "./library.bib", code=3).output
    assert "./library.bib: no such file" in said
    assert "10.9999/none: not added: no such DOI is known to Crossref or DataCite; check it" in said
    assert "PMC99: not added: Europe PMC has no paper with this number" in said
    assert "no such thing: not recognised as a paper; give a DOI" in said
    assert "5 papers: 2 not found, 3 not understood." in said


def test_datacite_knows_what_crossref_does_not(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    internet.datacite[DOI] = {
        "titles": [{"title": "Beetles"}],
        "creators": [{"name": "Example, Ada", "familyName": "Example", "givenName": "Ada"}],
        "publicationYear": 2023,
        "publisher": "A repository",
        "rightsList": [{"rightsUri": CC_BY}],
        "types": {"citeproc": "report"},
    }
    internet.files[f"doi/{DOI}"] = page()
    add(DOI)
    data = sidecar(project, "10.1234--beetles.1")
    assert (data["year"], data["venue"], data["type"]) == (2023, "A repository", "report")


def test_a_number_that_two_papers_have_is_not_guessed(internet: Internet, add: Add) -> None:
    internet.europepmc["PMC7"] = [
        result(DOI, "PMC7", "77"),
        result("10.1234/moths", "PMC7", "78"),
    ]
    said = add("PMC7", code=3).output
    assert "2 papers of this name (10.1234/beetles.1 and 10.1234/moths); give the DOI of one" in said


def test_a_title_that_two_works_have_is_not_guessed(internet: Internet, add: Add, tmp_path: Path) -> None:
    with_jats(internet)
    (tmp_path / "library.bib").write_text(
        "@article{a, title={Beetles in {Gardens}}, author={Example, Ada}}\n"
    )
    internet.found = [item(DOI), item("10.1234/preprint"), item("10.1234/other", "Something else")]
    said = add(tmp_path / "library.bib", code=3).output
    assert "2 works have the title 'Beetles in Gardens' (10.1234/beetles.1, 10.1234/preprint)" in said
    internet.found = internet.found[::2]
    (tmp_path / "library.bib").write_text("@article{a, title={Beetles in gardens}}\n")
    assert "10.1234--beetles.1.xml" in add(tmp_path / "library.bib").output


BIBLIOGRAPHIES = {
    "x.bib": "@article{a, title={Beetles}, doi={10.1234/beetles.1}}\n@misc{b, note={nothing}}\n",
    "x.ris": "TY  - JOUR\nTI  - Beetles\nDO  - 10.1234/beetles.1\nER  - \n\nTY  - JOUR\nER  - \n",
    "x.json": '[{"id": "a", "title": "Beetles", "DOI": "10.1234/beetles.1"}, {"id": "b", "author": []}]',
    "x.txt": "# ours\n\n10.1234/beetles.1  # the first\nnothing to see\n",
}


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_lists_and_bibliographies(internet: Internet, add: Add, tmp_path: Path, name: str) -> None:
    with_jats(internet)
    (tmp_path / name).write_text(BIBLIOGRAPHIES[name])
    said = add(tmp_path / name, code=3).output
    assert "2 papers: 1 added, 1 not understood." in said
    if name == "x.txt":
        assert f"{tmp_path}/x.txt:4: 'nothing to see' is not an id" in said


def test_files_and_folders_of_this_machine(add: Add, project: Path, tmp_path: Path, server: Server) -> None:
    folder = tmp_path / "mine"
    (folder / "tex/parts").mkdir(parents=True)
    for name, text in latex().items():
        (folder / "tex" / name).write_text(text)
    (folder / "notes.md").write_text("# Notes\n\nWe counted beetles.\n")
    (folder / "notes.yml").write_text("tags: [gardens]\nvisibility: private\n")
    (folder / "talk.pptx").write_text("x")
    said = add(folder, code=3).output
    assert papers(project) == ["ms.tex", "notes.md", "notes.yml"]
    assert "no paper ends in .pptx" in said
    assert "We photographed 7 beetles" in (project / "content/papers/ms.tex").read_text()
    assert sidecar(project, "notes")["visibility"] == "private"
    assert "2 already here" in add(folder, code=3).output
    (folder / "notes.md").write_text("# Notes\n\nWe counted moths.\n")
    assert "a different file notes.md exists" in add(folder / "notes.md", code=3).output
    assert "beetles" in (project / "content/papers/notes.md").read_text()
    said = add(folder / "notes.md", "--replace").output
    assert "replaces notes.md, which is now build/replaced/notes.md" in said
    assert "beetles" in (project / "build/replaced/notes.md").read_text()
    assert server.asked == []


def test_replacing_keeps_the_id_and_what_people_wrote(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    internet.crossref[DOI] = item(DOI)
    internet.unpaywall[DOI] = unpaywall(server, "good.pdf")
    internet.files["web/good.pdf"] = Say(pdf(), "application/pdf")
    add(DOI)
    file = project / "content/papers/10.1234--beetles.1.yml"
    file.write_text(f"tags: [gardens] # by hand\n{file.read_text()}")
    with_jats(internet)
    (project / "build/cache/fetching").rename(project / "build/cache/old")
    assert "already here" in add(DOI).output
    assert "replaces 10.1234--beetles.1.pdf" in add(DOI, "--replace").output
    assert papers(project) == ["10.1234--beetles.1.xml", "10.1234--beetles.1.yml"]
    assert "tags: [gardens] # by hand" in file.read_text()
    data = sidecar(project, "10.1234--beetles.1")
    assert isinstance(data["fetched"], dict)
    assert data["fetched"]["format"] == "jats"
    assert file.read_text().count("fetched:") == 1


def test_a_sidecar_that_lay_there_is_kept_and_a_broken_one_stops_its_paper(
    internet: Internet, add: Add, project: Path
) -> None:
    with_jats(internet)
    file = project / "content/papers/10.1234--beetles.1.yml"
    file.write_text("titel: wrong\n")
    said = add(DOI, code=3).output
    assert "did you mean 'title'" in said
    assert papers(project) == ["10.1234--beetles.1.yml"]
    file.write_text("visibility: private")
    add(DOI)
    assert sidecar(project, "10.1234--beetles.1")["visibility"] == "private"


def test_a_dry_run_fetches_no_text_and_writes_nothing(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    with_jats(internet)
    arxiv(internet)
    before = sorted(project.rglob("*"))
    said = add(DOI, "2401.00010", "10.9999/none", "--dry-run", code=3).output
    assert "would be JATS, from Europe PMC, CC-BY" in said
    assert "would be LaTeX, from arXiv, CC-BY-4.0" in said
    assert "3 papers: 2 would be added, 1 not found." in said
    assert sorted(project.rglob("*")) == before
    assert not any("fullText" in a.path or "e-print" in a.path for a in server.asked)


def test_what_a_service_says_is_data_and_nothing_else(internet: Internet, add: Add, project: Path) -> None:
    with_jats(internet)
    hostile = "x\n: visibility: private\u2028&a *a !!python/object:os.system \x1b[31m\ud800 {{ 7*7 }}"
    internet.crossref[DOI] = item(DOI, title=hostile) | {"author": 7, "issued": [], "license": {"URL": []}}
    internet.texts["PMC7"] = None
    internet.files[f"doi/{DOI}"] = page()
    internet.europepmc[DOI] = [result(DOI, "PMC7", licence="cc by") | {"authorList": "x", "title": None}]
    assert "\x1b" not in add(DOI).output
    assert "x : visibility: private" in str(sidecar(project, "10.1234--beetles.1")["title"])
    (paper,) = collect_papers(Project.find(project), strict=True, jobs=1, progress=lambda *_: None).papers
    assert paper.metadata.visibility == "public"


def test_a_doi_with_a_path_in_it_stays_in_the_folder(internet: Internet, add: Add, project: Path) -> None:
    doi = "10.1234/../../../etc/passwd"
    with_jats(internet, doi)
    add(doi)
    assert all(name.startswith("10.1234") for name in papers(project))
    assert len(papers(project)) == 2


SHAPES = ([], 7, "x", None, {"message": []}, {"message": {"title": 7}}, {"resultList": {"result": [[1]]}})


@pytest.mark.parametrize("shape", SHAPES, ids=map(str, range(len(SHAPES))))
@pytest.mark.parametrize("service", ["crossref", "datacite", "europepmc", "unpaywall"])
def test_answers_of_any_shape_end_in_a_sentence(
    internet: Internet, add: Add, service: str, shape: object
) -> None:
    if service != "crossref" and service != "datacite":
        internet.crossref[DOI] = item(DOI)
    internet.faults[f"/{service}/"] = lambda _: Say(json.dumps(shape), "application/json")
    said = add(DOI, code=3).output
    assert "1 paper: 1 not found." in said
    assert "Traceback" not in said


def test_a_service_that_is_busy_is_waited_for(internet: Internet, add: Add) -> None:
    with_jats(internet)
    busy = in_turn(Say(status=429, headers={"Retry-After": "0.05"}), Say(jats(DOI), "application/xml"))
    internet.faults["/europepmc/PMC7"] = busy
    assert "1 added" in add(DOI).output


def test_europe_pmc_stands_in_for_a_registry_that_gives_no_answer(internet: Internet, add: Add) -> None:
    with_jats(internet)
    internet.faults["/crossref/"] = lambda _: Say(status=503)
    assert "from Europe PMC, CC-BY-4.0: 10.1234--beetles.1.xml" in add(DOI).output


def test_a_better_text_that_could_not_be_had_today_is_named(internet: Internet, add: Add) -> None:
    with_jats(internet)
    internet.faults["/europepmc/PMC7"] = lambda _: Say(status=500)
    internet.files[f"doi/{DOI}"] = page()
    said = add(DOI).output
    assert "HTML" in said
    assert "gave no answer (HTTP 500); use --replace to try again" in said


def test_a_second_run_does_what_is_missing(
    internet: Internet, add: Add, project: Path, server: Server
) -> None:
    dois = [f"10.1234/p{n}" for n in range(6)]
    for n, doi in enumerate(dois):
        with_jats(internet, doi, f"PMC{n + 100}", str(n + 1000))
    internet.faults["/europepmc/PMC103"] = lambda _: Say(status=404)
    add(*dois, code=3)
    del internet.faults["/europepmc/PMC103"]
    before = server.paths()
    (project / "content/papers/10.1234--p0.xml").unlink()  # as if it had been killed between the two files
    said = add(*dois, code=3).output
    assert "4 already here" in said
    again = server.paths() - before
    assert list(again) == ["/europepmc/PMC100/fullTextXML"]


def test_results_for_machines(internet: Internet, add: Add) -> None:
    with_jats(internet)
    found = json.loads(add(DOI, "nothing of the sort", "--json", code=3).output)
    assert [one["state"] for one in found["papers"]] == ["added", "invalid"]
    assert found["papers"][0]["file"] == "10.1234--beetles.1.xml"


def test_without_a_network_each_paper_has_its_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    monkeypatch.setenv("ANSWERBOOK_SERVICES", "crossref=http://127.0.0.1:1")
    done = CliRunner().invoke(main, ["add", DOI, "--project", str(project)])
    assert done.exit_code == 3
    assert "127.0.0.1:1 was asked 2 times and gave no answer (Connection refused)" in done.output
    monkeypatch.setenv("ANSWERBOOK_SERVICES", "corssref=http://127.0.0.1:1")
    done = CliRunner().invoke(main, ["add", DOI, "--project", str(project)])
    assert (done.exit_code, "is not a service" in done.output) == (1, True)


def test_a_paper_that_is_gone_comes_back_under_its_name(internet: Internet, add: Add, project: Path) -> None:
    from generator.core import Metadata
    from generator.core.known_paper import DatedRecord as KnownEntry
    from generator.core.known_paper import KnownPaper, record_of
    from generator.ledger.known import write_known

    with_jats(internet)
    record = record_of(Metadata(title="Beetles", doi=DOI))
    known = KnownPaper("smith-2021", "smith-2021.pdf", records=(KnownEntry("2024-01-01", record),))
    write_known(project / "content/answers", [known])
    assert "smith-2021.xml" in add(DOI).output
    assert list(Project.find(project).paper_ids().values()) == ["smith-2021"]


def test_limits_are_said_in_the_units_of_people() -> None:
    from generator.commands.add.add_report import AddOutcome

    added = AddOutcome("x", "added", "x.pdf", format="pdf", size=2_340_000, source="there")
    assert added.line() == "x: PDF, 2.3 MB, from there, licence unknown: x.pdf"
    assert "0 kB" not in dataclasses.replace(added, size=3).line()


def test_what_happened_is_counted_as_what_it_is(internet: Internet, add: Add, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "bare").mkdir()
    (tmp_path / "sheet.ods").write_bytes(b"PK")
    said = add(tmp_path / "empty.pdf", tmp_path / "bare", tmp_path / "sheet.ods", "nothing like it", code=3)
    assert "4 papers: 3 cannot be used, 1 not understood." in said.output
    internet.faults["/"] = lambda _: Say(status=503)
    said = add("10.1234/away", code=3)
    assert "1 paper: 1 not reached." in said.output
    assert "run the command again later" in said.output
