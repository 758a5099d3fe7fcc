"""Answers in files of their own: a folder for each model, a file for each paper and question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.commands.importing.names import by_number, named_in
from generator.commands.importing.prompts import context_and_reply
from generator.commands.importing.saved import Saved, Unread
from generator.errors import AnswerbookError
from generator.reading.decoding import Undecodable, decoded

_NAME_IT = "name it after paper and question, like Publication_33.pdf_CQ24.txt"


def read_folder(folder: Path, model: str | None) -> tuple[list[Saved], list[Unread]]:
    """The answers in ``folder``: of one model, or of several in a folder each.

    model: the name of the model in a folder of one; of several, the one to take. A reply that was
    saved without its prompt has the context of a prompt of the same name in a folder beside it.
    Raises AnswerbookError where no folder of ``model`` is there, or nothing at all.
    """
    try:
        entries = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
        inner = [p for p in entries if p.is_dir() and any(_texts(p))]
        own = list(_texts(folder))
    except OSError as error:
        raise AnswerbookError(
            f"{folder}: cannot be read ({error.strerror}); check the rights on it."
        ) from error
    unread: list[Unread] = []
    if inner:
        chosen = [p for p in inner if model in (None, p.name)]
        if not chosen:
            names = ", ".join(p.name for p in inner)
            raise AnswerbookError(
                f"{folder}: has no folder of the model {model!r} (it has {names}); "
                "give --model one of these names, or leave it out to import all."
            )
        unread += [Unread(p.name, "lies outside of the models' folders; move it into one") for p in own]
        models, beside = {p: p.name for p in chosen}, inner
    elif own:
        models = {folder: model or folder.resolve().name}
        beside = sorted(p for p in folder.resolve().parent.iterdir() if p.is_dir() and p != folder.resolve())
    else:
        raise AnswerbookError(
            f"{folder}: holds no answers; name a folder with a text file for each answer ({_NAME_IT}), "
            "a folder of such folders, or a .jsonl or .csv file."
        )
    contexts: dict[str, str] = {}
    answers: list[Saved] = []
    for place, name in models.items():
        for file in _texts(place):
            shown = f"{name}/{file.name}" if inner else file.name
            try:
                answers.append(_saved(file, name, contexts, beside))
            except _NoAnswer as error:
                unread.append(Unread(shown, str(error)))
    return answers, unread


class _NoAnswer(Exception):
    """A file without an answer; the message says why, and the mend."""


def _saved(file: Path, model: str, contexts: dict[str, str], beside: list[Path]) -> Saved:
    names = named_in(file.name)
    if names is None:
        raise _NoAnswer(f"its name holds no paper and question; {_NAME_IT}")
    data, text = _content(file)
    context, reply = context_and_reply(text)
    if not reply.strip():
        raise _NoAnswer("holds no answer; delete it, or run the model again")
    if context is None:
        if file.name not in contexts:
            contexts[file.name] = _context_beside(file, beside)
        context = contexts[file.name] or None
    paper, question = names
    return Saved(paper, question, model, reply, context, file.name, hashlib.sha256(data).hexdigest())


def _context_beside(file: Path, beside: list[Path]) -> str:
    """The context of the first prompt of this name in another model's folder; empty where there is none."""
    for folder in beside:
        sibling = folder / file.name
        if sibling != file and sibling.is_file():
            try:
                context, _ = context_and_reply(_content(sibling)[1])
            except _NoAnswer:
                continue  # named where it is read for its own sake
            if context is not None:
                return context
    return ""


def _content(file: Path) -> tuple[bytes, str]:
    try:
        data = file.read_bytes()
        return data, decoded(data)[0]
    except OSError as error:
        raise _NoAnswer(f"cannot be read ({error.strerror}); check the rights on it") from error
    except Undecodable as error:
        raise _NoAnswer(f"{error}; save it as UTF-8 text") from error


def _texts(folder: Path) -> Iterator[Path]:
    """Files that may hold an answer, paper by paper, ``CQ2`` before ``CQ10``."""
    found = [
        p
        for p in folder.iterdir()
        if p.suffix.lower() in (".txt", ".md", ".out")
        and not p.name.startswith(".")
        and p.stem.lower() not in ("readme", "license", "licence")
        and p.is_file()
    ]

    def order(path: Path) -> tuple[str, tuple[str, int], str]:
        paper, question = named_in(path.name) or ("", path.name)
        return paper, by_number(question), path.name

    return iter(sorted(found, key=order))
