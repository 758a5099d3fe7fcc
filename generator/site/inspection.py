"""A look at the built site: nothing foreign, nothing that runs but the theme, no broken link.

The encoder keeps hostile text harmless; this checks that it did, on the pages that are to be
published, whichever program built them.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from generator.core.parent import end_with_parent
from generator.site.looks import Kept, read_looks, stamp_of, write_looks
from generator.site.rules import Look, checksum, is_elsewhere, loads_from_elsewhere, look, runs
from generator.site.security import theme_scripts

# Below this many bytes of HTML, starting processes costs more than they save.
_WORTH_PROCESSES = 60_000_000
_BATCH = 200
# What browsers run as a page when it is opened, besides HTML; none is ever written.
_LIKE_PAGES = frozenset(
    {
        ".htm",
        ".xhtml",
        ".xht",
        ".mht",
        ".mhtml",
        ".shtml",
        ".hta",
        ".xsl",
        ".xslt",
        ".swf",
    }
)
_XML = frozenset({".svg", ".xml"})
# Elements that run or load, in files of XML and SVG, which browsers show as pages of their own.
_RUN_IN_XML = frozenset(
    {
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "handler",
        "listener",
    }
)


def inspect(site: Path, *, jobs: int | None = None, record: Path | None = None) -> tuple[str, ...]:
    """All problems of the site, each as ``page: what``; empty where there are none.

    Reported: scripts that are not the theme's (inline ones are compared with those of the error
    page, which shows no content), ``on*`` attributes, addresses that run or carry data, resources and
    forms of elsewhere, frames, reloading by ``<meta>``, ids that occur twice, links to pages, files or
    anchors that do not exist, data that is no JSON; style sheets, SVG and XML files that run or load
    something. jobs: processes at most; as many as there are processors by default, and one for a small
    site. record: a file in which is kept what was seen of pages, so that the next inspection looks at
    those that have changed since.
    """
    files = _files(site)
    pages = sorted(path for path in files if path.endswith(".html"))
    theme = theme_scripts(site)
    known = read_looks(record, theme) if record else Kept({})
    before = {p: same for p in pages if (same := known.of(p, stamp_of(files[p]))) is not None}
    new = [path for path in pages if path not in before]
    size = sum(files[path].st_size for path in new)
    problems: dict[str, list[str]] = {}
    ids: dict[str, array[int]] = {}
    # (page, anchor) -> the first page that leads there: anchors are known when all pages are.
    wanted: dict[tuple[str, str], str] = {}
    seen: list[tuple[str, Look]] = []
    processes = (jobs or os.cpu_count() or 1) if size > _WORTH_PROCESSES else 1
    for found in chain(before.values(), _looks(site, new, theme, processes)):
        if record:
            seen.append((stamp_of(files[found.path]), found))
        told = problems[found.path] = list(found.problems)
        ids[found.path] = found.ids
        for target, anchor in sorted(found.links):
            if target not in files:
                told.append(f"leads to a file that is not there: {target[:120]}")
            elif anchor:
                wanted.setdefault((target, anchor), found.path)
    for target, group in groupby(sorted(wanted), key=lambda pair: pair[0]):
        there = frozenset(ids.get(target, ()))
        for _, anchor in group:
            if target in ids and checksum(anchor) not in there:
                problems[wanted[target, anchor]].append(
                    f"leads to an anchor that is not there: {target[:120]}#{anchor[:80]}"
                )
    if record:
        write_looks(record, theme, seen)
    shown = [f"{path}: {what}" for path in pages for what in problems[path]]
    shown += [f"{path}: {what}" for path in sorted(files) for what in _other(site, path)]
    return tuple(shown)


def _files(site: Path) -> dict[str, os.stat_result]:
    """Path within the site -> what the disk says of it, of every file."""
    found = {}
    for folder, _, names in os.walk(site):
        prefix = os.path.relpath(folder, site).replace(os.sep, "/") + "/"
        for name in names:
            found[f"{prefix}{name}".removeprefix("./")] = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118
    return found


def _looks(site: Path, pages: Sequence[str], theme: frozenset[str], jobs: int) -> Iterator[Look]:
    if jobs == 1:
        for path in pages:
            yield look(path, (site / path).read_bytes(), theme)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # spawn: a fork would copy the threads' locks of a model library, and the memory of the parent.
    context = multiprocessing.get_context("spawn")
    batches = [pages[n : n + _BATCH] for n in range(0, len(pages), _BATCH)]
    with ProcessPoolExecutor(jobs, context, end_with_parent) as pool:
        for found in pool.map(partial(_batch, site, theme), batches):
            yield from found


def _batch(site: Path, theme: frozenset[str], pages: Sequence[str]) -> list[Look]:
    return [look(path, (site / path).read_bytes(), theme) for path in pages]


def _other(site: Path, path: str) -> Iterator[str]:
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".css":
        if loads_from_elsewhere((site / path).read_text(encoding="utf-8", errors="replace")):
            yield "loads something from another site"
    elif ending in _XML:
        yield from dict.fromkeys(_xml(site / path))
    elif ending in _LIKE_PAGES:
        yield "a file that browsers would run"


def _xml(file: Path) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        tree = etree.parse(str(file), parser)
    except etree.XMLSyntaxError as error:
        # mkdocs writes an empty map of a site that has no address.
        if file.stat().st_size:
            yield f"cannot be read: {error.msg}"
        return
    drawing = file.suffix.lower() == ".svg"
    for node in tree.iter():
        if node.tag is etree.Entity or node.tag is etree.PI:
            yield f"an entity or an instruction: {str(node.text)[:60]!r}"
        if not isinstance(node.tag, str):
            continue
        tag = etree.QName(node).localname.lower()
        if tag in _RUN_IN_XML:
            yield f"a <{tag}> element"
        yield from _xml_attributes(tag, node, drawing)
    if tree.getroot().getprevious() is not None and any(
        node.tag is etree.PI for node in tree.getroot().itersiblings(preceding=True)
    ):
        yield "an instruction before the first element"


def _xml_attributes(tag: str, node: Any, drawing: bool) -> Iterator[str]:
    for name, value in node.attrib.items():
        plain = etree.QName(name).localname.lower()
        if plain.startswith("on"):
            yield f"an attribute that runs: {plain}={value[:60]!r}"
        elif plain in ("href", "src") and runs(value):
            yield f"an address that runs or carries data: {value[:60]!r}"
        elif drawing and tag != "a" and plain in ("href", "src") and is_elsewhere(value):
            yield f"loads from another site: {value[:80]}"
        elif plain == "style" and loads_from_elsewhere(value):
            yield f"a style that loads something: {value[:60]!r}"
    if tag == "style" and loads_from_elsewhere(node.text or ""):
        yield "a style sheet that loads from another site"
