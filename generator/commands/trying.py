"""`answerbook try`: what a new or reworded question would give over all papers of a project, live.

Nothing is written into the ledger or the question sets. What retrieval computes is kept as a build keeps it,
so that a build with the new question does not compute it again.
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
from generator.core import Answer, Bands, Paper, Part, Question
from generator.core.counting import counted
from generator.core.question import AnswerKind
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError, UnreadablePaper
from generator.ledger import Ledger
from generator.project import Project
from generator.project.lookup import choose_paper, choose_question
from generator.project.papers import Collected, collect
from generator.project.privacy import hidden
from generator.run.config import RunConfig
from generator.run.gates import closed
from generator.run.pipeline import Pipeline
from generator.run.report import Progress, silent

__all__ = ["Scope", "Trial", "Tried", "Wish", "question_yaml", "summary", "tried_json", "tried_text"]

_GROUP = "New questions"
_NEAREST = 240  # characters of a sentence that was not taken for an answer


@dataclass(frozen=True, slots=True)
class Wish:
    """A question as it is typed.

    instead_of: one of the project, which it would replace; what is not said here is then as in that one.
    """

    text: str
    kind: AnswerKind | None = None
    parts: Sequence[str] = ()
    queries: Sequence[str] = ()
    cues: Sequence[str] = ()
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The papers that are asked. papers: these alone, as people name them. tags: those with one of these.

    limit: so many at most. private: private papers too.
    """

    papers: Sequence[str] = ()
    tags: Sequence[str] = ()
    limit: int | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What one paper would give. before: what it gives now to the question that would be replaced."""

    paper: Paper
    answer: Answer
    before: Answer | None = None

    @property
    def change(self) -> str:
        """``status``, ``words`` (of the answer), or nothing."""
        if self.before is None:
            return ""
        if self.before.status != self.answer.status:
            return "status"
        return "" if self.before.text == self.answer.text else "words"


class Trial:
    """A question put to the papers of a project. Raises AnswerbookError for names that mean nothing.

    question: as it would stand in a set. instead: the one that it would replace, as it is now.
    """

    def __init__(self, project: Project, wish: Wish, scope: Scope, on_progress: Progress = silent) -> None:
        sets = project.question_sets()
        self.instead = choose_question(wish.instead_of, sets) if wish.instead_of else None
        self.question = _question(wish, self.instead, frozenset(q.id for s in sets for q in s.questions))
        self._config, self._project, self._on_progress = RunConfig.of(project), project, on_progress
        own = [spec for spec in self._config.specs if spec.kind == "quotes"]
        self._spec, self._recorded = (own or [BUILT_IN["quotes"]])[0], bool(own)
        collected = collect(project, strict=False, jobs=os.cpu_count() or 1, progress=on_progress, warn=False)
        self.unreadable: tuple[UnreadablePaper, ...] = collected.unreadable
        self.papers = _chosen(project, collected, scope)
        self.closed = 0  # papers of those to which the question does not apply

    def answers(self) -> Iterator[Tried]:
        """Yield what each paper gives, as it comes."""
        config, ledger = self._config, Ledger(self._project.answers_dir)
        asked = [self.question] if self.instead is None or self._recorded else [self.instead, self.question]
        pipeline = Pipeline(config.options, config.check, cache=config.cache, questions=config.questions)
        with contextlib.closing(pipeline):
            for number, paper in enumerate(self.papers):
                self._on_progress("Trying", number, len(self.papers), paper.source)
                known = ledger.read(paper.id, self._spec.name) if self._recorded else {}
                if self.question.applies_to and closed(self.question, paper.metadata, known):
                    self.closed += 1
                    continue
                made = list(pipeline.answers(paper, asked, self._spec, {}))
                yield Tried(paper, made[-1], self._before(made, known))
            self._on_progress("Trying", len(self.papers), len(self.papers))

    def _before(self, made: Sequence[Answer], known: Mapping[str, Answer]) -> Answer | None:
        if self.instead is None:
            return None
        return known.get(self.instead.id) if self._recorded else made[0]


def _question(wish: Wish, instead: Question | None, taken: frozenset[str]) -> Question:
    """Raises AnswerbookError for a text that is no question, and for a single part."""
    text = " ".join(wish.text.split())
    if len(text.split()) < 3:
        raise AnswerbookError(f"{text!r}: is no question; write it in three words or more")
    if len(wish.parts) == 1:
        raise AnswerbookError(
            "one part is the question itself; give --part twice or more, the main one first"
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


def _parts(texts: Sequence[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for text in texts:
        plain = " ".join(text.split())
        parts.append(Part(_free(slug_of(plain), frozenset(part.id for part in parts)), plain))
    return tuple(parts)


def _free(name: str, taken: frozenset[str]) -> str:
    """``name``, or with the first number behind it that makes it a new one."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _chosen(project: Project, collected: Collected, scope: Scope) -> list[Paper]:
    """The papers to ask. Raises AnswerbookError where there are none, and why."""
    papers = [paper for paper in collected.papers if paper.format != "passages"]
    if not papers:
        raise AnswerbookError(f"{project.papers_dir}: no papers that can be read; put some there first")
    if scope.papers:
        names = [(paper.id, paper.source, paper.metadata.doi) for paper in papers]
        wanted = {choose_paper(name, names) for name in scope.papers}
        papers = [paper for paper in papers if paper.id in wanted]
    if scope.tags:
        tags = {tag.casefold() for tag in scope.tags}
        known = sorted({tag for paper in papers for tag in paper.metadata.tags})
        papers = [p for p in papers if not tags.isdisjoint(t.casefold() for t in p.metadata.tags)]
        if not papers:
            there = f"there are: {', '.join(known)}" if known else "none has any tag"
            raise AnswerbookError(f"no paper is tagged {' or '.join(scope.tags)}; {there}")
    secret = frozenset() if scope.private else hidden(project, collected.private)
    shown = [paper for paper in papers if paper.id not in secret]
    if not shown:
        raise AnswerbookError("all of these papers are private; add --with-private to ask them")
    return shown[: scope.limit]


def tried_text(tried: Tried) -> str:
    """What one paper gives: status and certainty, and the sentence that it rests on."""
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
        nearest = textwrap.shorten(paper.text[place.start : place.end], _NEAREST, placeholder=" ...")
        lines += wrapped(f"nearest, and no answer: “{nearest}”", "    ")
    return "\n".join(lines)


def summary(trial: Trial, tried: Sequence[Tried]) -> str:
    """How many papers give what, and how many would give another answer than now."""
    done = len(tried) + trial.closed
    of = counted(len(trial.papers), "paper")
    lines = [f"{of}:" if done == len(trial.papers) else f"stopped after {done} of {of}:"]
    bands = Bands()
    for status, words in STATUS_WORDS.items():
        those = [each.answer for each in tried if each.answer.status == status]
        if those:
            sure = sum(bands.of_answer(answer) == "sure" for answer in those)
            lines.append(f"  {len(those)} {words}{f', {sure} of them sure' if sure else ''}")
    if trial.closed:
        lines.append(f"  {trial.closed} to which the question does not apply")
    if trial.instead is not None:
        changes = Counter(each.change for each in tried if each.before is not None)
        new = sum(each.before is None for each in tried)
        lines.append(
            f"  instead of {trial.instead.id!r}: {changes['status']} with another status, {changes['words']} "
            f"with another sentence, {changes['']} as now{f', {new} not answered yet' if new else ''}"
        )
    return "\n".join(lines)


def question_yaml(question: Question) -> str:
    """The question as an entry of a set, to be pasted below ``questions:``."""
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
    kept = "    # and its `applies_to`, as it stands there\n" if question.applies_to else ""
    return (textwrap.indent(text, "  ") + kept).rstrip()


def tried_json(trial: Trial, tried: Sequence[Tried]) -> dict[str, Any]:
    """The question, what each paper gives, the counts, and whether all papers were asked."""
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
