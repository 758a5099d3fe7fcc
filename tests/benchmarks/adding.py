"""Papers by id: how long `answerbook add` takes, and what it asks for twice when it is killed on the way.

    python -m tests.benchmarks.adding [--papers 100] [--jobs 4] [--slow 0.05] [--json]

A server of this machine stands for Crossref, Europe PMC and PMC; each reply takes ``--slow`` seconds. One
project gets all papers in one go. Another one's command is killed (SIGKILL) when half of the requests are in,
and run again: what it had an answer to is not to be asked again, but for the requests that were on their way.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from generator.evaluation.markdown_report import markdown
from tests.fetching.internet import Internet, environment, item, jats, result
from tests.fetching.serving import Server

ROOT = Path(__file__).resolve().parents[2]


def collection(papers: int) -> tuple[Internet, list[str]]:
    """So many papers with their texts, and their DOIs."""
    internet, dois = Internet(), [f"10.1234/paper.{n}" for n in range(papers)]
    for n, doi in enumerate(dois):
        licence = "https://creativecommons.org/licenses/by/4.0/"
        internet.crossref[doi] = item(doi, licence=licence)
        internet.europepmc[doi] = [result(doi, f"PMC{1000 + n}", str(50000 + n))]
        internet.texts[f"PMC{1000 + n}"] = jats(doi, licence=licence)
    return internet, dois


def project(root: Path, dois: list[str]) -> Path:
    """Return a project without papers, and a list of ids in it."""
    (root / "content/papers").mkdir(parents=True)
    (root / "content/answerbook.yml").write_text("title: Ours\n", encoding="utf-8")
    ids = root / "ids.txt"
    ids.write_text("\n".join(["# to be added", *dois, ""]), encoding="utf-8")
    return ids


def command(ids: Path, server: Server, jobs: int) -> subprocess.Popen[str]:
    """`answerbook add`, started."""
    arguments = ["add", str(ids), "--project", str(ids.parent), "--jobs", str(jobs), "--json"]
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        env={**os.environ, "ANSWERBOOK_SERVICES": environment(server)},
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(running: subprocess.Popen[str]) -> list[str]:
    """Return what became of each paper. Raises CalledProcessError where the command failed."""
    output, _ = running.communicate()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, running.args, output)
    return [one["state"] for one in json.loads(output)["papers"]]


def measure(papers: int, jobs: int, slow: float, folder: Path) -> dict[str, Any]:
    """Seconds, and requests. Raises ValueError where a paper is not there in the end."""
    internet, dois = collection(papers)
    internet.slow = slow
    with Server(internet) as server:
        started = time.perf_counter()
        states = finished(command(project(folder / "once", dois), server, jobs))
        seconds = time.perf_counter() - started
        requests, at_once = len(server.asked), server.max_at_once
    with Server(internet) as server:
        ids = project(folder / "killed", dois)
        running = command(ids, server, jobs)
        while len(server.asked) < requests // 2 and running.poll() is None:
            time.sleep(0.005)
        running.kill()
        running.communicate()
        before = len(list((folder / "killed/content/papers").glob("*.xml")))
        again = finished(command(ids, server, jobs))
        twice = sum(count - 1 for count in _counts(server).values())
    for name in ("once", "killed"):
        if len(list((folder / name / "content/papers").glob("*.xml"))) != papers:
            raise ValueError(f"{name}: not all papers are there")
    return {
        "papers": papers,
        "seconds": seconds,
        "requests": requests,
        "requests at once, most": at_once,
        "added": states.count("added"),
        "papers there when killed": before,
        "then added": again.count("added"),
        "asked for twice": twice,
    }


def _counts(server: Server) -> dict[str, int]:
    counts: dict[str, int] = {}
    for asked in server.asked:
        name = f"{asked.path}?{json.dumps(asked.query, sort_keys=True)}"
        counts[name] = counts.get(name, 0) + 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="Not used.")
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--slow", type=float, default=0.05)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.papers, options.jobs, options.slow, Path(folder))
    print(json.dumps(found, indent=1) if options.json else markdown("Adding papers", found))


if __name__ == "__main__":
    main()
