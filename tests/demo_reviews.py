"""Reviews of the demonstration's answers, for ``content/reviews``: ``python -m tests.demo_reviews DIR``.

DIR is a project in which the demonstration was built. What the papers say was written down by a reader of
them (``demo_expected.yml`` and ``demo_notes.yml``); here it is put to the answers that `quotes` gives today.
An answer that says the same is confirmed, any other corrected. Who runs this looks at the differences before
committing.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.core import Answer, Paper, Review
from generator.ledger import Ledger
from generator.project import Project
from generator.project.question_files import load_question_sets
from generator.project.review_files import review_text
from generator.reading import read_paper
from tests.demo_cells import Cell, cells, misses, notes

ROOT = Path(__file__).resolve().parent.parent
NAME = "The Answerbook maintainers"
READ_ON = date(2026, 11, 29)
SETS = load_question_sets(
    [ROOT / "content/questions" / f"{name}.yml" for name in ("deep-learning", "reporting")]
)
HEAD = "# What a reader of this paper found when checking the answers about it.\n"


def review(cell: Cell, answer: Answer, paper: Paper, *, force: bool = False) -> Review:
    """Return the review of an answer. force: correct it although it says the same."""
    row = notes()[cell.paper, cell.question]
    note = str(row["note"])
    if not misses(cell, answer) and not force:
        return Review(cell.paper, cell.question, answer.id, "confirmed", NAME, READ_ON, note=note)
    told = cell.statuses[0] in ("reported", "partly_reported")
    words = row.get("say") or cell.first[:1] if told else ()
    return Review(
        cell.paper,
        cell.question,
        answer.id,
        "corrected",
        NAME,
        READ_ON,
        status=cell.statuses[0],  # type: ignore[arg-type]
        note=note,
        quotes=tuple(_sentence(paper, each) for each in words),
    )


def _sentence(paper: Paper, words: str) -> str:
    """Return the sentence of a paper with these words, references aside. Raises LookupError."""
    for section in paper.sections:
        for sentence in section.sentences if section.kind != "references" else ():
            if words in " ".join(sentence.text.split()):
                return " ".join(sentence.text.split())
    raise LookupError(f"{paper.id} has no sentence with {words!r}")


def main(folder: Path) -> None:
    """Write the reviews of all answers about the papers that the project in ``folder`` has."""
    project = Project.find(folder)
    papers = {name: read_paper(path, id=name) for path, name in project.paper_ids().items()}
    ledger = Ledger(project.answers_dir)
    out = ROOT / "content/reviews"
    out.mkdir(exist_ok=True)
    found: dict[str, list[Review]] = {}
    for cell in (cell for cell in cells(SETS) if cell.paper in papers):
        answer = ledger.read(cell.paper, "quotes")[cell.question]
        force = bool(notes()[cell.paper, cell.question].get("correct"))
        found.setdefault(cell.paper, []).append(review(cell, answer, papers[cell.paper], force=force))
    for paper, reviews in found.items():
        text = "".join(f"\n{review_text(each)}\n" for each in reviews)
        (out / f"{paper}.yml").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
