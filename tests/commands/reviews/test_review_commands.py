"""`answerbook reviews`, as a user meets it, on a small project that was built."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.commands.reviews.review_merging import merge_reviews
from generator.commands.reviews.sheet import COLUMNS
from generator.core import Answer, Bands, Review, SupersededAnswer
from generator.ledger import Ledger
from generator.ledger.history_file import add_entries, history_file
from generator.project.review_files import load_reviews
from tests.conftest import forget

Rows = list[dict[str, str]]


def run(*args: object, ok: bool = True) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code == 0) == ok, result.output
    return result


def read(file: Path, separator: str = ",") -> Rows:
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def write(file: Path, rows: Rows, separator: str = ";") -> Path:
    """As a spreadsheet saves it where a comma marks decimals."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    return file


def answer_of(root: Path, paper: str, question: str) -> Answer:
    return Ledger(root / "content/answers").read(paper, "quotes")[question]


def reviewed(answer: Answer, name: str = "Ada", /, **changes: object) -> Review:
    review = Review(answer.paper, answer.question, answer.id, "confirmed", name, datetime.date(2026, 11, 20))
    return dataclasses.replace(review, **changes)  # type: ignore[arg-type]


@pytest.fixture
def exported(built_folder: Path, tmp_path: Path) -> Callable[..., Rows]:
    def _exported(*options: object) -> Rows:
        file = tmp_path / "out.csv"
        file.unlink(missing_ok=True)
        run("reviews", "export", file, "--project", built_folder, *options)
        return read(file, ";" if "--semicolons" in options else ",")

    return _exported


def test_an_export_has_a_row_an_answer_with_its_words_and_empty_cells(
    built_folder: Path, exported: Callable[..., Rows]
) -> None:
    rows = exported()
    assert [(r["paper"], r["question"]) for r in rows] == [
        (paper, question)
        for paper in ("beetles", "trees")
        for question in ("optimizer", "random-seeds", "code-link", "hardware", "metrics")
    ]
    row = rows[0]
    answer = answer_of(built_folder, "beetles", "optimizer")
    assert (row["answer_id"], row["status"], row["answer_text"]) == (answer.id, "reported", answer.text)
    assert row["band"] == Bands().of_answer(answer) is not None
    assert row["title"] == "Beetles told apart by a small network"
    assert row["question_text"] == "Which optimiser was used?"
    assert row["quote"] in answer.evidence[0].text
    assert "Adam" in row["quote"]
    assert {row[c] for c in ("verdict", "name", "date", "status_held", "text", "note")} == {""}
    assert tuple(row) == COLUMNS


def test_an_export_is_of_one_paper_and_one_question_by_any_of_their_names(
    exported: Callable[..., Rows],
) -> None:
    rows = exported("--paper", "10.1234/beetles.1", "--question", "cq24", "--semicolons")
    assert [(r["paper"], r["question"]) for r in rows] == [("beetles", "random-seeds")]


def test_a_file_that_is_there_is_never_written_over(built_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("hours of work")
    result = run("reviews", "export", file, "--project", built_folder, ok=False)
    assert "already exists and may contain somebody's work" in result.output
    assert file.read_text() == "hours of work"
    assert [p.name for p in tmp_path.glob(".mine*")] == []
    result = run("reviews", "export", tmp_path / "no" / "x.csv", "--project", built_folder, ok=False)
    assert "no such folder" in result.output


def test_nothing_is_written_where_there_is_nothing_to_review(built_folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(built_folder / "content/answers")
    said = run("reviews", "export", tmp_path / "r.csv", "--project", built_folder, ok=False).output
    assert "no answers to review; run `answerbook build`" in said
    assert not (tmp_path / "r.csv").exists()


def test_a_private_paper_is_exported_only_when_asked_for(
    built_folder: Path, exported: Callable[..., Rows]
) -> None:
    (built_folder / "content/papers/trees.yml").write_text('visibility: "private"\n')
    assert {r["paper"] for r in exported()} == {"beetles"}
    assert {r["paper"] for r in exported("--with-private")} == {"beetles", "trees"}


def test_a_sheet_comes_back_as_reviews_and_goes_out_with_them(
    built_folder: Path, exported: Callable[..., Rows], tmp_path: Path
) -> None:
    rows = exported()
    rows[0] |= {"verdict": "confirmed", "name": "Ada Example", "date": "2026-11-23"}
    rows[1] |= {
        "verdict": "corrected",
        "status_held": "partly_reported",
        "text": "=seeds of\nPython only",
        "name": "Ada Example",
        "date": "2026-11-24",
        "note": "- p. 3, „so“; and more, “quoted”",
    }
    rows[3]["name"] = "Ada Example"  # filled down, and says nothing
    file = write(tmp_path / "in.csv", rows)
    shown = run("reviews", "import", file, "--project", built_folder).output
    assert "2 reviews added, 0 replaced, 0 unchanged; 8 rows without a verdict." in shown
    first, second = load_reviews(built_folder / "content/reviews")
    assert first == reviewed(
        answer_of(built_folder, "beetles", "optimizer"), "Ada Example", date=datetime.date(2026, 11, 23)
    )
    assert (second.text, second.note) == ("=seeds of Python only", "- p. 3, „so“; and more, “quoted”")
    again = exported()
    assert again[0] == rows[0]
    assert again[1]["text"] == "'=seeds of Python only"
    shown = run("reviews", "import", tmp_path / "out.csv", "--project", built_folder).output
    assert "0 reviews added, 0 replaced, 2 unchanged" in shown
    assert "Files written: 0." in shown


def test_a_second_reviewer_adds_and_a_changed_verdict_replaces_and_says_so(
    built_folder: Path, exported: Callable[..., Rows], tmp_path: Path
) -> None:
    answer = answer_of(built_folder, "beetles", "optimizer")
    merge_reviews(built_folder / "content/reviews", [reviewed(answer)])
    assert exported("--reviewer", "Ben")[0]["verdict"] == ""
    rows = exported()
    assert rows[0]["verdict"] == "confirmed"
    rows[1:] = [{**rows[0], "name": "Ben", "verdict": "disputed"}]
    rows[0] |= {"verdict": "disputed", "date": "2026-11-25"}
    shown = run("reviews", "import", write(tmp_path / "in.csv", rows), "--project", built_folder).output
    assert (
        "replaced: Ada on beetles / optimizer: disputed (2026-11-25) instead of confirmed (2026-11-20)"
        in shown
    )
    found = load_reviews(built_folder / "content/reviews")
    assert [(r.name, r.verdict) for r in found] == [("Ada", "disputed"), ("Ben", "disputed")]
    assert len([r for r in exported() if r["question"] == "optimizer" and r["paper"] == "beetles"]) == 2


def test_nothing_is_written_if_one_row_is_wrong(
    built_folder: Path, exported: Callable[..., Rows], tmp_path: Path
) -> None:
    rows = exported()
    for row in rows:
        row |= {"verdict": "confirmed", "name": "Ada", "date": "2026-11-23"}
    rows[4]["date"] = "23/11/2026"
    rows[6]["verdict"] = "ok"
    result = run("reviews", "import", write(tmp_path / "in.csv", rows), "--project", built_folder, ok=False)
    assert "2 problems to fix:" in result.output
    assert "in.csv:6: date: '23/11/2026' is not a date" in result.output
    assert "in.csv:8: verdict: 'ok' is not a verdict" in result.output
    assert not (built_folder / "content/reviews").exists()
    result = run("reviews", "import", tmp_path / "none.csv", "--project", built_folder, ok=False)
    assert "no such file" in result.output


def supersede(root: Path, answer: Answer) -> Answer:
    """Another answer that stood in the place of ``answer`` before."""
    before = dataclasses.replace(answer, status="partly_reported", reason="A part stays open.")
    add_entries(
        history_file(root / "content/answers", answer.paper),
        [SupersededAnswer(before, "2026-11-22", (), answer.id)],
    )
    return before


def test_the_list_counts_current_lapsed_and_unknown_reviews_by_paper(built_folder: Path) -> None:
    assert "No reviews" in run("reviews", "list", "--project", built_folder).output
    answer = answer_of(built_folder, "beetles", "optimizer")
    trees = answer_of(built_folder, "trees", "metrics")
    before = supersede(built_folder, answer)
    merge_reviews(
        built_folder / "content/reviews",
        [
            reviewed(answer),
            reviewed(answer, "Ben", verdict="disputed"),
            reviewed(before),
            reviewed(trees, answer="f" * 16),
            reviewed(trees, question="hardware"),
        ],
    )
    shown = run("reviews", "list", "--project", built_folder)
    assert "beetles: 2 current, 1 lapsed\n" in shown.stdout
    assert "trees: 2 unknown\n" in shown.stdout
    assert (
        f"lapsed: beetles / optimizer, {before.id}, confirmed by Ada on 2026-11-20: the answer has changed"
        in (shown.stdout)
    )
    assert "5 reviews: 2 current, 1 lapsed, 2 unknown." in shown.stdout
    assert (
        "Warning: content/reviews/trees.yml: ffffffffffffffff by Ada: no answer has ever had this id"
        in shown.stderr
    )
    assert "the answer with this id belongs to metrics; correct the question" in shown.stderr
    data = json.loads(run("reviews", "list", "--project", built_folder, "--json").stdout)
    assert (data["current"], data["lapsed"], data["unknown"]) == (2, 1, 2)
    assert data["papers"][1] == {"paper": "trees", "current": 0, "lapsed": 0, "unknown": 2}
    assert data["reviews"][2]["standing"] == "lapsed"


def test_reviews_lapse_with_their_question_and_their_paper(built_folder: Path) -> None:
    answers = [answer_of(built_folder, p, "hardware") for p in ("beetles", "trees")]
    merge_reviews(built_folder / "content/reviews", [reviewed(a) for a in answers])
    questions = built_folder / "content/questions/five.yml"
    questions.write_text(questions.read_text().replace("id: hardware", "id: machines"))
    (built_folder / "content/papers/trees.md").unlink()
    forget(built_folder, "trees")
    shown = run("reviews", "list", "--project", built_folder).output
    assert "on 2026-11-20: its question is no longer asked" in shown
    assert "on 2026-11-20: its paper is gone" in shown
    assert "2 reviews: 2 lapsed." in shown


def test_a_review_of_an_answer_that_changed_since_the_export_is_kept_and_named(
    built_folder: Path, exported: Callable[..., Rows], tmp_path: Path
) -> None:
    answer = answer_of(built_folder, "beetles", "optimizer")
    rows = exported()[:1]
    before = supersede(built_folder, answer)
    rows[0] |= {"answer_id": before.id, "verdict": "confirmed", "name": "Ada", "date": "2026-11-23"}
    shown = run("reviews", "import", write(tmp_path / "in.csv", rows), "--project", built_folder).output
    assert "lapsed: line 2: the answer to beetles / optimizer has changed since the export" in shown
    assert load_reviews(built_folder / "content/reviews")[0].answer == before.id


def test_what_was_exported_is_published_with_its_reviews(built_folder: Path) -> None:
    answer = answer_of(built_folder, "beetles", "optimizer")
    (built_folder / "content/papers/trees.yml").write_text('visibility: "private"\n')
    secret = reviewed(answer_of(built_folder, "trees", "metrics"), "Zoe Secret")
    merge_reviews(built_folder / "content/reviews", [reviewed(answer, "Nora Reader"), secret])
    run("publish", "--project", built_folder)
    site = built_folder / "build/site"
    page = (site / "papers/beetles.html").read_text(encoding="utf-8")
    assert "Nora Reader" in page
    assert "Nora Reader" in (site / "a" / answer.id / "index.html").read_text(encoding="utf-8")
    assert "Nora Reader" in (site / "data/reviews.jsonl").read_text(encoding="utf-8")
    for file in (*site.rglob("*.*"), *(built_folder / "build/docs").rglob("*.*")):
        if file.is_file():
            assert b"Zoe Secret" not in file.read_bytes(), file
    # Taken back: the pages are laid out again, though no answer has changed.
    (built_folder / "content/reviews/beetles.yml").unlink()
    run("publish", "--project", built_folder)
    for name in ("papers/beetles.html", f"a/{answer.id}/index.html", "data/reviews.jsonl", "quality.json"):
        assert "Nora Reader" not in (site / name).read_text(encoding="utf-8")
