"""One paper through retrieval, answering and checking: the stages put together, for one process."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import __version__, answering, checking, reading, retrieval
from generator.core import Answer, Fingerprint, Paper, Question, Retrieved, digest
from generator.core.answer import Searched
from generator.errors import ModelError


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """budget: characters of snippets for each question. encoder: see `generator.retrieval.encoder`."""

    budget: int = 3600
    encoder: str = retrieval.PACKAGED


class Pipeline:
    """Loads encoder and models when they are first needed, and keeps them."""

    def __init__(self, options: RetrievalOptions) -> None:
        self.options = options
        self._queries: retrieval.QueryVectors | None = None
        self._answerers: dict[answering.ModelSpec, answering.Answerer] = {}
        self._index: tuple[Paper, retrieval.PaperIndex] | None = None

    def index(self, paper: Paper) -> retrieval.PaperIndex:
        """The index of ``paper``; that of the last paper is kept, for its next question or model."""
        if self._index is None or self._index[0] is not paper:
            if self._queries is None:
                encoder = retrieval.SentenceTransformerEncoder(self.options.encoder)
                self._queries = retrieval.QueryVectors(encoder)
            self._index = paper, retrieval.PaperIndex(paper, self._queries.encoder, self._queries)
        return self._index[1]

    def retrieved(self, paper: Paper, question: Question) -> Retrieved:
        """The snippets for ``question``, and how likely it is that the paper answers it."""
        return retrieval.retrieve(self.index(paper), question, self.options.budget)

    def answers(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
    ) -> Iterator[Answer]:
        """Checked answers of one model, one by one as they are made; ``fingerprints`` by question id.

        A question at which the model fails gives an answer of status ``failed``. Raises ModelError
        where the model cannot be loaded.
        """
        answerer = self._answerers.get(spec)
        if answerer is None:
            answerer = answering.load(spec)
            self._answerers[spec] = answerer
        weights = checking.TermWeights.of(p.text for p in self.index(paper).passages)
        for question in questions:
            yield self._answer(paper, question, spec, answerer, weights, fingerprints.get(question.id, {}))

    def _answer(
        self,
        paper: Paper,
        question: Question,
        spec: answering.ModelSpec,
        answerer: answering.Answerer,
        weights: checking.TermWeights,
        fingerprint: Mapping[str, str | None],
    ) -> Answer:
        found = self.retrieved(paper, question)
        snippets = found.snippets
        provenance = {"answerbook": __version__, "kind": spec.kind, "made": today().isoformat()}
        try:
            draft = answerer.answer(question, found)
        except ModelError as error:
            return failed(paper.id, question.id, spec.name, str(error), fingerprint, provenance)
        checked = checking.check(draft, snippets, weights, relevant=retrieval.least_relevant(found))
        return Answer(
            paper=paper.id,
            question=question.id,
            model=spec.name,
            status=checked.status,
            reason=checked.reason,
            sentences=checked.sentences,
            evidence=tuple(retrieval.with_neighbours(s, paper) for s in checked.evidence),
            searched=tuple(Searched(s.id, s.place, s.score) for s in snippets),
            raw=draft.raw,
            fingerprint=dict(fingerprint),
            provenance=provenance,
            measured={
                "seconds": round(draft.seconds, 3),
                "prompt_tokens": draft.prompt_tokens,
                "new_tokens": draft.new_tokens,
            },
        )

    def close(self) -> None:
        """Give back the models."""
        for answerer in self._answerers.values():
            answerer.close()
        self._answerers.clear()


def failed(
    paper: str,
    question: str,
    model: str,
    reason: str,
    fingerprint: Mapping[str, str | None],
    provenance: Mapping[str, str],
) -> Answer:
    """The record of an answer that could not be made."""
    return Answer(
        paper, question, model, "failed", reason, fingerprint=dict(fingerprint), provenance=dict(provenance)
    )


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of answers, with the parts that all answers of a build share computed once."""

    shared: Mapping[str, str | None]
    models: Mapping[str, Mapping[str, str | None]]  # by model name

    @classmethod
    def today(cls, options: RetrievalOptions, models: Mapping[str, Mapping[str, str | None]]) -> Fingerprints:
        """Those of this version of Answerbook; ``models``: `answering.fingerprint` by model name."""
        return cls(
            shared={
                "reader": reading.READER,
                "retrieval": f"{retrieval.RETRIEVAL} {retrieval.learned().id} {options.budget}",
                "encoder": retrieval.encoder_hash(options.encoder),
                "checking": checking.CHECKING,
            },
            models=models,
        )

    def of(self, paper_hash: str, question: Question, model: str) -> Fingerprint:
        """The fingerprint of one answer; ``paper_hash`` from `paper_hash`."""
        return Fingerprint(
            {
                "paper_text": paper_hash,
                "question": question_hash(question),
                **self.shared,
                **self.models[model],
            }
        )


def paper_hash(paper: Paper) -> str:
    """Hash of all of a paper that retrieval and answers depend on: text and structure, not metadata."""
    return digest(
        [
            paper.text,
            [
                [
                    s.kind,
                    s.title,
                    [[p.role, [[x.start, x.end, x.links] for x in p.sentences]] for p in s.paragraphs],
                ]
                for s in paper.sections
            ],
        ]
    )


def question_hash(question: Question) -> str:
    """Hash of all of a question that answers depend on: not its group, nor its aliases."""
    return digest(
        [
            question.text,
            question.queries,
            question.cues,
            question.sections,
            question.references,
            question.kind,
        ]
    )


def today() -> datetime.date:
    """The date of the build, in UTC; SOURCE_DATE_EPOCH (seconds) stands in for the clock where it is set."""
    return now().date()


def now() -> datetime.datetime:
    """The time of the build, in UTC; SOURCE_DATE_EPOCH (seconds) stands in for the clock where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
