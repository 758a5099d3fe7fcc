"""People's reviews: the files ``content/reviews/<paper>.yml``, checked and turned into core reviews."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from generator.core import Review, Verdict
from generator.core.status import HELD, TOLD, Held
from generator.errors import InvalidFile, Problem
from generator.project.problems import problem_text
from generator.project.questions import Slug, Text
from generator.project.yaml_file import FileModel, YamlFile, read_yaml

__all__ = ["is_answer_id", "load_reviews", "load_reviews_of", "review_text"]

_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{24}")  # 16: of ids before they became longer
_SUFFIX = ".yml"
_MAX_BYTES = 10_000_000  # some 30,000 reviews
# Letters with single blanks between words: nothing that YAML might take for anything else.
_PLAIN = re.compile(r"[^\W\d_][\w.,;()-]*(?: [\w.,;()-]+)*")


def is_answer_id(value: str) -> bool:
    """Whether a text can be the id of an answer."""
    return _ID.fullmatch(value) is not None


def _id(value: str) -> str:
    if not is_answer_id(value):
        raise ValueError(
            f"{value!r} is no id of an answer; copy its 24 letters and digits from under “Answered by”"
        )
    return value


def _day(value: Any) -> Any:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise ValueError("is no date; write it like 2026-11-23, without quotes and without a time")


class _Entry(FileModel):
    paper: str = Field(default="")  # where the name of the file does not tell it
    answer: Annotated[str, AfterValidator(_id)]
    question: Slug
    verdict: Verdict
    name: Text
    date: Annotated[datetime.date, BeforeValidator(_day)]
    status: Held | None = Field(default=None)
    text: Text = Field(default="")
    note: Text = Field(default="")
    quotes: list[Text] = Field(default_factory=list)


def load_reviews(folder: Path) -> tuple[Review, ...]:
    """All reviews of a folder, by file, in the order of each; none where there is no folder.

    The name of a file is the id of its paper, but for reviews that name one. Raises InvalidFile with all
    problems of all files.
    """
    found: list[Review] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return ()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.suffix != _SUFFIX:
            if path.suffix.lower() in (".yaml", ".yml"):
                problems.append(Problem(str(path), None, f"the name must end in {_SUFFIX}; rename the file"))
            continue
        try:
            found += load_reviews_of(path)
        except InvalidFile as error:
            problems += error.problems
    if problems:
        raise InvalidFile(problems)
    return tuple(found)


def load_reviews_of(path: Path) -> tuple[Review, ...]:
    """The reviews of one file. Raises InvalidFile with all its problems, in the order of their lines."""
    file = read_yaml(path, _MAX_BYTES)
    if not isinstance(file.data, list):
        raise InvalidFile(
            [*file.problems, file.problem((), "must be a list of reviews; begin each with `- answer: ...`")]
        )
    problems = list(file.problems)
    entries: list[_Entry] = []
    seen: dict[tuple[str, str], int] = {}
    for number, data in enumerate(file.data):
        entry, wrong = _entry(file, number, data)
        problems += wrong
        if entry is None:
            continue
        line = file.mark((number,)).line
        if (entry.answer, entry.name) in seen:
            first = seen[entry.answer, entry.name]
            message = f"{entry.name} reviewed this answer on line {first} already; keep one of the two"
            problems.append(file.problem((number,), message))
        seen.setdefault((entry.answer, entry.name), line)
        entries.append(entry)
    if problems:
        raise InvalidFile(sorted(dict.fromkeys(problems), key=lambda p: p.line or 0))
    paper = path.name.removesuffix(_SUFFIX)
    return tuple(
        Review(
            paper=entry.paper or paper,
            **entry.model_dump(exclude={"paper", "quotes"}),
            quotes=tuple(entry.quotes),
        )
        for entry in entries
    )


def review_text(review: Review) -> str:
    """A review as an item of such a file, without a line break at its end; it is read back as it was."""
    lines = [
        f'- answer: "{review.answer}"',  # quoted, for it may look like a number
        f"question: {_scalar(review.question)}",
        f"verdict: {review.verdict}",
    ]
    lines += [f"status: {review.status}"] if review.status else []
    lines += [f"text: {_scalar(review.text)}"] if review.text else []
    lines += ["quotes:", *(f"  - {_scalar(quote)}" for quote in review.quotes)] if review.quotes else []
    lines += [f"name: {_scalar(review.name)}", f"date: {review.date.isoformat()}"]
    lines += [f"note: {_scalar(review.note)}"] if review.note else []
    return "\n  ".join(lines)


def _scalar(text: str) -> str:
    """A text on one line of YAML: plain where it can be, else in quotes."""
    style = None if _PLAIN.fullmatch(text) else '"'
    written = yaml.safe_dump(text, default_style=style, allow_unicode=True, width=sys.maxsize)
    return str(written).removesuffix("...\n").rstrip("\n")


def _entry(file: YamlFile, number: int, data: Any) -> tuple[_Entry | None, list[Problem]]:
    """One item of the list, or what is wrong with it."""
    try:
        entry = _Entry.model_validate(data)
    except ValidationError as error:
        problems = []
        for item in error.errors(include_url=False):
            inside = tuple(s for s in item["loc"] if isinstance(data, dict) and s in data)
            location = (number, *inside)
            if location not in file.unread and (number,) not in file.unread:
                message = problem_text(item, _Entry, location, file.mark(location).written)
                problems.append(file.problem(location, message))
        return None, problems
    return entry, [file.problem((number, key), message) for key, message in _contradictions(entry)]


def _contradictions(entry: _Entry) -> Iterator[tuple[str, str]]:
    """What a verdict needs, and what does not go with it."""
    if entry.verdict == "corrected":
        if entry.status is None:
            yield (
                "verdict",
                f"verdict: a corrected answer needs what is true; add `status: ...` ({', '.join(HELD)})",
            )
        elif entry.status in TOLD and not (entry.text or entry.quotes):
            yield (
                "verdict",
                "verdict: a corrected answer needs its words; add `text: ...`, or `quotes:` of the paper",
            )
        elif entry.status not in TOLD and entry.quotes:
            yield "quotes", f"quotes: stand where the paper tells, not with `status: {entry.status}`"
        return
    if entry.quotes:
        yield "quotes", "quotes: are what a corrected answer rests on; write `verdict: corrected`"
    if entry.text:
        yield "text", "text: is what a corrected answer says; write `verdict: corrected`, or make it a `note`"
    if entry.verdict == "confirmed" and entry.status is not None:
        yield "status", "status: a confirmed answer has the one it shows; delete this, or correct the answer"
