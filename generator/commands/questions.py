"""`answerbook questions`: list question sets, show what they ask, and add one to a project."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.commands.plan import ModelPlan, plan, plan_text
from generator.core import Gate, Question, QuestionSet
from generator.core.counting import pluralize
from generator.core.question import AnswerKind
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, Project, shipped
from generator.project.paper_loading import collect_papers
from generator.project.problems import did_you_mean
from generator.project.project_lock import project_lock
from generator.project.question_files import load_question_set
from generator.project.settings_edit import with_question_set
from generator.run.applicability import closed_reason
from generator.storage.files import bytes_of, write_whole

__all__ = [
    "AvailableSet",
    "SetAddition",
    "add",
    "added_text",
    "available_sets",
    "list_json",
    "list_text",
    "project_around",
    "set_named",
    "show_text",
]

NOT_MEASURED = "not measured"
_WIDTH = 100
_KINDS: Mapping[AnswerKind, str] = {
    "text": "",
    "link": "a link",
    "list": "a list",
    "number": "a number",
    "yes_no": "yes or no",
}


@dataclass(frozen=True, slots=True)
class AvailableSet:
    """A question set, its file, and its state in a project.

    asked: the settings name the set. own: the file is in the project. changed: that file differs from the one
    that comes with Answerbook.
    """

    questions: QuestionSet
    file: Path
    asked: bool = False
    own: bool = False
    changed: bool = False

    @property
    def state(self) -> str:
        """The state in a few words; empty if the project does not have the set."""
        if not self.own:
            return "asked" if self.asked else ""
        named = "asked" if self.asked else "in this project, not asked"
        return f"{named}, changed here" if self.changed else named


@dataclass(frozen=True, slots=True)
class SetAddition:
    """What adding a set did, or would do.

    file: the file that was written, or None if it existed. asked: whether the settings were changed. papers:
    number of papers. applying: pairs of paper and question that no gate excludes by kind or tag. plans: what
    each model has to do.
    """

    name: str
    questions: int
    file: Path | None
    asked: bool
    papers: int
    applying: int
    plans: tuple[ModelPlan, ...]


def project_around(folder: Path) -> Project | None:
    """Return the project that contains ``folder``, or None.

    Raises AnswerbookError for a project with errors.
    """
    start = folder.resolve()
    if any((above / SETTINGS_FILE).is_file() for above in (start, *start.parents)):
        return Project.find(folder)
    return None


def available_sets(project: Project | None) -> tuple[AvailableSet, ...]:
    """Return all sets by name. A set of ``project`` takes precedence over a built-in one of the same name.

    Raises InvalidFile for a file with problems.
    """
    ours = {path.stem: path for path in shipped("content/questions").glob("*.yml")}
    theirs = {path.stem: path for path in project.questions_dir.glob("*.yml")} if project else {}
    asked = set(project.settings.question_sets) if project else set()
    return tuple(
        AvailableSet(
            load_question_set(theirs.get(name, ours.get(name, Path()))),
            theirs.get(name, ours.get(name, Path())),
            asked=name in asked,
            own=name in theirs,
            changed=name in theirs and name in ours and bytes_of(theirs[name]) != bytes_of(ours[name]),
        )
        for name in sorted({*ours, *theirs})
    )


def set_named(name: str, project: Project | None) -> AvailableSet:
    """Return the set of this name. Raises AnswerbookError if there is none."""
    known = available_sets(project)
    for one in known:
        if name in (one.file.stem, one.questions.id):
            return one
    names = [one.file.stem for one in known]
    raise AnswerbookError(f"no question set {name!r}; {did_you_mean(name, names)}")


def add(
    project: Project, name: str, *, dry_run: bool = False, calibrate: bool = True, network: bool = False
) -> SetAddition:
    """Copy a built-in set into ``project``, and add its name to the settings.

    dry_run: change nothing. calibrate, network: see `generator.commands.plan.plan`. Raises AnswerbookError,
    and changes nothing, if the project has another set of this name, if a question has the name of another
    one, or if the settings cannot be changed.
    """
    known = set_named(name, project)
    name = known.file.stem
    if known.changed:
        raise AnswerbookError(
            f"{_within(project, known.file)}: differs from the set that comes with Answerbook and was not "
            "overwritten; move it away to get the original"
            + ("" if known.asked else f", or add `{name}` to question_sets to use this file")
        )
    sets = project.settings.question_sets
    settings = None if known.asked else _lengthened(project, name)
    wanted = (*sets, *(() if known.asked else (name,)))
    _with_sets(project, wanted).question_sets()  # raises where two questions share a name
    file = None if known.own else project.questions_dir / f"{name}.yml"
    if not dry_run and (file or settings):
        with project_lock(project, "answerbook questions add"):
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(file, bytes_of(known.file))
            if settings:
                write_whole(project.settings_file, settings.encode("utf-8"))
    alone = _with_sets(project, (name,))
    papers = collect_papers(project, strict=False, jobs=1, progress=lambda *_: None, warn=False).papers
    papers = tuple(p for p in papers if p.format != "passages")
    asked = [q for s in alone.question_sets() for q in s.questions]
    return SetAddition(
        name,
        len(asked),
        file,
        settings is not None,
        len(papers),
        sum(not closed_reason(q, p.metadata, {}) for p in papers for q in asked),
        tuple(plan(alone, calibrate=calibrate, network=network)) if papers else (),
    )


def _with_sets(project: Project, names: Sequence[str]) -> Project:
    return replace(project, settings=project.settings.model_copy(update={"question_sets": tuple(names)}))


def _lengthened(project: Project, name: str) -> str:
    """Return the text of the settings with one more set.

    Raises AnswerbookError if that must be done by hand.
    """
    text = bytes_of(project.settings_file).decode("utf-8")
    changed = with_question_set(text, name)
    if changed is None:
        raise AnswerbookError(
            f"{_within(project, project.settings_file)}: question_sets is written in a form that cannot be "
            f"extended automatically; add `{name}` by hand, then run the command again"
        )
    return changed


def _within(project: Project, file: Path) -> str:
    return file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else str(file)


def added_text(added: SetAddition, *, dry_run: bool) -> str:
    """Return what was done, which papers the set applies to, and what that costs, as text."""
    done = []
    if added.file:
        done.append(f"{'Would write' if dry_run else 'Wrote'} content/questions/{added.file.name}.")
    if added.asked:
        would = "Would add" if dry_run else "Added"
        done.append(f"{would} {added.name} to question_sets in {SETTINGS_FILE.as_posix()}.")
    lines = [" ".join(done) or f"The project already uses {added.name}; nothing was changed."]
    if not added.papers:
        return "\n".join([*lines, "The project has no papers yet to ask."])
    every = added.papers * added.questions
    scope = f"{pluralize(added.questions, 'question')} for {pluralize(added.papers, 'paper')}"
    if added.applying < every:
        shut = f"{every - added.applying:,} of the {every:,} answers"
        scope += f"; {shut} do not apply because of the papers' kinds or tags"
    lines += [f"{scope}.", *(plan_text(of_model) for of_model in added.plans)]
    lines.append(
        f"To ask only some papers, set `applies_to: {{{added.name}: {{tags: [...]}}}}` in the settings. "
        "Next: run `answerbook build`."
    )
    return "\n".join(lines)


def list_text(known: Sequence[AvailableSet]) -> str:
    """Return the sets as text: size, state, purpose, source, and what their accuracy was measured on."""
    lines: list[str] = []
    for one in known:
        found = one.questions
        state = f"  [{one.state}]" if one.state else ""
        lines.append(f"{one.file.stem}: {pluralize(len(found.questions), 'question')}{state}")
        lines += _wrapped(found.description or found.title, "  ")
        lines += _wrapped(f"Source: {found.source or 'not given'}", "  ")
        lines += [*_wrapped(f"Measured: {found.measured or NOT_MEASURED}", "  "), ""]
    return "\n".join(lines).rstrip()


def list_json(known: Sequence[AvailableSet]) -> list[dict[str, Any]]:
    """Return the sets as plain data."""
    return [
        {
            "name": one.file.stem,
            "title": one.questions.title,
            "questions": len(one.questions.questions),
            "description": one.questions.description,
            "source": one.questions.source,
            "licence": one.questions.licence,
            "measured": one.questions.measured or None,
            "asked": one.asked,
            "own": one.own,
            "changed": one.changed,
        }
        for one in known
    ]


def show_text(known: AvailableSet) -> str:
    """Return a set as text: what it is, then its questions by group."""
    found = known.questions
    lines = [f"{found.title} ({known.file.stem})", *_wrapped(found.description, ""), ""]
    for word, value in (("Source", found.source), ("Licence of the wording", found.licence)):
        lines += _wrapped(f"{word}: {value}", "") if value else []
    lines += [*_wrapped(f"Measured: {found.measured or NOT_MEASURED}", "")]
    group = ""
    for question in found.questions:
        if question.group != group:
            group = question.group
            lines += ["", f"# {group}"]
        lines += ["", *_question_lines(question)]
    return "\n".join(lines)


def _question_lines(question: Question) -> Iterator[str]:
    details = ", ".join(filter(None, (_KINDS[question.kind], question.source)))
    yield f"{question.id}{f' ({details})' if details else ''}"
    yield from _wrapped(question.text, "  ")
    for part in question.parts:
        yield from _wrapped(f"- {part.text}", "    ")
    for gate in question.applies_to:
        yield from _wrapped(f"Asked only if {_condition(gate)}.", "  ")


def _condition(gate: Gate) -> str:
    conditions = []
    if gate.question:
        conditions.append(f"{gate.question} is {' or '.join(STATUS_WORDS[s].lower() for s in gate.status)}")
    for words, values in (
        ("the paper is tagged", gate.tags),
        ("the kind of study is", gate.kinds),
        ("the kind of study is not", gate.not_kinds),
    ):
        if values:
            conditions.append(f"{words} {' or '.join(values)}")
    return " and ".join(conditions)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
