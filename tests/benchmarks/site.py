"""The site of a large made-up collection: pages written, site built, answers' pages, and a second time.

    python -m tests.benchmarks.site [--papers 464] [--models 5] [--plain 20] [--json]

First everything is new; then nothing has changed; then one answer has. Times are wall time with all cores.
``--plain``: how long mkdocs takes for so many pages of papers, against plain Markdown pages with the same
visible text (CPU time, one process).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lxml import html

from generator import site
from generator.evaluation.markdown_report import markdown
from generator.site import Collection
from tests.benchmarks.synthetic import synthetic

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "site_templates"
# Elements that end a line of text; all else runs on.
# fmt: off
_BLOCKS = frozenset((
    "p", "li", "h1", "h2", "h3", "summary", "blockquote", "dt", "dd", "td", "th", "div", "section", "details",
    "ol", "ul", "aside", "nav", "figure", "table", "tr",
))
# fmt: on
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def versioned(collection: Collection, changed: str = "") -> Collection:
    """Return the collection with a version for each paper, another one for ``changed``."""
    return dataclasses.replace(
        collection, versions={p.id: "2" if p.id == changed else "1" for p in collection.papers}
    )


def with_one_changed(collection: Collection) -> Collection:
    """Return the collection, one paper's first answer changed."""
    old = collection.answers[0]
    new = dataclasses.replace(
        old, status="not_reported", reason="Nothing was found.", sentences=(), evidence=()
    )
    return dataclasses.replace(versioned(collection, old.paper), answers=(new, *collection.answers[1:]))


class Steps:
    """The three steps of a build's end, timed."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.answers, self.site = folder / "docs", folder / "answers", folder / "site"

    def pages(self, collection: Collection) -> tuple[float, site.WriteReport]:
        return _timed(
            lambda: site.write_pages(
                collection, self.docs, templates=TEMPLATES / "pages", hand_written=ROOT / "content" / "pages"
            )
        )

    def answer_pages(self, collection: Collection) -> tuple[float, site.WriteReport]:
        return _timed(
            lambda: site.write_answer_pages(collection, self.answers, templates=TEMPLATES / "answers")
        )

    def publish(self) -> tuple[float, bool]:
        return _timed(
            lambda: site.publish(
                site.MkdocsOptions(ROOT, strict=True),
                self.docs,
                self.site,
                finished=site.FinishedFiles(self.answers),
            )
        )

    def all(self, collection: Collection) -> dict[str, Any]:
        pages, written = self.pages(collection)
        answers, versions = self.answer_pages(collection)
        built, _ = self.publish()
        return {
            "pages, s": pages,
            "files written": written.written,
            "files unchanged": written.unchanged,
            "answers' pages, s": answers,
            "answers' pages written": versions.written,
            "answers' pages unchanged": versions.unchanged,
            "site, s": built,
            "in all, s": pages + answers + built,
        }


def measure(papers: int, models: int, plain: int) -> dict[str, Any]:
    collection = versioned(synthetic(papers, models=models))
    with tempfile.TemporaryDirectory(dir=ROOT / "build" if (ROOT / "build").is_dir() else None) as name:
        steps = Steps(Path(name))
        found: dict[str, Any] = {
            "papers": papers,
            "models": models,
            "answers": len(collection.answers),
            "steps": {
                "all new": steps.all(collection),
                "nothing changed": steps.all(collection),
                "one answer changed": steps.all(with_one_changed(collection)),
            },
        }
        pages = [p for p in (steps.site / "papers").glob("*.html") if p.stem != "index"]
        found |= {
            "KB of HTML, a paper's page": sum(p.stat().st_size for p in pages) / len(pages) / 1000,
            "MB of search index": _size(steps.site / "search") + _size(steps.site / "pagefind"),
            "GB of memory, this process": _peak(resource.RUSAGE_SELF),
            "GB of memory, largest child": _peak(resource.RUSAGE_CHILDREN),
        }
        if plain:
            found |= against_plain(steps.docs, steps.site, [p.stem for p in sorted(pages)[:plain]])
    return found


def against_plain(docs: Path, built: Path, papers: Sequence[str]) -> dict[str, Any]:
    """mkdocs' CPU time a page, ours and of plain Markdown with the same visible text."""
    seconds = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in ("none", "ours", "plain"):
            folder = Path(name) / kind
            shutil.copytree(
                docs, folder, ignore=lambda at, names: [n for n in names if n in ("papers", "data", "matrix")]
            )
            (folder / "papers").mkdir()
            shutil.copy(docs / "papers" / "index.md", folder / "papers")
            for paper in papers if kind != "none" else ():
                page = folder / "papers" / f"{paper}.md"
                if kind == "ours":
                    shutil.copy(docs / "papers" / page.name, page)
                else:
                    page.write_text(plain_text(built / "papers" / f"{paper}.html"), encoding="utf-8")
            seconds[kind] = min(_mkdocs_cpu(folder, Path(name) / f"{kind}-site") for _ in range(3))
    ours, plain = (1000 * (seconds[k] - seconds["none"]) / len(papers) for k in ("ours", "plain"))
    return {
        "pages compared with plain ones": len(papers),
        "mkdocs, ms a page": ours,
        "mkdocs, ms a plain page": plain,
        "ratio": ours / plain,
    }


def plain_text(page: Path) -> str:
    """Return the visible text of a built page as plain Markdown paragraphs."""
    (article,) = html.parse(str(page)).getroot().xpath("//article")
    lines: list[str] = []

    def walk(element: Any) -> None:
        run = element.text or ""
        for child in element:
            inner = isinstance(child.tag, str) and child.get("hidden") is None
            if inner and child.tag in _BLOCKS:
                lines.append(run)
                run = ""
                walk(child)
            elif inner and child.tag not in ("script", "template", "svg"):
                run += child.text_content()
            run += child.tail or ""
        lines.append(run)

    walk(article)
    texts = (" ".join(line.replace("¶", "").split()) for line in lines)
    return "\n\n".join(_SPECIAL.sub(r"\\\1", text) for text in texts if text) + "\n"


def _mkdocs_cpu(docs: Path, into: Path) -> float:
    """Seconds of processor time that one run of mkdocs takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    config = into.with_suffix(".yml")
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {docs}\nsite_dir: {into}\n"
        f"theme:\n  name: material\n  custom_dir: {TEMPLATES / 'overrides'}\n"
    )
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)],
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _timed(step: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = step()
    return time.perf_counter() - started, result


def _size(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * 1024 / 1e9


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--papers", type=int, default=464)
    parser.add_argument("--models", type=int, default=5)
    parser.add_argument("--plain", type=int, default=20)
    parser.add_argument("--data", type=Path, help="not used: all is made up")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.papers, options.models, options.plain)
    print(json.dumps(found, indent=1) if options.json else markdown("A large site", found))


if __name__ == "__main__":
    main()
