"""`answerbook reviews export`: write a table of the answers to review, with their reviews so far."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.answering.voting import all_consensus
from generator.commands.reviews.filtering import ReviewFilter
from generator.commands.reviews.sheet import BETWEEN_QUOTES, sheet
from generator.core import Answer, Bands, Paper, Question, Review
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.project import Project
from generator.project.lookup import choose_paper, choose_question
from generator.project.paper_loading import collect_papers
from generator.project.review_files import load_reviews
from generator.run.project_scope import ProjectScope
from generator.site.content.encoding import clean, shortened
from generator.site.content.wording import title_of

__all__ = ["Exporting", "answer_rows", "export_reviews", "review_cells", "write_rows"]

_MAX_QUOTE_CHARS = 400  # of the first quote: enough to find the place
_EVERYTHING = ReviewFilter()


def export_reviews(
    project: Project, file: Path, only: ReviewFilter = _EVERYTHING, *, separator: str = ","
) -> int:
    """Write a table of the answers of ``project`` that did not fail, and return the number of rows.

    only: what to include. separator: between cells. Raises AnswerbookError if the file exists, as it may hold
    a person's work, for unknown names, and if there is no such answer.
    """
    collected = Exporting.of(project, only)
    names = [(p.id, p.source, p.metadata.doi) for p in collected.papers]
    wanted = {choose_paper(name, names) for name in only.papers}
    sets = project.question_sets()
    chosen = {choose_question(name, sets).id for name in only.questions}
    asked = [q for s in sets for q in s.questions if not chosen or q.id in chosen]
    rows = [
        row
        for paper in collected.papers
        if not wanted or paper.id in wanted
        for row in collected.rows(paper, asked)
    ]
    if not rows:
        raise AnswerbookError(
            f"{project.answers_dir}: no answers to review; run `answerbook build`, or choose others"
        )
    write_rows(file, rows, separator)
    return len(rows)


@dataclass(frozen=True)
class Exporting:
    """The data for a table for reviewers. given: reviews so far, by paper, question and answer."""

    project: Project
    papers: tuple[Paper, ...]
    given: Mapping[tuple[str, str, str], Sequence[Review]]
    belonging: ProjectScope

    @classmethod
    def of(cls, project: Project, only: ReviewFilter = _EVERYTHING) -> Exporting:
        """Load the data of a project.

        only: whose reviews to include, and whether to include private papers.
        """
        collected = collect_papers(project, strict=False, jobs=1, progress=lambda *_: None)
        shown = tuple(p for p in collected.papers if only.private or p.metadata.visibility != "private")
        given: dict[tuple[str, str, str], list[Review]] = {}
        for review in load_reviews(project.reviews_dir):
            if not only.reviewer or review.name == only.reviewer:
                given.setdefault((review.paper, review.question, review.answer), []).append(review)
        return cls(project, shown, given, ProjectScope.of(project))

    @cached_property
    def _models(self) -> list[str]:
        return [model.name for model in self.project.settings.models]

    @cached_property
    def _by_paper(self) -> dict[str, list[Answer]]:
        ledger = Ledger(self.project.answers_dir)
        return {p.id: _answers(p.id, self._models, ledger, self.belonging) for p in self.papers}

    def papers_with(self, question: Question) -> tuple[str, ...]:
        """Return the papers with an answer to this question, if it applies to them."""
        return tuple(
            name
            for name, answers in self._by_paper.items()
            if any(a.question == question.id and a.status != "not_applicable" for a in answers)
        )

    def rows(self, paper: Paper, asked: Sequence[Question]) -> Iterator[dict[str, str]]:
        """Yield the rows of a paper's answers."""
        return answer_rows(paper, asked, self._by_paper[paper.id], self._models, self.given)

    def rows_of(self, cells: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
        """Yield the rows of the answers that the site shows for pairs of paper and question, in order."""
        papers = {paper.id: paper for paper in self.papers}
        asked = {q.id: q for s in self.project.question_sets() for q in s.questions}
        for paper, question in cells:
            rows = self.rows(papers[paper], [asked[question]])
            yield from (row for row in rows if row["shown"] == "yes")


def write_rows(file: Path, rows: Iterable[Mapping[str, str]], separator: str = ",") -> None:
    """Write a table. Raises AnswerbookError if the file exists, or cannot be written."""
    if file.exists():
        raise AnswerbookError(
            f"{file}: already exists and may contain somebody's work; import it, or choose another file"
        )
    if not file.parent.is_dir():
        raise AnswerbookError(f"{file.parent}: no such folder; create it, or choose another file")
    _write(file, sheet(rows, separator))


def _write(file: Path, data: bytes) -> None:
    temporary = file.with_name(f".{file.name}.tmp")
    try:
        temporary.write_bytes(data)
        try:
            os.link(temporary, file)  # never overwrite a file that was created meanwhile
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            temporary.replace(file)
    except OSError as error:
        raise AnswerbookError(
            f"{file}: cannot be written ({error.strerror}); choose another place"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _answers(paper: str, models: Sequence[str], ledger: Ledger, belonging: ProjectScope) -> list[Answer]:
    """Return the current answers about a paper that did not fail, those of the settings' models first."""
    order = [*models, *(m for m in ledger.models(paper) if m not in models)]
    found = (a for model in order for a in ledger.read(paper, model).values())
    return [a for a in found if a.status != "failed" and not belonging.missing(a)]


def answer_rows(
    paper: Paper,
    asked: Sequence[Question],
    answers: Sequence[Answer],
    models: Sequence[str],
    given: Mapping[tuple[str, str, str], Sequence[Review]],
) -> Iterator[dict[str, str]]:
    """Yield the rows question by question: one for each answer, and one for each further review of it.

    The answer that the site shows comes first. Models with the same answer share a row, as a review is about
    what the answer says.
    """
    votes = all_consensus(answers, models)
    for question in asked:
        to_it = [a for a in answers if a.question == question.id]
        vote = votes.get((paper.id, question.id))
        to_it = sorted(to_it, key=lambda a: vote is not None and a.model != vote.shown)
        by_id: dict[str, list[Answer]] = {}
        for answer in to_it:
            by_id.setdefault(answer.id, []).append(answer)
        for number, (name, same) in enumerate(by_id.items()):
            row = {
                "paper": paper.id,
                "title": title_of(paper),
                "question": question.id,
                "question_text": clean(question.text),
                "answer_id": name,
                "models": ", ".join(clean(a.model) for a in same),
                "shown": "no" if number else "yes",
                "status": same[0].status,
                "band": Bands().of_answer(same[0]) or "",
                "answer_text": clean(same[0].text or same[0].reason),
                "quote": _quote(same[0]),
            }
            reviews = [r for n in same[0].names for r in given.get((paper.id, question.id, n), ())]
            yield from (row | review_cells(review) for review in reviews)
            if not reviews:
                yield row


def review_cells(review: Review) -> dict[str, str]:
    """Return a review as the cells that a reviewer fills in."""
    return {
        "verdict": review.verdict,
        "name": review.name,
        "date": review.date.isoformat(),
        "status_held": review.status or "",
        "text": review.text,
        "note": review.note,
        "quotes": BETWEEN_QUOTES.join(review.quotes),
    }


def _quote(answer: Answer) -> str:
    """Return the words that answer the question, from the first passage that a supported sentence cites."""
    cited = sorted({n for s in answer.sentences if s.support == "supported" for n in s.evidence})
    if not cited or not 0 <= cited[0] < len(answer.evidence):
        return ""
    passage = answer.evidence[cited[0]]
    start = passage.place.start
    exact = len(passage.text) == passage.place.end - start
    runs = [passage.text[max(a - start, 0) : max(b - start, 0)] for a, b in passage.focus] if exact else []
    return shortened(" … ".join(run for run in runs if run.strip()) or passage.text, _MAX_QUOTE_CHARS)
