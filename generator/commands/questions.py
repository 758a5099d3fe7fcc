"""Question sets, shipped ones and those of a project: which there are, what they ask, and one more."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.commands.plan import ModelPlan, plan, plan_text
from generator.core import Gate, Question, QuestionSet
from generator.core.counting import counted
from generator.core.question import AnswerKind
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, Project, shipped
from generator.project.lock import project_lock
from generator.project.papers import collect
from generator.project.problems import did_you_mean
from generator.project.questions import load_question_set
from generator.project.settings_edit import with_question_set
from generator.run.gates import closed
from generator.storage.files import bytes_of, write_whole

__all__ = [
    "Added",
    "Known",
    "add",
    "added_text",
    "known_sets",
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
class Known:
    """A question set, its file, and how it stands in a project.

    asked: the settings name it. own: its file is the project's. changed: that file is another than the one
    that comes with Answerbook.
    """

    questions: QuestionSet
    file: Path
    asked: bool = False
    own: bool = False
    changed: bool = False

    @property
    def standing(self) -> str:
        """In a few words; empty where the project knows nothing of it."""
        if not self.own:
            return "asked" if self.asked else ""
        named = "asked" if self.asked else "here, not asked"
        return f"{named}, changed here" if self.changed else named


@dataclass(frozen=True, slots=True)
class Added:
    """What the addition of a set did, or would do.

    file: written, or None where it was there. asked: whether the settings were changed. papers: how many
    there are; applying: cells of papers and questions that no gate keeps shut by kind or tag. plans: what
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
    """The project that ``folder`` lies in, or None. Raises AnswerbookError for one that is wrong."""
    start = folder.resolve()
    if any((above / SETTINGS_FILE).is_file() for above in (start, *start.parents)):
        return Project.find(folder)
    return None


def known_sets(project: Project | None) -> tuple[Known, ...]:
    """All sets by name: those that come with Answerbook, and those of ``project``, which come before them.

    Raises InvalidFile for a file with problems.
    """
    ours = {path.stem: path for path in shipped("content/questions").glob("*.yml")}
    theirs = {path.stem: path for path in project.questions_dir.glob("*.yml")} if project else {}
    asked = set(project.settings.question_sets) if project else set()
    return tuple(
        Known(
            load_question_set(theirs.get(name, ours.get(name, Path()))),
            theirs.get(name, ours.get(name, Path())),
            asked=name in asked,
            own=name in theirs,
            changed=name in theirs and name in ours and bytes_of(theirs[name]) != bytes_of(ours[name]),
        )
        for name in sorted({*ours, *theirs})
    )


def set_named(name: str, project: Project | None) -> Known:
    """The set of this name. Raises AnswerbookError where there is none."""
    known = known_sets(project)
    for one in known:
        if name in (one.file.stem, one.questions.id):
            return one
    names = [one.file.stem for one in known]
    raise AnswerbookError(f"no question set {name!r}; {did_you_mean(name, names)}")


def add(
    project: Project, name: str, *, dry_run: bool = False, calibrate: bool = True, network: bool = False
) -> Added:
    """Put a set of Answerbook's into ``project``, and among those that its settings ask.

    dry_run: change nothing. calibrate, network: see `generator.commands.plan.plan`. Raises AnswerbookError,
    and leaves all as it was, where another set stands under this name, where a question of it has the name of
    another one, or where the settings cannot be changed.
    """
    known = set_named(name, project)
    name = known.file.stem
    if known.changed:
        raise AnswerbookError(
            f"{_within(project, known.file)}: is not the set that comes with Answerbook, and stays as it is; "
            "move it away to get that one"
            + ("." if known.asked else f", or write `{name}` under question_sets to ask this one.")
        )
    sets = project.settings.question_sets
    settings = None if known.asked else _lengthened(project, name)
    wanted = (*sets, *(() if known.asked else (name,)))
    _with_sets(project, wanted).question_sets()  # raises where two questions share a name
    file = None if known.own else project.questions_dir / f"{name}.yml"
    if not dry_run and (file or settings):
        with project_lock(project, "an addition of questions"):
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(file, bytes_of(known.file))
            if settings:
                write_whole(project.settings_file, settings.encode("utf-8"))
    alone = _with_sets(project, (name,))
    papers = collect(project, strict=False, jobs=1, progress=lambda *_: None, warn=False).papers
    papers = tuple(p for p in papers if p.format != "passages")
    asked = [q for s in alone.question_sets() for q in s.questions]
    return Added(
        name,
        len(asked),
        file,
        settings is not None,
        len(papers),
        sum(not closed(q, p.metadata, {}) for p in papers for q in asked),
        tuple(plan(alone, calibrate=calibrate, network=network)) if papers else (),
    )


def _with_sets(project: Project, names: Sequence[str]) -> Project:
    return replace(project, settings=project.settings.model_copy(update={"question_sets": tuple(names)}))


def _lengthened(project: Project, name: str) -> str:
    """The text of the settings with one set more. Raises AnswerbookError where it must be written by hand."""
    text = bytes_of(project.settings_file).decode("utf-8")
    changed = with_question_set(text, name)
    if changed is None:
        raise AnswerbookError(
            f"{_within(project, project.settings_file)}: the list question_sets cannot be lengthened as "
            f"it is written; write `{name}` into it by hand, and run the command again."
        )
    return changed


def _within(project: Project, file: Path) -> str:
    return file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else str(file)


def added_text(added: Added, *, dry_run: bool) -> str:
    """What was done, which papers it is put to, and what that costs."""
    done = []
    if added.file:
        done.append(f"{'Would write' if dry_run else 'Wrote'} content/questions/{added.file.name}.")
    if added.asked:
        would = "Would put" if dry_run else "Put"
        done.append(f"{would} {added.name} among the question_sets in {SETTINGS_FILE.as_posix()}.")
    lines = [" ".join(done) or f"The project asks {added.name} already; nothing was changed."]
    if not added.papers:
        return "\n".join([*lines, "There is no paper yet that it could be put to."])
    every = added.papers * added.questions
    put = f"{counted(added.questions, 'question')}, put to {counted(added.papers, 'paper')}"
    if added.applying < every:
        shut = f"{every - added.applying:,} of the {every:,} answers"
        put += f"; {shut} do not apply, by the papers' kinds or tags"
    lines += [f"{put}.", *(plan_text(of_model) for of_model in added.plans)]
    lines.append(
        f"To put it to some papers only: `applies_to: {{{added.name}: {{tags: [...]}}}}` in the settings. "
        "Next: `answerbook build`."
    )
    return "\n".join(lines)


def list_text(known: Sequence[Known]) -> str:
    """Each set with its size, standing, purpose, source, and on what its accuracy was measured."""
    lines: list[str] = []
    for one in known:
        found = one.questions
        standing = f"  [{one.standing}]" if one.standing else ""
        lines.append(f"{one.file.stem}: {counted(len(found.questions), 'question')}{standing}")
        lines += _wrapped(found.description or found.title, "  ")
        lines += _wrapped(f"Source: {found.source or 'not told'}", "  ")
        lines += [*_wrapped(f"Measured: {found.measured or NOT_MEASURED}", "  "), ""]
    return "\n".join(lines).rstrip()


def list_json(known: Sequence[Known]) -> list[dict[str, Any]]:
    """The same as plain data."""
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


def show_text(known: Known) -> str:
    """A set for a reader: what it is, then its questions by group."""
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
    told = ", ".join(filter(None, (_KINDS[question.kind], question.source)))
    yield f"{question.id}{f' ({told})' if told else ''}"
    yield from _wrapped(question.text, "  ")
    for part in question.parts:
        yield from _wrapped(f"- {part.text}", "    ")
    for gate in question.applies_to:
        yield from _wrapped(f"Asked only where {_condition(gate)}.", "  ")


def _condition(gate: Gate) -> str:
    said = []
    if gate.question:
        said.append(f"{gate.question} is {' or '.join(STATUS_WORDS[s].lower() for s in gate.status)}")
    for words, values in (
        ("the paper is tagged", gate.tags),
        ("the study is of the kind", gate.kinds),
        ("the study is not of the kind", gate.not_kinds),
    ):
        if values:
            said.append(f"{words} {' or '.join(values)}")
    return " and ".join(said)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
