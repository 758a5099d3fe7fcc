"""Made-up collections of any size: papers, answers and evidence that vary as real ones do.

Lengths of sentences, passages, titles and lists of authors are long-tailed (log-normal), words follow Zipf's
law over 17,000 of them, some questions are hardly ever reported and some papers report little. The same
arguments give the same collection.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from generator.core import (
    Answer,
    AnswerSentence,
    Consensus,
    Metadata,
    Paper,
    Person,
    Place,
    Question,
    QuestionSet,
    SearchedPassage,
    Snippet,
    Status,
)
from generator.core.paper import Paragraph, Section, SectionKind, Sentence
from generator.core.status import STATUSES
from generator.site import Collection, ModelCard

# Group -> questions with the share of papers that answer them, at least in part.
GROUPS: dict[str, dict[str, float]] = {
    "Data": {
        "data-collection": 0.93,
        "raw-data-format": 0.71,
        "dataset-size": 0.84,
        "annotation": 0.63,
        "data-link": 0.38,
    },
    "Preparation": {"preprocessing": 0.81, "augmentation": 0.52, "data-split": 0.74, "class-balance": 0.33},
    "Model": {"architecture": 0.97, "pre-training": 0.55, "input-shape": 0.58, "parameters": 0.29},
    "Training": {
        "optimizer": 0.61,
        "loss-function": 0.53,
        "hyperparameters": 0.66,
        "stopping": 0.31,
        "random-seeds": 0.07,
        "hardware": 0.42,
        "training-time": 0.24,
        "energy-use": 0.03,
    },
    "Evaluation": {"metrics": 0.95, "baselines": 0.77, "repeated-runs": 0.19, "error-analysis": 0.44},
    "Availability": {"code-link": 0.36, "model-link": 0.16, "licence": 0.12},
}
_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("abstract", "Abstract"),
    ("introduction", "1 Introduction"),
    ("methods", "2 Material and methods"),
    ("methods", "2.3 Training of the network"),
    ("results", "3 Results"),
    ("discussion", "4 Discussion"),
    ("availability", "Data and code availability"),
)
_PASSAGES = 28
_WORDS = 17_000
_SENTENCES = 12_000
# fmt: off
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "li", "mo", "ne", "pra", "ru", "sta", "tri",
    "vel", "wen", "xo", "yl", "zi", "con", "ter", "ment", "ing", "al", "er", "on", "is",
)
# fmt: on
_NOTHING = "None of the passages searched answers the question."


def synthetic(papers: int, models: int = 1, contexts: int = 4, seed: int = 1) -> Collection:
    """``papers`` papers x 28 questions x ``models`` models, each answer with ``contexts`` passages.

    About 2 % of the questions are not asked, 1 % of the answers failed and 2 % are stale; every
    fourth claim that a model makes besides is withheld. Passages are shared between answers to one paper:
    5,000 papers take about 1 GB.
    """
    chance = random.Random(seed)
    sentences = _pool(chance)
    questions = _questions(chance)
    made = tuple(_paper(chance, number, sentences) for number in range(papers))
    cards = tuple(
        ModelCard(f"model-{n + 1}", "language model", f"Made-up model number {n + 1}.") for n in range(models)
    )
    answers = [
        answer
        for paper in made
        for answer in _answers(chance, paper, questions.questions, cards, contexts, sentences)
    ]
    return Collection(
        title="Synthetic collection",
        description=f"What {papers:,} made-up papers report of their methods, question by question.",
        site_url="",
        repository="https://example.org/lab/answers",
        question_sets=(questions,),
        papers=made,
        answers=tuple(answers),
        models=cards,
        unreadable=(),
        stale={(a.paper, a.question, a.model): ("prompt",) for a in answers if chance.random() < 0.02},
        source_links={p.id: f"https://doi.org/{p.metadata.doi}" for p in made},
        built=datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
        version="0.1.0",
        consensus=_consensus(answers) if models > 1 else {},
    )


def _pool(chance: random.Random) -> list[str]:
    """Sentences that all texts are made of; words by Zipf's law, lengths log-normal (median 19 words)."""
    words = ["".join(chance.choices(_SYLLABLES, k=1 + int(chance.expovariate(0.6)))) for _ in range(_WORDS)]
    weights = list(itertools.accumulate(1 / (n + 2) for n in range(_WORDS)))
    made = []
    for _ in range(_SENTENCES):
        count = max(4, min(90, round(chance.lognormvariate(2.95, 0.45))))
        chosen = chance.choices(words, cum_weights=weights, k=count)
        if chance.random() < 0.4:
            chosen[chance.randrange(count)] = f"{chance.uniform(0, 500):.2f}"
        made.append(" ".join(chosen).capitalize() + ".")
    return made


def _questions(chance: random.Random) -> QuestionSet:
    return QuestionSet(
        "made-up",
        "Made-up methods",
        "What a reader needs to know to judge or repeat a study.",
        "Made up for measurements.",
        tuple(
            Question(
                name,
                f"What does the paper say of {name.replace('-', ' ')}, in enough detail to do it again?",
                group,
                aliases=(f"cq{number:02}",),
                queries=(f"The {name.replace('-', ' ')} was as follows.",),
                cues=tuple(name.split("-")),
                sections=("methods",),
            )
            for number, (group, name) in enumerate(((g, n) for g, names in GROUPS.items() for n in names), 1)
        ),
    )


def _paper(chance: random.Random, number: int, pool: list[str]) -> Paper:
    """Return a paper of 28 passages; each is one sentence, of which answers quote a part."""
    count = max(1, min(60, round(chance.lognormvariate(1.3, 0.6))))
    title = " ".join(s[:-1] for s in chance.choices(pool, k=1)).split(" ")
    text, sections = "", []
    each = _PASSAGES // len(_KINDS)
    for part, (kind, heading) in enumerate(_KINDS):
        text += f"{heading}\n\n"
        paragraphs = []
        for place in range(part * each, (part + 1) * each):
            passage = " ".join(
                chance.choices(pool, k=max(1, min(12, round(chance.lognormvariate(1.4, 0.5)))))
            )
            sentence = Sentence(passage, len(text), len(text) + len(passage), page=1 + place // 2)
            paragraphs.append(Paragraph("prose", (sentence,)))
            text += f"{passage}\n\n"
        sections.append(Section(kind, heading, 1, tuple(paragraphs)))
    metadata = Metadata(
        title=" ".join(title[: max(5, min(34, round(chance.lognormvariate(2.4, 0.35))))]),
        authors=tuple(
            Person(chance.choice(pool).split(" ")[1].capitalize(), chance.choice("ABCDEFGHIJKLM") + ".")
            for _ in range(count)
        ),
        year=min(2026, 2026 - int(chance.expovariate(0.3))),
        venue=f"Journal of {chance.choice(pool).split(' ')[2].capitalize()}",
        doi=f"10.1000/made-up.{number:05}",
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    name = f"10.1000-made-up.{number:05}"
    return Paper(name, "pdf", f"{name}.pdf", metadata, text, tuple(sections), pages=_PASSAGES // 2)


def _answers(
    chance: random.Random,
    paper: Paper,
    questions: tuple[Question, ...],
    cards: tuple[ModelCard, ...],
    contexts: int,
    pool: list[str],
) -> Iterator[Answer]:
    rates = {name: rate for names in GROUPS.values() for name, rate in names.items()}
    snippets = (_snippet(paper, section, s) for section in paper.sections for s in section.sentences)
    passages = [(snippet, SearchedPassage(snippet.id, snippet.place, snippet.score)) for snippet in snippets]
    diligence = chance.betavariate(4, 2) + 0.35  # around 1: some papers report little
    day = (datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=chance.randrange(50))).strftime("%Y-%m-%d")
    for question in questions:
        if chance.random() < 0.02:
            continue
        told = chance.random() < rates[question.id] * diligence
        chosen = chance.sample(passages, k=min(contexts, len(passages)))
        found, searched = tuple(s for s, _ in chosen), tuple(s for _, s in chosen)
        for card in cards:
            agrees = card is cards[0] or chance.random() < 0.85
            yield _answer(
                chance, paper.id, question.id, card.name, told is agrees, found, searched, day, pool
            )


def _answer(
    chance: random.Random,
    paper: str,
    question: str,
    model: str,
    told: bool,
    found: tuple[Snippet, ...],
    searched: tuple[SearchedPassage, ...],
    day: str,
    pool: list[str],
) -> Answer:
    status: Status = "not_reported"
    sentences: list[AnswerSentence] = []
    if chance.random() < 0.01:
        status = "failed"
    elif told and found:
        status = "partly_reported" if chance.random() < 0.2 else "reported"
        for _ in range(max(1, min(9, round(chance.lognormvariate(0.5, 0.6))))):
            cites = tuple(
                sorted(chance.sample(range(len(found)), k=chance.choice((1, 1, 1, min(2, len(found))))))
            )
            sentences.append(AnswerSentence(chance.choice(pool), "supported", "", cites, 0.8))
        if chance.random() < 0.25:
            reason = "The cited passages do not mention it."
            sentences.append(AnswerSentence(chance.choice(pool), "unsupported", reason, (0,), 0.2))
    return Answer(
        paper=paper,
        question=question,
        model=model,
        status=status,
        reason={"failed": "The model stopped in the middle of its answer.", "not_reported": _NOTHING}.get(
            status, ""
        ),
        sentences=tuple(sentences),
        evidence=found if sentences else (),
        searched=searched,
        fingerprint={"paper_text": "5f2a1c0b9d8e7f60", "prompt": "77aa01c2d3e4f506", "model": model},
        provenance={"answerbook": "0.1.0", "kind": "made up", "made": day},
        measured={"seconds": round(chance.lognormvariate(0, 1), 3), "prompt_tokens": 1200, "new_tokens": 40},
    )


def _snippet(paper: Paper, section: Section, sentence: Sentence) -> Snippet:
    """Return a passage; its first sentence is what was found."""
    first = sentence.text.find(". ") + 1 or len(sentence.text)
    place = Place(sentence.start, sentence.end, section.title, section.kind, sentence.page)
    return Snippet(sentence.text, place, 0.5, (), ((sentence.start, sentence.start + first),))


def _consensus(answers: list[Answer]) -> dict[tuple[str, str], Consensus]:
    """Return the vote of the models that did not fail: what most say, at a tie the stronger status."""
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        if answer.status != "failed":
            groups.setdefault((answer.paper, answer.question), []).append(answer)
    votes: dict[tuple[str, str], Consensus] = {}
    for (paper, question), group in groups.items():
        counts = Counter(a.status for a in group)
        status = max(counts, key=lambda s: (counts[s], -STATUSES.index(s)))
        votes[paper, question] = Consensus(
            paper,
            question,
            status,
            tuple((a.model, a.status) for a in group),
            next(a.model for a in group if a.status == status),
            counts[status] / len(group),
        )
    return votes
