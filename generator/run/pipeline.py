"""One paper through retrieval, answering and checking: the stages combined, for one process."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from generator import __version__, answering, checking, retrieval
from generator.core import Answer, Draft, Paper, Question, QuestionWording, Retrieved
from generator.core.clock import today
from generator.core.fingerprint import question_hash
from generator.errors import ModelError, ModelUnavailable
from generator.run.asking import CircuitBreaker, drafts, without_outages
from generator.run.asking_aside import finishing_aside, searching_ahead
from generator.run.fingerprints import CheckOptions, RetrievalOptions
from generator.run.made_answers import completed_answer, started_answer
from generator.run.paper_words import term_weights

# Shares of a pack to try if it does not fit into a model's context. Below half of it, a question gets more
# from `prompt_chars` of the snippets found for it alone.
PACK_SHARES = (1.0, 0.75, 0.5)


class Pipeline:
    """Loads the encoder and models when they are first needed, and keeps them.

    cache: a folder for what models derive from their files. questions: all questions of the project, for the
    contexts that they share; if empty, those asked. kept: a folder for what retrieval computes (see
    `generator.retrieval.model_results`); one within ``cache`` if None, none at all without ``keeps``.
    """

    def __init__(
        self,
        options: RetrievalOptions,
        check: CheckOptions | None = None,
        *,
        cache: Path | None = None,
        questions: Sequence[Question] = (),
        kept: Path | None = None,
        keeps: bool = True,
    ) -> None:
        self.options = options
        self.check = check or CheckOptions()
        self.cache = cache
        self.questions = tuple(questions)
        # On another machine, without the project's disk, nothing is cached.
        if kept is None and cache is not None and cache.is_dir():
            kept = retrieval.cache_folder(cache)
        self.kept = kept if keeps else None
        self.indexer = retrieval.Indexer(options.encoder, options.scorer, options.calibration, self.kept)
        self._answerers: dict[answering.ModelSpec, answering.Answerer] = {}
        self._opinion: checking.SecondOpinion | None = None
        self._breakers: dict[str, CircuitBreaker] = {}

    def index(self, paper: Paper) -> retrieval.PaperIndex:
        """Return the index of ``paper``; that of the last paper is kept for its next question or model."""
        return self.indexer.of(paper)

    def answerer(self, spec: answering.ModelSpec) -> answering.Answerer:
        """Return the answerer of ``spec``, loaded on first use. Raises ModelError."""
        if spec not in self._answerers:
            began = time.perf_counter()
            self._answerers[spec] = answering.load(spec, self.cache)
            self.indexer.usage.loading += time.perf_counter() - began
        return self._answerers[spec]

    @property
    def opinion(self) -> checking.SecondOpinion | None:
        """The second opinion on support, if configured. Raises ModelError if it cannot be loaded."""
        if self._opinion is None and self.check.second_opinion:
            self._opinion = checking.SecondOpinion(self.check.second_opinion, self.check.threshold)
        return self._opinion

    def retrieved(self, paper: Paper, question: Question) -> Retrieved:
        """Return the snippets for ``question``, and the probability that the paper answers it."""
        found = retrieval.retrieve(self.index(paper), question, self.options.budget)
        return retrieval.with_parts(self.index(paper), question, found)

    def answers(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
    ) -> Iterator[Answer]:
        """Yield checked answers of one model as they are made; ``fingerprints`` by question id.

        A question at which the model fails gives an answer of status ``failed``; a duplicate question is not
        asked again. Raises ModelError if the model cannot be loaded, and ModelUnavailable, at the end or
        earlier, if it is unavailable: see `generator.run.asking`.
        """
        breaker = self._breakers.setdefault(spec.name, CircuitBreaker())
        breaker.check()
        try:
            answerer = self.answerer(spec)
            self._same_model(spec, fingerprints)
            context = self._context(paper, spec, answerer, questions)
        except ModelUnavailable as error:
            breaker.failed(error)
            raise
        try:
            with contextlib.closing(self._made(paper, questions, spec, fingerprints, context)) as made:
                yield from without_outages(made, breaker)
        finally:
            self.indexer.save()

    def _made(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
        context: answering.Context | None,
    ) -> Generator[tuple[Answer, Draft | ModelError]]:
        """Yield each answer, with its draft or error."""
        answerer, weights = self.answerer(spec), term_weights(paper, self.index(paper), self.kept)
        width = self._width(spec)
        begun: dict[str, Future[tuple[Answer, Draft | ModelError]]] = {}

        def finished(question: Question, result: Retrieved, drafted: Draft | ModelError) -> Answer:
            # The values behind the hashes of the fingerprint, so that a later change can be explained.
            provenance: dict[str, Any] = {
                "answerbook": __version__,
                "kind": spec.kind,
                "made": today().isoformat(),
            }
            if settings := answering.settings_of(spec):
                provenance["settings"] = settings
            if context is not None:
                provenance["context"] = context[0]
            fingerprint = fingerprints.get(question.id, {})
            answer = started_answer(paper, question, spec.name, fingerprint, provenance)
            if isinstance(drafted, ModelError):
                return dataclasses.replace(answer, reason=str(drafted))
            return self._finished(answer, paper, result, drafted, weights)

        def step(
            question: Question, result: Retrieved, drafted: Draft | ModelError | None
        ) -> tuple[Answer, Draft | ModelError]:
            if drafted is not None:
                return finished(question, result, drafted), drafted
            like, came = begun[question_hash(question)].result()
            asked, fingerprint = QuestionWording.of(question), dict(fingerprints.get(question.id, {}))
            same = dataclasses.replace(
                like, question=question.id, asked=asked, fingerprint=fingerprint, measured={}
            )
            return same, came

        with (
            searching_ahead(self._finder(paper, context), questions, width) as found,
            finishing_aside(width) as aside,
        ):
            waiting: deque[Future[tuple[Answer, Draft | ModelError]]] = deque()
            for question, result, drafted in drafts(answerer, questions, found, spec.concurrency, spec.ahead):
                waiting.append(aside(partial(step, question, result, drafted)))
                begun.setdefault(question_hash(question), waiting[-1])
                if len(waiting) >= width:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _width(self, spec: answering.ModelSpec) -> int:
        """Return how many questions about a paper are worked on side by side, apart from asking a model."""
        return self.indexer.width() if spec.kind == "quotes" and self.opinion is None else 1

    def _same_model(
        self, spec: answering.ModelSpec, fingerprints: Mapping[str, Mapping[str, str | None]]
    ) -> None:
        """Raise ModelUnavailable if a server now runs another model than when the build began."""
        if spec.kind != "server":
            return
        wanted = next(iter(fingerprints.values()), {})
        now = answering.fingerprint(spec)
        for part in ("model", "engine"):
            before, here = wanted.get(part), now[part]
            if None not in (before, here) and before != here:
                raise ModelUnavailable(
                    f"the server of {spec.name} runs {here} now, and ran {before} when the build began; "
                    "build again"
                )

    def renewed_answers(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
        earlier: Mapping[str, Sequence[Answer]],
    ) -> Iterator[Answer]:
        """Yield today's answers to questions for which the model would see the same prompt as before.

        The model need not be asked: its earlier reply is parsed and checked again. earlier: previous answers
        by question id, those to prefer first.
        """
        weights = term_weights(paper, self.index(paper), self.kept)
        contexts: dict[str, answering.Context | None] = {"": None}
        for question in questions:
            for before in earlier.get(question.id, ()):
                name = str(before.provenance.get("context", ""))
                if name not in contexts:
                    named = self._contexts(paper, spec, self.questions or questions)
                    contexts |= {context[0]: context for context in named}
                if name not in contexts or (name == "") != self._has_own_snippets(spec):
                    continue
                result = self._finder(paper, contexts[name])(question)
                prompt = fingerprints[question.id].get("prompt")
                drafted = answering.redraft(
                    question, result, spec.prompt_chars, _earlier_reply(before, question, prompt)
                )
                if drafted is None:
                    continue
                provenance = {**before.provenance, "renewed": today().isoformat()}
                answer = started_answer(paper, question, spec.name, fingerprints[question.id], provenance)
                yield self._finished(answer, paper, result, drafted, weights)
                break

    def _finder(self, paper: Paper, context: answering.Context | None) -> Callable[[Question], Retrieved]:
        """Return a function from a question to its snippets, including those of a shared context."""

        def found(question: Question) -> Retrieved:
            if context is None:
                return self.retrieved(paper, question)
            _, shared = context
            index = self.index(paper)
            found = retrieval.with_shared(index, question, tuple(shared), self.options.budget)
            return retrieval.with_parts(index, question, found)

        return found

    def _finished(
        self,
        started: Answer,
        paper: Paper,
        found: Retrieved,
        drafted: Draft,
        weights: checking.TermWeights,
    ) -> Answer:
        """Return ``started`` completed with the draft, once that is checked."""
        if drafted.left_out:
            left = f"{drafted.left_out} snippets, for want of room in the context"
            started = dataclasses.replace(started, provenance={**started.provenance, "left_out": left})
        checked = checking.check(drafted, found.snippets, weights, relevant=retrieval.min_relevant(found))
        if self.opinion is not None:
            checked = checking.with_second_opinion(checked, self.opinion)
        index, asked = self.index(paper), started.asked.text
        evidence = (
            dataclasses.replace(s, marks=retrieval.answering_words(index, asked, s)) for s in checked.evidence
        )
        checked = dataclasses.replace(checked, evidence=tuple(evidence))
        return completed_answer(started, paper, found, drafted, checked)

    @staticmethod
    def _has_own_snippets(spec: answering.ModelSpec) -> bool:
        """Return True if each question is shown its own snippets."""
        return spec.kind == "quotes" or spec.context_mode == "per_question"

    def _context(
        self,
        paper: Paper,
        spec: answering.ModelSpec,
        answerer: answering.Answerer,
        asked: Sequence[Question],
    ) -> answering.Context | None:
        """Return what all questions about ``paper`` are shown, whichever of them are asked today."""
        if self._has_own_snippets(spec):
            return None
        questions = self.questions or asked
        return answerer.choose_context(self._contexts(paper, spec, questions), questions)

    def _contexts(
        self, paper: Paper, spec: answering.ModelSpec, questions: Sequence[Question]
    ) -> Iterator[answering.Context]:
        """Yield the contexts that a model may be shown, the largest first."""
        index = self.index(paper)
        if spec.context_mode != "pack":
            yield "whole", retrieval.whole_paper(index)
        for share in PACK_SHARES:
            name = "pack" if share == 1 else f"pack, {share:.0%} of it for want of room"
            yield name, retrieval.evidence_pack(index, questions, int(share * spec.pack_chars))

    def close(self) -> None:
        """Release the models."""
        self.indexer.stop()
        if self._opinion is not None:
            self._opinion.close()
            self._opinion = None
        for answerer in self._answerers.values():
            answerer.close()
        self._answerers.clear()


def _earlier_reply(before: Answer, question: Question, prompt: str | None) -> answering.EarlierReply:
    """Return the model's reply in an earlier answer. prompt: that part of today's fingerprint."""
    searched = tuple((s.id, s.score) for s in before.searched)
    alike = before.asked.text == question.text and before.fingerprint.get("prompt") == prompt
    return answering.EarlierReply(before.raw, before.shown, searched, alike)
