"""`answerbook try`: ask all papers of a project a new or reworded question, live.

Nothing is written into the ledger or the question sets. What retrieval computes goes into the cache as in a
build, so that a build with the new question does not compute it again.
"""

from __future__ import annotations

import contextlib
import os
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.answering import BUILT_IN
from generator.commands.ask import how_sure, slug_of
from generator.commands.snippets import WIDTH, place_text, snippet_json, wrapped
from generator.core import Answer, Bands, Paper, PartOfQuestion, Question
from generator.core.counting import pluralize
from generator.core.question import AnswerKind
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError, UnreadablePaper
from generator.ledger import Ledger
from generator.project import Project
from generator.project.lookup import choose_paper, choose_question
from generator.project.paper_loading import CollectedPapers, collect_papers
from generator.project.privacy import hidden_papers
from generator.run.applicability import closed_reason
from generator.run.build_report import Progress, silent
from generator.run.config import RunConfig
from generator.run.pipeline import Pipeline

__all__ = [
    "QuestionDraft",
    "QuestionTrial",
    "TrialScope",
    "Tried",
    "question_yaml",
    "summary",
    "tried_json",
    "tried_text",
]

_GROUP = "New questions"
_MAX_NEAREST_CHARS = 240  # of the closest sentence that was not accepted as an answer


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as typed.

    instead_of: name of the project's question that it would replace; fields that are empty here are then
    taken from that question.
    """

    text: str
    kind: AnswerKind | None = None
    parts: Sequence[str] = ()
    queries: Sequence[str] = ()
    cues: Sequence[str] = ()
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class TrialScope:
    """The papers to ask.

    papers: names of papers, empty for all. tags: only papers with one of these tags, empty for all. limit:
    number of papers at most. private: include private papers.
    """

    papers: Sequence[str] = ()
    tags: Sequence[str] = ()
    limit: int | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """The answer of one paper. before: its present answer to the question that would be replaced."""

    paper: Paper
    answer: Answer
    before: Answer | None = None

    @property
    def change(self) -> str:
        """What differs from the answer before: ``status``, ``words`` (of the answer), or nothing."""
        if self.before is None:
            return ""
        if self.before.status != self.answer.status:
            return "status"
        return "" if self.before.text == self.answer.text else "words"


class QuestionTrial:
    """A question asked of the papers of a project. Raises AnswerbookError for unknown names.

    question: as it would be in a set. instead: the question that it would replace, as it is now.
    """

    def __init__(
        self, project: Project, wish: QuestionDraft, scope: TrialScope, on_progress: Progress = silent
    ) -> None:
        sets = project.question_sets()
        self.instead = choose_question(wish.instead_of, sets) if wish.instead_of else None
        self.question = _question(wish, self.instead, frozenset(q.id for s in sets for q in s.questions))
        self._config, self._project, self._on_progress = RunConfig.of(project), project, on_progress
        own = [spec for spec in self._config.specs if spec.kind == "quotes"]
        self._spec, self._recorded = (own or [BUILT_IN["quotes"]])[0], bool(own)
        collected = collect_papers(
            project, strict=False, jobs=os.cpu_count() or 1, progress=on_progress, warn=False
        )
        self.unreadable: tuple[UnreadablePaper, ...] = collected.unreadable
        self.papers = _chosen(project, collected, scope)
        self.closed = 0  # papers of those to which the question does not apply

    def answers(self) -> Iterator[Tried]:
        """Yield the answer of each paper as soon as it is made."""
        config, ledger = self._config, Ledger(self._project.answers_dir)
        asked = [self.question] if self.instead is None or self._recorded else [self.instead, self.question]
        pipeline = Pipeline(config.options, config.check, cache=config.cache, questions=config.questions)
        with contextlib.closing(pipeline):
            for number, paper in enumerate(self.papers):
                self._on_progress("Trying", number, len(self.papers), paper.source)
                known = ledger.read(paper.id, self._spec.name) if self._recorded else {}
                if self.question.applies_to and closed_reason(self.question, paper.metadata, known):
                    self.closed += 1
                    continue
                made = list(pipeline.answers(paper, asked, self._spec, {}))
                yield Tried(paper, made[-1], self._before(made, known))
            self._on_progress("Trying", len(self.papers), len(self.papers))

    def _before(self, made: Sequence[Answer], known: Mapping[str, Answer]) -> Answer | None:
        if self.instead is None:
            return None
        return known.get(self.instead.id) if self._recorded else made[0]


def _question(wish: QuestionDraft, instead: Question | None, taken: frozenset[str]) -> Question:
    """Return the question to try.

    Raises AnswerbookError for a text that is too short, and for a single part.
    """
    text = " ".join(wish.text.split())
    if len(text.split()) < 3:
        raise AnswerbookError(f"{text!r}: too short for a question; write three words or more")
    if len(wish.parts) == 1:
        raise AnswerbookError(
            "--part: a question cannot have a single part; give two or more parts, the main one first"
        )
    parts = _parts(wish.parts)
    if instead is None:
        return Question(
            id=_free(slug_of(text), taken),
            text=text,
            group=_GROUP,
            queries=tuple(wish.queries),
            cues=tuple(wish.cues),
            kind=wish.kind or "text",
            parts=parts,
        )
    return replace(
        instead,
        text=text,
        queries=tuple(wish.queries) or instead.queries,
        cues=tuple(wish.cues) or instead.cues,
        kind=wish.kind or instead.kind,
        parts=parts or instead.parts,
    )


def _parts(texts: Sequence[str]) -> tuple[PartOfQuestion, ...]:
    parts: list[PartOfQuestion] = []
    for text in texts:
        plain = " ".join(text.split())
        parts.append(PartOfQuestion(_free(slug_of(plain), frozenset(part.id for part in parts)), plain))
    return tuple(parts)


def _free(name: str, taken: frozenset[str]) -> str:
    """Return ``name``, with the first number appended that makes it unique if it is taken."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _chosen(project: Project, collected: CollectedPapers, scope: TrialScope) -> list[Paper]:
    """Return the papers to ask. Raises AnswerbookError if there are none, with the reason."""
    # Each narrowing may leave nothing, and then says which one it was.
    papers = [paper for paper in collected.papers if paper.format != "passages"]
    if not papers:
        raise AnswerbookError(f"{project.papers_dir}: no readable papers; add some with `answerbook add`")
    if scope.papers:
        names = [(paper.id, paper.source, paper.metadata.doi) for paper in papers]
        wanted = {choose_paper(name, names) for name in scope.papers}
        papers = [paper for paper in papers if paper.id in wanted]
    if scope.tags:
        tags = {tag.casefold() for tag in scope.tags}
        known = sorted({tag for paper in papers for tag in paper.metadata.tags})
        papers = [p for p in papers if not tags.isdisjoint(t.casefold() for t in p.metadata.tags)]
        if not papers:
            there = (
                f"use one of the tags {', '.join(known)}"
                if known
                else "leave out --tag, as no paper has tags"
            )
            raise AnswerbookError(f"no paper is tagged {' or '.join(scope.tags)}; {there}")
    secret = frozenset() if scope.private else hidden_papers(project, collected.private)
    shown = [paper for paper in papers if paper.id not in secret]
    if not shown:
        raise AnswerbookError("all of these papers are private; use --with-private to ask them")
    return shown[: scope.limit]


def tried_text(tried: Tried) -> str:
    """Return the answer of one paper as text: status, certainty, and the sentence that supports it."""
    answer, paper = tried.answer, tried.paper
    title = f": {paper.metadata.title}" if paper.metadata.title else ""
    lines = textwrap.wrap(
        f"{STATUS_WORDS[answer.status]}{how_sure(answer)}  {paper.id}{title}", WIDTH, subsequent_indent="    "
    )
    if tried.change and tried.before is not None:
        was = "another sentence" if tried.change == "words" else STATUS_WORDS[tried.before.status]
        lines.append(f"    was: {was}{how_sure(tried.before) if tried.change == 'status' else ''}")
    if answer.text and answer.evidence:
        lines += [f"    {place_text(answer.evidence[0])}", *wrapped(f"“{answer.text}”", "    ")]
    elif answer.searched:
        place = answer.searched[0].place
        nearest = textwrap.shorten(
            paper.text[place.start : place.end], _MAX_NEAREST_CHARS, placeholder=" ..."
        )
        lines += wrapped(f"closest, not accepted as an answer: “{nearest}”", "    ")
    return "\n".join(lines)


def summary(trial: QuestionTrial, tried: Sequence[Tried]) -> str:
    """Return the numbers of papers by status, and of those whose answer would change, as text."""
    done = len(tried) + trial.closed
    of = pluralize(len(trial.papers), "paper")
    lines = [f"{of}:" if done == len(trial.papers) else f"stopped after {done} of {of}:"]
    bands = Bands()
    for status, words in STATUS_WORDS.items():
        those = [each.answer for each in tried if each.answer.status == status]
        if those:
            sure = sum(bands.of_answer(answer) == "sure" for answer in those)
            lines.append(f"  {len(those)} {words}{f', {sure} of them sure' if sure else ''}")
    if trial.closed:
        lines.append(f"  {trial.closed} not applicable")
    if trial.instead is not None:
        changes = Counter(each.change for each in tried if each.before is not None)
        new = sum(each.before is None for each in tried)
        lines.append(
            f"  instead of {trial.instead.id!r}: {changes['status']} with another status, {changes['words']} "
            f"with another sentence, {changes['']} unchanged{f', {new} not answered yet' if new else ''}"
        )
    return "\n".join(lines)


def question_yaml(question: Question) -> str:
    """Return the question as an entry of a set, to paste below ``questions:``."""
    import yaml

    entry: dict[str, Any] = {"id": question.id, "group": question.group, "text": question.text}
    if question.kind != "text":
        entry["kind"] = question.kind
    if question.references:
        entry["references"] = True
    if question.parts:
        entry["parts"] = [
            {"id": p.id, "text": p.text, **({"queries": list(p.queries)} if p.queries else {})}
            for p in question.parts
        ]
    for name in ("aliases", "queries", "cues", "sections"):
        if values := getattr(question, name):
            entry[name] = list(values)
    text = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=WIDTH)
    kept = "    # copy `applies_to` from the old entry\n" if question.applies_to else ""
    return (textwrap.indent(text, "  ") + kept).rstrip()


def tried_json(trial: QuestionTrial, tried: Sequence[Tried]) -> dict[str, Any]:
    """Return the question, the answers, the counts, and whether all papers were asked, as plain data."""
    return {
        "question": trial.question.id,
        "text_of_question": trial.question.text,
        "instead_of": trial.instead.id if trial.instead else None,
        "papers": len(trial.papers),
        "complete": len(tried) + trial.closed == len(trial.papers),
        "not_applicable": trial.closed,
        "counts": dict(Counter(each.answer.status for each in tried)),
        "answers": [
            {
                "paper": each.paper.id,
                "title": each.paper.metadata.title,
                "status": each.answer.status,
                "probability": each.answer.probability,
                "band": Bands().of_answer(each.answer),
                "text": each.answer.text,
                "evidence": [snippet_json(snippet) for snippet in each.answer.evidence],
                "before": None if each.before is None else each.before.status,
                "change": each.change,
            }
            for each in tried
        ],
        "yaml": question_yaml(trial.question),
    }
