"""A paper is private by whatever says so; what nobody can place stops; names and files may go."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from generator.core import Answer
from generator.core.fingerprint import paper_hash
from generator.errors import InvalidFile
from generator.ledger import Ledger
from generator.ledger.ledger_merging import merge_ledgers
from generator.ledger.private_mark import read_marks, set_marks
from generator.project import Project
from generator.project.catalogue import catalogue, private_papers
from generator.project.identity import register_papers
from generator.project.paper_loading import CollectedPapers, collect_papers
from generator.reading import read_paper
from generator.run.read_phase import mark_private

TEXT = "# {0}\n\nSome words about {0} and the lamps at night.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project/content/papers").mkdir(parents=True)
    (tmp_path / "project/content/answerbook.yml").write_text("title: Tea\n")
    return Project.find(tmp_path / "project")


def put(project: Project, name: str, text: str = "") -> Path:
    path = project.papers_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or TEXT.format(path.stem), encoding="utf-8")
    return path


def answered(project: Project, name: str) -> None:
    """Have the ledger hold an answer about a paper."""
    path = project.papers_dir / name
    paper = read_paper(path, id=project.paper_ids()[path])
    fingerprint = {"paper_text": paper_hash(paper)}
    answer = Answer(paper.id, "seeds", "quotes", "not_reported", "Nothing.", (), (), (), "", fingerprint, {})
    Ledger(project.answers_dir).record([answer])


def found(project: Project) -> CollectedPapers:
    collected = collect_papers(project, strict=False, jobs=1, progress=lambda *_: None)
    private = {p.id for p in collected.papers if p.metadata.visibility == "private"}
    assert private == collected.private & {p.id for p in collected.papers}
    known = catalogue(project)
    assert known.private == collected.private == private_papers(project)
    assert {e.id for e in known.entries if e.private} == private
    return collected


def marked(project: Project) -> dict[str, str]:
    """Have a build remember what is private."""
    from generator.run.build_context import DEFAULTS, started

    with started(project, DEFAULTS, lambda *_: None) as context:
        mark_private(context, found(project))
    return dict(read_marks(project.answers_dir))


def refusal(project: Project) -> str:
    with pytest.raises(InvalidFile) as caught:
        collect_papers(project, strict=False, jobs=1, progress=lambda *_: None)
    with pytest.raises(InvalidFile) as again:
        catalogue(project)
    assert str(again.value) == str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        ("Moths_At Lamps.yml", "visibility: private"),
        ("papers.bib", "@misc{moths-at-lamps, visibility = {private}}"),
        ("papers.bib", "@misc{x, title = {Moths counted at lamps in twelve nights}, visibility = {private}}"),
        ("papers.json", '[{"id": "y", "DOI": "10.1234/moths", "note": "visibility: private"}]'),
        ("papers.ris", "TY  - JOUR\nID  - moths-at-lamps\nN1  - visibility: private\nER  - \n"),
        ("papers.bib", "@misc{moths-at-lamps, private = {true}}"),
        ("papers.bib", "@misc{moths-at-lamps, visibilty = {private}}"),
    ],
)
def test_what_lies_beside_a_paper_makes_it_private(project: Project, beside: str, text: str) -> None:
    put(
        project,
        "moths-at-lamps.md",
        f"---\ndoi: 10.1234/moths\n---\n\n{TEXT}".replace(
            "{0}", "Moths counted at lamps in twelve nights", 1
        ).replace("{0}", "moths"),
    )
    put(project, "trees.md")
    put(project, beside, text)
    assert found(project).private == {"moths-at-lamps"}


def test_a_file_makes_itself_private_also_where_it_cannot_be_read(project: Project) -> None:
    put(project, "moths.md", "---\nvisibility: private\n---\n" + TEXT)
    put(project, "empty.md", "---\nvisibility: private\n---\n")
    put(project, "broken.pdf", "no PDF")
    put(project, "papers.bib", "@misc{broken, visibility = {private}}")
    put(project, "trees.md")
    collected = found(project)
    assert collected.private == {"moths", "empty", "broken"}
    assert len(collected.unreadable) == 2


HTML = (
    "<html><head>{0}</head><body><h1>Moths</h1><p>"
    + TEXT.format("x").replace("\n", " ")
    + "</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("moths.md", "---\nprivate: true\n---\n" + TEXT),
        ("moths.md", "---\nvisibilty: private\n---\n" + TEXT),
        ("moths.md", "---\nnote: 'visibility: private'\n---\n" + TEXT),
        ("moths.md", "[//]: # (visibility: private)\n" + TEXT),
        ("moths.html", HTML.format("<!-- Visibility: private -->")),
        ("moths.tex", "\\documentclass{article}\n%% Visibility: Private %%\n\\begin{document}" + TEXT),
        (
            "moths.xml",
            "<article><front><custom-meta><meta-name>visibility</meta-name> <meta-value>private</meta-value>"
            "</custom-meta></front><body><p>Moths.</p></body></article>",
        ),
    ],
)
def test_a_file_makes_itself_private_however_it_says_so(project: Project, name: str, text: str) -> None:
    put(project, name, text)
    put(project, "trees.md")
    assert found(project).private == {"moths"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "moths.md",
            TEXT.format("Visiting: private gardens were open. Private: 12 gardens. The visibility of"),
        ),
        ("moths.html", HTML.format("<style>a { visibility: hidden } .private { color: red }</style>")),
        ("other.json", '{"visibility": "public", "private": false}'),
        ("moths.html", HTML.format('<script>\n{\n"private": true\n}\n</script>')),
    ],
)
def test_words_of_a_paper_are_no_statement(project: Project, name: str, text: str) -> None:
    put(project, name, text)
    put(project, "trees.md")
    assert found(project).private == set()


@pytest.mark.parametrize(
    ("beside", "text", "said"),
    [
        (
            "mths.yml",
            "visibility: private",
            "mths.yml: this sidecar says private and matches no paper here",
        ),
        ("mths.yml", "visibility: Hidden\ntitel: x", "mths.yml: this sidecar says private"),
        ("below/moths.yml", "visibility: private", "moths.yml: this sidecar says private"),
        (
            "papers.bib",
            "\n@misc{mths, visibility = {private}}",
            "papers.bib:2: the entry 'mths' says private",
        ),
        ("papers.bib", "@misc{moths, visibility = {private}, title = {X", "the entry 'moths' says private"),
        ("library.bib", "@misc{moths, visibility = {private}}", "library.bib: this file, which is not read,"),
        ("below/papers.bib", "@misc{moths, visibility = {private}}", "papers.bib: this file, which is not"),
        ("moths.json", '{"visibility": "private"}', "moths.json: this file, which is not read, says private"),
        ("moths.toml", 'visibility = "private"', "moths.toml: this file, which is not read, says private"),
        ("papers.json", '[{"id": "moths", "note": "x\\nvisibility: private"}]', "holds no CSL items"),
        (
            "papers.bib",
            "@misc{moths, title={A}}\n@misc{moths, title={B}, visibility={private}}",
            "papers.bib:2: the entry 'moths' says private",
        ),
    ],
)
def test_what_belongs_to_no_paper_and_says_private_stops(
    project: Project, beside: str, text: str, said: str
) -> None:
    put(project, "moths.md")
    put(project, beside, text)
    assert said in refusal(project)


def test_a_renamed_file_is_kept_private_until_a_person_says_otherwise(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    moths = put(project, "moths.md")
    put(project, "trees.md")
    sidecar = put(project, "moths.yml", "visibility: private")
    answered(project, "moths.md")
    answered(project, "trees.md")
    assert marked(project) == {"moths": "stated"}
    owls = moths.rename(project.papers_dir / "owls.md")
    assert found(project).private == {"moths", "owls"}
    (warning,) = {r.getMessage() for r in caplog.records if r.levelno == logging.WARNING}
    assert warning.startswith("1 paper is kept private")
    assert "owls" not in warning
    sidecar.unlink()
    assert found(project).private == {"moths", "owls"}
    assert marked(project) == {"moths": "stated", "owls": "kept"}
    owls.write_text(TEXT.format("all that is new"), encoding="utf-8")
    assert found(project).private == {"moths", "owls"}
    owls.write_text("---\nvisibility: private\n---\n" + TEXT, encoding="utf-8")
    assert marked(project) == {"moths": "stated", "owls": "stated"}
    owls.write_text(TEXT, encoding="utf-8")
    assert found(project).private == {"moths"}
    assert marked(project) == {"moths": "stated"}


def test_a_private_paper_that_is_renamed_and_corrected_at_once_stays_private(project: Project) -> None:
    def registered() -> CollectedPapers:
        seen = collect_papers(project, strict=False, jobs=1, progress=lambda *_: None)
        pairs = list(zip(seen.as_read, seen.papers, strict=True))
        register_papers(project.answers_dir, pairs, project.papers_dir, "2026-01-02")
        set_marks(project.answers_dir, seen.privacy.marks(project.paper_ids().values()))
        return seen

    words = TEXT.format("moths") + " ".join(f"Moth {n} was weighed at lamp {n % 7}." for n in range(30))
    moths = put(project, "moths.md", words)
    sidecar = put(project, "moths.yml", "visibility: private")
    assert registered().private == {"moths"}
    sidecar.unlink()
    moths.unlink()
    put(project, "owls.md", words.replace("Moth 7", "Moth 8"))
    put(project, "trees.md")
    assert registered().private == {"moths", "owls"}
    assert read_marks(project.answers_dir)["owls"] == "kept"
    (project.answers_dir / "owls/private").unlink()  # a person says that it may be shown
    assert registered().private == {"moths"}


def test_a_paper_renamed_with_its_sidecar_takes_its_old_answers_along(project: Project) -> None:
    """Whether or not a build has seen it private."""
    put(project, "moths.md")
    put(project, "trees.md")
    answered(project, "moths.md")
    answered(project, "trees.md")
    (project.papers_dir / "moths.md").rename(project.papers_dir / "owls.md")
    assert found(project).private == set()
    put(project, "owls.yml", "visibility: private")
    assert found(project).private == {"moths", "owls"}


def test_a_private_paper_that_goes_stays_private_with_and_without_its_sidecar(project: Project) -> None:
    moths = put(project, "moths.md")
    put(project, "trees.md")
    sidecar = put(project, "moths.yml", "visibility: private")
    for name in ("moths.md", "trees.md"):
        answered(project, name)
    moths.unlink()
    assert found(project).private == {"moths"}
    assert marked(project) == {"moths": "stated"}
    sidecar.unlink()
    assert found(project).private == {"moths"}


@pytest.mark.parametrize(
    ("beside", "text"),
    [("moths.yml", "visibility: private"), ("papers.bib", "@misc{moths, visibility = {private}}")],
)
def test_where_a_new_paper_may_be_the_private_one_a_person_must_say(
    project: Project, beside: str, text: str
) -> None:
    moths = put(project, "moths.md")
    put(project, "trees.md")
    stated = put(project, beside, text)
    for name in ("moths.md", "trees.md"):
        answered(project, name)
    moths.unlink()
    put(project, "moths-v2.md", TEXT.format("all that is new"))
    said = refusal(project)
    assert "says private, its paper is no longer here, and there are new ones (moths-v2)" in said
    stated.unlink()  # as it advises; the answers about the old one stay private
    assert found(project).private == {"moths"}


def test_a_paper_that_becomes_public_loses_its_mark(project: Project) -> None:
    put(project, "moths.md")
    answered(project, "moths.md")
    sidecar = put(project, "moths.yml", "visibility: private")
    assert marked(project) == {"moths": "stated"}
    sidecar.unlink()
    assert marked(project) == {}
    assert found(project).private == set()


def test_a_mark_that_cannot_be_understood_hides(project: Project) -> None:
    put(project, "moths.md")
    answered(project, "moths.md")
    (project.answers_dir / "moths/private").write_bytes(b"\xff")
    assert found(project).private == {"moths"}


def test_merged_ledgers_keep_their_marks(project: Project, tmp_path: Path) -> None:
    put(project, "moths.md", "---\nvisibility: private\n---\n" + TEXT)
    answered(project, "moths.md")
    assert marked(project) == {"moths": "stated"}
    into = tmp_path / "other"
    merge_ledgers(into, [project.answers_dir], dry_run=True)
    assert read_marks(into) == {}
    merge_ledgers(into, [project.answers_dir])
    assert read_marks(into) == {"moths": "stated"}


def test_faults_of_private_entries_are_counted_and_not_told(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    put(project, "moths.md")
    put(project, "papers.bib", "@misc{moths, visibility = {private}, year = {quokka}}")
    found(project)
    said = {r.getMessage() for r in caplog.records if r.levelno == logging.WARNING}
    assert said == {"1 problem in the metadata of private papers; --verbose shows them"}
