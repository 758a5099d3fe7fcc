"""Small projects with answers written by hand, published for real; and every byte that a site holds."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.build import BuildOptions, build
from generator.commands.init import create_project
from generator.core import Answer, AnswerSentence, Paper, Place, SearchedPassage, Snippet, digest
from generator.core.status import Status
from generator.ledger import Ledger
from generator.project import Project
from generator.reading import read_paper
from tests.conftest import FIVE


class Site:
    """A project that is published from answers that tests write into its ledger."""

    def __init__(self, root: Path, **settings: object) -> None:
        self.root = root
        create_project(root, "Small things")
        (root / "content/questions/five.yml").write_text(FIVE, encoding="utf-8")
        self.papers = root / "content/papers"
        self.papers.mkdir(exist_ok=True)
        self.ledger = Ledger(root / "content/answers")
        self.set(**settings)

    def set(self, **settings: object) -> None:
        """Change settings of the site."""
        lines = [f"  {name}: {value}" for name, value in {"copy_papers": "false", **settings}.items()]
        (self.root / "content/answerbook.yml").write_text(
            "title: Small things\nsite_url: https://example.org/\nquestion_sets: [five]\n"
            "models:\n  - {name: quotes, kind: quotes}\nsite:\n" + "\n".join(lines) + "\n",
            encoding="utf-8",
        )

    def paper(self, name: str, body: str, sidecar: str = "") -> Paper:
        """Write a paper in Markdown and its sidecar, and return it as read."""
        file = self.papers / name
        file.write_text(body, encoding="utf-8")
        self.sidecar(file.stem, sidecar)
        return read_paper(file)

    def sidecar(self, stem: str, text: str) -> None:
        (self.papers / f"{stem}.yml").write_text(text, encoding="utf-8")

    def publish(self) -> Path:
        build(Project.find(self.root), BuildOptions.publishing())
        return self.root / "build/site"


def passage(paper: Paper, focus: str, whole: str = "") -> Snippet:
    """``focus`` as evidence, with ``whole`` around it."""
    start, first = paper.text.index(whole or focus), paper.text.index(focus)
    text = whole or focus
    place = Place(start, start + len(text), "Methods", "methods")
    return Snippet(text, place, 0.9, (), ((first, first + len(focus)),))


def answered(
    paper: Paper,
    question: str,
    sentences: Sequence[str],
    evidence: Sequence[Snippet] = (),
    *,
    model: str = "quotes",
    status: Status = "reported",
    withheld: Sequence[str] = (),
    reason: str = "",
    searched: Sequence[str] = (),
    raw: str = "",
    kind: str = "quotes",
) -> Answer:
    """Return an answer, its sentences resting on the evidence in turn."""
    rests = range(len(evidence))
    kept = [
        AnswerSentence(s, "supported", "", (n % len(rests),) if rests else (), 1.0)
        for n, s in enumerate(sentences)
    ]
    out = [AnswerSentence(s, "unsupported", reason or "beside the question") for s in withheld]
    places = [(s, passage(paper, s).place) for s in searched]
    return Answer(
        paper.id,
        question,
        model,
        status,
        "" if status == "reported" else (reason or "Nothing was found."),
        (*kept, *out),
        tuple(evidence),
        tuple(SearchedPassage(digest(s), place, 0.5) for s, place in places),
        raw,
        {"paper_text": "0", "question": "0"},
        {"answerbook": "0.1", "kind": kind, "made": "2026-11-01", "asked": "?"},
    )


def holding(site: Path, word: str) -> list[str]:
    """Return the files of a site that have a word in name or content, however they are packed."""
    return [name for name, data in _contents(site) if word in name.lower() or word.encode() in data.lower()]


def _contents(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):  # gzip: sitemaps, and all of Pagefind's files
            data += gzip.decompress(data)
        yield path.relative_to(site).as_posix(), data
