"""Pictures of the places of quotes in a published site: of which papers, drawn once, and gone with them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import reading
from generator.core import Paper
from generator.errors import UnreadablePaper
from generator.project import Project
from generator.reading import read_paper
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import compare
from generator.run.output import site_data
from generator.run.read_phase import mark_private, read_papers
from generator.site import Collection, PaperPlaces, write_answer_pages
from generator.site.pages.page_keys import paper_keys
from tests.published_sites import Site, answered, holding, passage
from tests.reading.pdf_sheets import Sheets, sentence, sentences

OPEN = "licence: CC-BY-4.0\n"


def lamps(site: Site, sidecar: str, name: str = "lamps", first: int = 1) -> Paper:
    """Return a PDF with two answers that each rest on one of its sentences."""
    sheets = Sheets(site.papers / f"{name}.pdf")
    sheets.centred(70, f"A study of {name}", 16, "Times-Bold")
    sheets.paragraph(60, 120, 475, sentences(first, first + 12))
    sheets.save()
    site.sidecar(name, sidecar)
    paper = read_paper(site.papers / f"{name}.pdf")
    for question, number in (("random-seeds", first + 2), ("optimizer", first + 5)):
        words = sentence(number)
        site.ledger.record([answered(paper, question, [words], [passage(paper, words)])])
    return paper


def pictures(site: Site) -> list[str]:
    """Return the pictures that a build of the site would publish now."""
    return sorted(
        path.removeprefix("pictures/") for path in shown(site).files if path.startswith("pictures/")
    )


def shown(site: Site) -> Collection:
    """Return what the pages would be made from now."""
    with started(Project.find(site.root), BuildOptions.publishing(), silent) as context:
        answers = compare(context, read_papers(context))
        mark_private(context, answers.papers)
        return site_data(context, answers).collection


def kept(site: Site) -> list[str]:
    folder = site.root / "build/cache/pictures"
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """How many quotes of which files each build has had found."""
    calls: list[dict[str, int]] = []
    find = reading.locate_quotes_in_pdfs

    def locate_quotes_in_pdfs(wanted: Mapping[Path, Any], **options: Any) -> Iterator[Any]:
        calls.append({path.name: len(quotes) for path, quotes in wanted.items()})
        return find(wanted, **options)

    monkeypatch.setattr(reading, "locate_quotes_in_pdfs", locate_quotes_in_pdfs)
    return calls


@pytest.mark.parametrize(
    ("sidecar", "settings", "count", "opens"),
    [
        (OPEN, {}, 2, False),
        (OPEN, {"copy_papers": "true"}, 2, True),
        (OPEN, {"pictures": "false"}, 0, False),
        (OPEN, {"pictures": "false", "copy_papers": "true"}, 0, True),
        (OPEN, {"open_licences": "[MIT]"}, 0, False),
        ("licence: CC-BY-NC-4.0\n", {}, 0, False),
        ("licence: All rights reserved\n", {"copy_papers": "true"}, 2, True),
        ("year: 2024\n", {}, 0, False),
        (f"visibility: private\n{OPEN}", {"copy_papers": "true"}, 0, False),
        (f"visibility: private\n{OPEN}", {"with_private": "true"}, 2, False),
    ],
)
def test_pictures_are_of_open_papers_and_of_copied_ones_and_only_these_open_in_the_reader(
    tmp_path: Path, sidecar: str, settings: dict[str, str], count: int, opens: bool
) -> None:
    site = Site(tmp_path / "project", **settings)
    paper = lamps(site, sidecar)
    assert len(pictures(site)) == count
    assert shown(site).places.get(paper.id, PaperPlaces()).opens == opens
    assert len([name for name in kept(site) if name.endswith(".webp")]) == count


def test_the_site_has_the_pictures_on_pages_of_papers_and_answers_and_the_reader(tmp_path: Path) -> None:
    site = Site(tmp_path / "project", copy_papers="true")
    paper = lamps(site, OPEN)
    built = site.publish()
    names = pictures(site)
    assert len(names) == 2
    for name in names:
        where = {found for found in holding(built, name) if found.endswith((".html", ".webp"))}
        (answer,) = [found for found in where if found.startswith("a/")]
        reader, page = f"papers/{paper.id}/reader.html", f"papers/{paper.id}.html"
        assert where == {answer, reader, page, f"pictures/{name}"}
    site.sidecar("lamps", "visibility: private\n")
    site.publish()
    assert not (built / "pictures").exists()
    assert not (built / f"papers/{paper.id}").exists()
    assert kept(site) == []


def test_what_was_drawn_is_not_drawn_again_and_only_what_is_new_is(
    tmp_path: Path, asked: list[dict[str, int]]
) -> None:
    site = Site(tmp_path / "project")
    paper = lamps(site, OPEN)
    before = pictures(site)
    words = sentence(9)
    site.ledger.record([answered(paper, "hardware", [words], [passage(paper, words)])])
    after = pictures(site)
    assert set(before) < set(after)
    lamps(site, OPEN, "moths", 20)
    assert len(pictures(site)) == 5
    assert asked == [{"lamps.pdf": 2}, {"lamps.pdf": 1}, {"moths.pdf": 2}]


def test_a_picture_that_is_lost_or_was_changed_is_drawn_again(
    tmp_path: Path, asked: list[dict[str, int]]
) -> None:
    site = Site(tmp_path / "project")
    lamps(site, OPEN)
    names = pictures(site)
    folder = site.root / "build/cache/pictures"
    (folder / names[0]).unlink()
    (folder / names[1]).write_bytes(b"another picture")
    site.set(report_url="https://example.org/")
    assert pictures(site) == names
    assert asked == [{"lamps.pdf": 2}, {"lamps.pdf": 2}]


@pytest.mark.parametrize("name", ["../../../secret.webp", "secret.txt", "..\\secret.webp", 7, None])
def test_a_record_that_names_another_file_is_no_record(tmp_path: Path, name: Any) -> None:
    site = Site(tmp_path / "project")
    lamps(site, OPEN)
    names = pictures(site)
    (record,) = (site.root / "build/cache/pictures").glob("*.json")
    data = json.loads(record.read_text())
    for place in data["content"]["quotes"].values():
        place["crops"][0][0] = name
    record.write_text(json.dumps(data))
    (site.root / "build/secret.webp").write_bytes(b"a secret")
    site.set(report_url="https://example.org/")
    assert pictures(site) == names
    assert (site.root / "build/secret.webp").read_bytes() == b"a secret"


@pytest.mark.parametrize("change", ["private", "gone", "licence"])
def test_pictures_go_with_the_paper_or_with_the_right_to_show_it(
    tmp_path: Path, change: str, asked: list[dict[str, int]]
) -> None:
    site = Site(tmp_path / "project")
    lamps(site, OPEN)
    stays = set(pictures(site))
    lamps(site, OPEN, "moths", 20)
    assert len(pictures(site)) == 4
    if change == "gone":
        (site.papers / "moths.pdf").unlink()
        (site.papers / "moths.yml").unlink()
    else:
        site.sidecar("moths", "visibility: private\n" if change == "private" else "licence: none\n")
    assert set(pictures(site)) == stays
    assert {name for name in kept(site) if name.endswith(".webp")} == stays
    assert not any("moths" in name for name in kept(site))


def test_another_file_of_a_paper_has_pictures_of_its_own(tmp_path: Path) -> None:
    site = Site(tmp_path / "project")
    lamps(site, OPEN)
    before = pictures(site)
    sheets = Sheets(site.papers / "lamps.pdf")
    sheets.centred(70, "A study of lamps", 16, "Times-Bold")
    sheets.paragraph(100, 200, 395, sentences(1, 13), size=11)
    sheets.save()
    after = pictures(site)
    assert len(after) == 2
    assert not set(before) & set(after)


def test_quotes_that_the_paper_does_not_hold_any_more_have_no_picture(tmp_path: Path) -> None:
    site = Site(tmp_path / "project")
    paper = lamps(site, OPEN)
    words = sentence(8)
    gone = dataclasses.replace(passage(paper, words), text=words.upper())
    site.ledger.record([answered(paper, "hardware", [words.upper()], [gone])])
    assert len(pictures(site)) == 2


def test_a_file_that_takes_too_long_is_told_of_and_not_tried_at_each_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path / "project")
    lamps(site, OPEN)
    calls: list[int] = []

    def locate_quotes_in_pdfs(wanted: Mapping[Path, Any], **_: Any) -> Iterator[Any]:
        calls.append(len(wanted))
        for path, quotes in wanted.items():
            yield (
                path,
                [UnreadablePaper("took more than 60 s to read", path, "raise the limit")] * len(quotes),
            )

    monkeypatch.setattr(reading, "locate_quotes_in_pdfs", locate_quotes_in_pdfs)
    for url in ("https://example.org/1", "https://example.org/2"):
        site.set(report_url=url)
        with started(Project.find(site.root), BuildOptions.publishing(), silent) as context:
            data = site_data(context, compare(context, read_papers(context)))
        (note,) = [note for note in context.report.notes if "took more than 60 s" in note]
        assert note.startswith("lamps.pdf")
        assert data.collection.places == {}
    assert calls == [1, 0]


def test_pages_are_written_again_only_where_their_pictures_changed(tmp_path: Path) -> None:
    site = Site(tmp_path / "project", embeds="false")
    lamps(site, OPEN)
    lamps(site, OPEN, "moths", 20)
    templates = Project.find(site.root).templates_dir
    before = paper_keys(shown(site), templates)
    site.sidecar("moths", "licence: CC-BY-4.0\n# the same\n")
    assert paper_keys(shown(site), templates) == before
    collection = shown(site)
    without = dataclasses.replace(collection, places={"lamps": collection.places["lamps"]})
    after = paper_keys(without, templates)
    assert after["lamps"] == before["lamps"] != ""
    assert after["moths"] != before["moths"]
    folder, templates = tmp_path / "answers", Project.find(site.root).answer_templates_dir
    write_answer_pages(collection, folder, templates=templates)
    assert write_answer_pages(collection, folder, templates=templates).written == 0
    assert write_answer_pages(without, folder, templates=templates).written == 2
