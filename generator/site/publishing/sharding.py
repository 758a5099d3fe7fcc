"""Build the site in parts: only changed pages are built again, in as many processes as there are cores.

A page about a paper or a question depends on its own text, the configuration, the theme, and the pages in the
navigation, but on no other page. So such pages are built separately, with stubs for the pages that the
navigation names. All other pages, few and small, are built each time in the first part, with the files that
are not pages. Data files, of which there are several for each paper, are linked into the site as they are.

The results are merged: the sitemap here; the search index holds the pages of the first part, and
`generator.site.search` adds those about papers and questions. If plugins look at all pages at once, the site
is built as one part.

>>> _suffixes("https://example.org/papers/bees.html")
['papers/bees.html', 'bees.html']
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import yaml

from generator.errors import SiteError
from generator.site.publishing.kept_blocks import PageWithoutBlocks, prints_blocks, without_blocks
from generator.site.publishing.mkdocs_config import PLUGINS, configuration, plugins
from generator.site.publishing.mkdocs_run import CONFIG_PREFIX, MkdocsOptions, run_mkdocs
from generator.site.publishing.zensical_run import run_zensical
from generator.storage.files import files_within
from generator.storage.owned import is_left_behind, owned
from generator.storage.plain_yaml import PlainLoader

# Bytes of Markdown that mkdocs builds in about a second, which is what a process takes to start.
_MIN_PART = 1_000_000
_SITEMAP = "sitemap.xml"
_PARTS = ".parts-"
_DATA = "data/"  # files that no page is made from
# Keys of the front matter that the theme's navigation shows.
_NAVIGATION_KEYS = ("title", "subtitle", "icon", "status")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^# .*$", re.MULTILINE)
_MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^()\s>#?]+\.\w+)")
_URL_ENTRY = re.compile(r"(?:(?<![ \t])[ \t]+)?<url>(?:[^<]|<(?!url>))*?</url>\s*?\n", re.DOTALL)


def is_separate(path: str) -> bool:
    """Return True if a page of the docs can be built by itself: one about a paper or a question.

    Pages about all of them (``index.md`` of a folder) have no entries of ours, so the search finds them only
    where they are built anew.
    """
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and parts[0] in ("papers", "questions") and parts[-1] != "index.md"


def front_matter_of(page: Path) -> str:
    """Return the front matter of a page with its fences; empty if it has none."""
    found = _FRONT_MATTER.match(page.read_text(encoding="utf-8"))
    return found.group() if found else ""


def navigation_entry(page: Path) -> dict[str, str]:
    """Return what other pages show of a page in their navigation: from its front matter and first heading."""
    text = page.read_text(encoding="utf-8")
    found = _FRONT_MATTER.match(text)
    head = found.group() if found else ""
    heading = _HEADING.search(text, len(head))
    shown = {"heading": heading.group() if heading else ""}
    try:
        data = yaml.load(head.removesuffix("---\n"), PlainLoader)
    except (yaml.YAMLError, ValueError):
        return {"head": head}  # mkdocs says what is wrong with it
    return (
        shown | {key: str(data[key]) for key in _NAVIGATION_KEYS if key in data}
        if isinstance(data, dict)
        else shown
    )


def separable(root: Path) -> bool:
    """Return True if the configuration in ``root`` lets pages be built separately."""
    try:
        data = configuration(root)
    except SiteError:
        return False  # mkdocs says what is wrong with it
    return not data.get("hooks") and "INHERIT" not in data and PLUGINS.issuperset(plugins(data))


def build_parts(
    options: MkdocsOptions, docs: Path, into: Path, *, changed: Collection[str] | None, jobs: int
) -> None:
    """Build the pages of ``docs`` into the empty or missing folder ``into``.

    changed: paths of the pages about papers and questions that are to be built; None: all. All other pages
    are built in any case. Raises SiteError.
    """
    listed = [path for path, _ in files_within(docs) if _is_published(path)]
    pages = sorted(path for path in listed if path.endswith(".md"))
    zensical = options.builder == "zensical"
    if not zensical and not separable(options.root):
        run_mkdocs(options, docs, into)
        return
    apart = [p for p in pages if is_separate(p) and (changed is None or p in changed)]
    hubs = [p for p in pages if not is_separate(p)]
    sizes = _sizes_without_blocks(options, docs, apart, hubs)
    partly = frozenset(sizes)
    sizes |= {page: (docs / page).stat().st_size for page in apart if page not in sizes}
    data = _data_files(options.root, docs, listed, hubs)
    files = set(listed).difference(pages, data)
    parts = _parts(sizes, 1 if zensical else jobs)  # Zensical takes all cores by itself
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=owned(_PARTS)) as folder:
        work = Path(folder)

        def build(number: int, partly: Collection[str] = partly) -> Path:
            part, made = work / f"docs-{number}", work / f"site-{number}"
            own = {*parts[number], *(hubs if number == 0 else ())}
            _gather(docs, part, own, hubs, files=files if number == 0 else (), partly=partly)
            (run_zensical if zensical else run_mkdocs)(options, part, made)
            filled = (_without_blocks(docs, p).fill(made / _output(p)) for p in own.intersection(partly))
            if all(filled):
                return made
            shutil.rmtree(part)
            return build(number, ())  # a template of the project does something to the content of pages

        with ThreadPoolExecutor(max_workers=len(parts)) as pool:
            sites = list(pool.map(build, range(len(parts))))
        kept = [[*parts[0], *hubs], *parts[1:]]
        built = {_output(page) for part in kept for page in part}
        maps = [_entries(site) for site in sites]
        _drop_stubs(sites[0], built)
        if into.exists():
            into.rmdir()
        sites[0].rename(into)
        for site, own in zip(sites[1:], parts[1:], strict=True):
            for page in own:
                target = into / _output(page)
                target.parent.mkdir(parents=True, exist_ok=True)
                (site / _output(page)).rename(target)
        for path in data:
            _link(docs / path, into / path)
        _write_sitemap(into, merged_sitemap(maps, kept))


def _data_files(root: Path, docs: Path, listed: Sequence[str], hubs: Sequence[str]) -> list[str]:
    """Return the data files that the program need not copy, with every build, to where nothing changes them.

    It gets those that a hand-written page links to, for it looks for them; and all of them, where the
    configuration says which files to leave out.
    """
    if {"exclude_docs", "draft_docs"}.intersection(configuration(root)):
        return []
    linked = {path for page in hubs for path in _linked_files(docs, page)}
    return [p for p in listed if p.startswith(_DATA) and p not in linked and not p.endswith(".md")]


def remove_leftovers(root: Path, beside: Path) -> None:
    """Remove what a killed build left in the project's root and in ``beside``, where parts are built.

    Files of a running process stay: two sites may be built from one root at the same time.
    """
    for config in root.glob(f"{CONFIG_PREFIX}*.yml*"):
        if is_left_behind(config, CONFIG_PREFIX):
            config.unlink(missing_ok=True)
    for parts in beside.glob(f"{_PARTS}*"):
        if is_left_behind(parts, _PARTS):
            shutil.rmtree(parts, ignore_errors=True)


def merged_sitemap(maps: Sequence[Mapping[str, str]], owned: Sequence[Collection[str]]) -> dict[str, str]:
    """Return the entries of several sitemaps by address; each map contributes only the pages that it owns."""
    found: dict[str, str] = {}
    for entries, pages in zip(maps, owned, strict=True):
        own = {_output(p) for p in pages}
        for address, entry in entries.items():
            name = next((o for o in (address, *_suffixes(address)) if o in own), None)
            if name is not None or (address.endswith("/") and "index.html" in own):
                found[address] = entry
    return dict(sorted(found.items()))


def _suffixes(address: str) -> list[str]:
    path = re.sub(r"^https?://[^/]*/", "", address)
    parts = path.split("/")
    return ["/".join(parts[n:]) for n in range(len(parts))]


def _without_blocks(docs: Path, page: str) -> PageWithoutBlocks:
    try:
        return without_blocks((docs / page).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return PageWithoutBlocks("", {})  # mkdocs says what is wrong with it


def _sizes_without_blocks(
    options: MkdocsOptions, docs: Path, pages: Sequence[str], hubs: Sequence[str]
) -> dict[str, int]:
    """Return the pages that are built without their blocks, and their size. The blocks themselves are as much
    as the site, and are read again when they are needed.

    Pages that a hand-written one links to stay whole, because it may name their anchors.
    """
    if not prints_blocks(options.root, options.theme):
        return {}
    linked = {target for page in hubs for target in _linked_pages(docs, page)}
    found = ((page, _without_blocks(docs, page)) for page in pages if page not in linked)
    return {page: len(left.text) for page, left in found if left.blocks}


def _parts(sizes: Mapping[str, int], jobs: int) -> list[list[str]]:
    """Divide pages into at most ``jobs`` parts of similar size; at least one, which may be empty."""
    count = max(1, min(jobs, sum(sizes.values()) // _MIN_PART))
    parts: list[list[str]] = [[] for _ in range(count)]
    loads = [0] * count
    for page in sorted(sizes, key=lambda p: (-sizes[p], p)):
        lightest = loads.index(min(loads))
        parts[lightest].append(page)
        loads[lightest] += sizes[page]
    return [sorted(part) for part in parts]


def _gather(
    docs: Path,
    part: Path,
    own: Collection[str],
    hubs: Sequence[str],
    *,
    files: Collection[str],
    partly: Collection[str],
) -> None:
    """Link the docs of one part: its own pages, stubs of the pages that they need, and ``files`` that are
    not pages. partly: pages that are built without their blocks.
    """
    for page in own:
        if page in partly:
            (part / page).parent.mkdir(parents=True, exist_ok=True)
            (part / page).write_text(_without_blocks(docs, page).text, encoding="utf-8", newline="")
        else:
            _link(docs / page, part / page)
    linked = {target for page in own if not is_separate(page) for target in _linked_pages(docs, page)}
    for page in sorted(linked - set(own)):
        _link(docs / page, part / page)  # its anchors may be named
    for page in sorted(set(hubs) - set(own) - linked):
        (part / page).parent.mkdir(parents=True, exist_ok=True)
        (part / page).write_text(f"{front_matter_of(docs / page)}\n# Stub\n", encoding="utf-8")
    for path in files:
        _link(docs / path, part / path)


def _linked_pages(docs: Path, page: str) -> set[str]:
    """Return the pages that a hand-written page links to by their Markdown file."""
    return {path for path in _linked_files(docs, page) if path.endswith(".md")}


def _linked_files(docs: Path, page: str) -> set[str]:
    """Return the pages and other files of the docs that a hand-written page links to."""
    found = set()
    for match in _MARKDOWN_LINK.finditer((docs / page).read_text(encoding="utf-8")):
        target = os.path.normpath(PurePosixPath(page).parent / match.group(1)).replace(os.sep, "/")
        if not target.startswith("..") and (docs / target).is_file():
            found.add(target)
    return found


def _link(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(file, target)


def _is_published(path: str) -> bool:
    return not any(part.startswith(".") for part in path.split("/"))


def _output(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"


def _drop_stubs(site: Path, built: Collection[str]) -> None:
    """Delete the pages of papers and questions that were only stubs."""
    for folder in ("papers", "questions"):
        for path, _ in list(files_within(site / folder)):
            if path.endswith(".html") and f"{folder}/{path}" not in built:
                (site / folder / path).unlink()


def _entries(site: Path) -> dict[str, str]:
    file = site / _SITEMAP
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    found = {}
    for match in _URL_ENTRY.finditer(text):
        address = re.search(r"<loc>([^<]*)</loc>", match.group())
        if address is not None:
            found[address.group(1)] = match.group()
    return found


def _write_sitemap(site: Path, entries: Mapping[str, str]) -> None:
    file = site / _SITEMAP
    if not file.is_file():
        return
    head, _, _ = file.read_text(encoding="utf-8").partition("<url>")
    head = head.rstrip().removesuffix("</urlset>").rstrip()
    data = f"{head}\n{''.join(entries.values())}</urlset>\n".encode()
    file.write_bytes(data)
    with gzip.GzipFile(f"{file}.gz", "wb", mtime=0) as packed:
        packed.write(data)
