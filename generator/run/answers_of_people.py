"""Answers that people give: corrections that quote the paper become answers of their own.

A review is about one answer of a model, and lapses with it. What its author states about the paper does not:
a correction that quotes the paper, or states that there is nothing to quote, is an answer like any other. It
is recorded in ``people.jsonl`` next to those of models, has a permanent id and page, and is shown first. Its
quotes must occur in the paper word for word, apart from white space; they are shown in whole sentences.
"""

from __future__ import annotations

import dataclasses
import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator import __version__, retrieval
from generator.core import Answer, AnswerSentence, Paper, Question, QuestionWording, Review, Snippet
from generator.core.answer import PEOPLE
from generator.core.fingerprint import question_hash
from generator.core.known_paper import record_name, record_of
from generator.core.status import REPORTED_STATUSES
from generator.project.review_files import load_reviews
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.given import StatedAnswers, record_stated

__all__ = ["answers_from_reviews", "with_people"]

log = logging.getLogger(__name__)

_SECRET = "a correction quotes what a private paper does not say; --verbose names it"

_NOTHING = "A person who read the paper found nothing that answers this."
_OPEN = "The paper answers only part of the question, says a person who read it."
_APART = "The question does not apply to this paper, says a person who read it."
_REASONS = {"reported": "", "partly_reported": _OPEN, "not_reported": _NOTHING, "not_applicable": _APART}


def with_people(context: BuildContext, answers: BuildAnswers) -> BuildAnswers:
    """Return ``answers`` with those that people give today, recording them if the build writes the ledger.

    A problem of a correction is a warning, and leaves the record as it is. Raises InvalidFile for reviews
    with problems, and LedgerError if the ledger cannot be written.
    """
    reviews: dict[str, list[Review]] = {}
    for review in load_reviews(context.project.reviews_dir):
        reviews.setdefault(review.paper, []).append(review)
    stated = _stated(context, answers, reviews)
    return record_stated(context, answers, PEOPLE, stated, ("correction by people", "corrections by people"))


def _stated(
    context: BuildContext, answers: BuildAnswers, reviews: Mapping[str, Sequence[Review]]
) -> Iterator[StatedAnswers]:
    """Yield what people state about each paper, and what is recorded of it; problems become warnings."""
    questions = {name: q for q in context.config.questions for name in (q.id, *q.aliases)}
    for paper in answers.papers.absent:
        before = context.ledger.read(paper.id, PEOPLE)
        waiting = _unrecorded(questions, reviews.get(paper.id, ()), before)
        yield StatedAnswers(paper.id, before, before, questions, waiting=waiting)
    for paper in answers.papers.papers:
        before = context.ledger.read(paper.id, PEOPLE)
        if not before and paper.id not in reviews:
            continue
        now, faults = answers_from_reviews(paper, questions, reviews.get(paper.id, ()))
        lines = [f"{context.project.reviews_dir.name}/{paper.id}.yml: {fault}" for fault in faults.values()]
        if lines and paper.id in answers.papers.private:
            log.info("%s", "\n".join(lines))
            lines = [_SECRET]
        context.report.warnings += lines
        yield StatedAnswers(paper.id, now, before, questions, faults)


def answers_from_reviews(
    paper: Paper, questions: Mapping[str, Question], reviews: Iterable[Review]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers that ``reviews`` give about ``paper``, and the problems of others; both by question.

    questions: by id and by alias. Of several corrections the latest counts; a correction that another person
    disputes is ignored.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for name, correction in _corrections(questions, reviews).items():
        lost = [quote for quote in correction.quotes if _span(paper, quote) is None]
        if lost:
            faults[name] = (
                f"{name}: the paper does not say {lost[0]!r}; copy its exact words, best as whole sentences"
            )
        else:
            answers[name] = _answer(paper, questions[name], correction)
    return answers, faults


def _corrections(questions: Mapping[str, Question], reviews: Iterable[Review]) -> dict[str, Review]:
    """Return the correction that counts, by question."""
    by_question: dict[str, list[Review]] = {}
    for review in sorted(reviews, key=lambda r: (r.date, r.name)):
        if review.question in questions:
            by_question.setdefault(questions[review.question].id, []).append(review)
    found = {}
    for name, group in by_question.items():
        correction = next((r for r in reversed(group) if r.answers and not _disputed(r, group)), None)
        if correction is not None:
            found[name] = correction
    return found


def _unrecorded(
    questions: Mapping[str, Question], reviews: Iterable[Review], before: Mapping[str, Answer]
) -> int:
    """Return how many corrections of an absent paper differ from the record.

    Whether they quote the paper correctly cannot be checked without its text.
    """
    now = {q: (r.answer, r.name, r.date.isoformat()) for q, r in _corrections(questions, reviews).items()}
    then = {
        q: tuple(str(a.provenance.get(key, "")) for key in ("corrects", "by", "made"))
        for q, a in before.items()
        if q in questions
    }
    return sum(now.get(q) != then.get(q) for q in now.keys() | then.keys())


def _disputed(correction: Review, group: Sequence[Review]) -> bool:
    """Return True if another person states something else about the paper, in a review of the same answer."""
    return any(
        r.answer == correction.answer and r.name != correction.name and r.status != correction.status
        for r in group
        if r.verdict != "disputed" or r.status is not None
    )


def _answer(paper: Paper, question: Question, review: Review) -> Answer:
    status = review.status or "not_reported"
    snippets = _snippets(paper, review.quotes) if status in REPORTED_STATUSES else []
    shown = tuple(
        AnswerSentence(_focus(s, paper), "supported", "", (number,), 1.0) for number, s in enumerate(snippets)
    )
    return Answer(
        paper=paper.id,
        question=question.id,
        model=PEOPLE,
        status=status,
        reason="" if status == "reported" else review.note or _REASONS[status],
        sentences=shown,
        evidence=tuple(snippets),
        fingerprint={"question": question_hash(question)},
        provenance={
            "answerbook": __version__,
            "kind": PEOPLE,
            "made": review.date.isoformat(),
            "by": review.name,
            "corrects": review.answer,
        },
        asked=QuestionWording.of(question),
        version=paper.version,
        record=record_name(record_of(paper.metadata)),
    )


def _focus(snippet: Snippet, paper: Paper) -> str:
    return " ".join(paper.text[start:end] for start, end in snippet.focus)


def _snippets(paper: Paper, quotes: Sequence[str]) -> list[Snippet]:
    """Return each quote as whole sentences with their neighbours; the quoted words are marked."""
    made: list[Snippet] = []
    for quote in quotes:
        found = _span(paper, quote)
        if found is None:
            continue
        start, end = found
        held = list(_passages(paper, start, end))
        if not held:
            continue
        snippet = held[0].snippet(1.0)
        first, last = snippet.place.start, held[-1].sentence.end
        snippet = dataclasses.replace(
            snippet,
            text=paper.text[first:last],
            place=dataclasses.replace(snippet.place, end=last),
            links=tuple(dict.fromkeys(link for p in held for link in p.sentence.links)),
            focus=((first, last),),
            marks=() if (start, end) == (first, last) else ((start, end),),
        )
        made.append(retrieval.with_neighbours(snippet, paper))
    return made


def _passages(paper: Paper, start: int, end: int) -> Iterator[retrieval.Passage]:
    """Yield the sentences of a paper that overlap a range of its text."""
    found = retrieval.passages(paper)
    first = max(0, bisect_right([p.sentence.start for p in found], start) - 1)
    for passage in found[first:]:
        if passage.sentence.start >= end:
            return
        if passage.sentence.end > start:
            yield passage


def _span(paper: Paper, quote: str) -> tuple[int, int] | None:
    """Return the span of a quote in the paper, ignoring white space; None if it does not occur."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), paper.text)
    return found.span() if found and any(_passages(paper, *found.span())) else None
