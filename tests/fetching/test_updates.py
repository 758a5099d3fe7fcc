"""What Crossref, arXiv and Retraction Watch tell of papers: taken over as notices, whatever else they say."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from generator.core.notice import PaperNotice
from generator.errors import FetchError
from generator.fetching import Client, RequestLimits, Services
from generator.fetching.updates import arxiv_notices, crossref_notices, retraction_watch_notices
from generator.fetching.updates.found import date_of
from tests.fetching.serving import NOT_THERE, Asked, Say, Server, in_turn

DAY = "2026-11-29"
LIMITS = RequestLimits(connect=5, read=5, total=10, wait=0.01, max_wait=1, tries=2)


def client(server: Server) -> Client:
    bases = {"crossref": server.url, "arxiv": server.url, "web": server.url}
    return Client(Services.at(bases), limits=LIMITS)


def heard(done: int, total: int) -> None:
    assert done <= total


def work(doi: str, **more: Any) -> Say:
    return Say({"status": "ok", "message": {"DOI": doi, **more}})


def update(doi: str, kind: str, *date: int, **more: Any) -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "updated": {"date-parts": [list(date)]}, **more}


def crossref(said: Say, *dois: str) -> tuple[PaperNotice, ...]:
    with Server(lambda asked: said) as server:
        found = crossref_notices(client(server), dois, DAY, heard)
    assert found.failed == ()
    return found.notices


def test_an_update_stands_on_the_work_that_was_updated() -> None:
    said = work(
        "10.1000/A",
        **{
            "updated-by": [
                update("10.1000/N1", "retraction", 2024, 2, 3),
                update("10.1000/n2", "erratum", 2023, 5, source="retraction-watch"),
                update("10.1000/n3", "podcast", 2023, 5),
            ],
            "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/B"}]},
        },
    )
    assert crossref(said, "10.1000/a") == (
        PaperNotice("10.1000/a", "retraction", "Crossref", DAY, "2024-02-03", "10.1000/n1"),
        PaperNotice("10.1000/a", "correction", "Retraction Watch, by Crossref", DAY, "2023-05", "10.1000/n2"),
        PaperNotice("10.1000/a", "published_as", "Crossref", DAY, "", "10.1000/b"),
    )


def test_a_notice_that_is_here_itself_tells_of_the_paper_that_it_updates() -> None:
    said = work(
        "10.1000/n",
        **{"update-to": [update("10.1000/a", "expression_of_concern", 2024), update("10.9/z", "x")]},
    )
    expected = PaperNotice("10.1000/a", "concern", "Crossref", DAY, "2024", "10.1000/n")
    assert crossref(said, "10.1000/n", "10.1000/a") == (expected,)
    assert crossref(said, "10.1000/n") == ()  # not about a paper of this project


@pytest.mark.parametrize(
    "more",
    [
        {"updated-by": "retraction"},
        {"updated-by": [None, 5, {"DOI": 7, "type": []}, {"DOI": "javascript:x", "type": "retraction"}]},
        {"updated-by": [{"DOI": "10.1000/n", "type": "retracted?"}], "relation": [1]},
        {"relation": {"is-preprint-of": {"id": "10.1000/b"}, "has-preprint": [{"id": "10.1000/a"}]}},
    ],
)
def test_foreign_shapes_make_no_notice(more: dict[str, Any]) -> None:
    assert crossref(work("10.1000/a", **more), "10.1000/a") == ()


def test_a_date_that_is_none_is_left_out() -> None:
    said = work("10.1000/a", **{"updated-by": [update("10.1000/n", "retraction", 2024, 13, 45)]})
    assert [n.date for n in crossref(said, "10.1000/a")] == [""]
    assert [date_of(x) for x in ([2024], [2024, 2, 30], [True], "2024", [])] == ["2024", "", "", "", ""]


def test_what_crossref_does_not_know_or_say_is_told_and_the_rest_goes_on() -> None:
    def answer(asked: Asked) -> Say:
        if asked.path.endswith("no"):
            return NOT_THERE
        return Say("<html>", "text/html") if asked.path.endswith("bad") else work("10.1000/a")

    with Server(answer) as server:
        found = crossref_notices(client(server), ["10.1000/no", "10.1000/bad", "10.1000/a"], DAY, heard)
    assert (found.asked, found.unknown, len(found.failed)) == (2, ("10.1000/no",), 1)
    assert "10.1000/bad" in found.failed[0]
    assert "not JSON" in found.failed[0]


def test_a_service_that_is_away_is_not_asked_about_every_paper() -> None:
    with Server(lambda asked: Say("busy", status=503)) as server:
        found = crossref_notices(client(server), [f"10.1000/{n}" for n in range(50)], DAY, heard)
        assert len(server.asked) == LIMITS.tries
    assert found.asked == 0
    assert found.failed[-1] == "and 49 more were not asked"


def test_a_service_that_asks_for_a_pause_gets_it_and_is_asked_again() -> None:
    busy = Say("slow down", status=429, headers={"Retry-After": "0"})
    with Server(in_turn(busy, work("10.1000/a"))) as server:
        assert crossref_notices(client(server), ["10.1000/a"], DAY, heard).asked == 1


def entry(id: str, comment: str = "", doi: str = "", updated: str = "2025-03-04T10:00:00Z") -> str:
    more = f"<arxiv:comment>{comment}</arxiv:comment>" if comment else ""
    more += f"<arxiv:doi>{doi}</arxiv:doi>" if doi else ""
    return f"<entry><id>http://arxiv.org/abs/{id}</id><updated>{updated}</updated>{more}</entry>"


def feed(*entries: str) -> Say:
    names = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    return Say(f"<feed {names}>{''.join(entries)}</feed>", "application/atom+xml")


def test_arxiv_tells_of_later_versions_articles_and_withdrawals() -> None:
    said = feed(
        entry("2401.00010v3"),
        entry("2401.00011v1", doi="10.1000/Article"),
        entry("hep-th/9901001v2", comment="This paper has been withdrawn by the author"),
        entry("2401.00013v2", comment="We study withdrawn drugs", updated="soon"),
        entry("2401.99999v4"),
    )
    ids = ["2401.00010", "2401.00011", "hep-th/9901001", "2401.00013", "2401.00014"]
    with Server(lambda asked: said) as server:
        found = arxiv_notices(client(server), ids, DAY, heard)
        assert server.asked[0].query["id_list"] == ",".join(ids)
    withdrawn = "This paper has been withdrawn by the author"
    day = "2025-03-04"
    assert found.notices == (
        PaperNotice("2401.00010", "new_version", "arXiv", DAY, day, "2401.00010v3"),
        PaperNotice("2401.00011", "published_as", "arXiv", DAY, "", "10.1000/article"),
        PaperNotice("hep-th/9901001", "withdrawal", "arXiv", DAY, day, "hep-th/9901001v2", note=withdrawn),
        PaperNotice("2401.00013", "new_version", "arXiv", DAY, "", "2401.00013v2"),
    )
    assert found.unknown == ("2401.00014",)


@pytest.mark.parametrize(
    "said",
    [
        Say("<feed", "application/atom+xml"),
        Say("{}", "application/json"),
        Say('<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/passwd">]><f>&a;</f>', "text/xml"),
        Say("", "application/atom+xml"),
        Say("<feed>", "application/atom+xml", lost=100),
        Say("no", status=403),
    ],
)
def test_garbage_of_arxiv_is_one_sentence(said: Say) -> None:
    with Server(lambda asked: said) as server:
        found = arxiv_notices(client(server), ["2401.00010"], DAY, heard)
    assert (found.notices, found.asked, len(found.failed)) == ((), 0, 1)


HEAD = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason"
ROWS = f"""{HEAD}
1,"A, b",2/3/2024 0:00,10.1000/N,10.1000/A,Retraction,+Concerns About Data;+Unreliable Results;
2,C,1/1/2020 0:00,unavailable,10.1000/other,Retraction,
3,D,soon,Unavailable,10.1000/A,Reinstatement,
4,E,1/1/2020 0:00,,,Retraction,
5,F
"""


def test_retraction_watch_is_read_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "rw.csv"
    file.write_bytes(b"\xef\xbb\xbf" + ROWS.encode())
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    source = "Retraction Watch"
    note = "Concerns About Data; Unreliable Results"
    expected = (
        PaperNotice("10.1000/a", "retraction", source, DAY, "2024-02-03", "10.1000/n", "", note, sha256),
        PaperNotice("10.1000/a", "reinstatement", source, DAY, sha256=sha256),
    )
    with Server(lambda asked: Say(file.read_bytes(), "text/csv")) as server:
        for place in (str(file), f"{server.url}/rw.csv"):
            assert retraction_watch_notices(place, ["10.1000/a"], DAY, client(server)).notices == expected


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", f'{HEAD}\n1,"never closed' + "x" * 200_000])
def test_what_is_no_data_of_retraction_watch_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "rw.csv").write_text(text)
    with pytest.raises(FetchError, match="is no"):
        retraction_watch_notices(str(tmp_path / "rw.csv"), ["10.1000/a"], DAY, Client())
    with pytest.raises(FetchError, match="cannot be read"):
        retraction_watch_notices(str(tmp_path / "none.csv"), ["10.1000/a"], DAY, Client())
