"""The search of large collections: Pagefind, whose index the browser reads in small pieces.

Pagefind indexes HTML. It gets one small page for each of ours, made of the entries. So it reads no
navigation, no answers of other models and no drawings, and its weights do not depend on the site's design.
Weights: names and titles above answers, answers above evidence.

>>> bool(_UNUSED.fullmatch("pagefind-ui.js")), bool(_UNUSED.fullmatch("pagefind-worker.js"))
(True, False)
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.errors import SiteError
from generator.site.publishing.disk import full_disk
from generator.site.search.builtin import INDEX, facets, other_documents
from generator.site.search.search_entries import SearchEntry, SearchPage, folded
from generator.site.search.storing import read_entries

BUNDLE = "pagefind"
FACETS = Path("search", "facets.json")
_MAX_SHOWN = 10  # lines of Pagefind's output in an error message
# Files for Pagefind's own user interfaces; ours needs none of them.
_UNUSED = re.compile(r"pagefind-(?!entry\.json|worker\.js).*|.*-ui.*|.*highlight.*|wasm\.unknown\.pagefind")
# Separates a page's names from its text; assets/search.js cuts excerpts there.
_NAMES = "¦"
# A filter in its list of them (CBOR): a pair of two texts, its name and the name of its file.
_FILTER = re.compile(rb"\x82(?:[\x61-\x77]|\x78.)[a-z0-9_-]+?\x6aen_[0-9a-f]{7}", re.DOTALL)
_FILTERS = re.compile(b"(?:%s)+" % _FILTER.pattern, re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def write_pagefind(docs: Path, site: Path) -> None:
    """Index the entries into ``site/pagefind``, and delete mkdocs' own index, which nothing reads.

    Raises SiteError with Pagefind's message if it fails.
    """
    with tempfile.TemporaryDirectory(prefix="answerbook-search-") as folder:
        root = Path(folder)
        bare: list[SearchPage] = []
        for page in read_entries(docs):
            _write(root, page.location, _page(page))
            bare.append(_without_entries(page))
        for location, text in _other_pages(other_documents(site, bare)):
            _write(root, location, text)
        _run(root, site / BUNDLE)
    for file in (site / BUNDLE).iterdir():
        if _UNUSED.fullmatch(file.name):
            file.unlink()
    _put_in_order(site / BUNDLE)
    shutil.rmtree(site / INDEX.parent)
    (site / FACETS).parent.mkdir(parents=True, exist_ok=True)
    (site / FACETS).write_text(json.dumps(facets(bare), separators=(",", ":")), encoding="ascii")


def _run(source: Path, bundle: Path) -> None:
    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(source), "--output-path", str(bundle)]
    options = ["--force-language", "en", "--keep-index-url", "--quiet"]
    done = subprocess.run(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last_lines = (done.stderr or done.stdout).strip().splitlines()[-_MAX_SHOWN:]
        failure = SiteError("\n".join([f"Pagefind stopped with exit code {done.returncode}:", *last_lines]))
        raise full_disk(bundle, done.stdout + done.stderr) or failure


def _put_in_order(bundle: Path) -> None:
    """Sort the list of filters, which Pagefind writes in a different order each time.

    So two builds give the same bytes. A list that is not recognised is left as it is.
    """
    entry = bundle / "pagefind-entry.json"
    manifest = json.loads(entry.read_text(encoding="utf-8"))
    for language in manifest["languages"].values():
        old = bundle / f"pagefind.{language['hash']}.pf_meta"
        data = _FILTERS.sub(
            lambda found: b"".join(sorted(_FILTER.findall(found[0]))), gzip.decompress(old.read_bytes())
        )
        language["hash"] = f"en_{hashlib.sha256(data).hexdigest()[:10]}"
        old.unlink()
        (bundle / f"pagefind.{language['hash']}.pf_meta").write_bytes(gzip.compress(data, mtime=0))
    entry.write_text(json.dumps(manifest, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _write(root: Path, location: str, text: str) -> None:
    file = root / location
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", errors="replace")


def _without_entries(page: SearchPage) -> SearchPage:
    return SearchPage(page.kind, page.location, page.title, "", "", (), year=page.year)


def _page(page: SearchPage) -> str:
    """Return a page for Pagefind: title, text and names, then each answer under its heading."""
    # Each filter has one value: Pagefind writes several in an order that changes from run to run.
    filters = [
        *dict.fromkeys(f"status-{entry.status}:yes" for entry in page.entries),
        *(f"{entry.question}-{entry.status}:yes" for entry in page.entries),
        *([f"year-{page.year}:yes"] if page.year else []),
    ]
    names = " ".join(dict.fromkeys([*page.names, folded(page.title)]))
    return _document(
        [
            f'<h1 data-pagefind-weight="10">{_e(page.title)}</h1>',
            f'<p data-pagefind-weight="{10 if page.kind == "question" else 3}">{_e(page.text)}</p>',
            f'<p data-pagefind-weight="10">{_NAMES} {_e(names)}</p>',
            *(part for entry in page.entries for part in _answer(entry)),
        ],
        {"kind": page.kind, "note": page.note},
        filters,
    )


def _answer(entry: SearchEntry) -> Iterator[str]:
    yield f'<h2 id="{_e(entry.anchor)}" data-pagefind-weight="5">{_e(entry.title)}</h2>'
    if entry.text:
        yield f'<p data-pagefind-weight="2">{_e(entry.text)}</p>'
    if entry.evidence:
        yield f'<p data-pagefind-weight="0.4">{_e(entry.evidence)}</p>'


def _other_pages(documents: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield hand-written pages, put together from the sections into which mkdocs' plugin split them."""
    for location, parts in groupby(documents, key=lambda d: str(d["location"]).partition("#")[0]):
        body: list[str] = []
        for part in parts:
            fragment = str(part["location"]).partition("#")[2]
            title, text = (html.unescape(_TAG.sub(" ", str(part[key]))) for key in ("title", "text"))
            heading = f'h2 id="{_e(fragment)}"' if fragment else "h1"
            body.append(f'<{heading} data-pagefind-weight="1">{_e(title)}</{heading[:2]}>')
            body.append(f'<p data-pagefind-weight="0.3">{_e(text)}</p>')
        yield location, _document(body, {"kind": "page", "note": ""}, [])


def _document(body: Iterable[str], meta: dict[str, str], filters: Iterable[str]) -> str:
    marks = [
        *(f'<i data-pagefind-meta="{name}:{_e(value)}"></i>' for name, value in meta.items() if value),
        *(f'<i data-pagefind-filter="{_e(value)}"></i>' for value in filters),
    ]
    return "\n".join(
        ['<!doctype html><html lang="en"><body data-pagefind-body>', *marks, *body, "</body></html>"]
    )


def _e(text: str) -> str:
    return html.escape(text)
