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
from generator.core.status import PAPER_STATUSES, REPORTED_STATUSES, PaperStatus
from generator.errors import InvalidFile, Problem
from generator.project.problems import problem_text
from generator.project.question_files import Slug, Text
from generator.project.yaml_file import FileModel, YamlFile, read_yaml

__all__ = ["is_answer_id", "load_reviews", "load_reviews_of", "review_text"]

_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{24}")  # 16: ids of before they became longer
_SUFFIX = ".yml"
_MAX_BYTES = 10_000_000  # some 30,000 reviews
# Letters with single blanks between words: nothing that YAML might take for anything else.
_PLAIN = re.compile(r"[^\W\d_][\w.,;()-]*(?: [\w.,;()-]+)*")


def is_answer_id(value: str) -> bool:
    """Return True if a text can be the id of an answer."""
    return _ID.fullmatch(value) is not None


def _id(value: str) -> str:
    if not is_answer_id(value):
        raise ValueError(
            f"{value!r} is not the id of an answer; copy its 24 letters and digits from under “Answered by”"
        )
    return value


def _day(value: Any) -> Any:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise ValueError("is not a date; write it like 2026-11-23, without quotes and without a time")


class _ReviewEntry(FileModel):
    paper: str = Field(default="")  # only if the name of the file is not its id
    answer: Annotated[str, AfterValidator(_id)]
    question: Slug
    verdict: Verdict
    name: Text
    date: Annotated[datetime.date, BeforeValidator(_day)]
    status: PaperStatus | None = Field(default=None)
    text: Text = Field(default="")
    note: Text = Field(default="")
    quotes: list[Text] = Field(default_factory=list)


def load_reviews(folder: Path) -> tuple[Review, ...]:
    """Return all reviews in a folder, by file, in the order of each; none if there is no folder.

    The name of a file is the id of its paper, except for reviews that name a paper. Raises InvalidFile with
    all problems of all files.
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
    """Return the reviews in one file. Raises InvalidFile with all problems, ordered by line."""
    file = read_yaml(path, _MAX_BYTES)
    if not isinstance(file.data, list):
        raise InvalidFile(
            [*file.problems, file.problem((), "must be a list of reviews; begin each with `- answer: ...`")]
        )
    problems = list(file.problems)
    entries: list[_ReviewEntry] = []
    seen: dict[tuple[str, str], int] = {}
    for number, data in enumerate(file.data):
        entry, wrong = _entry(file, number, data)
        problems += wrong
        if entry is None:
            continue
        line = file.position((number,)).line
        if (entry.answer, entry.name) in seen:
            first = seen[entry.answer, entry.name]
            message = f"{entry.name} already reviewed this answer on line {first}; keep one of the two"
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
    """Return a review as an item of such a file, without a final line break."""
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
    """Return a text as one line of YAML: plain if possible, else in quotes."""
    style = None if _PLAIN.fullmatch(text) else '"'
    written = yaml.safe_dump(text, default_style=style, allow_unicode=True, width=sys.maxsize)
    return str(written).removesuffix("...\n").rstrip("\n")


def _entry(file: YamlFile, number: int, data: Any) -> tuple[_ReviewEntry | None, list[Problem]]:
    """Return one item of the list, or None and its problems."""
    try:
        entry = _ReviewEntry.model_validate(data)
    except ValidationError as error:
        problems = []
        for item in error.errors(include_url=False):
            inside = tuple(s for s in item["loc"] if isinstance(data, dict) and s in data)
            location = (number, *inside)
            if location not in file.unreadable and (number,) not in file.unreadable:
                message = problem_text(item, _ReviewEntry, location, file.position(location).written)
                problems.append(file.problem(location, message))
        return None, problems
    return entry, [file.problem((number, key), message) for key, message in _contradictions(entry)]


def _contradictions(entry: _ReviewEntry) -> Iterator[tuple[str, str]]:
    """Yield what a verdict lacks, and what does not go with it, each with its key."""
    if entry.verdict == "corrected":
        if entry.status is None:
            yield (
                "verdict",
                "verdict: a corrected answer needs the right status; add `status: ...` "
                f"({', '.join(PAPER_STATUSES)})",
            )
        elif entry.status in REPORTED_STATUSES and not (entry.text or entry.quotes):
            yield (
                "verdict",
                "verdict: a corrected answer needs its words; add `text: ...`, or `quotes:` from the paper",
            )
        elif entry.status not in REPORTED_STATUSES and entry.quotes:
            yield (
                "quotes",
                f"quotes: do not go with `status: {entry.status}`; delete one of the two",
            )
        return
    if entry.quotes:
        yield "quotes", "quotes: need `verdict: corrected`; write that, or delete the quotes"
    if entry.text:
        yield "text", "text: needs `verdict: corrected`; write that, or move the text to `note`"
    if entry.verdict == "confirmed" and entry.status is not None:
        yield (
            "status",
            "status: does not go with `verdict: confirmed`; delete it, or correct the answer",
        )
