"""Merge new reviews into files that people edit by hand; everything else in these files stays byte for byte.

New reviews are appended, and changed reviews replace their item. Comments, order and layout of all other
items stay. Each new text is read back before it replaces the old one.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from generator.core import Review
from generator.errors import AnswerbookError, InvalidFile, Problem
from generator.project.review_files import load_reviews_of, review_text
from generator.storage.files import flush_to_disk
from generator.storage.plain_yaml import NO_TEXT, PlainLoader

__all__ = ["Merged", "merge_reviews"]


@dataclass(frozen=True)
class Merged:
    """The result of a merge.

    replaced: each new review with the one before. same: reviews that were there already. files: that were
    written.
    """

    added: tuple[Review, ...] = ()
    replaced: tuple[tuple[Review, Review], ...] = ()
    same: tuple[Review, ...] = ()
    files: tuple[Path, ...] = ()


def merge_reviews(
    folder: Path, reviews: Sequence[Review], aliases: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Merged:
    """Merge ``reviews`` into the files of ``folder``, one file per paper: all of them, or none.

    Reviews of the same answer by the same person are the same review: it stays if nothing has changed, and is
    replaced otherwise. Characters that YAML cannot hold, such as control characters from a spreadsheet, are
    removed. aliases: all ids of an answer, by its present id. Raises InvalidFile for files with problems,
    AnswerbookError if they cannot be written.
    """
    by_paper: dict[str, list[Review]] = {}
    for review in map(_writable, reviews):
        by_paper.setdefault(review.paper, []).append(review)
    found = Merged()
    texts: dict[Path, tuple[str, tuple[Review, ...]]] = {}
    problems: list[Problem] = []
    for paper, brought in sorted(by_paper.items()):
        path = folder / f"{paper}.yml"
        try:
            existing = load_reviews_of(path) if path.exists() else ()
        except InvalidFile as error:
            problems += error.problems
            continue
        added, replaced, same = _compared(existing, brought, aliases)
        found = replace(
            found,
            added=found.added + added,
            replaced=found.replaced + replaced,
            same=found.same + same,
        )
        if added or replaced:
            after = {before: now for now, before in replaced}
            expected = (*(after.get(r, r) for r in existing), *added)
            texts[path] = _changed(path, existing, after, added), expected
    if problems:
        raise InvalidFile(problems)
    _write(folder, texts)
    return replace(found, files=tuple(texts))


def _writable(review: Review) -> Review:
    """Return ``review`` without characters that YAML cannot hold."""
    return replace(
        review,
        name=NO_TEXT.sub("", review.name),
        text=NO_TEXT.sub("", review.text),
        note=NO_TEXT.sub("", review.note),
        quotes=tuple(NO_TEXT.sub("", quote) for quote in review.quotes),
    )


def _compared(
    existing: Sequence[Review], brought: Sequence[Review], aliases: Mapping[str, Sequence[str]]
) -> tuple[tuple[Review, ...], tuple[tuple[Review, Review], ...], tuple[Review, ...]]:
    """Return the reviews that are new, those that replace another with that one, and those that are there."""
    known = {(r.answer, r.name): r for r in existing}
    added, replaced, same = [], [], []
    for review in brought:
        names = aliases.get(review.answer, (review.answer,))
        before = next((known[n, review.name] for n in names if (n, review.name) in known), None)
        if before is None:
            added.append(review)
        elif replace(before, answer=review.answer) == review:
            same.append(review)
        else:
            replaced.append((review, before))
    return tuple(added), tuple(replaced), tuple(same)


def _changed(
    path: Path, existing: Sequence[Review], after: Mapping[Review, Review], added: Sequence[Review]
) -> str:
    """Return the text of the file with the items in ``after`` changed, and ``added`` at its end."""
    if not path.exists():
        return "".join(f"{review_text(review)}\n" for review in added)
    text = path.read_bytes().decode("utf-8")
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}" if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}") else ""
    text = text[len(mark) :]
    root: Any = yaml.compose(text, Loader=PlainLoader)
    line_break = "\r\n" if "\r\n" in text else "\n"
    indent = " " * root.start_mark.column

    def written(review: Review) -> str:
        return review_text(review).replace("\n", f"{line_break}{indent}")

    items = list(zip(existing, root.value, strict=True))
    for review, node in reversed(items):  # from the end, so that earlier positions stay valid
        if review in after:
            start = text.rfind("-", 0, node.start_mark.index)
            end = max(value.end_mark.index for _, value in node.value)
            end = len(text[:end].rstrip())
            text = f"{text[:start]}{written(after[review])}{text[end:]}"
    if added and not text.endswith("\n"):
        text += line_break
    return mark + text + "".join(f"{indent}{written(review)}{line_break}" for review in added)


def _write(folder: Path, texts: Mapping[Path, tuple[str, tuple[Review, ...]]]) -> None:
    """Write all files into a temporary folder, read them back, then move them into place."""
    if not texts:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".importing-", dir=folder) as name:
            staged = {path: Path(name, path.name) for path in texts}
            for path, (text, expected) in texts.items():
                with staged[path].open("wb") as stream:
                    stream.write(text.encode("utf-8"))
                    flush_to_disk(stream)
                _check(path, staged[path], expected)
            for path, temporary in staged.items():
                with contextlib.suppress(OSError):  # some file systems do not allow it
                    temporary.chmod(0o644)
                temporary.replace(path)
    except OSError as error:
        raise AnswerbookError(
            f"{folder}: the reviews cannot be written ({error.strerror}); make the folder writable, or free "
            "some space, and import again"
        ) from error


def _check(path: Path, written: Path, expected: tuple[Review, ...]) -> None:
    """Check that ``written`` holds the expected reviews.

    Raises InvalidFile if the file's layout prevents that.
    """
    try:
        if load_reviews_of(written) == expected:
            return
    except InvalidFile:
        pass  # caused by the layout of the file, which the message below names
    message = (
        "reviews cannot be added safely to this layout, so nothing was written; start each review on a "
        "line of its own with `- answer: ...`, then import again"
    )
    raise InvalidFile([Problem(str(path), None, message)])
