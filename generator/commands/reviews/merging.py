"""New reviews into files of reviews that people write by hand: what need not change stays byte for byte.

New ones are appended, changed ones take the place of the item that they change; comments, order and layout of
everything else stay. Each new text is read back before it takes the place of the old one.
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
from generator.project.reviews import load_reviews_of, review_text
from generator.storage.files import flush_to_disk
from generator.storage.plain_yaml import NO_TEXT, PlainLoader

__all__ = ["Merged", "merge_reviews"]


@dataclass(frozen=True)
class Merged:
    """What became of reviews that were brought in. replaced: each with what stood there before.

    files: those that were written.
    """

    added: tuple[Review, ...] = ()
    replaced: tuple[tuple[Review, Review], ...] = ()
    same: tuple[Review, ...] = ()
    files: tuple[Path, ...] = ()


def merge_reviews(
    folder: Path, reviews: Sequence[Review], aliases: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Merged:
    """Bring ``reviews`` into the files of ``folder``, one a paper: all of them, or none where one cannot be.

    A review of the same answer by the same person is the same review: where it says the same it is left as it
    is, else it is replaced. Signs that no text holds, such as control characters from a spreadsheet, are left
    out. aliases: all ids of an answer, by the one that it has today. Raises InvalidFile for files with
    problems, AnswerbookError where they cannot be written.
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
            standing = load_reviews_of(path) if path.exists() else ()
        except InvalidFile as error:
            problems += error.problems
            continue
        added, replaced, same = _compared(standing, brought, aliases)
        found = replace(
            found,
            added=found.added + added,
            replaced=found.replaced + replaced,
            same=found.same + same,
        )
        if added or replaced:
            after = {before: now for now, before in replaced}
            expected = (*(after.get(r, r) for r in standing), *added)
            texts[path] = _changed(path, standing, after, added), expected
    if problems:
        raise InvalidFile(problems)
    _write(folder, texts)
    return replace(found, files=tuple(texts))


def _writable(review: Review) -> Review:
    """``review`` without signs that no text holds."""
    return replace(
        review,
        name=NO_TEXT.sub("", review.name),
        text=NO_TEXT.sub("", review.text),
        note=NO_TEXT.sub("", review.note),
        quotes=tuple(NO_TEXT.sub("", quote) for quote in review.quotes),
    )


def _compared(
    standing: Sequence[Review], brought: Sequence[Review], aliases: Mapping[str, Sequence[str]]
) -> tuple[tuple[Review, ...], tuple[tuple[Review, Review], ...], tuple[Review, ...]]:
    """What is new, what takes the place of what, and what stands there already."""
    known = {(r.answer, r.name): r for r in standing}
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
    path: Path, standing: Sequence[Review], after: Mapping[Review, Review], added: Sequence[Review]
) -> str:
    """The text of the file with the items in ``after`` changed and ``added`` at its end."""
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

    items = list(zip(standing, root.value, strict=True))
    for review, node in reversed(items):  # from the end, so that places before it stay what they are
        if review in after:
            start = text.rfind("-", 0, node.start_mark.index)
            end = max(value.end_mark.index for _, value in node.value)
            end = len(text[:end].rstrip())
            text = f"{text[:start]}{written(after[review])}{text[end:]}"
    if added and not text.endswith("\n"):
        text += line_break
    return mark + text + "".join(f"{indent}{written(review)}{line_break}" for review in added)


def _write(folder: Path, texts: Mapping[Path, tuple[str, tuple[Review, ...]]]) -> None:
    """Write all files beside, read them back, then rename all of them."""
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
            for path, beside in staged.items():
                with contextlib.suppress(OSError):  # where modes are not ours to give
                    beside.chmod(0o644)
                beside.replace(path)
    except OSError as error:
        raise AnswerbookError(
            f"{folder}: the reviews cannot be written ({error.strerror}); make the folder writable, or free "
            "some space, and import again"
        ) from error


def _check(path: Path, beside: Path, expected: tuple[Review, ...]) -> None:
    """Whether what was written is what was meant. Raises InvalidFile where the layout stood in the way."""
    try:
        if load_reviews_of(beside) == expected:
            return
    except InvalidFile:
        pass  # the layout of the file is to blame, which the sentence below says
    message = (
        "is laid out in a way that cannot be added to safely; write each review on lines of its own after "
        "`- answer: ...`, then import again (nothing was written)"
    )
    raise InvalidFile([Problem(str(path), None, message)])
