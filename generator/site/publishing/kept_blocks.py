"""Blocks of HTML in pages, which need not go through the site builder: only their places do.

Almost all of a page about a paper or a question is HTML in blocks of one line each
(`generator.site.pages.html_parts`). mkdocs parses such a block several times, only to print it as it is. So
it gets an empty ``<div>`` in place of each block, and the built page gets the blocks.

>>> _is_block("<div><p>Bees</p></div>"), _is_block("Bees")
(True, False)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SiteError
from generator.site.publishing.mkdocs_config import configuration, extensions
from generator.storage.files import files_within
from generator.storage.shipped import shipped
from generator.storage.site_config import CONFIG

__all__ = ["PageWithoutBlocks", "prints_blocks", "without_blocks"]

_BLOCK = re.compile(r"<(div|section)( [^<>]*)?>[^\n]*</\1>")
_MIN_BLOCK = 200  # characters
# The search plugin takes its own attributes out of pages.
_OF_SEARCH = re.compile(r'\s?data-search-\w+="[^"]+"')
_STAND_IN = re.compile(r'(<div id="block-[0-9a-f]{16}-[0-9]+"></div>)')
# What may depend on a block: a link can name its anchors, and code shows it as text.
_DEPENDS = re.compile(r"\]\(|\]\[|```|~~~|^(?: {4}|\t)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageWithoutBlocks:
    """The text of a page with a stand-in for each block. blocks: stand-in -> block."""

    text: str
    blocks: Mapping[str, str]

    def fill(self, built: Path) -> bool:
        """Put the blocks into the built page; return False if it does not hold each stand-in once."""
        with built.open(encoding="utf-8", newline="") as file:
            parts = _STAND_IN.split(file.read())
        if sorted(part for part in parts[1::2] if part in self.blocks) != sorted(self.blocks):
            return False
        with built.open("w", encoding="utf-8", newline="") as file:
            file.write("".join(self.blocks.get(part, part) for part in parts))
        return True


def without_blocks(text: str) -> PageWithoutBlocks:
    """Return a page without its blocks; with none taken out if the rest may depend on them.

    The search plugin is told to leave it out.
    """
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return PageWithoutBlocks(text, {})
    head = lines.index("---", 1)
    blocks: dict[str, str] = {}
    for number in range(head + 1, len(lines)):
        around = (lines[n] for n in (number - 1, number + 1) if head < n < len(lines))
        if len(lines[number]) >= _MIN_BLOCK and not any(around) and _is_block(lines[number]):
            stand_in = f'<div id="block-{name}-{number}"></div>'
            blocks[stand_in] = _OF_SEARCH.sub("", lines[number])
            lines[number] = stand_in
    if not blocks or _DEPENDS.search("\n".join(lines[head:])):
        return PageWithoutBlocks(text, {})
    # What the search plugin would find is not what the page says; the search has entries of its own.
    front = [line for line in lines[:head] if not line.startswith("search:")]
    return PageWithoutBlocks("\n".join([*front, 'search: {"exclude": true}', *lines[head:]]), blocks)


def prints_blocks(root: Path, theme: Path) -> bool:
    """Return True if the site of a project prints blocks as they are, so that they can be left out.

    Extensions of Markdown other than those of the shipped configuration may change them, and so may a
    project's own templates that print the content of a page in another way than the theme. theme: folder of
    theme overrides.
    """
    try:
        known = extensions(configuration(shipped(CONFIG).parent))
        if not set(extensions(configuration(root))) <= set(known):
            return False
    except SiteError:
        return False  # the builder says what is wrong with it
    pages = (theme / path for path, _ in files_within(theme) if path.endswith(".html"))
    return not any(b"page.content" in page.read_bytes() for page in pages)


def _is_block(line: str) -> bool:
    """Return True if a line is one element, whose content Markdown leaves alone."""
    found = _BLOCK.fullmatch(line)
    # The theme gives a page a heading of its own unless its content has one.
    if found is None or "markdown" in (found[2] or "") or "<h1" in line:
        return False
    # Two elements beside each other may have Markdown between them.
    opened, tags = 0, list(re.finditer(rf"<(/?){found[1]}[ >]", line))
    for tag in tags[:-1]:
        opened += -1 if tag[1] else 1
        if opened < 1:
            return False
    return opened == 1
