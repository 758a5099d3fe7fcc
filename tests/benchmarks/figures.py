"""All figures, measured anew and written into the documentation.

    python -m tests.benchmarks.figures [--data ../shared/data] [--only NAME]...

Runs every benchmark and writes `docs/book/explanation/figures.md`; with ``--only``, those named, and the
sections of the others stay as they are. Times are of the machine that runs it; the other figures are the same
everywhere. Those of fields need the scorers of `tests.benchmarks.scorer`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.evaluation.markdown_report import markdown

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "book" / "explanation" / "figures.md"
CPU_INFO = Path("/proc/cpuinfo")

HEAD = """\
---
title: "Figures"
description: "What Answerbook reaches on papers and labels, how it was measured, and what each part brings."
---

# Figures

How good are reading, retrieval, abstention and the checks? `make bench` measures all of it on real papers and
on labels by people, and writes this page. What was fitted is never judged on what it was fitted on. Every
figure has its number of cases, and each section says when and where it was measured.
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
    "fields": (
        "Status: a whole field left out",
        "Reported or not reported, by `quotes`, against careful readers. Scorer, ranking and thresholds "
        "saw no paper and no question of the field that is judged: what to expect of questions of your "
        "own. Deep learning and biodiversity are left out together, for they share their questions; so "
        "are general and further science. The rows called further, and free questions, were labelled by a "
        "language model. `sure`: the share of cells that are called so; `sure_wrong`: how many of these "
        "are wrong; `ece`: error of calibration in ten bins.",
        (),
        (),
    ),
    "fields --by-paper": (
        "Status: papers left out",
        "The same, where other papers of the field took part: what to expect of the shipped questions on "
        "papers of these fields.",
        (),
        (),
    ),
    "fields --alone": (
        "Status: without the scorer",
        "A whole field left out as above, and no scorer: ranking by the encoder, words and cues alone. "
        "What the scorer brings is the difference.",
        (),
        (),
    ),
    "kinds --most 100": (
        "Support: planted errors by kind",
        "Errors of many kinds planted into sentences of papers of fields in which no rule was written, "
        "and true sentences, word for word and told in other ways: the share that passes the check.",
        (),
        (),
    ),
    "claims": (
        "Support: claims written one by one",
        "Invented evidence and claims, each written beside it: true ones near to its wording, at middle "
        "distance and far; false ones that a hasty reader would accept. `of record`: the parts at which "
        "nobody looked when rules were written.",
        (),
        (),
    ),
    "alarms": (
        "Sentences of PDF papers",
        "Faults in sentences that a program can see: signs lost, words torn or joined, furniture of the "
        "page, rows of tables as prose.",
        (),
        (),
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
    "batching": (
        "Servers that batch",
        "A simulated server that writes one token of every reply in a step, and replies of 20 to 120 tokens: "
        "how near eight workers, each with papers of 28 questions, come to the speed of a batch in which all "
        "questions are known from the beginning; with a fixed number of requests of a worker, and with the "
        "number found out.",
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
    "adding": (
        "Adding papers",
        "100 ids, four papers at once, from a server of this machine whose every reply takes 50 ms; then the "
        "same killed in the middle and run again. Only requests that were on their way are sent twice.",
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
    """Return the output of a benchmark as data. Raises CalledProcessError if it fails."""
    module, *more = name.split()
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", "--data", str(data), "--json"]
    command += [*more, *options]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def section(name: str, data: Path) -> str:
    """Measure what ``name`` stands for, and return it as a section of the page."""
    title, what, options, keys = SECTIONS[name]
    figures = run(name, data, options)
    chosen = {k: figures[k] for k in keys} if keys else figures
    if name.startswith("fields"):
        chosen = {"by field": chosen}
    heading, _, tables = markdown(title, chosen, 2).partition("\n")
    command = " ".join(["python -m", f"tests.benchmarks.{name}", *options])
    measured = f"Measured on {datetime.now(UTC):%Y-%m-%d}, {machine()}."
    return f"{heading}\n\n{what}\n\n`{command}`\n\n{measured}\n{tables}\n"


def kept(page: str) -> dict[str, str]:
    """Return the sections of the page as it is now, by their titles."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].removeprefix("## "): part for part in parts}


def machine() -> str:
    """Describe this machine in words: processor, cores, version of Python."""
    told = CPU_INFO.read_text(encoding="utf-8", errors="replace") if CPU_INFO.is_file() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or "an unnamed processor"
    return f"{processor} ({platform.machine()}), {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--only", action="append", choices=tuple(SECTIONS), help="measure this alone")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data}: not here; name the folder with papers and gold labels by --data")
    before = kept(PAGE.read_text(encoding="utf-8")) if options.only else {}
    parts = [HEAD]
    for name, (title, *_) in SECTIONS.items():
        if not options.only or name in options.only:
            parts.append(section(name, options.data.resolve()))
        elif title in before:
            parts.append(before[title])
    PAGE.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
