"""`answerbook why`: why an answer is not fresh, with each part that changed, its old and its new value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.answering import ModelSpec, settings_of
from generator.core import Answer, Paper, Question, QuestionWording
from generator.core.counting import pluralize
from generator.core.fingerprint import question_hash
from generator.errors import AnswerbookError
from generator.ledger import ExpectedAnswer, Freshness, Ledger, freshness
from generator.project import Project
from generator.project.catalogue import CatalogueEntry, catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.project.paper_loading import read_known_papers
from generator.run.applicability import closed_reason
from generator.run.config import RunConfig
from generator.run.imported import changed_parts, quotes_moved

__all__ = ["Explanation", "PartChange", "explain", "explanation_json", "explanation_text"]

# Parts of a fingerprint that hold several words: what each word means, in order.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "retrieval": ("version", "ranking", "budget"),
    "prompt": ("version", "context_mode", "prompt_chars", "pack_chars", "questions"),
}


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a fingerprint that changed. meaning: lines that explain the change, as far as known."""

    part: str
    old: str | None
    new: str | None
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The state of an answer, and why. unknown: parts that this machine cannot know."""

    paper: str
    question: str
    model: str
    state: str
    why: str = ""
    changes: tuple[PartChange, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Today:
    """What an answer would be made from today.

    parts: of its fingerprint, by name; None for what this machine cannot know. question: as it is asked.
    spec: the model. config: everything else in the settings. project: the project that holds the paper.
    """

    parts: Mapping[str, str | None]
    question: Question
    spec: ModelSpec
    config: RunConfig
    project: Project


def explain(
    project: Project, paper: str, question: str, model: str | None = None, *, network: bool = False
) -> list[Explanation]:
    """Explain the state of the answers to ``question`` about ``paper``, one for each model.

    paper, question: names as typed, see `generator.project.lookup`. network: ask servers which model they
    run; without it, that is unknown. Raises AnswerbookError if a name is unknown or ambiguous.
    """
    wanted = RunConfig.of(project)
    asked = choose_question(question, project.question_sets())
    known = catalogue(project)
    names = known.names + [(id, id, "") for id in known.unreadable]
    chosen = choose_paper(paper, names)
    if chosen in known.unreadable:
        raise known.unreadable[chosen]
    entry = next(e for e in known.entries if e.id == chosen)
    ledger = Ledger(project.answers_dir)
    specs = {spec.name: spec for spec in wanted.specs}
    recorded = ledger.models(entry.id)
    if model is not None and model not in specs and model not in recorded:
        raise AnswerbookError(f"no model {model!r}; use one of {', '.join(sorted({*specs, *recorded}))}")
    fingerprints = wanted.fingerprints(query_servers=network)
    found: list[Explanation] = []
    for name in [model] if model else [*specs, *(m for m in recorded if m not in specs)]:
        rows = ledger.read(entry.id, name)
        if name not in specs:
            if (answer := rows.get(asked.id)) is not None:
                found.append(_of_other(project, entry, asked, answer))
        elif entry.excerpts:
            found.append(Explanation(entry.id, asked.id, name, "not asked", _EXCERPTS))
        else:
            shut = closed_reason(asked, entry.metadata, rows)
            today = fingerprints.of(entry.text_hash, asked, name, applies=not shut)
            how = freshness(ExpectedAnswer(entry.id, asked.id, name, today, shut), rows)
            found.append(_of_own(project, how, asked, specs[name], wanted, ledger))
    if not found:
        raise AnswerbookError(
            f"{entry.id} / {asked.id}: {model} has no answer in the ledger; leave out --model to see the "
            "others"
        )
    return found


_EXCERPTS = "only excerpts of the paper are available, and the project's own models are not asked about those"
_FILE_MISSING = "the file of the paper is missing; the ledger keeps the text as last read"
_NEVER = "the ledger holds no answer; `answerbook build` computes it"


def _of_own(
    project: Project,
    how: Freshness,
    question: Question,
    spec: ModelSpec,
    wanted: RunConfig,
    ledger: Ledger,
) -> Explanation:
    w = how.expected
    unknown = tuple(name for name, value in w.fingerprint.parts.items() if value is None)
    if spec.kind == "quotes":
        unknown = tuple(name for name in unknown if name not in ("prompt", "sampling", "engine"))
    why = ""
    changes: tuple[PartChange, ...] = ()
    if how.state == "missing":
        damaged = [str(p) for p in ledger.problems]
        why = f"a damaged line may have held the answer: {damaged[0]}" if damaged else _NEVER
    elif how.answer is not None:
        why = f"it failed: {how.answer.reason}" if how.state == "failed" else ""
        # For a failed answer too: what changed since then may fix it.
        names = w.fingerprint.changed_since(how.answer.fingerprint)
        today = _Today(w.fingerprint.parts, question, spec, wanted, project)
        changes = tuple(_change(name, how.answer, today) for name in names)
    return Explanation(w.paper, w.question, w.model, how.state, why, changes, unknown)


def _of_other(project: Project, entry: CatalogueEntry, question: Question, answer: Answer) -> Explanation:
    """Explain an answer of a model that the settings do not name."""
    place = entry.id, question.id, answer.model
    if not answer.is_external:
        why = f"the settings name no model {answer.model!r}; `answerbook prune` removes its answers"
        return Explanation(*place, "orphaned", why)
    old = answer.fingerprint
    hashed = question_hash(question)
    changes = []
    for name in changed_parts(old, hashed):
        new = hashed if name == "question" else "as in this version"
        changes.append(PartChange(name, old.get(name), new, _asked(answer, question, name)))
    if entry.moved is not None:
        if answer.id in entry.moved:
            changes.insert(0, PartChange("paper_text", None, None))
    elif quotes_moved(answer, _paper(project, entry.id)):
        changes.insert(0, PartChange("paper_text", None, None, _quotes(answer, _paper(project, entry.id))))
    if answer.by_people:
        why = "given by a person: a new review makes it fresh" if changes else "given by a person"
    elif answer.by_authors:
        claimed = "claimed in the paper's checklist"
        why = f"{claimed}: the next build reads it again" if changes else claimed
    else:
        why = "imported: another import makes it fresh" if changes else "imported"
    return Explanation(*place, "stale" if changes else "fresh", why, tuple(changes))


def _change(name: str, answer: Answer, today: _Today) -> PartChange:
    old, new = answer.fingerprint.get(name), today.parts.get(name)
    spec = today.spec
    meaning: tuple[str, ...] = ()
    if name == "question":
        meaning = _asked(answer, today.question, name)
    elif name == "paper_text":
        here = answer.paper in today.project.paper_ids().values()
        meaning = _quotes(answer, _paper(today.project, answer.paper)) if here else (_FILE_MISSING,)
    elif name == "sampling":
        meaning = tuple(_settings(answer.provenance.get("settings"), settings_of(spec)))
    elif name in _WORDS:
        meaning = tuple(_words(_WORDS[name], old, new))
    elif name == "encoder":
        meaning = (f"the encoder is now {today.config.options.encoder}",)
    elif name == "model" and spec.file and spec.kind in ("llama", "ctransformers"):
        meaning = (f"the file is now {spec.file}",)
    return PartChange(name, old, new, meaning)


def _asked(answer: Answer, question: Question, name: str) -> tuple[str, ...]:
    if name != "question":
        return ()
    then = answer.asked.text
    if not then:
        return (f"it now says: {question.text}", "its earlier wording was not recorded")
    if then == question.text and (not answer.asked.parts or answer.asked == QuestionWording.of(question)):
        return (f"it says the same: {question.text}", "its queries, cues, sections, parts or kind changed")
    return (f"it said: {then}", f"it says: {question.text}")


def _quotes(answer: Answer, paper: Paper) -> tuple[str, ...]:
    placed = [e for e in answer.evidence if e.place.end > 0]
    here = sum(paper.text[e.place.start : e.place.end] == e.text for e in placed)
    elsewhere = sum(e.text in paper.text for e in placed) - here
    if not placed:
        return ()
    moved = f", {elsewhere} moved" if elsewhere > 0 else ""
    return (f"of {pluralize(len(placed), 'quote')}, {here} unchanged in the paper{moved}",)


def _settings(then: Any, now: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(then, Mapping):
        yield f"it is now {', '.join(f'{name} {value}' for name, value in now.items())}"
        yield "its earlier value was not recorded"
        return
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield f"{name}: {then.get(name, 'none')} -> {now.get(name, 'none')}"


def _words(names: tuple[str, ...], old: str | None, new: str | None) -> Iterator[str]:
    """Yield the words of a part that differ, with the names of what they mean."""
    then, now = (old or "").split(), (new or "").split()
    for position, name in enumerate(names):
        pair = [words[position] if position < len(words) else "none" for words in (then, now)]
        if pair[0] != pair[1]:
            yield f"{name}: {pair[0]} -> {pair[1]}"


def _paper(project: Project, id: str) -> Paper:
    (paper,) = read_known_papers(project, {id}, strict=True)
    return paper


def explanation_json(found: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data."""
    return {
        "paper": found.paper,
        "question": found.question,
        "model": found.model,
        "state": found.state,
        "why": found.why,
        "changes": [
            {"part": c.part, "old": c.old, "new": c.new, "meaning": list(c.meaning)} for c in found.changes
        ],
        "unknown": list(found.unknown),
    }


def explanation_text(found: Explanation) -> str:
    """Return an explanation as text."""
    lines = [f"{found.paper} / {found.question} / {found.model}: {found.state}"]
    if found.why:
        lines.append(f"  {found.why}")
    for change in found.changes:
        values = f"  {change.old or 'unknown'} -> {change.new or 'unknown'}" if change.new else ""
        lines.append(f"  {change.part:<11}{values}")
        lines += [f"               {line}" for line in change.meaning]
    if found.unknown:
        lines.append(f"  unknown on this machine, so it makes nothing stale: {', '.join(found.unknown)}")
    return "\n".join(lines)
