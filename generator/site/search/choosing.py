"""Choose the engine that searches the site."""

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
# Up to this size the browser may read the whole index: 8 KB a paper (28 questions,
# tests/benchmarks/search.py), which makes 4 MB, or 0.7 MB if the server compresses.
PAGES_OF_BUILTIN = 500


def choose_engine(setting: str, pages: int) -> Engine:
    """Return the engine for a number of paper and question pages; setting: ``site.search``."""
    if setting == "builtin":
        return "builtin"
    return "pagefind" if setting == "pagefind" or pages > PAGES_OF_BUILTIN else "builtin"


def engine_of(docs: Path, *, strict: bool = False) -> Engine | None:
    """Return the engine for the pages under ``docs``; None if no entries were written next to them.

    If Pagefind is chosen but not installed, the built-in engine replaces it, with a warning. Raises SiteError
    instead if ``strict``.
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
    log.warning("%s. Until then the built-in search is used, which is slow to load", sentence)
    return "builtin"
