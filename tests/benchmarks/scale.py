"""What a large collection costs: time, memory, disk, git and hosting, by the number of papers.

    python -m tests.benchmarks.scale [--papers 464 5000 20000] [--full 5000] [--json]

Each collection is a project on disk: made-up papers of some 20,000 characters, each with the answers of one
model to 28 questions, as a build would have recorded them. Commands run as a user runs them, each in a
process of its own: wall time, processor seconds of all its processes (which other work on the machine changes
less), memory of the largest of them. Measured are the first publication, a build with nothing to do (the
median of three), one with a changed paper, `status`, and the sizes of ledger, repository, clone and site.

Up to `--full` papers the site is really built. Above, stand-ins take its place, as many files in as many
folders, so that a build with nothing to do looks at what it would look at; what needs the site is left out.
The growth is the exponent between the smallest and the largest collection: 1 is linear.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import math
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.commands.init import create_project
from generator.core import Answer, Paper
from generator.core.snippet import with_closest_text
from generator.evaluation.markdown_report import markdown
from generator.ledger.ledger_lines import canonical_line
from generator.project import Project
from generator.project.catalogue import catalogue
from generator.project.paper_loading import CollectedPapers
from generator.run import unchanged
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import BuildAnswers
from generator.run.config import RunConfig
from generator.site import WriteReport
from generator.storage.files import files_within
from tests.benchmarks.synthetic import synthetic

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "title: Scale\nquestion_sets: [deep-learning]\nmodels: [{name: quotes, kind: quotes}]\n"
_AT_ONCE = 500  # papers that are made at a time, so that memory does not grow
_EVERY = 50  # of so many files one is packed, to tell what all take


def make(root: Path, papers: int, texts: Sequence[str] = ()) -> None:
    """Write the project, its files as old as if made yesterday.

    texts: in Markdown, taken in turn in place of made-up ones.
    """
    create_project(root, "Scale")
    (root / "content/answerbook.yml").write_text(SETTINGS, encoding="utf-8")
    shutil.rmtree(root / "content/papers", ignore_errors=True)
    (root / "content/papers").mkdir(parents=True)
    shutil.rmtree(root / "content/answers", ignore_errors=True)
    for number, (name, paper, _) in enumerate(_made(papers)):
        # The title keeps texts apart that come more than once.
        text = f"# {paper.metadata.title}\n\n{texts[number % len(texts)]}" if texts else _as_markdown(paper)
        (root / f"content/papers/{name}.md").write_text(text, encoding="utf-8")
    project = Project.find(root)
    wanted = RunConfig.of(project)
    fingerprints = wanted.fingerprints()
    entries = {entry.source.removesuffix(".md"): entry for entry in catalogue(project).entries}
    made_up = [q.id for q in synthetic(1).questions]
    for name, paper, answers in _made(papers):
        entry = entries[name]
        by_question = {a.question: a for a in answers}
        lines = []
        for asked, made in zip(wanted.questions, made_up[: len(wanted.questions)], strict=True):
            # Some questions were not asked in the made-up answers; here nothing is to be left to do.
            answer = by_question.get(made) or answers[0]
            answer = dataclasses.replace(answer, searched=with_closest_text(answer.searched, paper.text))
            if answer.status == "failed":
                answer = dataclasses.replace(answer, status="not_reported", reason="Nothing was found.")
            lines.append(
                dataclasses.replace(
                    answer,
                    paper=entry.id,
                    question=asked.id,
                    model="quotes",
                    raw=answer.text,
                    fingerprint=fingerprints.of(entry.text_hash, asked, "quotes").parts,
                    provenance={"answerbook": "1", "kind": "quotes", "made": "2026-11-01"},
                    measured={},
                )
            )
        file = project.answers_dir / entry.id / "quotes.jsonl"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"".join(canonical_line(a) for a in sorted(lines, key=lambda a: a.question)))
    _made_yesterday(root)


def _made(papers: int) -> Iterator[tuple[str, Paper, list[Answer]]]:
    """Name, paper and answers of a collection that is made part by part."""
    for part, start in enumerate(range(0, papers, _AT_ONCE)):
        collection = synthetic(min(_AT_ONCE, papers - start), contexts=3, seed=part + 1)
        answers: dict[str, list[Answer]] = {p.id: [] for p in collection.papers}
        for answer in collection.answers:
            answers[answer.paper].append(answer)
        for number, paper in enumerate(collection.papers, start):
            yield f"made-up-{number:06}", paper, answers[paper.id]


def _as_markdown(paper: Paper) -> str:
    lines = [f"# {paper.metadata.title}", ""]
    for section in paper.sections:
        lines += [f"## {section.title}", "", *(f"{s.text}\n" for s in section.sentences)]
    return "\n".join(lines)


def _made_yesterday(folder: Path) -> None:
    then = time.time() - 86_400
    for path, _ in files_within(folder):
        os.utime(folder / path, (then, then))


def stand_ins(project: Project) -> None:
    """As many files as a build would have written, and its record, as if it had."""
    for paper in sorted(project.answers_dir.iterdir()):
        for number, line in enumerate((paper / "quotes.jsonl").read_bytes().splitlines()):
            identifier = json.loads(line)["id"]
            folder = project.answer_pages_dir / "a" / f"{identifier}-{number}-{paper.name}"
            folder.mkdir(parents=True)
            (folder / "index.html").write_bytes(b"<p>Stand-in</p>")
        for file in (f"papers/{paper.name}.md", f"data/papers/{paper.name}.json"):
            page = project.docs_dir / file
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(b"Stand-in\n")
    project.site_dir.mkdir(parents=True)
    (project.site_dir / "index.html").write_bytes(b"<p>Stand-in</p>")
    (project.site_dir.with_name(f".{project.site_dir.name}.json")).write_bytes(b"{}")
    with started(project, BuildOptions(), silent) as context:
        report = context.report
        report.papers = len(project.papers())
        report.reused = report.papers * len(context.config.questions)
        report.pages = report.answer_pages = WriteReport(0, 0, 0)
        if not unchanged.save(context, BuildAnswers(CollectedPapers((), ()), (), (), ())):
            raise RuntimeError("the record of a build could not be kept")


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended well. seconds: wall time; processor: seconds of all its processes; memory: of the
    largest of them, GB; said: what it printed."""

    seconds: float
    processor: float
    memory: float
    said: str

    def figures(self, name: str) -> dict[str, float]:
        return {
            f"{name}, s": self.seconds,
            f"{name}, processor s": self.processor,
            f"{name}, GB": self.memory,
        }


def run(project: Project, *command: str) -> Run:
    """Run a command on ``project``. Raises RuntimeError where it fails."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", "generator", *command, "--project", str(project.root)],
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, code, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(code)
        seconds = time.perf_counter() - started
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if child.returncode:
        raise RuntimeError(f"answerbook {' '.join(command)} ended with {child.returncode}: {text[-2000:]}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9, text)


def measure(papers: int, folder: Path, *, full: bool) -> dict[str, Any]:
    """All figures of a collection of so many papers, which is made in ``folder``."""
    started = time.perf_counter()
    # In a process of its own: what it takes would else count as taken by the commands that are begun here.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(make, folder, papers).result()
    project = Project.find(folder)
    found: dict[str, Any] = {"answers": papers * 28, "made in, s": time.perf_counter() - started}
    found |= run(project, "status").figures("first status")
    if full:
        first = run(project, "build")
        found |= first.figures("first publication") | phases("first publication", first.said)
    else:
        stand_ins(project)
    idle = sorted((run(project, "build") for _ in range(3)), key=lambda r: r.seconds)
    if not all("nothing has changed" in r.said for r in idle):
        raise RuntimeError(f"a build of {papers} papers with nothing to do did something: {idle[-1].said}")
    found |= idle[1].figures("nothing to do")
    found |= run(project, "status").figures("status")
    print(f"{papers}: {json.dumps(found)}", file=sys.stderr)
    found |= sizes(project, full=full)
    if full:
        changed = sorted(project.papers_dir.glob("*.md"))[papers // 2]
        with changed.open("a", encoding="utf-8") as file:
            file.write("\nThe random seed was set to 42 in all of our experiments.\n")
        one = run(project, "build")
        found |= one.figures("one paper changed") | phases("one paper changed", one.said)
    return found


def phases(name: str, said: str) -> dict[str, float]:
    """Return the times that a build tells of its phases."""
    line = next(line for line in said.splitlines() if line.startswith("time: "))
    parts = line.removeprefix("time: ").partition(";")[0].split(", ")
    return {
        f"{name}, of these {phase}, s": float(seconds.removesuffix(" s"))
        for phase, _, seconds in (part.partition(" ") for part in parts)
    }


def sizes(project: Project, *, full: bool) -> dict[str, Any]:
    """Of the ledger, of its repository and a clone, and of the site."""
    files = [p for p in project.answers_dir.rglob("*") if p.is_file()]
    found: dict[str, Any] = {
        "ledger, files": len(files),
        "ledger, MB": sum(p.stat().st_size for p in files) / 1e6,
        "papers, MB": sum(p.stat().st_size for p in project.papers_dir.iterdir()) / 1e6,
    }
    with tempfile.TemporaryDirectory(dir=project.root.parent) as name:
        work, bare = Path(name) / "work", Path(name) / "ledger.git"
        work.mkdir()
        # No packing of its own in the background: it would be at work when it is measured.
        own = ("user.name=b", "user.email=b@example.org", "gc.auto=0", "maintenance.auto=false")
        git = ["git", *(word for setting in own for word in ("-c", setting)), f"--git-dir={bare}"]
        started = time.perf_counter()
        subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
        inside = [*git, f"--work-tree={project.answers_dir}"]
        subprocess.run([*inside, "add", "--all", "."], check=True, cwd=project.answers_dir)
        subprocess.run([*inside, "commit", "--quiet", "-m", "Answers"], check=True, cwd=project.answers_dir)
        found["git add and commit, s"] = time.perf_counter() - started
        started = time.perf_counter()
        subprocess.run([*git, "gc", "--quiet"], check=True)
        found["git gc, s"] = time.perf_counter() - started
        found["ledger in git, MB"] = _megabytes(bare)
        started = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", f"file://{bare}", str(work / "clone")], check=True)
        found["clone, s"] = time.perf_counter() - started
        found["clone, MB"] = _megabytes(work / "clone")
    if full:
        pages = sorted(p for p in project.site_dir.rglob("*") if p.is_file())
        some = pages[::_EVERY]
        packed = sum(len(gzip.compress(p.read_bytes(), 6)) for p in some)
        plain = sum(p.stat().st_size for p in some)
        whole = sum(p.stat().st_size for p in pages)
        found |= {
            "site, files": len(pages),
            "site, MB": whole / 1e6,
            f"site, MB gzipped (from every {_EVERY}th file)": whole / 1e6 * packed / plain,
        }
    return found


def _megabytes(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def growth(found: dict[int, dict[str, Any]]) -> dict[str, float]:
    """Exponent of each figure between the smallest and the largest collection that it was measured on."""
    exponents = {}
    for name in dict.fromkeys(name for figures in found.values() for name in figures):
        sized = [(n, figures[name]) for n, figures in sorted(found.items()) if figures.get(name)]
        if len(sized) > 1:
            (least, low), (most, high) = sized[0], sized[-1]
            exponents[name] = math.log(high / low) / math.log(most / least)
    return exponents


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--papers", type=int, nargs="+", default=[464, 5_000, 20_000])
    parser.add_argument("--full", type=int, default=5_000, help="the largest of which the site is built")
    parser.add_argument("--folder", type=Path, help="where projects are made; a temporary one by default")
    parser.add_argument("--data", type=Path, help="not used: all is made up")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[int, dict[str, Any]] = {}
    for papers in options.papers:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            found[papers] = measure(papers, Path(folder) / "project", full=papers <= options.full)
            print(f"{papers}: {json.dumps(found[papers])}", file=sys.stderr)
    rows: dict[str, Any] = {f"{papers:,} papers": figures for papers, figures in found.items()}
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    table = {name: {label: figures.get(name) for label, figures in rows.items()} for name in names}
    exponents = growth(found)
    for name, row in table.items():
        row["growth"] = exponents.get(name)
    print(json.dumps({"scale": table}, indent=1) if options.json else markdown("Scale", {"scale": table}))


if __name__ == "__main__":
    main()
