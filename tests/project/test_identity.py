"""A paper keeps its id: whatever its file is called, what comes beside it, and however it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.core import Metadata, Paper
from generator.core.known_paper import record_name, record_of
from generator.errors import LedgerError, UnreadablePaper
from generator.ledger.known import (
    PAPER_FILE,
    known_papers,
    merge_paper_files,
    merge_papers,
    without_double_claims,
)
from generator.project.identity import assign_ids, register_papers, renamed_and_changed, with_version
from generator.reading.compose import PaperBlock, PaperFile, compose

DAY = "2026-01-02"
WORDS = " ".join(
    f"Beetle number {n} was weighed on the scale of site {n % 7} and released." for n in range(40)
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


def of(folder: Path, name: str, text: str = WORDS, id: str = "beetles", **data: str) -> Paper:
    """Write a file with a text, and return the paper in it."""
    (folder / name).write_text(text)
    file = PaperFile(id=id, format="markdown", source=name, metadata=Metadata(title="Beetles", **data))
    return compose(file, [PaperBlock("heading", "Methods", level=1), PaperBlock("prose", text)])


def written(folder: Path, *papers: Paper) -> None:
    register_papers(folder.parent / "answers", [(p, p) for p in papers], folder, DAY)


def ids(folder: Path) -> dict[str, str]:
    paths = sorted(p for p in folder.iterdir())
    return {p.name: id for p, id in assign_ids(paths, folder, folder.parent / "answers").items()}


def seen(folder: Path, paper: Paper) -> Paper | UnreadablePaper:
    known = known_papers(folder.parent / "answers")
    return with_version(paper, folder / paper.source, known.get(paper.id))


def test_another_file_of_the_same_name_takes_nothing_away(papers: Path) -> None:
    written(papers, of(papers, "beetles.md"))
    (papers / "beetles.html").write_text("<p>Leaves.</p>")
    found = ids(papers)
    assert found["beetles.md"] == "beetles"
    assert found["beetles.html"].startswith("beetles-")


@pytest.mark.parametrize("name", ["10.1234_beetles.1.md", "sub/beetles.md", "beetles.txt"])
def test_a_file_that_is_renamed_keeps_its_id(papers: Path, name: str) -> None:
    written(papers, of(papers, "beetles.md"))
    (papers / "sub").mkdir()
    (papers / "beetles.md").rename(papers / name)
    found = assign_ids([papers / name], papers, papers.parent / "answers")
    assert found == {papers / name: "beetles"}


def test_an_id_is_never_given_to_another_paper(papers: Path) -> None:
    written(papers, of(papers, "beetles.md"))
    (papers / "beetles.md").rename(papers / "moths.md")
    written(papers, of(papers, "moths.md"))
    (papers / "beetles.md").write_text("Another paper altogether.")
    found = ids(papers)
    assert found["moths.md"] == "beetles"
    assert found["beetles.md"] not in ("beetles", "moths")


def test_ids_of_a_ledger_from_before_stay_those_of_the_files_names(papers: Path) -> None:
    (papers.parent / "answers/beetles").mkdir(parents=True)
    of(papers, "beetles.md")
    assert ids(papers) == {"beetles.md": "beetles"}


@pytest.mark.parametrize(
    ("change", "version"),
    [
        (lambda text: text, 1),
        (lambda text: f"Downloaded from example.org on 1 May 2026. {text}", 1),
        (lambda text: text.replace("Beetle number 9 was weighed", "Beetle number 9 was measured"), 1),
        (lambda text: text.replace("weighed on the scale", "looked at by eye, for the scale was lost,"), 2),
        (lambda text: text + " " + text.replace("Beetle", "Moth").replace("weighed", "counted"), 2),
        (lambda text: text[: len(text) // 2], 2),
    ],
)
def test_a_text_that_is_materially_another_is_a_new_version(
    papers: Path, change: Callable[[str], str], version: int
) -> None:
    written(papers, of(papers, "beetles.md"))
    now = seen(papers, of(papers, "beetles.md", change(WORDS)))
    assert isinstance(now, Paper)
    assert now.version == version
    written(papers, now)
    known = known_papers(papers.parent / "answers")["beetles"]
    assert known.version == version
    assert known.versions == (DAY,) * version


def test_a_better_reader_makes_no_new_version(papers: Path) -> None:
    first = of(papers, "beetles.md")
    written(papers, first)
    better = of(papers, "other.md", WORDS.replace("Beetle", "A beetle of"))
    (papers / "other.md").unlink()
    assert seen(papers, replace(better, source="beetles.md")) == replace(
        better, source="beetles.md", version=1
    )


def test_another_paper_under_the_name_of_one_is_asked_about(papers: Path) -> None:
    written(papers, of(papers, "beetles.md"))
    strange = "We trained a network on leaves of trees in the park, and it recognised most of them well."
    error = seen(papers, of(papers, "beetles.md", strange))
    assert isinstance(error, UnreadablePaper)
    assert "holds 0% of the recorded text of the paper 'beetles'" in str(error)
    assert "answerbook rename beetles beetles.md" in error.hint


def test_a_rewritten_paper_of_the_same_doi_is_a_new_version(papers: Path) -> None:
    written(papers, of(papers, "beetles.md", doi="10.1234/beetles"))
    now = seen(papers, of(papers, "beetles.md", "All of it was written anew.", doi="10.1234/beetles"))
    assert isinstance(now, Paper)
    assert now.version == 2


def test_a_file_that_is_renamed_and_changed_is_likely_the_paper_whose_file_is_gone(papers: Path) -> None:
    written(
        papers, of(papers, "beetles.md"), of(papers, "trees.md", WORDS.replace("eetle", "ranch"), id="trees")
    )
    known = known_papers(papers.parent / "answers")
    new = of(papers, "bees.md", WORDS.replace("number 7 ", "number 8 "), id="bees")
    trees = of(papers, "trees.md", WORDS.replace("eetle", "ranch"), id="trees")
    (said,) = renamed_and_changed([new, trees], known, {"bees", "trees"})
    assert said.startswith("bees.md: has ")
    assert "if it is that paper, run `answerbook rename beetles bees.md`" in said
    assert list(renamed_and_changed([new, trees], known, {"bees", "trees", "beetles"})) == []
    other = of(papers, "owls.md", "Owls were heard at night. " * 9, id="owls")
    assert list(renamed_and_changed([other, trees], known, {"owls", "trees"})) == []


def test_records_are_kept_with_the_day_of_each(papers: Path) -> None:
    paper = of(papers, "beetles.md")
    written(papers, paper)
    corrected = replace(paper.metadata, title="Beetles, corrected")
    pair = (paper, replace(paper, metadata=corrected))
    assert register_papers(papers.parent / "answers", [pair], papers, "2026-02-03") == ["beetles"]
    assert register_papers(papers.parent / "answers", [pair], papers, "2026-03-04") == []
    known = known_papers(papers.parent / "answers")["beetles"]
    assert [e.since for e in known.records] == [DAY, "2026-02-03"]
    assert known.record_named(record_name(record_of(paper.metadata))) == Metadata(title="Beetles")
    assert known.record_named("") == Metadata(title="Beetles")  # of an answer that names no record: the first
    assert known.since(corrected) == "2026-02-03"


def test_a_record_that_was_edited_is_damaged_and_never_written_over(papers: Path) -> None:
    paper = of(papers, "beetles.md")
    written(papers, paper)
    file = papers.parent / "answers/beetles" / PAPER_FILE
    edited = file.read_text().replace('"title": "Beetles"', '"title": "Moths"')
    file.write_text(edited)
    problems: list[str] = []
    known = known_papers(papers.parent / "answers", lambda p: problems.append(str(p)))
    assert known["beetles"].records == ()
    assert "is no record of a paper (its seal is broken" in problems[0]
    with pytest.raises(LedgerError, match="its seal is broken"):
        written(papers, replace(paper, metadata=Metadata(title="Third")))
    assert file.read_text() == edited


def test_what_two_ledgers_know_of_a_paper_is_united(papers: Path) -> None:
    answers = papers.parent / "answers"
    written(papers, of(papers, "beetles.md"))
    ours = known_papers(answers)["beetles"]
    text = (answers / "beetles" / PAPER_FILE).read_bytes()
    theirs = ours.with_record(Metadata(title="Theirs"), "2026-05-05")
    both = merge_papers(ours, theirs)
    assert {e.record["title"] for e in both.records} == {"Beetles", "Theirs"}
    assert both.last == ours.last
    assert merge_papers(both, theirs) == both
    assert merge_paper_files(b"", text, text, "paper.json") == text


def test_what_one_side_alone_said_of_a_file_is_taken(papers: Path) -> None:
    written(papers, of(papers, "beetles.md"))
    base = known_papers(papers.parent / "answers")["beetles"]
    renamed = replace(base, file="renamed.md", text="another", versions=(DAY, "2026-05-05"))
    given_away = replace(base, file="")
    noted = base.with_record(Metadata(title="Theirs"), "2026-05-05")
    for changed in (renamed, given_away):
        for ours, theirs in ((changed, base), (base, changed), (changed, noted), (noted, changed)):
            found = merge_papers(ours, theirs, base)
            assert (found.file, found.versions) == (changed.file, changed.versions)
    assert merge_papers(noted, base, base).last == merge_papers(base, noted, base).last == noted.last
    # Without what both began with, ours is taken: also where it says that the file is another paper's.
    assert merge_papers(given_away, base).file == ""


def test_a_file_that_another_paper_holds_is_not_given_back_by_a_merge(papers: Path) -> None:
    written(papers, of(papers, "beetles.md"))
    base = known_papers(papers.parent / "answers")["beetles"]
    other = replace(base, id="beetles-2", sketch=())
    theirs = {"beetles": replace(base, file=""), "beetles-2": other}
    for ours in ({"beetles": base}, {"beetles": base, "beetles-2": other}):
        found = without_double_claims({**theirs, **ours}, theirs)
        assert {id: paper.file for id, paper in found.items()} == {"beetles": "", "beetles-2": "beetles.md"}
    assert without_double_claims({"beetles": base}, {"beetles": replace(base, file="")})["beetles"] == base
