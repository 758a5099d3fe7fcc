"""A cheap digest of everything shown of each paper: its pages are rendered only if it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.core import Answer, Paper, digest
from generator.ledger import Ledger
from generator.ledger.known import PAPER_FILE
from generator.storage.files import hash_of


def _known_hash(file: Path) -> str:
    """Return the hash of a paper's ledger record; empty if there is none."""
    return hash_of(file) if file.is_file() else ""


def ledger_files(ledger: Ledger, paper: str) -> list[list[str]]:
    """Return name and hash of each file with answers about a paper, settled or not, and with its history."""
    return [[file.name, ledger.sha256(file)] for file in sorted((ledger.folder / paper).glob("*.jsonl*"))]


def paper_digests(
    papers: Sequence[tuple[Paper, str]],
    answers: Sequence[Answer],
    stale: Mapping[tuple[str, str, str], tuple[str, ...]],
    ledger: Ledger,
) -> dict[str, str]:
    """Return paper id -> digest of everything that is shown of a paper.

    That is its text and metadata, its recorded answers, and which of them are shown or stale. papers: each
    with the hash of its text. answers: those that are shown. stale: see `generator.site.Collection`. The
    ledger's files are hashed as bytes, since parsing the answers would take a hundred times as long.
    """
    folder = ledger.folder
    shown: dict[str, list[list[object]]] = {paper.id: [] for paper, _ in papers}
    for answer in answers:
        if answer.paper in shown:
            why = stale.get((answer.paper, answer.question, answer.model), ())
            shown[answer.paper].append([answer.model, answer.question, list(why)])
    return {
        paper.id: digest(
            [
                text,
                repr(paper.metadata),
                paper.format,
                paper.source,
                len(paper.heads),
                list(paper.warnings),
                sorted(shown[paper.id], key=repr),
                paper.version,
                ledger_files(ledger, paper.id),
                _known_hash(folder / paper.id / PAPER_FILE),
            ]
        )
        for paper, text in papers
    }
