"""Read saved answers from text files: a folder for each model, a file for each paper and question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.commands.importing.name_matching import by_number, named_in
from generator.commands.importing.prompts import context_and_reply
from generator.commands.importing.saved import Saved, Unread
from generator.errors import AnswerbookError
from generator.reading.decoding import Undecodable, decode_text

_NAME_IT = "name it after the paper and the question, like Publication_33.pdf_CQ24.txt"


def read_folder(folder: Path, model: str | None) -> tuple[list[Saved], list[Unread]]:
    """Read the answers in ``folder``: of one model, or of several models in a folder each.

    model: name of the model if there is one; if there are several, the one to import. A reply that was saved
    without its prompt gets the context from a prompt of the same file name in a sibling folder. Raises
    AnswerbookError if there is no folder of ``model``, or no answer at all.
    """
    try:
        entries = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
        inner = [p for p in entries if p.is_dir() and any(_texts(p))]
        own = list(_texts(folder))
    except OSError as error:
        raise AnswerbookError(
            f"{folder}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    unread: list[Unread] = []
    if inner:
        chosen = [p for p in inner if model in (None, p.name)]
        if not chosen:
            names = ", ".join(p.name for p in inner)
            raise AnswerbookError(
                f"{folder}: no folder for the model {model!r}; use --model with one of {names}, or leave it "
                "out to import all"
            )
        unread += [Unread(p.name, "not in the folder of a model; move it into one") for p in own]
        # A folder of folders is one model each; a folder of texts is one model, whose siblings may hold the
        # prompts.
        models, siblings = {p: p.name for p in chosen}, inner
    elif own:
        models = {folder: model or folder.resolve().name}
        above = folder.resolve().parent
        siblings = sorted(p for p in above.iterdir() if p.is_dir() and p != folder.resolve())
    else:
        raise AnswerbookError(
            f"{folder}: no answers found; give a folder with a text file for each answer ({_NAME_IT}), a "
            "folder of such folders, or a .jsonl or .csv file"
        )
    contexts: dict[str, str] = {}
    answers: list[Saved] = []
    for place, name in models.items():
        for file in _texts(place):
            shown = f"{name}/{file.name}" if inner else file.name
            try:
                answers.append(_saved(file, name, contexts, siblings))
            except _NoAnswer as error:
                unread.append(Unread(shown, str(error)))
    return answers, unread


class _NoAnswer(Exception):
    """A file without an answer; the message says why, and how to fix it."""


def _saved(file: Path, model: str, contexts: dict[str, str], siblings: list[Path]) -> Saved:
    names = named_in(file.name)
    if names is None:
        raise _NoAnswer(f"its name does not give a paper and a question; {_NAME_IT}")
    data, text = _content(file)
    context, reply = context_and_reply(text)
    if not reply.strip():
        raise _NoAnswer("no answer found; delete the file, or run the model again")
    if context is None:
        if file.name not in contexts:
            contexts[file.name] = _sibling_context(file, siblings)
        context = contexts[file.name] or None
    paper, question = names
    return Saved(paper, question, model, reply, context, file.name, hashlib.sha256(data).hexdigest())


def _sibling_context(file: Path, siblings: list[Path]) -> str:
    """Return the context from the first prompt of this name in another model's folder, or an empty text."""
    for folder in siblings:
        sibling = folder / file.name
        if sibling != file and sibling.is_file():
            try:
                context, _ = context_and_reply(_content(sibling)[1])
            except _NoAnswer:
                continue  # reported when its own folder is read
            if context is not None:
                return context
    return ""


def _content(file: Path) -> tuple[bytes, str]:
    try:
        data = file.read_bytes()
        return data, decode_text(data)[0]
    except OSError as error:
        raise _NoAnswer(f"cannot be read ({error.strerror}); check its permissions") from error
    except Undecodable as error:
        raise _NoAnswer(f"{error}; save it as UTF-8 text") from error


def _texts(folder: Path) -> Iterator[Path]:
    """Return the files that may hold an answer, paper by paper, ``CQ2`` before ``CQ10``."""
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
