"""Snippets of papers as commands print them: as text for people, and as plain data for JSON."""

from __future__ import annotations

import textwrap
from typing import Any

from generator.core import Snippet
from generator.core.table_sentences import TableRow

WIDTH = 96  # columns


def snippet_json(snippet: Snippet) -> dict[str, Any]:
    """Return a snippet with its place, as plain data."""
    place = snippet.place
    return {
        "id": snippet.id,
        "text": snippet.text,
        "score": snippet.score,
        "section": place.section,
        "kind": place.kind,
        "page": place.page,
        "start": place.start,
        "end": place.end,
        "box": place.box,
        "element": place.element,
        "links": list(snippet.links),
        "focus": [list(span) for span in snippet.focus],
        **({"row": row_json(snippet.row)} if snippet.row else {}),
    }


def row_json(row: TableRow) -> dict[str, Any]:
    """Return a row of a table with its caption and headings, as plain data."""
    return {"caption": row.caption, "cells": [{"heading": h, "text": c} for h, c in row.cells]}


def quoted(snippet: Snippet, indent: str) -> list[str]:
    """Return a snippet as indented lines; a row of a table is followed by its cells with their headings."""
    row = snippet.row.in_words if snippet.row else ""
    return [*wrapped(snippet.text, indent), *(wrapped(f"({row})", indent) if row else ())]


def place_text(snippet: Snippet) -> str:
    """Return the section and the page of a snippet, as far as they are known."""
    place = snippet.place
    parts = [place.section or place.kind, f"p. {place.page}" if place.page else ""]
    return ", ".join(p for p in parts if p)


def wrapped(text: str, indent: str) -> list[str]:
    """Return ``text`` as indented lines of at most `WIDTH` columns."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [indent]
