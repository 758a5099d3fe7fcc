"""All figures, measured anew and written into the documentation.

    python -m tests.benchmarks.figures [--data ../shared/data]

Runs every benchmark and writes `content/pages/figures.md`. Times are of the machine at hand; the other
figures are the same everywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.evaluation.report import markdown

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "content" / "pages" / "figures.md"
CPU_INFO = Path("/proc/cpuinfo")

HEAD = """\
---
title: "Figures"
description: "What Answerbook reaches on papers and labels, how it was measured, and what each part brings."
hide:
  - navigation
---

# Figures { #page.figures }

How good are reading, retrieval, abstention and the checks? `make bench` measures all of it on real papers and
on labels by people, and writes this page. What was fitted is never judged on what it was fitted on: each
paper by weights from the other papers. The questions and the rules were written by people who had seen
these papers; expect somewhat less on others. No figure stands without its number of cases.
"""

# Name of the benchmark, with options where it is the second of one -> title, what was measured on what,
# options, keys of its output that become tables.
SECTIONS: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "reading": (
        "Reading",
        "Real PDF and JATS papers; gold quotes are passages copied out of the PDFs by people.",
        (),
        (),
    ),
    "retrieval": (
        "Evidence and status",
        "Four papers on deep learning in biodiversity research x 28 questions, read in full by people, who "
        "copied out every passage that answers. At most 3,600 characters of snippets a question. Status: "
        "what `quotes` says, reported at least in part against not reported.",
        ("--ablation", "--quotes", "--pack"),
        ("figures", "ablation", "quotes", "pack"),
    ),
    "judges": (
        "Judges",
        "Decisions: 2,097 answers of five language models about 15 papers; does the answer hold specific "
        "information from the paper? Labels and the models' own judgement: Kommineni et al. 2025. "
        "Attribution: 1,198 claims with references, the development part of AttributionBench.",
        ("--ablation",),
        (),
    ),
    "checking": (
        "Support of sentences",
        "True sentences and errors planted into them, on real papers: what the check keeps, and what it lets "
        "through.",
        (),
        (),
    ),
    "models": (
        "Models",
        "One real paper of 12 pages x 28 questions with SmolLM2 (135 million parameters), all cores: our "
        "pipeline, the same prompts on the bare engine, and the usual pipeline (1,000-character chunks, one "
        "prompt a question, nothing reused).",
        (),
        (),
    ),
    "models --large --questions 3": (
        "A larger model",
        "The same with a random model of 1.1 billion parameters and three of the questions: what it costs to "
        "read and to write; what it writes means nothing.",
        (),
        (),
    ),
    "importing": (
        "Import of answers",
        "The 2,800 transcripts of Kommineni et al. 2025: 20 papers x 28 questions x 5 models, each answer "
        "checked against the chunks that its model was shown.",
        (),
        (),
    ),
    "similar": (
        "Similar answers",
        "775 replies of five language models to 28 questions about 15 papers that people found to hold "
        "information (Kommineni et al. 2025). Of another model's answers to the question, is the nearest "
        "the one about the same paper?",
        (),
        (),
    ),
    "site": (
        "A large site",
        "464 made-up papers x 28 questions x 5 models, four contexts an answer: everything new, nothing "
        "changed, one answer changed; wall time with all cores. What mkdocs takes for a page of a paper is "
        "compared with plain Markdown of the same visible text.",
        (),
        (),
    ),
    "site --papers 5000 --models 1": (
        "A larger site",
        "The same with 5,000 papers and one model.",
        (),
        (),
    ),
    "search": (
        "Search",
        "20 imported papers: does the place that Enter opens hold what was looked for? Both engines.",
        (),
        (),
    ),
    "search --papers 5000": (
        "Search in a large collection",
        "5,000 made-up papers: the index, and what a browser loads and waits for until the first result "
        "stands there.",
        (),
        (),
    ),
    "finding": (
        "Finding sentences",
        "Four papers on deep learning in biodiversity research, as above: is a gold passage among the first "
        "sentences that `answerbook find --paper` prints, asked in several ways? Bare: without the question "
        "mark that is put behind words that end in no stop.",
        (),
        (),
    ),
    "nearest": (
        "The index of a collection",
        "Made-up vectors of 384 numbers in clusters; recall at ten against exact search, 1,000 queries.",
        (),
        (),
    ),
    "scale": (
        "Scale",
        "Made-up papers, each with 28 answers of one model, as projects on disk; every command in a process "
        "of its own. [What it means](scale.md).",
        (),
        (),
    ),
}


def run(name: str, data: Path, options: tuple[str, ...]) -> dict[str, Any]:
    """The output of a benchmark as data. Raises CalledProcessError where it fails."""
    module, *more = name.split()
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", "--data", str(data), "--json"]
    command += [*more, *options]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def section(name: str, data: Path) -> str:
    title, what, options, keys = SECTIONS[name]
    figures = run(name, data, options)
    chosen = {k: figures[k] for k in keys} if keys else figures
    heading, _, tables = markdown(title, chosen, 2).partition("\n")
    command = " ".join(["python -m", f"tests.benchmarks.{name}", *options])
    return f"{heading}\n\n{what}\n\n`{command}`\n{tables}\n"


def machine() -> str:
    """The machine at hand in words: processor, cores, version of Python."""
    told = CPU_INFO.read_text(encoding="utf-8", errors="replace") if CPU_INFO.is_file() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or "an unnamed processor"
    return f"{processor} ({platform.machine()}), {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data}: not here; name the folder with papers and gold labels by --data")
    parts = [HEAD, f"Measured on {machine()}.\n", *(section(n, options.data.resolve()) for n in SECTIONS)]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
