"""A made-up paper that was asked a whole set of 42 questions, with answers as they come in practice.

Its sentences are those with which the set says how authors write. ``python tests/site/long_paper.py FOLDER``
builds its site into ``FOLDER/site``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.core import Answer, AnswerSentence, Metadata, Paper, Person, Question, SearchedPassage, Snippet
from generator.core.answer import PartStatus
from generator.core.paper import Paragraph, Section, Sentence
from generator.core.snippet import Place
from generator.core.status import REPORTED_STATUSES, Status
from generator.project.question_files import load_question_set
from generator.site import Collection
from tests.site.small_collection import QUOTES, ROOT, build, small_collection

SET = "machine-learning"
PAPER = "made-up-long"
# Six of ten questions are answered in full or in part, which is more than most real papers do.
STATUSES: tuple[Status, ...] = (
    "reported",
    "partly_reported",
    "not_reported",
    "reported",
    "reported",
    "not_reported",
    "reported",
    "partly_reported",
    "not_reported",
    "not_applicable",
)
PROBABILITIES = (0.97, 0.93, 0.82, 0.96, 0.6)
REASONS: dict[Status, str] = {
    "not_reported": "No passage answering this question was found.",
    "not_applicable": "Asked only where other answers say that it applies.",
}
A_PAGE = 4  # questions whose sentences stand on one page of the paper


def sentences_on(question: Question) -> tuple[str, ...]:
    """Three sentences in the manner of authors: two of the set's make one, as long as those of papers are."""
    said = [query.rstrip(".") for query in question.queries]
    pairs = [(said[n % len(said)], said[(n + 1) % len(said)]) for n in range(3)]
    return tuple(f"{one}, and so it is here: {two[:1].lower()}{two[1:]}." for one, two in pairs)


def long_paper(questions: Sequence[Question]) -> Paper:
    """Return a section for each question, with all that the paper says on it."""
    text, sections = "", []
    for number, question in enumerate(questions):
        heading = f"2.{number + 1} {question.group}"
        text += f"{heading}\n\n"
        found = []
        for words in sentences_on(question):
            page = number // A_PAGE + 1
            found.append(Sentence(words, len(text), len(text) + len(words), page=page))
            text += f"{words} "
        text = f"{text[:-1]}\n\n"
        sections.append(Section("methods", heading, 1, (Paragraph("prose", tuple(found)),)))
    metadata = Metadata(
        title="Learning to sort sherds: convolutional networks against practised eyes at three excavations",
        authors=tuple(Person(family, given) for given, family in (("Ida", "Ferrante"), ("Tom", "Okafor"))),
        year=2025,
        venue="Journal of Made-up Archaeology",
        doi="10.1000/made-up-long",
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    return Paper(PAPER, "pdf", f"{PAPER}.pdf", metadata, text, tuple(sections), pages=12)


def passages(paper: Paper, number: int) -> tuple[Snippet, ...]:
    """Each sentence of the section on a question, with its neighbours, as retrieval gives it."""
    section = paper.sections[number]
    said = tuple(section.sentences)
    return tuple(
        Snippet(
            paper.text[said[0].start : said[-1].end],
            Place(said[0].start, said[-1].end, section.title, section.kind, s.page),
            0.8,
            focus=((s.start, s.end),),
        )
        for s in said
    )


def long_answers(paper: Paper, questions: Sequence[Question]) -> Iterator[Answer]:
    """One answer a question: told in one to three sentences of the paper, or not told."""
    looked = [passages(paper, number)[0] for number in range(0, len(questions), 2)]
    searched = tuple(SearchedPassage(s.id, s.place, s.score) for s in looked)
    for number, question in enumerate(questions):
        status = STATUSES[number % len(STATUSES)]
        told = status in REPORTED_STATUSES
        found = passages(paper, number)[: 1 + number % 3] if told else ()
        cited = tuple(
            AnswerSentence(paper.text[slice(*snippet.focus[0])], "supported", evidence=(n,))
            for n, snippet in enumerate(found)
        )
        likely = PROBABILITIES[number % len(PROBABILITIES)]
        yield Answer(
            PAPER,
            question.id,
            QUOTES.name,
            status,
            REASONS.get(status, ""),
            cited,
            found,
            searched,
            provenance={"answerbook": "0.1.0", "kind": "quotes", "made": "2026-11-23"},
            probability=None if status == "not_applicable" else likely if told else 1 - likely,
            parts=tuple(
                PartStatus(part.id, told and not (status == "partly_reported" and n))
                for n, part in enumerate(question.parts)
            ),
        )


def long_collection() -> Collection:
    questions = load_question_set(ROOT / "content" / "questions" / f"{SET}.yml")
    paper = long_paper(questions.questions)
    return small_collection(
        question_sets=(questions,),
        papers=(paper,),
        answers=tuple(long_answers(paper, questions.questions)),
        history=(),
        stale={},
        source_links={PAPER: f"sources/{PAPER}.pdf"},
        files={f"sources/{PAPER}.pdf": ROOT / "LICENSE"},
    )


if __name__ == "__main__":
    print(build(long_collection(), Path(sys.argv[1]).resolve()) / "index.html")
