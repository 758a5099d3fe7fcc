"""Which engine searches the site."""

from __future__ import annotations

import importlib.util
import json
import logging
from pathlib import Path
from typing import Literal

from generator.errors import SiteError
from generator.storage.installed import install_command

log = logging.getLogger(__name__)

Engine = Literal["builtin", "pagefind"]

# Dot files are not published.
ENTRIES = ".search.jsonl"
FORMAT = 1
# Up to here the browser may read the whole index: 8 KB a paper (28 questions, tests/benchmarks/search.py), so
# 4 MB, or 0.7 MB where the server compresses.
PAGES_OF_BUILTIN = 500


def choose_engine(setting: str, pages: int) -> Engine:
    """The engine for a site of so many pages of papers and questions; setting: ``site.search``."""
    if setting == "builtin":
        return "builtin"
    return "pagefind" if setting == "pagefind" or pages > PAGES_OF_BUILTIN else "builtin"


def engine_of(docs: Path, *, strict: bool = False) -> Engine | None:
    """The engine for the pages under ``docs``; None where no entries were laid beside them.

    Where Pagefind is wanted and not installed, the built-in engine takes its place, with a warning; where
    ``strict``, SiteError is raised.
    """
    try:
        with (docs / ENTRIES).open(encoding="utf-8") as file:
            head = json.loads(file.readline())
    except FileNotFoundError:
        return None
    except ValueError:
        head = {}
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return None
    if head.get("engine") != "pagefind":
        return "builtin"
    if all(importlib.util.find_spec(name) for name in ("pagefind", "pagefind_bin")):
        return "pagefind"
    sentence = (
        "so large a collection is searched with Pagefind, which is not installed; "
        f"run `{install_command('search')}`"
    )
    if strict:
        raise SiteError(f"{sentence}, or publish without --strict.")
    log.warning("%s. Until then the built-in search is used, which readers wait for", sentence)
    return "builtin"
