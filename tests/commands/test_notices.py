"""`answerbook notices` asks once and writes down what is new; everything else reads the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import INCOMPLETE, main
from generator.project import Project
from generator.project.notices_file import load_notices
from tests.fetching.serving import NOT_THERE, Asked, Say, Server

UPDATED = {
    "DOI": "10.1234/beetles.1",
    "updated-by": [{"DOI": "10.1234/n", "type": "retraction", "updated": {"date-parts": [[2026, 11, 28]]}}],
}
RETRACTION_WATCH = """\
RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason
11/28/2026 0:00,10.1234/N,10.1234/Beetles.1,Retraction,+Data;
1/2/2026 0:00,10.1234/E,10.1234/Beetles.1,Expression of concern,+Data;
"""


def run(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert result.exit_code == code, result.output
    return result


def crossref(asked: Asked) -> Say:
    return Say({"message": UPDATED}) if "beetles" in asked.path else NOT_THERE


def notices(folder: Path, *args: object, code: int = 0) -> str:
    return run("notices", "--project", folder, *args, code=code).output


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server(crossref)
    monkeypatch.setenv("ANSWERBOOK_SERVICES", f"crossref={server.url} arxiv={server.url}")
    return server


def test_what_is_new_is_shown_and_written_once(project_folder: Path, service: Server, tmp_path: Path) -> None:
    file = project_folder / "content/notices.yml"
    csv = tmp_path / "rw.csv"
    csv.write_text(RETRACTION_WATCH)
    with service:
        shown = notices(project_folder, "--dry-run", "--source", "crossref")
        assert "retraction of 2026-11-28: beetles (10.1234/beetles.1), 10.1234/n [Crossref]" in shown
        assert not file.exists()
        found = json.loads(notices(project_folder, "--retraction-watch", csv, "--json"))
        assert [n["kind"] for n in found["new"]] == ["retraction", "concern"]
        before = file.read_bytes()
        assert "0 new notices, 2 known before" in notices(project_folder, "--retraction-watch", csv)
        assert file.read_bytes() == before
        asked = len(service.asked)
        assert "0 new notices" in notices(project_folder, "--offline", "--retraction-watch", csv)
        assert len(service.asked) == asked
    checked = {check.source: check.sha256 for check in load_notices(file).checked}
    assert checked.keys() == {"Crossref", "Retraction Watch"}
    assert len(checked["Retraction Watch"]) == 64


def test_status_and_verify_go_by_the_file_alone(built_folder: Path, service: Server) -> None:
    with service:
        notices(built_folder, "--source", "crossref")
    said = run("status", "--project", built_folder).output
    assert "retraction of beetles, 2026-11-28: 10.1234/n (Crossref, " in said
    assert "notices last checked: Crossref on " in said
    told = json.loads(run("status", "--project", built_folder, "--json").output)
    assert [(n["paper"], n["kind"]) for n in told["notices"]] == [("beetles", "retraction")]
    assert told["stale"] == 0
    run("verify", "--project", built_folder)


def test_a_build_with_a_notice_moves_no_address_and_says_so_on_each_page(built_folder: Path) -> None:
    site = built_folder / "build/site"
    before = sorted(p.parent.name for p in site.glob("a/*/index.html"))
    (built_folder / "content/notices.yml").write_text(
        "notices:\n"
        "- {paper: 10.1234/beetles.1, kind: retraction, source: Ada, taken: 2026-11-29, date: 2026}\n"
    )
    run("build", "--frozen", "--project", built_folder)
    assert before == sorted(p.parent.name for p in site.glob("a/*/index.html"))
    assert "was retracted in 2026" in (site / "papers/beetles.html").read_text()
    pages = [p.read_text() for p in site.glob("a/*/index.html")]
    assert (
        sum("was retracted in 2026" in text for text in pages) == sum("small network" in t for t in pages) > 0
    )


def test_a_private_paper_is_asked_about_only_on_demand(project_folder: Path, service: Server) -> None:
    (project_folder / "content/papers/beetles.yml").write_text("visibility: private\n")
    with service:
        notices(project_folder, "--source", "crossref")
        assert not [asked for asked in service.asked if "beetles" in asked.path]
        notices(project_folder, "--source", "crossref", "--with-private")
        assert [asked for asked in service.asked if "beetles" in asked.path]


def test_a_service_that_refuses_is_one_sentence_and_the_rest_goes_on(
    project_folder: Path, service: Server, tmp_path: Path
) -> None:
    service.answer = lambda asked: Say("no", status=403)
    (tmp_path / "rw.csv").write_text(RETRACTION_WATCH)
    with service:
        said = notices(project_folder, "--retraction-watch", tmp_path / "rw.csv", code=INCOMPLETE)
    assert "2 new notices" in said
    assert "HTTP 403" in said


def test_wrong_use_and_a_file_with_problems_cost_no_request(project_folder: Path, service: Server) -> None:
    with service:
        notices(project_folder, "--offline", code=2)
        notices(project_folder, "--offline", "--retraction-watch", "https://example.org/x.csv", code=2)
        (project_folder / "content/notices.yml").write_text("notices: 5\n")
        assert "must be a list" in notices(project_folder, code=1)
        assert service.asked == []
    assert Project.find(project_folder).notices_file.read_text() == "notices: 5\n"
