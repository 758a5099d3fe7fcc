"""Texts of the interface, found in code and templates, and what catalogues lack of them.

``python -m tests.site.messages de`` lists the messages that a catalogue lacks, and the templates whose texts
do not go through it yet.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from generator.site.content.language import FOLDER
from tests.site.small_collection import ROOT

TEMPLATES = ROOT / "site_templates"
# Functions whose first arguments are messages; of `pluralize` (in templates `counted`), noun and plural.
_CALLS = {"message": (0,), "translated": (0,), "format_message": (0,), "plural": (0, 1)}
# Of the pages' templates, those whose texts go through the catalogue; the others speak English alone, yet.
DONE = frozenset(
    {
        "pages/glossary.md.j2",
        "pages/paper.md.j2",
        *(
            f"pages/parts/{name}.md.j2"
            for name in (
                "claim",
                "compare-board",
                "doubts",
                "evidence",
                "further",
                "legend",
                "message",
                "origin",
                "paper-answer",
                "paper-fold",
                "paper-header",
                "paper-models",
                "paper-other",
                "paper-profile",
                "quote",
                "review",
                "reviews",
                "reviews-lapsed",
                "sentences",
                "status",
                "sureness",
            )
        ),
    }
)
_OPTIONS = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}

Message = tuple[str, str]
"""A text, and its form for many; empty where it has none."""


def in_code(*, translated: bool) -> Iterator[Message]:
    """Messages of modules. translated: of those alone that have their texts translated."""
    rooms = [*(ROOT / "generator" / "site").rglob("*.py"), ROOT / "generator" / "run" / "site_data.py"]
    for file in sorted(rooms):
        text = file.read_text(encoding="utf-8")
        if translated and "generator.site.content.language" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _of_call(node.func.id, node.args)


def _of_call(name: str, args: list[ast.expr]) -> Iterator[Message]:
    texts = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in args]
    if name == "pluralize" and len(args) > 1 and texts[1]:
        yield texts[1], (texts[2] if len(texts) > 2 and texts[2] else f"{texts[1]}s")
    elif name == "plural" and texts[:2] and texts[0] and texts[1]:
        yield texts[0], texts[1]
    elif name in _CALLS and texts and texts[0]:
        yield texts[0], ""


def in_templates(*, translated: bool) -> Iterator[Message]:
    """Messages of templates. translated: of those alone whose texts go through the catalogue."""
    for file in sorted([*TEMPLATES.rglob("*.j2"), *(TEMPLATES / "overrides").rglob("*.html")]):
        name = file.relative_to(TEMPLATES).as_posix()
        if translated and name.startswith("pages/") and name not in DONE:
            continue
        with file.open("rb") as text:
            found = list(babel_extract(text, ("_", "gettext", "ngettext", "counted"), (), _OPTIONS))
        for _, function, message, _ in found:
            parts = [part for part in message if part] if isinstance(message, tuple) else [message]
            if function == "counted" and parts:
                yield parts[0], parts[1] if len(parts) > 1 else f"{parts[0]}s"
            elif parts:
                yield parts[0], parts[1] if function == "ngettext" and len(parts) > 1 else ""
        yield from in_words(file)


def in_words(file: Path) -> Iterator[Message]:
    """Texts of the theme's templates and of scripts: ``words["Search"]``, ``words.get("Search")``."""
    if "overrides" in file.parts:
        for name in re.findall(r'words\["([^"]+)"\]', file.read_text(encoding="utf-8")):
            yield name, ""


def in_scripts() -> Iterator[Message]:
    for file in sorted((TEMPLATES / "overrides" / "assets").glob("*.js")):
        text = file.read_text(encoding="utf-8")
        for names in re.findall(r'\bsay\((?:[^"()]*\? )?"([^"]+)"(?: : "([^"]+)")?', text):
            yield from ((name, "") for name in names if name)


def messages(*, translated: bool = True) -> dict[str, str]:
    """Message -> its form for many. translated: those alone that a catalogue must have."""
    found: dict[str, str] = {}
    parts = (in_code(translated=translated), in_templates(translated=translated), in_scripts())
    for text, many in chain.from_iterable(parts):
        found[text] = many or found.get(text, "")
    return found


def catalogue(code: str) -> dict[str, tuple[str, ...]]:
    with (FOLDER / f"{code}.po").open("rb") as file:
        read = read_po(file, locale=code, abort_invalid=True)
    found = {}
    for entry in read:
        if entry.id:
            name = entry.id if isinstance(entry.id, str) else entry.id[0]
            found[name] = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
    return found


def not_yet() -> list[Path]:
    """Templates of pages that speak English alone."""
    return [
        file
        for file in sorted((TEMPLATES / "pages").rglob("*.j2"))
        if file.relative_to(TEMPLATES).as_posix() not in DONE and bare_words(file)
    ]


def bare_words(file: Path) -> list[str]:
    """English words that a template holds between its tags, outside of all expressions."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"(?s)\{#.*?#\}|<!--.*?-->|<script\b.*?</script>", " ", text)
    text = re.sub(r"(?s)\{% trans.*?\{% endtrans %\}", " ", text)
    text = re.sub(r"(?s)\{\{.*?\}\}|\{%.*?%\}", "\x00", text)
    text = re.sub(r"\{ #[^{}]*\}", lambda at: "<" + at[0] + ">", text)  # a list of attributes, as a tag
    names = r"aria-label|data-toc-label|title|alt|placeholder"
    labels = re.findall(rf"(?:{names})=\"([^\"\x00]*[A-Za-z]{{3}}[^\"]*)\"", text)
    text = re.sub(r"(?s)<[^>]*>", " ", text)
    return [*labels, *re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)*", text.replace("\x00", " "))]


if __name__ == "__main__":
    known = catalogue(sys.argv[1] if len(sys.argv) > 1 else "de")
    for text, many in messages().items():
        if not all(known.get(text, ("",))):
            print(f"lacks: {text!r}" + (f" / {many!r}" if many else ""))
    for file in not_yet():
        print(f"English alone: {file.relative_to(TEMPLATES)}")
