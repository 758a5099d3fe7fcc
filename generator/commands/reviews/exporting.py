"""`answerbook reviews export`: all answers that a person can review, and their reviews so far."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.answering.consensus import all_consensus
from generator.commands.reviews.filtering import ReviewFilter
from generator.commands.reviews.sheet import BETWEEN_QUOTES, sheet
from generator.core import Answer, Bands, Paper, Question, Review
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.project import Project
from generator.project.lookup import choose_paper, choose_question
from generator.project.papers import collect
from generator.project.reviews import load_reviews
from generator.run.scope import Belonging
from generator.site.content.encoding import clean, shortened
from generator.site.content.wording import title_of

__all__ = ["Exporting", "answer_rows", "export_reviews", "filled", "write_rows"]

_QUOTE = 400  # characters of the first quote: enough to find the place
_EVERYTHING = ReviewFilter()


def export_reviews(
    project: Project, file: Path, only: ReviewFilter = _EVERYTHING, *, separator: str = ","
) -> int:
    """Write the sheet of the answers of ``project``, without failures, and return how many rows it has.

    only: what stands in it. separator: between cells. Raises AnswerbookError where the file is there already,
    for it may hold a person's work, and for names that nothing bears.
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
    write_rows(file, rows, separator)
    return len(rows)


@dataclass(frozen=True)
class Exporting:
    """What a table for reviewers is made from. given: reviews so far, by paper, question and answer."""

    project: Project
    papers: tuple[Paper, ...]
    given: Mapping[tuple[str, str, str], Sequence[Review]]
    belonging: Belonging

    @classmethod
    def of(cls, project: Project, only: ReviewFilter = _EVERYTHING) -> Exporting:
        """Of a project; ``only`` says whose reviews stand in it, and whether private papers do."""
        collected = collect(project, strict=False, jobs=1, progress=lambda *_: None)
        shown = tuple(p for p in collected.papers if only.private or p.metadata.visibility != "private")
        given: dict[tuple[str, str, str], list[Review]] = {}
        for review in load_reviews(project.reviews_dir):
            if not only.reviewer or review.name == only.reviewer:
                given.setdefault((review.paper, review.question, review.answer), []).append(review)
        return cls(project, shown, given, Belonging.of(project))

    @cached_property
    def _models(self) -> list[str]:
        return [model.name for model in self.project.settings.models]

    @cached_property
    def _by_paper(self) -> dict[str, list[Answer]]:
        ledger = Ledger(self.project.answers_dir)
        return {p.id: _answers(p.id, self._models, ledger, self.belonging) for p in self.papers}

    def papers_with(self, question: Question) -> tuple[str, ...]:
        """The papers with an answer to a question that applies to them."""
        return tuple(
            name
            for name, answers in self._by_paper.items()
            if any(a.question == question.id and a.status != "not_applicable" for a in answers)
        )

    def rows(self, paper: Paper, asked: Sequence[Question]) -> Iterator[dict[str, str]]:
        """The rows of a paper's answers."""
        return answer_rows(paper, asked, self._by_paper[paper.id], self._models, self.given)

    def rows_of(self, cells: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
        """The rows of the answers that are shown for pairs of paper and question, in their order."""
        papers = {paper.id: paper for paper in self.papers}
        asked = {q.id: q for s in self.project.question_sets() for q in s.questions}
        for paper, question in cells:
            rows = self.rows(papers[paper], [asked[question]])
            yield from (row for row in rows if row["shown"] == "yes")


def write_rows(file: Path, rows: Iterable[Mapping[str, str]], separator: str = ",") -> None:
    """Write a sheet. Raises AnswerbookError where the file is there already, or cannot be written."""
    if file.exists():
        raise AnswerbookError(
            f"{file}: is there already, and may hold somebody's work; import it, or name another file"
        )
    if not file.parent.is_dir():
        raise AnswerbookError(f"{file.parent}: there is no such folder; make it, or name another file")
    _write(file, sheet(rows, separator))


def _write(file: Path, data: bytes) -> None:
    beside = file.with_name(f".{file.name}.tmp")
    try:
        beside.write_bytes(data)
        try:
            os.link(beside, file)  # never over a file that came in the meantime
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            beside.replace(file)
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be written ({error.strerror}); name another place") from error
    finally:
        beside.unlink(missing_ok=True)


def _answers(paper: str, models: Sequence[str], ledger: Ledger, belonging: Belonging) -> list[Answer]:
    """Today's answers about a paper, those of the settings' models first; without failures."""
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
    """Question by question: a row an answer, what pages show first before others, and one a further review.

    Models that say the same share a row: a review is of what was said.
    """
    votes = all_consensus(answers, models)
    for question in asked:
        to_it = [a for a in answers if a.question == question.id]
        vote = votes.get((paper.id, question.id))
        to_it = sorted(to_it, key=lambda a: vote is not None and a.model != vote.shown)
        said: dict[str, list[Answer]] = {}
        for answer in to_it:
            said.setdefault(answer.id, []).append(answer)
        for number, (name, same) in enumerate(said.items()):
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
            yield from (row | filled(review) for review in reviews)
            if not reviews:
                yield row


def filled(review: Review) -> dict[str, str]:
    """A review in the cells that a reviewer fills in."""
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
    """The words that answer, of the first passage that a supported sentence cites."""
    cited = sorted({n for s in answer.sentences if s.support == "supported" for n in s.evidence})
    if not cited or not 0 <= cited[0] < len(answer.evidence):
        return ""
    passage = answer.evidence[cited[0]]
    start = passage.place.start
    exact = len(passage.text) == passage.place.end - start
    runs = [passage.text[max(a - start, 0) : max(b - start, 0)] for a, b in passage.focus] if exact else []
    return shortened(" … ".join(run for run in runs if run.strip()) or passage.text, _QUOTE)
