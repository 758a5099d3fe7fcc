"""The search of large collections: Pagefind, whose index the browser reads in small pieces.

Pagefind indexes HTML. It gets one small page for each of ours, made of the entries. So it reads no
navigation, no answers of other models and no drawings, and its weights do not depend on the site's design.
Weights: names and titles above answers, answers above evidence.

Nothing can be added to an index of Pagefind. So the papers of a very large collection are divided among parts
by their ids, each with an index of its own that the browser searches together with the others, and the part
of a changed paper alone is indexed anew. Questions and hand-written pages are in the index that the browser
loads first.

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
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.core import digest
from generator.errors import SiteError
from generator.site.publishing.disk import full_disk
from generator.site.search.builtin import INDEX, facets, other_documents
from generator.site.search.search_entries import SearchEntry, SearchPage, folded
from generator.site.search.storing import read_entries
from generator.storage.code_version import code_of
from generator.storage.files import files_within

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
# Papers that one index holds well. Each further part costs every visitor a list of words more, each paper in
# a part a few milliseconds whenever one of them changes.
_PAPERS_PER_PART = 1_000
_MAX_PARTS = 8
_ENTRY = "pagefind-entry.json"
_MADE_FROM = "made_from"  # our key in that file, which Pagefind's script does not read
# What only the index that is loaded first needs: the others are merged into it.
_ONLY_FIRST = re.compile(r"pagefind.*\.js|wasm\..*")


def write_pagefind(docs: Path, site: Path, last: Path | None = None) -> None:
    """Index the entries into ``site/pagefind``, and delete mkdocs' own index, which nothing reads.

    last: the site of the build before, whose parts are linked if they were made from the same entries. Raises
    SiteError with Pagefind's message if it fails.
    """
    bare = [_without_entries(page) for page in read_entries(docs)]
    count = parts_of(sum(page.kind == "paper" for page in bare))
    parts = _Parts(count, site, last)
    with tempfile.TemporaryDirectory(prefix="answerbook-search-") as name:
        folder = Path(name, "first")
        for page in read_entries(docs):
            if not parts.take(page):
                _write(folder, page.location, _page(page))
        for location, text in _other_pages(other_documents(site, bare)):
            _write(folder, location, text)
        _index(folder, site / BUNDLE)
        if stale := parts.link_unchanged():
            for page in read_entries(docs):
                if (number := parts.number_of(page)) in stale:
                    _write(Path(name, str(number)), page.location, _page(page))
            for number in sorted(stale):
                _index(Path(name, str(number)), site / BUNDLE / str(number))
                parts.finish(number)
    shutil.rmtree(site / INDEX.parent)
    (site / FACETS).parent.mkdir(parents=True, exist_ok=True)
    shown = {**facets(bare), "parts": [str(number) for number in parts.filled]}
    (site / FACETS).write_text(json.dumps(shown, separators=(",", ":")), encoding="ascii")


def parts_of(papers: int) -> int:
    """Return the number of parts that so many papers are divided among; 0: all are in the first index."""
    if papers <= _PAPERS_PER_PART:
        return 0
    # A power of two, so that the number of parts rarely changes, for then all are indexed anew.
    return min(_MAX_PARTS, 1 << (-(-papers // _PAPERS_PER_PART) - 1).bit_length())


class _Parts:
    """The parts among which papers are divided. Pages are never held, only a key of each part."""

    def __init__(self, count: int, site: Path, last: Path | None) -> None:
        self._count, self._site, self._last = count, site, last
        self._made_from: dict[int, hashlib._Hash] = {}

    @property
    def filled(self) -> list[int]:
        """The parts with papers, once all pages were taken."""
        return sorted(self._made_from)

    def number_of(self, page: SearchPage) -> int | None:
        """Return the part that a page belongs to; None for the index that is loaded first."""
        is_there = self._count and page.kind == "paper"
        return zlib.crc32(page.location.encode()) % self._count if is_there else None

    def take(self, page: SearchPage) -> bool:
        """Add a page to the key of its part. Return False if it belongs to none."""
        number = self.number_of(page)
        if number is not None:
            made_from = self._made_from.setdefault(number, hashlib.sha256(_maker().encode()))
            made_from.update(repr(page).encode("utf-8", "replace"))
        return number is not None

    def link_unchanged(self) -> frozenset[int]:
        """Link the indexes of the last site whose papers are the same; return the other parts."""
        return frozenset(number for number in self._made_from if not self._is_linked(number))

    def finish(self, number: int) -> None:
        """Delete from a new index what only the first one needs, and note what it was made from."""
        index = self._site / BUNDLE / str(number)
        for file in [f for f in index.iterdir() if _ONLY_FIRST.fullmatch(f.name)]:
            file.unlink()
        found = {**json.loads((index / _ENTRY).read_text(encoding="utf-8")), _MADE_FROM: self._key(number)}
        (index / _ENTRY).write_text(
            json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
        )

    def _is_linked(self, number: int) -> bool:
        place = Path(BUNDLE, str(number))
        return (
            self._last is not None
            and _is_whole(self._last / place, self._key(number))
            and _link_all(self._last / place, self._site / place)
        )

    def _key(self, number: int) -> str:
        return self._made_from[number].hexdigest()


@cache
def _maker() -> str:
    """Return what an index is made by: our code and the program."""
    return digest([code_of("generator.site.search"), version("pagefind_bin")])


def _is_whole(index: Path, made_from: str) -> bool:
    """Return True if an index was made from these entries and still has a file for each of its pages."""
    try:
        found = json.loads((index / _ENTRY).read_text(encoding="utf-8"))
        wanted = sum(language["page_count"] for language in found["languages"].values())
        return bool(found[_MADE_FROM] == made_from) and len(list((index / "fragment").iterdir())) == wanted
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _link_all(folder: Path, into: Path) -> bool:
    """Link each file of a folder; return False, with nothing left behind, if the disk has no hard links."""
    try:
        for path, _ in files_within(folder):
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            (into / path).hardlink_to(folder / path)
    except OSError:
        shutil.rmtree(into, ignore_errors=True)
        return False
    return True


def _index(pages: Path, bundle: Path) -> None:
    """Index the pages in a folder, and keep what our dialog needs."""
    _run(pages, bundle)
    for file in bundle.iterdir():
        if _UNUSED.fullmatch(file.name):
            file.unlink()
    _put_in_order(bundle)


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
    entry = bundle / _ENTRY
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
