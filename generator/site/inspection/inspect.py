"""Check the built site: nothing from other sites, no scripts but the theme's, no broken links.

The encoder makes hostile text harmless. This checks that it did, on the very pages that will be published,
whichever program built them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from generator.core.parent import end_with_parent, spawning
from generator.site.inspection.page_checks import CheckedPages, read_checked_pages, write_checked_pages
from generator.site.inspection.page_rules import (
    PageCheck,
    check_page,
    checksum,
    is_elsewhere,
    loads_from_elsewhere,
    runs,
)
from generator.site.inspection.security import theme_scripts
from generator.storage.files import file_stamp, files_within, size_of

# Bytes of HTML below which starting processes takes longer than they save.
_WORTH_PROCESSES = 60_000_000
_BATCH = 200  # pages sent to a process at a time
# Files that browsers run as a page, besides HTML; no build writes any.
_RUN_AS_PAGES = frozenset(
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
# Elements of SVG and XML that run or load something; browsers open such files as pages.
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


def inspect(
    site: Path,
    *,
    beside: Path | None = None,
    stamps: Mapping[str, str] | None = None,
    jobs: int | None = None,
    record: Path | None = None,
) -> tuple[str, ...]:
    """Return all problems of the site, each as ``page: what``; empty if there are none.

    Reports scripts that are not the theme's (inline ones are compared with those of the error page, which
    shows no content), ``on*`` attributes, addresses that run or carry data, resources and forms of other
    sites, frames, reloading by ``<meta>``, duplicate ids, links to missing pages, files or anchors, data that
    is not JSON, and style sheets, SVG and XML files that run or load something.

    beside: a folder of more files that will be published in the site; stamps: their paths, with a stamp of
    each (`file_stamp`). jobs: maximum number of processes; by default one per processor, and one for a small
    site. record: file that keeps the checks of pages, so that the next inspection reads only the changed
    ones.
    """
    files = {path: _SiteFile(f"{beside}/{path}", stamp) for path, stamp in (stamps or {}).items()}
    files |= _files(site)
    pages = sorted(path for path in files if path.endswith(".html"))
    theme = theme_scripts(site)
    current = {path: files[path].stamp for path in pages}
    checked = read_checked_pages(record, theme).of(current) if record else CheckedPages()
    new = [path for path in pages if path not in checked.pages]
    size = sum(size_of(files[path].stamp) for path in new)
    problems: dict[str, list[str]] = {}
    # Starting processes takes longer than checking a small site in one.
    processes = (jobs or os.cpu_count() or 1) if size > _WORTH_PROCESSES else 1
    for found in _check_pages([(path, files[path].place) for path in new], theme, processes):
        checked.add(files[found.path].stamp, found)
        if found.problems:
            problems[found.path] = list(found.problems)
    # Pages with problems are left out of the record, so that the next inspection names them again.
    if record:
        write_checked_pages(record, theme, checked, without=problems)
    for path, what in _broken_links(checked, files):
        problems.setdefault(path, []).append(what)
    shown = [f"{path}: {what}" for path in sorted(problems) for what in problems[path]]
    shown += [f"{path}: {what}" for path in sorted(files) for what in _check_file(path, files[path].place)]
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class _SiteFile:
    place: str  # on the disk
    stamp: str


def _files(site: Path) -> dict[str, _SiteFile]:
    """Return every file of the site by its path within it."""
    return {path: _SiteFile(f"{site}/{path}", file_stamp(info)) for path, info in files_within(site) if info}


def _broken_links(checked: CheckedPages, files: Mapping[str, _SiteFile]) -> Iterator[tuple[str, str]]:
    """Yield pages with links to missing files or anchors, and a message for each.

    A missing anchor is reported once, on the first page with a link to it.
    """
    wanted: dict[str, list[int]] = {}
    for number in sorted(checked.linked_targets()):
        wanted.setdefault(checked.targets[number][0], []).append(number)
    missing: dict[int, str] = {}
    for target, numbers in wanted.items():
        anchors: frozenset[int] | None = None
        if target in checked.pages:
            anchors = frozenset(checked.pages[target].ids)
        for number in numbers:
            anchor = checked.targets[number][1]
            if target not in files:
                missing[number] = f"links to a missing file: {target[:120]}"
            elif anchor and anchors is not None and checksum(anchor) not in anchors:
                missing[number] = f"links to a missing anchor: {target[:120]}#{anchor[:80]}"
    reported = set()
    for path in sorted(checked.pages) if missing else ():
        links = missing.keys() & set(checked.pages[path].links)
        for number in sorted(links, key=checked.targets.__getitem__):
            target, anchor = checked.targets[number]
            if target in files and number in reported:
                continue
            reported.add(number)
            yield path, missing[number]


def _check_pages(pages: Sequence[tuple[str, str]], theme: frozenset[str], jobs: int) -> Iterator[PageCheck]:
    """Check pages, in processes if there are several jobs. pages: path within the site, and place on disk."""
    if jobs == 1:
        yield from (check_page(path, Path(place).read_bytes(), theme) for path, place in pages)
        return
    from concurrent.futures import ProcessPoolExecutor

    batches = [pages[n : n + _BATCH] for n in range(0, len(pages), _BATCH)]
    with ProcessPoolExecutor(jobs, spawning(), end_with_parent) as pool:
        for found in pool.map(partial(_check_batch, theme), batches):
            yield from found


def _check_batch(theme: frozenset[str], pages: Sequence[tuple[str, str]]) -> list[PageCheck]:
    return [check_page(path, Path(place).read_bytes(), theme) for path, place in pages]


def _check_file(path: str, place: str) -> Iterator[str]:
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".css":
        if loads_from_elsewhere(Path(place).read_text(encoding="utf-8", errors="replace")):
            yield "loads something from another site"
    elif ending in _XML:
        yield from dict.fromkeys(_check_xml(Path(place)))
    elif ending in _RUN_AS_PAGES:
        yield "a file that browsers would run"


def _check_xml(file: Path) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        tree = etree.parse(str(file), parser)
    except etree.XMLSyntaxError as error:
        # mkdocs writes an empty sitemap if the site has no address.
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
        yield from _check_xml_attributes(tag, node, drawing)
    if tree.getroot().getprevious() is not None and any(
        node.tag is etree.PI for node in tree.getroot().itersiblings(preceding=True)
    ):
        yield "an instruction before the first element"


def _check_xml_attributes(tag: str, node: Any, drawing: bool) -> Iterator[str]:
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
