"""What is fuzzed: a reader each, of the files of papers, of bibliographies and of a project."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from generator.core.formats import Format
from generator.errors import InvalidFile, LedgerError
from generator.ledger.known import merge_paper_files, read_known
from generator.ledger.ledger_lines import answer_of, canonical_line
from generator.ledger.ledger_merging import merge_files
from generator.ledger.published_list import merge_lists, read_list
from generator.ledger.store import Ledger
from generator.project.question_files import load_question_set
from generator.project.review_files import load_reviews_of, review_text
from generator.project.settings import load_settings, settings_yaml
from generator.reading.dispatch import read_file
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.reading.metadata.sidecar import read_sidecar

Kind = (
    str  # of a file, by which it is mutated: pdf, xml, html, docx, json, jsonl, yaml, or the name of a text
)


@dataclass(frozen=True, slots=True)
class Target:
    """suffix: of its files. kind: how they are mutated. read: what comes of one; raises AnswerbookError."""

    suffix: str
    kind: Kind
    read: Callable[[Path], Any]


class Broken(AssertionError):
    """A property of what a reader returned does not hold; the message begins with its name."""


def target(name: str) -> Target:
    """Return the target of this name."""
    return _targets()[name]


@cache
def _targets() -> dict[str, Target]:
    papers = {
        "pdf": (".pdf", "pdf"),
        "jats": (".xml", "xml"),
        "tei": (".tei.xml", "xml"),
        "docx": (".docx", "docx"),
        "latex": (".tex", "latex"),
        "html": (".html", "html"),
        "markdown": (".md", "markdown"),
        "text": (".txt", "text"),
        "passages": (".passages.json", "json"),
    }
    assert set(papers) == set(get_args(Format)), "a reader without a target"
    bibliographies = {
        "bibtex": (".bib", "bibtex"),
        "csl": (".json", "json"),
        "ris": (".ris", "ris"),
        "nbib": (".nbib", "ris"),
    }
    return {
        **{name: Target(suffix, kind, _paper_of(name)) for name, (suffix, kind) in papers.items()},
        **{name: Target(suffix, kind, _entries) for name, (suffix, kind) in bibliographies.items()},
        "sidecar": Target(".yml", "yaml", _sidecar),
        "questions": Target(".questions.yml", "yaml", _plain_of(load_question_set)),
        "settings": Target(".settings.yml", "yaml", _settings),
        "reviews": Target(".reviews.yml", "yaml", _reviews),
        "ledger": Target(".jsonl", "jsonl", _ledger),
        "history": Target(".history.jsonl", "jsonl", _history),
        "known": Target(".paper.json", "json", _known),
        "published": Target(".published.txt", "text", _published),
    }


def names() -> tuple[str, ...]:
    """Return the names of all targets."""
    return tuple(_targets())


def is_paper(name: str) -> bool:
    """Return whether a target reads papers."""
    return name in get_args(Format)


def _paper_of(name: str) -> Callable[[Path], Any]:
    return lambda path: read_file(path, id="paper", format=cast("Format", name))


def _plain_of(load: Callable[[Path], Any]) -> Callable[[Path], Any]:
    return lambda path: asdict(load(path))


def _entries(path: Path) -> Any:
    found = []
    for entry in read_bibliography(path).entries:
        metadata, *_ = (metadata_of(entry),)
        found.append([repr(metadata), entry.plain()])
    return found


def _sidecar(path: Path) -> Any:
    metadata, problems = read_sidecar(path)
    return [asdict(metadata), [str(problem) for problem in problems]]


def _settings(path: Path) -> Any:
    settings = load_settings(path)
    again = path.with_name("again.settings.yml")
    again.write_text(settings_yaml(settings), encoding="utf-8")
    if load_settings(again) != settings:
        raise Broken("round trip: settings are other ones when they are written and read")
    return settings.model_dump(mode="json")


def _reviews(path: Path) -> Any:
    reviews = load_reviews_of(path)
    if reviews:
        again = path.with_name("again.reviews.yml")
        again.write_text("".join(f"{review_text(r)}\n" for r in reviews), encoding="utf-8")
        try:
            kept = load_reviews_of(again)
        except InvalidFile as error:
            raise Broken(f"round trip: reviews cannot be read again: {error}") from error
        if [(r.answer, r.name, r.text, r.note) for r in kept] != [
            (r.answer, r.name, r.text, r.note) for r in reviews
        ]:
            raise Broken("round trip: reviews are other ones when they are written and read")
    return [repr(r) for r in reviews]


def _ledger(path: Path) -> Any:
    data = path.read_bytes()
    folder = _laid_out(path, "paper/model.jsonl", data)
    ledger = Ledger(folder)
    answers = ledger.read("paper", "model")
    for answer in answers.values():
        line = canonical_line(answer)
        again, why = answer_of(line.rstrip(b"\n"), Path("paper/model.jsonl"), 1)
        if again is None or canonical_line(again) != line:
            raise Broken(f"round trip: an answer is another one when it is written and read: {why}")
    _merge(data, "paper/model.jsonl")
    return [sorted(answers), [str(problem) for problem in ledger.problems]]


def _history(path: Path) -> Any:
    data = path.read_bytes()
    folder = _laid_out(path, "paper/history.jsonl", data)
    ledger = Ledger(folder)
    found = ledger.history("paper")
    _merge(data, "paper/history.jsonl")
    return [[repr(entry) for entry in found], [str(problem) for problem in ledger.problems]]


def _known(path: Path) -> Any:
    data = path.read_bytes()
    folder = _laid_out(path, "paper/paper.json", data)
    try:
        found = read_known(folder, "paper")
    except ValueError as error:  # documented: the file is damaged
        return str(error)
    once = merge_paper_files(data, data, data, "paper/paper.json")
    if once != merge_paper_files(data, once, data, "paper/paper.json"):
        raise Broken("merge: what is known of a paper is another when it is merged with itself twice")
    return repr(found)


def _published(path: Path) -> Any:
    data = path.read_bytes()
    folder = _laid_out(path, "published.txt", data)
    found = read_list(folder)
    merged = merge_lists(data, data)
    if merge_lists(merged, data) != merged:
        raise Broken("merge: a list of what was published is another when it is merged with itself twice")
    return [list(name) for name in found]


def _laid_out(path: Path, name: str, data: bytes) -> Path:
    folder = path.with_name("ledger")
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    for other in file.parent.iterdir():
        if other.is_file():
            other.unlink()
    file.write_bytes(data)
    return folder


def _merge(data: bytes, name: str) -> None:
    """Merge the file with half of itself: the order of the sides must not matter, nor a second merge."""
    half = data[: data.rfind(b"\n", 0, len(data) // 2) + 1]
    try:
        one, conflicts = merge_files(half, data, half, name)
        other, _ = merge_files(half, half, data, name)
    except LedgerError:
        return
    if not conflicts and one != other:
        raise Broken("merge: sides changed over make another file")
    if not conflicts and merge_files(half, one, one, name)[0] != one:
        raise Broken("merge: merging what was merged makes another file")


def as_json(result: Any) -> str:
    """Return what a target returned as JSON, as a build writes it."""
    return json.dumps(result, ensure_ascii=False, default=str)
