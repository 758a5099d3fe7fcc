"""What styles in a Markdown text hide: sheets for raw HTML, attributes of Pandoc's divs and spans."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from generator.reading.html.hidden import opens_hidden

_SHEET = re.compile(r"<style\b[^<>]{0,200}>(.*?)</style\s*>", re.IGNORECASE | re.DOTALL)
_MAX_CHARS = 200_000  # characters of sheets; a paper in Markdown holds a few lines of them
_DIV = re.compile(r"\s{0,3}:{3,}+\s*+(?:\{(?P<attributes>[^{}]{0,500})\}|(?P<name>[\w-]{1,60}))?\s*+:*+\s*+")
_SPAN = re.compile(r"\[(?P<text>[^\[\]]{1,2000})\]\{(?P<attributes>[^{}]{1,300})\}")
_ATTRIBUTE = re.compile(
    r"#(?P<id>[\w:.-]+)|\.(?P<mark>[\w-]+)|(?P<key>[\w-]+)\s?=\s?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))"
)
# Classes that Pandoc's and Quarto's own sheets or filters leave out.
_HIDDEN_CLASSES = frozenset(
    ("hidden", "content-hidden", "d-none", "visually-hidden", "sr-only", "notes", "comment")
)


class Styles:
    """The sheets of a text, and the words of each passage that divs and spans hide (``hidden``)."""

    def __init__(self, text: str = "") -> None:
        self.sheet = "\n".join(found[1] for found in _SHEET.finditer(text))[:_MAX_CHARS]
        self.hidden: list[int] = []

    def without_spans(self, line: str) -> str:
        """Return a line without the spans that hide their text: ``[text]{style="display:none"}``."""
        if "]{" not in line:
            return line
        return _SPAN.sub(lambda found: self._span(found), line)

    def end_of_hidden(self, lines: Sequence[str], index: int) -> int | None:
        """Return the index behind a div that hides its text; None where the line opens none."""
        opening = _DIV.fullmatch(lines[index])
        if opening is None or not self._hides(opening["attributes"] or f".{opening['name'] or ''}", "div"):
            return None
        depth, words = 1, 0
        for at in range(index + 1, len(lines)):
            found = _DIV.fullmatch(lines[at])
            if found is None:
                words += len(lines[at].split())
                continue
            depth += 1 if found["attributes"] or found["name"] else -1
            if not depth:
                self.hidden.append(words)
                return at + 1
        self.hidden.append(words)
        return len(lines)

    def _span(self, found: re.Match[str]) -> str:
        if not self._hides(found["attributes"], "span"):
            return found.group()
        self.hidden.append(len(found["text"].split()))
        return ""

    def _hides(self, attributes: str, tag: str) -> bool:
        given = list(_ATTRIBUTE.finditer(attributes))
        marks = [found["mark"] for found in given if found["mark"]]
        if _HIDDEN_CLASSES.intersection(marks):
            return True
        written = f' class="{" ".join(marks)}"' if marks else ""
        written += "".join(f' id="{found["id"]}"' for found in given[:20] if found["id"])
        for found in given[:20]:
            if found["key"]:
                value = found["double"] or found["single"] or found["bare"] or ""
                written += f' {found["key"]}="{html.escape(value)}"'
        return bool(written) and opens_hidden(f"<{tag}{written}>", self.sheet) == tag
