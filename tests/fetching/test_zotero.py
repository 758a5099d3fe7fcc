"""Papers out of Zotero: from the program on this machine, and from zotero.org."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import adding, main
from generator.fetching.request_pauses import RequestPace
from generator.fetching.zotero.library_items import Attachment, csl_item, listing_of
from generator.project import Project
from generator.project.paper_loading import collect_papers
from tests.fetching.conftest import Add
from tests.fetching.internet import jats, page, pdf
from tests.fetching.serving import Say, Server, in_turn
from tests.fetching.test_http_client import Clock
from tests.fetching.zotero_library import KEY, ZoteroLibrary

PDF = pdf()
DOI = "10.1234/beetles.1"


@pytest.fixture
def zotero() -> ZoteroLibrary:
    library = ZoteroLibrary()
    library.collection("COLL0001", "Trials")
    library.collection("COLL0002", "2024", "COLL0001")
    library.collection("COLL0003", "Elsewhere")
    return library


@pytest.fixture
def server(zotero: ZoteroLibrary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Both ways to a library; no key and no other library in the environment."""
    for name in ("ZOTERO_API_KEY", "ZOTERO_USER_ID", "ZOTERO_GROUP_ID"):
        monkeypatch.delenv(name, raising=False)
    with Server(zotero) as server:
        places = f"zotero-local={server.url}/api zotero={server.url}/web crossref={server.url}/crossref"
        monkeypatch.setenv("ANSWERBOOK_SERVICES", places)
        yield server


@pytest.fixture
def web(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    return server


def beside(project: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((project / "content/papers" / name).read_text())
    return found


def names(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "content/papers").iterdir())


def test_collections_are_listed_with_their_keys(zotero: ZoteroLibrary, add: Add) -> None:
    said = add("zotero:").output
    assert "COLL0002  Trials/2024  (1 item)" in said
    assert "Zotero on this machine: 3 collections" in said
    found = json.loads(add("zotero:", "--json").output)
    assert (
        found[0] == {"key": "COLL0003", "name": "Elsewhere", "path": "Elsewhere", "items": 1}
        or len(found) == 3
    )
    said = add("zotero:", "zotero:Trials", code=3).output
    assert "zotero:: lists collections only on its own" in said


def test_a_file_of_this_machine_with_what_zotero_knows(
    zotero: ZoteroLibrary, add: Add, project: Path, tmp_path: Path
) -> None:
    stored = tmp_path / "Ünlaut & Söhne - 2024 - Beetles.pdf"
    stored.write_bytes(PDF)
    zotero.item(
        "ITEM0001",
        "COLL0001",
        "COLL0003",
        DOI=DOI,
        creators=[
            {"creatorType": "editor", "lastName": "Other"},
            {"creatorType": "author", "firstName": "Ada", "lastName": "Example"},
            {"creatorType": "author", "name": "The Garden Group"},
        ],
        publicationTitle="Journal of Gardens",
        rights="© 2024 The publisher",
        tags=[{"tag": "oncology"}, {"tag": "Humans", "type": 1}],
    )
    zotero.file("FILE0001", "ITEM0001", "1-s2.0-S000-main.pdf", stored)
    zotero.put("NOTE0001", {"itemType": "note", "parentItem": "ITEM0001", "note": "mine"})
    said = add("zotero:Trials").output
    assert "Zotero ITEM0001 (Beetles in gardens): PDF, 2 kB, from Zotero on this machine" in said
    assert "zotero:Trials: left out: 1 note, not papers" in said
    assert names(project) == ["10.1234--beetles.1.pdf", "10.1234--beetles.1.yml"]
    data = beside(project, "10.1234--beetles.1.yml")
    assert data["tags"] == ["oncology", "Trials"]
    assert [one["family"] for one in data["authors"]] == ["Example", "The Garden Group"]  # type: ignore[attr-defined]
    assert (data["year"], data["venue"], data["doi"]) == (2024, "Journal of Gardens", DOI)
    assert "licence" not in data
    origin = data["fetched"]
    assert isinstance(origin, dict)
    assert (origin["zotero"], origin["from"]) == ("library/items/ITEM0001", "zotero:FILE0001")
    assert str(tmp_path) not in (project / "content/papers/10.1234--beetles.1.yml").read_text()
    (paper,) = collect_papers(Project.find(project), strict=True, jobs=1, progress=lambda *_: None).papers
    assert paper.metadata.tags == ("oncology", "Trials")


def test_a_second_run_adds_what_is_new_and_asks_for_no_file_that_is_here(
    zotero: ZoteroLibrary, add: Add, project: Path, web: Server
) -> None:
    zotero.item("ITEM0001", "COLL0001", title="One paper")
    zotero.file("FILE0001", "ITEM0001", "one.pdf", PDF)
    assert "PDF, 2 kB, from zotero.org" in add("zotero:COLL0001").output
    zotero.item("ITEM0002", "COLL0002", title="Another paper")
    zotero.file("FILE0002", "ITEM0002", "two.pdf", pdf("More."))
    before = len(web.asked)
    said = add("zotero:trials").output
    assert "2 papers: 1 added, 1 already here." in said
    paths = [asked.path for asked in web.asked[before:] if "/file" in asked.path]
    assert paths == ["/web/users/7/items/FILE0002/file"]
    assert beside(project, "2024-another-paper.yml")["tags"] == ["2024"]


def test_what_lies_in_zotero_and_is_no_paper_has_a_line(
    zotero: ZoteroLibrary, add: Add, project: Path, tmp_path: Path
) -> None:
    zotero.item("ITEM0001", "COLL0001", title="Only a record", DOI=DOI)
    zotero.item("ITEM0002", "COLL0001", title="In the trash", deleted=1)
    zotero.item("ITEM0003", "COLL0001", type="note", title="", note="Read these")
    zotero.item("ITEM0004", "COLL0001", title="With a link", url="https://example.org/x")
    zotero.file("FILE0004", "ITEM0004", "x.pdf", tmp_path / "x.pdf", linkMode="linked_url")
    zotero.item("ITEM0005", "COLL0001", title="With a picture")
    zotero.file("FILE0005", "ITEM0005", "figure.png", tmp_path / "figure.png")
    zotero.item("ITEM0006", "COLL0001", title="Linked, and moved")
    zotero.file(
        "FILE0006",
        "ITEM0006",
        "",
        tmp_path / "gone.pdf",
        linkMode="linked_file",
        path="attachments:a/gone.pdf",
    )
    said = add("zotero:Trials", code=3).output
    assert f"it has no file in Zotero; look for an open copy with: answerbook add {DOI}" in said
    assert "(In the trash): left out: it is in Zotero's trash" in said
    assert "1 note, not papers" in said
    assert "(With a picture): not added: none of its files in Zotero is a paper (figure.png)" in said
    assert "gone.pdf is not where Zotero says" in said
    assert names(project) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file:///etc/passwd", "does not have the file name of a paper"),
        ("file://other/share/x.pdf", "is not a file on this machine"),
        ("http://127.0.0.1/x.pdf", "is not a file on this machine"),
        ("file:///x%00.pdf", "is not a file on this machine"),
        ("file:///tmp", "does not have the file name of a paper"),
    ],
)
def test_no_other_file_is_read_than_one_of_a_paper(
    zotero: ZoteroLibrary, add: Add, project: Path, place: str, words: str
) -> None:
    zotero.item("ITEM0001", "COLL0001")
    zotero.file("FILE0001", "ITEM0001", "../../x.pdf", b"")
    zotero.faults["/api/users/0/items/FILE0001/file"] = lambda _: Say(place, "text/plain")
    assert words in add("zotero:Trials", code=3).output
    assert names(project) == []


def test_of_several_files_the_paper_is_taken(
    zotero: ZoteroLibrary, add: Add, project: Path, tmp_path: Path
) -> None:
    for name, content in (
        ("scan.pdf", b"%PDF-1.4\n%%EOF"),
        ("Supplementary Table S1.pdf", PDF),
        ("paper.pdf", pdf("The paper itself.")),
        ("snapshot.html", page().encode()),
    ):
        (tmp_path / name).write_bytes(content)
    zotero.item("ITEM0001", "COLL0001")
    for number, name in enumerate(("scan.pdf", "Supplementary Table S1.pdf", "snapshot.html", "paper.pdf")):
        zotero.file(f"FILE000{number}", "ITEM0001", name, tmp_path / name)
    said = add("zotero:Trials").output
    assert "3 other files left out: scan.pdf, snapshot.html, Supplementary Table S1.pdf" in said
    assert (project / "content/papers/2024-beetles-in-gardens.pdf").read_bytes() == (
        tmp_path / "paper.pdf"
    ).read_bytes()


def test_a_paper_that_was_added_otherwise_gets_its_item(
    zotero: ZoteroLibrary, add: Add, project: Path, tmp_path: Path
) -> None:
    (project / "content/papers/mine.xml").write_text(jats(DOI))
    (project / "content/papers/mine.yml").write_text("title: My title\ntags: [mine]\n")
    zotero.item("ITEM0001", "COLL0001", DOI=DOI.upper(), extra="visibility: private")
    zotero.file("FILE0001", "ITEM0001", "x.pdf", tmp_path / "x.pdf")
    assert (
        "already here, mine.xml (its Zotero item is now recorded in the sidecar file)"
        in add("zotero:Trials").output
    )
    data = beside(project, "mine.yml")
    assert (data["title"], data["tags"], data["visibility"]) == ("My title", ["mine"], "private")
    assert data["fetched"] == {"zotero": "library/items/ITEM0001"}
    assert "now recorded in the sidecar file" not in add("zotero:Trials").output


def test_a_group_and_pages_of_a_hundred(
    zotero: ZoteroLibrary, add: Add, web: Server, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_GROUP_ID", "99")
    zotero.user = "groups/99"
    for number in range(120):
        zotero.item(f"ITEM0{number:03}", "COLL0001", title=f"Number {number}", deleted=1)
    zotero.item("LASTITEM", "COLL0001", title="Saved page", itemType="webpage")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../etc/x.css", "p {}")
        archive.writestr("page.html", page())
    zotero.file("LASTFILE", "LASTITEM", "page.html", stream.getvalue(), linkMode="imported_url")
    said = add("zotero:Trials").output
    assert "121 papers: 1 added, 120 left out." in said
    origin = beside(project, "2024-saved-page.yml")["fetched"]
    assert isinstance(origin, dict)
    assert origin["zotero"] == "groups/99/items/LASTITEM"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("zotero:Trails", "has no collection 'Trails'; did you mean 'Trials'?"),
        ("zotero:2024", "2 collections '2024': Trials/2024 (COLL0002), Elsewhere/2024 (COLL0004)"),
        ("zotero-web:Trials", "set ZOTERO_API_KEY"),
    ],
)
def test_names_that_name_nothing(zotero: ZoteroLibrary, add: Add, name: str, words: str) -> None:
    zotero.collection("COLL0004", "2024", "COLL0003")
    assert words in add(name, code=3).output


def test_zotero_that_is_closed_or_answers_nobody(
    zotero: ZoteroLibrary, add: Add, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    zotero.enabled = False
    assert "Allow other applications on this computer" in add("zotero:", code=1).output
    zotero.enabled = True
    zotero.faults["/api/users/0/collections"] = lambda _: Say("<html>", "text/html")
    assert "sent something that is not JSON" in add("zotero:", code=1).output
    zotero.faults["/api/users/0/collections"] = lambda _: Say([], lost=9)
    assert "start it on this machine" in add("zotero:", code=1).output
    monkeypatch.setenv("ANSWERBOOK_SERVICES", "zotero-local=http://127.0.0.1:9")
    said = add("zotero:Trials", code=3).output
    assert "Zotero does not answer; start it on this machine, or set ZOTERO_API_KEY" in said


def test_a_key_that_is_refused_is_shown_nowhere(
    zotero: ZoteroLibrary, add: Add, server: Server, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "wrongKeyWrongKey12345678"
    monkeypatch.setenv("ZOTERO_API_KEY", wrong)
    said = add("zotero:", "-v", code=1).output
    assert "zotero.org does not know the key in ZOTERO_API_KEY" in said
    monkeypatch.setenv("ZOTERO_USER_ID", "7")
    said += add("zotero:Trials", "-v", code=3).output
    assert "zotero.org refuses the library users/7 with the key in ZOTERO_API_KEY" in said
    monkeypatch.setenv("ZOTERO_API_KEY", "two\nlines of it")
    said += add("zotero:", code=1).output
    monkeypatch.setenv("ZOTERO_API_KEY", wrong)
    monkeypatch.setenv("ANSWERBOOK_SERVICES", "zotero=http://mirror.example.org")
    said += add("zotero:", code=1).output
    assert "is not sent to mirror.example.org unencrypted" in said
    assert wrong not in said
    assert "lines of it" not in said
    assert not any(wrong.encode() in file.read_bytes() for file in project.rglob("*") if file.is_file())
    assert all(wrong not in asked.path for asked in server.asked)


def test_a_file_comes_from_elsewhere_without_the_key(zotero: ZoteroLibrary, add: Add, web: Server) -> None:
    zotero.item("ITEM0001", "COLL0001")
    zotero.file("FILE0001", "ITEM0001", "x.pdf", PDF)
    place = f"{web.url}/storage/x.pdf?signed=yes"
    zotero.faults["/web/users/7/items/FILE0001/file"] = lambda _: Say(status=302, headers={"Location": place})
    zotero.faults["/storage"] = lambda _: Say(PDF, "application/pdf")
    assert "1 added" in add("zotero:Trials").output
    (asked,) = [asked for asked in web.asked if asked.path == "/storage/x.pdf"]
    assert "zotero-api-key" not in asked.headers


def test_too_many_requests_and_a_library_that_changes(zotero: ZoteroLibrary, add: Add, web: Server) -> None:
    again = in_turn(Say(status=429, headers={"Retry-After": "0"}), Say([], headers={"Total-Results": "0"}))
    zotero.faults["/web/users/7/collections/COLL0003"] = again
    assert "the collection is empty" in add("zotero:Elsewhere", code=3).output
    versions = iter(range(1000))
    zotero.faults["/web/users/7/collections"] = lambda _: Say(
        [{"key": "COLL0009"}], headers={"Total-Results": "3", "Last-Modified-Version": str(next(versions))}
    )
    assert "keeps changing while it is read" in add("zotero:Trials", code=3).output


def test_backoff_is_heeded() -> None:
    clock = Clock()
    pace = RequestPace(clock, clock.sleep)
    pace.wait_for_turn("zotero", 0.2)
    pace.heed("zotero", {"backoff": "12"})
    pace.wait_for_turn("zotero", 0.2)
    pace.heed("zotero", {"backoff": "soon"})
    pace.heed("zotero", {"backoff": "100000"})
    pace.wait_for_turn("zotero", 0.2)
    assert clock.slept == [12.0, 60.0]


def test_watching_adds_what_comes_and_asks_little(
    zotero: ZoteroLibrary, project: Path, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    zotero.item("ITEM0001", "COLL0001", title="One paper")
    zotero.file("FILE0001", "ITEM0001", "one.pdf", PDF)
    asked: list[int] = []

    def sleep(seconds: float) -> None:
        asked.append(len(web.asked))
        if len(asked) == 2:
            zotero.item("ITEM0002", "COLL0001", title="Another paper")
            zotero.file("FILE0002", "ITEM0002", "two.pdf", pdf("More."))
        if len(asked) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(adding, "sleep", sleep)
    done = CliRunner().invoke(main, ["add", "zotero:Trials", "--watch", "10", "--project", str(project)])
    assert done.exit_code == 0, done.output
    assert done.output.count("One paper") == 1
    assert "Zotero ITEM0002 (Another paper): PDF" in done.output
    assert "Stopped checking" in done.output
    # Whose key it is, and the version: nothing has changed.
    assert asked[1] - asked[0] == asked[3] - asked[2] == 2
    assert len(names(project)) == 4


def test_what_failed_while_watching_is_tried_again(
    zotero: ZoteroLibrary, project: Path, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = 0

    def sleep(seconds: float) -> None:
        nonlocal rounds
        rounds += 1
        zotero.faults.clear()
        if rounds == 1:
            zotero.item("ITEM0001", "COLL0001", title="One paper")
            zotero.file("FILE0001", "ITEM0001", "one.pdf", PDF)
            zotero.faults["/web/users/7/collections"] = lambda _: Say("<html>", "text/html")
        elif rounds == 2:
            zotero.faults["/web/users/7/items/FILE0001"] = lambda _: Say(PDF[:99], lost=99)
        elif rounds == 4:
            raise KeyboardInterrupt

    zotero.item("ITEM0000", "COLL0001", title="In the trash", deleted=1)
    monkeypatch.setattr(adding, "sleep", sleep)
    done = CliRunner().invoke(main, ["add", "zotero:Trials", "--watch", "10", "--project", str(project)])
    assert done.exit_code == 0, done.output
    assert "sent something that is not JSON" in done.output
    assert "(One paper): not added: 127.0.0.1" in done.output
    assert "(One paper): PDF, 2 kB" in done.output
    assert names(project) == ["2024-one-paper.pdf", "2024-one-paper.yml"]


@pytest.mark.parametrize(
    "names",
    [("10.1234/x", "--watch", "60"), ("zotero:T", "--watch", "60", "--json"), ("zotero:T", "--watch", "1")],
)
def test_watching_that_makes_no_sense(add: Add, names: tuple[str, ...]) -> None:
    result: Result = add(*names, code=click.UsageError.exit_code)
    assert "--watch" in result.output


@pytest.mark.parametrize(
    "record", [None, [], "x", {}, {"key": "../../x", "data": {}}, {"key": "ITEM0001", "data": []}]
)
def test_records_of_another_shape_are_left_out(record: object) -> None:
    assert listing_of([record])[0].items == ()


def test_fields_of_another_shape_are_empty() -> None:
    data = {
        "itemType": 7,
        "title": ["x"],
        "creators": {"a": 1},
        "tags": [None, {"tag": 3}],
        "collections": "x",
    }
    listing, _ = listing_of([{"key": "ITEM0001", "data": data | {"DOI": {}, "extra": 5, "date": None}}])
    assert csl_item(listing.items[0])["author"] == []
    assert (listing.items[0].tags, listing.items[0].collections) == (("3",), ())


def test_ids_are_found_where_people_write_them() -> None:
    data = {"itemType": "preprint", "extra": f"arXiv: 2401.00010v2 [cs]\nDOI: {DOI}", "title": "x"}
    (item,) = listing_of([{"key": "ITEM0001", "data": data}])[0].items
    assert (item.doi, item.arxiv) == (DOI, "2401.00010v2")


def test_the_ending_of_a_file_comes_from_its_name_or_its_kind() -> None:
    assert Attachment("FILE0001", "a.PDF").suffix == ".pdf"
    assert Attachment("FILE0001", "Full Text", "application/pdf").suffix == ".pdf"
    assert Attachment("FILE0001", "a.epub", "application/epub+zip").suffix == ""
