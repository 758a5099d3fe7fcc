"""What is said of each paper, as a digest that is quick to take: pages are laid out only where it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.core import Answer, Paper, digest
from generator.ledger.known import PAPER_FILE
from generator.storage.files import hash_of


def _known(file: Path) -> str:
    """What is written down of a paper, as a hash; empty where nothing is."""
    return hash_of(file) if file.is_file() else ""


def paper_digests(
    papers: Sequence[tuple[Paper, str]],
    answers: Sequence[Answer],
    stale: Mapping[tuple[str, str, str], tuple[str, ...]],
    ledger: Path,
) -> dict[str, str]:
    """Paper id -> digest of its text and metadata, of its answers as recorded, and of what is said of them.

    papers: each with the hash of its text. answers: those that are shown. stale: see
    `generator.site.Collection`. ledger: folder of the answers; its files are read as bytes, for taking
    answers apart would take a hundred times as long.
    """
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
                len(paper.sections),
                list(paper.warnings),
                sorted(shown[paper.id], key=repr),
                paper.version,
                [[p.name, hash_of(p)] for p in sorted((ledger / paper.id).glob("*.jsonl*"))],
                _known(ledger / paper.id / PAPER_FILE),
            ]
        )
        for paper, text in papers
    }
