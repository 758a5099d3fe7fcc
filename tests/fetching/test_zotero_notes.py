"""Notes in Zotero: shown first, written where that is asked, and never over what a person wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import FetchError
from generator.fetching.zotero.answer_notes import ZoteroNote, with_mark
from tests.fetching.serving import Say, Server
from tests.fetching.zotero_library import KEY, ZoteroLibrary

Notes = Callable[..., str]
FAULTY = "/web/users/7/items"


@pytest.fixture
def zotero() -> ZoteroLibrary:
    library = ZoteroLibrary()
    library.collection("COLL0001", "Trials")
    library.item("ITEM0001", "COLL0001")
    return library


@pytest.fixture
def server(zotero: ZoteroLibrary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(zotero) as server:
        places = f"zotero-local={server.url}/api zotero={server.url}/web"
        monkeypatch.setenv("ANSWERBOOK_SERVICES", places)
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        monkeypatch.setenv("ZOTERO_USER_ID", "7")
        yield server


@pytest.fixture
def project(built_folder: Path) -> Path:
    """Return a project as built, published at an address, one of whose papers came from Zotero."""
    settings = built_folder / "content/answerbook.yml"
    settings.write_text(f"site_url: https://answers.example.org/\n{settings.read_text()}")
    (built_folder / "content/papers/beetles.yml").write_text("fetched: {zotero: library/items/ITEM0001}\n")
    file = built_folder / "build/docs/data/papers/beetles.json"
    record = json.loads(file.read_text())
    for answer in record["answers"]:
        answer["url"] = f"https://answers.example.org/a/{answer['id']}/"
    record["answers"][0]["asked"] = "Which <optimiser> & why?"
    file.write_text(json.dumps(record))
    return built_folder


@pytest.fixture
def notes(server: Server, project: Path) -> Notes:
    def run(*args: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["zotero", "notes", *args, "--project", str(project)])
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    return run


def written(zotero: ZoteroLibrary) -> dict[str, str]:
    return {k: one["data"]["note"] for k, one in zotero.items.items() if one["data"]["itemType"] == "note"}


def test_a_note_is_shown_first_and_then_written_once(
    zotero: ZoteroLibrary, notes: Notes, server: Server, project: Path
) -> None:
    said = notes()
    assert "beetles: would be written (ITEM0001)" in said
    assert "Which <optimiser> & why? reported https://answers.example.org/a/" in said
    assert "1 paper without an item there" in said
    assert {asked.method for asked in server.asked} == {"GET"}
    assert "beetles: written (ITEM0001)" in notes("--write")
    (note,) = written(zotero).values()
    assert "Which &lt;optimiser&gt; &amp; why?" in note
    assert 'href="https://answers.example.org/papers/beetles.html"' in note
    data = zotero.items["NEWKEY01"]["data"]
    assert (data["parentItem"], data["tags"]) == ("ITEM0001", [{"tag": "answerbook"}])
    before = len(server.asked)
    assert "beetles: up to date" in notes("--write", "Trials")
    assert {asked.method for asked in server.asked[before:]} == {"GET"}
    told = json.loads(notes("--json"))
    assert told["papers"][0]["state"] == "same"
    assert not any(KEY.encode() in file.read_bytes() for file in project.rglob("*") if file.is_file())


def test_a_note_opens_the_pdf_at_the_page_of_the_quote(
    zotero: ZoteroLibrary, notes: Notes, project: Path
) -> None:
    papers = project / "content/papers"
    (papers / "beetles.md").rename(papers / "beetles.pdf")
    (papers / "beetles.yml").write_text(
        "fetched: {from: 'zotero:FILE0001', zotero: library/items/ITEM0001}\n"
    )
    file = project / "build/docs/data/papers/beetles.json"
    record = json.loads(file.read_text())
    quoted = next(answer for answer in record["answers"] if answer["evidence"])
    quoted["evidence"][quoted["sentences"][0]["evidence"][0]]["page"] = 7
    file.write_text(json.dumps(record))
    notes("--write")
    (note,) = written(zotero).values()
    assert note.count("zotero://open-pdf/") == 1
    assert '<a href="zotero://open-pdf/library/items/FILE0001?page=7">p. 7</a>' in note
    assert "beetles: up to date" in notes("--write")


def test_answers_that_changed_are_written_over_our_own_note_alone(
    zotero: ZoteroLibrary, notes: Notes, project: Path
) -> None:
    zotero.put("MINE0001", {"itemType": "note", "parentItem": "ITEM0001", "note": "<p>Mine</p>", "tags": []})
    notes("--write")
    file = project / "build/docs/data/papers/beetles.json"
    file.write_text(file.read_text().replace('"status": "reported"', '"status": "not_reported"'))
    # An editor packs notes into markup of its own.
    ours = zotero.items["NEWKEY01"]["data"]
    ours["note"] = f'<div class="zotero-note">\n{ours["note"].replace("<p>", "<p> ")}\n</div>'
    assert "beetles: would be updated" in notes()
    assert "beetles: updated" in notes("--write")
    assert written(zotero)["MINE0001"] == "<p>Mine</p>"
    assert ">not reported<" in written(zotero)["NEWKEY01"]
    assert len(written(zotero)) == 2


def test_a_note_that_a_person_changed_stays(zotero: ZoteroLibrary, notes: Notes) -> None:
    notes("--write")
    changed = zotero.items["NEWKEY01"]["data"]["note"].replace("<h1>", "<h1>Read this! ")
    zotero.items["NEWKEY01"]["data"]["note"] = changed
    assert "the note NEWKEY01 was edited by hand" in notes("--write", code=3)
    assert written(zotero) == {"NEWKEY01": changed}
    zotero.items["NEWKEY01"]["data"]["tags"] = []
    assert "beetles: written (ITEM0001)" in notes("--write")
    zotero.items["NEWKEY01"]["data"]["tags"] = [{"tag": "answerbook"}]
    assert "2 notes of Answerbook (NEWKEY01, NEWKEY02)" in notes("--write", code=3)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Say("Precondition", status=412), "somebody has changed it in Zotero meanwhile"),
        (Say("Write access denied", status=403), "the key in ZOTERO_API_KEY may not write there"),
        (Say("gone", status=404), "no longer has its item"),
        (Say("<html>", "text/html"), "sent something that is not JSON"),
        (
            Say({"failed": {"0": {"code": 400, "message": "no\x1b[2J"}}}),
            "zotero.org did not accept the note: no",
        ),
        (Say(status=500), "gave no answer (HTTP 500)"),
        (Say({}, lost=4), "gave no answer"),
    ],
)
def test_what_cannot_be_written_has_a_sentence(
    zotero: ZoteroLibrary, notes: Notes, server: Server, fault: Say, words: str
) -> None:
    plain = zotero._said
    zotero.faults[FAULTY] = lambda asked: (
        fault if asked.method == "POST" else plain(asked.path.removeprefix("/web/users/7/"), asked, False)
    )
    said = notes("--write", code=3)
    assert f"beetles: not written: {words}" in said or words in said
    assert "\x1b" not in said
    assert KEY not in said
    assert sum(asked.method == "POST" for asked in server.asked) == 1
    assert written(zotero) == {}


def test_a_change_in_between_is_refused_by_its_version(
    zotero: ZoteroLibrary, notes: Notes, project: Path
) -> None:
    notes("--write")
    file = project / "build/docs/data/papers/beetles.json"
    file.write_text(file.read_text().replace('"status": "reported"', '"status": "not_reported"'))
    children = zotero.items["NEWKEY01"] | {"version": 1}
    zotero.faults[f"{FAULTY}/ITEM0001/children"] = lambda _: Say([children], headers={"Total-Results": "1"})
    before = written(zotero)
    assert "somebody has changed it in Zotero meanwhile" in notes("--write", code=3)
    assert written(zotero) == before


def test_what_no_note_can_be_made_of(
    zotero: ZoteroLibrary, notes: Notes, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = project / "content/papers/beetles.yml"
    public = beside.read_text()
    beside.write_text(f"visibility: private\n{public}")
    assert "beetles" not in notes()  # private since, and not built again
    beside.write_text(public)
    (project / "build/docs/data/papers/beetles.json").unlink()
    assert "the site does not show the paper yet" in notes(code=3)
    assert "has no collection 'Trails'" in notes("Trails", code=1)
    monkeypatch.delenv("ZOTERO_API_KEY")
    monkeypatch.delenv("ZOTERO_USER_ID")
    assert "set ZOTERO_API_KEY" in notes("--write", code=1)
    settings = project / "content/answerbook.yml"
    settings.write_text(settings.read_text().partition("\n")[2])
    assert "`site_url` is not set" in notes(code=1)


def test_a_mark_covers_words_and_links() -> None:
    note = with_mark('<p>A <a href="https://example.org/1">link</a></p>')
    assert ZoteroNote("NOTE0001", 1, note).is_untouched
    assert not ZoteroNote("NOTE0001", 1, note.replace("/1", "/2")).is_untouched
    assert not ZoteroNote("NOTE0001", 1, f"{note}<p>More</p>").is_untouched
    assert not ZoteroNote("NOTE0001", 1, "").is_untouched
    with pytest.raises(FetchError):
        with_mark("x" * 300_000)
