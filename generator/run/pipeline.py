"""One paper through retrieval, answering and checking: the stages put together, for one process."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import __version__, answering, checking, retrieval
from generator.core import Answer, Draft, Paper, Question, QuestionWording, Retrieved
from generator.core.answer import SearchedPassage
from generator.core.clock import today
from generator.core.fingerprint import question_hash
from generator.core.known_paper import record_name, record_of
from generator.core.snippet import with_closest_text
from generator.core.status import REPORTED_STATUSES
from generator.errors import ModelError, ModelUnavailable
from generator.run.asking import CircuitBreaker, drafts, without_outages
from generator.run.fingerprints import CheckOptions, RetrievalOptions
from generator.run.paper_words import term_weights

# Where a pack does not fit into a model's context, so much of it is tried; below, a question has more of
# its own with `prompt_chars` of the snippets found for it alone.
PACK_SHARES = (1.0, 0.75, 0.5)


class Pipeline:
    """Loads encoder and models when they are first needed, and keeps them.

    cache: a folder for what models make of their files. questions: all that are put to papers, for the
    contexts that they share; where there are none, those asked. kept: a folder for what retrieval computes
    (see `generator.retrieval.kept`); one within ``cache`` if None.
    """

    def __init__(
        self,
        options: RetrievalOptions,
        check: CheckOptions | None = None,
        *,
        cache: Path | None = None,
        questions: Sequence[Question] = (),
        kept: Path | None = None,
    ) -> None:
        self.options = options
        self.check = check or CheckOptions()
        self.cache = cache
        self.questions = tuple(questions)
        # On another machine, whose disk is not the project's, nothing is kept.
        if kept is None and cache is not None and cache.is_dir():
            kept = retrieval.cache_folder(cache)
        self.kept = kept
        self.indexer = retrieval.Indexer(options.encoder, options.scorer, options.calibration, kept)
        self._answerers: dict[answering.ModelSpec, answering.Answerer] = {}
        self._opinion: checking.SecondOpinion | None = None
        self._breakers: dict[str, CircuitBreaker] = {}

    def index(self, paper: Paper) -> retrieval.PaperIndex:
        """The index of ``paper``; that of the last paper is kept, for its next question or model."""
        return self.indexer.of(paper)

    def answerer(self, spec: answering.ModelSpec) -> answering.Answerer:
        """The answerer of ``spec``, loaded when it is first asked for. Raises ModelError."""
        if spec not in self._answerers:
            began = time.perf_counter()
            self._answerers[spec] = answering.load(spec, self.cache)
            self.indexer.usage.loading += time.perf_counter() - began
        return self._answerers[spec]

    @property
    def opinion(self) -> checking.SecondOpinion | None:
        """The second opinion on support, where there is one. Raises ModelError where it cannot be loaded."""
        if self._opinion is None and self.check.second_opinion:
            self._opinion = checking.SecondOpinion(self.check.second_opinion, self.check.threshold)
        return self._opinion

    def retrieved(self, paper: Paper, question: Question) -> Retrieved:
        """The snippets for ``question``, and how likely it is that the paper answers it."""
        found = retrieval.retrieve(self.index(paper), question, self.options.budget)
        return retrieval.with_parts(self.index(paper), question, found)

    def answers(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
    ) -> Iterator[Answer]:
        """Checked answers of one model, one by one as they are made; ``fingerprints`` by question id.

        A question at which the model fails gives an answer of status ``failed_answer``; one that says the same
        as another is not asked again. Raises ModelError where the model cannot be loaded, and
        ModelUnavailable where it was away, at the end or before: see `generator.run.asking`.
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
        """Each answer, with what came of asking."""
        answerer, weights = self.answerer(spec), self._weights(paper)
        made: dict[str, tuple[Answer, Draft | ModelError]] = {}
        found = self._finder(paper, context)
        for question, result, drafted in drafts(answerer, questions, found, spec.concurrency):
            same = question_hash(question)
            fingerprint = fingerprints.get(question.id, {})
            if drafted is None:
                like, came = made[same]
                answer = dataclasses.replace(
                    like,
                    question=question.id,
                    asked=QuestionWording.of(question),
                    fingerprint=dict(fingerprint),
                    measured={},
                )
                yield answer, came
                continue
            provenance: dict[str, Any] = {"answerbook": __version__, "kind": spec.kind}
            # What hashes of the fingerprint stand for, so that a later change of them can be told in words.
            provenance["made"] = today().isoformat()
            if settings := answering.settings_of(spec):
                provenance["settings"] = settings
            if context is not None:
                provenance["context"] = context[0]
            answer = started_answer(paper, question, spec.name, fingerprint, provenance)
            if isinstance(drafted, ModelError):
                answer = dataclasses.replace(answer, reason=str(drafted))
            else:
                answer = self._finished(answer, paper, result, drafted, weights)
            made[same] = answer, drafted
            yield made[same]

    def _same_model(
        self, spec: answering.ModelSpec, fingerprints: Mapping[str, Mapping[str, str | None]]
    ) -> None:
        """Raise ModelUnavailable where a server runs another model than when the build asked it."""
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

    def renewed(
        self,
        paper: Paper,
        questions: Sequence[Question],
        spec: answering.ModelSpec,
        fingerprints: Mapping[str, Mapping[str, str | None]],
        earlier: Mapping[str, Sequence[Answer]],
    ) -> Iterator[Answer]:
        """Answers of today where a model would be shown what it was shown before, and so need not be asked.

        What it said then is read and checked again. earlier: by question id, what it answered, the one to be
        taken first before others.
        """
        weights = self._weights(paper)
        contexts: dict[str, answering.Context | None] = {"": None}
        for question in questions:
            for before in earlier.get(question.id, ()):
                name = str(before.provenance.get("context", ""))
                if name not in contexts:
                    named = self._contexts(paper, spec, self.questions or questions)
                    contexts |= {context[0]: context for context in named}
                if name not in contexts or (name == "") != self._is_alone(spec):
                    continue
                result = self._finder(paper, contexts[name])(question)
                prompt = fingerprints[question.id].get("prompt")
                drafted = answering.redraft(
                    question, result, spec.prompt_chars, _said(before, question, prompt)
                )
                if drafted is None:
                    continue
                provenance = {**before.provenance, "renewed": today().isoformat()}
                answer = started_answer(paper, question, spec.name, fingerprints[question.id], provenance)
                yield self._finished(answer, paper, result, drafted, weights)
                break

    def _finder(self, paper: Paper, context: answering.Context | None) -> Callable[[Question], Retrieved]:
        """What finds the snippets for a question, with those that it shares with others if there are any."""

        def found(question: Question) -> Retrieved:
            if context is None:
                return self.retrieved(paper, question)
            _, shared = context
            index = self.index(paper)
            found = retrieval.with_shared(index, question, tuple(shared), self.options.budget)
            return retrieval.with_parts(index, question, found)

        return found

    def _weights(self, paper: Paper) -> checking.TermWeights:
        return term_weights(paper, self.index(paper), self.kept)

    def _finished(
        self,
        begun: Answer,
        paper: Paper,
        found: Retrieved,
        drafted: Draft,
        weights: checking.TermWeights,
    ) -> Answer:
        """The answer that ``started_answer`` becomes by what was drafted, once that is checked."""
        if drafted.left_out:
            left = f"{drafted.left_out} snippets, for want of room in the context"
            begun = dataclasses.replace(begun, provenance={**begun.provenance, "left_out": left})
        checked = checking.check(drafted, found.snippets, weights, relevant=retrieval.min_relevant(found))
        if self.opinion is not None:
            checked = checking.with_second_opinion(checked, self.opinion)
        index, asked = self.index(paper), begun.asked.text
        evidence = (
            dataclasses.replace(s, marks=retrieval.answering_words(index, asked, s)) for s in checked.evidence
        )
        checked = dataclasses.replace(checked, evidence=tuple(evidence))
        return _answer(begun, paper, found, drafted, checked)

    @staticmethod
    def _is_alone(spec: answering.ModelSpec) -> bool:
        """Whether each question is shown its own snippets."""
        return spec.kind == "quotes" or spec.context_mode == "per_question"

    def _context(
        self,
        paper: Paper,
        spec: answering.ModelSpec,
        answerer: answering.Answerer,
        asked: Sequence[Question],
    ) -> answering.Context | None:
        """What all questions about ``paper`` are shown, whichever of them are asked today."""
        if self._is_alone(spec):
            return None
        questions = self.questions or asked
        return answerer.choose_context(self._contexts(paper, spec, questions), questions)

    def _contexts(
        self, paper: Paper, spec: answering.ModelSpec, questions: Sequence[Question]
    ) -> Iterator[answering.Context]:
        """The contexts that a model may be shown, from the largest on."""
        index = self.index(paper)
        if spec.context_mode != "pack":
            yield "whole", retrieval.whole_paper(index)
        for share in PACK_SHARES:
            name = "pack" if share == 1 else f"pack, {share:.0%} of it for want of room"
            yield name, retrieval.evidence_pack(index, questions, int(share * spec.pack_chars))

    def close(self) -> None:
        """Give back the models."""
        self.indexer.save()
        if self._opinion is not None:
            self._opinion.close()
            self._opinion = None
        for answerer in self._answerers.values():
            answerer.close()
        self._answerers.clear()


def started_answer(
    paper: Paper,
    question: Question,
    model: str,
    fingerprint: Mapping[str, str | None],
    provenance: Mapping[str, Any],
) -> Answer:
    """An answer of which nothing is known but what was asked of which paper; so far it failed."""
    return dataclasses.replace(
        failed_answer(paper.id, question.id, model, "", fingerprint, provenance),
        asked=QuestionWording.of(question),
        version=paper.version,
        record=record_name(record_of(paper.metadata)),
    )


def _said(before: Answer, question: Question, prompt: str | None) -> answering.EarlierReply:
    """What a model said in an earlier answer. prompt: part of the fingerprint of one that is made today."""
    searched = tuple((s.id, s.score) for s in before.searched)
    alike = before.asked.text == question.text and before.fingerprint.get("prompt") == prompt
    return answering.EarlierReply(before.raw, before.shown, searched, alike)


def _answer(asked: Answer, paper: Paper, found: Retrieved, draft: Draft, checked: checking.Checked) -> Answer:
    """Return ``asked``, which says of what the answer is and how it was made, with what came of it."""
    status, reason = checked.status, checked.reason
    if not draft.asked:
        reason = "Nothing in the paper seems to be about this question, so the model was not asked."
    searched = tuple(SearchedPassage(s.id, s.place, s.score) for s in found.snippets)
    parts = found.parts
    if parts and status in REPORTED_STATUSES:  # what the answer tells is the main part, whatever was expected
        parts = (dataclasses.replace(parts[0], reported=True), *parts[1:])
    if status == "reported" and not all(part.reported for part in parts):
        status, reason = "partly_reported", "The passages found answer only part of the question."
    return dataclasses.replace(
        asked,
        status=status,
        reason=reason,
        sentences=checked.sentences,
        evidence=tuple(retrieval.with_neighbours(s, paper) for s in checked.evidence),
        searched=searched if status in REPORTED_STATUSES else with_closest_text(searched, paper.text),
        raw=draft.raw,
        probability=found.answered if found.snippets else None,
        parts=parts if status in REPORTED_STATUSES else (),
        shown=draft.shown,
        measured={
            "seconds": round(draft.seconds, 3),
            "prompt_tokens": draft.prompt_tokens,
            "reused_tokens": draft.reused_tokens,
            "new_tokens": draft.new_tokens,
        },
    )


def failed_answer(
    paper: str,
    question: str,
    model: str,
    reason: str,
    fingerprint: Mapping[str, str | None],
    provenance: Mapping[str, Any],
) -> Answer:
    """The record of an answer that could not be made."""
    return Answer(
        paper,
        question,
        model,
        "failed",
        reason,
        fingerprint=dict(fingerprint),
        provenance=dict(provenance),
    )
