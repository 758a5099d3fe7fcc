"""The search of the site: whether the right place comes first, and what a large collection costs.

    python -m tests.benchmarks.search [--data DIR]          20 imported papers, both engines
    python -m tests.benchmarks.search --papers 5000         a made-up collection, the engine of its size

Prints hits@1 over QUERIES: whether the place that Enter opens is the one expected. With ``--papers``:
seconds and memory of the index, then bytes and seconds from the first key to the first result, in
chromium on a server of this machine. Needs chromium and, for Pagefind, `pip install 'answerbook[search]'`.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import Page

from generator import site
from generator.checking.judges.decision import contains_information
from generator.commands.importing import Transcripts, import_transcripts
from generator.commands.init import create_project
from generator.evaluation.markdown_report import markdown
from generator.project import Project
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import BuildAnswers
from generator.run.imported import ExternalAnswer
from generator.run.read_phase import read_papers
from generator.run.site_data import collection_of
from generator.site.publishing import publish
from generator.site.search import write_entries
from tests.benchmarks.importing import recorded
from tests.benchmarks.synthetic import synthetic
from tests.browser.opening import browsing

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"

# Query, and the page or anchor that must come first; several where they answer alike.
_2024 = "papers/10.1016_j.ecoinf.2024."
_2023 = "papers/10.1016_j.ecoinf.2023."
QUERIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("seed", ("questions/random-seeds.html",)),
    ("seeds", ("questions/random-seeds.html",)),
    ("random seed", ("questions/random-seeds.html",)),
    ("GPU", ("questions/hardware.html",)),
    ("cq24", ("questions/random-seeds.html",)),
    ("data split", ("questions/data-split.html",)),
    ("annotation tool", ("questions/annotation.html",)),
    ("learning rate", ("questions/hyperparameters.html",)),
    ("link to the code", ("questions/code-link.html",)),
    ("augmentation", ("questions/augmentation.html",)),
    ("10.1016/j.ecoinf.2021.101290", ("papers/10.1016_j.ecoinf.2021.101290.html",)),
    ("https://doi.org/10.1016/j.ecoinf.2024.102574", (f"{_2024}102574.html",)),
    ("doi:10.1016/j.ecoinf.2023.102407", (f"{_2023}102407.html",)),
    ("Publication_128", ("papers/publication_128.html",)),
    ("RTX8000", (f"{_2024}102499.html#hardware",)),
    ("NVIDIA 3090", (f"{_2024}102677.html#hardware",)),
    ("Tesla P100", ("papers/publication_108.html#hardware",)),
    ("TensorBoard", ("papers/publication_108.html#training-monitoring",)),
    ("Keras", ("papers/publication_16.html#frameworks",)),
    ("TensorFlow Numpy", ("papers/publication_128.html#frameworks",)),
    ("Librosa", ("papers/publication_16.html#preprocessing",)),
    ("ArcMap", (f"{_2024}102574.html#data-formats",)),
    ("GBIF", (f"{_2023}102403.html#preprocessing", "questions/data-repository.html")),  # it names GBIF
    ("frechet inception distance", (f"{_2023}102250.html#metrics",)),
    ("Fish4Knowledge", ("papers/publication_33.html#data-collection",)),
    ("Poyang Lake", (f"{_2024}102729.html#metrics",)),
    ("XGBoost", (f"{_2024}102732.html#hyperparameter-tuning",)),  # in the evidence alone: Pagefind's to find
    ("Jaccard", ("papers/10.1016_j.ecoinf.2021.101314.html#metrics",)),
    ("not reported", ()),  # any answer of that status
)
# One after the other on one page, as a reader asks.
LARGE = ("seed", "10.1000/made-up.00010", "random seeds", "hardware", "code link")


class _Counting(http.server.SimpleHTTPRequestHandler):
    sent = 0

    def log_message(self, format: str, *args: object) -> None:
        pass

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        type(self).sent += len(data)
        outputfile.write(data)


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """Yield a page of the site in chromium, with nothing in its cache."""
    handler = functools.partial(_Counting, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with browsing() as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/about.html")
        page.wait_for_load_state("networkidle")
        yield page
    server.shutdown()


def ask(page: Page, query: str) -> tuple[str, str, float]:
    """Return what Enter would open, the status shown with it, and the seconds until it was there."""
    started = time.perf_counter()
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(query)
    listed = page.locator(f".md-search-result__list[data-ab-for={json.dumps(query)}]")
    listed.wait_for(state="attached")
    seconds = time.perf_counter() - started
    best = listed.locator("[data-ab-best]")
    if not best.count():
        return "", "", seconds
    status = best.first.locator(".ab-status")
    href = best.first.get_attribute("href") or ""
    return href.split("/", 3)[3], status.inner_text() if status.count() else "", seconds


def hits(folder: Path) -> dict[str, Any]:
    missed = {}
    with opened(folder) as page:
        for query, wanted in QUERIES:
            first, status, _ = ask(page, query)
            if not (first in wanted if wanted else status.lower() == query):
                missed[query] = first or "nothing"
    return {"n": len(QUERIES), "hits@1": len(QUERIES) - len(missed), "missed": missed}


def imported(data: Path, folder: Path) -> site.Collection:
    create_project(folder, "Study")
    project = Project.find(folder)
    import_transcripts(Transcripts(data / "transcripts"), project, decide=contains_information)
    with started(project, BuildOptions.publishing(jobs=2), silent) as context:
        answers = [ExternalAnswer(answer) for answer in recorded(project)]
        return collection_of(context, BuildAnswers(read_papers(context), (), answers, ()))


def published(collection: site.Collection, folder: Path, *, pages: bool = True) -> float:
    """Build the site of a collection, or of its entries alone; the seconds that it took after the pages."""
    shown = (
        collection if pages else replace(collection, papers=(), answers=(), consensus={}, stale={}, files={})
    )
    templates, hand_written = ROOT / "site_templates" / "pages", ROOT / "content" / "pages"
    site.write_pages(shown, folder / "docs", templates=templates, hand_written=hand_written)
    write_entries(collection, folder / "docs")
    started = time.perf_counter()
    # What goes beside the pages (feeds, exports) is not written here, so links to it lead nowhere.
    with mock.patch.object(publish, "inspect", return_value=()):
        site.publish(site.MkdocsOptions(ROOT), folder / "docs", folder / "site")
    return time.perf_counter() - started


def of_imported(data: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        collection = imported(data, Path(name) / "study")
        for engine in ("builtin", "pagefind"):
            folder = Path(name) / engine
            published(replace(collection, search=engine), folder)
            found[engine] = hits(folder / "site")
            if engine == "builtin":
                size = (folder / "site" / "search" / "search_index.json").stat().st_size
                found[engine]["index, KB a paper"] = round(size / 1000 / len(collection.public), 1)
    return found


def of_size(papers: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection = synthetic(papers, contexts=2)
        started = time.perf_counter()
        write_entries(collection, folder / "docs")
        entries = time.perf_counter() - started
        seconds = published(collection, folder, pages=False)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        index = [p for p in (folder / "site").rglob("*") if {"search", "pagefind"} & set(p.parts)]
        asked = {}
        with opened(folder / "site") as page:
            for query in LARGE:
                before = _Counting.sent
                first, _, waited = ask(page, query)
                asked[query] = {
                    "first": first,
                    "KB": (_Counting.sent - before) // 1000,
                    "s": round(waited, 2),
                }
        return {
            "papers": papers,
            "entries, s": round(entries, 1),
            "index and a small site, s": round(seconds, 1),
            "largest process, MB": peak // 1000,
            "index, MB": round(sum(p.stat().st_size for p in index if p.is_file()) / 1e6, 1),
            "queries": asked,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the search of the site.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with transcripts/")
    parser.add_argument("--papers", type=int, default=0, help="size of a made-up collection instead")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = of_size(options.papers) if options.papers else of_imported(options.data)
    print(json.dumps(found, indent=1, ensure_ascii=False) if options.json else markdown("Search", found))


if __name__ == "__main__":
    main()
