"""The start of commands: seconds until they are done, from nothing and with models kept ready.

    python -m tests.benchmarks.start [--paper FILE] [--runs 3] [--before DIR] [--json]

Each command runs in a process of its own; figures are the median of the runs. `seconds` are those of a clock,
`processor` those of all cores together, with processes that the command starts: on a machine that others use,
only these can be compared. With ``--before``, a folder with another version of the code, both take turns. The
rows `resident` are with `answerbook serve --models` running: its first answers about a paper, and the same
again. `build` has 12 papers, one of which has changed, and makes no site.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from generator.evaluation.markdown_report import markdown

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT.parent / "shared" / "data" / "papers" / "pdf" / "dl-specter.pdf"
PAPERS = 12
SETTINGS = "title: Start\nquestion_sets: [reporting]\n"
TEXT = """\
---
title: Beetles {number} told apart by a small network
---

# Methods

We photographed {number} ground beetles of 12 species in May, and two curators named each of them.
The survey was approved by the ethics board of a university, and no beetle was harmed.

# Data

All photographs of site {number} are deposited at Zenodo. This work was funded by a foundation.
"""

Place = Mapping[str, str]  # environment variables
Timed = tuple[float, float, bytes]  # seconds, seconds of processors, what was printed


class Run:
    """One way to run commands: a version of the code, and a folder for the socket of a worker."""

    def __init__(self, code: Path, folder: Path) -> None:
        self.code = code
        folder.mkdir(mode=0o700, parents=True)
        self.place: Place = {
            **os.environ,
            "PYTHONPATH": str(code),
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            # As installed packages are, everything is compiled once: here that is no part of a start.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }
        self.folder = folder

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "generator", *words]

    def timed(self, *words: str) -> Timed:
        """Return seconds by the clock and of processors of one command, and what it printed."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(self.command(*words), env=self.place, cwd=self.folder, capture_output=True)
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise SystemExit(f"answerbook {' '.join(words)}: {done.stderr.decode()[-800:]}")
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return seconds, used, done.stdout

    @contextmanager
    def worker(self) -> Iterator[None]:
        """Keep the models ready for the block."""
        process = subprocess.Popen(
            self.command("serve", "--models"), env=self.place, cwd=self.folder, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            if not process.stdout.readline().startswith(b"Ready"):
                raise SystemExit("the worker did not start")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def project_in(run: Run) -> Path:
    """Return a project with answers to all questions."""
    project = run.folder / "project"
    (project / "content" / "papers").mkdir(parents=True)
    (project / "content" / "answerbook.yml").write_text(SETTINGS, encoding="utf-8")
    for number in range(PAPERS):
        write_paper(project, number, number)
    run.timed("build", "--shard", "1/1", "--project", str(project))
    return project


def write_paper(project: Path, number: int, beetles: int) -> None:
    text = TEXT.format(number=beetles)
    (project / "content" / "papers" / f"beetles-{number}.md").write_text(text, encoding="utf-8")


def in_turns(runs: int, acts: Mapping[str, Callable[[int], Timed]]) -> dict[str, list[Timed]]:
    """Return what each act gave, all acts taking turns."""
    made: dict[str, list[Timed]] = {name: [] for name in acts}
    for number in range(runs):
        for name, act in acts.items():
            made[name].append(act(number))
    return made


def without_worker(versions: Mapping[str, Run], paper: Path, runs: int) -> dict[str, dict[str, list[Timed]]]:
    """Return runs by command and version; no worker is there."""
    projects = {name: project_in(run) for name, run in versions.items()}

    def build(name: str, number: int) -> Timed:
        return build_changed(versions[name], projects[name], 100 + number)

    words: Mapping[str, Callable[[str], tuple[str, ...]]] = {
        "--help": lambda name: ("--help",),
        "status": lambda name: ("status", "--project", str(projects[name])),
        "ask": lambda name: ("ask", str(paper), "--json"),
    }
    for name, run in versions.items():  # the first run compiles
        for of in words.values():
            run.timed(*of(name))
    rows = {
        command: in_turns(runs, {name: partial(_timed, run, of(name)) for name, run in versions.items()})
        for command, of in words.items()
    }
    rows["build, one changed paper"] = in_turns(runs, {name: partial(build, name) for name in versions})
    return rows


def with_worker(run: Run, paper: Path, runs: int) -> dict[str, list[Timed]]:
    """Return runs by command, of one version with its worker; each first question has a worker of its own."""
    project = run.folder / "project"
    asked = ("ask", str(paper), "--json")
    first: list[Timed] = []
    for _ in range(runs - 1):
        with run.worker():
            first.append(run.timed(*asked))
    with run.worker():
        first.append(run.timed(*asked))
        again = [run.timed(*asked) for _ in range(runs)]
        builds = [build_changed(run, project, 200 + number) for number in range(runs)]
    return {
        "ask, resident": first,
        "ask, resident, again": again,
        "build, one changed paper, resident": builds,
    }


def build_changed(run: Run, project: Path, number: int) -> Timed:
    """Change one paper, and answer what is open; no site is made."""
    write_paper(project, 0, number)
    return run.timed("build", "--recompute", "--shard", "1/1", "--project", str(project))


def _timed(run: Run, words: tuple[str, ...], number: int) -> Timed:
    return run.timed(*words)


def figures_of(made: Mapping[str, Sequence[Timed]]) -> dict[str, float]:
    """Return medians by version, of seconds and of processor time."""
    return {
        f"{name}{unit}": round(statistics.median(one[which] for one in timed), 2)
        for name, timed in made.items()
        for which, unit in enumerate(("", ", processor"))
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--paper", type=Path, default=PAPER)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--before", type=Path, help="a folder with another version of the code")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.paper.is_file():
        raise SystemExit(f"{options.paper}: no such paper; name one with --paper")
    folder = Path(tempfile.mkdtemp(prefix="start-"))
    codes = {"seconds": ROOT} | ({"before": options.before.resolve()} if options.before else {})
    try:
        versions = {name: Run(code, folder / name) for name, code in codes.items()}
        paper = options.paper.resolve()
        rows = without_worker(versions, paper, options.runs)
        rows |= {
            name: {"seconds": made}
            for name, made in with_worker(versions["seconds"], paper, options.runs).items()
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    answers = {
        one[2]
        for name, row in rows.items()
        if name.startswith("ask")
        for made in row.values()
        for one in made
    }
    result: dict[str, Any] = {command: figures_of(made) for command, made in rows.items()}
    summary = {"runs": options.runs, "answers_alike": len(answers) == 1, "commands": result}
    print(json.dumps(summary, indent=1) if options.json else markdown("The start", summary))


if __name__ == "__main__":
    main()
