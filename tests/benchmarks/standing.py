"""How long `answerbook status` takes: `python -m tests.benchmarks.standing PAPERS [FOLDER]`.

Makes a project of so many small papers, each with the answers of one model to 28 questions, as a build would
have recorded them; then measures a first status, one with nothing changed, and one with a changed paper.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from generator.commands.init import create_project
from generator.commands.status_command import status_report
from generator.core import Answer, AnswerSentence, Place, Snippet
from generator.core.answer import SearchedPassage
from generator.ledger.ledger_lines import canonical_line
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.run.config import RunConfig

WORDS = "Sentences were found and shown with their neighbours so that a reader can check them. " * 3


def made(root: Path, papers: int) -> Project:
    """Return the project, written with files as old as if made yesterday."""
    create_project(root, "Scale")
    settings = "title: Scale\nquestion_sets: [deep-learning]\nmodels: [{name: quotes, kind: quotes}]\n"
    (root / "content/answerbook.yml").write_text(settings, encoding="utf-8")
    folder = root / "content/papers"
    folder.mkdir(exist_ok=True)
    then = time.time() - 86_400
    for n in range(papers):
        file = folder / f"paper-{n:06}.md"
        file.write_text(f"# Paper {n}\n\n## Methods\n\n{WORDS}It is number {n}.\n", encoding="utf-8")
        os.utime(file, (then, then))
    project = Project.find(root)
    wanted = RunConfig.of(project)
    fingerprints = wanted.fingerprints()
    place = Place(20, 20 + len(WORDS), "Methods", "methods")
    for entry in catalogue(project).entries:
        lines = []
        for question in sorted(wanted.questions, key=lambda q: q.id):
            answer = Answer(
                entry.id,
                question.id,
                "quotes",
                "reported",
                sentences=(AnswerSentence(WORDS, "supported", "", (0,), 1.0),),
                evidence=(Snippet(WORDS, place, 0.9),),
                searched=tuple(SearchedPassage(f"{n:016x}", place, 0.5) for n in range(12)),
                raw=WORDS,
                fingerprint=fingerprints.of(entry.text_hash, question, "quotes").parts,
                provenance={"answerbook": "1", "kind": "quotes", "made": "2026-11-01"},
            )
            lines.append(canonical_line(answer))
        file = project.answers_dir / entry.id / "quotes.jsonl"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"".join(lines))
        os.utime(file, (then, then))
    return project


def measure(papers: int, root: Path) -> None:
    project = made(root, papers)
    size = sum(f.stat().st_size for f in project.answers_dir.rglob("*.jsonl"))
    print(f"{papers} papers, {papers * 28} answers, {size / 1e6:.0f} MB of ledger")
    changed = root / "content/papers/paper-000001.md"
    for name in ("first", "nothing changed", "one paper changed"):
        if name == "one paper changed":
            changed.write_text(changed.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
        started = time.perf_counter()
        report = status_report(Project.find(root))
        seconds = time.perf_counter() - started
        print(f"{name}: {seconds:.2f} s; {dict(report.total.states)}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(int(sys.argv[1]), Path(folder) / "project")
