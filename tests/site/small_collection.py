"""A small made-up collection that shows every kind of answer, for tests and to look at.

``python tests/site/small_collection.py FOLDER`` builds its site into ``FOLDER/site``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from generator.core import (
    Answer,
    AnswerSentence,
    Metadata,
    Paper,
    Person,
    Place,
    Question,
    QuestionSet,
    SearchedPassage,
    Snippet,
    SupersededAnswer,
)
from generator.core.paper import Paragraph, Section, Sentence
from generator.site import (
    Collection,
    FinishedFiles,
    MkdocsOptions,
    ModelCard,
    WriteReport,
    publish,
    write_pages,
)
from generator.site.answer_pages import write_answer_pages

ROOT = Path(__file__).resolve().parent.parent.parent

QUOTES = ModelCard(
    "quotes", "quotes the paper", "Chooses sentences of the paper that answer, or says that it found none."
)
SMALL = ModelCard(
    "small-135m",
    "language model",
    "Writes short sentences from the quotes that it is shown; each is checked against the paper.",
    file="small-135m-q8.gguf",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bfc5d5d0ddf0a1a7c2f31",
)

QUESTIONS = (
    Question(
        "data-collection",
        "How were the raw data obtained, for example recorded by the authors, sampled in a survey or taken "
        "from an existing public source?",
        "Data",
        aliases=("cq01",),
    ),
    Question("annotation", "How were the data labelled or annotated, by whom and with what tool?", "Data"),
    Question("data-split", "How were the data split into training, validation and test sets?", "Preparation"),
    Question("optimizer", "Which optimization algorithm was used to train the model?", "Training"),
    Question("hardware", "On which hardware was the model trained, for example which GPU?", "Training"),
    Question(
        "random-seeds",
        "How was randomness handled, for example by fixed seeds or repeated runs?",
        "Training",
        aliases=("cq24",),
    ),
    Question("metrics", "Which metrics were used to evaluate the model?", "Evaluation"),
    Question("code-link", "What is the link to the code?", "Availability"),
)
SET = QuestionSet(
    "deep-learning",
    "Deep learning methods",
    "What a reader needs to know to judge or repeat a deep-learning study.",
    "After a published list of competency questions (2025), https://doi.org/10.1000/questions; reworded.",
    QUESTIONS,
)

# Section title, kind, page, sentences.
_TEXT: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    (
        "2.1 Study sites & recordings",
        "methods",
        3,
        (
            "The study took place along 41 km of hedgerow in two valleys.",
            "Recordings were made between April and July 2019 with 46 AudioMoth devices that were placed "
            "along hedgerows at intervals of 250 m.",
            "Each device woke up for one minute in every ten.",
            "Two ornithologists labelled 4,812 one-minute clips independently (Cohen's kappa = 0.87).",
            "Clips on which they disagreed were discussed until they agreed.",
        ),
    ),
    (
        "2.3 Training",
        "methods",
        5,
        (
            "The network was a ResNet-18 pre-trained on ImageNet.",
            "It was trained for 60 epochs with Adam (learning rate 3e-4, batch size 32) on one RTX 2080 Ti.",
            "The random seed was fixed to 42 for the data split.",
            "All other sources of randomness were left as they were.",
            "Sites, not clips, were split into training (70 %), validation (15 %) and test sets (15 %).",
        ),
    ),
    (
        "3 Results",
        "results",
        8,
        ("We report average precision and the F1 score; F1 was 0.91 ± 0.02 over five folds (p < 0.05).",),
    ),
    (
        "Data and code availability",
        "availability",
        12,
        ("All code is at https://example.org/lab/hedgerow-birds under the MIT licence.",),
    ),
)


def paper(
    identifier: str,
    title: str,
    authors: Sequence[tuple[str, str]],
    year: int | None,
    *,
    venue: str = "Journal of Field Recording",
    visibility: str = "public",
) -> Paper:
    """Return a paper with the text above, whose offsets are right."""
    text, sections = "", []
    for heading, kind, page, sentences in _TEXT:
        text += f"{heading}\n\n"
        found = []
        for sentence in sentences:
            found.append(Sentence(sentence, len(text), len(text) + len(sentence), page=page))
            text += f"{sentence} "
        text = f"{text[:-1]}\n\n"
        sections.append(Section(kind, heading, 1, (Paragraph("prose", tuple(found)),)))  # type: ignore[arg-type]
    metadata = Metadata(
        title=title,
        authors=tuple(Person(family, given) for given, family in authors),
        year=year,
        venue=venue,
        doi=f"10.1000/{identifier}",
        licence="https://creativecommons.org/licenses/by/4.0/",
        visibility=visibility,  # type: ignore[arg-type]
    )
    return Paper(identifier, "pdf", f"{identifier}.pdf", metadata, text, tuple(sections), pages=14)


def snippet(source: Paper, words: str, *, near: bool = True, links: tuple[str, ...] = ()) -> Snippet:
    """Return the sentence that begins with ``words``, with its neighbours, as retrieval gives it."""
    for section in source.sections:
        sentences = tuple(section.sentences)
        for n, sentence in enumerate(sentences):
            if sentence.text.startswith(words):
                first = sentences[max(n - 1, 0)] if near else sentence
                last = sentences[min(n + 1, len(sentences) - 1)] if near else sentence
                place = Place(first.start, last.end, section.title, section.kind, sentence.page)
                return Snippet(
                    source.text[first.start : last.end],
                    place,
                    0.8,
                    links,
                    ((sentence.start, sentence.end),),
                )
    raise LookupError(words)


def answer(
    source: Paper,
    question: str,
    model: str,
    status: str,
    sentences: Sequence[AnswerSentence] = (),
    evidence: Sequence[Snippet] = (),
    *,
    reason: str = "",
) -> Answer:
    searched = [
        snippet(source, words, near=False) for words in ("Two ornith", "It was", "The random", "All code")
    ]
    return Answer(
        paper=source.id,
        question=question,
        model=model,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        sentences=tuple(sentences),
        evidence=tuple(evidence),
        searched=tuple(SearchedPassage(s.id, s.place, s.score) for s in searched),
        fingerprint={"paper_text": "5f2a1c0b9d8e7f60", "prompt": "77aa01c2d3e4f506", "model": None},
        provenance={"answerbook": "0.1.0", "kind": "llama", "made": "2026-11-23"},
        measured={"seconds": 0.412, "prompt_tokens": 1204, "new_tokens": 38},
    )


def quoted(source: Paper, question: str, words: str, **more: object) -> Answer:
    """Return an extractive answer: one sentence of the paper, word for word."""
    found = snippet(source, words, **more)  # type: ignore[arg-type]
    start, end = found.focus[0]
    said = AnswerSentence(source.text[start:end], "supported", evidence=(0,), coverage=1.0)
    return answer(source, question, "quotes", "reported", (said,), (found,))


def answers_of(source: Paper, thorough: bool) -> list[Answer]:
    """Answers of both models to the questions about one paper; a thorough paper leaves less out."""
    nothing = "None of the passages searched answers the question."
    seeds = snippet(source, "The random seed")
    adam = snippet(source, "It was trained")
    made = [
        quoted(source, "data-collection", "Recordings were made"),
        quoted(source, "hardware", "It was trained")
        if thorough
        else answer(source, "hardware", "quotes", "not_reported", reason=nothing),
        answer(
            source,
            "random-seeds",
            "quotes",
            "partly_reported",
            (
                AnswerSentence(
                    "The random seed was fixed to 42 for the data split.", "supported", evidence=(0,)
                ),
            ),
            (seeds,),
            reason="Only a part of the question is answered by what was found.",
        )
        if thorough
        else answer(source, "random-seeds", "quotes", "not_reported", reason=nothing),
        quoted(source, "metrics", "We report"),
        quoted(
            source,
            "code-link",
            "All code",
            links=("https://example.org/lab/hedgerow-birds", "javascript:alert(1)"),
        )
        if thorough
        else answer(source, "code-link", "quotes", "not_reported", reason=nothing),
        answer(
            source,
            "optimizer",
            SMALL.name,
            "reported",
            (
                AnswerSentence(
                    "The network was trained with Adam at a learning rate of 3e-4 for 60 epochs.",
                    "supported",
                    evidence=(0,),
                    coverage=0.92,
                ),
                AnswerSentence(
                    "The model was deployed on AWS with 8 V100 GPUs.",
                    "unsupported",
                    reason="The cited passages do not mention AWS, V100 or the number 8.",
                    evidence=(1,),
                ),
            ),
            (adam, seeds),
        ),
        answer(
            source,
            "random-seeds",
            SMALL.name,
            "reported" if thorough else "not_reported",
            (
                AnswerSentence("The seed was fixed to 42 for the split.", "supported", evidence=(0,)),
                AnswerSentence("Other sources of randomness were left alone.", "supported", evidence=(0,)),
            )
            if thorough
            else (),
            (seeds,) if thorough else (),
            reason="" if thorough else nothing,
        ),
        answer(
            source,
            "data-split",
            SMALL.name,
            "failed",
            reason="The model stopped in the middle of its answer.",
        ),
    ]
    if thorough:
        made.append(quoted(source, "annotation", "Two ornithologists"))
    return made


def history_of(source: Paper) -> tuple[SupersededAnswer, ...]:
    """Two answers that were published before: one gave way to another, one was withdrawn."""
    adam = snippet(source, "It was trained")
    was = AnswerSentence("The network was trained with SGD.", "supported", evidence=(0,), coverage=0.7)
    earlier = answer(source, "optimizer", SMALL.name, "reported", (was,), (adam,))
    now = next(a for a in answers_of(source, True) if a.question == "optimizer")
    withdrawn = quoted(source, "batch-size", "It was trained")
    return (
        SupersededAnswer(earlier, "2026-11-23", ("prompt", "model"), now.id),
        SupersededAnswer(withdrawn, ""),
    )


def small_collection(**changes: object) -> Collection:
    """Four papers (one of them private), eight questions, two models, one unreadable file."""
    papers = (
        paper(
            "hedgerow-birds",
            "Passive acoustic monitoring of hedgerow birds with convolutional networks: a comparison of "
            "transfer learning strategies under scarce labels",
            (("Ada", "Marchetti"), ("J. R.", "O’Neill"), ("Lin", "Wei"), ("Sofía", "García-Núñez")),
            2020,
        ),
        paper(
            "2401.00010",
            "Counting moths in the dark",
            (("Grete", "Hvidsten"), ("Paul", "Ndiaye")),
            2024,
            venue="arXiv",
        ),
        paper("untitled-notes", "", (), None, venue=""),
        paper("secret", "A manuscript under review", (("Nobody", "Known"),), 2026, visibility="private"),
    )
    values: dict[str, object] = {
        "title": "Answerbook: small studies",
        "description": "What three papers on birds and moths report of their methods, question by question.",
        "site_url": "",
        "repository": "https://example.org/lab/answers",
        "question_sets": (SET,),
        "papers": papers,
        "answers": tuple(a for p in papers[:2] for a in answers_of(p, p is papers[0]))
        + tuple(answers_of(papers[3], True)),
        "models": (QUOTES, SMALL),
        "unreadable": (("scan.pdf", "scan.pdf: no text in 12 pages; run text recognition on it first."),),
        "stale": {("hedgerow-birds", "metrics", "quotes"): ("prompt", "model")},
        "source_links": {
            "hedgerow-birds": "sources/hedgerow-birds.pdf",
            "2401.00010": "https://arxiv.org/abs/2401.00010",
        },
        "built": datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
        "version": "0.1.0",
        "files": {"sources/hedgerow-birds.pdf": ROOT / "LICENSE"},
        "history": history_of(papers[0]),
    }
    return Collection(**{**values, **changes})  # type: ignore[arg-type]


def write(collection: Collection, docs: Path, quality: Mapping[str, Any] | None = None) -> WriteReport:
    """Write the pages of a collection with this repository's templates and hand-written pages."""
    return write_pages(
        collection,
        docs,
        templates=ROOT / "site_templates" / "pages",
        hand_written=ROOT / "content" / "pages",
        quality=quality,
    )


def build(
    collection: Collection,
    folder: Path,
    quality: Mapping[str, Any] | None = None,
    builder: Literal["mkdocs", "zensical"] = "mkdocs",
) -> Path:
    """Build the site of a collection strictly, with this repository's configuration."""
    write(collection, folder / "docs", quality)
    write_answer_pages(collection, folder / "answers", templates=ROOT / "site_templates" / "answers")
    publish(
        MkdocsOptions(
            ROOT,
            strict=True,
            builder=builder,
            language="" if collection.language == "en" else collection.language,
        ),
        folder / "docs",
        folder / "site",
        finished=FinishedFiles(folder / "answers"),
    )
    return folder / "site"


if __name__ == "__main__":
    print(build(small_collection(), Path(sys.argv[1]).resolve()) / "index.html")
