"""A site is made from the ledger: where the papers' files are not here, it is the same, byte for byte."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import BuildOptions, build
from generator.cli import main
from generator.commands.prune import prune
from generator.core import Paper
from generator.core.kept_paper import KeptPaper
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.ledger.known import merge_paper_files, read_known, write_known
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.reading import read_paper
from generator.run.selection import Selection
from generator.site.content.echoes import echo_in, echo_kept, echoes
from tests.conftest import ROOT
from tests.published_sites import Site, answered, passage

PUBLISHED = BuildOptions.publishing()
FROZEN = BuildOptions.frozen(strict=True, jobs=1)
SEEDS = "Random seeds were fixed to 1, 2 and 3 for Python, NumPy and PyTorch."
# Not in what it cites, but in the paper: to be cut as the quote that it is.
COPIED = (
    "The authors write that training stopped when the validation loss had not improved for five epochs, "
    "and say so twice."
)
OWN = (
    "Everybody who trains such things would have set them in just the way in which it was done here, surely."
)


def read(root: Path) -> dict[str, Paper]:
    found = collect_papers(Project.find(root), strict=True, jobs=1, progress=lambda *_: None)
    return {paper.id: paper for paper in found.papers}


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def files_of(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


@pytest.fixture
def closed_folder(built_folder: Path) -> Path:
    """Papers without a licence, answers of other systems, a private paper; all is recorded."""
    papers = built_folder / "content/papers"
    (papers / "moles.md").write_text("# Moles\n\n## Methods\n\nA mole was seen.\n", encoding="utf-8")
    (papers / "moles.yml").write_text("visibility: private\n", encoding="utf-8")
    settings = built_folder / "content/answerbook.yml"
    settings.write_text(settings.read_text() + "site: {quote_length: 60, copy_papers: false}\n")
    beetles = read(built_folder)["beetles"]
    quote = passage(beetles, SEEDS)
    said = answered(beetles, "random-seeds", [COPIED, OWN], [quote], model="other", kind="imported")
    elsewhere = replace(passage(beetles, "with a digital camera"), text="words that it does not have")
    moved = answered(beetles, "hardware", ["A camera."], [elsewhere], model="moved", kind="imported")
    Ledger(built_folder / "content/answers").record([said])
    Ledger(built_folder / "content/answers").record([moved])
    build(Project.find(built_folder), BuildOptions(jobs=1))
    return built_folder


def without_papers(root: Path) -> None:
    shutil.rmtree(root / "content/papers")
    shutil.rmtree(root / "build")


def test_the_site_is_the_same_byte_for_byte(closed_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763885400")
    shutil.rmtree(closed_folder / "build")
    build(Project.find(closed_folder), PUBLISHED)
    with_files = files_of(closed_folder / "build/site")
    without_papers(closed_folder)
    report = build(Project.find(closed_folder), PUBLISHED)
    assert (report.papers, report.absent, report.orphaned.total()) == (2, 2, 0)
    found = files_of(closed_folder / "build/site")
    assert found.keys() == with_files.keys()
    assert [name for name in found if found[name] != with_files[name]] == []
    page = found["papers/beetles.html"].decode()
    assert OWN in page  # a model's own words are no quote of the paper
    assert "had not improved for five epochs" not in page
    assert not any(b"moles" in data.lower() for data in found.values())


def test_a_frozen_strict_build_needs_no_paper_and_status_says_so(built_folder: Path) -> None:
    without_papers(built_folder)
    report = build(Project.find(built_folder), FROZEN)
    assert (report.absent, report.reused) == (2, 10)
    told = run("status", "--project", built_folder, "--strict")
    assert told.exit_code == 0, told.output
    assert "file missing: beetles, trees" in told.output
    shown = json.loads(run("status", "--project", built_folder, "--json").output)
    assert (shown["absent"], shown["orphaned"]) == (["beetles", "trees"], 0)
    checked = run("verify", "--project", built_folder)
    assert checked.exit_code == 0, checked.output
    assert "fresh" in run("why", "beetles", "metrics", "--project", built_folder).output


def test_what_is_kept_of_a_paper_holds_none_of_its_words_but_titles(built_folder: Path) -> None:
    kept = json.loads((built_folder / "content/answers/beetles/paper.json").read_text(encoding="utf-8"))
    assert "methods 1 Methods" in kept["page"]["sections"]
    assert "photographed" not in json.dumps(kept)
    assert KeptPaper.from_json(kept["page"]).to_json() == kept["page"]


def test_nothing_is_kept_of_a_private_paper(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.yml").write_text("visibility: private\n", encoding="utf-8")
    build(Project.find(built_folder), BuildOptions(jobs=1))
    known = read_known(built_folder / "content/answers", "trees")
    assert known is not None
    assert known.kept is None
    (built_folder / "content/papers/trees.yml").unlink()
    (built_folder / "content/papers/trees.md").unlink()
    build(Project.find(built_folder), PUBLISHED)
    assert not (built_folder / "build/site/papers/trees.html").exists()


def test_answers_about_a_paper_that_is_not_here_are_named_where_they_cannot_be_computed(
    built_folder: Path,
) -> None:
    (built_folder / "content/papers/trees.md").unlink()
    questions = built_folder / "content/questions/five.yml"
    questions.write_text(questions.read_text().replace("Which metrics were used?", "Which measures?"))
    with pytest.raises(AnswerbookError, match="trees / metrics / quotes: stale"):
        build(Project.find(built_folder), FROZEN)
    report = build(Project.find(built_folder), BuildOptions(jobs=1))
    assert report.computed == 1
    assert [w for w in report.warnings if "not here: trees 1" in w]


def test_a_paper_leaves_where_a_person_says_so(built_folder: Path) -> None:
    project = Project.find(built_folder)
    with pytest.raises(AnswerbookError, match=r"has a file, trees\.md"):
        prune(project, papers=["trees"])
    with pytest.raises(AnswerbookError, match="did you mean 'trees'"):
        prune(project, papers=["tree"])
    (built_folder / "content/papers/trees.md").unlink()
    assert "Nothing to remove" in run("prune", "--yes", "--project", built_folder).output
    told = run("prune", "--paper", "trees", "--yes", "--project", built_folder)
    assert "Removed 5 answers." in told.output
    report = build(Project.find(built_folder), FROZEN)
    assert (report.papers, report.absent) == (1, 0)
    assert not (built_folder / "build/site/papers/trees.html").exists()


def test_a_path_out_of_the_folder_of_papers_is_no_paper(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.md").unlink()
    file = built_folder / "content/answers/trees/paper.json"
    known = read_known(built_folder / "content/answers", "trees")
    assert known is not None
    write_known(file.parent.parent, [replace(known, file="../../../trees.md")])
    with pytest.raises(AnswerbookError, match="'trees' is not here"):
        build(Project.find(built_folder), FROZEN)


def test_a_merge_keeps_what_both_sides_found(built_folder: Path) -> None:
    folder = built_folder / "content/answers"
    known = read_known(folder, "beetles")
    assert known is not None
    assert known.kept is not None
    sides = []
    for echo in ({"aa": 3}, {"bb": 5}):
        write_known(folder, [replace(known, kept=replace(known.kept, echoes=echo))])
        sides.append((folder / "beetles/paper.json").read_bytes())
    merged = json.loads(merge_paper_files(b"", *sides, "paper.json"))
    assert merged["page"]["echoes"] == {"aa": 3, "bb": 5}


TEXT = "Training stopped when the loss had not improved for five epochs. Seeds were fixed."


@pytest.mark.parametrize(
    ("words", "on_end"),
    [
        ("Seeds were fixed.", 17),
        ("They say the loss had not improved for five epochs.", 42),
        ("Quokkas", 0),
        ("", 0),
    ],
)
def test_an_echo_is_the_longest_stretch_that_the_paper_has(words: str, on_end: int) -> None:
    assert echo_in(TEXT)(words) == on_end
    assert echo_in("")(words) is None


def test_sentences_that_nobody_looked_at_are_not_known(built_folder: Path) -> None:
    beetles = read(built_folder)["beetles"]
    answer = answered(beetles, "random-seeds", [SEEDS, OWN], [passage(beetles, SEEDS)])
    found = echoes(beetles.text, [answer], {})
    assert len(found) == 1  # of a sentence that stands in its own evidence nothing need be kept
    assert echo_kept(found)(OWN) == echo_in(beetles.text)(OWN)
    assert echo_kept(found)("Another one.") is None


def test_of_open_papers_pictures_and_texts_wait_for_the_files_and_nothing_else_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763885400")
    made = Site(tmp_path / "made", texts="true")
    shutil.copy(ROOT / "content/papers/digits-seeds.pdf", made.papers / "open.pdf")
    made.sidecar("open", "licence: CC-BY-4.0\ntitle: An open paper\n")
    closed = made.paper("closed.md", f"# Voles\n\n## Methods\n\nVoles were fed twice. {SEEDS}\n")
    for paper in (closed, read_paper(made.papers / "open.pdf")):
        quote = [s.text for s in paper.sentences if len(s.text) > 60][-1]
        asked = "hardware" if paper is not closed else "metrics"
        made.ledger.record([answered(paper, asked, [quote], [passage(paper, quote)])])
    build(Project.find(made.root), BuildOptions(jobs=1, selection=Selection(limit=0)))
    before = files_of(made.publish())
    without_papers(made.root)
    report = build(Project.find(made.root), PUBLISHED)
    after = files_of(made.root / "build/site")
    gone = before.keys() - after.keys()
    assert {name.partition("/")[0] for name in gone} == {"pictures", "text"}
    assert after.keys() <= before.keys()
    changed = {name for name in after if after[name] != before[name]}
    (page,) = [name for name in changed if name.startswith("a/")]
    assert changed == {"papers/open.html", "questions/hardware.html", page}  # about the open paper alone
    assert b"own-copy" in after[page]  # who has the PDF can open it here instead
    assert b"own-copy" not in before[page]
    assert [note for note in report.notes if "1 paper" in note and "pictures" in note]
