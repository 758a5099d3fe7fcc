"""Question sets: the files in ``content/questions``, checked and turned into core questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from generator.core.paper import SectionKind
from generator.core.part_cues import KINDS
from generator.core.phrasing import id_of, kind_of
from generator.core.question import AnswerKind, Gate, PartOfQuestion, Question, QuestionSet
from generator.core.status import REPORTED_STATUSES, PaperStatus
from generator.errors import InvalidFile, Problem
from generator.project.gates import gate_findings, resolve_aliases
from generator.project.yaml_file import FileModel, Finding, load_model, read_yaml

__all__ = ["SLUG", "PaperGate", "Slug", "load_question_set", "load_question_sets"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError(
            f"{value!r} cannot be part of a link; use lower-case letters, digits and single hyphens, "
            "like random-seeds"
        )
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write a text")
    return " ".join(value.split())


def _as_entries(value: Any) -> Any:
    """Return the questions as mappings: a question may be written as its text alone."""
    return [{"text": e} if isinstance(e, str) else e for e in value] if isinstance(value, list) else value


def _some(value: list[_QuestionEntry]) -> list[_QuestionEntry]:
    # Not pydantic's min_length: it also complains if there are entries that have problems.
    if not value:
        raise ValueError("is empty; write at least one question")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
Text = Annotated[str, AfterValidator(_filled)]


def _known_kinds(value: list[str]) -> list[str]:
    for cue in value:
        if unknown := [kind for kind in re.findall(r"<[^<>]*>", cue) if kind not in KINDS]:
            raise ValueError(f"{unknown[0]} is no kind of thing; use one of {', '.join(KINDS)}")
    return value


class _PartEntry(FileModel):
    id: Slug
    text: Text
    queries: list[Text] = Field(default=[])
    cues: Annotated[list[Text], AfterValidator(_known_kinds)] = Field(default=[])
    main: bool = False


def _parts(value: list[_PartEntry]) -> list[_PartEntry]:
    """Return the parts with the main part first; it is the first one if none is marked."""
    if len(value) == 1:
        raise ValueError("has only one part; write two or more, or delete the key")
    names = [part.id for part in value]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name!r} names two parts of this question; rename one")
    main = [part.id for part in value if part.main]
    if len(main) > 1:
        raise ValueError(f"{' and '.join(main)} are all marked as the main part; keep `main: true` in one")
    return sorted(value, key=lambda part: not part.main)


class PaperGate(FileModel):
    """The condition on a paper for a whole set to apply."""

    tags: list[Text] = Field(default=[])
    kinds: list[Text] = Field(default=[])
    not_kinds: list[Text] = Field(default=[])

    @model_validator(mode="after")
    def _states_something(self) -> PaperGate:
        if not self.tags and not self.kinds and not self.not_kinds:
            raise ValueError(
                "states no condition; write `tags: [...]`, `kinds: [...]` or `not_kinds: [...]`, "
                "or delete the key"
            )
        return self

    def gate(self) -> Gate:
        return Gate(tags=tuple(self.tags), kinds=tuple(self.kinds), not_kinds=tuple(self.not_kinds))


class _GateEntry(FileModel):
    """The condition on a paper, or on the answer to another question, for a question to apply."""

    question: Text = Field(default="")
    status: list[PaperStatus] = Field(default=[])
    tags: list[Text] = Field(default=[])
    kinds: list[Text] = Field(default=[])
    not_kinds: list[Text] = Field(default=[])

    @model_validator(mode="after")
    def _states_something(self) -> _GateEntry:
        if not self.question and not self.tags and not self.kinds and not self.not_kinds:
            raise ValueError(
                "states no condition; write `question: ...`, `tags: [...]`, `kinds: [...]` or "
                "`not_kinds: [...]`, or delete the key"
            )
        if self.status and not self.question:
            raise ValueError("has a status without a question; add `question: ...`")
        return self

    def gate(self) -> Gate:
        return Gate(
            self.question,
            tuple(self.status) or REPORTED_STATUSES,
            tuple(self.tags),
            tuple(self.kinds),
            tuple(self.not_kinds),
        )


class _QuestionEntry(FileModel):
    id: Slug = Field(default="")
    text: Text
    group: Text = Field(default="")
    source: Text = Field(default="")
    aliases: list[Text] = Field(default=[])
    queries: list[Text] = Field(default=[])
    cues: list[Text] = Field(default=[])
    sections: list[SectionKind] = Field(default=[])
    references: bool = False
    kind: AnswerKind = "text"
    parts: Annotated[list[_PartEntry], AfterValidator(_parts)] = Field(default=[])
    applies_to: _GateEntry | None = Field(default=None)


class _QuestionFile(FileModel):
    id: Slug
    title: Text
    description: Text = Field(default="")
    source: Text = Field(default="")
    licence: Text = Field(default="")
    measured: Text = Field(default="")
    applies_to: PaperGate | None = Field(default=None)
    questions: Annotated[list[_QuestionEntry], BeforeValidator(_as_entries), AfterValidator(_some)]


def load_question_set(path: Path) -> QuestionSet:
    """Return the question set in a file. Raises InvalidFile with all problems of the file."""
    file = load_model(path, _QuestionFile, _repeated_names)
    of_set = (file.applies_to.gate(),) if file.applies_to else ()
    return QuestionSet(
        id=file.id,
        title=file.title,
        description=file.description,
        source=file.source,
        questions=tuple(_question(entry, file.title, of_set) for entry in file.questions),
        licence=file.licence,
        measured=file.measured,
    )


def load_question_sets(paths: Sequence[Path]) -> tuple[QuestionSet, ...]:
    """Return the sets in several files, in that order. Raises InvalidFile with all problems of all files.

    No id or alias may occur in two sets: answers are filed and linked by question id alone. Gates may name
    questions of any of the sets by id or alias; the aliases are replaced by ids.
    """
    sets: list[QuestionSet] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            sets.append(load_question_set(path))
        except InvalidFile as error:
            problems += error.problems
    if not problems:
        problems = list(_clashes(sets, paths))
    if not problems:
        problems = list(_wrong_gates(sets, paths))
    if problems:
        raise InvalidFile(problems)
    return resolve_aliases(sets)


def _wrong_gates(sets: Sequence[QuestionSet], paths: Sequence[Path]) -> Iterator[Problem]:
    """Yield the gates that name no existing question, and the cycles of gates."""
    for (set_number, number), message in gate_findings(sets):
        file = read_yaml(paths[set_number])
        yield file.problem(("questions", number, "applies_to", "question"), message)


def _question(entry: _QuestionEntry, title: str, of_set: tuple[Gate, ...]) -> Question:
    """Return one question. title: of its set, the default group. of_set: the gates of its set."""
    # A question with an id but no kind has always had the kind text: its answers must not become stale.
    has_kind = entry.id or "kind" in entry.model_fields_set
    return Question(
        id=entry.id or id_of(entry.text),
        text=entry.text,
        group=entry.group or title,
        aliases=tuple(entry.aliases),
        queries=tuple(entry.queries),
        cues=tuple(entry.cues),
        sections=tuple(entry.sections),
        references=entry.references,
        kind=entry.kind if has_kind else kind_of(entry.text),
        parts=tuple(
            PartOfQuestion(part.id, part.text, tuple(part.queries), tuple(part.cues)) for part in entry.parts
        ),
        applies_to=(*of_set, *((entry.applies_to.gate(),) if entry.applies_to else ())),
        source=entry.source,
    )


def _names(data: Any) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield every id and alias in the plain data of a set, with its location. The data may have any shape."""
    questions = data.get("questions") if isinstance(data, dict) else None
    for number, entry in enumerate(_as_entries(questions) if isinstance(questions, list) else ()):
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("id"), str):
            yield ("questions", number, "id"), entry["id"]
        elif "id" not in entry and isinstance(entry.get("text"), str):
            yield ("questions", number, "text"), id_of(entry["text"])
        aliases = entry.get("aliases")
        for position, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            if isinstance(alias, str):
                yield ("questions", number, "aliases", position), alias


def _repeated_names(data: Any) -> Iterable[Finding]:
    """Yield ids and aliases that occur twice in one set."""
    seen: set[str] = set()
    for location, name in _names(data):
        if name.casefold() in seen:
            yield location, f"{name!r} already names a question of this set; choose another id or alias"
        seen.add(name.casefold())


def _clashes(sets: Sequence[QuestionSet], paths: Sequence[Path]) -> Iterator[Problem]:
    """Yield names that occur in two sets, and sets with the same id; reported at the later file."""
    owners: dict[str, str] = {}
    ids: dict[str, Path] = {}
    for found, path in zip(sets, paths, strict=True):
        file = read_yaml(path)
        if found.id in ids:
            message = f"id: {ids[found.id]} also defines a set {found.id!r}; rename one"
            yield file.problem(("id",), message)
        ids.setdefault(found.id, path)
        for location, name in _names(file.data):
            if name.casefold() in owners:
                message = f"{name!r} also names a question of the set {owners[name.casefold()]!r}; rename one"
                yield file.problem(location, message)
        owners |= {name.casefold(): found.id for _, name in _names(file.data)}
